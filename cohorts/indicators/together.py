"""Every table of a period at once → what more must be hidden, since they add up.

Each table was protected with its own totals. But the reader of a dashboard has all of
them: girls by age add up to girls, and girls by neighbourhood too, and who is not known
to live anywhere is the rest. So the tables of one period are audited as one by linear
programmes, and where a small count can be come near to, a told count that holds the
bound in place is hidden as well, wherever it stands.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from cohorts.disclosure.audit import Auditor, Key, Relation, Window
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import Told, least_told
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.series import ToldCells
from cohorts.disclosure.tables import window
from cohorts.indicators.figures import ALL, WHOLE
from cohorts.indicators.overlaps import (
    EVERY_YEAR,
    horizons_of,
    lay_horizons,
    lay_several,
    lay_years,
)


BY = "\x00"  # parts the name of a total from that of the breakdown
Place: TypeAlias = tuple[str, str, str]  # table, group, part
REACH = "file_active|n"
WHOLES = frozenset({REACH, "part_multi_structures", "file_active|nouveaux"})
"""Tables of which everybody of a group stands in one part."""
ONCE = (WHOLE, "sex", "age_band", "qpv", "neighbourhood")
"""Breakdowns of which everybody stands in one group."""
GROUPS_OF = {"part_femmes": "sex", "part_qpv": "qpv"}
"""Tables whose parts are themselves the groups of a breakdown."""


@dataclass
class Family:
    """The tables of one period, as one.

    Attributes:
        counts: exact persons by key.
        told: rounded persons by key, None = not told.
        relations: what adds up, in a table and between them.
        places: where each key stands.
    """

    counts: dict[Key, int] = field(default_factory=dict)
    told: dict[Key, int | None] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    places: dict[Key, list[Place]] = field(default_factory=dict)

    def windows(self, rules: Rules) -> dict[Key, Window]:
        """Say what each told count may be."""
        base, least = rules.rounding_base, rules.threshold_publication
        return {
            key: window(Told(value), base=base, least=max(least, least_told(base)))
            for key, value in self.told.items()
            if value is not None
        }


def families(tables: Iterable[ToldCells]) -> dict[str, Family]:
    """Lay the tables of each period together.

    Args:
        tables: as told.

    Returns:
        period, horizon, or every year → its tables.
    """
    known = list(tables)
    found: dict[str, Family] = {}
    for one in known:
        parts = one.name.split("|")
        if len(parts) != len(("id", "what", "by", "period", "variant", "months")):
            continue
        indicator, what, by, period, _variant, months = parts
        if months or period == ALL or by not in ONCE:
            continue
        table = f"{indicator}|{what}".rstrip("|")
        _lay(found.setdefault(period, Family()), one, table, by)
    for period, family in found.items():
        _tie(family)
        lay_several(family, known, period)
    for months in horizons_of(known):
        lay_horizons(found.setdefault(f"at {months}", Family()), known, months)
    lay_years(found.setdefault(EVERY_YEAR, Family()), known)
    return found


def hide_together(tables: Iterable[ToldCells], rules: Rules) -> dict[Place, None]:
    """Choose what more must be hidden of the tables of every period.

    Args:
        tables: as told.
        rules: the rules in force.

    Returns:
        Cells (table, group, part; part "" = the group itself), in order.
    """
    hidden: dict[Place, None] = {}
    for family in families(tables).values():
        for key in _hide(family, rules):
            hidden |= dict.fromkeys(family.places[key])
    return hidden


def _hide(family: Family, rules: Rules) -> list[Key]:
    """Hide until no small count can be come near to; all, where that cannot be."""
    windows = family.windows(rules)
    least = rules.threshold_publication
    auditor = Auditor(list(family.counts), family.relations, truth=family.counts)
    hidden: list[Key] = []
    waiting = sorted(
        key for key, n in family.counts.items() if n < least and key not in windows
    )
    try:
        while waiting := _unshown(auditor, family, waiting, windows, least):
            if auditor.bounds(waiting[-1], windows).hides(least):
                waiting.pop()
                continue
            levers = auditor.levers(waiting[-1], windows) & windows.keys()
            victim = _victim(family, levers or windows.keys())
            windows.pop(victim)
            hidden.append(victim)
    except NotProtectable:
        return [key for key, value in family.told.items() if value is not None]
    return hidden


def _unshown(
    auditor: Auditor,
    family: Family,
    waiting: list[Key],
    windows: Mapping[Key, Window],
    least: int,
) -> list[Key]:
    """Leave out what tables that nobody can rule out show to be far from known.

    One programme looks for a table in which as many small counts as can be are high at
    once, then another for those that were not, until that shows no more.
    """
    left = _open(auditor, waiting, least)
    while len(left) > 1:
        auditor.show({key: family.counts[key] + least for key in left}, windows)
        before, left = left, _open(auditor, left, least)
        if len(left) == len(before):
            break
    return left


def _open(auditor: Auditor, waiting: list[Key], least: int) -> list[Key]:
    seen = ((key, auditor.seen(key)) for key in waiting)
    return [key for key, one in seen if one is None or not one.hides(least)]


def _victim(family: Family, levers: Iterable[Key]) -> Key:
    """Choose a told count that holds a bound where it is: a small one of a detail."""
    victim = min(
        levers, key=lambda key: (_rank(key), family.counts[key], key), default=None
    )
    if victim is None:
        raise NotProtectable
    return victim


def _rank(key: Key) -> int:
    """Keep the whole and what stands by sex longest: it is what people ask first."""
    by = key[1]
    return {WHOLE: 2, "sex": 1}.get(by, 0)


def _lay(family: Family, one: ToldCells, table: str, by: str) -> None:
    """Add a table: its cells under its own name, its rows under that of the group."""
    lines: dict[str, list[Key]] = {}
    for (group, part), n in one.counts.items():
        row = ("n", by, group) if table in WHOLES else (table, by, group, WHOLE)
        is_row = part == WHOLE or table == REACH
        key = row if is_row else _cell(table, by, group, part)
        family.counts[key] = n
        family.places.setdefault(key, []).append((one.name, group, part))
        if family.told.get(key) is None:
            family.told[key] = one.told.get((group, part))
        lines.setdefault(group, [])
        if not is_row:
            lines[group].append(key)
    for group, parts in lines.items():
        row = ("n", by, group) if table in WHOLES else (table, by, group, WHOLE)
        if parts:
            family.relations.append(Relation(row, tuple(parts)))


def _cell(table: str, by: str, group: str, part: str) -> Key:
    """Name a cell; of the whole, a part that is a group has the group's name."""
    if by == WHOLE and table in GROUPS_OF:
        return ("n", GROUPS_OF[table], part)
    return (table, by, group, part)


def _tie(family: Family) -> None:
    """Say what adds up over the groups of each breakdown."""
    lines: dict[Key, list[Key]] = {}
    for key in family.counts:
        if key[1] == WHOLE:
            continue
        if key[0] == "n":
            total: Key = ("n", WHOLE, ALL)
        elif key[3] == WHOLE:
            total = (key[0], WHOLE, ALL, WHOLE)
        else:
            total = _cell(key[0], WHOLE, ALL, key[3])
        lines.setdefault((*total, BY, key[1]), []).append(key)
    for name, keys in lines.items():
        total = name[: name.index(BY)]
        if family.counts.get(total) == sum(family.counts[key] for key in keys):
            family.relations.append(Relation(total, tuple(sorted(keys))))
