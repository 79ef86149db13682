"""Two people changed one sheet: what each did is kept, what both did is shown.

Compared cell by cell with the version from which both started. A cell that only one
changed takes that change; where both did, mine stays until I choose, and it is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from parcours.worksites.sheet import NewSheet, Participant, arranged


Cell = tuple[str, str, date | None]  # field, pseudonym or "", day
HEAD = tuple(f.name for f in fields(NewSheet) if f.name not in ("people", "counts"))
OF_PERSON = ("left", "parents_agreed", "inspection_on")


@dataclass(frozen=True)
class Difference:
    """One cell that both changed.

    Attributes:
        field: its name; `hours` and `count` are of a day, `person` is being there.
        person: pseudonym, empty where it is of the whole sheet.
        on: the day, None where it is of none.
        mine: what I have.
        theirs: what was saved meanwhile.
    """

    field: str
    person: str
    on: date | None
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Merged:
    """Both versions in one.

    Attributes:
        sheet: every change of one of us; mine where both changed one cell.
        differences: those cells, by person and day.
        taken: how many of their changes were taken over.
    """

    sheet: NewSheet
    differences: tuple[Difference, ...]
    taken: int = 0


def merge(base: NewSheet, mine: NewSheet, theirs: NewSheet) -> Merged:
    """Put two versions of one sheet together.

    Args:
        base: the version from which both started.
        mine: what I have.
        theirs: what was saved meanwhile.

    Returns:
        The sheet to go on with, and what both changed.
    """
    was, ours, other = (_cells(arranged(each)) for each in (base, mine, theirs))
    kept: dict[Cell, Any] = {}
    found: list[Difference] = []
    taken = 0
    for key in was.keys() | ours.keys() | other.keys():
        before, here, there = was.get(key), ours.get(key), other.get(key)
        if here == there or there == before:
            chosen = here
        elif here == before:
            chosen, taken = there, taken + 1
        else:
            chosen = here
            found.append(Difference(*key, here, there))
        if chosen is not None:
            kept[key] = chosen
    found += _kept_people(was, ours, other, kept)
    ordered = sorted(found, key=lambda d: (d.person, d.field, d.on or date.min))
    return Merged(_sheet(kept), tuple(ordered), taken)


def with_theirs(sheet: NewSheet, differences: Iterable[Difference]) -> NewSheet:
    """Take their value of the cells that both changed.

    Args:
        sheet: both versions in one, as `merge` gave it.
        differences: the cells to take.

    Returns:
        The sheet to go on with.
    """
    cells = _cells(arranged(sheet))
    gone = set()
    for each in differences:
        cells[each.field, each.person, each.on] = each.theirs
        if each.field == "person" and not each.theirs:
            gone.add(each.person)
    return _sheet(
        {
            key: value
            for key, value in cells.items()
            if value is not None and key[1] not in gone
        }
    )


def _kept_people(
    was: Mapping[Cell, Any],
    ours: Mapping[Cell, Any],
    other: Mapping[Cell, Any],
    kept: dict[Cell, Any],
) -> list[Difference]:
    """Keep who was removed by one and changed by the other."""
    found = []
    for key in [key for key in was if key[0] == "person" and key not in kept]:
        sides = [side for side in (ours, other) if key in side]
        name = key[1]
        for side in sides:
            if _of(name, side) != _of(name, was):
                kept |= _of(name, side)
                mine, theirs = key in ours, key in other
                found.append(Difference("person", name, None, mine, theirs))
    return found


def _of(name: str, cells: Mapping[Cell, Any]) -> dict[Cell, Any]:
    return {key: value for key, value in cells.items() if key[1] == name}


def _cells(sheet: NewSheet) -> dict[Cell, Any]:
    cells: dict[Cell, Any] = {
        (name, "", None): getattr(sheet, name)
        for name in HEAD
        if getattr(sheet, name) is not None
    }
    for who in sheet.people:
        cells["person", who.person, None] = True
        cells |= {("hours", who.person, on): hours for on, hours in who.hours}
        for name in OF_PERSON:
            if getattr(who, name) not in (None, False):
                cells[name, who.person, None] = getattr(who, name)
            elif name == "parents_agreed" and who.parents_agreed is False:
                cells[name, who.person, None] = False
    cells |= {("count", "", count.on): count for count in sheet.counts}
    return cells


def _sheet(cells: Mapping[Cell, Any]) -> NewSheet:
    head: dict[str, Any] = {name: cells.get((name, "", None)) for name in HEAD}
    head["title"] = head["title"] or ""
    people = [
        _participant(name, cells) for field, name, _on in cells if field == "person"
    ]
    counts = [cells[key] for key in cells if key[0] == "count"]
    return arranged(NewSheet(**head, people=tuple(people), counts=tuple(counts)))


def _participant(name: str, cells: Mapping[Cell, Any]) -> Participant:
    hours = tuple(
        (on, cells[field, who, on])
        for field, who, on in cells
        if field == "hours" and who == name and on is not None
    )
    return Participant(
        name,
        hours,
        left=cells.get(("left", name, None), False),
        parents_agreed=cells.get(("parents_agreed", name, None)),
        inspection_on=cells.get(("inspection_on", name, None)),
    )
