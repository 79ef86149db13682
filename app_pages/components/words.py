"""The words of the pages: set by `config.typography`, named, escaped, keyed."""

import re
from collections.abc import Callable
from typing import ParamSpec

from config import translation
from config.typography import NARROW, _, typeset


__all__ = [
    "NARROW",
    "_",
    "keyed",
    "named",
    "plain",
    "rekeyed",
    "same_language",
    "typeset",
]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&])")
_KEYED = "_"
_ASIDE = re.compile(r" \(.*\)")
P = ParamSpec("P")


def named(labels: dict[str, str] | str, *, short: bool = False) -> str:
    """Choose among the labels of a word of the nomenclature.

    Args:
        labels: {"fr": …, "en": …}, or one text for both.
        short: leave out what stands between brackets.

    Returns:
        The label in the language in use.
    """
    text = translation.label(labels)
    return typeset(_ASIDE.sub("", text) if short else text)


def plain(text: str) -> str:
    """Make a text typed by somebody harmless inside Markdown.

    Args:
        text: any text.

    Returns:
        The text with every sign of Markdown escaped: no link, no image.
    """
    return _MARKDOWN.sub(r"\\\1", text.replace("\n", " "))


def keyed(name: str) -> str:
    """Name a widget whose choices are words: another language is another widget.

    Streamlit remembers a choice by its words; kept under one name, the words of the
    former language would stay on the screen.

    Args:
        name: key of the widget.

    Returns:
        The key with the language.
    """
    return f"{name}{_KEYED}{translation.current_language()}"


def rekeyed(
    key: str, former: translation.Language, chosen: translation.Language
) -> str | None:
    """Find the widget that takes over a choice when the language changes.

    Args:
        key: key of any widget.
        former: the language left.
        chosen: the language that follows.

    Returns:
        Its key, or None where the widget has the same key in every language.

    >>> rekeyed("kind_fr_2", "fr", "en")
    'kind_en_2'
    """
    name, mark, rest = key.rpartition(f"{_KEYED}{former}")
    is_keyed = bool(mark) and (not rest or rest.startswith("_"))
    return f"{name}{_KEYED}{chosen}{rest}" if is_keyed else None


def same_language(answer: Callable[P, None]) -> Callable[P, None]:
    """Let a click be answered in the language in which its button was drawn.

    Streamlit answers before it draws the page, which is what chooses the language.

    Args:
        answer: what the click does.

    Returns:
        The same, in the language in use now.
    """
    language = translation.current_language()

    def answered(*args: P.args, **kwargs: P.kwargs) -> None:
        translation.use_language(language)
        answer(*args, **kwargs)

    return answered
