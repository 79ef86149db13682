"""Texts → one row of words, as one says it: « a, b et c »."""

from collections.abc import Sequence

from config.translation import _


def all_of(texts: Sequence[str]) -> str:
    """Put texts in a row, with commas and « and » before the last.

    Args:
        texts: in the language in use.

    Returns:
        The row; nothing where there is none.

    >>> all_of(["un nom", "une date", "un lieu"])
    'un nom, une date et un lieu'
    """
    if len(texts) < 2:
        return "".join(texts)
    return ", ".join(texts[:-1]) + _(" et ") + texts[-1]
