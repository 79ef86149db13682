"""Reminders put off follow a young person whose path is joined to another, and back.

A join copies them, so that undoing it finds what was put off before. What was put off
of one fact goes with its path when two come apart; what was put off of the whole young
person stays where it was said: a reminder too many is better than one too few.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.record.models import Snooze


OF_ONE_FACT = "/"  # between the rule and the fact, in what a reminder is called


def bring_snoozes(
    context: Context, session: Session, *, left: int, joined: int
) -> None:
    """Let what was put off of one young person rest of the joined one too.

    Args:
        context: who joined them, and when.
        session: a writing session.
        left: the person whose path moves.
        joined: the person under whom it goes on.
    """
    _copy(context, session, _resting(context, session, left), joined)


def part_snoozes(
    context: Context,
    session: Session,
    *,
    left: int,
    joined: int,
    joins: set[datetime],
) -> None:
    """Undo what a join brought, and let what was put off since go with its fact.

    Args:
        context: who separated them, and when.
        session: a writing session.
        left: the person from whom a path comes apart.
        joined: the person who has it again.
        joins: instants of the joins undone.
    """
    resting = _resting(context, session, left)
    of_facts = [one for one in resting if OF_ONE_FACT in one.alert]
    _copy(context, session, of_facts, joined)
    for one in resting:
        if one.recorded_at in joins:
            session.delete(one)
    session.flush()


def _resting(context: Context, session: Session, person: int) -> list[Snooze]:
    query = select(Snooze).where(
        Snooze.person_id == person, col(Snooze.until) > context.today()
    )
    return list(session.exec(query).all())


def _copy(
    context: Context, session: Session, resting: list[Snooze], person: int
) -> None:
    """Write them for another person; a day still to come there is kept."""
    there = {
        (one.account_id, one.alert): one
        for one in session.exec(select(Snooze).where(Snooze.person_id == person)).all()
    }
    for one in resting:
        own = there.get((one.account_id, one.alert))
        if own is not None and own.until > context.today():
            continue
        row = own or Snooze(
            account_id=one.account_id,
            alert=one.alert,
            person_id=person,
            until=one.until,
            recorded_at=context.now(),
        )
        row.until, row.recorded_at = one.until, context.now()
        session.add(row)
    session.flush()
