"""Attacks on what the dashboard itself released, read from the ledger of tables.

The reader has every table of a period at once: reach, girls, neighbourhoods, several
organisations, by every breakdown. What adds up between them is known to all. The
ledger also holds the truth, so each count that was not told can be bounded, and held
against what it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.disclosure_attacks import Found
from cohorts.disclosure.audit import Auditor, Key, Relation, Window
from cohorts.disclosure.head_counts import Told
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.table_ledger import Edition, TableLedger
from cohorts.disclosure.tables import window


WHOLE, ALL = "", "all"
EXCLUSIVE = ("sex", "age_band", "qpv", "neighbourhood")
"""Breakdowns of which everybody stands in one group."""
PARTS = 6  # of the name of a dashboard’s table
EVERYBODY = frozenset({"part_multi_structures", "file_active|nouveaux"})
"""Tables of which everybody of a group stands in one part."""


@dataclass
class Family:
    """The tables of one period, as one.

    Attributes:
        counts: exact persons by key.
        told: rounded persons by key, None = not told.
        relations: what adds up between them.
    """

    counts: dict[Key, int] = field(default_factory=dict)
    told: dict[Key, int | None] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)


def latest(store: str) -> list[Edition]:
    """Read the last edition of each table of a ledger.

    Args:
        store: SQLAlchemy URL.

    Returns:
        The editions.
    """
    ledger = TableLedger(store)
    try:
        names = sorted({row.name for row in ledger.tables() if row.is_new})
        return [ledger.editions(name)[-1] for name in names]
    finally:
        ledger.close()


def families(editions: Iterable[Edition]) -> dict[str, Family]:
    """Lay the tables of each period together.

    Args:
        editions: latest of each table, of the ledger.

    Returns:
        period → its tables.
    """
    found: dict[str, Family] = {}
    for one in editions:
        parts = one.name.split("|")
        if len(parts) != PARTS:
            continue
        indicator, what, by, period, _variant, months = parts
        if months or period == ALL or by not in (WHOLE, *EXCLUSIVE):
            continue
        family = found.setdefault(period, Family())
        _lay(family, one, f"{indicator}|{what}".rstrip("|"), by)
    for family in found.values():
        _tie(family)
    return found


def _lay(family: Family, one: Edition, table: str, by: str) -> None:
    """Add a table: its cells under its own name, its rows under that of the group."""
    everybody = table == "file_active|n" or table in EVERYBODY
    for (group, part), n in one.counts.items():
        if part in (WHOLE, ALL):
            key: Key = ("n", by, group) if everybody else (table, by, group, WHOLE)
        else:
            key = _same(table, by, group, part)
        family.counts[key] = n
        value = one.told.get((group, part))
        if family.told.get(key) is None:
            family.told[key] = value
    if table == "file_active|n":
        return
    for group in {group for group, _part in one.counts}:
        whole: Key = ("n", by, group) if everybody else (table, by, group, WHOLE)
        parts = tuple(
            _same(table, by, group, part)
            for own, part in one.counts
            if own == group and part not in (WHOLE, ALL)
        )
        if parts:
            family.relations.append(Relation(whole, parts))


def _same(table: str, by: str, group: str, part: str) -> Key:
    """Give a cell the name of the group that it is, where it is one."""
    if by == WHOLE and table == "part_femmes":
        return ("n", "sex", part)
    if by == WHOLE and table == "part_qpv":
        return ("n", "qpv", part)
    return (table, by, group, part)


def _tie(family: Family) -> None:
    """Say what adds up over the groups of each breakdown."""
    rows: dict[tuple[str, str, str], list[Key]] = {}
    for key in family.counts:
        if key[0] == "n" and key[1] != WHOLE:
            rows.setdefault(("n", key[1], ""), []).append(key)
        elif key[0] != "n" and key[1] != WHOLE:
            rows.setdefault((key[0], key[1], key[3]), []).append(key)
    for (table, _by, part), keys in rows.items():
        if table == "n":
            total: Key = ("n", WHOLE, ALL)
        elif part == WHOLE:
            total = (table, WHOLE, ALL, WHOLE)
        else:
            total = _same(table, WHOLE, ALL, part)
        known = family.counts.get(total)
        if known == sum(family.counts[key] for key in keys):
            family.relations.append(Relation(total, tuple(sorted(keys))))


def by_everything(family: Family, rules: Rules) -> Found:
    """Bound every count that was not told by all the tables of its period.

    Args:
        family: the tables.
        rules: the rules in force.

    Returns:
        What was found.
    """
    base, least = rules.rounding_base, rules.threshold_publication
    windows: dict[Key, Window] = {
        key: window(Told(value), base=base, least=least)
        for key, value in family.told.items()
        if value is not None
    }
    auditor = Auditor(
        list(family.counts), family.relations, truth=_known(family.counts)
    )
    exact = attributes = n = 0
    narrowest: float = np.inf
    for key, count in family.counts.items():
        if count >= least or family.told[key] is not None:
            continue
        n += 1
        found = auditor.bounds(key, windows)
        narrowest = min(narrowest, found.width)
        exact += found.low == found.high and count > 0
        attributes += found.high == 0 or not found.hides(least)
    return Found(1, exact, attributes, narrowest, n)


def _known(counts: Mapping[Key, int]) -> dict[Key, int]:
    return dict(counts)


def by_arithmetic(editions: Iterable[Edition], rules: Rules) -> Found:
    """Bound who is seen by several organisations, and who is new, by plain sums.

    Args:
        editions: latest of each table, of the ledger.
        rules: the rules in force.

    Returns:
        What was found.
    """
    tables = {one.name: one for one in editions}
    found = Found()
    for name, one in tables.items():
        parts = name.split("|")
        if name.startswith("part_multi_structures||") and parts[2] == WHOLE:
            reach, by = (f"file_active|n|{by}|{parts[3]}||" for by in ("", SEVERAL))
            if reach in tables and by in tables:
                n, several = _ends(tables[reach], rules), _ends(tables[by], rules)
                high = sum(high for _low, high in several) - n[0][0]
                found += _bounded(one, (ALL, "1"), 0, high, rules)
        years = _years(parts[3]) if name.startswith("file_active|nouveaux||") else []
        news = [f"file_active|nouveaux||{year}||" for year in years]
        if len(years) > 1 and all(new in tables for new in news):
            found += _by_years(one, [tables[new] for new in news], rules)
    return found


SEVERAL = "organisation"


def _ends(one: Edition, rules: Rules) -> list[tuple[int, float]]:
    """Say what each group of a table may be; anything where it is not told."""
    return [_end(one, key, rules) for key in one.counts if key[1] == WHOLE]


def _end(one: Edition, key: Key, rules: Rules) -> tuple[int, float]:
    value = one.told.get(key)
    if value is None:
        return 0, np.inf
    low, high = window(
        Told(value), base=rules.rounding_base, least=rules.threshold_publication
    )
    return low, np.inf if high is None else high


def _by_years(pooled: Edition, years: Sequence[Edition], rules: Rules) -> Found:
    """Subtract the new ones of the other years from those of the years together."""
    new: Key = (ALL, "1")
    if pooled.counts.get(new) != sum(one.counts.get(new, 0) for one in years):
        return Found()
    ends = [_end(one, new, rules) for one in years]
    low, high = _end(pooled, new, rules)
    found = Found()
    for place, one in enumerate(years):
        others = [end for k, end in enumerate(ends) if k != place]
        least = max(low - sum(end[1] for end in others), 0)
        most = high - sum(end[0] for end in others)
        found += _bounded(one, new, least, most, rules)
    return found


def _bounded(one: Edition, key: Key, low: float, high: float, rules: Rules) -> Found:
    """Judge the bounds of a count that was not told."""
    count, least = one.counts.get(key, 0), rules.threshold_publication
    if count >= least or one.told.get(key) is not None:
        return Found(1)
    is_safe = low < least <= high and high - low >= least
    return Found(1, low == high and count > 0, not is_safe, high - low, 1)


def _years(period: str) -> list[str]:
    first, _dash, last = period.partition("-")
    if not (first.isdigit() and last.isdigit()):
        return []
    return [str(year) for year in range(int(first), int(last) + 1)]


def usefulness_of(editions: Iterable[Edition]) -> tuple[float, float]:
    """Say how much of a dashboard is told, and how near to the truth.

    Args:
        editions: latest of each table, of the ledger.

    Returns:
        Share of cells that are told; mean error of these, persons.
    """
    told: list[int] = []
    n = 0
    for one in editions:
        n += len(one.counts)
        told += [
            abs(value - one.counts[key])
            for key, value in one.told.items()
            if value is not None and key in one.counts
        ]
    return len(told) / max(n, 1), float(np.mean(told)) if told else 0.0
