"""Signs set as the language asks: French double signs keep a narrow no-break space.

Texts are written with plain spaces, as people type; what Unicode asks for is put in
here, on the way to a page or a report, so that neither has to think of it.
"""

import re

from config import translation


NARROW = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK = "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r"(?<=\S) ([;:!?%»])(?=[\s.,;)\]*]|$)")
_AFTER = re.compile(r"« ")
_ASIDE = re.compile(r"\([\d±<][^()]{0,14}\)")  # limits of a share, margin of a mean
_UNIT = re.compile(r"(?<=\d) (?=(?:mois|jours?|ans|months?|days?|years?|jeunes)\b)")


def _(text: str) -> str:
    """Translate a French source text and set it properly.

    Args:
        text: the French text, with `{name}` places for `str.format`.

    Returns:
        The text in the language in use.
    """
    return typeset(translation._(text))


def typeset(text: str) -> str:
    """Give French double signs their narrow no-break space.

    Args:
        text: in the language in use.

    Returns:
        The same text; in English, without the space of French.

    >>> typeset("Quand ?") == "Quand\u202f?"
    True
    """
    if translation.current_language() != "fr":
        return _BEFORE.sub(r"\1", text)
    return _AFTER.sub(f"«{NARROW}", _BEFORE.sub(NARROW + r"\1", text))


def hold(text: str) -> str:
    """Keep numbers with their unit, and limits in brackets, on one line.

    Args:
        text: in the language in use.

    Returns:
        The same text, with no-break spaces where a line must not end.

    >>> hold("42 % (35 à 49) à 12 mois") == "42 % (35\u00a0à\u00a049) à 12\u00a0mois"
    True
    """
    whole = _ASIDE.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    return _UNIT.sub(NO_BREAK, whole)
