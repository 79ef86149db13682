"""Codes, lists and days → the words that explanations are made of."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from config.translation import _, current_language, label
from parcours.nomenclature import Term


_ASIDE = re.compile(r" \(.*\)")  # labels say more than a list of them can carry


def labels_of(codes: Sequence[str], terms: Mapping[str, Term]) -> list[str]:
    """Name codes, each between quotation marks.

    Args:
        codes: of situations, interventions or statuses.
        terms: the territory's words.

    Returns:
        Names; the code itself where no word is known.
    """
    return [
        _("« {name} »").format(name=_ASIDE.sub("", label(terms[code].labels)))
        if code in terms
        else code
        for code in codes
    ]


def listed(texts: Sequence[str]) -> str:
    """Put texts in a row, « or » before the last."""
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + _(" ou ") + texts[-1]


def day_text(day: date) -> str:
    """Write a civil day as its readers do."""
    return day.strftime("%d/%m/%Y" if current_language() == "fr" else "%Y-%m-%d")
