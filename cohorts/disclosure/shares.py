"""Distinct persons by group and part → shares and head counts that may be shown.

A table of groups × parts is told with its totals: so what is hidden in a row or a
column is never one cell alone, nor a few persons together, and every count that is told
is rounded. Shares are made of the rounded counts and of nothing finer; their limits are
widened by what rounding may hide.

Source: Wilson (1927), JASA 22, 209-212, for the limits.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np

from cohorts.disclosure.cells import Flags
from cohorts.disclosure.complementary import MASKED, hidden_groups
from cohorts.disclosure.cross import hidden_cells
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import PUBLIC, Told, block, tell
from cohorts.disclosure.rules import Rules
from cohorts.estimates.intervals import quantile_of_normal
from cohorts.risk_table.numbers import Integers


_SEAL = object()  # held here only
Table = Mapping[str, Mapping[str, int]]  # group → part → distinct persons
Held: TypeAlias = tuple[str, str]  # group, part


@dataclass(frozen=True)
class ShareOfPart:
    """One part of one group.

    Attributes:
        part: its label.
        n: persons of it.
        share: of the group, as the rounded counts tell it; None where not told.
        low: lower limit at 95 %, None likewise.
        high: upper limit at 95 %, None likewise.
        hidden: "masked" where it is not told, small or not; else "".
    """

    part: str
    n: Told
    share: float | None
    low: float | None
    high: float | None
    hidden: str = ""


@dataclass(frozen=True)
class SharesOfGroup:
    """One group: how many persons, and how they part.

    Attributes:
        group: its label.
        n: persons of the group.
        parts: in the order of the table.
        hidden: "masked" where the group is not told, small or not; else "".
        told_on: day of the earlier edition whose figures are told again, "" = none.
    """

    group: str
    n: Told
    parts: tuple[ShareOfPart, ...]
    hidden: str = ""
    told_on: str = ""


@dataclass(frozen=True)
class ReleasedShares:
    """A table that may be shown; made by `release_shares`, by nothing else.

    Attributes:
        groups: the groups of the table.
        rules_version: version of the disclosure rules, "public_data" where none apply.
        evidence: the numbers that decided, safe to print.
    """

    groups: tuple[SharesOfGroup, ...]
    rules_version: str
    evidence: tuple[str, ...] = ()
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse a table that did not pass through `release_shares`."""
        if self.seal is not _SEAL:
            raise NotProtectable


def release_shares(
    table: Table,
    *,
    rules: Rules,
    disclosure: str,
    held: Set[Held] = frozenset(),
) -> ReleasedShares:
    """Protect a table of distinct persons, and read its shares.

    Args:
        table: group → part → persons, each person once; parts missing of a group are
            nobody.
        rules: the rules in force.
        disclosure: what the extract's manifest says.
        held: (group, part) that may not be told whatever their size, since one
            organisation makes nearly all of them; part "" = the whole group.

    Returns:
        Every group, told or hidden with the reason.

    Raises:
        NotProtectable: a manifest value that no rule covers, or a negative count.
    """
    if disclosure not in (PUBLIC, "protected"):
        raise NotProtectable
    parts = tuple(dict.fromkeys(part for row in table.values() for part in row))
    counts = np.array(
        [[row.get(part, 0) for part in parts] for row in table.values()], np.int64
    ).reshape(len(table), len(parts))
    if np.any(counts < 0):
        raise NotProtectable
    base = block(rules, disclosure=disclosure)
    least = rules.threshold_publication if base else 1
    totals = {label: int(row.sum()) for label, row in zip(table, counts, strict=True)}
    held = held if base else frozenset()
    out = hidden_groups(
        totals,
        threshold=least,
        complementary=rules.complementary,
        held={group for group, part in held if not part},
    )
    whole = np.array([label in out for label in table], np.bool_)
    own = [[(group, part) in held for part in parts] for group in table]
    reasons = hide(
        counts,
        threshold=least,
        complementary=rules.complementary,
        held=whole[:, None] | np.array(own, np.bool_).reshape(counts.shape),
    )
    evidence: tuple[str, ...] = ()
    if base:
        cells = np.array(reasons, dtype=object).reshape(counts.shape) != ""
        if rules.complementary:
            cells, evidence = hidden_cells(counts, rules, held=cells)
        reasons = [[MASKED if one else "" for one in row] for row in cells]
    base = _wide(rules, base)
    groups = tuple(
        _group(label, parts, counts[i], reasons[i], base=base, why=out.get(label, ""))
        for i, label in enumerate(table)
    )
    version = rules.version if base else PUBLIC
    return ReleasedShares(groups, version, evidence, seal=_SEAL)


@dataclass(frozen=True)
class Former:
    """A group as an earlier edition told it.

    Attributes:
        day: of the edition.
        n: rounded persons of the group, None = not told.
        parts: part → rounded persons, None = not told.
    """

    day: str
    n: int | None
    parts: Mapping[str, int | None]


def retold(
    released: ReleasedShares,
    former: Mapping[str, Former],
    *,
    rules: Rules,
    whole: bool = False,
) -> ReleasedShares:
    """Tell groups in which only a few moved by the figures of an earlier edition.

    Args:
        released: the table as it would be told today.
        former: group → how it was told; others are told as today.
        rules: the rules in force, the same then and now.
        whole: nothing of the table is told but as it was then; else what is hidden
            today is hidden, whatever was told of it.

    Returns:
        The table that may be told.
    """
    base = _wide(rules, block(rules, disclosure="protected"))
    groups = []
    for group in released.groups:
        before = former.get(group.group)
        if before is None:
            groups.append(_unknown(group) if whole else group)
        elif whole or not group.hidden:
            today = {} if whole else {one.part: one.hidden for one in group.parts}
            groups.append(_before(group.group, before, today, base=base))
        else:
            groups.append(group)
    return replace(released, groups=tuple(groups))


