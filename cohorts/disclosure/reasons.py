"""Reasons of loss by group → the table that may be read.

Every cell is a number of young people of one group who left in one way. Each is told
like any head count; then the table is audited as a whole. Somebody who knows the exact
size of each group, and what the flow tells of each way for the whole cohort, may
combine rows and columns: the least and the greatest value that agree with all of it are
sought for each cell that is not told, and a told cell of its row or column is kept back
until none can be known to be under the threshold.

Source: audit of each hidden cell between its bounds (Insee, secondary confidentiality;
Fischetti & Salazar 2001, Management Science 47, 1008-1027).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cohorts.disclosure.complementary import hidden_groups
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.flow import told_parts
from cohorts.disclosure.head_counts import PUBLIC, Told, block, tell
from cohorts.disclosure.rules import Rules
from cohorts.event_table.attrition import Exit
from cohorts.risk_table.numbers import Integers


_SEAL = object()  # held here only: nobody else can call a table protected
CENSORED = "censored"
HIDDEN = Told(0, is_hidden=True)
Cells = list[list[Told]]


@dataclass(frozen=True)
class ToldReasons:
    """How the follow-up of each group was interrupted; made by `protect_reasons`.

    Attributes:
        reasons: ways of leaving without an event, of which some cell is told: code and
            labels, in order.
        persons: group → young people, rounded.
        cells: group → one told count per reason.
        hidden: groups that are not shown.
        base: persons per block, 0 = exact counts of public data.
    """

    reasons: tuple[tuple[str, Mapping[str, str]], ...]
    persons: Mapping[str, Told]
    cells: Mapping[str, tuple[Told, ...]]
    hidden: tuple[str, ...]
    base: int
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse a table that did not pass through `protect_reasons`."""
        if self.seal is not _SEAL:
            raise NotProtectable


def protect_reasons(
    exits: Mapping[str, Sequence[Exit]], *, rules: Rules, disclosure: str
) -> ToldReasons | None:
    """Protect the reasons of loss by group.

    Args:
        exits: group → how its cases left, the same causes and reasons in each.
        rules: the rules in force.
        disclosure: what the extract's manifest says.

    Returns:
        The table that may be read; None where no group may be shown, or where no table
        keeps the small counts lost.
    """
    base = block(rules, disclosure=disclosure)
    sizes = {group: sum(e.persons for e in own) for group, own in exits.items()}
    hidden: Mapping[str, str] = {}
    if disclosure != PUBLIC:
        hidden = hidden_groups(
            sizes,
            threshold=rules.threshold_publication,
            complementary=rules.complementary,
        )
    shown = [group for group in exits if group not in hidden]
    if not shown:
        return None
    names = [one for one in next(iter(exits.values())) if one.kind == CENSORED]
    least = rules.threshold_internal
    exact = np.array([_parts(exits[group]) for group in (*shown, *hidden)])
    whole = told_parts(_whole(exits), base=base, threshold=least)[-len(names) :]
    told = told_table(
        exact, n_shown=len(shown), whole=whole, base=base, threshold=least
    )
    if told is None:
        return None
    kept = [k for k in range(len(names)) if any(row[k].value for row in told)]
    return ToldReasons(
        reasons=tuple((names[k].code, names[k].label) for k in kept),
        persons={group: tell(sizes[group], base=base) for group in shown},
        cells={
            group: tuple(row[k] for k in kept)
            for group, row in zip(shown, told, strict=True)
        },
        hidden=tuple(hidden),
        base=base,
        seal=_SEAL,
    )


def told_table(
    exact: Integers, *, n_shown: int, whole: Sequence[Told], base: int, threshold: int
) -> Cells | None:
    """Tell the cells of a table whose row sums are taken as known.

    Args:
        exact: exact counts, (groups, ways of leaving).
        n_shown: the leading rows that are shown; of the others nothing is told.
        whole: what is told of the sums of the leading columns.
        base: persons per block, 0 = exact.
        threshold: numbers among which a cell that is not told must stay lost.

    Returns:
        The told cells of the rows shown; None where keeping all of it back would still
        give some cell away.
    """
    told = [
        [tell(int(n), base=base) if place < n_shown else HIDDEN for n in row]
        for place, row in enumerate(exact)
    ]
    while base and (
        found := _found(exact, told, whole, base=base, threshold=threshold)
    ):
        again = _keep_back(exact, told, found)
        if again is None:
            return None
        told = again
    return told[:n_shown]


def _parts(exits: Sequence[Exit]) -> list[int]:
    """Count each reason, and all events as one."""
    reasons = [one.persons for one in exits if one.kind == CENSORED]
    return [*reasons, sum(one.persons for one in exits if one.kind != CENSORED)]


def _whole(exits: Mapping[str, Sequence[Exit]]) -> list[int]:
    """Count each way of leaving in the whole cohort, as the flow does: causes first."""
    return [
        sum(one.persons for one in ways) for ways in zip(*exits.values(), strict=True)
    ]


def _keep_back(exact: Integers, told: Cells, found: tuple[int, int]) -> Cells | None:
    """Keep back the smallest told cell in the row or column of one that is found."""
    row, column = found
    near = [(row, k) for k in range(exact.shape[1])]
    near += [(g, column) for g in range(exact.shape[0])]
    able = [(int(exact[g, k]), g, k) for g, k in near if told[g][k].value is not None]
    if not able:
        return None
    _n, g, k = min(able)
    return [
        [HIDDEN if (a, b) == (g, k) else one for b, one in enumerate(line)]
        for a, line in enumerate(told)
    ]


def _found(
    exact: Integers, told: Cells, whole: Sequence[Told], *, base: int, threshold: int
) -> tuple[int, int] | None:
    """Give a cell under the threshold that somebody could find, None if there is none.

    The table is a transport problem with whole margins: the bounds of a cell that a
    linear program finds are whole, and reached by tables of whole numbers.
    """
    from scipy.optimize import linprog

    rows, columns = exact.shape
    most_of_all = int(exact.sum())
    windows = [_window(one, base, most_of_all) for line in told for one in line]
    groups = np.zeros((rows, rows * columns))
    for g in range(rows):
        groups[g, g * columns : (g + 1) * columns] = 1
    ways = np.zeros((len(whole), rows * columns))
    for k in range(len(whole)):
        ways[k, k::columns] = 1
    limits = np.array([_window(one, base, most_of_all) for one in whole])
    for place in range(rows * columns):
        g, k = divmod(place, columns)
        if not told[g][k].under:
            continue
        ends = []
        for sign in (1.0, -1.0):
            wanted = np.zeros(rows * columns)
            wanted[place] = sign
            solved = linprog(
                wanted,
                A_ub=np.concatenate((ways, -ways)),
                b_ub=np.concatenate((limits[:, 1], -limits[:, 0])),
                A_eq=groups,
                b_eq=exact.sum(axis=1),
                bounds=windows,
                method="highs",
            )
            ends.append(round(sign * float(solved.fun)))
        least, most = ends
        is_lost = most >= threshold and most - least + 1 >= threshold
        if least < threshold and not is_lost:
            return g, k
    return None


def _window(told: Told, base: int, most: int) -> tuple[int, int]:
    """Give the counts that would be told the same way."""
    if told.is_hidden:
        return 0, most
    if told.under:
        return 0, told.under - 1
    return told.n - base // 2, told.n + base - base // 2 - 1
