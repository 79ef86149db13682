"""What linkage errors could do to a result → one sentence, released figures only."""

from cohorts.answer import LinkageEffect
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.released import ReleasedEstimate
from config.translation import _, current_language


HEADLINE_MONTHS = 12


def effect_sentence(effect: LinkageEffect) -> str:
    """Say how far the headline figure would move under other links.

    Args:
        effect: released figures.

    Returns:
        A sentence; without figures where the links in doubt change too few cases to
        be told.
    """
    if effect.recorded is None:
        return _("Trop peu de jeunes pour dire ce que changeraient d’autres liens.")
    if effect.pessimistic is None and effect.optimistic is None:
        text = _(
            "Les rapprochements douteux et les questions en attente changent moins de "
            "{n} cas : ce résultat n’en dépend pas."
        )
        return text.format(n=effect.threshold)
    months = _months(effect.definition)
    text = _(
        "À {months} mois : {recorded} ; si les rapprochements douteux étaient faux : "
        "{pessimistic} ; si les questions en attente étaient des rapprochements : "
        "{optimistic}."
    )
    return text.format(
        months=months,
        recorded=_told(effect.definition, effect.recorded, months),
        pessimistic=_told(effect.definition, effect.pessimistic, months),
        optimistic=_told(effect.definition, effect.optimistic, months),
    )


def _months(definition: CohortDefinition) -> int:
    months = definition.horizons_months
    return HEADLINE_MONTHS if HEADLINE_MONTHS in months else months[-1]


def _told(
    definition: CohortDefinition, released: ReleasedEstimate | None, months: int
) -> str:
    """Give the share at a horizon, its limits in brackets."""
    if released is None:
        return _("inchangé")
    time = dict(zip(definition.horizons_months, definition.horizons, strict=True))
    wanted = (definition.outcomes[0].code, None)
    for point in released.estimate.groups[0].at:
        if point.time == time[months] and point.cause in wanted:
            shares = (point.estimate, point.low, point.high)
            if any(share != share for share in shares):  # not defined there
                break
            estimate, low, high = (_percent(share) for share in shares)
            text = _("{estimate} ({low} à {high})")
            return text.format(estimate=estimate, low=low, high=high)
    return _("trop peu de jeunes encore suivis")


def _percent(share: float) -> str:
    told = f"{100 * share:.0f} %"
    return told if current_language() == "fr" else told.replace(" %", "%")
