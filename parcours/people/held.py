"""Dated attributes → what held on a day, as breakdowns read it.

The rule is that of the extract's breakdowns (`cohorts.definition.sql_groups`): of what
had started by then and was not over, the latest start; of one day, the first code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from parcours.people.folded import fold_words
from parcours.record.models import Attribute


@dataclass(frozen=True)
class AttributeView:
    """One dated attribute, as somebody told it.

    Attributes:
        id: row, for a correction.
        name: residence_qpv | commune | school | diploma.
        value: code, or short text.
        starts_on: first day, None where nobody said since when.
        ends_on: first day after, None while it holds.
        vintage: 2015 or 2024, for the code of a priority neighbourhood.
        how: declared | geocoded | partner_list, for a residence.
        known_on: day on which the organisation knew it.
        organisation: name of the structure that told it.
        mine: recorded by the viewer's organisation: may be corrected.
        corrected: it has former versions.
    """

    id: int
    name: str
    value: str
    starts_on: date | None
    ends_on: date | None
    vintage: int | None
    how: str | None
    known_on: date
    organisation: str
    mine: bool
    corrected: bool


def held_on(
    views: Iterable[AttributeView], on: date, *, name: str
) -> AttributeView | None:
    """Choose what held on a day: never today's where the day is past.

    Args:
        views: attributes of one young person, in any order.
        on: the day, that of an action for instance.
        name: which attribute.

    Returns:
        What held, None where nothing is known.
    """
    held = [
        view
        for view in views
        if view.name == name
        and (view.starts_on is None or view.starts_on <= on)
        and (view.ends_on is None or view.ends_on > on)
    ]
    if not held:
        return None
    latest = max(view.starts_on or date.min for view in held)
    last = [view for view in held if (view.starts_on or date.min) == latest]
    return min(last, key=lambda view: (view.value, view.id))


def told_once(views: Iterable[AttributeView]) -> list[AttributeView]:
    """Leave out what only says again what the same structure said before.

    Args:
        views: attributes of one young person, in any order.

    Returns:
        Of each run of the same value, the first; the latest run first.
    """
    kept: list[AttributeView] = []
    last: dict[tuple[str, str], AttributeView] = {}
    in_time = sorted(views, key=lambda view: (view.starts_on or date.min, view.id))
    for view in in_time:
        of = (view.name, view.organisation)
        former = last.get(of)
        is_same = former is not None and former.ends_on == view.ends_on
        if not (is_same and former is not None and former.value == view.value):
            kept.append(view)
        last[of] = view
    return kept[::-1]


def contradictions(
    views: Iterable[AttributeView], on: date, *, ladder: Sequence[str]
) -> tuple[tuple[AttributeView, ...], ...]:
    """Find what is told to hold on a day beside something that it cannot go with.

    A later home or school is a change. Two that begin on the same day are not, nor is a
    later diploma lower than an earlier one: the highest is what is asked.

    Args:
        views: attributes of one young person, in any order.
        on: the day.
        ladder: codes of diplomas, the lowest first.

    Returns:
        Groups of two or more of one name, in the order of the names: first what
        `held_on` chooses, then what contradicts it.
    """
    rungs = {code: rung for rung, code in enumerate(ladder)}
    told = told_once(views)
    found = []
    for name in sorted({view.name for view in told}):
        first = held_on(told, on, name=name)
        if first is None:
            continue
        is_open = [view for view in told if held_on([view], on, name=name)]
        others = [view for view in is_open if _differ(first, view, rungs)]
        found += [(first, *others)] if others else []
    return tuple(found)


def _differ(first: AttributeView, other: AttributeView, rungs: dict[str, int]) -> bool:
    if fold_words(first.value) == fold_words(other.value):  # as files spell a place
        return False
    if first.vintage and other.vintage and first.vintage != other.vintage:
        return False  # one home, told in both lists of neighbourhoods
    unknown = -1
    higher = rungs.get(other.value, unknown) > rungs.get(first.value, len(rungs))
    return first.starts_on == other.starts_on or (first.name == "diploma" and higher)


def attribute_view(
    row: Attribute, organisation: str, mine: int | None
) -> AttributeView:
    """Show a row.

    Args:
        row: of the table of attributes.
        organisation: name of the structure that recorded it.
        mine: row of the viewer's organisation.

    Returns:
        The view.
    """
    return AttributeView(
        id=row.id or 0,
        name=row.name,
        value=row.value,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        vintage=row.vintage,
        how=row.how,
        known_on=row.known_on,
        organisation=organisation,
        mine=row.organisation_id == mine,
        corrected=row.supersedes_id is not None,
    )
