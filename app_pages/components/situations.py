"""A situation as people see it: a shape for its family, its colour, its word."""

from collections.abc import Mapping
from types import MappingProxyType

from app_pages.components.words import named
from cohorts.charts.contrast import visible
from cohorts.charts.look import Look
from parcours.nomenclature import Nomenclature, Situation


SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "school": "■",
        "work_study": "◆",
        "training": "◆",
        "support_in_school": "□",
        "employment": "●",
        "volunteering": "●",
        "neet": "▲",
        "unavailable": "△",
    }
)
UNKNOWN = "unknown"  # family
UNKNOWN_SHAPE = "○"


def shape(situation: Situation) -> str:
    """Give the shape of a situation's family.

    Args:
        situation: a word of the nomenclature.

    Returns:
        One character.
    """
    return SHAPES.get(situation.family, UNKNOWN_SHAPE)


def tone(situation: Situation, look: Look) -> str:
    """Give the colour that marks a situation, at 3:1 or better on the page.

    Args:
        situation: a word of the nomenclature.
        look: colours of the page.

    Returns:
        "#rrggbb": the situation's own colour, darker or lighter where it must be.
    """
    if situation.family == UNKNOWN:
        return look.muted
    return visible(situation.colour, page=look.page)


def mark(code: str, words: Nomenclature, *, look: Look) -> str:
    """Write a situation in Markdown: coloured shape, then its word.

    Args:
        code: code of the situation.
        words: the nomenclature.
        look: colours of the page.

    Returns:
        Markdown; the code alone where the nomenclature no longer holds it.
    """
    situation = words.situations.get(code)
    if situation is None:
        return f"{UNKNOWN_SHAPE} {code}"
    text = named(situation.labels, short=True)
    ink = tone(situation, look)
    return f':color[{shape(situation)}]{{foreground="{ink}"}} {text}'


def name(code: str, words: Nomenclature) -> str:
    """Name a situation without what stands between brackets.

    Args:
        code: code of the situation.
        words: the nomenclature.

    Returns:
        Its label, or the code.
    """
    situation = words.situations.get(code)
    return code if situation is None else named(situation.labels, short=True)
