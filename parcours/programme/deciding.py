"""Operations before an action stands: opinions, questions, the committee's decision."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.amount_history import note_amounts
from parcours.programme.applications import Saved, change_state
from parcours.programme.budget import has_amounts, require_grant
from parcours.programme.content import require_text, require_words
from parcours.programme.doubts import think_over
from parcours.programme.failures import (
    ApplicationChanged,
    ConditionMissing,
    NoLongerEditable,
    NotThere,
    NotWithCouncil,
    TransitionImpossible,
    WordUnknown,
)
from parcours.programme.settings import COUNCIL, read_programme_settings
from parcours.programme.storing import budget_of, by_code
from parcours.programme.views import is_seen
from parcours.record.models import (
    Application,
    ApplicationOpinion,
    BudgetLine,
    CouncilQuestion,
)


COMMITTEE = "committee"
INSTRUCTION = "instruction"
CLOSED = "closed"
MOST_QUESTION = 600  # characters


@operation("programme.instruct", kind="write", about="code")
def give_opinion_of_institution(
    context: Context,
    session: Session,
    *,
    code: str,
    body: str,
    opinion: str,
    words: str = "",
    confirmed: Collection[str] = (),
) -> None:
    """Write what the State, the agglomeration or the communes think of an application.

    Args:
        context: who writes it down.
        session: given by the guard.
        code: of the application.
        body: code of `programme.yaml`, not the council's.
        opinion: code of `programme.yaml`.
        words: why.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        TransitionImpossible: the application is not being examined.
        WordUnknown: no such body or opinion.
        TextRefused: the words cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    require_words([body], set(settings.bodies) - {COUNCIL}, "body")
    require_words([opinion], settings.opinions, "opinion")
    require_text(words, "words", is_optional=True)
    if row.state != INSTRUCTION:
        raise TransitionImpossible
    think_over(context, {"words": words}, confirmed=confirmed)
    session.add(_opinion(context, row, body, opinion, words))


@operation("programme.decide", kind="write", about="code")
def decide(
    context: Context,
    session: Session,
    *,
    code: str,
    target: str,
    based_on: int,
    granted: Mapping[int, int],
    reason: str = "",
    confirmed: Collection[str] = (),
) -> Saved:
    """Write the committee's decision with its amounts.

    Args:
        context: who writes it down.
        session: given by the guard.
        code: of the application.
        target: funded, refused or postponed.
        based_on: version that was read before.
        granted: cents by row of the budget; left alone unless it is funded.
        reason: in words, where the table requires it.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        Its state and version.

    Raises:
        AmountImpossible: negative, or more than was asked.
        WordUnknown: an amount for a line that no funder is asked for.
        ApplicationChanged: somebody changed it since `based_on`.
        TransitionImpossible, TransitionNotYours, ConditionMissing: it may not be.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    if row.version != based_on:
        raise ApplicationChanged
    if row.state != COMMITTEE:
        raise TransitionImpossible
    think_over(context, {"reason": reason}, confirmed=confirmed)
    if target in settings.states and settings.states[target].funded:
        _write_amounts(context, session, row, granted, reason)
    change_state(context, session, row, target=target, reason=reason, settings=settings)
    return Saved(row.code, row.state, row.version)


@operation("programme.amend", kind="write", about="code")
def amend(
    context: Context,
    session: Session,
    *,
    code: str,
    based_on: int,
    granted: Mapping[int, int],
    reason: str,
    confirmed: Collection[str] = (),
) -> Saved:
    """Change what was granted to a funded action, and keep what it was and why.

    Args:
        context: who writes it down.
        session: given by the guard.
        code: of the application.
        based_on: version that was read before.
        granted: cents by row of the budget.
        reason: in words.
        confirmed: fields in which somebody said that nobody is recognisable.

    Returns:
        Its state and version.

    Raises:
        AmountImpossible: negative, or more than was asked.
        WordUnknown: an amount for a line that no funder is asked for.
        ApplicationChanged: somebody changed it since `based_on`.
        NoLongerEditable: no action stands, or it is closed.
        ConditionMissing: no reason is given, or nothing would be granted any more.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    if row.version != based_on:
        raise ApplicationChanged
    if not settings.states[row.state].funded or row.state == CLOSED:
        raise NoLongerEditable
    require_text(reason, "reason", is_optional=True)
    if not reason.strip():
        raise ConditionMissing("reason")
    think_over(context, {"reason": reason}, confirmed=confirmed)
    _write_amounts(context, session, row, granted, reason)
    if not has_amounts(budget_of(session, row), settings.funders):
        raise ConditionMissing("amounts")
    row.version += 1
    session.add(row)
    return Saved(row.code, row.state, row.version)


