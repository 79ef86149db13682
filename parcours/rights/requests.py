"""Operations on requests: record one, answer it, list them by the day they are due."""

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.entries import require_days, require_word, retire, stamp
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Link, Organisation, Person, RightsRequest
from parcours.record.models import SourceSubject as Subject
from parcours.rights.failures import AlreadyAnswered, ReasonMissing
from parcours.rights.recording import ASKERS
from parcours.rights.rules import answer_due
from parcours.rights.settings import KINDS, read_rights


OPEN, GRANTED, REFUSED = STATES = ("open", "granted", "refused")
REF_BYTES = 8
RECTIFICATION = "rectification"


@dataclass(frozen=True)
class RequestLine:
    """One request as a list shows it.

    Attributes:
        ref: of the request.
        person: pseudonym, for the officer to go on with.
        organisation: name of the organisation that received it.
        kind: access | portability | rectification | opposition | restriction | erasure.
        asked_by: young_person | parents | guardian.
        state: open | granted | refused.
        received_on: day.
        due_on: day by which it must be answered.
        answered_on: day of the answer.
        field: what is to be corrected, a code.
        reason: of a refusal, a code.
    """

    ref: str
    person: str
    organisation: str
    kind: str
    asked_by: str
    state: str
    received_on: date
    due_on: date
    answered_on: date | None
    field: str | None
    reason: str | None


@dataclass(frozen=True)
class NewRequest:
    """A request received.

    Attributes:
        kind: as `RequestLine.kind`.
        asked_by: young_person | parents | guardian.
        received_on: day.
        field: for a rectification, what is to be corrected.
    """

    kind: str
    asked_by: str
    received_on: date
    field: str | None = None


@operation("rights.request", kind="write", about="person")
def record_request(
    context: Context, session: Session, *, person: str, new: NewRequest
) -> str:
    """Record a request; the day by which it is answered follows from the rule.

    Args:
        context: who records.
        session: given by the guard.
        person: pseudonym.
        new: the request.

    Returns:
        Its reference.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: a word out of the lists.
        DayImpossible: received in the future.
    """
    found = require_person(context, session, person)
    subject = own_subjects(context, session, found)[0]
    rules = read_rights(context.config)
    require_word(new.kind, KINDS, "kind")
    require_word(new.asked_by, ASKERS, "asked_by")
    if new.kind == RECTIFICATION:
        require_word(new.field or "", rules.fields, "field")
    require_days(starts_on=new.received_on, ends_on=None, today=context.today())
    ref = secrets.token_hex(REF_BYTES)
    session.add(
        RightsRequest(
            ref=ref,
            kind=new.kind,
            asked_by=new.asked_by,
            starts_on=new.received_on,
            due_on=answer_due(new.received_on, months=rules.answer_within_months),
            field=new.field if new.kind == RECTIFICATION else None,
            **stamp(context, subject),
        )
    )
    return ref


@operation("rights.answer", kind="write", about="ref")
def answer_request(
    context: Context, session: Session, *, ref: str, reason: str | None = None
) -> None:
    """Answer a request today: granted, or refused for a reason.

    Args:
        context: who answers.
        session: given by the guard.
        ref: reference of the request.
        reason: code of the reason of a refusal; None grants it.

    Raises:
        NotWithinReach: absent, or another organisation's.
        AlreadyAnswered: it was answered meanwhile.
        ReasonMissing: not a reason for this kind of request.
    """
    old = session.exec(
        _within(context, select(RightsRequest)).where(RightsRequest.ref == ref)
    ).first()
    if old is None:
        raise NotWithinReach(context.operation)
    if old.state != OPEN:
        raise AlreadyAnswered
    if reason is not None:
        known = read_rights(context.config).refused.get(reason)
        if known is None or old.kind not in known.kinds:
            raise ReasonMissing
    retire(context, old, because="superseded")
    kept = old.model_dump(include={"ref", "kind", "asked_by", "field"})
    session.add(
        RightsRequest(
            **kept,
            state=GRANTED if reason is None else REFUSED,
            starts_on=old.starts_on,
            due_on=old.due_on,
            answered_on=context.today(),
            reason=reason,
            supersedes_id=old.id,
            **stamp(context, session.get_one(Subject, old.subject_id)),
        )
    )


@operation("rights.list", kind="read")
def list_requests(context: Context, session: Session) -> list[RequestLine]:
    """List requests: those to answer first, by the day they are due.

    Args:
        context: who asks; their scope decides of which organisations.
        session: given by the guard.

    Returns:
        The last version of each.
    """
    return lines_of(session, _within(context, select(RightsRequest)))


def lines_of(session: Session, wanted: Any) -> list[RequestLine]:
    """Read the lines of requests.

    Args:
        session: a session of the record.
        wanted: a select of `RightsRequest`.

    Returns:
        Open ones first, by due day; then the answered, latest first.
    """
    rows = session.execute(
        wanted.join(Link, col(Link.subject_id) == col(RightsRequest.subject_id))
        .join(Person, col(Person.id) == col(Link.person_id))
        .join(Organisation, col(Organisation.id) == col(RightsRequest.organisation_id))
        .where(col(Link.revoked_on).is_(None), col(RightsRequest.retired_on).is_(None))
        .add_columns(col(Person.pseudonym), col(Organisation.name))
    ).all()
    lines = [_line(*row) for row in rows]
    still = [line for line in lines if line.state == OPEN]
    done = [line for line in lines if line.state != OPEN]
    still.sort(key=lambda line: (line.due_on, line.ref))
    done.sort(key=lambda line: (line.answered_on or line.due_on, line.ref))
    return [*still, *reversed(done)]


def _line(row: RightsRequest, person: str, organisation: str) -> RequestLine:
    return RequestLine(
        ref=row.ref,
        person=person,
        organisation=organisation,
        kind=row.kind,
        asked_by=row.asked_by,
        state=row.state,
        received_on=row.starts_on,
        due_on=row.due_on,
        answered_on=row.answered_on,
        field=row.field,
        reason=row.reason,
    )


def _within(context: Context, query: Any) -> Any:
    """Keep what is in force, and of one's own organisation unless one sees all."""
    query = query.where(col(RightsRequest.retired_on).is_(None))
    if context.scope == "all":
        return query
    mine = context.principal.organisation_id
    return query.where(col(RightsRequest.organisation_id) == mine)
