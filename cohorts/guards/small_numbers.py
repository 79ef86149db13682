"""Small numbers: how far a curve holds, and how many covariates its events bear."""

from collections.abc import Sequence

from cohorts.guards.caution import Caution, Severity
from cohorts.risk_table.counts import Counts
from cohorts.risk_table.risk_table import RiskTable, risk_tables


FEW_AT_RISK = 10
FEW_EVENTS = 10
PER_COEFFICIENT = 10  # events per coefficient; under it, Firth's correction


def small_numbers(
    counts: Counts, *, horizons: Sequence[float], n_coefficients: int = 0
) -> tuple[Caution, ...]:
    """Tell where too few are at risk, or too few had an event.

    Args:
        counts: any counts.
        horizons: where the curves are read.
        n_coefficients: of a model that is wanted on them, 0 = none.

    Returns:
        Per group, the first horizon with too few at risk, and too few events; and one
        caution where the model has too few events for its coefficients.
    """
    found: list[Caution] = []
    for table in risk_tables(counts):
        found += _about(table, horizons, counts.clock)
    events = float(counts.n_rows[counts.cause > 0].sum())
    if n_coefficients and events < PER_COEFFICIENT * n_coefficients:
        found.append(
            Caution(
                "few-events-per-coefficient",
                Severity.CARE,
                heads={"events": events},
                settings={
                    "coefficients": float(n_coefficients),
                    "least": float(PER_COEFFICIENT),
                },
            )
        )
    return tuple(found)


def _about(table: RiskTable, horizons: Sequence[float], clock: str) -> list[Caution]:
    found = []
    thin = [time for time in sorted(horizons) if table.at_risk_at(time) < FEW_AT_RISK]
    if thin:
        found.append(
            Caution(
                "few-at-risk",
                Severity.CARE,
                group=table.group,
                heads={"at_risk": table.at_risk_at(thin[0])},
                settings={"time": thin[0], "few": float(FEW_AT_RISK)},
                names={"clock": clock},
            )
        )
    events = float(table.n_events_any.sum())
    if events < FEW_EVENTS:
        found.append(
            Caution(
                "few-events" if events else "no-event",
                Severity.CARE,
                group=table.group,
                heads={"events": events},
                settings={"few": float(FEW_EVENTS)},
            )
        )
    return found
