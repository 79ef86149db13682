"""Exact answers of the bench → the tables that may leave the evaluators' room.

Four kinds of figures, each protected in its own way under the thresholds of published
outputs. Shares in situations: rounded to blocks of the persons followed, cut where too
few are, their intervals widened by half a block. Changes and sizes: rounded counts.
Means: rounded to what one block of persons weighs in them. Ratios: told to two digits,
and only where persons and outcomes on both sides of each comparison, and outcomes per
coefficient, reach the threshold. A further kind of answer (the effect of a design) is a
further `Ratios`, with its own sides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from cohorts.disclosure.bench_parts import (
    Changes,
    Means,
    Part,
    Ratio,
    Ratios,
    Shares,
    Sizes,
)
from cohorts.disclosure.cells import kept_back, n_told
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC, nearest
from cohorts.disclosure.held import Axes
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules


Value: TypeAlias = str | float | int | None
Row: TypeAlias = tuple[Value, ...]
DIGITS = 2
UNTOLD = (None, None, None)
_SEAL = object()  # held here only: nobody else can call a table released


@dataclass(frozen=True)
class ReleasedTable:
    """A table of figures that may be shown; None where one may not."""

    key: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Behind:
    """What tells one answer from another.

    Attributes:
        asked: all that was chosen in asking, as text.
        axes: exact persons behind the figures.
    """

    asked: str = ""
    axes: Axes = field(repr=False, default_factory=dict)


@dataclass(frozen=True)
class ReleasedTables:
    """What may leave of one answer of the bench; made by `release_tables` only.

    Attributes:
        question: which one was answered.
        tables: its figures.
        labels: code → French and English, of what the tables name.
        provenance: where they come from.
        n_exact: exact persons of the cohort, for the ledger alone.
        rules_version: of the disclosure rules, "public_data" where none apply.
        behind: what was asked and of whom, for the ledger alone.
    """

    question: str
    tables: tuple[ReleasedTable, ...]
    labels: Mapping[str, Mapping[str, str]]
    provenance: Provenance
    n_exact: int = field(repr=False)
    rules_version: str
    behind: Behind = field(repr=False, default_factory=lambda: Behind())
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse tables that did not pass through `release_tables`."""
        if self.seal is not _SEAL:
            raise NotProtectable

    def table(self, key: str) -> ReleasedTable:
        """Find a table by its name."""
        return next(one for one in self.tables if one.key == key)


def release_tables(
    question: str,
    parts: Sequence[Part],
    *,
    labels: Mapping[str, Mapping[str, str]],
    n: int,
    rules: Rules,
    provenance: Provenance,
    disclosure: str,
    behind: Behind | None = None,
) -> ReleasedTables:
    """Protect the figures of an answer, and seal the result.

    Args:
        question: which one was answered.
        parts: exact figures.
        labels: code → French and English.
        n: exact persons of the cohort.
        rules: the rules in force.
        provenance: where the figures come from.
        disclosure: what the extract's manifest says.
        behind: what was asked and of whom, for the ledger alone.

    Returns:
        The tables in which something may be told.

    Raises:
        TooFew: nothing may.
        NotProtectable: a manifest value that no rule covers.
    """
    if disclosure not in ("protected", PUBLIC):
        raise NotProtectable
    limits = rules if disclosure == "protected" else _exact(rules)
    if n < limits.threshold_publication:
        raise TooFew(limits.threshold_publication)
    made: dict[str, ReleasedTable] = {}
    for part in parts:
        for table in _tables(part, limits):
            former = made.get(table.key)
            rows = (*(former.rows if former else ()), *table.rows)
            made[table.key] = ReleasedTable(table.key, table.columns, rows)
    shown = tuple(one for one in made.values() if one.rows)
    if not shown:
        raise TooFew(limits.threshold_publication)
    return ReleasedTables(
        question,
        shown,
        labels,
        provenance,
        n,
        disclosure if disclosure == PUBLIC else rules.version,
        behind or Behind(),
        seal=_SEAL,
    )


def _exact(rules: Rules) -> Rules:
    return replace(rules, threshold_publication=1, rounding_base=0, minimum_at_risk=1)


def _tables(part: Part, rules: Rules) -> list[ReleasedTable]:
    if isinstance(part, Ratios):
        return [_ratios(part, rules)]
    if isinstance(part, Shares):
        return _shares(part, rules)
    if isinstance(part, Changes):
        return [_changes(part, rules)]
    if isinstance(part, Means):
        return [_means(part, rules)]
    return [_sizes(part, rules)]


def _ratios(part: Ratios, rules: Rules) -> ReleasedTable:
    columns = (*part.about, part.measure, "low", "high", "p", "n")
    least, base = rules.threshold_publication, rules.rounding_base
    if part.n_events < least * part.n_coefficients:
        return ReleasedTable(part.key, columns, ())
    rows: list[Row] = []
    for one in part.rows:
        is_told = min(one.sides) >= least
        figures = _figures(one, base if part.by_blocks else 0) if is_told else UNTOLD
        n = None if one.n is None or one.n < least else nearest(one.n, base=base)
        p = None if one.p is None or not is_told else round(one.p, DIGITS)
        rows.append((*one.words, *map(_digits, figures), p, n))
    is_any = any(row[len(part.about)] is not None for row in rows)
    if not is_any:
        return ReleasedTable(part.key, columns, ())
    used = [
        k
        for k, name in enumerate(columns)
        if (part.measure == "ratio" and name != "n") or _is_used(rows, k)
    ]
    return ReleasedTable(
        part.key,
        tuple(columns[k] for k in used),
        tuple(tuple(row[k] for k in used) for row in rows),
    )


