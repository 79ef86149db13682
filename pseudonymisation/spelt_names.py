"""A name as someone types it → how far it is from the names of an identity.

Accents, case, hyphens and order do not count. Each typed word, or a few adjacent words
joined, is compared with each name, whole or in its parts; it may be the start of a
name. One typing error is forgiven for four letters, two for eight.

Source: optimal string alignment distance, where two letters turned are one error.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.sealed import as_row
from pseudonymisation.identities.spelling import homophone, plain_letters
from pseudonymisation.values import Identity


LETTERS_PER_ERROR = 4  # one typing error is forgiven for so many letters
MOST_ERRORS = 2
MOST_JOINED = 4  # words typed apart that may be one name: "de la tour"
MOST_WORDS = 8  # typed; what follows is not read
SHORTEST_NAME = 3  # letters of a name looked for in a text: shorter ones are words
LETTERS_IF_HEARD = 5  # spelt in another way, it sounds the same
LETTERS_IF_CAPITAL = 5  # one error more is the name, where a capital says it is one
LETTERS_IF_SMALL = 7  # the same in small letters, where daily words are many
ONLY_THE_START = 0.5  # what it costs a word to be the start of a name
_WORD = re.compile(r"[^\W\d_]+")
Distances = NDArray[np.float32]


def words_of(text: str) -> list[str]:
    """Part a text into the words that are compared.

    Args:
        text: a name, as typed or as recorded.

    Returns:
        Plain lower-case words, in order.
    """
    return plain_letters(text).replace("-", " ").replace(",", " ").split()


def names_of(identity: Identity, reader: NameReader) -> set[str]:
    """List what a typed word may be compared with: names joined, and their parts.

    Args:
        identity: opened.
        reader: reads each spelling once.

    Returns:
        Plain lower-case words.
    """
    known = reader.features(as_row(identity, organisation=""))
    names = (identity.birth_name, identity.usage_name, identity.given_names)
    written = [words_of(name) for name in names if name]
    parts = {part for words in written for part in words}
    joined = {"".join(words) for words in written}
    return parts | joined | {*known.surnames, *known.given, *known.further}


def spans(words: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """List the ways to join adjacent typed words.

    Args:
        words: typed, from `words_of`.

    Yields:
        First word, word after the last, and the word they make; in order of the last.

    >>> [word for _start, _end, word in spans(["la", "tour"])]
    ['la', 'latour', 'tour']
    """
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - MOST_JOINED), end):
            yield start, end, "".join(words[start:end])


def distances(word: str, names: Sequence[str]) -> Distances:
    """Count the errors between a typed word and each of some names.

    Args:
        word: typed, plain.
        names: plain, n of them.

    Returns:
        n numbers: 0 for the same, half an error more where the word is only the start
        of the name, infinite where the errors are too many for the word's length.
    """
    allowed = min(MOST_ERRORS, len(word) // LETTERS_PER_ERROR)
    starts = [name[: len(word)] for name in names]
    whole, start = (
        cdist([word], compared, scorer=OSA.distance, score_cutoff=allowed)[0]
        for compared in (names, starts)
    )
    errors: Distances = np.minimum(whole, start + ONLY_THE_START).astype(np.float32)
    errors[errors > allowed + ONLY_THE_START] = np.inf
    return errors


def is_named(text: str, names: Iterable[str]) -> bool:
    """Tell whether a text holds one of some names, or nearly so.

    A name counts whole or in its parts, exact from three letters. It also counts spelt
    as it sounds (Kilian for Kylian) from five letters, or with one typing error: from
    five letters where the word has a capital, from seven in small letters with the same
    first letter; daily words are too near to shorter names (depuis, Dupuis).

    Args:
        text: free text, as typed.
        names: of one person, as recorded.

    Returns:
        True where it seems to name the person.

    >>> is_named("vu Kilian hier", ["Kylian"]), is_named("ce matin", ["Martin"])
    (True, False)
    """
    looked = set()
    for name in names:
        words = words_of(name)
        looked |= {*words, "".join(words)}
    typed = [found[0] for found in _WORD.finditer(text)]
    plain = [plain_letters(word) for word in typed]
    return any(
        _is_near(word, name, capital=typed[start][0].isupper())
        for start, _end, word in spans(plain)
        for name in looked
        if len(name) >= SHORTEST_NAME
    )


def _is_near(word: str, name: str, *, capital: bool) -> bool:
    if word == name:
        return True
    shortest = min(len(word), len(name))
    if shortest >= LETTERS_IF_HEARD and homophone(word) == homophone(name):
        return True
    if shortest < (LETTERS_IF_CAPITAL if capital else LETTERS_IF_SMALL):
        return False
    is_likely = capital or word[0] == name[0]
    return is_likely and OSA.distance(word, name, score_cutoff=1) <= 1
