"""What a reader who knows every rule and every told figure can find out.

Each attack asks for pairs of tables, then subtracts, adds and bounds. It returns how
many pairs it tried, how many counts under the threshold it found exactly, how many
times it learnt where a known young person stands, and the narrowest interval in which
a hidden small count was left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bench.disclosure_territory import MONTHS, RULES, Book, Territory, ask
from cohorts.disclosure.audit import Auditor, Key, Window
from cohorts.disclosure.counted import CountTable
from cohorts.disclosure.tables import ReleasedCounts, window
from cohorts.risk_table.numbers import Integers


LEAST = RULES.threshold_publication
BASE = RULES.rounding_base
SHAPES = (("area", "sex"), ("area", "outcome"), ("outcome", "age"), ("sex", "age"))


@dataclass(frozen=True)
class Found:
    """What an attack found.

    Attributes:
        pairs: pairs of released tables that were tried.
        exact: counts of 1 to threshold − 1 persons found exactly.
        attributes: known persons of whom a cell was learnt.
        narrowest: persons between the bounds of a hidden small count, at least.
        hidden: hidden small counts that were bounded.
    """

    pairs: int = 0
    exact: int = 0
    attributes: int = 0
    narrowest: float = np.inf
    hidden: int = 0

    def __add__(self, other: "Found") -> "Found":
        """Add the findings of two attacks."""
        return Found(
            self.pairs + other.pairs,
            self.exact + other.exact,
            self.attributes + other.attributes,
            min(self.narrowest, other.narrowest),
            self.hidden + other.hidden,
        )


def windows_of(told: ReleasedCounts) -> dict[Key, Window]:
    """Say what each told count may be."""
    return {
        key: window(one, base=BASE, least=LEAST)
        for key, one in told.cells.items()
        if one.value is not None
    }


def by_totals(table: CountTable, windows: Mapping[Key, Window]) -> Found:
    """Bound every small count of a table by all that adds up in it."""
    auditor = Auditor([*table.counts, *table.derived], table.relations)
    exact, attributes, narrowest, n = 0, 0, np.inf, 0
    for key, count in {**table.counts, **table.derived}.items():
        if count >= LEAST:
            continue
        found = auditor.bounds(key, windows)
        n += 1
        narrowest = min(narrowest, found.width)
        exact += found.low == found.high and count > 0
        attributes += found.high == 0 or not found.hides(LEAST)
    return Found(1, exact, attributes, narrowest, n)


def one_apart(people: Territory, rng: np.random.Generator, n_pairs: int) -> Found:
    """Ask again without one young person, whom the reader knows."""
    who = np.arange(people.month.size)
    pairs = attributes = 0
    for shape in SHAPES:
        for kept in (who, who[people.month < MONTHS // 2]):
            book = Book()
            before = ask(people.count(shape, kept), book)
            for gone in rng.choice(kept, n_pairs // (2 * len(SHAPES))):
                without = people.count(shape, kept[kept != gone])
                after = ask(without, book, extract="m1")
                pairs += 1
                attributes += _seen(before, after)
    return Found(pairs, 0, attributes)


def _seen(before: ReleasedCounts | None, after: ReleasedCounts | None) -> bool:
    """Tell whether anything changed: it is where the one who left stood."""
    if before is None or after is None:
        return (before is None) != (after is None)
    return dict(before.cells) != dict(after.cells)


def months(people: Territory) -> Found:
    """Ask each month, and subtract every month from every later one."""
    found = Found()
    for shape in SHAPES:
        book, series = Book(), []
        for month in range(MONTHS // 2, MONTHS):
            who = np.flatnonzero(people.month <= month)
            table = people.count(shape, who)
            told = ask(table, book, extract=f"m{month}")
            if told is not None:
                series.append((who, table, told))
        for earlier, later in combinations(series, 2):
            found += _subtracted(earlier, later)
    return found


Told = tuple[Integers, CountTable, ReleasedCounts]


def _subtracted(earlier: Told, later: Told) -> Found:
    """Bound how many joined each cell between two editions."""
    joined = later[0].size - earlier[0].size
    first, second = windows_of(earlier[2]), windows_of(later[2])
    exact = attributes = 0
    for key in first.keys() & second.keys():
        true = later[1].counts[key] - earlier[1].counts[key]
        low = max((second[key][0] - (first[key][1] or 0)), 0)
        high = min((second[key][1] or 0) - first[key][0], joined)
        is_one_edition = earlier[2].cells == later[2].cells
        if is_one_edition:  # told again: nothing says how many joined
            continue
        exact += low == high == true and 0 < true < LEAST
        attributes += "" not in key and 0 < joined < LEAST and low >= joined
    return Found(1, exact, attributes)


def nested(people: Territory, months_at: Iterable[int]) -> Found:
    """Ask by neighbourhood with towns, then by sex too, and solve both together."""
    found = Found()
    for month in months_at:
        who = np.flatnonzero(people.month <= month)
        book = Book()
        coarse, fine = (
            people.count(shape, who, nested=True)
            for shape in (("area",), ("area", "sex"))
        )
        told, told_fine = ask(coarse, book), ask(fine, book)
        if told is None or told_fine is None:
            continue
        windows = {(*key, ""): value for key, value in windows_of(told).items()}
        found += by_totals(coarse, windows_of(told))
        found += by_totals(fine, windows_of(told_fine) | windows)
    return found


def complements(people: Territory, rng: np.random.Generator, n_pairs: int) -> Found:
    """Ask for everybody, then for everybody but some neighbourhoods, and subtract."""
    found = Found()
    areas = people.words["area"]
    names = np.array([f"area{k}" for k in range(people.n_areas)])
    for _pair in range(n_pairs):
        who = np.flatnonzero(people.month <= rng.integers(2, MONTHS))
        out = rng.choice(people.n_areas, rng.integers(1, 3), replace=False)
        inside = who[~np.isin(areas[who], out)]
        scope = frozenset(np.delete(names, out).tolist())
        book = Book()
        whole = people.count(("sex",), who)
        part = people.count(("sex",), inside)
        first = ask(whole, book, scope=frozenset(names.tolist()))
        second = ask(part, book, scope=scope)
        found += Found(1)
        if first is None or second is None:
            continue
        one, other = windows_of(first), windows_of(second)
        for key in one.keys() & other.keys():
            true = whole.counts[key] - part.counts[key]
            low = max(one[key][0] - (other[key][1] or 0), 0)
            high = (one[key][1] or 0) - other[key][0]
            if true < LEAST:
                is_safe = low < LEAST <= high and high - low >= LEAST
                found += Found(0, low == high and true > 0, not is_safe, high - low, 1)
    return found


def averaging(people: Territory, n_times: int) -> Found:
    """Ask the same in every order of words and dimensions, and take the mean."""
    who = np.arange(people.month.size)
    found = Found()
    for shape in SHAPES:
        book = Book()
        first = ask(people.count(shape, who), book)
        for _time in range(n_times // len(SHAPES)):
            turned = ask(people.count(shape[::-1], who[::-1]), book)
            found += Found(1)
            if first is None or turned is None:
                continue
            for key, one in first.cells.items():
                found += Found(0, 0, turned.told(*key[::-1]) != one)
    return found
