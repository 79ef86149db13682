"""Are the keys the right ones; what was examined and repaired."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.record.models import Person
from pseudonymisation.desk import Desk
from pseudonymisation.failures import PersonUnknown
from pseudonymisation.pseudonym import Pseudonym


TRIED_AT_MOST = 20


def open_some(session: Session, desk: Desk) -> int:
    """Open some identities with the present keys, and show none.

    Args:
        session: of the record.
        desk: the door to the vault.

    Returns:
        How many identities were opened; 0 in a vault without identities.

    Raises:
        KeysFailure: the keys are not those of this vault.
    """
    newest = select(Person.pseudonym).order_by(col(Person.id).desc())
    n_opened = 0
    for text in session.exec(newest.limit(TRIED_AT_MOST)):
        try:
            desk.reveal(Pseudonym.parse(text), organisation=None)
        except PersonUnknown:
            continue  # known by a code alone, or erased
        n_opened += 1
    return n_opened


@operation("doctor.run", kind="read")
def note_examination(context: Context, session: Session, *, n_findings: int) -> None:
    """Leave an audit line of an examination.

    Args:
        context: who acts.
        session: given by the guard.
        n_findings: checks that did not pass.
    """
    context.trace.n_results = n_findings


@operation("doctor.repair", kind="read")
def note_repair(context: Context, session: Session, *, done: Sequence[str]) -> None:
    """Leave an audit line of what was repaired.

    Args:
        context: who acts.
        session: given by the guard.
        done: names of the checks that were mended.
    """
    context.trace.about = ",".join(done) or None
    context.trace.n_results = len(done)
