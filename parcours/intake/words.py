"""Words as partners write them → one folded form, and the codes they stand for."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass


NOTHING = "-"
"""What a word map writes for a word that deliberately says nothing."""

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def fold_word(text: str) -> str:
    """Write a word in lower case, without accents, punctuation or double spaces.

    Args:
        text: a header or a cell.

    Returns:
        Words of a-z and 0-9 parted by single spaces.

    >>> fold_word("  N° d’Élève_INE ")
    'n d eleve ine'
    >>> fold_word("Cœur de ville")
    'coeur de ville'
    """
    if text.isascii():  # most words: nothing to take apart
        return _NOT_WORD.sub(" ", text.lower()).strip()
    lower = text.lower().replace("œ", "oe").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", lower)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _NOT_WORD.sub(" ", bare).strip()


@dataclass(frozen=True)
class WordMap:
    """Partner words → codes, exact ones first, then patterns in their order.

    Attributes:
        exact: folded word → code, or `NOTHING`.
        patterns: searched in the folded word.
    """

    exact: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()

    def find(self, text: str) -> str | None:
        """Find the code of a word.

        Args:
            text: the cell.

        Returns:
            The code, `NOTHING` for a word that says nothing, None for an unknown one.
        """
        folded = fold_word(text)
        code = self.exact.get(folded)
        if code is not None:
            return code
        return next((c for p, c in self.patterns if p.search(folded)), None)

    def codes(self) -> frozenset[str]:
        """Give every code the map can answer."""
        found = {*self.exact.values(), *(code for _p, code in self.patterns)}
        return frozenset(found - {NOTHING})
