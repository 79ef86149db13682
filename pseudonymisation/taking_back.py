"""A wrong click: the last answer goes, and the question is asked as it was before.

Nothing is deleted. The answer stays, followed by one that says it was taken back; what
it decided is superseded; what it joined is revoked, and each subject gets the link
again that it had; the closed question stays closed beside the one that is asked again.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, or_, select, update

from pseudonymisation import decisions as words
from pseudonymisation.asking import question_ref
from pseudonymisation.decisions import Author, in_force
from pseudonymisation.failures import (
    AnswerRestedUpon,
    NothingToTakeBack,
    TooLateToTakeBack,
)
from pseudonymisation.identities.tables import (
    answers,
    decisions,
    links,
    questions,
    subjects,
)
from pseudonymisation.intent import Intent
from pseudonymisation.moving import Mover
from pseudonymisation.values import Moved, TakenBack
from pseudonymisation.vault import Vault


Found = Row[*tuple[Any, ...]]


def take_back(vault: Vault, ref: str | None, *, intent: Intent) -> TakenBack:
    """Take back the last answer of the intent's author.

    Args:
        vault: the opened vault.
        ref: question that was answered; None for the last one, whichever it is.
        intent: open, not yet prepared.

    Returns:
        Which question is asked again, and what moved, for the record to follow.

    Raises:
        NothingToTakeBack: the account's last answer is another one, or none.
        TooLateToTakeBack: it was given more than ten minutes ago.
        AnswerRestedUpon: another answer, a file or a separation rests on it.
    """
    connection, now = intent.connection, vault.now()
    last = _last_answer(connection, intent.author)
    if last is None or last.answer == words.TAKEN_BACK:
        raise NothingToTakeBack
    question = connection.execute(
        select(questions).where(questions.c.id == last.question)
    ).one()
    known_as = _ref(vault, connection, question)
    if ref not in (None, known_as):
        raise NothingToTakeBack
    if now - last.recorded_at > words.TAKE_BACK_WITHIN:
        raise TooLateToTakeBack(words.TAKE_BACK_WITHIN)
    if question.closed_by not in (None, last.intent):
        raise AnswerRestedUpon
    by = Author(intent.author, now, intent.number)
    moved: list[Moved] = []
    if question.closed_by is not None:
        moved = _unjoin(vault, intent, last.intent)
        _undecide(connection, last.intent, by=by)
        _ask_again(connection, last, by=by)
    words.note_answer(connection, last.question, words.TAKEN_BACK, by=by)
    return TakenBack(known_as, tuple(moved))


def _last_answer(connection: Connection, login: str) -> Found | None:
    query = (
        select(answers)
        .where(answers.c.author == login, answers.c.withdrawn_by.is_(None))
        .order_by(answers.c.recorded_at.desc(), answers.c.id.desc())
    )
    return connection.execute(query.limit(1)).first()


def _ref(vault: Vault, connection: Connection, question: Found) -> str:
    pair = (question.subject_a, question.subject_b)
    rows = connection.execute(
        select(subjects.c.id, subjects.c.subject_id).where(subjects.c.id.in_(pair))
    )
    names = {number: vault.subject(subject_id) for number, subject_id in rows}
    return question_ref(vault, *(names[number] for number in pair))


def _unjoin(vault: Vault, intent: Intent, number: int) -> list[Moved]:
    """Link again what the answer's intent took from another person, if anything."""
    connection = intent.connection
    made = connection.execute(select(links).where(links.c.intent == number)).all()
    if not made:
        return []
    former = connection.execute(
        select(links).where(links.c.revoked_intent == number).order_by(links.c.id)
    ).all()
    touched = {row.person for row in (*made, *former)}
    later = select(func.count()).where(
        links.c.person.in_(touched),
        or_(links.c.intent > number, links.c.revoked_intent > number),
    )
    still = select(func.count()).where(links.c.intent == number, in_force(links))
    everyone = connection.execute(still).scalar() == len(made) == len(former)
    if connection.execute(later).scalar() or not everyone:
        raise AnswerRestedUpon
    return Mover(vault, intent).give_back(former)


def _undecide(connection: Connection, number: int, *, by: Author) -> None:
    """Supersede what the answer decided; what it had superseded counts again."""
    changed = select(func.count()).where(
        decisions.c.intent == number, decisions.c.superseded_by.is_not(None)
    )
    if connection.execute(changed).scalar():
        raise AnswerRestedUpon
    connection.execute(
        update(decisions)
        .where(decisions.c.intent == number)
        .values(superseded_by=by.intent)
    )
    former = connection.execute(
        select(decisions).where(decisions.c.superseded_by == number)
    ).all()
    _copy(connection, decisions, former, superseded_by=None, intent=by.intent)


def _ask_again(connection: Connection, last: Found, *, by: Author) -> None:
    """Open what the answer closed anew, with what others had said of it."""
    closed = connection.execute(
        select(questions)
        .where(questions.c.closed_by == last.intent)
        .order_by(questions.c.id)
    ).all()
    said = connection.execute(
        select(answers)
        .where(answers.c.question.in_([row.id for row in closed]))
        .where(answers.c.author != by.login, answers.c.withdrawn_by.is_(None))
        .order_by(answers.c.id)
    ).all()
    unanswered = dict.fromkeys(("answer", "answered_at", "answered_by", "closed_by"))
    first = _copy(connection, questions, closed, **unanswered, intent=by.intent)
    _copy(connection, answers, said, question=first, intent=by.intent)


def _copy(
    connection: Connection, table: Table, rows: Sequence[Found], **changes: object
) -> int:
    """Insert rows again with some columns changed; give the id of the first."""
    first = (connection.execute(select(func.max(table.c.id))).scalar() or 0) + 1
    copies = [
        {**row._mapping, **changes, "id": number}
        for number, row in enumerate(rows, start=first)
    ]
    if copies:
        connection.execute(insert(table), copies)
    return first
