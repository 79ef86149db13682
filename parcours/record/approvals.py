"""The table of what two people must agree on before it is done."""

from datetime import datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class Approval(RecordModel, table=True):
    """One request, and what became of it; every step is also in the audit.

    Attributes:
        ref: 16 hexadecimal digits, what people call it by.
        kind: reidentification | rekeying | publication.
        target: keyed digest of exactly what is asked for: an approval for one list
            does not serve for another.
        n_persons: how many persons it is about.
        reason: why, in words of the one who asks; never a name.
        expires_at: from then on it is worth nothing, agreed or not.
        agreed: true or false, null while too few have decided.
        decided_by_id: who agreed first, or refused.
        seconded_by_id: who agreed after them, where it takes two; or refused then.
        used_at: set once; an approval serves once.
    """

    __tablename__ = "approval"

    id: int | None = Field(default=None, primary_key=True)
    ref: str = Field(unique=True, index=True)
    kind: str
    target: str
    n_persons: int
    reason: str
    asked_by_id: int = Field(foreign_key="account.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    agreed: bool | None = None
    decided_by_id: int | None = Field(default=None, foreign_key="account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seconded_by_id: int | None = None
    seconded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
