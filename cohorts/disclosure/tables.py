"""Exact tables of head counts → tables that may be told, each hidden cell bounded.

A count that is told is rounded like every head count; a small one, and one that a
single organisation makes almost alone, is hidden. No sum is left with one hidden count,
which everybody would know for a small one. Then every hidden count is bounded by what
is told: where a reader could come near, a further count is hidden, of those that hold
the bound in place. Hiding only ever widens bounds, so what was found safe stays so.
Nothing says which counts were hidden for their size and which to protect them. Nought
is small: a row in which everybody, or nobody, met an outcome is not told.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from cohorts.disclosure.audit import Auditor, Bounds, Key, Relation, Window
from cohorts.disclosure.counted import CountTable
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC, Told, block, least_told, tell
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules, Verdict


Audience: TypeAlias = Literal["internal", "publication"]
HIDDEN = Told(0, is_hidden=True)
PROTECTED = "protected"
_SEAL = object()  # held here only: nobody else can call a table released


@dataclass(frozen=True)
class ReleasedCounts:
    """A table that may be told; made by `release_counts`, by nothing else.

    Attributes:
        name: what is counted.
        cells: what is told of every cell and total.
        provenance: where it comes from.
        verdict: PASS; REVIEW where little is left to read.
        evidence: the numbers that decided, safe to print.
        rules_version: version of the rules, "public_data" where none apply.
        audience: for whom it was protected.
        repeats: day of the earlier edition whose figures are told again, "" = none.
    """

    name: str
    cells: Mapping[Key, Told]
    provenance: Provenance
    verdict: Verdict
    evidence: tuple[str, ...]
    rules_version: str
    audience: Audience
    repeats: str = ""
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse a table that did not pass through this room."""
        if self.seal is not _SEAL:
            raise NotProtectable

    def told(self, *key: str) -> Told:
        """Give what is told of a cell; an unknown one is hidden.

        Args:
            key: its words, "" for a total.

        Returns:
            A rounded count, or that it is hidden.
        """
        return self.cells.get(key, HIDDEN)

    def share(self, part: Key, whole: Key) -> float | None:
        """Give a share as two told counts give it, and no finer.

        Args:
            part: some of the persons.
            whole: all of them.

        Returns:
            At most 1; None where either is hidden.
        """
        some, everyone = self.told(*part).value, self.told(*whole).value
        return None if some is None or not everyone else min(some / everyone, 1.0)

    def as_dict(self) -> dict[str, Any]:
        """Give the table as plain fields.

        Returns:
            Cells (null = hidden), provenance and disclosure.
        """
        return {
            "name": self.name,
            "cells": [
                {"key": list(key), "n": told.value} for key, told in self.cells.items()
            ],
            "provenance": dict(vars(self.provenance)),
            "disclosure": {
                "rules_version": self.rules_version,
                "verdict": self.verdict.name,
                "evidence": list(self.evidence),
                "audience": self.audience,
                "repeats": self.repeats,
            },
        }


@dataclass(frozen=True)
class Earlier:
    """What was told before of the same young people, and how it hangs together.

    Attributes:
        windows: what each count told before can be; under a key of the table, it is
            told again, since it cannot be taken back.
        hidden: counts that were not told then, and are not now.
        relations: sums over these keys, the table's, and those of `between`.
        between: persons of what a reader can subtract; None = not known here.
    """

    windows: Mapping[Key, Window] = field(default_factory=dict)
    hidden: frozenset[Key] = frozenset()
    relations: tuple[Relation, ...] = ()
    between: Mapping[Key, int | None] = field(default_factory=dict)


