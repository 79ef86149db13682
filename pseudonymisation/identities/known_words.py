"""`config/identities.yaml` → the words by which identities are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import config
from config.reading import Entry, read_yaml
from pseudonymisation.identities.refusals import plain_header
from pseudonymisation.identities.spelling import plain_letters, repair_encoding


@dataclass(frozen=True, slots=True)
class DividedCommune:
    """A commune whose postcodes tell the arrondissement.

    Attributes:
        name: as written.
        codes: postcode of each arrondissement, from the first.
        whole: postcodes that tell none.
        renamed: other codes of an arrondissement, and its postcode.
        department: two digits, where no other commune has postcodes there; else "".
    """

    name: str
    codes: tuple[str, ...]
    whole: frozenset[str]
    renamed: Mapping[str, str]
    department: str


@dataclass(frozen=True, slots=True)
class MergedCommune:
    """Communes put together.

    Attributes:
        names: of the new commune and the old ones, as written.
        postcodes: of all of them; the first stands for all.
    """

    names: tuple[str, ...]
    postcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownWords:
    """What the file says.

    Attributes:
        sexes: folded word → "F" or "M".
        unknown_names: plain words parted by spaces.
        unknown_births: year, month, day.
        unknown_postcodes: five digits each.
        divided: communes with arrondissements.
        merged: communes put together.
        insee: code → name of the commune.
    """

    sexes: Mapping[str, str]
    unknown_names: frozenset[str]
    unknown_births: frozenset[tuple[int, int, int]]
    unknown_postcodes: frozenset[str]
    divided: tuple[DividedCommune, ...]
    merged: tuple[MergedCommune, ...]
    insee: Mapping[str, str]


@lru_cache(maxsize=1)
def known_words() -> KnownWords:
    """Read the product's own words.

    Returns:
        The words.

    Raises:
        ConfigurationRefused: the file breaks a rule of form, at a line.
    """
    return read_known_words(Path(config.__file__).parent / "identities.yaml")


def read_known_words(path: Path) -> KnownWords:
    """Read a file of words.

    Args:
        path: a YAML of the form of `config/identities.yaml`.

    Returns:
        The words.

    Raises:
        ConfigurationRefused: it breaks a rule of form, at a line.
    """
    entry = read_yaml(path)
    for key in ("version", "label", "source", "proposed", "valid_from", "valid_to"):
        entry.values.pop(key, None)
    sexes, places = entry.entry("sexes"), entry.entry("places")
    found = KnownWords(
        sexes={folded(word): sex for sex in ("F", "M") for word in sexes.texts(sex)},
        unknown_names=frozenset(map(_spaced, entry.texts("unknown_names"))),
        unknown_births=frozenset(map(_day, entry.texts("unknown_births"))),
        unknown_postcodes=frozenset(places.texts("unknown_postcodes")),
        divided=tuple(map(_divided, places.entries("divided"))),
        merged=tuple(map(_merged, places.entries("merged"))),
        insee={code: str(name) for code, name in places.entry("insee").items()},
    )
    for taken in (sexes, places, entry):
        taken.finish()
    return found


def folded(word: str) -> str:
    """Write a word of a closed list in bare letters and digits, to look it up."""
    return plain_header(repair_encoding(word))


def _spaced(word: str) -> str:
    return " ".join(plain_letters(word).replace("-", " ").split())


def _day(text: str) -> tuple[int, int, int]:
    year, month, day = map(int, text.split("-"))
    return year, month, day


def _divided(entry: Entry) -> DividedCommune:
    parts, first = entry.integer("parts"), int(entry.text("first"))
    codes = tuple(f"{first + part:05d}" for part in range(parts))
    insee = int(entry.text("insee_first"))
    renamed = {f"{insee + part:05d}": code for part, code in enumerate(codes)}
    if entry.has("also"):
        renamed |= {old: str(new) for old, new in entry.entry("also").items()}
    found = DividedCommune(
        name=entry.text("name"),
        codes=codes,
        whole=frozenset(entry.texts("whole")),
        renamed=renamed,
        department=entry.text("department", ""),
    )
    entry.text("source")
    entry.finish()
    return found


def _merged(entry: Entry) -> MergedCommune:
    entry.text("name")
    entry.date_or_none("since")
    entry.text("source")
    found = MergedCommune(entry.texts("names"), entry.texts("postcodes"))
    entry.finish()
    return found
