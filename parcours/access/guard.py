"""A function of the house → an operation: authorised, audited, in one transaction.

*No audit line, no answer.* The order depends on what the operation touches:

- `read`: the body runs on a snapshot; its line is committed; then the answer is given.
- `write`: the line is committed in the transaction of what was written, so that
  neither exists without the other.
- `vault`: the line is committed first, alone, because the vault cannot share the
  record's transaction; then the body runs on a snapshot. A body that also writes the
  record opens `context.record.write()` itself and calls `context.audit_line` in it.
  Where the body says in `trace.revealed` whose names the answer draws on, a closing
  line is committed before the answer is given: how many, and in `about` the first
  500, then "…" where there are more. The first line thus tells
  that someone asked, even if the body broke; the second whom they were shown.
- denied, for whatever reason: the line is committed; then the refusal is raised. A
  session without the second factor that its role must have, or without the fresh proof
  that the operation asks for, is one of those reasons.

A body says "not yours, or not there" by raising `NotWithinReach`: it is audited as
denied and reads the same in both cases.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import wraps
from types import MappingProxyType
from typing import Concatenate, Literal, ParamSpec, TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from config.failure import Failure
from parcours.access.context import Context, Trace
from parcours.access.failures import (
    AccessDenied,
    AuditImpossible,
    FactorNeeded,
    NotWithinReach,
    ProofNeeded,
    SessionOver,
)
from parcours.access.sessions import Standing, standing_of


P = ParamSpec("P")
R = TypeVar("R")
Kind = Literal["read", "write", "vault"]
SHORT_FORM = 6  # signs of a pseudonym that a page shows
MOST_NAMED = 500  # persons whom a closing line names


@dataclass(frozen=True)
class Registered:
    """An operation as decorated.

    Attributes:
        name: name in `config/access.yaml`.
        kind: read | write | vault.
        about: keyword argument whose value the audit keeps, if any.
        module: where it is defined.
    """

    name: str
    kind: Kind
    about: str | None
    module: str


_REGISTRY: dict[str, Registered] = {}  # filled once, by imports


def registry() -> Mapping[str, Registered]:
    """Give every operation defined in the modules imported so far.

    Returns:
        Operations by name, read-only.
    """
    return MappingProxyType(_REGISTRY)


def operation(
    name: str, *, kind: Kind, about: str | None = None
) -> Callable[
    [Callable[Concatenate[Context, Session, P], R]],
    Callable[Concatenate[Context, P], R],
]:
    """Make an operation of a function `f(context, session, *, …)`.

    Args:
        name: its name in `config/access.yaml`; unlisted means denied to all.
        kind: what it touches, which decides when its audit line is committed.
        about: keyword argument (a pseudonym or reference) to keep in the audit.

    Returns:
        A decorator; callers then call `f(context, …)`, without session.

    Raises:
        ValueError: two functions claim the same name.
    """

    def decorate(
        body: Callable[Concatenate[Context, Session, P], R],
    ) -> Callable[Concatenate[Context, P], R]:
        _register(Registered(name, kind, about, body.__module__))

        @wraps(body)
        def guarded(context: Context, /, *args: P.args, **kwargs: P.kwargs) -> R:
            running = _start(context, name, kwargs.get(about or ""))
            return _run(kind, running, lambda s: body(running, s, *args, **kwargs))

        return guarded

    return decorate


def _register(entry: Registered) -> None:
    known = _REGISTRY.get(entry.name)
    if known is not None and known.module != entry.module:
        raise ValueError(f"two operations are called {entry.name}")
    _REGISTRY[entry.name] = entry


def _start(context: Context, name: str, about: object) -> Context:
    """Authorise, and give the context under which the body runs."""
    running = replace(
        context,
        operation=name,
        scope=context.policy.grant(context.principal.role, name),
        trace=Trace(about=None if about is None else str(about)),
    )
    if running.scope is None:
        raise _denied(running, AccessDenied(name))
    return running


def _run(kind: Kind, context: Context, body: Callable[[Session], R]) -> R:
    if kind == "read":
        return _run_read(context, body)
    if kind == "write":
        return _run_write(context, body)
    return _run_vault(context, body)


def _run_read(context: Context, body: Callable[[Session], R]) -> R:
    try:
        with context.record.read() as session:
            _check_session(context, session)
            answer = body(session)
    except (AccessDenied, SessionOver) as refusal:
        raise _denied(context, refusal) from None
    except Failure:
        _commit_line(context)  # a reasoned failure is an answer too
        raise
    _count(context.trace, answer)
    _commit_line(context)
    return answer


def _run_write(context: Context, body: Callable[[Session], R]) -> R:
    try:
        with context.record.write() as session:
            _check_session(context, session)
            answer = body(session)
            session.flush()
            _count(context.trace, answer)
            _append_or_refuse(context, session)
    except (AccessDenied, SessionOver) as refusal:
        raise _denied(context, refusal) from None
    return answer


def _run_vault(context: Context, body: Callable[[Session], R]) -> R:
    try:
        with context.record.read() as session:
            _check_session(context, session)
    except (AccessDenied, SessionOver) as refusal:
        raise _denied(context, refusal) from None
    _commit_line(context)
    try:
        with context.record.read() as session:
            answer = body(session)
    except AccessDenied as refusal:
        raise _denied(context, refusal) from None
    if context.trace.revealed is not None:
        _close(context.trace, context.trace.revealed)
        _commit_line(context)
    return answer


def _close(trace: Trace, revealed: tuple[str, ...]) -> None:
    """Say in the trace how many persons an answer shows, and which."""
    named = list(revealed[:MOST_NAMED])
    rest = ["…"] if len(revealed) > MOST_NAMED else []
    trace.n_results = len(revealed)
    trace.about = ",".join(named + rest) or None


def short_form(pseudonym: str) -> str:
    """Give the first signs of a pseudonym, as a page shows them.

    Args:
        pseudonym: `v1.<domain>.<52 signs>`.

    Returns:
        Six signs; unique within reach but for rare chance.
    """
    return pseudonym.rsplit(".", 1)[-1][:SHORT_FORM]


def _check_session(context: Context, session: Session) -> None:
    """Refuse a session that is over, lacks the role's factor, or a fresh proof."""
    now, policy = context.now(), context.policy
    standing = standing_of(session, context.principal, now=now, policy=policy)
    if standing is None:
        raise SessionOver
    if standing.in_session:
        _check_proofs(context, standing)


