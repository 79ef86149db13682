"""Operations by which a worker records what a young person was told, set, or chose."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.matching.links import refuse_linkage
from parcours.people.days import age_in_years
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.protections import CHOICES, KINDS, OPPOSITION, in_force
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import (
    InformationNotice,
    Organisation,
    Protection,
    SharingChoice,
    SourceSubject,
)
from parcours.rights.failures import ReasonMissing
from parcours.rights.settings import read_rights
from pseudonymisation.desk import Desk


TOLD = ("young_person", "parents", "guardian")
HOW = ("spoken", "paper", "post", "not_told")
NOT_TOLD = "not_told"
ASKERS = ("young_person", "parents", "guardian")


@dataclass(frozen=True)
class NewInformation:
    """Who was told, how, when.

    Attributes:
        told: young_person | parents | guardian.
        how: spoken | paper | post | not_told.
        on: the day.
        reason: where they were not told, the code of the reason.
    """

    told: str
    how: str
    on: date
    reason: str | None = None


@operation("rights.inform", kind="write", about="person")
def record_information(
    context: Context, session: Session, *, person: str, new: NewInformation
) -> int:
    """Record that the young person, or their parents, were told; or why they were not.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: what was told; the wording is the one in force that day.

    Returns:
        The row.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: a word out of the lists, or no wording that day.
        DayImpossible: a day in the future.
        ReasonMissing: not told, without a reason of the list.
    """
    found = require_person(context, session, person)
    subject = own_subjects(context, session, found)[0]
    rules = read_rights(context.config)
    require_word(new.told, TOLD, "told")
    require_word(new.how, HOW, "how")
    require_days(starts_on=new.on, ends_on=None, today=context.today(), field="on")
    is_told = new.how != NOT_TOLD
    if not is_told and (new.told == TOLD[0] or new.reason not in rules.not_told):
        raise ReasonMissing
    code = TOLD[0] if new.told == TOLD[0] else "parents"
    notice = rules.notice(code, new.on)
    require_word(code, () if notice is None else (code,), "on")
    row = InformationNotice(
        told=new.told,
        text_version="" if notice is None else notice.version,
        how=new.how,
        starts_on=new.on,
        reason=None if is_told else new.reason,
        **stamp(context, subject),
    )
    session.add(row)
    session.flush()
    return row.id or 0


@operation("rights.protect", kind="write", about="person")
def protect(
    context: Context, session: Session, *, person: str, kind: str, asked_by: str
) -> None:
    """Put the files that one's own organisation has under a protection, from today on.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        kind: opposition | restriction | confidentiality.
        asked_by: young_person | parents | guardian.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: a word out of the lists.
    """
    require_word(kind, KINDS, "kind")
    require_word(asked_by, ASKERS, "asked_by")
    found = require_person(context, session, person)
    subjects = own_subjects(context, session, found)
    held = {row.subject_id for row in _held(context, session, subjects, kind)}
    for subject in subjects:
        if subject.id not in held:
            session.add(
                Protection(
                    kind=kind,
                    asked_by=asked_by,
                    starts_on=context.today(),
                    **stamp(context, subject),
                )
            )


@operation("rights.lift", kind="write", about="person")
def lift(context: Context, session: Session, *, person: str, kind: str) -> None:
    """Lift a protection from one's own organisation's files, from today on.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        kind: opposition | restriction | confidentiality.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    subjects = own_subjects(context, session, found)
    by_row = {subject.id: subject for subject in subjects}
    for row in _held(context, session, subjects, kind):
        retire(context, row, because="superseded")
        session.add(
            Protection(
                kind=row.kind,
                asked_by=row.asked_by,
                starts_on=row.starts_on,
                ends_on=context.today(),
                supersedes_id=row.id,
                **stamp(context, by_row[row.subject_id]),
            )
        )


def oppose(context: Context, *, desk: Desk, person: str, asked_by: str) -> str:
    """Record an opposition where everything reads it: facts, counts, linkage.

    The facts are closed first, so that nothing that follows can leave them open.

    Args:
        context: who records.
        desk: the door to the vault.
        person: pseudonym.
        asked_by: young_person | parents | guardian.

    Returns:
        Pseudonym under which the organisation's file goes on, alone.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    protect(context, person=person, kind=OPPOSITION, asked_by=asked_by)
    return refuse_linkage(context, desk=desk, person=person)


@operation("people.record_sharing_choice", kind="write", about="person")
def record_sharing_choice(
    context: Context,
    session: Session,
    *,
    person: str,
    recipient: str,
    choice: str | None,
) -> None:
    """Record what a young person chooses about one recipient, in place of the former.

    Args:
        context: who records; their organisation's own files are meant.
        session: given by the guard.
        person: pseudonym.
        recipient: code of the organisation.
        choice: agree (sees what was told under anonymity too) | refuse (sees nothing)
            | None: no choice any more, the conventions alone say.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such organisation, one's own, or no such choice.
    """
    found = require_person(context, session, person)
    subjects = own_subjects(context, session, found)
    own = context.principal.organisation_id
    rows = session.exec(select(Organisation).where(col(Organisation.id) != own)).all()
    codes = {row.code: row.id or 0 for row in rows}
    require_word(recipient, codes, "recipient")
    if choice is not None:
        require_word(choice, CHOICES, "choice")
    today = context.today()
    ids = [subject.id or 0 for subject in subjects]
    for current in session.exec(
        select(SharingChoice).where(
            col(SharingChoice.subject_id).in_(ids),
            SharingChoice.recipient_id == codes[recipient],
            col(SharingChoice.ends_on).is_(None),
        )
    ):
        current.ends_on = today
        session.add(current)
    if choice is None:
        return
    session.add_all(
        SharingChoice(
            subject_id=subject,
            recipient_id=codes[recipient],
            starts_on=today,
            author_id=context.principal.account_id,
            recorded_at=context.now(),
            choice=choice,
            age=age_in_years(found.birth_month, today),
        )
        for subject in ids
    )


def _held(
    context: Context, session: Session, subjects: list[SourceSubject], kind: str
) -> list[Protection]:
    query = select(Protection).where(
        col(Protection.subject_id).in_([one.id for one in subjects]),
        Protection.kind == kind,
        in_force(context.today()),
    )
    return list(session.exec(query))
