"""Tables of sign-in: what an account proves itself with beside its password."""

from datetime import datetime

from sqlmodel import Field

from parcours.record.base import RecordModel, UtcDateTime


class SecondFactor(RecordModel, table=True):
    """The secret that an account shares with its authenticator application.

    An account has one that is confirmed at most, and one that waits for its first code:
    changing telephones half-way neither locks anybody out nor takes the factor away.

    Attributes:
        key_id: of the key under which the secret is sealed.
        sealed: nonce and ciphertext; the record alone gives no code.
        confirmed_at: once a first code was right; before that it counts for nothing.
        last_step: the last step of thirty seconds whose code counted.
    """

    __tablename__ = "second_factor"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    key_id: str
    sealed: bytes
    made_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_step: int | None = None


class RecoveryCode(RecordModel, table=True):
    """A code that lets an account in once without its application.

    Attributes:
        digest: SHA-256 of 120 random bits.
    """

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    digest: str = Field(unique=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AddressTries(RecordModel, table=True):
    """Failed tries from one network address, kept for a day.

    Attributes:
        handle: the address digested under a key that the record does not hold.
    """

    __tablename__ = "address_tries"

    id: int | None = Field(default=None, primary_key=True)
    handle: str = Field(unique=True)
    failed: int = 0
    last_at: datetime = Field(sa_type=UtcDateTime, index=True)
    locked_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
