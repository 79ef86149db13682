"""Head counts of distinct persons with their totals → one exact table, not yet told.

A key has one word per dimension; the total over a dimension has the empty word there.
Areas may lie in larger areas. Where persons stand in several parts of a dimension (the
actions that they took part in), the parts are more than the total: such a dimension is
named, and its totals are counted, not added.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from cohorts.disclosure.audit import Key, Relation


TOTAL = ""
REST = "\x00"
"""First sign of what nobody tells and any reader can subtract: a whole less a part."""


@dataclass(frozen=True)
class CountTable:
    """Exact counts of distinct persons; it stays in this room.

    Attributes:
        name: what is counted, the same in every edition: measure and dimensions.
        counts: persons of every cell and total.
        relations: the sums that every reader knows.
        derived: persons of what is never told, and can be subtracted.
        shares: largest share that one organisation contributes, by cell; absent where
            that says nothing (a breakdown by organisation).
        dimensions: names of the dimensions, in the order of a key's words.
    """

    name: str
    counts: Mapping[Key, int]
    relations: tuple[Relation, ...]
    derived: Mapping[Key, int] = field(default_factory=dict)
    shares: Mapping[Key, float] = field(default_factory=dict)
    dimensions: tuple[str, ...] = ()

    @property
    def whole(self) -> int:
        """Persons of the largest count."""
        return max(self.counts.values(), default=0)


def count_table(
    name: str,
    counts: Mapping[Key, int],
    *,
    within: Mapping[str, str] | None = None,
    sharing: frozenset[int] = frozenset(),
    shares: Mapping[Key, float] | None = None,
    dimensions: tuple[str, ...] = (),
) -> CountTable:
    """Lay out a table with every total.

    Args:
        name: what is counted, the same in every edition.
        counts: persons by cell, keys of one length; a cell left out has nobody. Totals
            over a dimension of `sharing` must be given; others are added up.
        within: area of the first dimension → the larger area that it lies in, which
            becomes a total of its own.
        sharing: places of the dimensions in whose parts a person may stand twice.
        shares: largest share of one organisation, by cell.
        dimensions: their names, so that tables of other shapes know a count again.

    Returns:
        The table.

    Raises:
        ValueError: keys of several lengths; a total that its parts cannot make.

    >>> table = count_table("n", {("F", "a"): 3, ("M", "a"): 4, ("M", "b"): 5})
    >>> table.counts["M", ""], table.counts["", ""]
    (9, 12)
    """
    if len({len(key) for key in counts}) > 1:
        raise ValueError("keys of one table have one length")
    inside = _checked(within or {})
    full = _filled(counts, inside)
    n_dimensions = len(next(iter(counts), ()))
    for place in range(n_dimensions):
        _lay(full, place, inside if place == 0 else {}, sharing)
    relations: list[Relation] = []
    derived: dict[Key, int] = {}
    for place in range(n_dimensions):  # again: now every total is there
        laid = _lay(full, place, inside if place == 0 else {}, sharing)
        relations += laid[0]
        derived |= laid[1]
    return CountTable(
        name, full, tuple(relations), derived, dict(shares or {}), dimensions
    )


def _checked(within: Mapping[str, str]) -> dict[str, str]:
    """Refuse areas that lie within each other in a ring."""
    for start in within:
        area, steps = start, 0
        while area != TOTAL and steps <= len(within):
            area, steps = within.get(area, TOTAL), steps + 1
        if area != TOTAL:
            raise ValueError("an area lies within itself")
    return dict(within)


def _filled(counts: Mapping[Key, int], within: Mapping[str, str]) -> dict[Key, int]:
    """Write nobody in the cells that were left out: they are told of no more freely."""
    words = [sorted(set(column) - {TOTAL}) for column in zip(*counts, strict=True)]
    if words:
        words[0] = [word for word in words[0] if word not in within.values()]
    return {key: 0 for key in product(*words)} | dict(counts)


def _lay(
    full: dict[Key, int], place: int, within: Mapping[str, str], sharing: frozenset[int]
) -> tuple[list[Relation], dict[Key, int]]:
    """Write the totals over one dimension, and give its sums."""
    relations: list[Relation] = []
    derived: dict[Key, int] = {}
    larger = set(within.values())
    lines: dict[Key, list[str]] = {}
    for key in sorted(full):
        if key[place] != TOTAL and key[place] not in larger:
            lines.setdefault((*key[:place], *key[place + 1 :]), []).append(key[place])
    for rest, words in lines.items():
        for total, parts in _tree(words, within):
            ends = [(*rest[:place], word, *rest[place:]) for word in (total, *parts)]
            _sum(full, ends[0], ends[1:], is_shared=place in sharing)
            relations.append(
                Relation(
                    ends[0], tuple(ends[1:]), "cover" if place in sharing else "sum"
                )
            )
            if place in sharing:
                derived |= _rests(full, ends[0], ends[1:], relations)
    return relations, derived


def _sum(
    full: dict[Key, int], total: Key, parts: list[Key], *, is_shared: bool
) -> None:
    """Write or check one total."""
    numbers = [full[part] for part in parts]
    made = sum(numbers)
    if is_shared:
        if not max(numbers) <= full.get(total, made and -1) <= made:
            raise ValueError("a total that persons share must be counted")
        full.setdefault(total, 0)
    elif full.setdefault(total, made) != made:
        raise ValueError("a total is not the sum of its parts")


def _rests(
    full: Mapping[Key, int], total: Key, parts: list[Key], relations: list[Relation]
) -> dict[Key, int]:
    """Name what is left of a total without each part: anyone can subtract it."""
    found = {}
    for part in parts:
        left = (f"{REST}", *total, REST, *part)
        found[left] = full[total] - full[part]
        relations.append(Relation(total, (part, left)))
    return found


def _tree(
    words: Iterable[str], within: Mapping[str, str]
) -> list[tuple[str, tuple[str, ...]]]:
    """List each total with its parts, the innermost first."""
    children: dict[str, list[str]] = {}
    for word in dict.fromkeys(words):
        while word != TOTAL:
            larger = within.get(word, TOTAL)
            known = children.setdefault(larger, [])
            if word in known:
                break
            known.append(word)
            word = larger
    found: list[tuple[str, tuple[str, ...]]] = []
    waiting = [TOTAL]
    while waiting:
        area = waiting.pop()
        if area in children:
            found.append((area, tuple(children[area])))
            waiting += children[area]
    return found[::-1]
