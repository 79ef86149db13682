"""Operation: what the citizens' council said, beside what was decided and answered."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.settings import COUNCIL, read_programme_settings
from parcours.programme.storing import opinions_of, steps_of
from parcours.programme.views import (
    OpinionView,
    QuestionView,
    StepView,
    is_seen,
    opinion_view,
    questions_view,
    step_view,
)
from parcours.record.models import Application, Organisation, ProjectCall


DECISIONS = frozenset({"funded", "refused", "postponed"})


@dataclass(frozen=True)
class Reviewed:
    """An application as the council's review has it.

    Attributes:
        code: of the application.
        title: its title.
        holder: who holds it.
        year: of the call.
        state: its state.
        opinion: the council's last, None where it gave none.
        decision: the committee's last, None before.
        questions: with their answers, the first one first.
    """

    code: str
    title: str
    holder: str
    year: int
    state: str
    opinion: OpinionView | None
    decision: StepView | None
    questions: tuple[QuestionView, ...]

    @property
    def unanswered(self) -> tuple[QuestionView, ...]:
        """Give the questions that wait for an answer."""
        return tuple(one for one in self.questions if not one.answer)


@operation("programme.review", kind="read")
def read_review(
    context: Context, session: Session, *, year: int | None = None
) -> list[Reviewed]:
    """Read what the council was asked, said and asked back, beside what was decided.

    Args:
        context: who asks.
        session: given by the guard.
        year: of the calls; all of them if left out.

    Returns:
        Applications put to the council or decided, the latest year first.
    """
    return review_of(context, session, year=year)


def review_of(
    context: Context, session: Session, *, year: int | None = None
) -> list[Reviewed]:
    """Make the review for its reader, inside an operation.

    Args:
        context: who reads.
        session: of the record.
        year: of the calls; all of them if left out.

    Returns:
        As `read_review`.
    """
    settings = read_programme_settings(context.config)
    calls = {row.id: row for row in session.exec(select(ProjectCall))}
    rows = session.exec(select(Application).order_by(col(Application.code)))
    found = [
        _reviewed(session, row, calls[row.call_id].year)
        for row in rows
        if is_seen(context, settings, row.state)
        and year in (None, calls[row.call_id].year)
    ]
    told = [
        one for one in found if _is_of_council(one, settings.states[one.state].council)
    ]
    return sorted(told, key=lambda one: -one.year)


def _is_of_council(one: Reviewed, is_put_to_it: bool) -> bool:
    return is_put_to_it or bool(one.opinion or one.questions)


def _reviewed(session: Session, row: Application, year: int) -> Reviewed:
    given = opinions_of(session, row).get(COUNCIL)
    decided = [s for s in steps_of(session, row) if s.to_state in DECISIONS]
    last = decided[-1] if decided else None
    return Reviewed(
        code=row.code,
        title=row.title,
        holder=session.get_one(Organisation, row.organisation_id).name,
        year=year,
        state=row.state,
        opinion=opinion_view(given) if given else None,
        decision=step_view(last) if last else None,
        questions=tuple(questions_view(session, row)),
    )
