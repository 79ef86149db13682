"""The same comparison on an outcome that the action cannot change."""

from cohorts.exposure.failures import RatioImpossible
from cohorts.exposure.negative_control import judge_control
from cohorts.workbench.acts import ControlTold


def judged(
    cause: str, ratio: float, low: float, high: float, *, main: float | None
) -> ControlTold:
    """Say what a negative control tells of the main comparison.

    Args:
        cause: the outcome that the action cannot change.
        ratio: found for it.
        low: its lower limit.
        high: its upper limit.
        main: the ratio of the main outcome.

    Returns:
        The verdict; none where the ratio or its limits are no numbers.
    """
    try:
        return ControlTold(cause, judge_control(ratio, low, high, main_ratio=main))
    except RatioImpossible:
        return ControlTold(cause, None)
