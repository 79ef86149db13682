"""Counts → every caution that they can answer, the gravest first."""

from collections.abc import Sequence

from cohorts.guards.bounds import bounds_of_loss
from cohorts.guards.caution import Caution, by_gravity
from cohorts.guards.competing import competing_ends
from cohorts.guards.late_entry import late_entries
from cohorts.guards.loss import follow_up
from cohorts.guards.repeated import repeated_persons
from cohorts.guards.small_numbers import small_numbers
from cohorts.guards.ties import ties
from cohorts.risk_table.counts import Counts


def review_counts(
    counts: Counts,
    *,
    outcome: str,
    horizons: Sequence[float],
    rounding: int = 0,
    n_coefficients: int = 0,
) -> tuple[Caution, ...]:
    """Ask every guard that needs nothing but counts.

    Args:
        counts: exact or protected counts.
        outcome: the cause whose share is read.
        horizons: where it is read, > 0.
        rounding: cumulative counts are multiples of this; 0 = they are exact. Ties
            and tests of rounded counts are the rounding's own, and are not asked.
        n_coefficients: of a model wanted on the counts, 0 = none.

    Returns:
        Cautions, the gravest first.
    """
    found: list[Caution] = [*late_entries(counts)]
    found += small_numbers(counts, horizons=horizons, n_coefficients=n_coefficients)
    at = _last_observed(counts, horizons)
    if at:
        found += competing_ends(counts, cause=outcome, at=at)
        found += bounds_of_loss(counts, cause=outcome, at=at)
    found += repeated_persons(counts)
    if rounding:
        found += [one for one in follow_up(counts) if "p" not in one.measures]
    else:
        found += [*follow_up(counts), *ties(counts)]
    return by_gravity(found)


def _last_observed(counts: Counts, horizons: Sequence[float]) -> float:
    """Give the last horizon that somebody reaches, 0 if there is none."""
    reached = [time for time in horizons if 0 < time <= float(counts.exit.max())]
    return max(reached, default=0.0)
