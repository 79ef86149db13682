"""Ask, decide, list; and `use`, by which another operation spends an approval.

Re-identifying a list, and publishing an edition, take the agreement of one other
person. Keying every pseudonym anew takes two, since it reaches everybody and is not
undone. `ask_for`, `decide_on` and `one_of` serve operations that ask under a right of
their own.

asked ──one or two others──► agreed ──the one who asked──► used
│                            │
├── refused                └── expired, at the time that the request said
└── expired
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.approvals.failures import (
    AlreadyAgreed,
    AlreadyDecided,
    ApprovalExpired,
    ApprovalOfAnother,
    ApprovalUnknown,
    ApprovalUsed,
    NotAgreed,
    OwnRequest,
    ReasonMissing,
)
from parcours.record.models import Account, Approval


Kind = Literal["reidentification", "rekeying", "publication"]
State = Literal["waiting", "agreed", "refused", "used", "expired"]
AGREEMENTS: Mapping[str, int] = {
    "reidentification": 1,
    "rekeying": 2,
    "publication": 1,
}
"""How many others must agree, by kind."""
LONGEST_DAYS = 30
USUAL_DAYS = 7
SHORTEST_REASON = 10


@dataclass(frozen=True)
class ApprovalView:
    """A request as shown.

    Attributes:
        ref: what it is called by.
        kind: what is asked for.
        n_persons: how many persons it is about.
        reason: why.
        asked_by: login.
        asked_at: instant.
        expires_at: instant.
        state: waiting | agreed | refused | used | expired.
        decided_by: login, None while nobody has.
        seconded_by: login of the second who did, None while there is none.
        n_missing: how many others must still agree; 0 once it is decided.
    """

    ref: str
    kind: str
    n_persons: int
    reason: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: State
    decided_by: str | None = None
    seconded_by: str | None = None
    n_missing: int = 0


@operation("approvals.request", kind="write")
def request_approval(
    context: Context,
    session: Session,
    *,
    kind: Kind,
    target: str,
    n_persons: int,
    reason: str,
    days: int = USUAL_DAYS,
) -> ApprovalView:
    """Ask for something that takes two.

    Args:
        context: who asks.
        session: given by the guard.
        kind: what is asked for.
        target: keyed digest of exactly what.
        n_persons: how many persons it is about.
        reason: why, ten signs or more; it is shown and kept: no name.
        days: how long the approval may wait and serve, 30 at most.

    Returns:
        The request.

    Raises:
        ReasonMissing: too short to be a reason.
    """
    return ask_for(
        context,
        session,
        kind=kind,
        target=target,
        n_persons=n_persons,
        reason=reason,
        days=days,
    )


def ask_for(
    context: Context,
    session: Session,
    *,
    kind: Kind,
    target: str,
    n_persons: int,
    reason: str,
    days: int = USUAL_DAYS,
) -> ApprovalView:
    """Write a request, for an operation that runs.

    Args:
        context: the running operation's.
        session: a writing session of the record.
        kind: what is asked for.
        target: digest of exactly what.
        n_persons: how many persons it is about, 0 = none in particular.
        reason: why, ten signs or more; no name.
        days: how long the approval may wait and serve, 30 at most.

    Returns:
        The request.

    Raises:
        ReasonMissing: too short to be a reason.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    now = context.now()
    asked = Approval(
        ref=secrets.token_hex(8),
        kind=kind,
        target=target,
        n_persons=n_persons,
        reason=reason.strip(),
        asked_by_id=context.principal.account_id,
        asked_at=now,
        expires_at=now + timedelta(days=max(1, min(days, LONGEST_DAYS))),
    )
    session.add(asked)
    session.flush()
    context.trace.about, context.trace.n_results = asked.ref, n_persons
    return _view(session, asked, now)


@operation("approvals.decide", kind="write", about="ref")
def decide_approval(
    context: Context, session: Session, *, ref: str, agree: bool
) -> ApprovalView:
    """Agree to somebody else's request, or refuse it; each person once.

    Args:
        context: who decides.
        session: given by the guard.
        ref: the request.
        agree: yes or no.

    Returns:
        The request, which may wait for another agreement.

    Raises:
        ApprovalUnknown, AlreadyDecided, ApprovalExpired: nothing to decide.
        OwnRequest: it is one's own.
        AlreadyAgreed: one has agreed already; somebody else must.
    """
    return decide_on(context, session, ref=ref, agree=agree)


