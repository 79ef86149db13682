"""A synthetic territory whose truth is known, for attacks on what is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import numpy as np

from cohorts.disclosure.counted import CountTable, count_table
from cohorts.disclosure.editions import Asked, release_edition
from cohorts.disclosure.failures import AlreadyAnswered, TooFew
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.table_ledger import Edition
from cohorts.disclosure.tables import ReleasedCounts
from cohorts.risk_table.numbers import Integers


RULES = Rules("bench", 5, 11, 6, 11, True)
NOW = datetime(2025, 1, 1, tzinfo=UTC)
MONTHS = 24
DIMENSIONS = {
    "area": 0,
    "sex": 2,
    "outcome": 3,
    "age": 3,
}
"""Name → number of words; areas grow with the territory."""


@dataclass(frozen=True, eq=False)
class Territory:
    """Young people, one a row of each column.

    Attributes:
        words: dimension → word of each person, (N,).
        month: in which each was first reached, 0 to MONTHS − 1, (N,).
        n_areas: neighbourhoods.
    """

    words: dict[str, Integers]
    month: Integers
    n_areas: int

    @property
    def within(self) -> dict[str, str]:
        """Neighbourhood → its town, of three neighbourhoods."""
        return {f"area{k}": f"town{k // 3}" for k in range(self.n_areas)}

    def count(
        self, dimensions: Sequence[str], who: Integers, *, nested: bool = False
    ) -> CountTable:
        """Count some of the young people.

        Args:
            dimensions: of the table.
            who: their rows.
            nested: with towns between neighbourhoods and the whole.

        Returns:
            The exact table.
        """
        sizes = [DIMENSIONS[name] or self.n_areas for name in dimensions]
        places = np.ravel_multi_index(
            [self.words[name][who] for name in dimensions], sizes
        )
        n = np.bincount(places, minlength=int(np.prod(sizes)))
        words = [
            [f"{name}{k}" for k in range(size)]
            for name, size in zip(dimensions, sizes, strict=True)
        ]
        cells = dict(zip(product(*words), n.tolist(), strict=True))
        within = self.within if nested and dimensions[0] == "area" else None
        return count_table(
            "reached", cells, within=within, dimensions=tuple(dimensions)
        )


def territory(n: int, seed: int) -> Territory:
    """Make a territory.

    Args:
        n: young people.
        seed: of the chance.

    Returns:
        Its people; neighbourhoods of unequal size, outcomes that depend on them.
    """
    rng = np.random.default_rng(seed)
    n_areas = 6 if n < 1000 else 12
    weights = rng.dirichlet(np.full(n_areas, 1.5))
    area = rng.choice(n_areas, n, p=weights)
    rare = rng.random(n) < 0.15 + 0.6 * (area / n_areas)
    words = {
        "area": area,
        "sex": rng.integers(0, 2, n),
        "outcome": np.where(rare, rng.integers(1, 3, n), 0),
        "age": rng.choice(3, n, p=[0.5, 0.4, 0.1]),
    }
    return Territory(words, np.sort(rng.integers(0, MONTHS, n)), n_areas)


class Book:
    """A ledger in memory, as `TableLedger` is on disk."""

    def __init__(self) -> None:
        self._known: list[Edition] = []

    def editions(self, name: str) -> list[Edition]:
        """List the editions of a measure."""
        return [one for one in self._known if one.name == name]

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
        """Keep a release that brought new figures."""
        if is_new:
            self._known.append(
                Edition(
                    name=table.name,
                    dimensions=table.dimensions,
                    scope=scope,
                    counts=dict(table.counts),
                    told={k: released.told(*k).value for k in table.counts},
                    relations=table.relations,
                    provenance=released.provenance,
                    evidence=released.evidence,
                    rules_version=released.rules_version,
                    audience=released.audience,
                )
            )


def ask(
    table: CountTable,
    book: Book,
    *,
    extract: str = "m0",
    scope: frozenset[str] = frozenset(),
) -> ReleasedCounts | None:
    """Ask for a table as a reader can.

    Args:
        table: exact counts.
        book: what was told before.
        extract: name of the extract.
        scope: areas it is about.

    Returns:
        What is told; None where it is refused.
    """
    try:
        return release_edition(
            table,
            book,
            Asked("bench", NOW, scope),
            rules=RULES,
            provenance=Provenance("d", "h", extract, extract, "3"),
        )
    except (TooFew, AlreadyAnswered):
        return None
