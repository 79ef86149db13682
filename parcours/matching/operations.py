"""Operations on questions: list them, read both identities of one, answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.matching.following import in_both
from parcours.matching.weight import NOTHING, effect, importance, weigh, who_remains
from parcours.record.models import Organisation
from pseudonymisation.desk import Desk, Intent
from pseudonymisation.linkage.questions import reason_text
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import (
    Answer,
    Answered,
    Contradiction,
    Moved,
    OpenQuestion,
    TakenBack,
)


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
        effect: none | past | few, what the answer changes in figures; see `weight`.
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
    effect: str


@dataclass(frozen=True, repr=False)
class FieldLine:
    """One field of two identities.

    Attributes:
        field: stable name.
        a: values of the first.
        b: values of the second.
        agreement: same | close | swapped | different | missing.
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
        contradictions: on what those who know one of the two do not agree, with the
            names of who says what.
    """

    line: QuestionLine
    organisations: tuple[tuple[str, ...], tuple[str, ...]]
    fields: tuple[FieldLine, ...]
    contradictions: tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]


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
        tuple(_named(side, names) for side in shown.contradictions),  # type: ignore[arg-type]  # two sides
    )


def _named(
    found: Sequence[Contradiction], names: Mapping[str, str]
) -> tuple[Contradiction, ...]:
    return tuple(
        Contradiction(
            one.field, tuple((value, names.get(who, who)) for value, who in one.said)
        )
        for one in found
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

    in_both(context, desk, work)
    return outcome[0].outcome


@operation("linkage.take_back", kind="vault", about="ref")
def take_back_answer(
    context: Context, session: Session, *, desk: Desk, ref: str | None = None
) -> str:
    """Take back a wrong click: both stores are as before, the history keeps it.

    Args:
        context: who answered; only one's own last answer can be taken back, for ten
            minutes.
        session: given by the guard.
        desk: the door to the vault.
        ref: reference of the question; None for the last one answered.

    Returns:
        Reference of the question, which is asked again.

    Raises:
        NothingToTakeBack: the last answer is another one, or none.
        TooLateToTakeBack: the ten minutes are over.
        AnswerRestedUpon: another answer, a file or a separation rests on it.
        VaultBusy: another work holds the vault for too long.
    """
    taken: list[TakenBack] = []

    def work(intent: Intent) -> Sequence[Moved]:
        taken.append(desk.take_back(ref, intent=intent))
        context.trace.about = taken[0].ref
        return taken[0].moved

    in_both(context, desk, work)
    return taken[0].ref


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
                effect=effect(weights, pair, today=today),
            )
        )
    return lines


def _remains(session: Session, question: OpenQuestion) -> Pseudonym:
    pair = (str(question.persons[0]), str(question.persons[1]))
    return Pseudonym.parse(who_remains(session, pair))
