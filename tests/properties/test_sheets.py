"""Whatever a sheet holds: hours are neither made nor lost, and no change is lost."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.worksites.failures import SheetRefused
from parcours.worksites.merging import merge
from parcours.worksites.rules import require_parts
from parcours.worksites.sheet import (
    BANDS,
    PARTS,
    Count,
    NewSheet,
    Participant,
    arranged,
    filled,
    participant,
    rows_of,
    told,
)
from tests.properties.effort import tries


FIRST = date(2025, 11, 3)
DAYS = [FIRST + timedelta(days=i) for i in range(5)]
TODAY = DAYS[-1]
HOURS = st.integers(0, 40).map(lambda quarters: quarters / 4)
NUMBERS = st.none() | st.integers(-1, 30)


@st.composite
def participants(draw, name="v1.record.a"):
    noted = draw(st.dictionaries(st.sampled_from(DAYS), HOURS))
    return Participant(
        name,
        tuple(sorted(noted.items())),
        left=draw(st.booleans()),
        parents_agreed=draw(st.none() | st.booleans()),
        inspection_on=draw(st.none() | st.sampled_from(DAYS)),
    )


@st.composite
def sheets(draw):
    names = draw(st.sets(st.sampled_from("abcd")))
    return arranged(
        NewSheet(
            "chantier_educatif",
            DAYS[0],
            DAYS[-1],
            title=draw(st.sampled_from(["", "Peinture", "Jardin"])),
            place=draw(st.none() | st.just("Les Tilleuls")),
            cost_cents=draw(st.none() | st.integers(0, 3)),
            people=tuple(draw(participants(name)) for name in names),
            counts=tuple(Count(on, 3) for on in draw(st.sets(st.sampled_from(DAYS)))),
        )
    )


@tries(200)
@given(participants(), st.sampled_from([DAYS[2], TODAY, TODAY + timedelta(days=9)]))
def test_the_hours_of_an_intervention_are_the_sum_of_its_days(who, today):
    sheet = NewSheet("chantier_educatif", DAYS[0], DAYS[-1], people=(who,))

    sum_of_days = sum(row.hours or 0 for row in rows_of(who, sheet).values())
    made = told(who, sheet, today=today, needs_hours=True)

    assert (made.hours or 0) == sum_of_days
    assert made.ends_on is None or made.starts_on < made.ends_on


@tries(200)
@given(participants())
def test_rows_read_back_as_the_young_person_they_were_made_of(who):
    sheet = NewSheet("chantier_educatif", DAYS[0], DAYS[-1], people=(who,))

    assert participant(who.person, rows_of(who, sheet)) == who


@tries(100)
@given(sheets(), HOURS)
def test_filling_changes_only_what_was_empty(sheet, hours):
    full = filled(sheet.people, DAYS, hours)

    for before, after in zip(sheet.people, full, strict=True):
        assert dict(after.hours) == dict.fromkeys(DAYS, hours) | dict(before.hours)
    assert filled(full, DAYS, hours + 1) == full


@tries(150)
@given(sheets(), sheets())
def test_who_alone_changed_a_sheet_finds_all_their_changes(base, changed):
    assert merge(base, changed, base).sheet == changed
    assert merge(base, base, changed).sheet == changed
    assert not merge(base, changed, base).differences
    assert not merge(base, changed, changed).differences


@tries(150)
@given(sheets(), sheets(), sheets())
def test_no_hours_that_i_noted_are_lost_when_two_change_a_sheet(base, mine, theirs):
    merged = merge(base, mine, theirs)

    was = {who.person: dict(who.hours) for who in base.people}
    after = {who.person: dict(who.hours) for who in merged.sheet.people}
    for who in mine.people:
        for on, hours in who.hours:
            if was.get(who.person, {}).get(on) != hours:
                assert after[who.person][on] == hours


@tries(150)
@given(sheets(), sheets(), sheets())
def test_what_i_do_not_take_of_their_hours_is_told(base, mine, theirs):
    merged = merge(base, mine, theirs)

    was = {who.person: dict(who.hours) for who in base.people}
    after = {who.person: dict(who.hours) for who in merged.sheet.people}
    told_cells = {(d.person, d.on) for d in merged.differences}
    for who in theirs.people:
        for on, hours in who.hours:
            changed = was.get(who.person, {}).get(on) != hours
            if changed and after.get(who.person, {}).get(on) != hours:
                assert (who.person, on) in told_cells


@tries(300)
@given(st.integers(-1, 30), st.lists(NUMBERS, min_size=6, max_size=6))
def test_a_head_count_is_kept_only_where_no_part_exceeds_it(n, parts):
    count = Count(TODAY, n, **dict(zip(PARTS, parts, strict=True)))
    known = [part for part in parts if part is not None]
    bands = sum(getattr(count, band) or 0 for band in BANDS)
    is_possible = n >= 1 and all(0 <= part <= n for part in known) and bands <= n

    if is_possible:
        require_parts(count)
    else:
        with pytest.raises(SheetRefused):
            require_parts(count)


@tries(50)
@given(sheets())
def test_arranging_twice_is_arranging_once(sheet):
    mixed = replace(sheet, people=sheet.people[::-1], counts=sheet.counts[::-1])

    assert arranged(mixed) == arranged(arranged(mixed)) == sheet
