"""What linkage errors could do to a result → a sentence, lines, a table.

Released figures only: a variant that changes too few cases is no line, and its cells
say so.
"""

from collections.abc import Mapping
from typing import Literal

from cohorts.answer import LinkageEffect
from cohorts.charts.look import DASHES, Look
from cohorts.charts.moments import at, delay, headline_months
from cohorts.charts.plot import plot
from cohorts.charts.series import Series, Spec, Words, outcome_curve
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.released import ReleasedEstimate
from config.translation import _, current_language


THIN = 1.5  # pixels
Variant = Literal["recorded", "pessimistic", "optimistic"]
VARIANTS: tuple[Variant, ...] = ("recorded", "pessimistic", "optimistic")


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
        return _too_few_to_show(effect)
    months = headline_months(effect.definition)
    when = at(effect.definition, months)
    text = _(
        "{when} : {recorded} ; si les rapprochements douteux étaient faux : "
        "{pessimistic} ; si les questions en attente étaient des rapprochements : "
        "{optimistic}."
    )
    return text.format(
        when=when[:1].upper() + when[1:],
        recorded=_told(effect, effect.recorded, months),
        pessimistic=_told(effect, effect.pessimistic, months),
        optimistic=_told(effect, effect.optimistic, months),
    )


def _too_few_to_show(effect: LinkageEffect) -> str:
    """Say how much cases that may not be shown could move the result at most.

    The bound is one of the threshold and of the released number of persons, and tells
    nothing of how many cases there are.
    """
    assert effect.recorded is not None  # noqa: S101  (checked by the caller)
    total = effect.recorded.estimate.n
    points = -(-100 * (effect.threshold - 1) // max(total, 1))
    text = _(
        "Les rapprochements douteux et les questions en attente changent moins de {n} "
        "cas sur {total} : trop peu pour être montrés. S’ils étaient faux, le résultat "
        "pourrait bouger, de {points} points environ au plus."
    )
    return text.format(n=effect.threshold, total=total, points=min(points, 100))


def _told(effect: LinkageEffect, released: ReleasedEstimate | None, months: int) -> str:
    """Give the share at a horizon, its limits in brackets."""
    if released is None:
        return _("moins de {n} cas changent").format(n=effect.threshold)
    definition = effect.definition
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


def effect_chart(effect: LinkageEffect, *, words: Words, look: Look) -> Spec | None:
    """Draw the outcome as linked, with a thin line for each of the two others.

    Args:
        effect: released figures.
        words: texts; `series` names the three variants.
        look: colours.

    Returns:
        A Vega-Lite specification; None where there is nothing to compare.
    """
    drawn = [
        Series(
            key=variant,
            name=words.series[variant],
            colour=look.colour(place),
            dash=DASHES[place],
            curve=curve,
            width=THIN if place else 2.5,
            has_band=not place,
        )
        for place, (variant, released) in enumerate(_by_variant(effect).items())
        if released is not None
        and (curve := outcome_curve(released.estimate.groups[0], effect.definition))
    ]
    if len(drawn) < 2 or drawn[0].key != "recorded":
        return None
    return plot(drawn, definition=effect.definition, words=words, look=look)


def effect_rows(
    effect: LinkageEffect, *, words: Words, unchanged: str, unknown: str
) -> list[tuple[str, ...]]:
    """Give the table beside the chart: a row per horizon, a column per variant.

    Args:
        effect: released figures.
        words: texts.
        unchanged: stands for a variant that changes too few cases to be told.
        unknown: stands for a share that may not be told at this horizon.

    Returns:
        The rows, each beginning with its horizon.
    """
    definition = effect.definition
    return [
        (
            delay(definition, months),
            *(
                _cell(released, definition, time, words) or unknown
                if released is not None
                else unchanged
                for released in _by_variant(effect).values()
            ),
        )
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
    ]


def _by_variant(effect: LinkageEffect) -> Mapping[Variant, ReleasedEstimate | None]:
    return {variant: getattr(effect, variant) for variant in VARIANTS}


def _cell(
    released: ReleasedEstimate,
    definition: CohortDefinition,
    time: float,
    words: Words,
) -> str | None:
    wanted = (definition.outcomes[0].code, None)
    for point in released.estimate.groups[0].at:
        shares = (point.estimate, point.low, point.high)
        if point.time == time and point.cause in wanted and shares[0] == shares[0]:
            return words.reading(*shares)
    return None
