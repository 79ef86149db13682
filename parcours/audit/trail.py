"""A decision → one more line of the chain.

Each line carries the HMAC of its own content and of the line before, under a key that
the database does not hold. Whoever edits, removes, inserts or swaps lines without the
key breaks the chain. Cutting lines off the end is *not* visible from the inside: it
shows only against a checkpoint (`seq`, `hash`) kept elsewhere.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal, Protocol

from sqlalchemy import insert, select
from sqlmodel import Session

from parcours.audit.chain import FIRST_PREVIOUS, chain_hash
from parcours.audit.handles import Handles
from parcours.audit.verify import Checkpoint, Verdict, verify
from parcours.record.models import AuditLine


Decision = Literal["allowed", "denied"]
_TABLE = AuditLine.__table__  # type: ignore[attr-defined]
_LAST = select(_TABLE.c.seq, _TABLE.c.hash).order_by(_TABLE.c.seq.desc()).limit(1)
_INSERT = insert(_TABLE)


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """One decision, before it is chained.

    Never a name, a key, a token or a filter literal of an identity column.

    Attributes:
        at: instant of the decision, with its time zone.
        actor: login of the account, or a word for nobody (`unknown`, `machine`).
        role: role under which it acted.
        operation: name in `config/access.yaml`.
        decision: allowed | denied.
        organisation: code of the actor's organisation.
        session: first half-line of the session's hash.
        about: pseudonyms, batch ref, cohort name …; pseudonyms are written as handles.
        scope: scope under which it was allowed.
        reason: reason given, for readings outside the caseload.
        n_results: how many rows or persons the answer holds.
    """

    at: datetime
    actor: str
    role: str
    operation: str
    decision: Decision
    organisation: str | None = None
    session: str | None = None
    about: str | None = None
    scope: str | None = None
    reason: str | None = None
    n_results: int | None = None


class AuditTrail(Protocol):
    """Where decisions are written down.

    Attributes:
        handles: write whom a line is about, and tell it again.
    """

    handles: Handles

    def append(self, session: Session, entry: AuditEntry) -> Checkpoint:
        """Write one line in the session's transaction.

        Args:
            session: a writing session of the record.
            entry: the decision.

        Returns:
            The end of the chain, which is now this line.
        """

    def verify(self, session: Session, *, against: Checkpoint | None = None) -> Verdict:
        """Walk the whole trail and say whether it holds.

        Args:
            session: a session of the record.
            against: a checkpoint kept elsewhere.

        Returns:
            The verdict.
        """


class ChainedAudit:
    """The audit trail in the record's own database, chained by a key.

    Args:
        key: 32 bytes or more, kept with the keys and not in the database.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.handles = Handles(key)
        self._version = version("parcours")

    def __repr__(self) -> str:
        return "ChainedAudit()"

    def append(self, session: Session, entry: AuditEntry) -> Checkpoint:
        """Chain one line in the session's transaction.

        Args:
            session: a writing session of the record (it holds the write lock, so
                that no two lines can follow the same one).
            entry: the decision.

        Returns:
            The end of the chain, which is now this line.
        """
        connection = session.connection()
        last = connection.execute(_LAST).first()
        line = {
            **asdict(entry),
            "about": self.handles.of(session, entry.about),
            "seq": 1 if last is None else last.seq + 1,
            "at": entry.at.astimezone(UTC),
            "version": self._version,
            "previous": FIRST_PREVIOUS if last is None else last.hash,
        }
        digest = chain_hash(line, key=self._key)
        connection.execute(_INSERT, {**line, "hash": digest})
        return Checkpoint(line["seq"], digest)

    def verify(self, session: Session, *, against: Checkpoint | None = None) -> Verdict:
        """Walk the whole chain and say whether it holds.

        Args:
            session: a session of the record.
            against: a checkpoint kept elsewhere, to see a cut end too.

        Returns:
            The verdict.
        """
        return verify(session, self._key, against=against)
