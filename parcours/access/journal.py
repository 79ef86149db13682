"""Reading and verifying the audit chain, as operations like any other."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation, short_form
from parcours.audit.handles import short
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
        Lines, newest first; those about a person give their present pseudonym.
    """
    handles = context.audit.handles
    lines = select(AuditLine).order_by(col(AuditLine.seq).desc()).limit(limit)
    if about is not None:
        lines = lines.where(_about(about, handles.of(session, about) or about))
    found = session.exec(lines).all()
    names = handles.names(session, [line.about for line in found])
    return [_named(line, names) for line in found]


def _about(name: str, handle: str) -> ColumnElement[bool]:
    """Match lines about one thing, and lists that show a person among others."""
    told = col(AuditLine.about)
    in_a_list = col(AuditLine.operation).in_(LISTS) & or_(
        told.contains(short(handle), autoescape=True),
        told.contains(short_form(name), autoescape=True),  # of an earlier version
    )
    return or_(told.in_({name, handle}), in_a_list)


def _named(line: AuditLine, names: Mapping[str, str]) -> AuditLine:
    """Copy a line, with the pseudonyms that its handles stand for today."""
    if not line.about:
        return line
    alone = "," not in line.about
    told = [
        (names[one] if alone else short_form(names[one])) if one in names else one
        for one in line.about.split(",")
    ]
    return AuditLine(**{**line.model_dump(), "about": ",".join(told)})
