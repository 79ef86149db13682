"""Facts → spells, for one young person's sheet or for a whole extract.

Both ways run the SQL text of `parcours.path.sql`; what a case worker reads on a sheet
is what the evaluator counts.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from parcours.engines.engine import Engine
from parcours.engines.sqlite import SQLite
from parcours.nomenclature import Nomenclature
from parcours.path.calendar import calendar_rows, calendar_table
from parcours.path.failures import PathOutOfRange, SituationWithoutRule
from parcours.path.rules import (
    CLOSING,
    RULE_TYPES,
    closing_rows,
    closing_rules,
    situation_rows,
    situation_rules,
)
from parcours.path.spell import Fact, Spell
from parcours.path.sql import (
    MAX_AGE_DAYS,
    MAX_CODES,
    MAX_PRECEDENCE,
    spells_query,
)


FACTS_PER_CHUNK = 1_000_000
FACTS_OF_A_FEW = 400
_FACT_TYPES = {
    "fact": "int64",
    "person": "int64",
    "situation": "object",
    "starts": "int32",
    "ends": "Int32",
    "verified": "Int32",
    "known": "int32",
}
_CREATE_SPELLS = """
CREATE TABLE spells (
  person BIGINT, spell INTEGER, situation VARCHAR(100),
  starts INTEGER, ends INTEGER, evidence INTEGER
)"""
_EXTENT = """
SELECT COUNT(*) AS n_facts, COUNT(r.situation) AS n_ruled,
  MIN(f.person) AS first_person, MAX(f.person) AS last_person,
  MIN(f.starts) AS first_start, MIN(f.known) AS first_known,
  MAX(r.precedence) AS precedence, MAX(r.code_order) AS code_order,
  MIN(r.precedence) AS lowest_precedence
