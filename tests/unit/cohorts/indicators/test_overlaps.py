"""What adds up between tables of a dashboard, beside the sums of one period."""

import pytest

from cohorts.disclosure.audit import Auditor
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.series import ToldCells
from cohorts.indicators.together import families, hide_together
from tests.unit.cohorts.indicators.tables import SHIPPED


RULES = read_rules(SHIPPED)
LEAST = RULES.threshold_publication


def cells(name, counts, told=True):
    """Tell every count from the threshold on, rounded; totals are added."""
    full = dict(counts)
    for group in {group for group, _part in counts}:
        full.setdefault(
            (group, ""), sum(n for (g, _), n in counts.items() if g == group)
        )
    rounded = {
        key: (n + 3) // 6 * 6 if told and n >= LEAST else None
        for key, n in full.items()
    }
    return ToldCells(name, full, rounded)


def reach(by, period="2025", **groups):
    name = f"file_active|n|{by}|{period}||"
    return cells(name, {(group, "all"): n for group, n in groups.items()})


def hidden_beside(table, rest):
    """Hide the cells of a table that are small, as its own release would."""
    return ToldCells(table.name, table.counts, dict.fromkeys(table.told) | rest)


MULTI = hidden_beside(
    cells("part_multi_structures|||2025||", {("all", "1"): 4, ("all", "0"): 68}),
    {("all", ""): 72},
)


def is_far_from_known(tables, place):
    """Bound a count by all that is told, in every view of the tables."""
    bounds = [
        Auditor(list(one.counts), one.relations).bounds(key, one.windows(RULES))
        for one in families(tables).values()
        for key, own in one.places.items()
        if place in own
    ]
    assert len(bounds) > 0
    return all(one.hides(LEAST) for one in bounds)


def after(tables):
    hidden = set(hide_together(tables, RULES))
    return [
        ToldCells(
            one.name,
            one.counts,
            {
                key: None
                if (one.name, *key) in hidden or (one.name, key[0], "") in hidden
                else value
                for key, value in one.told.items()
            },
        )
        for one in tables
    ]


SEEN_BY_SEVERAL = (
    [reach("", all=72), reach("organisation", a=38, b=38), MULTI],
    (MULTI.name, "all", "1"),
)
NEW = "file_active|nouveaux||{}||"
YEARS = (
    [
        cells(NEW.format("2024-2026"), {("all", "1"): 40, ("all", "0"): 30}),
        cells(NEW.format("2024"), {("all", "1"): 17, ("all", "0"): 20}),
        cells(NEW.format("2025"), {("all", "1"): 20, ("all", "0"): 20}),
        hidden_beside(
            cells(NEW.format("2026"), {("all", "1"): 3, ("all", "0"): 30}),
            {("all", ""): 36},
        ),
    ],
    (NEW.format("2026"), "all", "1"),
)


@pytest.mark.parametrize(
    ("tables", "place"), [SEEN_BY_SEVERAL, YEARS], ids=["several", "years"]
)
def test_a_small_count_is_come_near_to_and_then_no_more(tables, place):
    assert not is_far_from_known(tables, place)
    assert is_far_from_known(after(tables), place)


def test_those_of_whom_a_situation_is_known_are_those_whose_situation_is_told():
    name = "situation_a_date|{}||all||12"
    coverage = cells(name.format("coverage"), {("all", "known"): 30, ("all", "u"): 20})
    parts = cells(name.format("parts"), {("all", "school"): 14, ("all", "job"): 16})
    (family,) = [
        one for key, one in families([coverage, parts]).items() if key == "at 12"
    ]

    known = ("situation_a_date|coverage|", "", "all", "known")
    row = ("situation_a_date|parts|", "", "all", "")
    assert any((one.total, one.parts) == (known, (row,)) for one in family.relations)


def test_figures_of_another_day_say_nothing_that_does_not_hold():
    """More were new in a year told again than in the years together."""
    tables, _place = YEARS
    older = cells(NEW.format("2024"), {("all", "1"): 90, ("all", "0"): 20})

    family = families([tables[0], older, *tables[2:]])["every year"]

    assert all(
        family.counts[one.total] <= sum(family.counts[part] for part in one.parts)
        for one in family.relations
    )
