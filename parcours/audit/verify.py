"""The whole chain → a verdict: unbroken, or where it first breaks and how.

Seen without help: an edited, removed, inserted or swapped line, and a gap in the
numbers. Not seen without a checkpoint kept outside: lines cut off the end, or the
whole database put back to an earlier day. `CUT_IS_INVISIBLE` says so on every verdict.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from config.translation import _
from parcours.audit.chain import FIRST_PREVIOUS, chain_hash
from parcours.record.models import AuditLine


ROWS_AT_A_TIME = 5_000
Line = Mapping[Any, Any]


class Break(Enum):
    """How the chain breaks."""

    GAP = "gap"
    UNTIED = "untied"
    ALTERED = "altered"
    CUT = "cut"


@dataclass(frozen=True)
class Checkpoint:
    """The end of the chain as it stood one day, kept outside the database.

    Attributes:
        seq: number of its last line.
        hash: hash of that line.
    """

    seq: int
    hash: str


@dataclass(frozen=True)
class Verdict:
    """What a verification found.

    Attributes:
        n_lines: lines read.
        broken_at: number of the first line that does not hold, or None.
        how: how it breaks there, or None.
        end: last line, to be kept elsewhere as a checkpoint; None if empty.
        against: the checkpoint it was compared with, if any.
    """

    n_lines: int
    broken_at: int | None
    how: Break | None
    end: Checkpoint | None
    against: Checkpoint | None = None

    @property
    def holds(self) -> bool:
        """Tell whether no break was found."""
        return self.how is None

    def limits(self) -> str:
        """Say what this verdict cannot know.

        Returns:
            One French sentence (or its translation).
        """
        if self.against is None:
            return _(
                "Des lignes retirées à la fin du journal ne se voient qu’avec un "
                "point de contrôle conservé ailleurs ; aucun n’a été donné."
            )
        return _(
            "Des lignes retirées après le point de contrôle {seq} ne se verraient pas."
        ).format(seq=self.against.seq)


def verify(
    session: Session, key: bytes, *, against: Checkpoint | None = None
) -> Verdict:
    """Walk the chain from its first line and stop at the first break.

    Args:
        session: a session of the record.
        key: the chain's key.
        against: a checkpoint kept elsewhere, to see a cut end too.

    Returns:
        The verdict.
    """
    seq, previous = 0, FIRST_PREVIOUS
    for line in _lines(session):
        how = _break_at(line, seq=seq + 1, previous=previous, key=key)
        if line is None or how is not None:
            return Verdict(seq, seq + 1, how, _end(seq, previous), against)
        seq, previous = line["seq"], line["hash"]
        if against is not None and seq == against.seq and previous != against.hash:
            return Verdict(seq, seq, Break.ALTERED, _end(seq, previous), against)
    if against is not None and seq < against.seq:
        return Verdict(seq, seq + 1, Break.CUT, _end(seq, previous), against)
    return Verdict(seq, None, None, _end(seq, previous), against)


def _lines(session: Session) -> Iterator[Line | None]:
    """Give the lines in order, and None for one so damaged that it cannot be read."""
    last = 0
    try:
        options = {"yield_per": ROWS_AT_A_TIME}
        for row in session.execute(_after(0), execution_options=options).mappings():
            last = row["seq"]
            yield row
    except (ValueError, TypeError):
        yield from _one_by_one(session, after=last)


def _one_by_one(session: Session, *, after: int) -> Iterator[Line | None]:
    """Read on slowly, up to the damaged line."""
    seq = after
    try:
        while row := session.execute(_after(seq).limit(1)).mappings().first():
            seq = row["seq"]
            yield row
    except (ValueError, TypeError):
        yield None


def _after(seq: int) -> Select[Any]:
    """Select plain columns: a million mapped objects would take minutes."""
    columns = AuditLine.__table__.columns  # type: ignore[attr-defined]
    return select(*columns).where(columns.seq > seq).order_by(columns.seq)


def _break_at(
    line: Line | None, *, seq: int, previous: str, key: bytes
) -> Break | None:
    if line is None:
        return Break.ALTERED
    if line["seq"] != seq:
        return Break.GAP
    if line["previous"] != previous:
        return Break.UNTIED
    if not hmac.compare_digest(chain_hash(line, key=key), str(line["hash"])):
        return Break.ALTERED
    return None


def _end(seq: int, last_hash: str) -> Checkpoint | None:
    return Checkpoint(seq, last_hash) if seq else None
