"""Texts folded for comparison: lower case, no accent, words apart by one space."""

import re
import unicodedata


_BETWEEN = re.compile(r"[^0-9a-z]+")


def fold_words(text: str) -> str:
    """Fold a text.

    Args:
        text: any text.

    Returns:
        Its letters and digits, in lower case without accents, words apart by a space.

    >>> fold_words("  À l’Hôpital ! ")
    'a l hopital'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _BETWEEN.sub(" ", bare).strip()
