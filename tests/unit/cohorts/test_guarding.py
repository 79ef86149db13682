"""What could mislead about a cohort, from an extract's folder to words."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cohorts.definition.from_yaml import read_definitions
from cohorts.disclosure.variants import release_twins
from cohorts.event_table.several import (
    count_on,
    exits_by,
    last_news,
    open_extract,
    undated,
)
from cohorts.guards.calendar_gaps import without_summer_rule
from cohorts.guards.immortal_time import profile_without_date
from cohorts.guards.stale_news import SILENT_DAYS, with_silence_rule
from parcours.extract.writing import write_plain
from tests.record_house import shipped_nomenclature
from tests.spec.cohort.tables import day
from tests.unit.cohorts.test_event_table_from_extract import SHIPPED, table
from tests.unit.cohorts.test_linkage_effect import counts, estimator
from tests.unit.cohorts.test_release_files import PROVENANCE, RULES


LARGE = read_definitions(
    SHIPPED, situations=frozenset(shipped_nomenclature().situations)
)["raccrochage_large"]


def fact(number, person, situation, starts, ends=None, verified=None, by="ecole"):
    return {
        "fact": number,
        "person": person,
        "situation": situation,
        "starts": day(starts),
        "ends": day(ends),
        "verified": day(verified),
        "known": day(starts),
        "precision": "day",
        "organisation": by,
    }


@pytest.fixture
def extract(tmp_path):
    """Four leave school: one in June, one in March with news, two that fall silent."""
    end = "2023-12-31"
    write_plain(
        tmp_path / "etude",
        tables={
            "persons": table(
                "persons",
                *(
                    {
                        "person": n,
                        "pseudonym": f"p{n}",
                        "birth_month": 2006 * 12,
                        "sex": "F" if n < 3 else "M",
                    }
                    for n in (1, 2, 3, 4)
                ),
            ),
            "situation_facts": table(
                "situation_facts",
                *(fact(n, n, "lycee", "2022-09-01") for n in (1, 2, 3, 4)),
                fact(5, 1, "decroche", "2023-06-20", verified=end, by="mission"),
                fact(6, 2, "decroche", "2023-03-01", verified=end, by="mission"),
                fact(7, 3, "decroche", "2023-02-01", verified="2023-02-20"),
                fact(8, 4, "decroche", "2023-01-10", verified="2023-01-20"),
                fact(9, 4, "formation_pro", "2023-12-01", verified=end, by="mission"),
            ),
            "windows": table(
                "windows",
                *(
                    {"person": n, "kind": "retrospective", "starts": day("2022-09-01")}
                    for n in (1, 2, 3, 4)
                ),
            ),
            "attributes": table(
                "attributes",
                {"person": 1, "name": "profil", "value": "a", "organisation": "e"},
                {
                    "person": 2,
                    "name": "profil",
                    "value": "a",
                    "starts": day("2022-01-01"),
                    "organisation": "e",
                },
            ),
        },
        config=SHIPPED,
        as_of=date(2023, 12, 31),
        created_at=datetime(2024, 1, 1, tzinfo=UTC),
        rules_version=1,
    )
    return tmp_path / "etude"


def exit_days(cells):
    frame = cells.cells[()]
    return sorted(frame["exit"].repeat(frame["n_rows"]).tolist())


def test_a_summer_exit_counts_from_the_autumn_or_from_its_own_day(extract):
    """From 20 June to the end of the year: 195 days; from 1 September or so: fewer."""
    with open_extract(extract) as opened:
        dated = count_on(opened, LARGE)
        own_day = count_on(opened, without_summer_rule(LARGE))

    assert 195 in exit_days(own_day)
    assert 195 not in exit_days(dated)


def test_the_silent_are_counted_and_the_twin_ends_them_at_their_last_news(extract):
    """One is silent for good; one for ten months, then trained: no event any more."""
    cohort = replace(LARGE, censoring=replace(LARGE.censoring, unknown_gap_days=None))
    with open_extract(extract) as opened:
        bridged = count_on(opened, cohort)
        ended = count_on(opened, with_silence_rule(cohort))
    silent = {e.code: e.cases for e in ended.exits}
    had = {e.code: e.cases for e in bridged.exits}

    assert silent["silence"] == 2
    assert (had["solution"], silent["solution"]) == (1, 0)
    assert 11 in exit_days(ended)


def test_the_twin_of_a_cohort_with_a_silence_rule_is_the_one_without():
    ended = with_silence_rule(LARGE)

    assert ended.censoring.lost_after_days == SILENT_DAYS
    assert with_silence_rule(ended) == LARGE


def test_reasons_are_counted_by_group(extract):
    with open_extract(extract) as opened:
        whole = count_on(opened, LARGE, groupings=[("sex",)])
        found = exits_by(opened, LARGE, "sex")

    assert set(found) == {"F", "M"}
    for place, one in enumerate(whole.exits):
        assert sum(own[place].persons for own in found.values()) == one.persons


def test_the_last_to_have_told_is_named_with_its_silence(extract):
    with open_extract(extract) as opened:
        count_on(opened, LARGE)
        found = {one.organisation: one for one in last_news(opened)}

    assert (found["mission"].persons, found["mission"].days_silent) == (3, 0)
    assert found["ecole"].persons == 1
    assert found["ecole"].days_silent == (date(2023, 12, 31) - date(2023, 2, 20)).days


def test_a_profile_without_a_date_is_counted_and_said(extract):
    cohort = replace(LARGE, groups=("sex", "attribute:profil"))
    with open_extract(extract) as opened:
        count_on(opened, cohort, groupings=[("attribute:profil",)])
        found = undated(opened, "attribute:profil")
        other = undated(opened, "sex")

    assert (found, other) == (1, 0)
    (caution,) = profile_without_date(undated=1, persons=4, breakdown="profil")
    assert caution.heads == {"undated": 1, "n": 4}
    assert not profile_without_date(undated=0, persons=4, breakdown="profil")


def twins(**returned):
    return release_twins(
        counts(returned=80),
        {name: counts(returned=n) for name, n in returned.items()},
        estimator,
        rules=RULES,
        provenance=PROVENANCE,
        disclosure="protected",
    )


@pytest.mark.parametrize("more", [-10, 0, 10])
def test_a_twin_that_differs_by_a_few_is_not_told(more):
    assert twins(summer=80 + more) == {"summer": None}


@pytest.mark.parametrize("more", [0, 3, 10])
def test_two_twins_that_differ_by_a_few_are_not_both_told(more):
    found = twins(summer=120, stale=120 + more)

    assert found["summer"] is not None
    assert found["stale"] is None


def test_twins_far_from_each_other_are_both_told():
    assert all(twins(summer=120, stale=40).values())