def _unknown(group: SharesOfGroup) -> SharesOfGroup:
    """Tell nothing of a group that the earlier edition did not know."""
    kept = Told(0, is_hidden=True)
    parts = tuple(
        ShareOfPart(one.part, kept, None, None, None, MASKED) for one in group.parts
    )
    return SharesOfGroup(group.group, kept, parts, MASKED)


def _before(
    label: str, former: Former, today: Mapping[str, str], *, base: int
) -> SharesOfGroup:
    kept = Told(0, is_hidden=True)
    whole = kept if former.n is None else Told(former.n)
    parts = []
    for part, n in former.parts.items():
        if n is None or former.n is None or today.get(part):
            parts.append(ShareOfPart(part, kept, None, None, None, MASKED))
            continue
        low, high = share_limits(n, former.n, base=base)
        share = min(n / former.n, 1.0) if former.n else None
        parts.append(ShareOfPart(part, Told(n), share, low, high))
    hidden = MASKED if former.n is None else ""
    return SharesOfGroup(
        label, whole, tuple(parts), hidden, "" if hidden else former.day
    )


def hide(
    counts: Integers,
    *,
    threshold: int,
    complementary: bool = True,
    held: Flags | None = None,
) -> list[list[str]]:
    """Choose the cells of a table with totals that may not be told.

    Args:
        counts: distinct persons, groups × parts, (G, P).
        threshold: least persons of a cell that is told.
        complementary: hide as much again as keeps the hidden cells of every row and
            every column from being a few persons together.
        held: cells that are not told whatever their size, (G, P).

    Returns:
        Per cell "" | masked, small or not. An empty cell is hidden like a small one:
        were nought told, a cell kept back would be somebody.

    >>> import numpy as np
    >>> hide(np.array([[40, 30], [20, 4]]), threshold=11)
    [['masked', 'masked'], ['masked', 'masked']]
    """
    small = counts < threshold
    hidden = small if held is None else small | held
    changed = complementary
    while changed:
        changed = _close(counts, hidden, threshold)
        changed |= _close(counts.T, hidden.T, threshold)
    return [[MASKED if one else "" for one in row] for row in hidden.tolist()]


def _close(counts: Integers, hidden: Flags, threshold: int) -> bool:
    """Hide the smallest told cell of each line whose hidden cells are too few."""
    changed = False
    for line, held in zip(counts, hidden, strict=True):
        while (
            line.size > 1
            and held.any()
            and not held.all()
            and (held.sum() < 2 or line[held].sum() < threshold)
        ):
            told = np.flatnonzero(~held)
            held[told[line[told].argmin()]] = True
            changed = True
    return changed


def _wide(rules: Rules, base: int) -> int:
    """Give the block of rounding: what outsiders see is never finer than the rules'."""
    return max(base, rules.rounding_base) if base else 0


def _group(
    label: str,
    parts: tuple[str, ...],
    counts: Integers,
    reasons: list[str],
    *,
    base: int,
    why: str,
) -> SharesOfGroup:
    if why and base:
        kept = Told(0, is_hidden=True)
        nothing = tuple(
            ShareOfPart(part, kept, None, None, None, why) for part in parts
        )
        return SharesOfGroup(label, kept, nothing, why)
    whole = tell(int(counts.sum()), base=base)
    told = tuple(
        _part(part, int(n), whole, reason, base=base)
        for part, n, reason in zip(parts, counts, reasons, strict=True)
    )
    return SharesOfGroup(label, whole, told)


def _part(part: str, n: int, whole: Told, reason: str, *, base: int) -> ShareOfPart:
    if reason and base:
        return ShareOfPart(part, Told(0, is_hidden=True), None, None, None, reason)
    rounded = tell(n, base=base)
    low, high = share_limits(rounded.n, whole.n, base=base)
    share = min(rounded.n / whole.n, 1.0) if whole.n else None
    return ShareOfPart(part, rounded, share, low, high)


def share_limits(
    part: int, whole: int, *, base: int, confidence: float = 0.95
) -> tuple[float | None, float | None]:
    """Put limits around a share of rounded counts.

    Args:
        part: persons of the part, a multiple of `base`.
        whole: persons of the whole, likewise.
        base: the block of rounding, 0 = exact.
        confidence: width, strictly between 0 and 1.

    Returns:
        Wilson's limits of the least and of the greatest share that rounding leaves
        open; None where the whole is nobody.
    """
    half = base / 2
    if whole <= 0:
        return None, None
    least = max(part - half, 0.0) / (whole + half)
    most = min((part + half) / max(whole - half, 1.0), 1.0)
    z = quantile_of_normal(confidence)
    share = min(part / whole, 1.0)
    low, high = _wilson(least, whole, -z), _wilson(most, whole, z)
    return min(low, share), max(high, share)


def _wilson(share: float, n: float, z: float) -> float:
    centre = share + z * z / (2 * n)
    spread = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return float(min(max((centre + spread) / (1 + z * z / n), 0.0), 1.0))
