"""An indicator without girls and boys apart → why, in plain words.

The law counts by sex (2014-173, art. 1-II), and a blank is no answer: too few of whom,
for what, is said beside the indicator, and which wait would bring a figure.
"""

from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.figures import Figure, IndicatorSet
from config.typography import _


BY = "sex"
BOTH = {"F", "M"}
DIFFERENCE = "F-M"
FEW_AT_RISK = "few_at_risk"


def unsaid_by_sex(figures: IndicatorSet, indicator: Indicator) -> str:
    """Say why an indicator tells no girls and boys of one period.

    Args:
        figures: the set.
        indicator: which.

    Returns:
        One sentence; "" where it tells them, or is of no sex by definition.
    """
    if not indicator.available or BY not in indicator.breakdowns:
        return ""
    own = list(figures.of(indicator.id, breakdown=BY))
    if is_told_by_sex(own):
        return ""
    if not own:
        return _("Par sexe : personne, dans cet extrait, pour donner un chiffre.")
    if any(one.hidden == FEW_AT_RISK for one in own):
        return _(
            "Par sexe : trop peu de filles ou de garçons sont suivis jusqu’à "
            "l’échéance pour donner un taux."
        )
    return _(
        "Par sexe : trop peu de filles ou de garçons dans une des parts pour donner un "
        "chiffre sans reconnaître quelqu’un."
    )


def is_told_by_sex(figures: list[Figure]) -> bool:
    """Tell whether both sexes, or their difference, are told of one thing.

    Args:
        figures: of one indicator by sex.

    Returns:
        Whether a period, part, sense and horizon has both.
    """
    told: dict[tuple[object, ...], set[str]] = {}
    for one in figures:
        if one.is_told:
            like = (one.period, one.part, one.variant, one.months)
            told.setdefault(like, set()).add(one.group)
    return any(groups >= BOTH or DIFFERENCE in groups for groups in told.values())
