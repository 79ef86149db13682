"""A free text → whether it seems to name somebody. Pure; quotes nothing.

Three things tell a name: a title or a word like « avec » before it, a given name of the
list, and for one that is a daily word too (« Rose ») its capital and its place. A
surname alone, without any of these, is not seen.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parcours.people.folded import fold_words
from parcours.people.name_rules import NameRules


SHORTEST_NAME = 2  # letters after a title; an initial tells little
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)[’']", re.I)
_END = re.compile(r"[.!?:;•\n(«\"]")


@dataclass(frozen=True)
class _Word:
    """A word of a text.

    Attributes:
        typed: without what is elided before it (« d’Anaïs »).
        folded: in lower case without accents.
        pieces: of a compound, folded.
        capital: whether the last piece begins with one.
        starts: whether it begins a sentence.
        follows: whether blanks alone part it from the word before; the point of a title
            counts as one.
    """

    typed: str
    folded: str
    pieces: tuple[str, ...]
    capital: bool
    starts: bool
    follows: bool


def has_given_name(
    text: str, *, rules: NameRules, more: Iterable[str], places: frozenset[str]
) -> bool:
    """Tell whether a text holds a given name, but in the name of a place.

    Args:
        text: as typed.
        rules: the words in force.
        more: folded given names of the territory; in the text they need a capital.
        places: folded words after which a name is a place's.

    Returns:
        True where it does.
    """
    words = _words_of(text)
    shouted = text.isupper()
    known = frozenset(more)
    for n, word in enumerate(words):
        before = {piece for one in words[max(n - 2, 0) : n] for piece in one.pieces}
        if before & places or word.pieces[0] in places:  # Saint-Denis
            continue
        following = words[n + 1].typed.casefold() if n + 1 < len(words) else ""
        starts = word.starts and following not in rules.verbs
        if _is_given(word, rules, known, is_plain=shouted or starts):
            return True
    return False


def has_person_name(text: str, *, rules: NameRules, places: frozenset[str]) -> bool:
    """Tell whether a title, or a word like « avec », stands before a name.

    Args:
        text: as typed.
        rules: the words in force.
        places: folded words that begin the name of a place.

    Returns:
        True where it does.
    """
    words = _words_of(text, titles=rules)
    shouted = text.isupper()
    threes = zip(words, words[1:], words[2:], strict=False)
    if any(_has_particle(*three, rules) for three in threes):
        return True
    return any(
        _is_titled(before, word, rules)
        or (
            before.pieces[-1] in rules.heralds
            and word.capital
            and not word.typed.isupper()  # initials of an organisation
            and not shouted
            and word.pieces[0] not in places
        )
        for before, word in pairwise(words)
        if word.follows
        and len(word.typed) >= SHORTEST_NAME
        and word.pieces[0] not in rules.no_names
    )


def _is_titled(before: _Word, word: _Word, rules: NameRules) -> bool:
    if before.typed in rules.short_titles:
        return word.capital
    return before.folded in rules.titles


def _has_particle(title: _Word, word: _Word, name: _Word, rules: NameRules) -> bool:
    """Tell « M. Le Goff »; « M. le maire » has no capital."""
    particle = word.folded in rules.particles and word.capital and word.follows
    return particle and name.capital and name.follows and _is_titled(title, word, rules)


def _is_given(
    word: _Word, rules: NameRules, more: frozenset[str], *, is_plain: bool
) -> bool:
    """Compare a word with the names; a daily word that `is_plain` is none."""

    def is_name(folded: str) -> bool:
        return folded in rules.given_names or (word.capital and folded in more)

    def is_daily(folded: str) -> bool:
        return folded in rules.daily_names

    if len(word.pieces) > 1:  # Jean-Pierre, marie-claire
        ends = (word.pieces[0], word.pieces[-1])
        likely = [is_name(piece) or is_daily(piece) for piece in ends]
        return any(likely) if word.capital else all(likely)
    if is_daily(word.folded):
        return word.capital and not is_plain
    return is_name(word.folded)


def _words_of(text: str, *, titles: NameRules | None = None) -> Sequence[_Word]:
    """Part a text into words; the point of a title ends no sentence."""
    words: list[_Word] = []
    last = 0
    for found in _WORD.finditer(text):
        typed = _ELIDED.sub("", found[0]) or found[0]
        between = text[last : found.start()]
        if words and titles and _is_title(words[-1].typed, titles):
            between = between.removeprefix(".")
        pieces = tuple(map(fold_words, re.split(r"[-’']", typed)))
        words.append(
            _Word(
                typed=typed,
                folded=fold_words(typed),
                pieces=pieces,
                capital=re.split(r"[-’']", typed)[-1][0].isupper(),
                starts=not words or bool(_END.search(between)),
                follows=bool(words) and not between.strip(),
            )
        )
        last = found.end()
    return words


def _is_title(typed: str, rules: NameRules) -> bool:
    return typed in rules.short_titles or fold_words(typed) in rules.titles