FROM facts f LEFT JOIN situation_rules r ON r.situation = f.situation
WHERE f.starts <= {as_of}"""


def derive_spells(
    facts: Sequence[Fact],
    *,
    nomenclature: Nomenclature,
    as_of: int,
    engine: Engine | None = None,
) -> list[Spell]:
    """Derive the path of one person, or of a few.

    Args:
        facts: what was known and not retired on the as-of day, in any order.
        nomenclature: the whole nomenclature, including situations no longer in use.
        as_of: days since 1970-01-01; later starts are ignored.
        engine: where to run; a new SQLite in memory unless given, since it starts
            fastest. Its tables `facts`, `situation_rules`, `closes` and `calendar` are
            replaced.

    Returns:
        Spells by person and time, without gap or overlap from the first fact through
        the as-of day.

    Raises:
        SituationWithoutRule: a fact names a situation absent from the nomenclature.
        PathOutOfRange: a date or rule outside what a path can compare.
    """
    if not facts:
        return []
    if engine is None:
        with SQLite() as own:
            return _derive_here(own, facts, nomenclature=nomenclature, as_of=as_of)
    engine.load_frame("facts", fact_table(facts))
    engine.load_frame("situation_rules", situation_rules(nomenclature))
    engine.load_frame("closes", closing_rules(nomenclature))
    engine.load_frame("calendar", _calendar_of(facts, as_of))
    extent = _checked_extent(engine, as_of=as_of)
    if extent is None:
        return []
    found: list[Spell] = []
    for query in _queries(facts, as_of=as_of):
        found += spells_of(engine.run(query))
    return found


def _derive_here(
    own: SQLite, facts: Sequence[Fact], *, nomenclature: Nomenclature, as_of: int
) -> list[Spell]:
    """Derive the same without a frame, which takes ten times as long as few facts."""
    rows = [tuple(getattr(fact, name) for name in _FACT_TYPES) for fact in facts]
    own.load_rows("facts", tuple(_FACT_TYPES), rows)
    own.load_rows("situation_rules", tuple(RULE_TYPES), situation_rows(nomenclature))
    own.load_rows("closes", CLOSING, closing_rows(nomenclature))
    own.load_rows("calendar", *calendar_rows(_named(facts, as_of)))
    if _checked_extent(own, as_of=as_of) is None:
        return []
    return [
        Spell(*row) for query in _queries(facts, as_of=as_of) for row in own.rows(query)
    ]


def _queries(facts: Sequence[Fact], *, as_of: int) -> Iterator[str]:
    for first, last in _few_at_a_time(facts):
        query = spells_query(as_of=as_of, first_person=first, last_person=last)
        yield f"{query}\nORDER BY 1, 2"


def _named(facts: Sequence[Fact], as_of: int) -> set[int]:
    """List the days up to the as-of day that facts name: a sheet has few."""
    first = min(fact.starts for fact in facts)
    days = {as_of, *(f.starts for f in facts), *(f.verified for f in facts)}
    return {day for day in days if day is not None and first <= day <= as_of}


def _few_at_a_time(facts: Sequence[Fact]) -> Iterator[tuple[int, int]]:
    """Part the persons of a list into ranges of few facts, the lowest first.

    SQLite lays each spell beside all facts that it was given: 200 persons at once took
    half as long again as a few after the others.
    """
    counts = sorted(Counter(fact.person for fact in facts).items())
    first, taken = counts[0][0], 0
    for (person, n), after in zip(counts, [*counts[1:], None], strict=True):
        taken += n
        if after is None or taken + after[1] > FACTS_OF_A_FEW:
            yield first, person
            first, taken = (person + 1, 0)


def create_spells(
    engine: Engine, *, as_of: int, facts_per_chunk: int = FACTS_PER_CHUNK
) -> None:
    """Fill the table `spells` from the tables that an extract loads.

    Persons are taken in chunks, which is exact since they do not depend on each other
    and bounds the memory they take.

    Args:
        engine: holds `facts`, `situation_rules`, `closes`, `calendar` (`load_rules`).
        as_of: days since 1970-01-01.
        facts_per_chunk: about how many facts to take at a time.

    Raises:
        SituationWithoutRule: a fact names a situation absent from the nomenclature.
        PathOutOfRange: a date or rule outside what a path can compare.
    """
    engine.execute("DROP TABLE IF EXISTS spells")
    engine.execute(_CREATE_SPELLS)
    extent = _checked_extent(engine, as_of=as_of)
    if extent is None:
        return
    for first, last in extent.chunks(facts_per_chunk):
        query = spells_query(as_of=as_of, first_person=first, last_person=last)
        engine.execute(f"INSERT INTO spells {query}")


def load_rules(
    engine: Engine, *, nomenclature: Nomenclature, first: int, last: int
) -> None:
    """Load `situation_rules`, `closes` and `calendar`.

    Args:
        engine: where to load them.
        nomenclature: the whole nomenclature.
        first: first day of the calendar, at the latest the first start of a fact.
        last: last day of the calendar, at the earliest the as-of day.
    """
    engine.load_frame("situation_rules", situation_rules(nomenclature))
    engine.load_frame("closes", closing_rules(nomenclature))
    engine.load_frame("calendar", calendar_table(first, last))


def _calendar_of(facts: Sequence[Fact], as_of: int) -> pd.DataFrame:
    """Keep of the calendar the days that these facts name."""
    calendar = calendar_table(min(f.starts for f in facts), as_of)
    return calendar[calendar["day"].isin(_named(facts, as_of))]


def fact_table(facts: Sequence[Fact]) -> pd.DataFrame:
    """Lay facts out as the table `facts`.

    Args:
        facts: the facts.

    Returns:
        One row per fact; `ends` and `verified` are Int32 with missing values.
    """
    rows = [tuple(getattr(f, name) for name in _FACT_TYPES) for f in facts]
    return pd.DataFrame(rows, columns=list(_FACT_TYPES)).astype(_FACT_TYPES)


def spells_of(frame: pd.DataFrame) -> list[Spell]:
    """Read rows of the table `spells`.

    Args:
        frame: columns person, spell, situation, starts, ends, evidence.

    Returns:
        One Spell per row, in the order of the rows.
    """
    return [
        Spell(int(p), int(n), str(situation), int(starts), int(ends), int(evidence))
        for p, n, situation, starts, ends, evidence in frame.itertuples(index=False)
    ]


@dataclass(frozen=True)
class _Extent:
    first_person: int
    last_person: int
    n_facts: int

    def chunks(self, facts_per_chunk: int) -> list[tuple[int, int]]:
        n_chunks = -(-self.n_facts // facts_per_chunk)
        width = -(-(self.last_person - self.first_person + 1) // n_chunks)
        starts = range(self.first_person, self.last_person + 1, width)
        return [(first, first + width - 1) for first in starts]


def _checked_extent(engine: Engine, *, as_of: int) -> _Extent | None:
    """Measure the facts, refusing those that the SQL text cannot compare."""
    found = engine.run(_EXTENT.format(as_of=int(as_of))).iloc[0]
    n_facts = int(found["n_facts"])
    if n_facts == 0:
        return None
    if n_facts > found["n_ruled"]:
        raise SituationWithoutRule(n_facts - int(found["n_ruled"]))
    days = engine.run("SELECT MIN(day) AS first, MAX(day) AS last FROM calendar").iloc[
        0
    ]
    oldest = as_of - min(found["first_start"], found["first_known"])
    if (
        oldest > MAX_AGE_DAYS
        or found["first_start"] < days["first"]
        or as_of > days["last"]
        or not 0 <= found["lowest_precedence"] <= found["precedence"] <= MAX_PRECEDENCE
        or found["code_order"] >= MAX_CODES
    ):
        raise PathOutOfRange
    return _Extent(int(found["first_person"]), int(found["last_person"]), n_facts)
