"""Late entry: who comes under observation after the origin makes early steps fragile.

Who left before they could be seen is not there, and cannot be counted: late entry is
taken into account, never undone.
"""

import numpy as np

from cohorts.estimates.steps import survival_steps
from cohorts.guards.caution import Caution, Severity
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.failures import FloorNeverReached
from cohorts.risk_table.floor import start_where_enough
from cohorts.risk_table.margins import only_group
from cohorts.risk_table.risk_table import RiskTable, risk_tables


FLOOR = 10  # at risk from which a step rests on enough


def late_entries(counts: Counts, *, floor: int = FLOOR) -> tuple[Caution, ...]:
    """Tell how many entered late, and where a curve may begin.

    Args:
        counts: counts on any clock.
        floor: least rows at risk for a curve to begin.

    Returns:
        One caution about all who entered late; per group, one where a curve begins on
        too few, or falls to nothing while others are still to enter. None without
        late entry.
    """
    if not counts.has_late_entry:
        return ()
    late, whole = _rows_late(counts), float(counts.n_rows.sum())
    found = [
        Caution(
            "late-entry",
            Severity.KNOW,
            heads={"late": late, "n": whole},
            rests_on=("n",),
        )
    ]
    for table in risk_tables(counts):
        if table.has_late_entry:
            found += _about(only_group(counts, table.group), table, floor)
    return tuple(found)


def _about(counts: Counts, table: RiskTable, floor: int) -> list[Caution]:
    settings = {"floor": float(floor)}
    clock = {"clock": counts.clock}
    try:
        kept, start = start_where_enough(counts, floor)
    except FloorNeverReached:
        return [
            Caution(
                "never-enough-at-risk",
                Severity.STOP,
                group=table.group,
                settings=settings,
                names=clock,
            )
        ]
    if start == 0 or not _has_early_step(table, start):
        return []
    collapsed = _collapses(table)
    excluded = float(counts.n_rows.sum() - kept.n_rows.sum())
    return [
        Caution(
            "curve-collapses" if collapsed else "thin-start",
            Severity.STOP if collapsed else Severity.CARE,
            group=table.group,
            heads={"excluded": excluded, "n": float(counts.n_rows.sum())},
            settings=settings,
            measures={"time_start": start},
            names=clock,
            rests_on=("n",),
        )
    ]


def _rows_late(counts: Counts) -> float:
    return float(counts.n_rows[counts.entry > 0].sum())


def _has_early_step(table: RiskTable, start: float) -> bool:
    return bool(np.any(table.n_events_any[table.times <= start] > 0))


def _collapses(table: RiskTable) -> bool:
    emptied = np.flatnonzero((survival_steps(table) == 0) & (table.n_events_any > 0))
    return bool(emptied.size and np.any(table.n_at_risk[emptied[0] + 1 :] > 0))
