"""Counts of a cohort and those that were told before → the counts that may be told now.

Two editions of a curve that differ by a few young people would tell of these few: who
knows that one joined would see whether the curve steps. So while fewer than the
threshold came, left or met an outcome since an edition that was told, that edition is
told again, under its own day. Follow-up that merely goes on does not count: it moves
every open case by a month, and tells of nobody.

Kept in the evaluators' store, which holds no person: labels of groups, times, causes
and head counts. Exact counts stay there.
"""

import json
import zlib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlmodel import Field, Session, col, select

from cohorts.disclosure.ledger import EvaluationModel
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.risk_table.counts import CENSORED, Counts, count_cells


COLUMNS = ("group", "entry", "exit", "cause", "n_rows", "n_persons")


class ToldCounts(EvaluationModel, table=True):
    """Counts on which figures were released.

    Attributes:
        released_at: instant, UTC, ISO text.
        account: login of who asked first.
        source: JSON: provenance.
        grouping: name of the breakdown, "" = the whole.
        n_persons: exact persons; stays in this store, as the cells do.
        cells: the exact counts, compressed.
    """

    __tablename__ = "told_counts"

    id: int | None = Field(default=None, primary_key=True)
    released_at: str
    account: str
    definition_hash: str = Field(index=True)
    rules_version: str
    source: str
    grouping: str
    n_persons: int
    cells: bytes


class CountLedger:
    """The ledger of counts, opened on the evaluators' store.

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

    def settle(
        self,
        counts: Counts,
        provenance: Provenance,
        *,
        rules: Rules,
        account: str,
        now: datetime,
        grouping: str = "",
    ) -> tuple[Counts, Provenance]:
        """Choose the edition that may be told, and write a new one down.

        Args:
            counts: exact counts, without weights.
            provenance: where they come from.
            rules: the rules in force.
            account: login of who asks.
            now: the instant.
            grouping: name of the breakdown, "" = the whole.

        Returns:
            These counts, or those of an earlier edition from which only a few differ;
            with where they come from.
        """
        with Session(self._engine) as session, session.begin():
            told = _near(session, counts, provenance, rules, grouping)
            here = [before for source, before in told if source == provenance]
            if any(moved(before, counts) == 0 for before in here):
                return counts, provenance  # told before, on this very extract
            for source, before in reversed(told):
                is_other = source.extract != provenance.extract
                if is_other and moved(before, counts) < rules.threshold_publication:
                    return before, source
            session.add(
                ToldCounts(
                    released_at=now.isoformat(),
                    account=account,
                    definition_hash=provenance.definition_hash,
                    rules_version=rules.version,
                    source=json.dumps(vars(provenance)),
                    grouping=grouping,
                    n_persons=int(counts.n_persons.sum()),
                    cells=_packed(counts),
                )
            )
        return counts, provenance


def _near(
    session: Session,
    counts: Counts,
    provenance: Provenance,
    rules: Rules,
    grouping: str,
) -> list[tuple[Provenance, Counts]]:
    """Read the editions of about as many persons, oldest first."""
    n, reach = int(counts.n_persons.sum()), rules.threshold_publication
    rows = session.exec(
        select(ToldCounts)
        .where(
            ToldCounts.definition_hash == provenance.definition_hash,
            ToldCounts.rules_version == rules.version,
            ToldCounts.grouping == grouping,
            col(ToldCounts.n_persons).between(n - reach, n + reach),
        )
        .order_by(col(ToldCounts.id))
    )
    return [
        (Provenance(**json.loads(row.source)), _unpacked(row.cells)) for row in rows
    ]


def moved(before: Counts, after: Counts) -> int:
    """Count the young people by which a reader could tell two editions apart.

    Args:
        before: exact counts.
        after: exact counts.

    Returns:
        Changes of the sizes of groups, and outcomes that came or went, whichever is
        more; each outcome with its time and cause.
    """
    sizes, later_sizes = _sizes(before), _sizes(after)
    resized = (later_sizes - sizes).total() + (sizes - later_sizes).total()
    outcomes, later = _outcomes(before), _outcomes(after)
    return max(resized, (outcomes - later).total(), (later - outcomes).total())


def _sizes(counts: Counts) -> Counter[str]:
    found: Counter[str] = Counter()
    for code, n in zip(counts.group.tolist(), counts.n_persons.tolist(), strict=True):
        found[counts.groups[code]] += n
    return found


def _outcomes(counts: Counts) -> Counter[tuple[str, float, str]]:
    found: Counter[tuple[str, float, str]] = Counter()
    met = counts.cause != CENSORED
    columns = (counts.group, counts.exit, counts.cause, counts.n_rows)
    for code, time, cause, n in zip(*(c[met].tolist() for c in columns), strict=True):
        found[counts.groups[code], time, counts.causes[cause - 1]] += n
    return found


def _packed(counts: Counts) -> bytes:
    plain: dict[str, Any] = {name: getattr(counts, name).tolist() for name in COLUMNS}
    plain |= {
        "groups": counts.groups,
        "causes": counts.causes,
        "clock": counts.clock,
    }
    return zlib.compress(json.dumps(plain).encode("utf-8"))


def _unpacked(cells: bytes) -> Counts:
    plain: dict[str, Any] = json.loads(zlib.decompress(cells))
    return count_cells(plain.pop("exit"), plain.pop("cause"), **plain)