def decide_on(
    context: Context,
    session: Session,
    *,
    ref: str,
    agree: bool,
    kind: Kind | None = None,
) -> ApprovalView:
    """Write an answer, for an operation that runs.

    Args:
        context: the running operation's.
        session: a writing session of the record.
        ref: the request.
        agree: yes or no.
        kind: the only kind that this operation decides on, None = all.

    Returns:
        The request.

    Raises:
        As `decide_approval`; a request of another kind is unknown here.
    """
    asked = _find(session, ref)
    if kind is not None and asked.kind != kind:
        raise ApprovalUnknown
    if asked.asked_by_id == context.principal.account_id:
        raise OwnRequest(context.operation)
    if asked.agreed is not None:
        raise AlreadyDecided
    now = context.now()
    if now >= asked.expires_at:
        raise ApprovalExpired
    _decide(asked, context.principal.account_id, agree=agree, now=now)
    session.add(asked)
    session.flush()
    context.trace.reason = "agreed" if agree else "refused"
    return _view(session, asked, now)


def _decide(
    asked: Approval, account_id: int | None, *, agree: bool, now: datetime
) -> None:
    if asked.decided_by_id is None:
        asked.decided_by_id, asked.decided_at = account_id, now
    elif asked.decided_by_id == account_id:
        raise AlreadyAgreed
    else:
        asked.seconded_by_id, asked.seconded_at = account_id, now
    if not agree:
        asked.agreed = False
    elif not _missing(asked):
        asked.agreed = True


def _missing(asked: Approval) -> int:
    """Count the agreements still missing, each of another person than the asker."""
    given = {asked.decided_by_id, asked.seconded_by_id} - {None, asked.asked_by_id}
    return max(0, AGREEMENTS[asked.kind] - len(given))


@operation("approvals.list", kind="read")
def list_approvals(context: Context, session: Session) -> list[ApprovalView]:
    """List every request, the latest first.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        The requests.
    """
    found = session.exec(select(Approval).order_by(col(Approval.id).desc()))
    now = context.now()
    return [_view(session, one, now) for one in found]


def one_of(context: Context, session: Session, *, ref: str) -> ApprovalView:
    """Read one request, for an operation that runs.

    Args:
        context: the running operation's.
        session: of the record.
        ref: the request.

    Returns:
        The request.

    Raises:
        ApprovalUnknown: there is none.
    """
    return _view(session, _find(session, ref), context.now())


def target_of(session: Session, *, ref: str) -> str:
    """Give the digest of what a request is about.

    Args:
        session: of the record.
        ref: the request.

    Returns:
        The digest.

    Raises:
        ApprovalUnknown: there is none.
    """
    return _find(session, ref).target


def use(
    context: Context,
    session: Session,
    *,
    ref: str,
    kind: Kind,
    target: str,
    again: bool = False,
) -> None:
    """Spend an approval in a writing session, committed before what it allows.

    Args:
        context: the running operation's; the one who asked.
        session: a writing session of the record.
        ref: the request.
        kind: what is about to be done.
        target: keyed digest of exactly what.
        again: whether a spent approval still serves: only where its target names one
            change of state, which a death may have kept from happening.

    Raises:
        ApprovalUnknown, ApprovalOfAnother, NotAgreed, ApprovalUsed, ApprovalExpired:
            it does not allow this.
    """
    asked = _find(session, ref)
    mine = asked.asked_by_id == context.principal.account_id
    if not mine or (asked.kind, asked.target) != (kind, target):
        raise ApprovalOfAnother
    if asked.used_at is not None and not again:
        raise ApprovalUsed
    if not asked.agreed or _missing(asked):
        raise NotAgreed
    if context.now() >= asked.expires_at:
        raise ApprovalExpired
    asked.used_at = context.now()
    session.add(asked)


def _find(session: Session, ref: str) -> Approval:
    found = session.exec(select(Approval).where(Approval.ref == ref)).first()
    if found is None:
        raise ApprovalUnknown
    return found


def _view(session: Session, asked: Approval, now: datetime) -> ApprovalView:
    return ApprovalView(
        ref=asked.ref,
        kind=asked.kind,
        n_persons=asked.n_persons,
        reason=asked.reason,
        asked_by=_login(session, asked.asked_by_id) or "",
        asked_at=asked.asked_at,
        expires_at=asked.expires_at,
        state=_state(asked, now),
        decided_by=_login(session, asked.decided_by_id),
        seconded_by=_login(session, asked.seconded_by_id),
        n_missing=_missing(asked) if asked.agreed is None else 0,
    )


def _state(asked: Approval, now: datetime) -> State:
    if asked.used_at is not None:
        return "used"
    if asked.agreed is False:
        return "refused"
    if now >= asked.expires_at:
        return "expired"
    return "agreed" if asked.agreed else "waiting"


def _login(session: Session, account_id: int | None) -> str | None:
    account = session.get(Account, account_id) if account_id is not None else None
    return None if account is None else account.login
