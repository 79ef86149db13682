"""A file's rows against those already known → new, changed, known, disappeared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from parcours.intake.checking import GoodRow
from parcours.record.models import Batch, SourceRow


IN_CHUNK = 500  # values of one IN (…), well under SQLite's limit


@dataclass(frozen=True)
class Difference:
    """How a file differs from what its sender sent before.

    Attributes:
        new: rows never seen.
        changed: rows seen with another content, with the id of the earlier row.
        n_known: rows already loaded as they are.
        n_disappeared: rows loaded earlier that this file no longer holds.
    """

    new: tuple[GoodRow, ...]
    changed: tuple[tuple[GoodRow, int], ...]
    n_known: int
    n_disappeared: int

    def as_dict(self) -> dict[str, int]:
        """Give the counts, as the JSON answer lists them."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "disappeared": self.n_disappeared,
        }


def compare(
    session: Session,
    rows: Sequence[GoodRow],
    *,
    organisation_id: int | None,
    template: str,
) -> Difference:
    """Sort rows by what is already known of them.

    Args:
        session: of the record.
        rows: good rows of one file.
        organisation_id: the sender, None where it never sent anything.
        template: code of the template.

    Returns:
        The difference.
    """
    known = _known(session, rows, organisation_id, template)
    new: list[GoodRow] = []
    changed: list[tuple[GoodRow, int]] = []
    seen: set[str] = set()
    n_known = 0
    for row in rows:
        earlier = known.get(row.key)
        if row.digest in seen or (earlier and earlier[1] == row.digest):
            n_known += 1
        elif earlier:
            changed.append((row, earlier[0]))
        else:
            new.append(row)
        seen.add(row.digest)
    in_all = _count_keys(session, organisation_id, template)
    return Difference(tuple(new), tuple(changed), n_known, in_all - len(known))


def _known(
    session: Session,
    rows: Sequence[GoodRow],
    organisation_id: int | None,
    template: str,
) -> dict[str, tuple[int, str]]:
    """Give the latest loaded row of each key: (its id, its digest)."""
    found: dict[str, tuple[int, str]] = {}
    if organisation_id is None:
        return found
    keys = list({row.key for row in rows})
    for start in range(0, len(keys), IN_CHUNK):
        query = (
            select(SourceRow.row_key, SourceRow.id, SourceRow.row_digest)
            .join(Batch, col(Batch.id) == col(SourceRow.batch_id))
            .where(
                col(SourceRow.row_key).in_(keys[start : start + IN_CHUNK]),
                SourceRow.organisation_id == organisation_id,
                SourceRow.template == template,
                Batch.state == "loaded",
            )
            .order_by(col(SourceRow.id))
        )
        for key, row_id, digest in session.exec(query):
            found[key] = (row_id or 0, digest)
    return found


def _count_keys(session: Session, organisation_id: int | None, template: str) -> int:
    if organisation_id is None:
        return 0
    query = (
        select(func.count(col(SourceRow.row_key).distinct()))
        .join(Batch, col(Batch.id) == col(SourceRow.batch_id))
        .where(
            SourceRow.organisation_id == organisation_id,
            SourceRow.template == template,
            Batch.state == "loaded",
        )
    )
    return int(session.exec(query).one())
