"""The steps of a hand-over → where it stands, what may come next, how long it took.

    proposed ──seen──► seen ──┬─► accepted
        │                     ├─► refused_by_organisation ──┐
        │                     ├─► refused_by_young_person ──┤ proposed again
        └──── the same ───────┴─► withdrawn ────────────────┘

"No news" is no step: it follows from the days that passed without an answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from parcours.referrals.rules import RelayRules


Side = Literal["sender", "recipient"]
NO_NEWS = "no_news"
OPEN = frozenset({"proposed", "seen"})
REFUSED = frozenset({"refused_by_organisation", "refused_by_young_person"})
CLOSED = REFUSED | {"withdrawn"}
STATES = OPEN | CLOSED | {"accepted"}


@dataclass(frozen=True)
class Step:
    """One step, as far as the rules of the thread need it.

    Attributes:
        kind: as in `ReferralStep`.
        side: whose step it is.
        on: its day.
    """

    kind: str
    side: Side
    on: date


@dataclass(frozen=True)
class Move:
    """When a kind of step is possible, and where it leads.

    Attributes:
        sides: who may take it.
        states: from where.
        to: the state after it, None where it changes none.
    """

    sides: frozenset[Side]
    states: frozenset[str]
    to: str | None = None


_SENDER: frozenset[Side] = frozenset({"sender"})
_RECIPIENT: frozenset[Side] = frozenset({"recipient"})
_BOTH = _SENDER | _RECIPIENT
MOVES: Mapping[str, Move] = MappingProxyType(
    {
        "proposed": Move(_SENDER, CLOSED, "proposed"),
        "seen": Move(_BOTH, STATES),
        "given": Move(_RECIPIENT, OPEN),
        "accepted": Move(_RECIPIENT, OPEN, "accepted"),
        "refused_by_organisation": Move(_RECIPIENT, OPEN, "refused_by_organisation"),
        "refused_by_young_person": Move(_BOTH, OPEN, "refused_by_young_person"),
        "reminder": Move(_SENDER, OPEN),
        "word": Move(_BOTH, STATES - {"withdrawn"}),
        "withdrawn": Move(_SENDER, OPEN, "withdrawn"),
    }
)


def next_state(state: str | None, kind: str, side: Side) -> str | None:
    """Tell where a step leads.

    Args:
        state: where the thread stands, None before its first step.
        kind: of the step.
        side: who takes it.

    Returns:
        The state after it, None where it is not possible.

    >>> next_state("seen", "accepted", "recipient")
    'accepted'
    >>> next_state("accepted", "withdrawn", "sender") is None
    True
    """
    if state is None:
        return "proposed" if (kind, side) == ("proposed", "sender") else None
    move = MOVES.get(kind)
    if move is None or side not in move.sides or state not in move.states:
        return None
    if (kind, side, state) == ("seen", "recipient", "proposed"):
        return "seen"
    return move.to or state


def state_of(steps: Sequence[Step]) -> str | None:
    """Tell where a thread stands after its steps.

    Args:
        steps: in order; one that is not possible changes nothing.

    Returns:
        The state, None without any.
    """
    state: str | None = None
    for step in steps:
        state = next_state(state, step.kind, step.side) or state
    return state


def shown_state(steps: Sequence[Step], *, today: date, rules: RelayRules) -> str | None:
    """Tell what people are shown: the state, or "no news" after too many days.

    Args:
        steps: in order.
        today: the civil day.
        rules: the territory's days.

    Returns:
        A state of `STATES` or "no_news"; None without any step.
    """
    state = state_of(steps)
    if state in OPEN and no_news_on(steps, rules=rules) <= today:
        return NO_NEWS
    return state


def no_news_on(steps: Sequence[Step], *, rules: RelayRules) -> date:
    """Give the day from which silence counts as "no news".

    Args:
        steps: at least one proposal.
        rules: the territory's days.

    Returns:
        The day, whatever was answered.
    """
    return last_proposed_on(steps) + timedelta(days=rules.no_news_days)


def last_proposed_on(steps: Sequence[Step]) -> date:
    """Give the day of the proposal that is, or was, to be answered.

    Args:
        steps: at least one proposal.

    Returns:
        The day.
    """
    return max(step.on for step in steps if step.kind == "proposed")


def reminder_on(steps: Sequence[Step], *, rules: RelayRules) -> date:
    """Give the first day on which the sender may remind.

    Args:
        steps: at least one proposal.
        rules: the territory's days.

    Returns:
        The day of "no news", or some days after the last reminder since.
    """
    every = timedelta(days=rules.reminder_every_days)
    sent = [step.on + every for step in steps if step.kind == "reminder"]
    return max([no_news_on(steps, rules=rules), *sent])


def is_unread(steps: Sequence[Step], side: Side) -> bool:
    """Tell whether the other side did something that one has not opened.

    Args:
        steps: in order.
        side: whose eyes.

    Returns:
        Whether a step of the other side, but its own reading, comes after one's last.
    """
    unread = False
    for step in steps:
        if step.kind == "given":
            continue  # within the recipient: nobody's answer
        if step.side == side:
            unread = False
        elif step.kind != "seen":
            unread = True
    return unread


@dataclass(frozen=True)
class Delays:
    """Days from the last proposal; None for what has not come.

    Attributes:
        seen: until the recipient opened it.
        answered: until its answer, or the young person's.
        first_intervention: until the recipient's first intervention.
    """

    seen: int | None
    answered: int | None
    first_intervention: int | None


def delays(steps: Sequence[Step], *, first_intervention_on: date | None) -> Delays:
    """Measure how long the last round took.

    Args:
        steps: in order, at least one proposal.
        first_intervention_on: of the recipient since, None where unknown.

    Returns:
        Whole days, at least 0.
    """
    start = max(n for n, step in enumerate(steps) if step.kind == "proposed")
    began, rest = steps[start].on, steps[start + 1 :]
    seen = [s.on for s in rest if (s.kind, s.side) == ("seen", "recipient")]
    answers = REFUSED | {"accepted"}
    answered = [s.on for s in rest if s.kind in answers]
    first = first_intervention_on

    def days(on: date | None) -> int | None:
        return None if on is None else max((on - began).days, 0)

    return Delays(
        days(min(seen, default=None)), days(min(answered, default=None)), days(first)
    )
