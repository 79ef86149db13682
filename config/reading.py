"""Configuration files → checked documents with positions.

YAML is read with its safe loader and four more refusals, each of which has hurt
someone: duplicate keys (the last one silently wins), aliases (a 341-byte file can fill
the memory), files over 1 MiB, and words that YAML 1.1 turns into something else (`no`
into false, `012` into 10, `12:30` into 750): only `true`/`false`, plain decimal
numbers and ISO dates are typed, everything else stays text. Blocks nested too deep,
which would exhaust the stack, are refused too.

Readers take an `Entry` key by key and close it with `finish()`, which refuses keys
that nobody asked for: a misspelt option never passes in silence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # absent from stubs
from yaml.resolver import Resolver

from config.failure import Failure, Where
from config.translation import _


MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)?\.[0-9]+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NULLS = frozenset({"", "null", "~"})


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


class _StrictLoader(Composer, CParser, Resolver):
    """Composer of nodes without aliases or deep blocks; it builds no object.

    libyaml parses, eight times faster than PyYAML's own parser; PyYAML composes, so
    that each node can be refused before it grows.
    """

    def __init__(self, text: str, *, file_name: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)
        self.file_name = file_name
        self.depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise self._refuse(_("Les alias YAML (« * ») ne sont pas admis."))
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._refuse(_("Les blocs sont imbriqués trop profondément."))
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, what: str) -> ConfigurationRefused:
        event: Any = self.peek_event()
        return ConfigurationRefused(
            what, Where(self.file_name, event.start_mark.line + 1)
        )


def _construct(node: yaml.Node, file: str) -> Any:
    """Turn a node into an Entry, a list or a scalar, keeping lines."""
    if isinstance(node, yaml.MappingNode):
        return _entry(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_construct(child, file) for child in node.value]
    return _scalar(node, file)


def _entry(node: yaml.MappingNode, file: str) -> "Entry":
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise ConfigurationRefused(
                _("Une clé doit être un mot."), Where(file, line)
            )
        key = str(key_node.value)
        if key in values:
            raise ConfigurationRefused(
                _("La clé est écrite deux fois."), Where(file, line, key)
            )
        values[key] = _construct(value_node, file)
        lines[key] = line
    return Entry(file, node.start_mark.line + 1, values, lines)


def _scalar(node: yaml.Node, file: str) -> Any:
    text = str(node.value)
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return text
    if text in _NULLS:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _INTEGER.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return float(text)
    if _DATE.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ConfigurationRefused(
                _("Ce jour n’existe pas."), Where(file, node.start_mark.line + 1)
            ) from None
    return text


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


def read_yaml(path: Path) -> Entry:
    """Read one configuration file.

    Args:
        path: a YAML file of at most 1 MiB whose top is a mapping.

    Returns:
        The top mapping, to be taken key by key.

    Raises:
        ConfigurationRefused: unreadable, too large, duplicate key, alias or
            not a mapping.
    """
    name = path.name
    try:
        raw = path.read_bytes()
    except OSError:
        raise ConfigurationRefused(
            _("Le fichier n’existe pas ou ne peut être lu."), Where(name)
        ) from None
    if len(raw) > MAX_BYTES:
        raise ConfigurationRefused(_("Le fichier dépasse 1 Mio."), Where(name))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigurationRefused(
            _("Le fichier n’est pas en UTF-8."), Where(name)
        ) from None
    return read_yaml_text(text, name=name)


def read_yaml_text(text: str, *, name: str) -> Entry:
    """Read configuration from a text.

    Args:
        text: YAML whose top is a mapping.
        name: what to call it in messages.

    Returns:
        The top mapping.

    Raises:
        ConfigurationRefused: as `read_yaml`.
    """
    try:
        node = _StrictLoader(text, file_name=name).get_single_node()
    except yaml.reader.ReaderError as error:
        before = text.encode("utf-8", "replace")[: int(error.position)]
        raise ConfigurationRefused(
            _("Le fichier contient un caractère de contrôle."),
            Where(name, before.count(b"\n") + 1),
        ) from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigurationRefused(
            _("Ce n’est pas du YAML lisible."), Where(name, line)
        ) from None
    if not isinstance(node, yaml.MappingNode):
        raise ConfigurationRefused(
            _("Il faut un bloc de clés en tête."), Where(name, 1)
        )
    return _entry(node, name)
