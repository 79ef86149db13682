"""A table and what was told before → a table told in the light of it, and written down.

Three readings of two releases are closed. Another edition of the same table, in which
fewer persons moved than the threshold, is told by the earlier figures again, with their
day. Another table of the same young people (other dimensions, the same measure) tells
what was told and hides what was hidden, and both are audited as one. Another area or
period of the same measure, in or across which a few can be subtracted, has them hidden,
or is refused where the earlier release left nothing to hide.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cohorts.disclosure.audit import Key, Relation, Window
from cohorts.disclosure.counted import REST, CountTable
from cohorts.disclosure.failures import AlreadyAnswered, NotProtectable, TooFew
from cohorts.disclosure.head_counts import PUBLIC, Told, block, least_told
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.table_ledger import Edition
from cohorts.disclosure.tables import (
    HIDDEN,
    PROTECTED,
    Audience,
    Earlier,
    ReleasedCounts,
    release_counts,
    seal,
    threshold_of,
    window,
)


@dataclass(frozen=True)
class Asked:
    """Who has a table told, and of what.

    Attributes:
        account: login of who asks.
        now: the instant.
        scope: the areas or periods that the table is about, in their smallest parts
            (codes of neighbourhoods, months); empty = everything.
        second: login of the second person of a publication, "" = none was needed.
    """

    account: str
    now: datetime
    scope: frozenset[str] = frozenset()
    second: str = ""


class Ledger(Protocol):
    """What was told before, and where it is written down."""

    def editions(self, name: str) -> list[Edition]:
        """List the tables of a measure that brought new figures, oldest first."""
        ...

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
        """Write one release."""
        ...


def release_edition(
    table: CountTable,
    ledger: Ledger,
    asked: Asked,
    *,
    rules: Rules,
    provenance: Provenance,
    disclosure: str = PROTECTED,
    audience: Audience = "publication",
) -> ReleasedCounts:
    """Protect a table against its totals and against every earlier release.

    Args:
        table: exact counts, with the names of its dimensions.
        ledger: what was told before; the release is written in it.
        asked: who asks, and of what.
        rules: the rules in force.
        provenance: where the counts come from.
        disclosure: what the extract's manifest says.
        audience: evaluators, or anyone else.

    Returns:
        What may be told; the earlier figures, where only a few have moved since.

    Raises:
        TooFew: nothing may be told.
        AlreadyAnswered: what was told before leaves a few persons to be subtracted.
        NotProtectable: a manifest value that no rule covers.
    """
    if disclosure == PUBLIC:
        return release_counts(
            table, rules=rules, provenance=provenance, disclosure=disclosure
        )
    known = [one for one in ledger.editions(table.name) if one.audience == audience]
    threshold = threshold_of(rules, audience)
    near = _near(table, asked.scope, known, threshold=threshold)
    if near is not None:
        told = _again(near, table, provenance)
    else:
        told = _told(
            table, known, asked, rules, provenance, disclosure, audience=audience
        )
    ledger.write(
        told,
        table,
        account=asked.account,
        now=asked.now,
        scope=asked.scope,
        second=asked.second,
        rules=rules,
        is_new=near is None,
    )
    return told


def _near(
    table: CountTable,
    scope: frozenset[str],
    known: Iterable[Edition],
    *,
    threshold: int,
) -> Edition | None:
    """Find the latest edition from which only a few moved."""
    same = [
        one
        for one in known
        if one.scope == scope
        and one.dimensions == table.dimensions
        and 0 <= _moved(one.counts, table.counts) < threshold
    ]
    return same[-1] if same else None


def _moved(before: Mapping[Key, int], after: Mapping[Key, int]) -> int:
    """Count the persons by which the cells of two editions differ, at least."""
    cells = [key for key in before.keys() | after.keys() if "" not in key]
    return sum(abs(before.get(key, 0) - after.get(key, 0)) for key in cells)


def _again(near: Edition, table: CountTable, asked: Provenance) -> ReleasedCounts:
    """Tell an earlier edition's figures once more, under its own day and rules."""
    cells = {
        key: HIDDEN if near.told.get(key) is None else Told(near.told[key] or 0)
        for key in table.counts
    }
    day = "" if near.provenance.extract == asked.extract else near.provenance.as_of
    evidence = (*near.evidence, f"repeats={day}") if day else near.evidence
    return seal(
        near.name,
        cells,
        near.provenance,
        evidence,
        near.rules_version,
        near.audience,
        day,
    )


