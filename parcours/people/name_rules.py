"""`config/names_in_text.yaml` → the words by which a text is seen to name somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import config
from config.reading import read_text, read_yaml_text
from parcours.people.folded import fold_words


FILE = "names_in_text.yaml"
KEPT = 8  # states of the file: of the territories of one process


@dataclass(frozen=True)
class NameRules:
    """The words in force; all folded but `short_titles` and `verbs`.

    Attributes:
        titles: what follows is a surname ("mme"), in any letters.
        short_titles: what follows is a surname if it has a capital ("M"); as typed.
        particles: with a capital, the start of a surname after a title ("Le").
        heralds: a word with a capital after one of these is somebody ("avec").
        no_names: what is no name after those.
        daily_names: given names that are daily words too ("rose").
        verbs: what follows such a name at the start of a sentence; in lower case.
        given_names: found in any letters.
    """

    titles: frozenset[str]
    short_titles: frozenset[str]
    particles: frozenset[str]
    heralds: frozenset[str]
    no_names: frozenset[str]
    daily_names: frozenset[str]
    verbs: frozenset[str]
    given_names: frozenset[str]


def read_name_rules(folder: Path) -> NameRules:
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
    return _understood(read_text(path))


@lru_cache(maxsize=KEPT)
def _understood(text: str) -> NameRules:
    top = read_yaml_text(text, name=FILE)
    top.integer("version")
    top.text("source")
    top.boolean("proposed")
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")
    rules = NameRules(
        titles=_folded(top.texts("titles")),
        short_titles=frozenset(top.texts("short_titles")),
        particles=_folded(top.texts("particles")),
        heralds=_folded(top.texts("heralds")),
        no_names=_folded(top.texts("no_names")),
        daily_names=_folded(top.texts("daily_names")),
        verbs=frozenset(word.casefold() for word in top.texts("verbs")),
        given_names=_folded(top.texts("given_names")),
    )
    top.finish()
    return rules


def _folded(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold_words, words))
