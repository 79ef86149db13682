"""The algebra of counts: merge, choose, pool, restart at a landmark, stop early.

Each function gives new counts; none needs a row. Equal cells are summed again by
`gather`, so that a chain of operations stays as small as its result.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.counts import CENSORED, WHOLE, Counts, in_natural_order
from cohorts.risk_table.failures import CountsDisagree, NoRow, UnknownGroup


def merge(parts: Sequence[Counts]) -> Counts:
    """Put counts of different chunks, sites or years together.

    Args:
        parts: counts on one clock, all weighted or none; groups and causes are
            matched by name.

    Returns:
        Counts over all groups and causes of the parts, causes in natural order.

    Raises:
        NoRow: no part.
        CountsDisagree: the parts differ in clock or in having weights.
    """
    if not parts:
        raise NoRow
    first = parts[0]
    alike = {(part.clock, part.weight is None) for part in parts}
    if len(alike) > 1:
        raise CountsDisagree
    groups = list(dict.fromkeys(g for part in parts for g in part.groups))
    causes = in_natural_order(list({c for part in parts for c in part.causes}))
    return gather(
        Counts(
            groups=tuple(groups),
            causes=tuple(causes),
            clock=first.clock,
            group=np.concatenate([_recode(p.group, p.groups, groups) for p in parts]),
            entry=np.concatenate([p.entry for p in parts]),
            exit=np.concatenate([p.exit for p in parts]),
            cause=np.concatenate(
                [_recode(p.cause, ("", *p.causes), ["", *causes]) for p in parts]
            ),
            n_rows=np.concatenate([p.n_rows for p in parts]),
            n_persons=np.concatenate([p.n_persons for p in parts]),
            weight=None
            if first.weight is None
            else np.concatenate([p.weight for p in parts if p.weight is not None]),
        )
    )


def only_group(counts: Counts, label: str) -> Counts:
    """Keep one group.

    Args:
        counts: counts with groups.
        label: the group's label.

    Returns:
        Counts of that group, which stays the only label.

    Raises:
        UnknownGroup: no such label.
        NoRow: the group has no cell.
    """
    if label not in counts.groups:
        raise UnknownGroup
    kept = keep(counts, counts.group == counts.groups.index(label))
    return replace(kept, groups=(label,), group=np.zeros_like(kept.group))


def pooled(counts: Counts, *, label: str = WHOLE) -> Counts:
    """Drop the groups.

    Args:
        counts: counts with groups.
        label: name of the whole.

    Returns:
        Counts with one group, equal cells summed.
    """
    return gather(replace(counts, groups=(label,), group=np.zeros_like(counts.group)))


def any_cause(counts: Counts, *, name: str = "1") -> Counts:
    """Take every cause as the same event.

    Args:
        counts: counts with K causes.
        name: name of the one cause.

    Returns:
        Counts with K = 1.
    """
    cause = np.minimum(counts.cause, 1)
    return gather(replace(counts, causes=(name,), cause=cause))


def only_cause(counts: Counts, name: str) -> Counts:
    """Take one cause as the event and every other as censoring (cause-specific).

    Args:
        counts: counts with K causes.
        name: the cause kept.

    Returns:
        Counts with K = 1.
    """
    code = counts.causes.index(name) + 1
    cause = (counts.cause == code).astype(np.int64)
    return gather(replace(counts, causes=(name,), cause=cause))


def landmark(counts: Counts, at: float) -> Counts:
    """Restart the clock at a landmark, with those under observation then.

    Rows that enter later are left out: their state at the landmark is not known.

    Args:
        counts: counts on any clock.
        at: the landmark, >= 0, same unit.

    Returns:
        Counts of the rows with entry <= at < exit, times measured from `at`.

    Raises:
        NoRow: nobody is under observation then.
    """
    kept = keep(counts, (counts.entry <= at) & (counts.exit > at))
    step = np.asarray(at).astype(kept.exit.dtype) if _is_whole(at) else at
    return gather(replace(kept, entry=np.zeros_like(kept.exit), exit=kept.exit - step))


def truncate(counts: Counts, horizon: float) -> Counts:
    """End the follow-up at a horizon: what comes later is censored there.

    Args:
        counts: counts on any clock.
        horizon: last time kept, inclusive, > 0.

    Returns:
        Counts with exit <= horizon; rows that enter at the horizon or later are out.

    Raises:
        NoRow: everybody enters later.
    """
    kept = keep(counts, counts.entry < horizon)
    beyond = kept.exit > horizon
    end = np.asarray(horizon).astype(kept.exit.dtype) if _is_whole(horizon) else horizon
    return gather(
        replace(
            kept,
            exit=np.where(beyond, end, kept.exit),
            cause=np.where(beyond, CENSORED, kept.cause),
        )
    )


def gather(counts: Counts) -> Counts:
    """Sum equal cells.

    Args:
        counts: any counts.

    Returns:
        The same counts with each (group, entry, exit, cause, weight) once, in order.
    """
    # A table of some hundred cells is sorted in a twentieth of a millisecond; a frame
    # grouped by names takes four, and an answer gathers forty times.
    if not counts.group.size:
        return counts
    keys = ["group", "entry", "exit", "cause"]
    keys += [] if counts.weight is None else ["weight"]
    columns = [getattr(counts, name) for name in keys]
    varying = [one for one in columns if np.any(one != one[0])]
    order = np.lexsort(varying[::-1]) if varying else np.arange(counts.group.size)
    is_new = np.zeros(order.size, np.bool_)
    is_new[0] = True
    for one in varying:
        is_new[1:] |= one[order][1:] != one[order][:-1]
    first = np.flatnonzero(is_new)
    cells: dict[str, Any] = {
        name: one[order[first]] for name, one in zip(keys, columns, strict=True)
    }
    for name in ("n_rows", "n_persons"):
        cells[name] = np.add.reduceat(getattr(counts, name)[order], first)
    return replace(counts, **cells)


def keep(counts: Counts, where: npt.NDArray[np.bool_]) -> Counts:
    """Keep some cells.

    Args:
        counts: any counts, n cells.
        where: the cells kept, (n,).

    Returns:
        Counts of these cells, groups and causes unchanged.

    Raises:
        NoRow: no cell is kept.
    """
    if not np.any(where):
        raise NoRow
    at = np.flatnonzero(where)
    together = int(at[-1]) - int(at[0]) + 1 == at.size
    chosen = slice(int(at[0]), int(at[-1]) + 1) if together else at  # a view, if it can
    names = ["group", "entry", "exit", "cause", "n_rows", "n_persons"]
    names += [] if counts.weight is None else ["weight"]
    kept: dict[str, Any] = {name: getattr(counts, name)[chosen] for name in names}
    return replace(counts, **kept)


def _recode(
    codes: npt.NDArray[np.int64], labels: Sequence[str], order: list[str]
) -> npt.NDArray[np.int64]:
    table = np.array([order.index(label) for label in labels], np.int64)
    return table[codes]


def _is_whole(value: float) -> bool:
    return float(value).is_integer()
