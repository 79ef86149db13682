"""The territory's words, read from YAML into frozen types that know their dates.

Three nomenclatures are kept apart: interventions (may overlap), situations (one at a
time) and follow-up statuses (whether somebody is still observed). A code that is not
valid on a day is not in `Nomenclature.at(day)`; rows are checked one by one with
`valid_on`. Every cross-reference is resolved while reading, so that a misspelt code is
refused with its line and not found years later in a figure.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from config.reading import Entry, read_text, read_yaml_text
from config.translation import _
from parcours.words import (
    DATED_BY,
    KINDS,
    ROLES,
    AgeBand,
    Axis,
    ContactResult,
    Diploma,
    EndReason,
    ExitClass,
    Family,
    FollowUpStatus,
    InterventionKind,
    InterventionState,
    Pillar,
    RequestReason,
    Residence,
    Sex,
    Situation,
    Term,
    Territory,
    Theme,
)


__all__ = [
    "AgeBand",
    "Axis",
    "ContactResult",
    "Diploma",
    "EndReason",
    "ExitClass",
    "Family",
    "FollowUpStatus",
    "InterventionKind",
    "InterventionState",
    "Nomenclature",
    "Pillar",
    "RequestReason",
    "Residence",
    "Sex",
    "Situation",
    "Term",
    "Territory",
    "Theme",
    "read_nomenclature",
]

TERRITORIES_KEPT = 8  # states of the words: of the territory and of its extracts
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")
_NEVER = re.compile(r"(?!)")
_OFFICIAL = {
    2015: re.compile(r"QP[0-9AB]{6}\Z"),
    2024: re.compile(r"QN[0-9AB]{5}[A-Z]\Z"),
}


@dataclass(frozen=True, kw_only=True)
class Nomenclature:
    """All the words of a territory, each list by code in file order.

    `hash` is the SHA-256 of the eight files: a figure that names it can be remade.
    """

    families: Mapping[str, Family]
    situations: Mapping[str, Situation]
    diplomas: Mapping[str, Diploma]
    interventions: Mapping[str, InterventionKind]
    intervention_states: Mapping[str, InterventionState]
    follow_up: Mapping[str, FollowUpStatus]
    contact_results: Mapping[str, ContactResult]
    end_reasons: Mapping[str, EndReason]
    exit_classes: Mapping[str, ExitClass]
    themes: Mapping[str, Theme]
    request_reasons: Mapping[str, RequestReason]
    pillars: Mapping[str, Pillar]
    axes: Mapping[str, Axis]
    age_bands: Mapping[str, AgeBand]
    sexes: Mapping[str, Sex]
    territories: Mapping[str, Territory]
    residences: Mapping[str, Residence]
    hash: str

    def at(self, day: int) -> "Nomenclature":
        """Keep what holds on a day; for many rows prefer `term.valid_on(day)`.

        Args:
            day: days since 1970-01-01.

        Returns:
            The words valid that day, under the same hash.
        """
        kept: dict[str, Any] = {
            name: MappingProxyType(
                {code: word for code, word in words.items() if word.valid_on(day)}
            )
            for name, words in self.lists().items()
        }
        return replace(self, **kept)

    def lists(self) -> dict[str, Mapping[str, Term]]:
        """Give every list of words under its attribute's name."""
        names = [field.name for field in fields(self) if field.name != "hash"]
        return {name: getattr(self, name) for name in names}


def read_nomenclature(folder: Path) -> Nomenclature:
    """Read a territory's nomenclatures.

    Args:
        folder: the territory's configuration folder, which holds `nomenclature/`.

    Returns:
        The words, cross-references checked.

    Raises:
        ConfigurationRefused: a file is absent or malformed, a key unknown, a code
            written twice or a reference to a code that does not exist.
    """
    paths = [folder / "nomenclature" / f"{name}.yaml" for name in _FILES]
    return _understood(tuple(read_text(path) for path in paths))


@lru_cache(maxsize=TERRITORIES_KEPT)
def _understood(texts: tuple[str, ...]) -> Nomenclature:
    """Understand the eight files, once for each of their states."""
    by_name = dict(zip(_FILES, texts, strict=True))
    tops = {n: read_yaml_text(text, name=f"{n}.yaml") for n, text in by_name.items()}
    lists = {
        name: tops[file].entries(key) for name, (file, key, _reader) in _LISTS.items()
    }
    known = _Known(
        {name: {str(e.values.get("code")) for e in of} for name, of in lists.items()},
        _members(lists["situations"]),
    )
    words = {
        name: _words(entries, _LISTS[name][2], known) for name, entries in lists.items()
    }
    for top in tops.values():
        top.integer("version")
        top.finish()
    return Nomenclature(**words, hash=_hash(by_name))


