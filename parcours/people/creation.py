"""A new young person, entered by hand: both stores, or neither."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.failures import CodeNeeded, IdentityTooPoor
from parcours.people.new_fields import check_birth_date, check_fields
from parcours.record.models import (
    Assignment,
    FinishedIntent,
    Link,
    Organisation,
    Person,
    SourceSubject,
)
from pseudonymisation.desk import Desk
from pseudonymisation.intent import Intent
from pseudonymisation.values import Admission, IdentityRow, PartialDate


__all__ = ["NewPerson", "PartialDate", "create_person"]
_TYPED = ("birth_name", "usage_name", "given_names", "code", "commune", "postcode")


@dataclass(frozen=True, repr=False)
class NewPerson:
    """What a case worker knows of a young person; its repr shows nothing.

    Attributes:
        birth_name: family name at birth.
        given_names: given names.
        birth_date: as precise as known.
        sex: F, M or None.
        code: the organisation's own code, enough by itself under anonymity.
    """

    birth_name: str | None = None
    given_names: str | None = None
    birth_date: PartialDate | None = None
    sex: str | None = None
    code: str | None = None
    usage_name: str | None = None
    commune: str | None = None
    postcode: str | None = None

    def __repr__(self) -> str:
        return "NewPerson(…)"


def create_person(
    context: Context, *, desk: Desk, new: NewPerson, returning: bool = False
) -> str:
    """Open a young person's page, in one's own caseload.

    Args:
        context: who records.
        desk: the door to the vault.
        new: what is known; under anonymous work only the code is kept.
        returning: the young person was erased and says that they come back.

    Returns:
        The pseudonym of the person, new or found.

    Raises:
        IdentityTooPoor: neither a full name nor a code.
        CodeNeeded: no code, in a structure that works under anonymity.
        FieldImpossible: a number shaped like a NIR, or a field that cannot be.
        AccessDenied: the role may not.
        ErasedPersonMet: they were erased, and `returning` is not said.
    """
    if not (new.code or "").strip() and works_without_names(context):
        raise CodeNeeded
    if not new.code and not (new.birth_name and new.given_names):
        raise IdentityTooPoor
    check_fields({name: getattr(new, name) for name in _TYPED})
    check_birth_date(new.birth_date, today=context.today())
    with desk.intent(kind="create", author=context.principal.login) as intent:
        pseudonym = _create(
            context, desk=desk, intent=intent, new=new, returning=returning
        )
        intent.finish()
    return pseudonym


def works_without_names(context: Context) -> bool:
    """Tell whether the worker's own structure works under anonymity: a code, no name.

    Args:
        context: who asks; it tells nothing of anybody.

    Returns:
        True where it does; False without a structure.
    """
    with context.record.read() as session:
        mine = session.get(Organisation, context.principal.organisation_id or 0)
        return mine is not None and mine.anonymous_work


@operation("people.create", kind="write")
def _create(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    intent: Intent,
    new: NewPerson,
    returning: bool,
) -> str:
    organisation = session.get(Organisation, context.principal.organisation_id or 0)
    if organisation is None:
        raise NotWithinReach(context.operation)
    row = _row(new, organisation)
    (admission,) = desk.admit([row], intent=intent, returning=returning)
    intent.prepare()
    today, now = context.today(), context.now()
    person = _person(session, admission, now=now)
    subject = session.exec(
        select(SourceSubject).where(SourceSubject.subject == str(admission.subject))
    ).first()
    if subject is None:
        subject = SourceSubject(
            subject=str(admission.subject),
            organisation_id=organisation.id or 0,
            code=new.code,
            anonymous=organisation.anonymous_work,
            recorded_at=now,
            recorded_on=today,
        )
        session.add(subject)
        session.flush()
        session.add(
            Link(
                subject_id=subject.id or 0,
                person_id=person.id or 0,
                decision=admission.decision.value,
                author_id=context.principal.account_id,
                recorded_at=now,
                recorded_on=today,
            )
        )
    session.add(
        Assignment(
            person_id=person.id or 0,
            account_id=context.principal.account_id,
            organisation_id=organisation.id or 0,
            starts_on=today,
            recorded_at=now,
        )
    )
    session.add(FinishedIntent(ref=intent.ref, kind="create", recorded_at=now))
    context.trace.about = person.pseudonym
    return person.pseudonym


def _row(new: NewPerson, organisation: Organisation) -> IdentityRow:
    anonymous = organisation.anonymous_work
    sex = new.sex if new.sex in ("F", "M") else None
    return IdentityRow(
        row=1,
        organisation=organisation.code,
        code=new.code,
        birth_name=None if anonymous else new.birth_name,
        usage_name=None if anonymous else new.usage_name,
        given_names=None if anonymous else new.given_names,
        birth_date=new.birth_date,
        sex=sex,  # type: ignore[arg-type]  # narrowed on the line above
        commune=None if anonymous else new.commune,
        postcode=None if anonymous else new.postcode,
        may_link=not anonymous,
    )


def _person(session: Session, admission: Admission, *, now: datetime) -> Person:
    text = str(admission.person)
    found = session.exec(select(Person).where(Person.pseudonym == text)).first()
    if found is not None:
        return found
    month = admission.birth_month
    person = Person(
        pseudonym=text,
        birth_month=date(month[0], month[1], 1) if month else None,
        sex=admission.sex,
        recorded_at=now,
    )
    session.add(person)
    session.flush()
    return person
