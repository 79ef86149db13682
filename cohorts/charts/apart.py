"""Groups that are all on one side of the whole → why: each was rounded by itself."""

import math
from collections.abc import Sequence

from cohorts.charts import moments
from cohorts.definition.language import CohortDefinition
from cohorts.estimates.results import Estimate, GroupEstimate
from config.numbers import percent
from config.typography import _


MANY = 2  # groups from which there is a whole between them


def apart_sentence(
    definition: CohortDefinition, whole: Estimate | None, parts: Estimate
) -> str:
    """Say why the released groups do not lie around the released whole.

    Args:
        definition: the cohort.
        whole: released figures of everybody; None where nothing is released.
        parts: released figures by group.

    Returns:
        What to know before the groups are compared with the whole; where all of them
        are above it, or all below, the first delay at which that is so.
    """
    general = _(
        "Chaque groupe, et l’ensemble, est arrondi à part, à des blocs de jeunes : les "
        "parts des groupes ne se recomposent pas en celle de l’ensemble."
    )
    if whole is None:
        return general
    for months in definition.horizons_months:
        found = _one_side(definition, whole.groups[0], parts.groups, months)
        if found:
            return f"{general} {found}"
    return general


def _one_side(
    definition: CohortDefinition,
    whole: GroupEstimate,
    groups: Sequence[GroupEstimate],
    months: int,
) -> str:
    time, outcome = moments.time_of(definition, months), definition.outcomes[0].code
    everybody = moments.point_at(whole, outcome, time)
    points = [moments.point_at(group, outcome, time) for group in groups]
    shares = [one.estimate for one in points if one and not math.isnan(one.estimate)]
    if everybody is None or math.isnan(everybody.estimate) or len(shares) < MANY:
        return ""
    share = everybody.estimate
    if min(shares) > share:
        text = _(
            "{when}, tous les groupes montrés sont au-dessus de l’ensemble "
            "({share}) : l’arrondi, ou un groupe non montré, l’explique."
        )
    elif max(shares) < share:
        text = _(
            "{when}, tous les groupes montrés sont au-dessous de l’ensemble "
            "({share}) : l’arrondi, ou un groupe non montré, l’explique."
        )
    else:
        return ""
    when = moments.at(definition, months)
    return text.format(when=when[:1].upper() + when[1:], share=percent(share))
