"""Who was reached: the engine's counts equal loops over the rows."""

from datetime import date, timedelta

import pytest

from tests.spec.cohort.tables import day
from tests.unit.cohorts.indicators.tables import AS_OF


PERIODS = {
    "2026": (2026, 2026),
    "2025": (2025, 2025),
    "2024": (2024, 2024),
    "2024-2026": (2024, 2026),
    "2022-2026": (2022, 2026),
}
AFTER = day(AS_OF.isoformat()) + 1


def bounds(period):
    first, last = PERIODS[period]
    return day(f"{first}-01-01"), day(f"{last + 1}-01-01")


def done(tables):
    for row in tables["interventions"]:
        if row["state"] in ("planned", "cancelled") or row["starts"] >= AFTER:
            continue
        ends = row["ends"]
        if ends is None and row["state"] == "ongoing":
            ends = AFTER
        if ends is None or ends <= row["starts"]:
            ends = row["starts"] + 1
        yield row, min(ends, AFTER)


def active(tables, period, keep=lambda row: True):
    """Person → the rows that touch the period."""
    starts, ends = bounds(period)
    found = {}
    for row, until in done(tables):
        if row["starts"] < ends and until > starts and keep(row):
            found.setdefault(row["person"], []).append(row)
    return found


def first_day(rows, period):
    starts, _ends = bounds(period)
    return min(max(row["starts"], starts) for row in rows)


def sex_of(tables):
    return {row["person"]: row["sex"] for row in tables["persons"]}


def residence(tables, person, on):
    held = [
        row
        for row in tables["attributes"]
        if row["person"] == person and (row["starts"] is None or row["starts"] <= on)
    ]
    return held[0]["value"] if held else None


def age_on(tables, person, on):
    born = next(r["birth_month"] for r in tables["persons"] if r["person"] == person)
    civil = date(1970, 1, 1) + timedelta(days=on)
    return (civil.year * 12 + civil.month - 1 - born) // 12


@pytest.mark.parametrize("period", PERIODS)
def test_the_active_caseload_counts_each_young_person_once(invented, period):
    expected = len(active(invented.tables, period))

    figure = invented.set.one("file_active", breakdown="", period=period, part="")
    assert figure.value == expected


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("sex", ["F", "M"])
def test_the_active_caseload_by_sex_equals_a_loop(invented, period, sex):
    sexes = sex_of(invented.tables)
    expected = sum(sexes[p] == sex for p in active(invented.tables, period))

    figure = invented.set.one("file_active", breakdown="sex", group=sex, period=period)
    assert (figure.value if figure else 0) == expected


@pytest.mark.parametrize("organisation", ["a", "b", "c"])
def test_an_organisation_counts_its_own_once(invented, organisation):
    own = active(
        invented.tables, "2025", lambda row: row["organisation"] == organisation
    )

    figure = invented.set.one(
        "file_active", breakdown="organisation", group=organisation, period="2025"
    )
    assert figure.value == len(own)


@pytest.mark.parametrize("action", ["X", "Y"])
def test_an_action_counts_its_own_once(invented, action):
    own = active(invented.tables, "2025", lambda row: row["action"] == action)

    figure = invented.set.one(
        "file_active", breakdown="action", group=action, period="2025"
    )
    assert figure.value == len(own)


@pytest.mark.parametrize("period", PERIODS)
def test_the_share_of_girls_leaves_out_those_of_unknown_sex(invented, period):
    sexes = [sex_of(invented.tables)[p] for p in active(invented.tables, period)]
    known = [s for s in sexes if s]

    figure = invented.set.one("part_femmes", breakdown="", period=period)
    assert figure.n == len(known)
    assert figure.value == pytest.approx(known.count("F") / len(known))


@pytest.mark.parametrize("period", PERIODS)
def test_residence_is_that_of_the_first_day_of_the_period(invented, period):
    places = [
        residence(invented.tables, person, first_day(rows, period))
        for person, rows in active(invented.tables, period).items()
    ]
    known = [p for p in places if p]
    inside = [p for p in known if p != "outside"]

    figure = invented.set.one("part_qpv", breakdown="", period=period, part="")
    unknown = invented.set.one("part_qpv", breakdown="", period=period, part="unknown")
    assert figure.value == pytest.approx(len(inside) / len(known))
    assert unknown.value == pytest.approx(1 - len(known) / len(places))


def test_newcomers_had_nothing_before_the_period(invented):
    starts, _ends = bounds("2025")
    ever = {}
    for row, _until in done(invented.tables):
        ever[row["person"]] = min(ever.get(row["person"], AFTER), row["starts"])
    people = active(invented.tables, "2025")
    expected = sum(ever[person] >= starts for person in people) / len(people)

    figure = invented.set.one(
        "file_active", breakdown="", period="2025", part="nouveaux"
    )
    assert figure.value == pytest.approx(expected)


def test_several_structures_are_counted_within_the_period(invented):
    people = active(invented.tables, "2025")
    several = [
        person
        for person, rows in people.items()
        if len({row["organisation"] for row in rows}) > 1
    ]

    figure = invented.set.one("part_multi_structures", breakdown="", period="2025")
    assert figure.value == pytest.approx(len(several) / len(people))


@pytest.mark.parametrize(("place", "population"), [("all", 500), ("QN99901M", 200)])
def test_coverage_is_of_the_11_to_25_of_the_neighbourhoods(invented, place, population):
    found = 0
    for person, rows in active(invented.tables, "2025").items():
        on = first_day(rows, "2025")
        where = residence(invented.tables, person, on)
        inside = where not in (None, "outside")
        if inside and place in ("all", where):
            found += 11 <= age_on(invented.tables, person, on) <= 25
    breakdown = "" if place == "all" else "neighbourhood"

    figure = invented.set.one(
        "couverture", breakdown=breakdown, group=place, period="2025"
    )
    assert figure.value == pytest.approx(found / population)
