"""The record's half of a re-keying: every name replaced, and proof that none is left.

Whom the vault has forgotten (erased, or brought by a batch since undone) gets a name
drawn by chance, so that no former name stays and none stands for anybody.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select, update
from sqlmodel import AutoString, Session

from parcours.keeping.failures import RekeyingUnproven
from parcours.record.models import Link, Person, RecordModel, SourceSubject
from parcours.record.store import RecordStore
from pseudonymisation.pseudonym import RECORD, SUBJECT, Pseudonym
from pseudonymisation.rekeying import Rekeying


ROWS_AT_A_TIME = 5_000
PIECE = 1 << 20  # bytes of a file searched at once
_PERSON = Person.__table__  # type: ignore[attr-defined]
_SUBJECT = SourceSubject.__table__  # type: ignore[attr-defined]
_LINK = Link.__table__  # type: ignore[attr-defined]


class _Source(NamedTuple):
    domain: str
    table: Any
    name: Any
    linked: Any


SOURCES = (
    _Source(RECORD, _PERSON, _PERSON.c.pseudonym, _LINK.c.person_id),
    _Source(SUBJECT, _SUBJECT, _SUBJECT.c.subject, _LINK.c.subject_id),
)


def take_next_names(session: Session, state: Rekeying) -> int:
    """Give every person and subject of the record their next name.

    Args:
        session: writes; committed by the caller.
        state: of the vault, where the next root is staged.

    Returns:
        How many rows were renamed.

    Raises:
        RekeyingUnproven: the vault does not know somebody on whom links stand.
    """
    return sum(_take(session, state, source) for source in SOURCES)


def _take(session: Session, state: Rekeying, source: _Source) -> int:
    following = state.renamed(source.domain)
    connection, table = session.connection(), source.table
    rows = []
    for number, name, stands in connection.execute(_all(source)):
        then = following.get(name)
        if then is None and stands:
            raise RekeyingUnproven
        rows.append({"row": number, "then": then or state.nobody(source.domain)})
    change = (
        update(table)
        .where(table.c.id == bindparam("row"))
        .values({source.name.name: bindparam("then")})
    )
    for start in range(0, len(rows), ROWS_AT_A_TIME):
        connection.execute(change, rows[start : start + ROWS_AT_A_TIME])
    return len(rows)


def _all(source: _Source) -> Any:
    """Select number, name, and whether a link stands on the row today."""
    links = _LINK.alias()
    column = links.c[source.linked.name]
    stands = exists().where(column == source.table.c.id, links.c.revoked_on.is_(None))
    return select(source.table.c.id, source.name, stands).order_by(source.table.c.id)


def count_unproven(session: Session, state: Rekeying) -> tuple[int, int, int]:
    """Count the rows, and those whose name is not what it must be.

    Args:
        session: of the record.
        state: of the vault, whose root in service has changed.

    Returns:
        Persons, subjects, and rows under another root or unknown to the vault though
        links stand on them.
    """
    counts, wrong = [], 0
    for source in SOURCES:
        rows = session.connection().execute(_all(source)).all()
        names = [Pseudonym.parse(name) for _number, name, _stands in rows]
        wrong += sum(name.generation != state.generation for name in names)
        standing = [n for n, row in zip(names, rows, strict=True) if row[2]]
        wrong += len(standing) - state.known(source.domain, standing)
        counts.append(len(rows))
    return counts[0], counts[1], wrong


def traces_of(record: RecordStore, *, below: int) -> int:
    """Search the record's files, byte by byte, for names of earlier roots.

    Args:
        record: the store, rebuilt; on a server nothing is searched.
        below: generation of the root in service.

    Returns:
        How many were found beyond those that stand in texts (see `told_in_texts`).
    """
    found = sum(_count(p, mark) for p in record.files() for mark in _marks(below))
    with record.read() as session:
        return max(0, found - told_in_texts(session, below=below))


def told_in_texts(session: Session, *, below: int) -> int:
    """Count the names of earlier roots that stand in texts, where they must stay.

    Args:
        session: of the record.
        below: generation of the root in service.

    Returns:
        How many: in lines of the audit that a version without handles wrote, or typed
        by hand into a reason or a note.
    """
    texts = [
        column
        for table in RecordModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, AutoString)
    ]
    found = 0
    for mark in _marks(below):
        for column in texts:
            without = func.length(func.replace(column, mark.decode(), ""))
            signs = func.sum(func.length(column) - without)
            query = select(signs).where(column.contains(mark.decode()))
            found += (session.connection().execute(query).scalar() or 0) // len(mark)
    return found


def _marks(below: int) -> list[bytes]:
    return [
        f"v{generation}.{domain}.".encode()
        for generation in range(1, below)
        for domain in (RECORD, SUBJECT)
    ]


def _count(path: Path, mark: bytes) -> int:
    return sum(piece.count(mark) for piece in _pieces(path, len(mark) - 1))


def _pieces(path: Path, overlap: int) -> Iterator[bytes]:
    """Read a file in pieces that share as many bytes as a mark has, less one."""
    with path.open("rb") as file:
        rest = b""
        while read := file.read(PIECE):
            yield rest + read
            rest = read[-overlap:]
