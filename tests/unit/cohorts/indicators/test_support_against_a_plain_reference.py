"""Support, data quality, the programme: the engine's figures equal loops over rows."""

from collections import defaultdict

import pytest

from cohorts.event_table.programme import load_programme
from cohorts.event_table.several import open_extract
from cohorts.indicators.whole_set import compute_set, standing
from tests.spec.cohort.tables import day
from tests.unit.cohorts.indicators.conftest import means
from tests.unit.cohorts.indicators.tables import AS_OF, draw, write
from tests.unit.cohorts.indicators.test_reach_against_a_plain_reference import (
    AFTER,
    active,
    done,
    sex_of,
)


def yearly(tables, period):
    """Person → individual interventions per year in which they had any."""
    first, last = (int(part) for part in (period[:4], period[-4:]))
    total, years = defaultdict(int), defaultdict(int)
    for year in range(first, last + 1):
        starts, ends = day(f"{year}-01-01"), day(f"{year + 1}-01-01")
        own = defaultdict(int)
        for row, until in done(tables):
            touches = row["starts"] < ends and until > starts
            if touches and row["modality"] == "individual":
                own[row["person"]] += 1
        for person, n in own.items():
            total[person] += n
            years[person] += 1
    return {person: total[person] / years[person] for person in total}


