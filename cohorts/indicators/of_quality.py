"""What each structure told, counted exactly → shares that may be told, and what to ask.

Every share is of young people, so it passes disclosure; what to ask follows from what
is told and from nothing finer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cohorts.disclosure.head_counts import Told, block, tell
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.shares import release_shares


YES, NO, ALL = "yes", "no", "all"
ENOUGH = 0.9
"""A field filled in for nine in ten needs no reminder."""
FRESH_ENOUGH = 0.5
MOST_REFUSED = 0.05
STALE_DAYS = 120  # a partner sends each quarter: beyond, ask for the next file
MOST, FEW = "most", "few"
NEWS, FILE, ROWS = "recent", "file", "rows"


@dataclass(frozen=True)
class Exact:
    """Exact counts of a structure.

    Attributes:
        n: young people whom it knows.
        known: measure → how many of them.
        n_rows: lines of its files.
        n_refused: of them.
        days: since its last entry or file, None where there is none.
        sends_files: it sends files, rather than entering by hand.
    """

    n: int
    known: Mapping[str, int]
    n_rows: int = 0
    n_refused: int = 0
    days: int | None = None
    sends_files: bool = False


@dataclass(frozen=True)
class ToldPartner:
    """What may be told of a structure.

    Attributes:
        n: young people whom it knows, rounded or kept back.
        shares: measure → share, None where it may not be told.
        levels: measure → most | few where the share may not be told and the rest is
            so large a crowd that it says nothing of anybody; else "".
        rows: lines of its files, rounded; kept back with its young people.
        refused: share of refused lines, None likewise and without enough lines.
        days: since its last entry or file; None where nothing may be told.
        asks: what to ask it, the gravest first: a measure, `file` or `rows`.
    """

    n: Told
    shares: Mapping[str, float | None]
    levels: Mapping[str, str]
    rows: Told
    refused: float | None
    days: int | None
    asks: tuple[str, ...]


def release_quality(
    exact: Mapping[str, Exact], *, rules: Rules, disclosure: str = "protected"
) -> dict[str, ToldPartner]:
    """Protect the counts of all structures together.

    Args:
        exact: code of a structure → its counts.
        rules: the rules in force.
        disclosure: "protected" or "public_data".

    Returns:
        Code → what may be told.
    """
    if not exact:
        return {}
    whole = release_shares(
        {code: {ALL: one.n} for code, one in exact.items()},
        rules=rules,
        disclosure=disclosure,
    )
    numbers = {group.group: group.n for group in whole.groups}
    shares: dict[str, dict[str, float | None]] = {code: {} for code in exact}
    for measure in _measures(exact.values()):
        released = release_shares(
            {code: _parts(one, measure) for code, one in exact.items()},
            rules=rules,
            disclosure=disclosure,
        )
        for group in released.groups:
            shares[group.group][measure] = next(
                (part.share for part in group.parts if part.part == YES), None
            )
    return {
        code: _partner(one, numbers[code], shares[code], rules)
        for code, one in exact.items()
    }


def _measures(exact: Iterable[Exact]) -> list[str]:
    return list(dict.fromkeys(name for one in exact for name in one.known))


def _parts(one: Exact, measure: str) -> dict[str, int]:
    some = one.known.get(measure, 0)
    return {YES: some, NO: max(one.n - some, 0)}


def _partner(
    one: Exact, n: Told, shares: Mapping[str, float | None], rules: Rules
) -> ToldPartner:
    rows, refused, days = Told(0, is_hidden=True), None, None
    if n.value is not None:  # a line is mostly somebody
        base = max(block(rules, disclosure="protected"), rules.rounding_base)
        rows, days = tell(one.n_rows, base=base), one.days
        if one.n_rows >= rules.threshold_publication:
            refused = round(one.n_refused / one.n_rows, 2)
    levels = {
        name: _level(one, name, n, share, rules) for name, share in shares.items()
    }
    asks = [
        name
        for name, share in shares.items()
        if levels[name] == FEW or _is_asked(name, share)
    ]
    if refused is not None and refused > MOST_REFUSED:
        asks.insert(0, ROWS)
    if one.sends_files and days is not None and days > STALE_DAYS:
        asks.insert(0, FILE)
    return ToldPartner(n, dict(shares), levels, rows, refused, days, tuple(asks))


def _level(one: Exact, name: str, n: Told, share: float | None, rules: Rules) -> str:
    """Say that nearly all, or nearly none: of a tenth that is a crowd by itself."""
    tenth = (n.value or 0) // 10
    if share is not None or tenth < rules.threshold_publication:
        return ""
    some = one.known.get(name, 0)
    if some >= ENOUGH * one.n:
        return MOST
    return FEW if some <= (1 - ENOUGH) * one.n else ""


def _is_asked(name: str, share: float | None) -> bool:
    return share is not None and share < (FRESH_ENOUGH if name == NEWS else ENOUGH)
