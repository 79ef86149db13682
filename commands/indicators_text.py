"""All indicators → lines for people, or JSON for programs."""

import json

from cohorts.disclosure.head_counts import PUBLIC
from cohorts.indicating import BoardAnswer
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.figures import ALL, WHOLE, Figure, IndicatorSet
from cohorts.indicators.reading import part_name, reading, rounding_caveat, variant_name
from cohorts.indicators.unsaid import unsaid_by_sex
from config.translation import _, label


def board_as_json(board: BoardAnswer) -> str:
    """Write every definition and figure as JSON.

    Args:
        board: as `read_all_indicators`.

    Returns:
        One object: the set's own fields, with the definitions and the comparators.
    """
    fields = board.figures.as_dict() | {
        "indicators": [
            {
                "id": one.id,
                "label": one.label,
                "definition": one.definition,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "origin": one.origin,
                "method": one.method,
                "horizons_months": list(one.horizons_months),
                "censoring": list(one.censoring),
                "target": one.target,
            }
            for one in board.catalogue.indicators.values()
        ],
        "comparators": [vars(one) for one in board.comparators],
    }
    return json.dumps(fields, ensure_ascii=False)


def board_as_text(board: BoardAnswer) -> str:
    """Write the whole and the breakdown by sex of each indicator.

    Args:
        board: as `read_all_indicators`.

    Returns:
        A paragraph per indicator.
    """
    parts = [
        _paragraph(one, board.figures) for one in board.catalogue.indicators.values()
    ]
    if board.figures.rules_version != PUBLIC:
        parts.append(rounding_caveat())
    return "\n\n".join(parts)


def _paragraph(indicator: Indicator, figures: IndicatorSet) -> str:
    lines = [f"{label(indicator.label)}  ({indicator.id})"]
    own = [one for one in figures.of(indicator.id) if one.breakdown in (WHOLE, "sex")]
    told = [one for one in own if one.is_told]
    lines += [f"  {_line(one)}" for one in told]
    if own and not told:
        lines.append("  " + _("effectif trop faible, non montré"))
    if not own:
        why = figures.missing.get(indicator.id, "")
        lines.append("  " + _missing().get(why, _("pas encore calculé")))
    unsaid = unsaid_by_sex(figures, indicator)
    lines += [f"  {unsaid}"] if unsaid and own else []
    return "\n".join(lines)


def _missing() -> dict[str, str]:
    return {
        "no_definition": _("la définition de sa cohorte manque à la configuration"),
        "nobody": _("aucun jeune dans cet extrait"),
        "no_population": _("la population des quartiers n’a pas été saisie"),
    }


def _line(one: Figure) -> str:
    names = [
        variant_name(one.variant),
        "" if one.group == ALL else one.group,
        "" if one.period == ALL else one.period,
        part_name(one.part),
    ]
    if one.months is not None:
        names.append(_("{n} mois").format(n=one.months))
    words = " · ".join(name for name in names if name)
    return f"{words or _('ensemble')} : {reading(one)} (n ≈ {one.n})"
