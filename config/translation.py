"""French source texts → the reader's language.

The French text is the message identifier, so French can never be missing; English
lives in `config/locales/en.po`, read by Babel without a compile step. The language is
held in a context variable, set once per page run or command: two sessions in one
process never see each other's language.
"""

from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po


Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
LOCALES = Path(__file__).parent / "locales"

_language: ContextVar[Language] = ContextVar("language", default="fr")


def use_language(language: Language) -> None:
    """Choose the language of the texts that follow in this context.

    Args:
        language: "fr" or "en".
    """
    _language.set(language)


def current_language() -> Language:
    """Tell the language in use.

    Returns:
        "fr" unless `use_language` chose otherwise in this context.
    """
    return _language.get()


def _(text: str) -> str:
    """Translate a French source text into the language in use.

    Args:
        text: the French text, with `{name}` places for `str.format`.

    Returns:
        The translation, or the French text where none exists.
    """
    language = _language.get()
    if language == "fr":
        return text
    return _catalogue(language).get(text, text)


def counted(n: int, *, one: str, many: str, **places: object) -> str:
    """Say a number with its noun, as the language in use agrees them.

    French takes the singular for none, English does not.

    Args:
        n: how many.
        one: translated singular, with `{n}`.
        many: translated plural, with `{n}`.
        places: what else the texts name in braces.

    Returns:
        The text.
    """
    singular = n == 1 or (n == 0 and current_language() == "fr")
    return (one if singular else many).format(n=n, **places)


def label(labels: dict[str, str] | str) -> str:
    """Choose among a YAML entry's labels.

    Args:
        labels: {"fr": …, "en": …}, or one text for both.

    Returns:
        The label in the language in use, French where the other is absent.
    """
    if isinstance(labels, str):
        return labels
    return labels.get(_language.get()) or labels["fr"]


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(language: Language) -> dict[str, str]:
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in catalogue if m.id and m.string}