def _hash(by_name: Mapping[str, str]) -> str:
    digest = hashlib.sha256()
    for name, text in by_name.items():
        content = text.encode()
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()


@dataclass(frozen=True)
class _Known:
    """The codes of every list, and the situations of every family."""

    codes: dict[str, set[str]]
    members: dict[str, set[str]]

    def check(self, entry: Entry, key: str, name: str) -> None:
        """Refuse a value of `key` (text or list) that is no code of list `name`."""
        value = entry.values.get(key)
        codes = value if isinstance(value, list) else [value]
        if not self.codes[name].issuperset(code for code in codes if code is not None):
            raise entry.refuse(_("Ce code ne figure pas dans la liste."), key)


def _members(situations: Iterable[Entry]) -> dict[str, set[str]]:
    members: dict[str, set[str]] = {}
    for entry in situations:
        members.setdefault(str(entry.values.get("family")), set()).add(
            str(entry.values.get("code"))
        )
    return members


def _words(
    entries: Iterable[Entry], reader: "_Reader", known: _Known
) -> Mapping[str, Any]:
    words: dict[str, Term] = {}
    for entry in entries:
        term = reader(entry, _common(entry), known)
        entry.finish()
        if term.code in words:
            raise entry.refuse(_("Ce code est écrit deux fois."), "code")
        words[term.code] = term
    return MappingProxyType(words)


def _common(entry: Entry) -> dict[str, Any]:
    start, end = entry.date_or_none("valid_from"), entry.date_or_none("valid_to")
    if start is not None and end is not None and end <= start:
        raise entry.refuse(_("La fin précède le début."), "valid_to")
    return {
        "code": entry.text("code"),
        "labels": entry.labels(),
        "sources": entry.text("source"),
        "proposed": entry.boolean("proposed"),
        "valid_from": start,
        "valid_to": end,
    }


def _flag(entry: Entry, key: str) -> bool | None:
    return entry.boolean(key) if entry.has(key) else None


def _range(entry: Entry, key: str) -> tuple[int, int]:
    pair = entry.integers(key)
    if len(pair) != 2 or pair[0] > pair[1]:
        raise entry.refuse(_("Il faut deux entiers, le plus petit d’abord."), key)
    return pair[0], pair[1]


def _situation(entry: Entry, common: dict[str, Any], known: _Known) -> Situation:
    known.check(entry, "family", "families")
    known.check(entry, "requires_diploma", "diplomas")
    until_31_august = entry.boolean("until_31_august", default=False)
    validity_days = entry.integer_or_none("validity_days")
    if until_31_august == (validity_days is not None):
        what = _("Il faut validity_days ou bien until_31_august.")
        raise entry.refuse(what, "validity_days")
    return Situation(
        **common,
        family=entry.text("family"),
        precedence=entry.integer("precedence"),
        closes=_closes(entry, known),
        validity_days=validity_days,
        until_31_august=until_31_august,
        neet=_flag(entry, "neet"),
        strict=entry.boolean("strict"),
        wide=entry.boolean("wide"),
        training_duty=_flag(entry, "training_duty"),
        role=entry.choice("role", ROLES),
        colour=_colour(entry, "colour"),
        text_colour=_colour(entry, "text_colour"),
        cereq=entry.text_or_none("cereq"),
        milo=entry.text_or_none("milo"),
        iae=entry.text_or_none("iae"),
        age_min=entry.integer_or_none("age_min"),
        age_max=entry.integer_or_none("age_max"),
        requires_diploma=entry.texts("requires_diploma"),
    )


def _closes(entry: Entry, known: _Known) -> frozenset[str]:
    closed: set[str] = set()
    for name in entry.texts("closes"):
        if name not in known.codes["families"] | known.codes["situations"]:
            raise entry.refuse(_("Ce code ne figure pas dans la liste."), "closes")
        closed |= known.members.get(name, {name} - known.codes["families"])
    return frozenset(closed)


def _colour(entry: Entry, key: str) -> str:
    colour = entry.text(key)
    if not _COLOUR.match(colour):
        raise entry.refuse(_("Il faut une couleur « #rrggbb »."), key)
    return colour


