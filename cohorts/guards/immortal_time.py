"""Immortal time: to have been reached, one had first to stay without outcome.

`exposure` refuses "ever took part" and computes what may be compared; this says it
before anybody asks, wherever an exposure is dated after the origin.
"""

from cohorts.exposure.cases import Cases, exposed_at_origin
from cohorts.exposure.failures import EverExposed
from cohorts.guards.caution import Caution, Severity


def immortal_time(cases: Cases) -> tuple[Caution, ...]:
    """Tell how long the exposed waited for their exposure.

    Args:
        cases: one row per case, with the time of its first exposure.

    Returns:
        One caution where an exposure came after the origin, else none. Its evidence
        is that of the refusal of `exposure.cases.exposed_at_origin`.
    """
    try:
        exposed_at_origin(cases)
    except EverExposed as refusal:
        heads = {"later": float(refusal.n_after), "exposed": float(refusal.n_exposed)}
        return (
            Caution(
                "immortal-time",
                Severity.CARE,
                heads=heads,
                measures={"share_waited": refusal.share_before},
                rests_on=("later", "exposed"),
            ),
        )
    return ()


def profile_without_date(
    *, undated: int, persons: int, breakdown: str
) -> tuple[Caution, ...]:
    """Tell that a profile may come from after the origin: it bears no date.

    Args:
        undated: persons whose profile bears no date.
        persons: of the cohort.
        breakdown: name of the profile, for people.

    Returns:
        One caution where somebody's profile bears none.
    """
    if not undated:
        return ()
    return (
        Caution(
            "undated-profile",
            Severity.CARE,
            heads={"undated": float(undated), "n": float(persons)},
            names={"breakdown": breakdown},
            rests_on=("undated", "n"),
        ),
    )
