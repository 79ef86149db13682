"""A stated list of pseudonyms → whose they are, for many at once.

Pseudonymity is undone for many only where one person asked, a second agreed to this
very list, and both custodians of the root of pseudonyms are there with their shares.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.approvals.operations import (
    USUAL_DAYS,
    ApprovalView,
    request_approval,
    use,
)
from pseudonymisation.desk import Desk, Identity
from pseudonymisation.keys.keyring import PSEUDONYM
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.shares import ShareFile, both_present
from pseudonymisation.pseudonym import Pseudonym


KIND: Final = "reidentification"


def request_reidentification(
    context: Context,
    *,
    desk: Desk,
    persons: Sequence[Pseudonym],
    reason: str,
    days: int = USUAL_DAYS,
) -> ApprovalView:
    """Ask that a list of pseudonyms be turned back into names.

    Args:
        context: who asks.
        desk: for a keyed digest only.
        persons: the list (domain "record").
        reason: why; no name.
        days: how long the approval may wait and serve.

    Returns:
        The request, which a second person decides.
    """
    return request_approval(
        context,
        kind=KIND,
        target=_target(desk, persons),
        n_persons=len(set(persons)),
        reason=reason,
        days=days,
    )


@operation("keys.reidentify", kind="vault", about="approval")
def reidentify(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    keys_folder: Path,
    shares: tuple[ShareFile, ShareFile],
    approval: str,
    persons: Sequence[Pseudonym],
    passphrase: Passphrase = nobody,
) -> dict[Pseudonym, Identity]:
    """Open the identities of a list, under an approval and both shares.

    The shares are tried first, so that a mistyped passphrase spends no approval; the
    approval is spent, and its line committed, before anything is opened.

    Args:
        context: who asked for the approval.
        session: given by the guard.
        desk: the vault's door.
        keys_folder: where the key files lie.
        shares: of both custodians.
        approval: its reference.
        persons: the very list that was asked for.
        passphrase: asked where the key files are sealed.

    Returns:
        Identity by pseudonym; those known only under anonymity, or by a code alone,
        are left out.

    Raises:
        KeysFailure: a share is missing, damaged, of another split, or does not open.
        ApprovalRefused: the approval does not allow this.
    """
    both_present(keys_folder, shares, of=PSEUDONYM, passphrase=passphrase)
    with context.record.write() as writing:
        use(context, writing, ref=approval, kind=KIND, target=_target(desk, persons))
        context.trace.reason = "approval used"
        context.audit_line(writing)
    found = desk.reveal_many(list(persons), None)
    context.trace.revealed = tuple(str(person) for person in found)
    return found


def _target(desk: Desk, persons: Sequence[Pseudonym]) -> str:
    return desk.row_digest(KIND, *sorted({str(person) for person in persons}))
