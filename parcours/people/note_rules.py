"""`config/free_text.yaml` → the words that a free text is warned of."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import config
from config.reading import Entry, read_text, read_yaml_text
from parcours.people.folded import fold_words
from parcours.people.name_rules import NameRules, read_name_rules


FILE = "free_text.yaml"
_NOTHING = r"(?!)"
KEPT = 8  # states of the file: of the territories of one process


@dataclass(frozen=True)
class Theme:
    """What a text should not speak of.

    Attributes:
        code: stable name.
        labels: {"fr": …, "en": …}.
        refused: never kept, instead of asked again.
        pattern: finds its words in a folded text.
        capitals: finds in the text as typed those that are listed in capitals.
    """

    code: str
    labels: Mapping[str, str]
    refused: bool
    pattern: re.Pattern[str]
    capitals: re.Pattern[str]

    def is_in(self, text: str, *, folded: str) -> bool:
        """Tell whether a text, given as typed and folded, holds one of its words."""
        return bool(self.pattern.search(folded) or self.capitals.search(text))


@dataclass(frozen=True)
class NoteRules:
    """The words in force.

    Attributes:
        given_names: folded, of the territory.
        place_words: folded words after which a name is a place's.
        names: by what else a name is told.
    """

    themes: tuple[Theme, ...]
    given_names: frozenset[str]
    place_words: frozenset[str]
    names: NameRules


def read_note_rules(folder: Path) -> NoteRules:
    """Read a territory's words; understood once for each state of the file.

    Args:
        folder: its configuration folder; a territory older than the file follows the
            shipped one.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: the file breaks a rule.
    """
    path = folder / FILE
    if not path.exists():
        path = Path(config.__file__).parent / FILE
    return _understood(read_text(path), read_name_rules(folder))


@lru_cache(maxsize=KEPT)
def _understood(text: str, names: NameRules) -> NoteRules:
    top = read_yaml_text(text, name=FILE)
    top.integer("version")
    top.text("source")
    top.boolean("proposed")
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")
    rules = NoteRules(
        themes=tuple(_theme(entry) for entry in top.entries("themes")),
        given_names=frozenset(map(fold_words, top.texts("given_names"))),
        place_words=frozenset(map(fold_words, top.texts("place_words"))),
        names=names,
    )
    top.finish()
    return rules


def _theme(entry: Entry) -> Theme:
    words = entry.entry("words")
    listed = [*words.texts("fr"), *words.texts("en")]
    theme = Theme(
        code=entry.text("code"),
        labels=MappingProxyType(entry.labels()),
        refused=entry.boolean("refused"),
        pattern=_pattern(word for word in listed if not word.isupper()),
        capitals=_pattern(word for word in listed if word.isupper()),
    )
    words.finish()
    entry.finish()
    return theme


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    parts = [
        r"\s+".join(map(_stem, word.split()))
        for word in dict.fromkeys(words)
        if word.strip("* ")
    ]
    return re.compile(rf"\b(?:{'|'.join(parts or [_NOTHING])})\b")


def _stem(word: str) -> str:
    r"""Write one word of the list; a star at its start or end takes any letters.

    >>> _stem("*depress*")
    '\\\\w*depress\\\\w*'
    """
    before, after = (r"\w*" if star == "*" else "" for star in (word[0], word[-1]))
    kept = word.strip("*")
    # What is in capitals is looked for in the text itself, as it was typed.
    return before + re.escape(kept if kept.isupper() else fold_words(kept)) + after
