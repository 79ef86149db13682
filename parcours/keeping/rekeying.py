"""Every pseudonym keyed anew: what is done when the root of pseudonyms has leaked.

    asked, two others agree, both custodians ──► next root staged, sealed, in its file
    ──► intent in the vault ──► the record takes every next name, in one transaction
    ──► root in service changes, rows of the vault are looked up under it
    ──► proven: counts, lookups, audit, bytes of the record ──► former root destroyed

A death at any point leaves one of these states; starting again goes on, and so does
the next opening of the territory where the record has already taken the names. Nobody
but the first step asks for an approval and shares: what follows adds no power.

Readers work on; until the record commits they see the former names, afterwards the
next ones. Writers wait for the vault's lock, and are told so. See docs/adr/0013.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlmodel import Session, col, func, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.approvals.operations import (
    USUAL_DAYS,
    ApprovalView,
    request_approval,
    use,
)
from parcours.keeping.failures import RekeyingNeedsTwo, RekeyingUnproven
from parcours.keeping.renaming import (
    count_unproven,
    take_next_names,
    told_in_texts,
    traces_of,
)
from parcours.record.models import FinishedIntent, Person
from pseudonymisation.desk import Desk
from pseudonymisation.keys.keyring import PSEUDONYM
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.roots import part_recognition
from pseudonymisation.keys.shares import ShareFile, both_present
from pseudonymisation.recovery import REKEYING


KIND: Final = "rekeying"
MARK = "pseudonyms:"
"""Stands in the audit before the generation."""
Step = Callable[[str], None]


@dataclass(frozen=True)
class Rekeyed:
    """What a re-keying did.

    Attributes:
        generation: of the root in service.
        persons: persons who have a name of it.
        subjects: subjects who have one.
        done: whether the former root is destroyed; where not, a reader kept the
            record's file from being rebuilt: starting again goes on.
        told: former names that stay in texts; see `renaming.told_in_texts`.
        changed_at: instant since which the record says the new names; what left
            before keeps its own, which nothing translates any more.
    """

    generation: int
    persons: int
    subjects: int
    done: bool
    told: int
    changed_at: datetime


def request_rekeying(
    context: Context, *, desk: Desk, reason: str, days: int = USUAL_DAYS
) -> ApprovalView:
    """Ask that every pseudonym be keyed anew, once, from the present root.

    Args:
        context: who asks.
        desk: for the present generation and a keyed digest.
        reason: why; no name.
        days: how long the approval may wait and serve.

    Returns:
        The request, to which two others must agree.
    """
    with context.record.read() as session:
        n_persons = session.exec(select(func.count(col(Person.id)))).one()
    return request_approval(
        context,
        kind=KIND,
        target=_target(desk),
        n_persons=n_persons,
        reason=reason,
        days=days,
    )


@operation("keys.rekey", kind="vault", about="approval")
def rekey(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    keys_folder: Path,
    approval: str | None = None,
    shares: tuple[ShareFile, ShareFile] | None = None,
    passphrase: Passphrase = nobody,
    step: Step = lambda _name: None,
) -> Rekeyed:
    """Key every pseudonym anew, or go on where that was interrupted.

    Args:
        context: who asked for the approval; anyone entitled may go on.
        session: given by the guard.
        desk: the vault's door.
        keys_folder: where the key files lie.
        approval: its reference; needed to begin.
        shares: of both custodians of the root; needed to begin.
        passphrase: asked where the key files are sealed.
        step: told the name of each step as it is done.

    Returns:
        What was done.

    Raises:
        RekeyingNeedsTwo: it has not begun, and the approval or the shares are missing.
        KeysFailure: a share is missing, damaged, of another split, or does not open.
        ApprovalRefused: the approval does not allow this.
        VaultBusy: another work holds the vault; starting again goes on.
        RekeyingUnproven: something does not hold; the former root stays.
    """
    session.rollback()  # its snapshot would keep the record's log from being cut
    state = desk.rekeying
    if not (state.staged or state.to_retire):
        if approval is None or shares is None:
            raise RekeyingNeedsTwo
        both_present(keys_folder, shares, of=PSEUDONYM, passphrase=passphrase)
        _approve(context, approval, _target(desk))
        step("approved")
        part_recognition(keys_folder, passphrase)
        state.stage()
    step("staged")
    _rename(context, desk, step)
    return _finish(context, desk, step)


def _target(desk: Desk) -> str:
    """Name one change of state: it can happen once."""
    return desk.row_digest(KIND, str(desk.rekeying.generation))


def _approve(context: Context, approval: str, target: str) -> None:
    with context.record.write() as writing:
        use(context, writing, ref=approval, kind=KIND, target=target, again=True)
        context.trace.reason = "approval used"
        context.audit_line(writing)
    context.trace.reason = None


def _rename(context: Context, desk: Desk, step: Step) -> None:
    """Let the record and then the vault take the next names, under one intent."""
    with desk.intent(kind=REKEYING, author=context.principal.login) as intent:
        state = desk.rekeying
        if not state.staged:
            return  # done before a death, or by another process since
        intent.prepare()
        step("prepared")
        with context.record.write() as writing:
            context.trace.n_results = take_next_names(writing, state)
            context.trace.about = f"{MARK}{state.generation + 1}"
            writing.add(
                FinishedIntent(ref=intent.ref, kind=REKEYING, recorded_at=context.now())
            )
            context.audit_line(writing)
            writing.flush()
            step("renamed")
        step("recorded")
        intent.finish()
    step("adopted")


def _finish(context: Context, desk: Desk, step: Step) -> Rekeyed:
    """Prove, leave no trace of the former names, and only then destroy their root."""
    state = desk.rekeying
    persons, subjects = _prove(context, desk)
    step("proven")
    clean = context.record.scrub() and state.scrub()
    step("scrubbed")
    if clean and traces_of(context.record, below=state.generation):
        raise RekeyingUnproven
    if clean:
        state.retire()
        step("retired")
    with context.record.write() as writing:
        changed = writing.exec(
            select(func.max(col(FinishedIntent.recorded_at))).where(
                FinishedIntent.kind == REKEYING
            )
        ).one()
        context.trace.about = f"{MARK}{state.generation}"
        context.trace.n_results = persons
        context.trace.reason = "former root destroyed" if clean else None
        context.audit_line(writing)
        told = told_in_texts(writing, below=state.generation)
    at = changed or context.now()
    return Rekeyed(state.generation, persons, subjects, clean, told, at)


def _prove(context: Context, desk: Desk) -> tuple[int, int]:
    """Compare names, lookups and the audit; give how many persons and subjects."""
    state = desk.rekeying
    with context.record.read() as session:
        if not context.audit.verify(session).holds:
            raise RekeyingUnproven
        persons, subjects, wrong = count_unproven(session, state)
    if wrong or state.strays():
        raise RekeyingUnproven
    return persons, subjects
