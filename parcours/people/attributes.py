"""Operations on dated attributes: where a young person lives, their school, diploma."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.nomenclature import Nomenclature, Territory
from parcours.people.days import to_day
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.failures import FieldImpossible, UnknownWord
from parcours.people.held import AttributeView, attribute_view
from parcours.people.notes import checked_note
from parcours.people.versions import add, own_row, stamp_again, supersede, take_back
from parcours.people.visibility import (
    own_subject,
    require_person,
    viewer,
    visible_facts,
)
from parcours.record.models import Attribute, Organisation


RESIDENCE, COMMUNE, SCHOOL, DIPLOMA = "residence_qpv", "commune", "school", "diploma"
SHOWN = (RESIDENCE, COMMUNE, SCHOOL, DIPLOMA)
RECORDED = (RESIDENCE, SCHOOL, DIPLOMA)  # a commune comes from files, as they spell it
HOW = ("declared", "geocoded", "partner_list")
OUTSIDE = "outside"
LONGEST_SCHOOL = 80  # signs


@dataclass(frozen=True)
class NewAttribute:
    """A dated attribute to record.

    Attributes:
        name: residence_qpv | school | diploma.
        value: official code of a neighbourhood in force that day, or "outside"; name
            of a school; code of a diploma level.
        starts_on: first day.
        ends_on: first day after, None while it holds.
        how: declared | geocoded | partner_list, for a residence only.
    """

    name: str
    value: str
    starts_on: date
    ends_on: date | None = None
    how: str | None = None


@operation("people.read_attributes", kind="read", about="person")
def read_attributes(
    context: Context, session: Session, *, person: str
) -> tuple[AttributeView, ...]:
    """Read where a young person lived, went to school, and their diploma level.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        Attributes that the principal's organisation may see, the latest first.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    statement = visible_facts(Attribute, [found.id or 0], viewer(context, session))
    rows = [
        row
        for _id, row in session.exec(statement.where(col(Attribute.name).in_(SHOWN)))
    ]
    names = {row.id or 0: row.name for row in session.exec(select(Organisation))}
    mine = context.principal.organisation_id
    views = [attribute_view(row, names[row.organisation_id], mine) for row in rows]
    views.sort(key=lambda view: (view.starts_on or date.min, view.id), reverse=True)
    return tuple(views)


@operation("people.record_attribute", kind="write", about="person")
def record_attribute(
    context: Context,
    session: Session,
    *,
    person: str,
    new: Sequence[NewAttribute],
    corrects: int | None = None,
) -> tuple[int, ...]:
    """Record attributes together, or correct one by another.

    A home that a young person has had since before 2024 is told in both vintages of
    neighbourhoods: two attributes, recorded together or not at all.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: what is true, at least one; exactly one for a correction.
        corrects: row that it corrects, of one's own organisation.

    Returns:
        The rows of the new facts.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew it meanwhile.
        UnknownWord: a name or value outside the lists, or not in force on that day.
        DayImpossible: a start in the future, or an end before it.
        FieldImpossible: a school without a name.
        NoteRefused: a school whose name may not be kept.
    """
    if not new or (corrects is not None and len(new) > 1):
        raise UnknownWord("value")
    found = require_person(context, session, person)
    told = [_checked(context, one) for one in new]
    if corrects is not None:
        old = own_row(context, session, Attribute, person, corrects)
        row = Attribute(**told[0], **stamp_again(context, session, old))
        return (supersede(context, session, old, row),)
    stamped = stamp(context, own_subject(context, session, found))
    return tuple(add(session, Attribute(**values, **stamped)) for values in told)


@operation("people.withdraw_attribute", kind="write", about="person")
def withdraw_attribute(
    context: Context,
    session: Session,
    *,
    person: str,
    attributes: Sequence[int],
    undo: bool = False,
) -> None:
    """Withdraw attributes of one's own organisation, or undo what was just recorded.

    Args:
        context: who withdraws.
        session: given by the guard.
        person: pseudonym.
        attributes: rows.
        undo: what they had corrected holds again.

    Raises:
        NotWithinReach: absent, out of scope, or another organisation's.
        AlreadyChanged: somebody corrected or withdrew one meanwhile.
    """
    for attribute in attributes:
        row = own_row(context, session, Attribute, person, attribute)
        if undo:
            take_back(context, session, row)
        else:
            retire(context, row, because="withdrawn")


def neighbourhoods(words: Nomenclature, on: date) -> dict[str, Territory]:
    """List the priority neighbourhoods in force on a day.

    Args:
        words: the territory's words.
        on: the day; it decides the vintage.

    Returns:
        official code → neighbourhood, in the order of the file.
    """
    return {
        found.code_official or found.code: found
        for found in words.territories.values()
        if found.kind == "qpv" and found.valid_on(to_day(on))
    }


def vintage_changes(words: Nomenclature, *, after: date, until: date) -> list[date]:
    """Find the days on which the list of neighbourhoods changed.

    Args:
        words: the territory's words.
        after: changes up to this day are left out.
        until: changes after this day are left out.

    Returns:
        Days in order: on each, a residence has to be told in the new vintage.
    """
    starts = {
        found.valid_from
        for found in words.territories.values()
        if found.kind == "qpv" and found.valid_from is not None
    }
    return sorted(day for day in starts if after < day <= until)


def _checked(context: Context, new: NewAttribute) -> dict[str, Any]:
    require_word(new.name, RECORDED, "name")
    require_days(starts_on=new.starts_on, ends_on=new.ends_on, today=context.today())
    words, vintage, value = context.nomenclature, None, new.value
    if new.name == RESIDENCE:
        require_word(new.how or "", HOW, "how")
        known = neighbourhoods(words, new.starts_on)
        require_word(value, {*known, OUTSIDE}, "value")
        vintage = known[value].vintage if value in known else None
        _require_in_force(new, known)
    elif new.name == SCHOOL:
        value = _checked_school(value)
    else:
        held = words.at(to_day(new.starts_on)).diplomas
        require_word(value, held, "value")
    told = vars(new) | {"value": value, "vintage": vintage}
    return told | {"how": new.how if new.name == RESIDENCE else None}


def _require_in_force(new: NewAttribute, known: dict[str, Territory]) -> None:
    """Refuse an end after the list in which the code stands was replaced."""
    limit = known[new.value].valid_to if new.value in known else None
    last = None if new.ends_on is None else new.ends_on - timedelta(days=1)
    if limit is not None and last is not None and last >= limit:
        raise UnknownWord("ends_on")


def _checked_school(text: str) -> str:
    school = checked_note(text, field="value")
    if school is None or len(school) > LONGEST_SCHOOL:
        raise FieldImpossible("value")
    return school