def _is_used(rows: Sequence[Row], place: int) -> bool:
    """Tell whether a column says something of any row."""
    return any(row[place] is not None for row in rows)


def _figures(one: Ratio, base: int) -> tuple[float | None, float | None, float | None]:
    """Give a figure and its limits, in blocks of the smaller side's persons."""
    if not base or one.ratio is None:
        return one.ratio, one.low, one.high
    step = base / nearest(min(one.sides[:2]), base=base)
    near = round(one.ratio / step) * step
    low = None if one.low is None else min(one.low - step / 2, near)
    high = None if one.high is None else max(one.high + step / 2, near)
    return near, low, high


def _in_steps(value: float, step: float) -> float:
    return round(round(value / step) * step if step else value, DIGITS)


def _digits(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _shares(part: Shares, rules: Rules) -> list[ReleasedTable]:
    least, base = rules.threshold_publication, rules.rounding_base
    enough = np.flatnonzero(part.followed < rules.minimum_at_risk)
    until = int(enough[0]) if enough.size else len(part.times)
    hidden = kept_back(part.there, threshold=least, nought_too=bool(base))
    rows: list[Row] = []
    mixed: list[Row] = []
    for t in range(until):
        followed = int(part.followed[t])
        told = nearest(followed, base=base)
        spread = base / 2 / told
        at = int(part.times[t])
        shown: list[float] = []
        for k, state in enumerate(part.states):
            where = (part.group, at, state)
            if hidden[t, k]:
                rows.append((*where, None, None, None, told))
                continue
            share = _share(float(part.shares[t, k]), followed, told, base)
            shown.append(share)
            low, high = _limits(part, t, k, share=share, spread=spread)
            rows.append((*where, round(share, 4), low, high, told))
        mixed.append((at, _mixed(shown, len(part.states))))
    columns = ("group", "time", "situation", "share", "low", "high", "followed")
    is_any = any(row[3] is not None for row in rows)
    found = [ReleasedTable(part.key, columns, tuple(rows) if is_any else ())]
    if part.entropy:
        found.append(ReleasedTable("entropy", ("time", "entropy"), tuple(mixed)))
    return found


def _share(share: float, followed: int, told: int, base: int) -> float:
    """Round a share to blocks of those followed."""
    if not base:
        return share
    return min(nearest(round(share * followed), base=base) / told, 1.0)


def _limits(
    part: Shares, t: int, k: int, *, share: float, spread: float
) -> tuple[float | None, float | None]:
    if part.low is None or part.high is None:
        return None, None
    low = min(float(part.low[t, k]) - spread, share)
    high = max(float(part.high[t, k]) + spread, share)
    return round(max(low, 0.0), DIGITS), round(min(high, 1.0), DIGITS)


def _mixed(shown: Sequence[float], n_states: int) -> float:
    """Give the entropy of told shares, what is kept back being one situation."""
    rest = max(1.0 - sum(shown), 0.0)
    parts = np.array([one for one in (*shown, rest) if one > 0])
    parts = parts / parts.sum()
    return round(float(abs((parts * np.log(parts)).sum() / np.log(n_states))), DIGITS)


def _changes(part: Changes, rules: Rules) -> ReleasedTable:
    base = rules.rounding_base
    hidden = kept_back(part.persons, threshold=rules.threshold_publication)
    rows: list[Row] = []
    for i, j in zip(*np.nonzero((part.changes > 0) & ~hidden), strict=True):
        n = nearest(int(part.changes[i, j]), base=base)
        left = nearest(int(part.changes[i].sum()), base=base)
        share = round(min(n / left, 1.0), DIGITS) if left else None
        rows.append((part.states[i], part.states[j], n, share))
    rows.sort(key=lambda row: -float(row[2] or 0))
    return ReleasedTable(part.key, ("left", "entered", "changes", "chance"), (*rows,))


def _means(part: Means, rules: Rules) -> ReleasedTable:
    base = rules.rounding_base
    hidden = kept_back(part.persons[None], threshold=rules.threshold_publication)[0]
    step = base * part.reach / nearest(part.n, base=base) if base else 0.0
    rows: list[Row] = []
    for k, state in enumerate(part.states):
        if hidden[k]:
            rows.append((state, None, None, None))
            continue
        value = float(part.values[k])
        near = round(value / step) * step if step else value
        low = max(min(float(part.low[k]) - step / 2, near), 0.0)
        high = min(max(float(part.high[k]) + step / 2, near), part.reach)
        rows.append((state, *(round(x, DIGITS) for x in (near, low, high))))
    told = tuple(rows) if not hidden.all() else ()
    return ReleasedTable(part.key, ("situation", "months", "low", "high"), told)


def _sizes(part: Sizes, rules: Rules) -> ReleasedTable:
    """Tell groups with their means, both in blocks.

    The sum of whole numbers is whole: a mean to two digits would tell which sizes are
    possible. One moved to what a block of persons weighs admits each of the block.
    """
    least, base = rules.threshold_publication, rules.rounding_base
    total = nearest(int(part.sizes.sum()), base=base)
    rows: list[Row] = []
    for k in range(n_told(part.sizes, least=least, threshold=least)):
        n = nearest(int(part.sizes[k]), base=base)
        step = base / n if base else 0.0
        means = [_in_steps(float(mean[k]), step) for mean in part.means.values()]
        rows.append((str(k + 1), n, round(min(n / total, 1.0), DIGITS), *means))
    return ReleasedTable(part.key, ("group", "n", "share", *part.means), tuple(rows))
