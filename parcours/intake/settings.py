"""`config/intake.yaml` → what every file must respect, whatever its template."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.reading import Entry, read_yaml
from config.translation import _
from parcours.intake.words import NOTHING, WordMap, fold_word


@dataclass(frozen=True)
class Limits:
    """What a file may hold at most.

    Attributes:
        max_bytes: bytes of the file as sent.
        max_rows: rows under the header.
        max_columns: columns.
        max_cell: characters of one cell.
        max_zip_entries: parts of a workbook.
        max_zip_bytes: bytes of a workbook, unpacked.
        max_zip_ratio: unpacked bytes for one packed byte.
    """

    max_bytes: int
    max_rows: int
    max_columns: int
    max_cell: int
    max_zip_entries: int
    max_zip_bytes: int
    max_zip_ratio: int


@dataclass(frozen=True)
class IntakeSettings:
    """What holds for every template.

    Attributes:
        limits: sizes.
        forbidden: patterns on plain headers of columns that we may not have.
        civil_identity: patterns of the columns dropped where work is anonymous.
        blanks: folded words that mean "no answer".
        total_words: folded first cells of total lines.
        vocabularies: shared word maps, by name.
    """

    limits: Limits
    forbidden: tuple[str, ...]
    civil_identity: tuple[str, ...]
    blanks: frozenset[str]
    total_words: frozenset[str]
    vocabularies: Mapping[str, WordMap]


def read_settings(folder: Path) -> IntakeSettings:
    """Read what every partner file must respect.

    Args:
        folder: the territory's configuration folder, which holds `intake.yaml`.

    Returns:
        The settings.

    Raises:
        ConfigurationRefused: absent, malformed, or a pattern that does not compile.
    """
    top = read_yaml(folder / "intake.yaml")
    top.integer("version")
    vocabularies = top.entry("vocabularies")
    settings = IntakeSettings(
        limits=_limits(top.entry("limits")),
        forbidden=_patterns(top, "forbidden_columns"),
        civil_identity=_patterns(top, "civil_identity_columns"),
        blanks=frozenset({"", *map(fold_word, top.texts("blanks"))}),
        total_words=frozenset(map(fold_word, top.texts("total_lines"))),
        vocabularies={
            name: read_words(vocabularies.entry(name), {})
            for name, _value in vocabularies.items()
        },
    )
    top.finish()
    return settings


def _limits(entry: Entry) -> Limits:
    limits = Limits(**{name: entry.integer(name) for name in Limits.__annotations__})
    entry.finish()
    return limits


def _patterns(entry: Entry, key: str) -> tuple[str, ...]:
    patterns = entry.texts(key)
    for pattern in patterns:
        compile_pattern(entry, key, pattern)
    return patterns


def compile_pattern(entry: Entry, key: str, pattern: str) -> re.Pattern[str]:
    """Compile a pattern of the configuration.

    Args:
        entry: the entry that holds it, for the error's place.
        key: the key that holds it.
        pattern: a regular expression.

    Returns:
        The compiled pattern.

    Raises:
        ConfigurationRefused: it does not compile.
    """
    try:
        return re.compile(pattern)
    except re.error:
        raise entry.refuse(
            _("Cette expression régulière n’est pas lisible."), key
        ) from None


def read_words(entry: Entry, vocabularies: Mapping[str, WordMap]) -> WordMap:
    """Read a word map: `use`, then `words` (code → its words), then `patterns`.

    Args:
        entry: a mapping with any of the three keys.
        vocabularies: the shared maps that `use` may name.

    Returns:
        The map; words written here win over those of the vocabularies.

    Raises:
        ConfigurationRefused: malformed, or a vocabulary that does not exist.
    """
    exact: dict[str, str] = {}
    patterns = list(_word_patterns(entry))
    for name in entry.texts("use"):
        if name not in vocabularies:
            raise entry.refuse(_("Ce vocabulaire n’existe pas."), "use")
        exact |= vocabularies[name].exact
        patterns += vocabularies[name].patterns
    words = entry.entry_or_none("words")
    for code, _value in words.items() if words else ():
        assert words is not None  # noqa: S101  (for the type checker)
        exact |= {fold_word(word): _code(code) for word in words.texts(code)}
    entry.finish()
    return WordMap(exact, tuple(patterns))


def _word_patterns(entry: Entry) -> list[tuple[re.Pattern[str], str]]:
    patterns = entry.entry_or_none("patterns")
    if patterns is None:
        return []
    return [
        (compile_pattern(patterns, code, text), _code(code))
        for code, _value in patterns.items()
        for text in patterns.texts(code)
    ]


def _code(code: str) -> str:
    return NOTHING if code == "nothing" else code
