"""Table of the audit chain; its rules live in `parcours.audit`."""

from datetime import datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class AuditLine(RecordModel, table=True):
    """One decision, chained to the one before by a keyed digest.

    Never a name, a filter literal of an identity column, a key or a token.

    Attributes:
        seq: 1, 2, 3 … without gap.
        decision: allowed | denied.
        about: handle of the person concerned, batch ref, cohort name … or null.
        previous: hash of line seq − 1.
        hash: HMAC-SHA256 of this line's canonical text and `previous`.
    """

    __tablename__ = "audit_line"

    seq: int = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)
    actor: str
    role: str
    organisation: str | None = None
    session: str | None = None
    operation: str
    about: str | None = None
    scope: str | None = None
    reason: str | None = None
    decision: str
    n_results: int | None = None
    version: str
    previous: str
    hash: str
