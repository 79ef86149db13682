"""A situation as people see it: a shape for its family, its colour, its word."""

from collections.abc import Mapping
from types import MappingProxyType

from app_pages.components.words import named
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
UNKNOWN_SHAPE = "○"


def shape(situation: Situation) -> str:
    """Give the shape of a situation's family.

    Args:
        situation: a word of the nomenclature.

    Returns:
        One character.
    """
    return SHAPES.get(situation.family, UNKNOWN_SHAPE)


def mark(code: str, words: Nomenclature) -> str:
    """Write a situation in Markdown: coloured shape, then its word.

    Args:
        code: code of the situation.
        words: the nomenclature.

    Returns:
        Markdown; the code alone where the nomenclature no longer holds it.
    """
    situation = words.situations.get(code)
    if situation is None:
        return f"{UNKNOWN_SHAPE} {code}"
    tone = situation.colour
    text = named(situation.labels, short=True)
    return f':color[{shape(situation)}]{{foreground="{tone}"}} {text}'


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