def _check_proofs(context: Context, standing: Standing) -> None:
    policy, name = context.policy, context.operation
    role = policy.roles[context.principal.role]
    lacks = role.needs_factor and not standing.with_factor
    if lacks and not policy.is_open_before_factor(name):
        raise FactorNeeded(name)
    if policy.must_prove(name, proved_at=standing.proved_at, now=context.now()):
        raise ProofNeeded(name)


def _denied(context: Context, refusal: Failure) -> Failure:
    """Commit the refusal's line and give the refusal, for the caller to raise."""
    context.trace.n_results = 0
    if isinstance(refusal, NotWithinReach) and not refusal.operation:
        refusal.operation = context.operation
    _commit_line(context, decision="denied")
    return refusal


def _commit_line(
    context: Context, decision: Literal["allowed", "denied"] = "allowed"
) -> None:
    try:
        with context.record.write() as session:
            context.audit_line(session, decision)
    except SQLAlchemyError:
        raise AuditImpossible from None


def _append_or_refuse(context: Context, session: Session) -> None:
    try:
        context.audit_line(session)
    except SQLAlchemyError:
        raise AuditImpossible from None


def _count(trace: Trace, answer: object) -> None:
    """Count the rows of a list answer, where the body did not say itself."""
    if trace.n_results is None and isinstance(answer, list | tuple | dict | set):
        with suppress(TypeError):
            trace.n_results = len(answer)
