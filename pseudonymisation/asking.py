"""The questions that wait for a human, and what becomes of an answer."""

from collections.abc import Callable, Collection

from sqlalchemy import Connection, Table, select

from pseudonymisation import decisions as words
from pseudonymisation.decisions import Waiting, linked_subjects, opinions, waiting
from pseudonymisation.failures import QuestionClosed
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import persons, subjects
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.intent import Intent
from pseudonymisation.joining import join
from pseudonymisation.linkage.questions import two_reviewers_needed
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Answer, Answered, OpenQuestion
from pseudonymisation.vault import Vault


PARAMETERS = 10_000  # per statement
REF_DIGITS = 16


def open_questions(vault: Vault) -> list[OpenQuestion]:
    """List the questions that wait, one per pair of persons.

    Args:
        vault: the opened vault.

    Returns:
        The questions in the order in which they were asked; they name nobody.
    """
    with reading(vault.engine) as connection:
        return [question for _one, question in questions_of(vault, connection)]


def questions_of(
    vault: Vault, connection: Connection
) -> list[tuple[Waiting, OpenQuestion]]:
    """List the waiting questions, each with what may be said of it.

    Args:
        vault: the opened vault.
        connection: to it.

    Returns:
        Pairs, in the order in which they were asked.
    """
    found = waiting(connection)
    people = {number for one in found for number in one.persons}
    spoken = {number for one in found for number in one.subjects}
    by_person = _pseudonyms(connection, persons, people, vault.person)
    by_subject = _pseudonyms(connection, subjects, spoken, vault.subject)
    answers = opinions(connection, found)

    return [
        (
            one,
            OpenQuestion(
                question_ref(vault, *(by_subject[s] for s in one.subjects)),
                (by_person[one.persons[0]], by_person[one.persons[1]]),
                one.reason,
                one.score,
                one.asked_at,
                two_reviewers_needed(one.reason),
                answers[one],
            ),
        )
        for one in found
    ]


def question_ref(vault: Vault, one: Pseudonym, other: Pseudonym) -> str:
    """Give the reference of a question, the same whenever it is asked again.

    Args:
        vault: the opened vault.
        one: the first subject it is about.
        other: the second.

    Returns:
        16 hexadecimal digits.
    """
    return vault.rows.digest("question", one.text, other.text).hex()[:REF_DIGITS]


def find_question(
    vault: Vault, connection: Connection, ref: str
) -> tuple[Waiting, OpenQuestion]:
    """Find a waiting question.

    Args:
        vault: the opened vault.
        connection: to it.
        ref: its reference.

    Returns:
        The question.

    Raises:
        QuestionClosed: none waits under this reference.
    """
    for one, question in questions_of(vault, connection):
        if question.ref == ref:
            return one, question
    raise QuestionClosed


def answer_question(
    vault: Vault, ref: str, answer: Answer, *, keep: Pseudonym | None, intent: Intent
) -> Answered:
    """Take a reviewer's answer, and do what it settles.

    "Same" joins the two, once a second reviewer has said so where they may be twins;
    "different" keeps them apart for good; "unsure" leaves the question to others.

    Args:
        vault: the opened vault.
        ref: reference of the question.
        answer: the intent's author says this.
        keep: which of the two remains if they are joined; the first where None.
        intent: open, not yet prepared.

    Returns:
        What it came to.

    Raises:
        QuestionClosed: it was settled meanwhile.
        SubjectRefuses: one of the two refused linkage.
    """
    connection = intent.connection
    one, question = find_question(vault, connection, ref)
    said = {**question.answers, intent.author: answer}
    by = words.Author(intent.author, vault.now(), intent.number)
    words.note_answer(connection, one.numbers[0], answer, by=by)
    if answer == words.UNSURE:
        return Answered("kept")
    if answer == words.DIFFERENT:
        ones, others = (linked_subjects(connection, p) for p in one.persons)
        words.decide(connection, ones, others, verdict=answer, by=by)
        words.close_questions(connection, one.numbers, answer=answer, by=by)
        return Answered("apart")
    agreeing = list(said.values()).count(words.SAME)
    if agreeing < (2 if question.two_needed else 1):
        return Answered("second_needed")
    words.close_questions(connection, one.numbers, answer=answer, by=by)
    first, second = question.persons
    kept = second if keep == second else first
    gone = first if kept == second else second
    return Answered("joined", tuple(join(vault, keep=kept, gone=gone, intent=intent)))


def _pseudonyms(
    connection: Connection,
    table: Table,
    numbers: Collection[int],
    name: Callable[[bytes], Pseudonym],
) -> dict[int, Pseudonym]:
    columns = table.c
    identifier = columns.person_id if "person_id" in columns else columns.subject_id
    found: dict[int, Pseudonym] = {}
    for part in in_parts(sorted(numbers), size=PARAMETERS):
        query = select(columns.id, identifier).where(columns.id.in_(part))
        found.update({n: name(value) for n, value in connection.execute(query)})
    return found
