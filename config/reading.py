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
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # absent from stubs
from yaml.resolver import Resolver

from config.entry import ConfigurationRefused, Entry
from config.failure import Where
from config.translation import _


__all__ = ["ConfigurationRefused", "Entry", "read_text", "read_yaml", "read_yaml_text"]


MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
FILES_KEPT = 64  # parsed; one territory has about thirty
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)?\.[0-9]+\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_NULLS = frozenset({"", "null", "~"})


def read_yaml(path: Path) -> Entry:
    """Read one configuration file.

    Args:
        path: a YAML file of at most 1 MiB whose top is a mapping.

    Returns:
        The top mapping, to be taken key by key.

    Raises:
        ConfigurationRefused: as `read_text` and `read_yaml_text`.
    """
    return read_yaml_text(read_text(path), name=path.name)


def read_text(path: Path) -> str:
    """Read the text of one configuration file, before any of it is understood.

    Args:
        path: a file of at most 1 MiB.

    Returns:
        Its text; encoded in UTF-8, the bytes of the file.

    Raises:
        ConfigurationRefused: unreadable, too large or not UTF-8.
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
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigurationRefused(
            _("Le fichier n’est pas en UTF-8."), Where(name)
        ) from None


def read_yaml_text(text: str, *, name: str) -> Entry:
    """Read configuration from a text.

    A text that was read before is not parsed again: a territory reads the same thirty
    files at every opening and for every figure.

    Args:
        text: YAML whose top is a mapping.
        name: what to call it in messages.

    Returns:
        The top mapping, of which nothing was taken yet.

    Raises:
        ConfigurationRefused: duplicate key, alias, blocks too deep or not a mapping.
    """
    return _untaken(_parsed(text, name))


def _untaken(entry: Entry) -> Entry:
    values = {key: _copied(value) for key, value in entry.values.items()}
    return Entry(entry.file, entry.line, values, entry.lines)


def _copied(value: Any) -> Any:
    """Copy, so that what one reader takes or changes is nothing to the next."""
    if isinstance(value, Entry):
        return _untaken(value)
    return [_copied(item) for item in value] if isinstance(value, list) else value


@lru_cache(maxsize=FILES_KEPT)
def _parsed(text: str, name: str) -> Entry:
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
