"""What else adds up between the tables of a dashboard, beside the sums of a period.

Three things that a reader can do, and that sums within a period do not say. A person
whom several organisations see stands in the figure of each: what the organisations make
together beyond the whole bounds how many those are. Who is new in several years is new
in one of them: the years make the years together. And what is told at a horizon, by
sex, by age, by year, is told of the same cases each time.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from cohorts.disclosure.audit import Key, Relation
from cohorts.disclosure.series import ToldCells


WHOLE, ALL = "", "all"
ORGANISATION = "organisation"
SEVERAL = (ORGANISATION, "action", "pillar")
"""Breakdowns of which a person may stand in several groups."""
CASES_ONCE = ("", "sex", "age_band", "qpv", "year")
"""Breakdowns of which a case of a cohort stands in one group."""
REACH, MULTI = "file_active|n", "part_multi_structures"
NEW = "file_active|nouveaux"
GROUPS_OF = {"part_femmes": "sex", "part_qpv": "qpv"}
N_PARTS = 6  # of the name of a table
EVERY_YEAR = "every year"  # name of the family of all periods


class Tables(Protocol):
    """Tables laid together, as `together.Family`."""

    counts: dict[Key, int]
    told: dict[Key, int | None]
    relations: list[Relation]
    places: dict[Key, list[tuple[str, str, str]]]


def lay_several(family: Tables, tables: Iterable[ToldCells], period: str) -> None:
    """Lay tables by organisation, action and pillar beside those of a period.

    Args:
        family: of the period, its own tables laid.
        tables: all.
        period: which.
    """
    whole: Key = ("n", WHOLE, ALL)
    groups: dict[str, list[Key]] = {}
    for one in tables:
        indicator, what, by, of, _variant, months = _name(one)
        if by not in SEVERAL or of != period or months:
            continue
        table = f"{indicator}|{what}".rstrip("|")
        _lay(family, one, table, by)
        if table == REACH and whole in family.counts:
            keys: list[Key] = sorted({("n", by, group) for group, _part in one.counts})
            for key in keys:
                _say(family, Relation(key, (whole,), "cover"))
            groups[by] = keys
    if ORGANISATION in groups:
        _seen_by_several(family, groups[ORGANISATION])


def _seen_by_several(family: Tables, keys: list[Key]) -> None:
    """Say that who is seen by several organisations stands in each of them."""
    whole: Key = ("n", WHOLE, ALL)
    several: Key = (MULTI, WHOLE, ALL, "1")
    _say(family, Relation(whole, tuple(keys), "cover"))
    if several not in family.counts:
        return
    both: Key = ("", "n", "and again")
    family.counts[both] = family.counts[whole] + family.counts[several]
    family.told.setdefault(both, None)
    family.places.setdefault(both, [])
    family.relations.append(Relation(both, (whole, several)))
    is_two = len(keys) == len(("one", "other"))
    _say(family, Relation(both, tuple(keys), "sum" if is_two else "cover"))


def _lay(family: Tables, one: ToldCells, table: str, by: str) -> None:
    """Add a table of which groups share persons: nothing is said over its groups."""
    lines: dict[str, list[Key]] = {}
    reached = table in (REACH, MULTI)
    for (group, part), n in one.counts.items():
        row: Key = ("n", by, group) if reached else (table, by, group, WHOLE)
        is_row = part in (WHOLE, ALL)
        key = row if is_row else (table, by, group, part)
        _put(family, key, n, one, group, part)
        if not is_row:
            lines.setdefault(group, []).append(key)
            total: Key = (
                ("n", GROUPS_OF[table], part)
                if table in GROUPS_OF
                else (table, WHOLE, ALL, part)
            )
            if total in family.counts:
                _say(family, Relation(key, (total,), "cover"))
    for group, parts in lines.items():
        row = ("n", by, group) if reached else (table, by, group, WHOLE)
        if row in family.counts:
            _say(family, Relation(row, tuple(parts)))


def lay_horizons(family: Tables, tables: Iterable[ToldCells], months: str) -> None:
    """Lay together what is told of cohorts at one horizon.

    Args:
        family: new, to be filled.
        tables: all.
        months: the horizon.
    """
    rows: dict[Key, list[tuple[str, Key]]] = {}
    for one in tables:
        indicator, what, by, _period, variant, at = _name(one)
        if at != months or by not in CASES_ONCE:
            continue
        table = f"{indicator}|{what}|{variant}"
        for (group, part), n in one.counts.items():
            _put(family, (table, by, group, part), n, one, group, part)
        for group in sorted({group for group, _part in one.counts}):
            parts = [(table, by, g, p) for g, p in one.counts if g == group and p]
            _say(family, Relation((table, by, group, WHOLE), tuple(parts)))
        for group, part in one.counts:
            if by != WHOLE:
                total = (table, WHOLE, ALL, part)
                rows.setdefault(total, []).append((by, (table, by, group, part)))
    _tie_groups(family, rows)
    _tie_known(family)


def _tie_groups(family: Tables, rows: Mapping[Key, list[tuple[str, Key]]]) -> None:
    for total, cells in rows.items():
        for by in dict.fromkeys(by for by, _key in cells):
            keys = tuple(sorted(key for own, key in cells if own == by))
            if total in family.counts:
                _say(family, Relation(total, keys))


def _tie_known(family: Tables) -> None:
    """Say that those of whom a situation is known are those whose situation is told."""
    for table, by, group, part in list(family.counts):
        indicator, what, variant = table.split("|")
        if what != "coverage" or part != "known":
            continue
        for other in ("parts", ""):
            row: Key = (f"{indicator}|{other}|{variant}", by, group, WHOLE)
            known: Key = (table, by, group, part)
            if row in family.counts:
                _say(family, Relation(known, (row,)))


def lay_years(family: Tables, tables: Iterable[ToldCells]) -> None:
    """Lay together who was reached in each year, and in years together.

    Args:
        family: new, to be filled.
        tables: all.
    """
    for one in tables:
        indicator, what, by, period, _variant, _months = _name(one)
        if by == WHOLE and f"{indicator}|{what}" == NEW:
            for (group, part), n in one.counts.items():
                _put(family, (period, part), n, one, group, part)
            parts = [(period, part) for _group, part in one.counts if part]
            _say(family, Relation((period, WHOLE), tuple(parts)))
    periods = sorted({key[0] for key in family.counts})
    for period in periods:
        years = _years(period)
        if len(years) > 1 and all(year in periods for year in years):
            news = tuple((year, "1") for year in years)
            _say(family, Relation((period, "1"), news))
            wholes = tuple((year, WHOLE) for year in years)
            _say(family, Relation((period, WHOLE), wholes, "cover"))
            for year in wholes:
                _say(family, Relation(year, ((period, WHOLE),), "cover"))


def horizons_of(tables: Iterable[ToldCells]) -> list[str]:
    """List the horizons at which something is told.

    Args:
        tables: all.

    Returns:
        Months as text, without none.
    """
    return sorted({_name(one)[5] for one in tables} - {""})


def _years(period: str) -> list[str]:
    first, _dash, last = period.partition("-")
    if not (first.isdigit() and last.isdigit()):
        return [period]
    return [str(year) for year in range(int(first), int(last) + 1)]


def _say(family: Tables, one: Relation) -> None:
    """Add a relation, unless figures of earlier days make it untrue of these counts."""
    total, made = family.counts[one.total], sum(family.counts[p] for p in one.parts)
    if not one.parts:
        return
    if total == made or (one.kind == "cover" and total < made):
        family.relations.append(one)


def _put(
    family: Tables, key: Key, n: int, one: ToldCells, group: str, part: str
) -> None:
    family.counts[key] = n
    family.places.setdefault(key, []).append((one.name, group, part))
    if family.told.get(key) is None:
        family.told[key] = one.told.get((group, part))


def _name(one: ToldCells) -> tuple[str, str, str, str, str, str]:
    """Read the name of a table; of any other it says nothing that is known here."""
    parts = one.name.split("|")
    if len(parts) != N_PARTS:
        return ("", "", "?", "", "", "")
    indicator, what, by, period, variant, months = parts
    return indicator, what, by, period, variant, months
