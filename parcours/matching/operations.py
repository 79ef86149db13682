"""Operations on links: questions, answers, separations, refusals, codes in hand.

Each that touches the vault has its audit line first, alone; one that changes links
commits a second one with the record's half, under the vault's intent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.matching.failures import NothingToSeparate, SamePerson
from parcours.matching.following import follow
from parcours.matching.weight import NOTHING, importance, weigh, who_remains
from parcours.people.visibility import own_subject, require_person
from parcours.record.models import (
    Account,
    FinishedIntent,
    Link,
    Organisation,
    Person,
    SourceSubject,
)
from pseudonymisation.desk import Desk, Intent
from pseudonymisation.linkage.questions import reason_text
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Answer, Answered, Moved, OpenQuestion


@dataclass(frozen=True)
class QuestionLine:
    """A question of the queue, without a name.

    Attributes:
        ref: what an answer names it by.
        persons: pseudonyms of the two.
        reasons: stable words parted by spaces.
        why: the same in the reader's language.
        score: probability that the two are one, 0 to 1.
        asked_on: day on which it was asked.
        facts: how many facts each of the two has.
        last_on: latest day of a fact of either, None without any.
        two_needed: whether "same" takes two reviewers.
        seconded: whether another reviewer said "same" and a second one is awaited.
    """

    ref: str
    persons: tuple[str, str]
    reasons: str
    why: str
    score: float
    asked_on: date
    facts: tuple[int, int]
    last_on: date | None
    two_needed: bool
    seconded: bool


@dataclass(frozen=True, repr=False)
class FieldLine:
    """One field of two identities.

    Attributes:
        field: stable name.
        a: values of the first.
        b: values of the second.
        agreement: same | close | different | missing.
    """

    field: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    agreement: str

    def __repr__(self) -> str:
        return f"FieldLine({self.field!r}, {self.agreement!r})"


@dataclass(frozen=True)
class QuestionView:
    """A question with both identities side by side.

    Attributes:
        line: the question.
        organisations: names of those who know each of the two.
        fields: field by field.
    """

    line: QuestionLine
    organisations: tuple[tuple[str, ...], tuple[str, ...]]
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True)
class SubjectLine:
    """A subject of a person: how one organisation knows them, and since when.

    Attributes:
        subject: pseudonym.
        organisation: name of the organisation.
        linked_on: day of the link.
        decision: known | linked | new | review | joined | separated.
        author: login of who decided, None for a file.
    """

    subject: str
    organisation: str
    linked_on: date
    decision: str
    author: str | None


@operation("linkage.list_questions", kind="read")
def list_questions(
    context: Context, session: Session, *, desk: Desk
) -> list[QuestionLine]:
    """List the questions that wait for the principal's answer.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault; no identity is opened.

    Returns:
        Questions, those whose answer changes most first; not those that the principal
        has answered already, by "I do not know" or as the first of two.
    """
    me = context.principal.login
    waiting = [q for q in desk.questions() if me not in q.answers]
    return _lines(context, session, waiting)


@operation("linkage.read_question", kind="vault", about="ref")
def read_question(
    context: Context, session: Session, *, desk: Desk, ref: str
) -> QuestionView:
    """Show both identities of a question; the audit lines name the two.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault.
        ref: reference of the question.

    Returns:
        The question and what differs, field by field.

    Raises:
        QuestionClosed: it was settled meanwhile.
    """
    shown = desk.compare(ref)
    (line,) = _lines(context, session, [shown.question])
    context.trace.revealed = line.persons
    names = {row.code: row.name for row in session.exec(select(Organisation)).all()}
    a, b = (tuple(names.get(c, c) for c in codes) for codes in shown.organisations)
    return QuestionView(
        line,
        (a, b),
        tuple(FieldLine(f.field, f.a, f.b, f.agreement) for f in shown.fields),
    )


@operation("linkage.answer_question", kind="vault", about="ref")
def answer_question(
    context: Context, session: Session, *, desk: Desk, ref: str, answer: Answer
) -> str:
    """Answer a question, and do what the answer settles in both stores.

    Args:
        context: who answers.
        session: given by the guard.
        desk: the door to the vault.
        ref: reference of the question.
        answer: same | different | unsure.

    Returns:
        joined | apart | second_needed | kept.

    Raises:
        QuestionClosed: it was settled meanwhile.
        SubjectRefuses: one of the two refused linkage.
        VaultBusy: another work holds the vault for too long.
    """
    asked = next((q for q in desk.questions() if q.ref == ref), None)
    keep = _remains(session, asked) if asked and answer == "same" else None
    outcome: list[Answered] = []

    def work(intent: Intent) -> Sequence[Moved]:
        outcome.append(desk.answer(ref, answer, keep=keep, intent=intent))
        return outcome[0].moved

    _in_both(context, desk, work)
    return outcome[0].outcome


@operation("linkage.read_links", kind="read", about="person")
def read_links(context: Context, session: Session, *, person: str) -> list[SubjectLine]:
    """List the subjects of a person, to choose which to separate.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        The subjects in the order of their links.

    Raises:
        NotWithinReach: no such person.
    """
    found = require_person(context, session, person)
    rows = session.exec(
        select(Link, SourceSubject.subject, Organisation.name, Account.login)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .join(Organisation, col(Organisation.id) == col(SourceSubject.organisation_id))
        .outerjoin(Account, col(Account.id) == col(Link.author_id))
        .where(Link.person_id == found.id, col(Link.revoked_on).is_(None))
        .order_by(col(Link.id))
    ).all()
    return [
        SubjectLine(
            subject,
            organisation,
            link.recorded_on,
            link.decision,
            None if link.batch_id is not None else login,
        )
        for link, subject, organisation, login in rows
    ]


@operation("linkage.separate_person", kind="vault", about="person")
def separate_person(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    person: str,
    subjects: Sequence[str] = (),
) -> list[str]:
    """Separate subjects from a person, for good: no file links or asks them again.

    Args:
        context: who decides.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.
        subjects: pseudonyms of those who leave, as one young person; those of the
            latest join by hand where none is named.

    Returns:
        Pseudonyms of the persons they are linked to now.

    Raises:
        NotWithinReach: no such person.
        NothingToSeparate: no subject named, and no join by hand.
        PersonUnknown: a subject is not this person's, or nobody would remain.
    """
    found = require_person(context, session, person)
    leaving = list(subjects) or _latest_joined(session, found)
    if not leaving:
        raise NothingToSeparate
    moved = _in_both(
        context,
        desk,
        lambda intent: desk.separate(
            Pseudonym.parse(person),
            [Pseudonym.parse(subject) for subject in leaving],
            intent=intent,
        ),
    )
    return [str(one.joined) for one in moved]


@operation("linkage.refuse", kind="vault", about="person")
def refuse_linkage(
    context: Context, session: Session, *, desk: Desk, person: str
) -> str:
    """Record that a young person refuses linkage: their path here stays alone.

    It is separated from what it was linked to, and no file or worker links it again.

    Args:
        context: who records; their organisation's own subject is meant.
        session: given by the guard.
        desk: the door to the vault.
        person: pseudonym.

    Returns:
        Pseudonym of the person whom the subject is from now on.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    subject = own_subject(context, session, found)
    moved = _in_both(
        context,
        desk,
        lambda intent: desk.refuse_linkage(
            Pseudonym.parse(subject.subject), intent=intent
        ),
    )
    return str(moved[0].joined) if moved else person


