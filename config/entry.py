"""One block of a configuration file, taken key by key.

What is taken is checked for its kind; what nobody took is refused at the end, so that
a misspelt option never passes in silence. Every refusal names file, line and key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from config.failure import Failure, Where
from config.translation import _


class ConfigurationRefused(Failure):
    """A configuration file breaks a rule of form or content."""

    code = "CONFIG-001"

    def __init__(self, what: str, where: Where) -> None:
        super().__init__(
            what,
            where=where,
            not_done=_("La configuration n’a pas été chargée."),
            remedy=_("Corrigez le fichier à cet endroit, puis relancez."),
        )


@dataclass
class Entry:
    """One YAML mapping, taken key by key.

    Attributes:
        file: file name, for messages.
        line: line where the mapping starts, from 1.
        values: keys and constructed values.
        lines: line of each key.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]
    _taken: set[str] = field(default_factory=set)

    def refuse(self, what: str, key: str | None = None) -> ConfigurationRefused:
        """Make the error for a rule broken at a key of this entry.

        Args:
            what: the rule, one translated sentence.
            key: the key at fault, or None for the entry itself.

        Returns:
            The failure, to be raised by the caller.
        """
        line = self.lines.get(key or "", self.line)
        return ConfigurationRefused(what, Where(self.file, line, key))

    def _take(self, key: str, kinds: tuple[type, ...], kind_name: str) -> Any:
        self._taken.add(key)
        value = self.values.get(key)
        wrong_bool = isinstance(value, bool) and bool not in kinds
        if value is None or not isinstance(value, kinds) or wrong_bool:
            raise self.refuse(_("Il faut ici : {kind}.").format(kind=kind_name), key)
        return value

    def has(self, key: str) -> bool:
        """Tell whether the key is present with a value."""
        self._taken.add(key)
        return self.values.get(key) is not None

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text (numbers written bare are refused, quote them).

        Args:
            key: the key.
            default: the value where the key is absent; None makes it obligatory.

        Returns:
            The text.

        Raises:
            ConfigurationRefused: absent without default, or not a text.
        """
        if default is not None and not self.has(key):
            return default
        return str(self._take(key, (str,), _("un texte")))

    def text_or_none(self, key: str) -> str | None:
        """Take a text, or None where absent."""
        return self.text(key) if self.has(key) else None

    def integer(self, key: str, default: int | None = None) -> int:
        """Take an integer; `default` where absent, obligatory if that is None."""
        if default is not None and not self.has(key):
            return default
        return int(self._take(key, (int,), _("un nombre entier")))

    def integer_or_none(self, key: str) -> int | None:
        """Take an integer, or None where absent."""
        return self.integer(key) if self.has(key) else None

    def number(self, key: str, default: float | None = None) -> float:
        """Take a number; `default` where absent, obligatory if that is None."""
        if default is not None and not self.has(key):
            return default
        return float(self._take(key, (int, float), _("un nombre")))

    def boolean(self, key: str, default: bool | None = None) -> bool:
        """Take true or false; `default` where absent, obligatory if that is None."""
        if default is not None and not self.has(key):
            return default
        return bool(self._take(key, (bool,), _("true ou false")))

    def date_or_none(self, key: str) -> date | None:
        """Take a date written YYYY-MM-DD, or None where absent."""
        if not self.has(key):
            return None
        value: date = self._take(key, (date,), _("une date AAAA-MM-JJ"))
        return value

    def choice(
        self, key: str, allowed: tuple[str, ...], default: str | None = None
    ) -> str:
        """Take one of the allowed texts.

        Args:
            key: the key.
            allowed: the admitted texts.
            default: the value where absent; None makes it obligatory.

        Returns:
            The text.

        Raises:
            ConfigurationRefused: absent without default, or another text.
        """
        value = self.text(key, default)
        if value not in allowed:
            what = _("Valeurs admises : {allowed}.").format(allowed=", ".join(allowed))
            raise self.refuse(what, key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts, empty where absent."""
        if not self.has(key):
            return ()
        items = self._take(key, (list,), _("une liste de textes"))
        if not all(isinstance(item, str) for item in items):
            raise self.refuse(
                _("Il faut ici : {kind}.").format(kind=_("une liste de textes")), key
            )
        return tuple(items)

    def integers(self, key: str) -> tuple[int, ...]:
        """Take a list of integers, empty where absent."""
        if not self.has(key):
            return ()
        items = self._take(key, (list,), _("une liste d’entiers"))
        if not all(isinstance(i, int) and not isinstance(i, bool) for i in items):
            raise self.refuse(
                _("Il faut ici : {kind}.").format(kind=_("une liste d’entiers")), key
            )
        return tuple(items)

    def entry(self, key: str) -> "Entry":
        """Take a nested mapping, obligatory."""
        value: Entry = self._take(key, (Entry,), _("un bloc de clés"))
        return value

    def entry_or_none(self, key: str) -> "Entry | None":
        """Take a nested mapping, or None where absent."""
        return self.entry(key) if self.has(key) else None

    def entries(self, key: str) -> "tuple[Entry, ...]":
        """Take a list of mappings, empty where absent."""
        if not self.has(key):
            return ()
        items = self._take(key, (list,), _("une liste de blocs"))
        if not all(isinstance(item, Entry) for item in items):
            raise self.refuse(
                _("Il faut ici : {kind}.").format(kind=_("une liste de blocs")), key
            )
        return tuple(items)

    def labels(self, key: str = "label") -> dict[str, str]:
        """Take a French and English label pair, both obligatory."""
        pair = self.entry(key)
        result = {"fr": pair.text("fr"), "en": pair.text("en")}
        pair.finish()
        return result

    def items(self) -> Iterator[tuple[str, Any]]:
        """Take every key, for mappings whose keys are data."""
        self._taken.update(self.values)
        return iter(self.values.items())

    def finish(self) -> None:
        """Refuse the keys that nobody took.

        Raises:
            ConfigurationRefused: at the first unknown key.
        """
        for key in self.values:
            if key not in self._taken:
                raise self.refuse(_("Cette clé n’est pas connue ici."), key)