def release_counts(
    table: CountTable,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str = PROTECTED,
    audience: Audience = "publication",
    earlier: Earlier | None = None,
) -> ReleasedCounts:
    """Protect a table, audit it, and seal what may be told.

    Args:
        table: exact counts of distinct persons.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says: "protected" or "public_data".
        audience: evaluators on pseudonyms (internal), or anyone else.
        earlier: what was told before of overlapping young people.

    Returns:
        The table that may be told.

    Raises:
        TooFew: the whole is under the threshold: no cell may be told.
        NotProtectable: a manifest value that no rule covers.
    """
    if disclosure == PUBLIC:
        cells = {key: Told(n) for key, n in table.counts.items()}
        return seal(table.name, cells, provenance, (PUBLIC,), PUBLIC, audience)
    if disclosure != PROTECTED:
        raise NotProtectable
    work = _Work(table, rules, audience, earlier or Earlier())
    if table.whole < work.least:
        raise TooFew(work.threshold)
    work.protect()
    cells = {key: work.told(key) for key in table.counts}
    if not any(one.value is not None for one in cells.values()):
        raise TooFew(work.threshold)
    return seal(table.name, cells, provenance, work.evidence(), rules.version, audience)


def seal(
    name: str,
    cells: Mapping[Key, Told],
    provenance: Provenance,
    evidence: tuple[str, ...],
    version: str,
    audience: Audience,
    repeats: str = "",
) -> ReleasedCounts:
    """Seal what this room protected, or told before; for this room alone."""
    n_told = sum(one.value is not None for one in cells.values())
    verdict = Verdict.PASS if 2 * n_told >= len(cells) else Verdict.REVIEW
    return ReleasedCounts(
        name, cells, provenance, verdict, evidence, version, audience, repeats, _SEAL
    )


def threshold_of(rules: Rules, audience: Audience) -> int:
    """Give the least persons of a count that may be told.

    Args:
        rules: the rules in force.
        audience: for whom.

    Returns:
        The threshold, in persons.
    """
    if audience == "internal":
        return rules.threshold_internal
    return rules.threshold_publication


