"""The ledger of tables: every cell that was told, when, by whom, on what evidence.

Kept in the evaluators' store beside the ledger of estimates. It holds no person: words
of cells, head counts, and what was told of them. Exact counts stay in this store.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, create_engine, insert
from sqlmodel import Field, Session, col, select

from cohorts.disclosure.audit import Key, Relation
from cohorts.disclosure.counted import CountTable
from cohorts.disclosure.ledger import EvaluationModel
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.tables import Audience, ReleasedCounts


class ToldTable(EvaluationModel, table=True):
    """One table that was told.

    Attributes:
        released_at: instant, UTC, ISO text.
        account: login of who asked.
        second: login of the second person of a publication, "" = none.
        name: what is counted.
        shape: JSON: dimensions, scope, relations.
        source: JSON: provenance.
        verdict: PASS, REVIEW or FAIL.
        evidence: JSON: the numbers that decided.
        rules: JSON: the rules as they were.
        is_new: it brought figures; else those of an earlier edition were told again.
    """

    __tablename__ = "told_table"

    id: int | None = Field(default=None, primary_key=True)
    released_at: str
    account: str
    second: str
    name: str = Field(index=True)
    audience: str
    shape: str
    source: str
    verdict: str
    evidence: str
    rules: str
    rules_version: str
    is_new: bool


class ToldCell(EvaluationModel, table=True):
    """One cell of a told table.

    Attributes:
        words: JSON: its key.
        n_exact: exact persons; stays in this store.
        told: the rounded count, None = hidden.
    """

    __tablename__ = "told_cell"

    id: int | None = Field(default=None, primary_key=True)
    table_id: int = Field(index=True)
    words: str
    n_exact: int
    told: int | None


@dataclass(frozen=True)
class Edition:
    """A table as it was told.

    Attributes:
        name: what is counted.
        dimensions: names of the dimensions.
        scope: areas or periods it is about, in their smallest parts.
        counts: exact persons by key.
        told: rounded persons by key, None = hidden.
        relations: its sums.
        provenance: where it came from.
        evidence: the numbers that decided.
        rules_version: version of the rules it was told under.
        audience: for whom.
        id: of its row, 0 = none.
    """

    name: str
    dimensions: tuple[str, ...]
    scope: frozenset[str]
    counts: dict[Key, int]
    told: dict[Key, int | None]
    relations: tuple[Relation, ...]
    provenance: Provenance
    evidence: tuple[str, ...]
    rules_version: str
    audience: Audience
    id: int = 0


class ToldShare(EvaluationModel, table=True):
    """What a table tells beside counts: a share of days with its limits.

    Attributes:
        words: JSON: key of the cell.
        share: as told, None = hidden; its limits likewise.
        sums: JSON: the exact sums behind it; they stay in this store.
    """

    __tablename__ = "told_share"

    id: int | None = Field(default=None, primary_key=True)
    table_id: int = Field(index=True)
    words: str
    share: float | None
    low: float | None
    high: float | None
    sums: str


@dataclass(frozen=True)
class Share:
    """A share of days as it was told, and the exact sums behind it."""

    share: float | None
    low: float | None
    high: float | None
    sums: tuple[float, ...]


@dataclass(frozen=True)
class Line:
    """One table on its way into the ledger.

    Attributes:
        name: what is counted.
        counts: exact persons by key, of the edition whose figures are told.
        told: rounded persons by key, None = hidden.
        provenance: where it comes from.
        verdict: PASS, REVIEW or FAIL.
        evidence: the numbers that decided.
        rules_version: version of the rules.
        is_new: it brings figures.
        shares: shares of days by key, beside the counts.
    """

    name: str
    counts: Mapping[Key, int]
    told: Mapping[Key, int | None]
    provenance: Provenance
    verdict: str
    evidence: tuple[str, ...]
    rules_version: str
    is_new: bool
    shares: Mapping[Key, Share] = field(default_factory=dict)


class TableLedger:
    """The ledger of tables, opened on the evaluators' store.

    Args:
        url: SQLAlchemy URL of the evaluators' store.
    """

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        place = self._engine.url.database
        if self._engine.url.get_backend_name() == "sqlite" and place:
            Path(place).touch(mode=0o600)  # for its account alone
        EvaluationModel.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()

    def write(
        self,
        released: ReleasedCounts,
        table: CountTable,
        *,
        account: str,
        now: datetime,
        scope: frozenset[str],
        second: str,
        rules: Rules,
        is_new: bool,
    ) -> None:
        """Write one release.

        Args:
            released: what is told.
            table: its exact counts.
            account: login of who asked.
            now: the instant.
            scope: areas or periods, in their smallest parts.
            second: login of the second person, "" = none.
            rules: the rules in force.
            is_new: it brings figures that were not told before.
        """
        shape = {
            "dimensions": table.dimensions,
            "scope": sorted(scope),
            "relations": [[r.total, r.parts, r.kind] for r in table.relations],
        }
        row = ToldTable(
            released_at=now.isoformat(),
            account=account,
            second=second,
            name=table.name,
            audience=released.audience,
            shape=json.dumps(shape),
            source=json.dumps(vars(released.provenance)),
            verdict=released.verdict.name,
            evidence=json.dumps(released.evidence),
            rules=json.dumps(vars(rules)),
            rules_version=released.rules_version,
            is_new=is_new,
        )
        with Session(self._engine) as session, session.begin():
            session.add(row)
            session.flush()
            if not is_new:
                return
            session.add_all(
                ToldCell(
                    table_id=cast(int, row.id),
                    words=json.dumps(key),
                    n_exact=n,
                    told=released.told(*key).value,
                )
                for key, n in table.counts.items()
            )

    def write_all(
        self,
        lines: Iterable[Line],
        *,
        account: str,
        now: datetime,
        rules: Rules,
        second: str = "",
    ) -> None:
        """Write the tables of one answer, all or none.

        Args:
            lines: the tables.
            account: login of who asked.
            now: the instant.
            rules: the rules in force.
            second: login of the second person, "" = none.
        """
        with Session(self._engine) as session, session.begin():
            for line in lines:
                row = ToldTable(
                    released_at=now.isoformat(),
                    account=account,
                    second=second,
                    name=line.name,
                    audience="publication",
                    shape=json.dumps({"dimensions": [], "scope": [], "relations": []}),
                    source=json.dumps(vars(line.provenance)),
                    verdict=line.verdict,
                    evidence=json.dumps(line.evidence),
                    rules=json.dumps(vars(rules)),
                    rules_version=line.rules_version,
                    is_new=line.is_new,
                )
                session.add(row)
                if line.is_new:
                    session.flush()
                    _add_parts(session, cast(int, row.id), line)

    def shares(self, edition: Edition) -> dict[Key, Share]:
        """Read the shares of days of an edition.

        Args:
            edition: as `editions` gave it.

        Returns:
            key → share.
        """
        own = select(ToldShare).where(ToldShare.table_id == edition.id)
        with Session(self._engine) as session:
            return {
                tuple(json.loads(row.words)): Share(
                    row.share, row.low, row.high, tuple(json.loads(row.sums))
                )
                for row in session.exec(own)
            }

    def editions(self, name: str) -> list[Edition]:
        """List the tables of a measure that brought new figures, oldest first.

        Args:
            name: what is counted.

        Returns:
            The editions; those that repeated an earlier one are not listed.
        """
        fresh = select(ToldTable).where(
            ToldTable.name == name, col(ToldTable.is_new).is_(True)
        )
        with Session(self._engine) as session:
            rows = session.exec(fresh.order_by(col(ToldTable.id))).all()
            return [_edition(row, _cells(session, row)) for row in rows]

    def tables(self) -> list[ToldTable]:
        """List everything that was told, oldest first.

        Returns:
            Detached rows.
        """
        with Session(self._engine, expire_on_commit=False) as session:
            return list(session.exec(select(ToldTable).order_by(col(ToldTable.id))))


def _add_parts(session: Session, table: int, line: Line) -> None:
    """Add the cells and the shares of a table, as rows: there are thousands."""
    cells = [
        {
            "table_id": table,
            "words": json.dumps(key),
            "n_exact": n,
            "told": line.told[key],
        }
        for key, n in line.counts.items()
    ]
    shares = [
        {
            "table_id": table,
            "words": json.dumps(key),
            "share": one.share,
            "low": one.low,
            "high": one.high,
            "sums": json.dumps(one.sums),
        }
        for key, one in line.shares.items()
    ]
    if cells:
        session.connection().execute(insert(ToldCell), cells)
    if shares:
        session.connection().execute(insert(ToldShare), shares)


def _cells(session: Session, row: ToldTable) -> list[ToldCell]:
    return list(session.exec(select(ToldCell).where(ToldCell.table_id == row.id)))


def _edition(row: ToldTable, cells: list[ToldCell]) -> Edition:
    shape = json.loads(row.shape)
    keys = [tuple(json.loads(cell.words)) for cell in cells]
    relations = tuple(
        Relation(tuple(total), tuple(map(tuple, parts)), kind)
        for total, parts, kind in shape["relations"]
    )
    return Edition(
        name=row.name,
        dimensions=tuple(shape["dimensions"]),
        scope=frozenset(shape["scope"]),
        counts={key: cell.n_exact for key, cell in zip(keys, cells, strict=True)},
        told={key: cell.told for key, cell in zip(keys, cells, strict=True)},
        relations=relations,
        provenance=Provenance(**json.loads(row.source)),
        evidence=tuple(json.loads(row.evidence)),
        rules_version=row.rules_version,
        audience=cast(Audience, row.audience),
        id=row.id or 0,
    )
