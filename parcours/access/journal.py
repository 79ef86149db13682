"""Reading and verifying the audit chain, as operations like any other."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation, short_form
from parcours.audit.verify import Checkpoint, Verdict
from parcours.record.models import AuditLine


LISTS = ("caseload.read", "people.search")  # their closing lines name several persons


@operation("audit.verify", kind="read")
def verify_journal(
    context: Context, session: Session, *, against: Checkpoint | None = None
) -> Verdict:
    """Walk the audit chain; this reading adds its own line after it.

    Args:
        context: who acts.
        session: given by the guard.
        against: a checkpoint kept elsewhere, without which a cut end goes unseen.

    Returns:
        The verdict on the lines before this one.
    """
    verdict = context.audit.verify(session, against=against)
    context.trace.n_results = verdict.n_lines
    return verdict


@operation("audit.read", kind="read", about="about")
def read_journal(
    context: Context, session: Session, *, about: str | None = None, limit: int = 200
) -> list[AuditLine]:
    """Read the newest lines of the audit.

    Args:
        context: who acts.
        session: given by the guard.
        about: only what concerns this pseudonym or reference.
        limit: how many lines at most.

    Returns:
        Lines, newest first.
    """
    lines = select(AuditLine).order_by(col(AuditLine.seq).desc()).limit(limit)
    if about is not None:
        short = col(AuditLine.about).contains(short_form(about), autoescape=True)
        in_a_list = col(AuditLine.operation).in_(LISTS) & short
        lines = lines.where(or_(col(AuditLine.about) == about, in_a_list))
    return list(session.exec(lines).all())
