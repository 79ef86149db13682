"""Dated attributes → what held on a day, as breakdowns read it.

The rule is that of the extract's breakdowns (`cohorts.definition.sql_groups`): of what
had started by then and was not over, the latest start; of one day, the first code.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

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
