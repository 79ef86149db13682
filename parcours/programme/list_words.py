"""Codes ↔ the words that a programming list shows for them. Pure.

A list is read by people: it holds labels. A label that two codes share, or that would
be taken for something else, is written as its code, so that each word leads to one.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from parcours.intake.decoding import tidy
from parcours.intake.words import fold_word


BETWEEN = "; "  # several words in one cell
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\ufffd]")


def one_line(text: str) -> str:
    """Write a text as a cell gives it back: one line, plain spaces, no control sign.

    Args:
        text: as it was typed.

    Returns:
        The same words.

    >>> one_line(" Une   ligne ")
    'Une ligne'
    """
    return " ".join(_UNSEEN.sub(" ", tidy(text)).split())


@dataclass(frozen=True)
class Lexicon:
    """The words of one column.

    Attributes:
        shown: code → word, which leads back to this code alone.
        codes: folded word → code.
    """

    shown: Mapping[str, str]
    codes: Mapping[str, str]

    def show(self, code: str) -> str:
        """Give the word of a code; a code that is not known stays."""
        return self.shown.get(code, code)

    def find(self, word: str) -> str:
        """Give the code of a word or of a code; one that is not known stays."""
        return word if word in self.shown else self.codes.get(fold_word(word), word)

    def show_all(self, codes: Iterable[str]) -> str:
        """Write several codes in one cell."""
        return BETWEEN.join(self.show(code) for code in codes)

    def find_all(self, cell: str) -> tuple[str, ...]:
        """Read several words of one cell, each once."""
        words = (part.strip() for part in cell.split(BETWEEN.strip()))
        return tuple(dict.fromkeys(self.find(word) for word in words if word))


def lexicon(labels: Mapping[str, str]) -> Lexicon:
    """Make the words of a column.

    Args:
        labels: code → label.

    Returns:
        Words of which each leads back to one code.

    >>> lexicon({"a": "Sport", "b": "sport", "c": "Santé"}).shown["c"]
    'Santé'
    """
    folded = {code: fold_word(label) for code, label in labels.items()}
    often = Counter(folded.values())
    taken = {fold_word(code) for code in labels}
    shown, codes = {}, {}
    for code, label in labels.items():
        word = folded[code]
        is_plain = label == one_line(label) and BETWEEN.strip() not in label
        is_own = word and often[word] == 1 and word not in taken - {fold_word(code)}
        shown[code] = label if is_plain and is_own else code
        if is_own:
            codes[word] = code
    return Lexicon(shown, codes)