def window(told: Told, *, base: int, least: int) -> Window:
    """Say what may have been told so, as every reader of the rules can.

    Args:
        told: of one count.
        base: persons per block.
        least: least persons of a told count.

    Returns:
        The least and the most persons.
    """
    if told.value is None:
        return 0, None
    return max(told.n - base // 2, least), told.n + base // 2 - 1


class _Work:
    """One table on its way: what is hidden so far, and how narrowly it is bounded."""

    def __init__(
        self, table: CountTable, rules: Rules, audience: Audience, earlier: Earlier
    ) -> None:
        self.table, self.rules, self.earlier = table, rules, earlier
        self.base = block(rules, disclosure=PROTECTED)
        self.threshold = threshold_of(rules, audience)
        self.least = max(self.threshold, least_told(self.base))
        self.hidden = {key for key, n in table.counts.items() if n < self.least}
        self.hidden |= {
            key
            for key, share in table.shares.items()
            if share > rules.dominance and table.counts.get(key, 0)
        }
        self.hidden |= earlier.hidden & table.counts.keys()
        self.hidden -= earlier.windows.keys()
        self.windows: dict[Key, Window] = dict(earlier.windows)
        for key in table.counts:
            told = self.told(key)
            if told.value is not None and key not in earlier.windows:
                self.windows[key] = window(told, base=self.base, least=self.least)
        self.small = self._small()
        self.relations = (*table.relations, *earlier.relations)
        self._sums_of: dict[Key, list[Relation]] = defaultdict(list)
        for one in self.relations:
            for end in one.ends if one.kind == "sum" else ():
                self._sums_of[end].append(one)
        before = {end for one in earlier.relations for end in one.ends}
        keys = [*table.counts, *table.derived, *earlier.windows, *sorted(before)]
        self.auditor = Auditor(keys, self.relations, truth=self._truth())
        self.narrowest: float = float("inf")

    def _truth(self) -> dict[Key, int]:
        """Give what is known of counts: a table that no reader can rule out."""
        if self.earlier.relations:  # of other days: not one table with this
            return {}
        return {**self.table.counts, **self.table.derived}

    def _small(self) -> set[Key]:
        """Name the counts that must not be known for small; unknown ones are small."""
        few = {key for key in self.hidden if self.table.counts[key] < self.threshold}
        few |= {key for key, n in self.table.derived.items() if n < self.threshold}
        between = self.earlier.between.items()
        return few | {key for key, n in between if n is None or n < self.threshold}

    def told(self, key: Key) -> Told:
        """Tell one count under what is hidden so far."""
        if key in self.hidden:
            return HIDDEN
        return tell(self.table.counts[key], base=self.base)

    def protect(self) -> None:
        """Hide until no hidden count can be come near to."""
        self._accompany(sorted(self.hidden))
        waiting = [*sorted(self.hidden), *sorted(self.small - self.hidden)]
        while waiting:
            seen = self.auditor.seen(waiting[-1])
            if seen is not None and self._is_safe(waiting[-1], seen):
                self.narrowest = min(self.narrowest, seen.width)
                waiting.pop()
                continue
            found = self.auditor.bounds(waiting[-1], self.windows)
            if self._is_safe(waiting[-1], found):
                continue  # solutions have shown it now
            before = set(self.hidden)
            self._hide(self._victim(waiting[-1]))
            waiting[:0] = sorted(self.hidden - before)

    def _hide(self, key: Key) -> None:
        self.hidden.add(key)
        self.windows.pop(key)
        self._accompany([key])

    def _accompany(self, keys: list[Key]) -> None:
        """Leave no sum with a single hidden count."""
        waiting = list(keys)
        while waiting:
            for one in self._sums_of[waiting.pop()]:
                if sum(end not in self.windows for end in one.ends) != 1:
                    continue
                told = set(one.ends) & self._still_open()
                if not told:
                    continue
                partner = min(told, key=self._cost)
                self.hidden.add(partner)
                self.windows.pop(partner)
                waiting.append(partner)

    def _still_open(self) -> set[Key]:
        """Name the counts that are told so far, and could be hidden."""
        told = self.table.counts.keys() & self.windows.keys()
        return told - self.earlier.windows.keys()

    def _cost(self, key: Key) -> tuple[int, int, Key]:
        """Weigh a count that might be hidden: sums left alone by it, then persons."""
        alone = sum(
            all(end in self.windows for end in one.ends) for one in self._sums_of[key]
        )
        return alone, self.table.counts[key], key

    def _is_safe(self, key: Key, found: Bounds) -> bool:
        """Tell whether a reader is left far from a hidden count.

        What is small must not be known for small, and not only because all that is
        hidden beside it is known for large; what is large must only not be known.
        """
        if key not in self.small:
            return found.width >= self.threshold
        if self.earlier.between.get(key, 0) is None and found.low >= self.threshold:
            return True
        return found.hides(self.threshold) and self._has_company(key)

    def _has_company(self, key: Key) -> bool:
        """Tell whether another count hidden beside this one could be the small one."""
        if key not in self.table.counts:
            return True
        for one in self._sums_of[key]:
            mates = [end for end in one.ends if end not in self.windows and end != key]
            if not any(map(self._could_be_small, mates)):
                return False
        return True

    def _could_be_small(self, key: Key) -> bool:
        seen = self.auditor.seen(key)
        if seen is not None and seen.low < self.threshold:
            return True
        return self.auditor.bounds(key, self.windows).low < self.threshold

    def _victim(self, key: Key) -> Key:
        """Choose a told count that holds a bound where it is."""
        shown = self._still_open()
        beside = {end for one in self._sums_of[key] for end in one.ends}
        held = self.auditor.levers(key, self.windows)
        for levers in (held & shown, beside & shown, shown):
            if levers:
                return min(levers, key=self._cost)
        raise NotProtectable  # what was told before says it: too late to take back

    def evidence(self) -> tuple[str, ...]:
        """State the numbers that decided, without saying what was small."""
        narrowest = "none" if self.narrowest == float("inf") else int(self.narrowest)
        return (
            f"threshold={self.threshold}",
            f"rounding_base={self.base}",
            f"dominance={self.rules.dominance}",
            f"cells={len(self.table.counts)}",
            f"cells_hidden={len(self.hidden)}",
            f"programmes={self.auditor.n_programmes}",
            f"intervals_at_least={narrowest}",
        )