def lower_median(values):
    ordered = sorted(values)
    return ordered[(len(ordered) + 1) // 2 - 1]


@pytest.mark.parametrize("period", ["2025", "2024", "2024-2026", "2022-2026"])
def test_intensity_is_the_median_of_the_yearly_numbers(invented, period):
    amounts = yearly(invented.tables, period)

    figure = invented.set.one("intensite", breakdown="", period=period, part="")
    assert figure.n == len(amounts)
    assert figure.value == pytest.approx(lower_median(amounts.values()), abs=0.05)
    assert figure.low <= figure.value <= figure.high


@pytest.mark.parametrize("sex", ["F", "M"])
def test_intensity_by_sex_is_of_those_of_that_sex(invented, sex):
    sexes = sex_of(invented.tables)
    amounts = [
        amount
        for person, amount in yearly(invented.tables, "2022-2026").items()
        if sexes[person] == sex
    ]

    figure = invented.set.one(
        "intensite", breakdown="sex", group=sex, period="2022-2026", part=""
    )
    assert figure.value == pytest.approx(lower_median(amounts), abs=0.05)


def test_a_median_that_few_stand_over_is_not_told(protected):
    for figure in protected.of("intensite"):
        assert figure.value is None or figure.n >= 22


def members(tables):
    return {
        row["person"]
        for name in ("situation_facts", "interventions")
        for row in tables[name]
        if row["starts"] < AFTER
    }


def test_recorded_sex_is_a_share_of_the_young_people(invented):
    people = members(invented.tables)
    known = sum(sex_of(invented.tables)[person] is not None for person in people)

    figure = invented.set.one("qualite_donnees", part="sexe", breakdown="")
    assert figure.n == len(people)
    assert figure.value == pytest.approx(known / len(people), abs=0.005)


@pytest.mark.parametrize("sex", ["F", "M"])
def test_known_residence_of_a_sex_is_a_share_of_its_young_people(invented, sex):
    people = {
        one for one in members(invented.tables) if sex_of(invented.tables)[one] == sex
    }
    housed = {row["person"] for row in invented.tables["attributes"]}

    figure = invented.set.one(
        "qualite_donnees", part="residence", breakdown="sex", group=sex
    )
    assert figure.n == len(people)
    assert figure.value == pytest.approx(len(people & housed) / len(people), abs=0.005)


def test_what_is_known_of_young_people_is_told_of_rounded_counts_alone(protected):
    """Neither few who are known nor few who are not stand behind a share."""
    shares = list(protected.of("qualite_donnees"))

    assert {one.breakdown for one in shares} == {"", "sex"}
    assert "dates" in {one.part for one in shares}
    for one in shares:
        if one.is_told:
            known = one.value * one.n
            assert known == pytest.approx(round(known / 6) * 6, abs=0.5)
            assert min(known, one.n - known) > 6


def test_known_residence_is_that_of_the_day_of_knowledge(invented):
    people = members(invented.tables)
    housed = {row["person"] for row in invented.tables["attributes"]}

    figure = invented.set.one("qualite_donnees", part="residence", breakdown="")
    assert figure.value == pytest.approx(len(people & housed) / len(people), abs=0.005)


def test_known_situation_is_that_of_the_day_of_knowledge(invented):
    people = members(invented.tables)
    today = day(AS_OF.isoformat())
    known = {
        row["person"]
        for row in invented.spells
        if row["starts"] <= today < row["ends"] and row["situation"] != "inconnue"
    }

    figure = invented.set.one("qualite_donnees", part="situation", breakdown="")
    assert figure.value == pytest.approx(len(people & known) / len(people), abs=0.005)


def test_every_date_of_the_invented_extract_is_known_to_the_day(invented):
    figure = invented.set.one("qualite_donnees", part="dates", breakdown="")

    assert figure.value == 1


COUNTS = (
    ("X", "2025-03-01", 20, 8, 15),
    ("X", "2025-04-01", 30, None, 20),
    ("X", "2024-04-01", 40, 10, 20),
    ("Z", "2025-05-01", 25, 25, None),
)


SPENT = {"X": 600_00, "Z": 400_00}  # each of two lines; the report of Y says nothing


def with_programme():
    tables = draw(7)
    actions = ((2025, "X", "X25"), (2025, "Y", "Y25"), (2025, "Z", "Z25"))
    tables["actions"] = [
        {
            "action": action,
            "application": application,
            "title": f"Action {action}",
            "organisation": "a",
            "contract": "EQ",
            "year": year,
            "themes": "sport,culture",
            "state": "funded",
        }
        for year, action, application in actions
    ]
    tables["budget_lines"] = [
        {
            "action": action,
            "application": f"{action}25",
            "side": side,
            "funder": "etat_147",
            "line": "l",
            "asked_cents": 1_000_00,
            "granted_cents": 800_00 if side == "income" else None,
            "spent_cents": SPENT.get(action) if side == "expense" else None,
        }
        for action in ("X", "Y", "Z")
        for side in ("income", "expense", "expense")
    ]
    tables["action_counts"] = [
        {"action": a, "day": day(on), "n": n, "n_girls": girls, "n_qpv": qpv}
        for a, on, n, girls, qpv in COUNTS
    ]
    tables["head_counts"] = tables["action_counts"]
    return tables


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    """The tables and the exact set of young people whose actions were funded."""
    tables = with_programme()
    folder = write(tmp_path_factory.mktemp("programme") / "invented", tables)
    with open_extract(folder) as opened:
        return tables, compute_set(opened, means())


def test_a_cancelled_action_is_no_funded_one_unless_it_spent(tmp_path):
    tables = with_programme()
    for row in tables["actions"]:
        row["state"] = "funded" if row["action"] == "Z" else "cancelled"
    folder = write(tmp_path / "invented", tables)
    with open_extract(folder) as opened:
        load_programme(opened, folder)
        found = standing(opened)

    assert {(one.action, one.is_spent) for one in found} == {("X", True), ("Z", True)}


def test_participations_are_head_counts_of_the_year(programme):
    _tables, found = programme

    figure = found.one("participations", breakdown="action", group="X", period="2025")
    assert figure.value == 50
    whole = found.one("participations", breakdown="", period="2025", part="")
    assert whole.value == 75


def test_the_share_of_girls_is_of_the_sheets_that_counted_them(programme):
    _tables, found = programme

    girls = found.one(
        "participations", breakdown="action", group="X", period="2025", part="filles"
    )
    assert (girls.n, girls.value) == (20, pytest.approx(8 / 20))
    whole = found.one("participations", breakdown="", period="2025", part="filles")
    assert whole.value == pytest.approx(33 / 45)


def test_spending_is_what_was_spent_by_young_person_reached(programme):
    tables, found = programme
    reached = active(tables, "2025", lambda row: row["action"] == "X")

    figure = found.one(
        "depense_par_jeune", breakdown="action", group="X", period="2025", part=""
    )
    assert figure.n == len(reached)
    assert figure.value == pytest.approx(1200 / len(reached))


def test_a_grant_is_no_spending(programme):
    """Where no report says what was spent, nothing is divided, granted or not."""
    tables, found = programme

    assert active(tables, "2025", lambda row: row["action"] == "Y")
    assert not list(found.of("depense_par_jeune", group="Y"))


def test_an_action_that_counts_without_names_is_told_by_participation(programme):
    _tables, found = programme

    figure = found.one(
        "depense_par_jeune",
        breakdown="action",
        group="Z",
        period="2025",
        part="participation",
    )
    assert figure.value == pytest.approx(800 / 25)
    assert not list(found.of("depense_par_jeune", group="Z", part=""))


def test_the_whole_divides_by_the_young_people_of_the_actions_that_say(programme):
    """Both sides of the division are of the same actions, X and Z, without Y."""
    tables, found = programme
    reached = active(tables, "2025", lambda row: row["action"] in ("X", "Z"))

    figure = found.one("depense_par_jeune", breakdown="", period="2025", part="")
    assert figure.n == len(reached)
    assert figure.value == pytest.approx(1200 / len(reached))


def test_no_year_before_the_call_is_divided(programme):
    _tables, found = programme

    assert not list(found.of("depense_par_jeune", period="2024"))


def test_what_rounding_leaves_open_is_the_range_of_spending(tmp_path):
    folder = write(tmp_path / "invented", with_programme(), public=False)
    with open_extract(folder) as opened:
        found = compute_set(opened, means())
    told = [one for one in found.of("depense_par_jeune") if one.is_told]

    assert told
    for one in told:
        assert one.low < one.value < one.high
        assert one.n % 6 == 0


def test_the_actions_and_their_money_travel_with_the_set(programme):
    _tables, found = programme
    by_code = {one.application: one for one in found.actions}

    assert (by_code["X25"].granted_cents, by_code["X25"].spent_cents) == (
        800_00,
        1200_00,
    )
    assert (by_code["Y25"].granted_cents, by_code["Y25"].spent_cents) == (800_00, None)
    assert by_code["X25"].themes == ("sport", "culture")
    assert type(found).from_dict(found.as_dict()) == found