@operation("programme.opine", kind="write", about="code")
def give_opinion_of_council(
    context: Context,
    session: Session,
    *,
    code: str,
    opinion: str,
    words: str = "",
    confirmed: Collection[str] = (),
) -> None:
    """Write the citizens' council's opinion, before the decision.

    Args:
        context: a member, or who writes it down for the council.
        session: given by the guard.
        code: of the application.
        opinion: code of `programme.yaml`.
        words: why.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        NotWithCouncil: the application is not put to the council.
        WordUnknown: no such opinion.
        TextRefused: the words cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    require_words([opinion], settings.opinions, "opinion")
    require_text(words, "words", is_optional=True)
    if not settings.states[row.state].council:
        raise NotWithCouncil
    think_over(context, {"words": words}, confirmed=confirmed)
    session.add(_opinion(context, row, COUNCIL, opinion, words))


@operation("programme.ask", kind="write", about="code")
def ask_question(
    context: Context,
    session: Session,
    *,
    code: str,
    question: str,
    confirmed: Collection[str] = (),
) -> None:
    """Ask a question or make an observation on an application, at any time.

    Args:
        context: a member of the council.
        session: given by the guard.
        code: of the application.
        question: in words.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        NotThere: absent, or not yet put to the council.
        TextRefused: the words cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    settings = read_programme_settings(context.config)
    row = by_code(session, Application, code, "code")
    if not is_seen(context, settings, row.state):
        raise NotThere("code")
    require_text(question, "question", most=MOST_QUESTION)
    think_over(context, {"question": question}, confirmed=confirmed)
    session.add(
        CouncilQuestion(
            application_id=row.id or 0,
            author_id=context.principal.account_id,
            question=question.strip(),
            recorded_at=context.now(),
            recorded_on=context.today(),
        )
    )


@operation("programme.answer", kind="write", about="code")
def answer_question(
    context: Context,
    session: Session,
    *,
    code: str,
    question: int,
    answer: str,
    confirmed: Collection[str] = (),
) -> None:
    """Answer a question of the council; a later answer replaces the former.

    Args:
        context: who answers.
        session: given by the guard.
        code: of the application.
        question: its row.
        answer: in words.
        confirmed: fields in which somebody said that nobody is recognisable.

    Raises:
        NotThere: no such question on this application.
        TextRefused: the words cannot be kept.
        WordsUnconfirmed: a text seems to hold something of a person.
    """
    row = by_code(session, Application, code, "code")
    asked = session.get(CouncilQuestion, question)
    if asked is None or asked.application_id != row.id:
        raise NotThere("question")
    require_text(answer, "answer")
    think_over(context, {"answer": answer}, confirmed=confirmed)
    asked.answer, asked.answered_on = answer.strip(), context.today()
    asked.answered_by_id = context.principal.account_id
    session.add(asked)


def _write_amounts(
    context: Context,
    session: Session,
    row: Application,
    granted: Mapping[int, int],
    reason: str,
) -> None:
    before = budget_of(session, row)
    lines = {line.id: line for line in before if line.funder}
    if not set(granted) <= set(lines):
        raise WordUnknown("granted")
    for number, cents in granted.items():
        require_grant(lines[number], cents)
        held = session.get_one(BudgetLine, number)
        held.granted_cents = cents
        session.add(held)
    session.flush()
    after = budget_of(session, row)
    note_amounts(context, session, row, before=before, after=after, reason=reason)


def _opinion(
    context: Context, row: Application, body: str, opinion: str, words: str
) -> ApplicationOpinion:
    return ApplicationOpinion(
        application_id=row.id or 0,
        author_id=context.principal.account_id,
        body=body,
        opinion=opinion,
        words=words.strip() or None,
        recorded_at=context.now(),
        recorded_on=context.today(),
    )
