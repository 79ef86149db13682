"""Calendar gaps: what the school summer makes of a result, with its rule and without.

Who leaves school at the end of June and comes back in September did not drop out for
two months. On one file the median time out is 2 months with these spells and 10
without. A definition that dates summer exits at the return of the autumn is therefore
read beside its twin that does not.
"""

from dataclasses import replace

from cohorts.definition.language import CohortDefinition
from cohorts.guards.caution import Caution, Severity


MATTERS = 0.02  # difference of shares from which the choice must be stated


def without_summer_rule(definition: CohortDefinition) -> CohortDefinition | None:
    """Give the same cohort with summer exits dated on their own day.

    Args:
        definition: the cohort.

    Returns:
        Its twin, None where the origin rests on no summer rule.
    """
    rules = definition.rules
    if rules is None or rules.summer is None or not definition.origin.needs_dropout:
        return None
    return replace(definition, rules=replace(rules, summer=None))


def summer_effect(
    *, with_rule: float, without_rule: float, time: float, clock: str
) -> tuple[Caution, ...]:
    """Tell a share under both datings.

    Args:
        with_rule: the share at the time, summer exits dated in the autumn.
        without_rule: the share, each exit on its own day.
        time: of the reading, on the clock.
        clock: unit of the time.

    Returns:
        One caution; none where a share is not known.
    """
    if with_rule != with_rule or without_rule != without_rule:
        return ()
    apart = abs(with_rule - without_rule) >= MATTERS
    return (
        Caution(
            "summer",
            Severity.CARE if apart else Severity.KNOW,
            measures={"share_with": with_rule, "share_without": without_rule},
            settings={"time": time},
            names={"clock": clock},
        ),
    )
