"""Operations on collective sheets: save, correct, undo, withdraw, read, check, name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import MOST_NAMED, operation
from parcours.interventions.minor_rules import read_minor_rules
from parcours.interventions.minors import WorkedDay, cautions, spread
from parcours.people.actions import require_action
from parcours.people.cards import PersonCard
from parcours.people.days import age_in_years
from parcours.people.entries import require_word
from parcours.people.operations import with_initials
from parcours.people.visibility import viewer, visible_facts
from parcours.record.models import Intervention, Organisation, Person, Sheet
from parcours.worksites.failures import SheetChanged
from parcours.worksites.participants import own_people
from parcours.worksites.permissions import PersonCaution, missing_permissions
from parcours.worksites.rules import require_sheet
from parcours.worksites.settings import SheetSettings, read_sheet_settings
from parcours.worksites.sheet import NewSheet, Participant, arranged
from parcours.worksites.storing import (
    Stored,
    Writer,
    latest,
    next_instant,
    read_stored,
)
from pseudonymisation.desk import Desk


WORKED = ("done", "ongoing", "interrupted")


@dataclass(frozen=True)
class SavedSheet:
    """What a save, or an undo, left.

    Attributes:
        ref: the sheet.
        version: row of the version that counts, None where it was withdrawn.
        changed: how many rows were written or retired; 0 = it was saved already.
    """

    ref: str
    version: int | None
    changed: int


@dataclass(frozen=True)
class SheetView:
    """A sheet as it stands.

    Attributes:
        ref: the same for all its versions.
        version: row of this version, to say on what a correction is based.
        content: what it tells.
        hidden: how many young people on it may no longer be shown.
        recorded_on: civil day of this version.
    """

    ref: str
    version: int
    content: NewSheet
    hidden: int
    recorded_on: date


@operation("worksites.save", kind="write")
def save_sheet(
    context: Context,
    session: Session,
    *,
    ref: str,
    new: NewSheet,
    based_on: int | None = None,
) -> SavedSheet:
    """Save a sheet: days, one intervention per young person, counts; all or nothing.

    Saved again as it is, it changes nothing, so that a click repeated after a lost
    connection is harmless.

    Args:
        context: who saves.
        session: given by the guard.
        ref: chosen once for a new sheet, kept for all its versions.
        new: the whole sheet.
        based_on: the version that was read before it was corrected, None for a new one.

    Returns:
        The version that counts now.

    Raises:
        SheetChanged: somebody else saved or withdrew it since `based_on`.
        NotWithinReach: a young person, or the sheet, of another organisation.
        SheetRefused: it cannot be; the class says why, and of which field.
        UnknownWord: no such kind, contract or funded action.
    """
    content = arranged(new)
    _require_possible(context, session, content)
    former = _own_latest(context, session, ref)
    held = read_stored(session, former) if former else None
    _name_in_audit(context, content, held)
    if former is None and based_on is not None:
        raise SheetChanged
    writer = Writer(context, session, ref, next_instant(context, session, ref))
    if former is not None and held is not None and held.content == content:
        # an intervention that was ongoing may be done since
        return SavedSheet(ref, former.id, writer.body(content, held))
    if former is not None and former.id != based_on:
        raise SheetChanged
    row = writer.head(content, former=former)
    return SavedSheet(ref, row.id, 1 + writer.body(content, held))


@operation("worksites.undo", kind="write")
def undo_sheet(
    context: Context, session: Session, *, ref: str, version: int
) -> SavedSheet:
    """Take a version back: the former one counts again, or none.

    Args:
        context: who undoes.
        session: given by the guard.
        ref: the sheet.
        version: the version to take back, which must still count.

    Returns:
        The version that counts now.

    Raises:
        NotWithinReach: absent, or another organisation's.
        SheetChanged: somebody saved or withdrew it meanwhile.
    """
    row = _required(context, session, ref, version)
    held = read_stored(session, row)
    former = session.get(Sheet, row.supersedes_id) if row.supersedes_id else None
    if former is None:
        return _withdraw(context, session, row, held)
    then = read_stored(session, former, as_then=True)
    _name_in_audit(context, then.content, held)
    writer = Writer(context, session, ref, next_instant(context, session, ref))
    added = writer.head(then.content, former=row)
    subjects = {**then.subjects, **held.subjects}
    changed = writer.body(then.content, Stored(then.content, subjects))
    return SavedSheet(ref, added.id, 1 + changed)


@operation("worksites.withdraw", kind="write")
def withdraw_sheet(
    context: Context, session: Session, *, ref: str, version: int
) -> SavedSheet:
    """Withdraw a sheet with all that it told; what was told stays readable as of then.

    Args:
        context: who withdraws.
        session: given by the guard.
        ref: the sheet.
        version: the version that was read.

    Returns:
        No version counts any more.

    Raises:
        NotWithinReach: absent, or another organisation's.
        SheetChanged: somebody saved or withdrew it meanwhile.
    """
    row = _required(context, session, ref, version)
    return _withdraw(context, session, row, read_stored(session, row))


@operation("worksites.read", kind="read", about="ref")
def read_sheet(context: Context, session: Session, *, ref: str) -> SheetView:
    """Read a sheet of one's own organisation, without names.

    Args:
        context: who asks.
        session: given by the guard.
        ref: the sheet.

    Returns:
        The version that counts.

    Raises:
        NotWithinReach: absent, withdrawn, or another organisation's.
    """
    row = latest(context, session, ref)
    if row is None:
        raise NotWithinReach(context.operation)
    held = read_stored(session, row)
    return SheetView(ref, row.id or 0, held.content, held.hidden, row.recorded_on)


@operation("worksites.name", kind="vault")
def name_participants(
    context: Context, session: Session, *, desk: Desk, persons: Sequence[str]
) -> list[PersonCard]:
    """Give age and initials of young people within reach, for the rows of a grid.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        persons: pseudonyms.

    Returns:
        One card each, in the order given; their situation is not looked up.

    Raises:
        NotWithinReach: one is absent or out of scope.
    """
    today = context.today()
    cards = [
        PersonCard(
            person=who.pseudonym,
            age=age_in_years(who.birth_month, today),
            sex=who.sex,
            situation="inconnue",
            since=None,
            last_contact_on=None,
        )
        for who, _subject in own_people(context, session, persons).values()
    ]
    return with_initials(context, desk, cards)


@operation("worksites.check", kind="read")
def check_sheet(
    context: Context, session: Session, *, new: NewSheet, ref: str = ""
) -> list[PersonCaution]:
    """Say what to check about minors and hours; nothing of it hinders saving.

    Args:
        context: who asks.
        session: given by the guard.
        new: the sheet, saved or not.
        ref: its reference, so that its own hours do not count twice.

    Returns:
        Cautions by young person; none where the sheet is no work.

    Raises:
        NotWithinReach: a young person absent or out of scope.
    """
    settings, rules = sheet_settings(context), read_minor_rules(context.config)
    contract = settings.contracts.get(new.contract or "")
    if new.kind not in rules.work_kinds or (contract and not contract.work):
        return []
    found = own_people(context, session, [each.person for each in new.people])
    before = _hours_before(context, session, [who for who, _s in found.values()], ref)
    told: list[PersonCaution] = []
    for each in arranged(new).people:
        who, _subject = found[each.person]
        told += missing_permissions(
            each,
            starts_on=new.starts_on,
            birth_month=who.birth_month,
            rules=settings.permissions,
        )
        told += [
            PersonCaution.of(each.person, one)
            for one in cautions(
                _days(each, new),
                birth_month=who.birth_month,
                before=before.get(who.id or 0, []),
                rules=rules,
            )
        ]
    return told


def sheet_settings(context: Context) -> SheetSettings:
    """Give the territory's contracts and permissions.

    Args:
        context: who asks.

    Returns:
        The settings.

    Raises:
        ConfigurationRefused: the file breaks a rule.
    """
    return read_sheet_settings(context.config)


def _days(who: Participant, sheet: NewSheet) -> list[WorkedDay]:
    worked = [WorkedDay(on, hours) for on, hours in who.hours if hours > 0]
    return worked if who.hours else [WorkedDay(sheet.starts_on)]


def _hours_before(
    context: Context, session: Session, people: Sequence[Person], ref: str
) -> dict[int, list[WorkedDay]]:
    """Find other days of work that one may see, spread where only a sum is known."""
    ids = [who.id or 0 for who in people]
    facts = visible_facts(Intervention, ids, viewer(context, session)).where(
        col(Intervention.kind).in_(read_minor_rules(context.config).work_kinds),
        col(Intervention.state).in_(WORKED),
    )
    found: dict[int, list[WorkedDay]] = {}
    for person, fact in session.exec(facts):
        if not ref or fact.sheet_ref != ref:
            days = spread(fact.starts_on, fact.ends_on, fact.hours)
            found.setdefault(person, []).extend(days)
    return found


def _require_possible(context: Context, session: Session, content: NewSheet) -> None:
    words = context.nomenclature.interventions
    require_word(content.kind, words, "kind")
    require_action(session, content.action_id)
    mine = session.get(Organisation, context.principal.organisation_id or 0)
    if mine is None:
        raise NotWithinReach(context.operation)
    require_sheet(
        content,
        kind=words[content.kind],
        contracts=sheet_settings(context).contracts,
        today=context.today(),
        anonymous=mine.anonymous_work,
    )


def _own_latest(context: Context, session: Session, ref: str) -> Sheet | None:
    """Find the version that counts; a reference of others is refused as absent."""
    others = session.exec(
        select(Sheet.id).where(
            Sheet.ref == ref,
            Sheet.organisation_id != context.principal.organisation_id,
        )
    ).first()
    if others is not None or not ref:
        raise NotWithinReach(context.operation)
    return latest(context, session, ref)


def _required(context: Context, session: Session, ref: str, version: int) -> Sheet:
    row = _own_latest(context, session, ref)
    known = session.get(Sheet, version)
    if known is None or known.ref != ref:
        raise NotWithinReach(context.operation)
    if row is None or row.id != version:
        raise SheetChanged
    return row


def _withdraw(
    context: Context, session: Session, row: Sheet, held: Stored
) -> SavedSheet:
    _name_in_audit(context, held.content, held)
    writer = Writer(context, session, row.ref, next_instant(context, session, row.ref))
    writer.everything()
    writer.retire(row, because="withdrawn")
    return SavedSheet(row.ref, None, 1)


def _name_in_audit(context: Context, content: NewSheet, held: Any) -> None:
    """Say in the one audit line whom the save is about: before and after."""
    names = {each.person for each in content.people}
    names |= set(held.subjects) if held else set()
    context.trace.n_results = len(names)
    context.trace.about = ",".join(sorted(names)[:MOST_NAMED]) or None