def _intervention(
    entry: Entry, common: dict[str, Any], known: _Known
) -> InterventionKind:
    for key, name in _INTERVENTION_REFERENCES:
        known.check(entry, key, name)
    age_min, age_max = _range(entry, "ages")
    return InterventionKind(
        **common,
        theme=entry.text("theme"),
        pillar=entry.text("pillar"),
        axes=entry.texts("axes"),
        age_min=age_min,
        age_max=age_max,
        typical_days=_range(entry, "typical_days"),
        hours=_range(entry, "hours") if entry.has("hours") else None,
        max_days=entry.integer_or_none("max_days"),
        max_hours_12_months=entry.integer_or_none("max_hours_12_months"),
        modality=entry.choice("modality", ("individual", "small_group", "group")),
        named=entry.choice("named", ("required", "optional", "forbidden")),
        opens_situation=entry.text_or_none("opens_situation"),
        role=entry.text_or_none("role"),
    )


def _follow_up(entry: Entry, common: dict[str, Any], known: _Known) -> FollowUpStatus:
    return FollowUpStatus(
        **common,
        effect=entry.choice("effect", ("at_risk", "censors", "withdraws", "competes")),
        dated_by=entry.choice("dated_by", DATED_BY),
        administrative=entry.boolean("administrative", default=False),
        closes=entry.boolean("closes", default=False),
    )


def _contact(entry: Entry, common: dict[str, Any], known: _Known) -> ContactResult:
    return ContactResult(**common, established=entry.boolean("established"))


def _end_reason(entry: Entry, common: dict[str, Any], known: _Known) -> EndReason:
    neutralised = entry.boolean("neutralised", default=False)
    return EndReason(**common, neutralised=neutralised)


def _exit_class(entry: Entry, common: dict[str, Any], known: _Known) -> ExitClass:
    known.check(entry, "situations", "situations")
    return ExitClass(**common, situations=entry.texts("situations"))


def _age_band(entry: Entry, common: dict[str, Any], known: _Known) -> AgeBand:
    lowest, highest = _range(entry, "ages")
    return AgeBand(
        **common,
        min=lowest,
        max=highest,
        cerfa=entry.text_or_none("cerfa"),
        ml=entry.text_or_none("ml"),
    )


def _sex(entry: Entry, common: dict[str, Any], known: _Known) -> Sex:
    has_own = entry.has("under_18")
    under_18 = entry.labels("under_18") if has_own else common["labels"]
    return Sex(**common, under_18=under_18)


def _territory(entry: Entry, common: dict[str, Any], known: _Known) -> Territory:
    known.check(entry, "commune", "territories")
    known.check(entry, "succeeds", "territories")
    vintage = entry.integer_or_none("vintage")
    official = entry.text_or_none("code_official")
    if official is not None and not _OFFICIAL.get(vintage or 0, _NEVER).match(official):
        what = _("Le code officiel n’a pas la forme de son millésime.")
        raise entry.refuse(what, "code_official")
    return Territory(
        **common,
        kind=entry.choice("kind", KINDS),
        vintage=vintage,
        code_official=official,
        aliases=entry.texts("aliases"),
        commune=entry.text_or_none("commune"),
        postcodes=entry.texts("postcodes"),
        succeeds=entry.texts("succeeds"),
    )


def _plain(kind: type[Term]) -> "_Reader":
    return lambda _entry, common, _known: kind(**common)


_Reader = Callable[[Entry, dict[str, Any], _Known], Term]

_INTERVENTION_REFERENCES = (
    ("theme", "themes"),
    ("pillar", "pillars"),
    ("axes", "axes"),
    ("opens_situation", "situations"),
)

# Attribute of Nomenclature → file, key in that file, reader of one entry.
_LISTS: dict[str, tuple[str, str, _Reader]] = {
    "families": ("situations", "families", _plain(Family)),
    "situations": ("situations", "situations", _situation),
    "diplomas": ("situations", "diplomas", _plain(Diploma)),
    "interventions": ("interventions", "interventions", _intervention),
    "intervention_states": ("interventions", "states", _plain(InterventionState)),
    "follow_up": ("follow_up", "statuses", _follow_up),
    "contact_results": ("contact_results", "contact_results", _contact),
    "end_reasons": ("exits", "end_reasons", _end_reason),
    "exit_classes": ("exits", "exit_classes", _exit_class),
    "themes": ("themes", "themes", _plain(Theme)),
    "request_reasons": ("themes", "request_reasons", _plain(RequestReason)),
    "pillars": ("pillars", "pillars", _plain(Pillar)),
    "axes": ("pillars", "axes", _plain(Axis)),
    "age_bands": ("pillars", "age_bands", _age_band),
    "sexes": ("pillars", "sexes", _sex),
    "territories": ("territories", "territories", _territory),
    "residences": ("territories", "residences", _plain(Residence)),
}
_FILES = tuple(dict.fromkeys(file for file, _key, _reader in _LISTS.values()))
