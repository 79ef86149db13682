"""What humans decided of pairs of subjects, and which questions wait for them.

A decision is about two subjects, so that it outlives joins and separations: today's
links say which two persons it keeps apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    insert,
    select,
    update,
)

from pseudonymisation.identities.tables import (
    answers,
    decisions,
    links,
    questions,
    subjects,
)
from pseudonymisation.identities.writer import in_parts


PARAMETERS = 10_000  # per statement
SAME = "same"
DIFFERENT = "different"
UNSURE = "unsure"
TAKEN_BACK = "taken_back"
TAKE_BACK_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question without an answer, about the persons of today.

    Attributes:
        numbers: ids of the rows that ask it, the first asked first.
        persons: ids of the two persons' rows, in the order of the subjects.
        subjects: ids of the two subjects that it is about.
        reason: stable words.
        score: probability that the two are one, 0 to 1.
        asked_at: when it was first asked.
    """

    numbers: tuple[int, ...]
    persons: tuple[int, int]
    subjects: tuple[int, int]
    reason: str
    score: float
    asked_at: datetime

    @property
    def pair(self) -> tuple[int, int]:
        """Give the two persons, the lower number first."""
        return ordered(*self.persons)


@dataclass(frozen=True, slots=True)
class Author:
    """Who says something, when, under which intent.

    Attributes:
        login: the account.
        at: UTC.
        intent: number of the intent.
    """

    login: str
    at: datetime
    intent: int


def ordered(one: int, other: int) -> tuple[int, int]:
    """Give two numbers, the lower one first."""
    return (one, other) if one < other else (other, one)


def waiting(
    connection: Connection, persons: Collection[int] | None = None
) -> list[Waiting]:
    """List the open questions, one per pair of persons.

    A question whose persons were joined, or decided to be two, waits no more.

    Args:
        connection: to the vault.
        persons: ids of rows; only the questions about two of them. None for all.

    Returns:
        The questions in the order in which they were asked.
    """
    found: dict[tuple[int, int], Waiting] = {}
    for part in _parts(persons):
        for row in connection.execute(_open_questions(part)):
            if persons is not None and row.two not in persons:
                continue
            pair = ordered(row.one, row.two)
            earlier = found.get(pair)
            found[pair] = Waiting(
                (*(earlier.numbers if earlier else ()), row.id),
                earlier.persons if earlier else (row.one, row.two),
                earlier.subjects if earlier else (row.subject_a, row.subject_b),
                row.reason,
                row.score,
                earlier.asked_at if earlier else row.asked_at,
            )
    apart = kept_apart(connection, {p for pair in found for p in pair})
    return [question for pair, question in found.items() if pair not in apart]


def kept_apart(
    connection: Connection, persons: Collection[int]
) -> set[tuple[int, int]]:
    """List the pairs among persons that a human decided to be two.

    Args:
        connection: to the vault.
        persons: ids of rows.

    Returns:
        Pairs of ids, the lower first.
    """
    found: set[tuple[int, int]] = set()
    for part in in_parts(sorted(persons), size=PARAMETERS):
        for one, two in connection.execute(_verdicts(part)):
            if two in persons and one != two:
                found.add(ordered(one, two))
    return found


def settled(connection: Connection, persons: Collection[int]) -> set[tuple[int, int]]:
    """List the pairs among persons about whom no new question is needed.

    Args:
        connection: to the vault.
        persons: ids of rows.

    Returns:
        The pairs kept apart, and those about whom a question already waits.
    """
    asked = {question.pair for question in waiting(connection, persons)}
    return kept_apart(connection, persons) | asked


def speakers(connection: Connection, persons: Iterable[int]) -> dict[int, int]:
    """Give for each person one subject by which questions may name it.

    Args:
        connection: to the vault.
        persons: ids of rows.

    Returns:
        Lowest linked subject that may be compared, by person.
    """
    found: dict[int, int] = {}
    for part in in_parts(sorted(set(persons)), size=PARAMETERS):
        lowest = (
            select(links.c.person, func.min(links.c.subject))
            .join(subjects, subjects.c.id == links.c.subject)
            .where(links.c.person.in_(part), in_force(links))
            .where(subjects.c.unlinkable_by.is_(None))
            .group_by(links.c.person)
        )
        found.update({p: s for p, s in connection.execute(lowest)})
    return found


def linked_subjects(connection: Connection, person: int) -> list[int]:
    """List the subjects linked to a person.

    Args:
        connection: to the vault.
        person: id of the row.

    Returns:
        Ids of their rows.
    """
    query = select(links.c.subject).where(links.c.person == person, in_force(links))
    return list(connection.execute(query.order_by(links.c.subject)).scalars())


