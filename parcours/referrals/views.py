"""A thread → what one side is shown of it: its line in a list, and the whole of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.record.models import (
    Account,
    Intervention,
    Link,
    Organisation,
    SourceSubject,
)
from parcours.referrals.finding import Thread, names_of
from parcours.referrals.packet import DONE, Line, from_json
from parcours.referrals.rules import RelayRules
from parcours.referrals.thread import (
    MOVES,
    OPEN,
    Delays,
    Side,
    delays,
    is_unread,
    last_proposed_on,
    next_state,
    reminder_on,
)


@dataclass(frozen=True)
class ThreadLine:
    """One hand-over in a list.

    Attributes:
        thread: its reference.
        side: of the principal's organisation.
        other: name of the other organisation.
        state: as shown: a state of the thread, or no_news.
        on: day of the last proposal.
        unread: the other side did something since one last opened it.
        asks_me: it waits for an answer of the principal's organisation.
        person: pseudonym, where one's own organisation knows the young person.
        initials: two letters, where the operation read the identity.
        days: of the last round.
    """

    thread: str
    side: Side
    other: str
    state: str
    on: date
    unread: bool
    asks_me: bool
    person: str | None
    days: Delays
    initials: str | None = None


@dataclass(frozen=True)
class StepView:
    """One step, as both sides read it.

    Attributes:
        kind: as in `ReferralStep`.
        organisation: whose step it is.
        who: display name of its author, "" where the account has none.
        at: the instant.
        note: short text, or the code of a reason.
        given_to: display name of the colleague it was given to; None where to nobody.
    """

    kind: str
    organisation: str
    who: str
    at: datetime
    note: str | None
    given_to: str | None


@dataclass(frozen=True)
class ThreadView:
    """One hand-over, opened.

    Attributes:
        line: as in a list.
        sender: name of the organisation that proposed it.
        recipient: name of the organisation asked.
        young_person: agreed | informed, as the sender recorded it.
        told_on: day on which the packet was frozen.
        packet: lines told; None where it is closed to the reader.
        steps: in order.
        moves: kinds of steps that one may take now.
        colleague: row of the account it is given to, None for nobody.
    """

    line: ThreadLine
    sender: str
    recipient: str
    young_person: str | None
    told_on: date
    packet: tuple[Line, ...] | None
    steps: tuple[StepView, ...]
    moves: frozenset[str]
    colleague: int | None


def make_lines(
    context: Context, session: Session, threads: Sequence[Thread], rules: RelayRules
) -> list[ThreadLine]:
    """Make the lines of a list.

    Args:
        context: the running operation's context.
        session: a session of the record.
        threads: seen by the principal.
        rules: the territory's days.

    Returns:
        One line each, in the order given.
    """
    names = names_of(session)
    known = _known_here(context, session, threads)
    first = _first_interventions(context, session, threads)
    return [_line(context, one, rules, names, known, first) for one in threads]


def _line(
    context: Context,
    one: Thread,
    rules: RelayRules,
    names: dict[int, str],
    known: set[int],
    first: dict[str, date],
) -> ThreadLine:
    is_sender = one.side == "sender"
    other = one.referral.recipient_id if is_sender else one.referral.organisation_id
    person = one.person
    is_known = person is not None and (is_sender or person.id in known)
    return ThreadLine(
        thread=one.ref,
        side=one.side,
        other=names[other],
        state=one.shown(context, rules),
        on=last_proposed_on(one.steps),
        unread=is_unread(one.steps, one.side),
        asks_me=not is_sender and one.state in OPEN,
        person=person.pseudonym if person is not None and is_known else None,
        days=delays(one.steps, first_intervention_on=first.get(one.ref)),
    )


def make_view(
    context: Context, session: Session, one: Thread, rules: RelayRules
) -> ThreadView:
    """Open one thread for the principal.

    Args:
        context: the running operation's context.
        session: a session of the record.
        one: seen by the principal.
        rules: the territory's days.

    Returns:
        What they may see, and what they may do.
    """
    (line,) = make_lines(context, session, [one], rules)
    names, people = names_of(session), _people(session, one)
    packet = one.referral.packet
    is_open = one.sight == "whole" and packet is not None
    return ThreadView(
        line=line,
        sender=names[one.referral.organisation_id],
        recipient=names[one.referral.recipient_id],
        young_person=one.referral.young_person,
        told_on=last_proposed_on(one.steps),
        packet=from_json(packet) if is_open and packet else None,
        steps=tuple(
            StepView(
                row.kind,
                names[row.organisation_id],
                people.get(row.author_id or 0, ""),
                row.recorded_at,
                row.note,
                None
                if row.to_account_id is None
                else people.get(row.to_account_id, ""),
            )
            for row in one.rows
        ),
        moves=_moves(context, one, rules),
        colleague=one.referral.recipient_account_id,
    )


def _moves(context: Context, one: Thread, rules: RelayRules) -> frozenset[str]:
    """Give what the principal may do; a sender reminds only once it is time."""
    if one.person is None:
        return frozenset()  # erased since: nothing is left to hand over
    kinds = {k for k in MOVES if next_state(one.state, k, one.side) is not None}
    if context.today() < reminder_on(one.steps, rules=rules):
        kinds.discard("reminder")
    return frozenset(kinds - {"seen"})


def _people(session: Session, one: Thread) -> dict[int, str]:
    ids = {row.author_id for row in one.rows} | {row.to_account_id for row in one.rows}
    query = select(Account.id, Account.display_name).where(col(Account.id).in_(ids))
    return {number or 0: name for number, name in session.exec(query)}


def _known_here(
    context: Context, session: Session, threads: Sequence[Thread]
) -> set[int]:
    """Give the persons whom the principal's organisation knows by a subject."""
    ids = {one.person.id for one in threads if one.person is not None}
    query = (
        select(Link.person_id)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            col(Link.person_id).in_(ids),
            col(Link.revoked_on).is_(None),
            SourceSubject.organisation_id == context.principal.organisation_id,
        )
    )
    return set(session.exec(query))


def _first_interventions(
    context: Context, session: Session, threads: Sequence[Thread]
) -> dict[str, date]:
    """Find the recipient's first intervention since the proposal, once it accepted.

    What a recipient does under anonymity is not told to the sender, not even its day.
    """
    hidden = set(
        session.exec(
            select(Organisation.id).where(
                col(Organisation.anonymous_work),
                Organisation.id != context.principal.organisation_id,
            )
        )
    )
    asked = [
        one
        for one in threads
        if one.state == "accepted"
        and one.person is not None
        and one.referral.recipient_id not in hidden
    ]
    if not asked:
        return {}
    rows = session.exec(
        select(
            col(Link.person_id),
            col(Intervention.organisation_id),
            col(Intervention.starts_on),
        )
        .join(Intervention, col(Intervention.subject_id) == col(Link.subject_id))
        .where(
            col(Link.person_id).in_({one.person.id for one in asked if one.person}),
            col(Link.revoked_on).is_(None),
            col(Intervention.retired_on).is_(None),
            col(Intervention.state).in_(DONE),
            col(Intervention.organisation_id).in_(
                {one.referral.recipient_id for one in asked}
            ),
        )
        .distinct()
    ).all()
    found: dict[str, date] = {}
    for one in asked:
        began = last_proposed_on(one.steps)
        days = [
            on
            for person_id, organisation_id, on in rows
            if one.person is not None
            and (person_id, organisation_id)
            == (one.person.id, one.referral.recipient_id)
            and on >= began
        ]
        if days:
            found[one.ref] = min(days)
    return found
