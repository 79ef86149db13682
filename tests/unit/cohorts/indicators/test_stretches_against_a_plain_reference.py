"""Long stretches, gaps, reached dropouts, actions and lists: as loops over days."""

from dataclasses import replace

import pytest

from cohorts.definition.sql_groups import VINTAGE
from cohorts.disclosure.complementary import MASKED
from cohorts.event_table.several import open_extract
from cohorts.indicators.figures import ALL
from cohorts.indicators.reading import SHARE, reading, unit_of
from cohorts.indicators.whole_set import compute_set
from tests.spec.cohort.tables import day
from tests.unit.cohorts.indicators.conftest import means
from tests.unit.cohorts.indicators.tables import draw, write
from tests.unit.cohorts.indicators.test_paths_against_a_plain_reference import (
    AFTER,
    at,
    dropouts,
    overlap,
    spells_of,
)
from tests.unit.cohorts.indicators.test_reach_against_a_plain_reference import done


__all__ = ["dropouts"]  # a fixture of the neighbour's

DAYS = {12: 365, 18: 548, 24: 731}
SENT = {"2022": 40.0, "2023": 40.0, "2024": 30.0}


@pytest.fixture(scope="session")
def followed(invented, dropouts):
    """Of each horizon: (person, days without a solution, day by day) of the known."""
    found = {}
    for months, days in DAYS.items():
        found[months] = []
        for person, origin in dropouts:
            last = origin + days
            if last > AFTER - 1 or at(invented, person, last) is None:
                continue
            idle = [False] * days
            for row in spells_of(invented, person):
                if row["situation"] == "decroche":
                    for on in overlap(row, origin, last):
                        idle[on - origin] = True
            found[months].append((person, origin, idle))
    return found


def runs(days):
    """Lengths of the runs of true days."""
    found, length = [], 0
    for is_so in (*days, False):
        length = length + 1 if is_so else 0
        if length == 1:
            found.append(0)
        if length:
            found[-1] = length
    return found


@pytest.mark.parametrize("months", [18, 24])
def test_a_long_stretch_is_more_than_twelve_months_in_a_row(invented, followed, months):
    here = followed[months]
    long = [one for one in here if any(n > 365 for n in runs(one[2]))]
    figure = invented.set.one(
        "duree_neet", breakdown="", months=months, part="longue_duree"
    )

    assert figure.n == len(here)
    assert figure.value == pytest.approx(len(long) / len(here))
    assert unit_of(figure) == SHARE


def test_within_a_year_nothing_lasts_more_than_a_year(invented):
    told = {one.months for one in invented.set.of("duree_neet", part="longue_duree")}

    assert told == {18, 24}


def test_gaps_are_runs_of_idle_days_without_support(invented, followed):
    supported = {}
    for row, until in done(invented.tables):
        supported.setdefault(row["person"], set()).update(range(row["starts"], until))
    numbers = []
    for person, origin, idle in followed[12]:
        alone = [
            is_idle and origin + k not in supported.get(person, ())
            for k, is_idle in enumerate(idle)
        ]
        numbers.append(min(sum(n > 90 for n in runs(alone)), 2))
    told = {
        one.part: one.value
        for one in invented.set.of("continuite", breakdown="", months=12)
        if one.part
    }

    assert told == {
        f"ruptures_{k}": pytest.approx(numbers.count(k) / len(numbers))
        for k in (0, 1, 2)
    }
    assert len(set(numbers)) > 1


@pytest.fixture(scope="session")
def sent(tmp_path_factory):
    """The set where the platform told how many dropouts it sent."""
    folder = write(tmp_path_factory.mktemp("sent") / "invented", draw(7))
    with open_extract(folder) as opened:
        return compute_set(opened, replace(means(), dropouts_sent=SENT))


def test_dropouts_reached_are_those_with_individual_support_since(
    invented, dropouts, sent
):
    reached = {}
    for person, origin in dropouts:
        year = invented_year(origin)
        if any(
            row["person"] == person
            and row["modality"] == "individual"
            and until > origin
            for row, until in done(invented.tables)
        ):
            reached[year] = reached.get(year, 0) + 1
    told = {
        one.group: one.value
        for one in sent.of("couverture", breakdown="year", part="decrocheurs")
    }

    assert told == {
        year: pytest.approx(n / SENT[year])
        for year, n in reached.items()
        if year in SENT
    }
    assert told


def invented_year(on):
    return next(str(y) for y in range(2030, 2000, -1) if on >= day(f"{y}-01-01"))


def test_without_a_number_sent_no_coverage_of_dropouts_is_told(invented):
    assert list(invented.set.of("couverture", part="decrocheurs")) == []


def test_rates_by_action_add_up_to_the_whole(invented):
    whole = invented.set.one("raccrochage_apres_action", breakdown="", months=3)
    parts = {
        one.group: one.n
        for one in invented.set.of(
            "raccrochage_apres_action", breakdown="action", months=3
        )
    }
    pillars = [
        one.n
        for one in invented.set.of(
            "raccrochage_apres_action", breakdown="pillar", months=3
        )
    ]

    assert set(parts) == {"X", "Y", "unknown"}
    assert sum(parts.values()) == sum(pillars) == whole.n


def test_each_counts_in_the_action_of_the_first_support(invented):
    """Of those of action X, a loop finds as many first supports named so."""
    kinds = ("pacea", "chantier_educatif", "accomp_educatif", "premier_accueil")
    first = {}
    for row in invented.tables["interventions"]:
        if row["kind"] in kinds and row["state"] not in ("planned", "cancelled"):
            held = first.get(row["person"])
            if row["starts"] < AFTER and (
                held is None or row["starts"] < held["starts"]
            ):
                first[row["person"]] = row
    most = {"X": 0, "Y": 0}
    for row in first.values():
        if row["action"]:
            most[row["action"]] += 1
    for action, n in most.items():
        told = invented.set.one(
            "raccrochage_apres_action", breakdown="action", group=action, months=3
        )
        assert 0 < told.n <= n


def test_lists_of_neighbourhoods_split_those_who_live_in_one(invented):
    def numbers(by):
        return {
            one.group: one.n
            for one in invented.set.of(
                "raccrochage_apres_action", breakdown=by, months=3
            )
        }

    by_list, by_place = numbers(VINTAGE), numbers("qpv")

    assert by_list["2024"] == by_place["in"]  # every code of the invented extract is QN
    assert by_list["out"] == by_place["out"]


def test_lists_are_told_apart_only_where_nothing_is_hidden(protected):
    told = {one.indicator for one in protected.figures if one.breakdown == VINTAGE}
    with_hidden = {
        one.indicator
        for one in protected.figures
        if one.breakdown in ("qpv", VINTAGE) and one.hidden == MASKED
    }

    assert not told & with_hidden
    assert with_hidden


def test_a_coverage_of_dropouts_reads_as_a_share(sent):
    figure = sent.one("couverture", part="decrocheurs")

    assert reading(figure).endswith("%")
    assert figure.period == ALL