def decide(
    connection: Connection,
    ones: Sequence[int],
    others: Sequence[int],
    *,
    verdict: str,
    by: Author,
) -> None:
    """Write a human's word on every pair of subjects of two persons.

    Args:
        connection: the intent's transaction.
        ones: subjects of one person.
        others: subjects of the other.
        verdict: SAME or DIFFERENT; an earlier word on the same two is superseded.
        by: who says so.
    """
    pairs = sorted({ordered(a, b) for a in ones for b in others if a != b})
    everyone = sorted({*ones, *others})
    former = connection.execute(
        select(decisions.c.id, decisions.c.subject_a, decisions.c.subject_b).where(
            decisions.c.subject_a.in_(everyone),
            decisions.c.subject_b.in_(everyone),
            decisions.c.superseded_by.is_(None),
            decisions.c.withdrawn_by.is_(None),
        )
    ).all()
    gone = [row.id for row in former if (row.subject_a, row.subject_b) in set(pairs)]
    if gone:
        connection.execute(
            update(decisions)
            .where(decisions.c.id.in_(gone))
            .values(superseded_by=by.intent)
        )
    first = (connection.execute(select(func.max(decisions.c.id))).scalar() or 0) + 1
    rows = [
        {
            "id": number,
            "subject_a": a,
            "subject_b": b,
            "verdict": verdict,
            "author": by.login,
            "recorded_at": by.at,
            "intent": by.intent,
        }
        for number, (a, b) in enumerate(pairs, start=first)
    ]
    if rows:
        connection.execute(insert(decisions), rows)


def note_answer(
    connection: Connection,
    question: int,
    answer: str,
    *,
    by: Author,
) -> None:
    """Write what one reviewer answered.

    Args:
        connection: the intent's transaction.
        question: id of its row.
        answer: SAME, DIFFERENT, UNSURE or TAKEN_BACK.
        by: who says so.
    """
    first = (connection.execute(select(func.max(answers.c.id))).scalar() or 0) + 1
    row = {
        "id": first,
        "question": question,
        "answer": answer,
        "author": by.login,
        "recorded_at": by.at,
        "intent": by.intent,
    }
    connection.execute(insert(answers), [row])


def opinions(
    connection: Connection, waiting_ones: Sequence[Waiting]
) -> dict[Waiting, dict[str, str]]:
    """Give what each reviewer answered last to open questions.

    Args:
        connection: to the vault.
        waiting_ones: the questions.

    Returns:
        By question, the last answer by account.
    """
    by_number = {n: one for one in waiting_ones for n in one.numbers}
    found: dict[Waiting, dict[str, str]] = {one: {} for one in waiting_ones}
    query = select(answers).where(answers.c.withdrawn_by.is_(None))
    for row in connection.execute(query.order_by(answers.c.id)):
        one = by_number.get(row.question)
        if one is not None and row.answer == TAKEN_BACK:
            found[one].pop(row.author, None)
        elif one is not None:
            found[one][row.author] = row.answer
    return found


def close_questions(
    connection: Connection,
    numbers: Sequence[int],
    *,
    answer: str,
    by: Author,
) -> None:
    """Close the rows of a question.

    Args:
        connection: the intent's transaction.
        numbers: ids of the rows.
        answer: SAME or DIFFERENT.
        by: who settled it.
    """
    connection.execute(
        update(questions)
        .where(questions.c.id.in_(numbers), questions.c.answer.is_(None))
        .values(
            answer=answer, answered_at=by.at, answered_by=by.login, closed_by=by.intent
        )
    )


def _parts(persons: Collection[int] | None) -> Iterable[Sequence[int] | None]:
    if persons is None:
        return [None]
    return in_parts(sorted(persons), size=PARAMETERS)


def in_force(link: FromClause) -> ColumnElement[bool]:
    """Give the condition that a link holds.

    Args:
        link: the table of links, or an alias of it.

    Returns:
        Neither revoked nor about to go.
    """
    return and_(link.c.revoked_at.is_(None), link.c.withdrawn_by.is_(None))


def _open_questions(persons: Sequence[int] | None) -> Select[Any]:
    one, two = links.alias("one"), links.alias("two")
    first, second = subjects.alias("first"), subjects.alias("second")
    query = (
        select(
            questions.c.id,
            questions.c.subject_a,
            questions.c.subject_b,
            questions.c.reason,
            questions.c.score,
            questions.c.asked_at,
            one.c.person.label("one"),
            two.c.person.label("two"),
        )
        .join(one, and_(one.c.subject == questions.c.subject_a, in_force(one)))
        .join(two, and_(two.c.subject == questions.c.subject_b, in_force(two)))
        .join(first, first.c.id == questions.c.subject_a)
        .join(second, second.c.id == questions.c.subject_b)
        .where(
            questions.c.answer.is_(None),
            questions.c.withdrawn_by.is_(None),
            first.c.unlinkable_by.is_(None),
            second.c.unlinkable_by.is_(None),
            one.c.person != two.c.person,
        )
        .order_by(questions.c.id)
    )
    return query if persons is None else query.where(one.c.person.in_(persons))


def _verdicts(persons: Sequence[int]) -> Select[Any]:
    one, two = links.alias("one"), links.alias("two")
    return (
        select(one.c.person, two.c.person)
        .select_from(decisions)
        .join(one, and_(one.c.subject == decisions.c.subject_a, in_force(one)))
        .join(two, and_(two.c.subject == decisions.c.subject_b, in_force(two)))
        .where(
            decisions.c.verdict == DIFFERENT,
            decisions.c.superseded_by.is_(None),
            decisions.c.withdrawn_by.is_(None),
            one.c.person.in_(persons),
        )
    )