def _told(
    table: CountTable,
    known: list[Edition],
    asked: Asked,
    rules: Rules,
    provenance: Provenance,
    disclosure: str,
    *,
    audience: Audience,
) -> ReleasedCounts:
    """Protect a table together with what was told on the same extract."""
    names = {key: _identity(key, table.dimensions, asked.scope) for key in table.counts}
    names |= {key: ("rest", *key) for key in table.derived}
    here = [one for one in known if one.provenance.extract == provenance.extract]
    try:
        told = release_counts(
            _renamed(table, names),
            rules=rules,
            provenance=provenance,
            disclosure=disclosure,
            audience=audience,
            earlier=_earlier(table, names, here, asked.scope, rules),
        )
    except (NotProtectable, TooFew) as refusal:
        threshold = threshold_of(rules, audience)
        if not here or table.whole < threshold:
            raise
        raise AlreadyAnswered(threshold) from refusal
    cells = {key: told.told(*names[key]) for key in table.counts}
    return replace(told, cells=cells)


def _identity(key: Key, dimensions: tuple[str, ...], scope: frozenset[str]) -> Key:
    """Name a count whatever table it stands in."""
    named = dimensions or tuple(str(place) for place in range(len(key)))
    words = sorted(
        f"{name}={word}" for name, word in zip(named, key, strict=True) if word
    )
    return (",".join(sorted(scope)), *words)


def _renamed(table: CountTable, names: Mapping[Key, Key]) -> CountTable:
    return replace(
        table,
        counts={names[key]: n for key, n in table.counts.items()},
        relations=tuple(_over(one, names) for one in table.relations),
        derived={names[key]: n for key, n in table.derived.items()},
        shares={names[k]: share for k, share in table.shares.items() if k in names},
    )


def _over(one: Relation, names: Mapping[Key, Key]) -> Relation:
    return Relation(names[one.total], tuple(names[p] for p in one.parts), one.kind)


def _earlier(
    table: CountTable,
    names: Mapping[Key, Key],
    here: Iterable[Edition],
    scope: frozenset[str],
    rules: Rules,
) -> Earlier:
    """Gather what was told on the same extract, and what can be subtracted from it."""
    windows: dict[Key, Window] = {}
    hidden: set[Key] = set()
    relations: list[Relation] = []
    between: dict[Key, int | None] = {}
    ours = {names[key][1:]: (names[key], n) for key, n in table.counts.items()}
    base = block(rules, disclosure=PROTECTED)
    for one in here:
        least = max(threshold_of(rules, one.audience), least_told(base))
        theirs = {k: _identity(k, one.dimensions, one.scope) for k in one.counts}
        for key, name in theirs.items():
            value = one.told.get(key)
            if value is None:
                hidden.add(name)
            else:
                windows[name] = window(Told(value), base=base, least=least)
        whole = [r for r in one.relations if {r.total, *r.parts} <= theirs.keys()]
        relations += [_over(r, theirs) for r in whole]
        if one.scope != scope:
            for key, name in theirs.items():
                if name[1:] in ours:
                    mine, n = ours[name[1:]]
                    count = one.counts[key]
                    found = _apart(mine, n, scope, name, count, one.scope)
                    relations += found[0]
                    between |= found[1]
    return Earlier(windows, frozenset(hidden), tuple(relations), between)


def _apart(
    mine: Key,
    n: int,
    scope: frozenset[str],
    theirs: Key,
    count: int,
    other: frozenset[str],
) -> tuple[list[Relation], dict[Key, int | None]]:
    """Name what two areas have apart, and in common; everything holds every area."""
    only_mine, only_theirs = (REST, *mine, REST, *theirs), (REST, *theirs, REST, *mine)
    if not scope or (other and other < scope):
        return [Relation(mine, (theirs, only_mine))], {only_mine: n - count}
    if not other or scope < other:
        return [Relation(theirs, (mine, only_theirs))], {only_theirs: count - n}
    if not scope & other:
        return [], {}
    both = (REST, *sorted((str(mine), str(theirs))))
    return (
        [Relation(mine, (both, only_mine)), Relation(theirs, (both, only_theirs))],
        {only_mine: None, only_theirs: None, both: None},
    )
