"""`config/programme.yaml` → generations, words of an application, states and moves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import config
from config.reading import Entry, read_text, read_yaml_text
from config.translation import _


FILE = "programme.yaml"
KEPT = 8  # states of the file: of the territories of one process
CONDITIONS = (
    "complete",
    "balanced",
    "call_open",
    "instructed",
    "heard",
    "amounts",
    "reason",
    "report",
)
COUNCIL = "council"
T = TypeVar("T", bound="Word")


@dataclass(frozen=True, kw_only=True)
class Word:
    """A coded word with its labels {"fr": …, "en": …}."""

    code: str
    labels: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Generation(Word):
    """A kind of contract: its levels from the top, and its cross-cutting level."""

    levels: tuple[str, ...]
    transversal: str
    from_nomenclature: bool


@dataclass(frozen=True, kw_only=True)
class ProgrammeTheme(Word):
    """A theme, and the institution that leads it by its competence."""

    pilot: str


@dataclass(frozen=True, kw_only=True)
class Funder(Word):
    """Who pays; `grants`: the committee says how much; `lines`: its budget lines."""

    grants: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class State(Word):
    """A state of an application, and what it allows."""

    editable: bool
    council: bool
    decided: bool
    funded: bool


@dataclass(frozen=True)
class Transition:
    """One allowed change of state: its name, who may, and what must stand before."""

    source: str
    target: str
    labels: dict[str, str]
    roles: frozenset[str]
    requires: tuple[str, ...]


@dataclass(frozen=True)
class ProgrammeSettings:
    """What a territory says of its programme; every list by code in file order."""

    fewest_answers: int
    generations: Mapping[str, Generation]
    levels: Mapping[str, Word]
    themes: Mapping[str, ProgrammeTheme]
    institutions: Mapping[str, Word]
    funders: Mapping[str, Funder]
    partner_kinds: Mapping[str, Word]
    partner_roles: Mapping[str, Word]
    bodies: Mapping[str, Word]
    opinions: Mapping[str, Word]
    states: Mapping[str, State]
    entry_states: frozenset[str]
    transitions: Mapping[tuple[str, str], Transition]


def read_programme_settings(folder: Path) -> ProgrammeSettings:
    """Read a territory's settings; understood once for each state of the file.

    Args:
        folder: its configuration folder; a territory older than the file follows the
            shipped one.

    Returns:
        The settings, every reference resolved.

    Raises:
        ConfigurationRefused: the file breaks a rule.
    """
    path = folder / FILE
    if not path.exists():
        path = Path(config.__file__).parent / FILE
    return _understood(read_text(path))


@lru_cache(maxsize=KEPT)
def _understood(text: str) -> ProgrammeSettings:
    top = read_yaml_text(text, name=FILE)
    top.integer("version")
    top.text("source")
    top.boolean("proposed")
    top.date_or_none("valid_from")
    top.date_or_none("valid_to")
    levels = _words(top, "levels", _word)
    institutions = _words(top, "institutions", _word)
    states = _words(top, "states", _state)
    settings = ProgrammeSettings(
        fewest_answers=top.integer("fewest_answers"),
        generations=_words(top, "generations", lambda e: _generation(e, levels)),
        levels=levels,
        themes=_words(top, "themes", lambda e: _theme(e, institutions)),
        institutions=institutions,
        funders=_words(top, "funders", _funder),
        partner_kinds=_words(top, "partner_kinds", _word),
        partner_roles=_words(top, "partner_roles", _word),
        bodies=_words(top, "bodies", _word),
        opinions=_words(top, "opinions", _word),
        states=states,
        entry_states=frozenset(_known(top, "entry_states", states)),
        transitions=_transitions(top, states),
    )
    top.finish()
    return settings


def _words(top: Entry, key: str, read: Callable[[Entry], T]) -> Mapping[str, T]:
    found: dict[str, T] = {}
    for entry in top.entries(key):
        word = read(entry)
        if word.code in found:
            raise entry.refuse(_("Ce code est écrit deux fois."), "code")
        entry.finish()
        found[word.code] = word
    return MappingProxyType(found)


def _known(entry: Entry, key: str, words: Mapping[str, object]) -> tuple[str, ...]:
    named = entry.texts(key)
    if not set(named) <= set(words):
        raise entry.refuse(_("Ce code n’existe pas dans ce fichier."), key)
    return tuple(named)


def _word(entry: Entry) -> Word:
    return Word(code=entry.text("code"), labels=dict(entry.labels()))


def _generation(entry: Entry, levels: Mapping[str, Word]) -> Generation:
    return Generation(
        code=entry.text("code"),
        labels=dict(entry.labels()),
        levels=_known(entry, "levels", levels),
        transversal=entry.choice("transversal", tuple(levels)),
        from_nomenclature=entry.choice("starts_with", ("nomenclature", "nothing"))
        == "nomenclature",
    )


def _theme(entry: Entry, institutions: Mapping[str, Word]) -> ProgrammeTheme:
    return ProgrammeTheme(
        code=entry.text("code"),
        labels=dict(entry.labels()),
        pilot=entry.choice("pilot", tuple(institutions)),
    )


def _funder(entry: Entry) -> Funder:
    return Funder(
        code=entry.text("code"),
        labels=dict(entry.labels()),
        grants=entry.boolean("grants"),
        lines=tuple(entry.texts("lines")),
    )


def _state(entry: Entry) -> State:
    return State(
        code=entry.text("code"),
        labels=dict(entry.labels()),
        editable=entry.boolean("editable"),
        council=entry.boolean("council"),
        decided=entry.boolean("decided"),
        funded=entry.boolean("funded"),
    )


def _transitions(
    top: Entry, states: Mapping[str, State]
) -> Mapping[tuple[str, str], Transition]:
    found: dict[tuple[str, str], Transition] = {}
    codes = tuple(states)
    for entry in top.entries("transitions"):
        one = Transition(
            source=entry.choice("from", codes),
            target=entry.choice("to", codes),
            labels=dict(entry.labels()),
            roles=frozenset(entry.texts("roles")),
            requires=_known(entry, "requires", dict.fromkeys(CONDITIONS)),
        )
        entry.finish()
        if (one.source, one.target) in found:
            raise entry.refuse(_("Cette étape est écrite deux fois."), "to")
        found[one.source, one.target] = one
    return MappingProxyType(found)