@operation("linkage.join_codes", kind="vault")
def join_codes(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    code: str,
    other_organisation: str,
    other_code: str,
) -> str:
    """Join two paths by codes, for a worker who holds both in hand; no name needed.

    Args:
        context: who joins.
        session: given by the guard.
        desk: the door to the vault.
        code: by which one's own organisation knows the young person.
        other_organisation: code of another organisation.
        other_code: by which that one knows them.

    Returns:
        Pseudonym of the person whom both lead to now.

    Raises:
        NotWithinReach: a code leads nowhere; which of the two is not said.
        SamePerson: both lead to one path already.
        SubjectRefuses: the young person refused linkage.
        KeptApart: a reviewer decided that they are two.
    """
    own = context.principal.organisation_code or ""
    pair = (
        desk.find_by_code(organisation=own, code=code),
        desk.find_by_code(organisation=other_organisation, code=other_code),
    )
    if pair[0] is None or pair[1] is None or own == other_organisation:
        raise NotWithinReach(context.operation)
    if pair[0] == pair[1]:
        raise SamePerson
    keep = Pseudonym.parse(who_remains(session, (str(pair[0]), str(pair[1]))))
    gone = pair[1] if keep == pair[0] else pair[0]
    context.trace.about = str(keep)
    _in_both(
        context, desk, lambda intent: desk.join(keep=keep, gone=gone, intent=intent)
    )
    return str(keep)


def _in_both(
    context: Context, desk: Desk, work: Callable[[Intent], Sequence[Moved]]
) -> Sequence[Moved]:
    """Do the vault's half, then the record's, under one intent."""
    kind, author = context.operation, context.principal.login
    with desk.intent(kind=kind, author=author) as intent:
        moves = work(intent)
        intent.prepare()
        with context.record.write() as writing:
            follow(context, writing, moves)
            writing.add(
                FinishedIntent(ref=intent.ref, kind=kind, recorded_at=context.now())
            )
            context.trace.n_results = sum(len(moved.subjects) for moved in moves)
            context.audit_line(writing)
        intent.finish()
    return moves


def _lines(
    context: Context, session: Session, questions: Sequence[OpenQuestion]
) -> list[QuestionLine]:
    """Describe questions, the weightiest first."""
    pairs = [(str(q.persons[0]), str(q.persons[1])) for q in questions]
    weights = weigh(session, {person for pair in pairs for person in pair})
    today = context.today()
    ranked = sorted(
        zip(questions, pairs, strict=True),
        key=lambda one: importance(weights, one[1], score=one[0].score, today=today),
        reverse=True,
    )
    lines = []
    for question, pair in ranked:
        one, other = (weights.get(person, NOTHING) for person in pair)
        days = [day for day in (one.last_on, other.last_on) if day is not None]
        lines.append(
            QuestionLine(
                ref=question.ref,
                persons=pair,
                reasons=question.reasons,
                why=reason_text(question.reasons),
                score=question.score,
                asked_on=question.asked_at.date(),
                facts=(one.facts, other.facts),
                last_on=max(days, default=None),
                two_needed=question.two_needed,
                seconded="same" in question.answers.values(),
            )
        )
    return lines


def _remains(session: Session, question: OpenQuestion) -> Pseudonym:
    pair = (str(question.persons[0]), str(question.persons[1]))
    return Pseudonym.parse(who_remains(session, pair))


def _latest_joined(session: Session, person: Person) -> list[str]:
    """Give the subjects that the latest join by hand brought to a person."""
    rows = session.exec(
        select(Link.recorded_at, SourceSubject.subject)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            Link.person_id == person.id,
            Link.decision == "joined",
            col(Link.revoked_on).is_(None),
        )
    ).all()
    latest = max((at for at, _subject in rows), default=None)
    return [subject for at, subject in rows if at == latest]
