"""`config/rights.yaml` and `config/notices/` → rules, words and texts of rights."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

import config
from config.reading import Entry, read_text, read_yaml
from config.translation import _
from parcours.access.policy import read_heading


RIGHTS_FILE = "rights.yaml"
NOTICES = "notices"
SHIPPED = Path(config.__file__).parent
KINDS = (
    "access",
    "portability",
    "rectification",
    "opposition",
    "restriction",
    "erasure",
)


@dataclass(frozen=True)
class Notice:
    """A wording of what is told.

    Attributes:
        code: young_person | parents.
        version: of the wording.
        labels: {"fr": …, "en": …}.
        valid_from: first day on which it is the one to use.
        valid_to: first day on which it no longer is.
    """

    code: str
    version: str
    labels: Mapping[str, str]
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Tell whether it is the wording to use on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Reason:
    """A reason, or a field, that may be chosen.

    Attributes:
        code: what is kept.
        labels: {"fr": …, "en": …}.
        kinds: kinds of request it answers; empty for any.
    """

    code: str
    labels: Mapping[str, str]
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class RightsRules:
    """Rules of rights in a territory.

    Attributes:
        answer_within_months: GDPR art. 12-3.
        again_at: ages at which information and choices are asked again.
        notices: wordings, oldest first.
        not_told: why parents were not told, by code.
        refused: why a request is refused, by code.
        fields: what may be asked to be corrected, by code.
        not_at_home: words that a sheet left at home never shows.
    """

    answer_within_months: int
    again_at: tuple[int, ...]
    notices: tuple[Notice, ...]
    not_told: Mapping[str, Reason]
    refused: Mapping[str, Reason]
    fields: Mapping[str, Reason]
    not_at_home: tuple[str, ...]

    def notice(self, code: str, on: date) -> Notice | None:
        """Give the wording to use on a day.

        Args:
            code: young_person | parents.
            on: the day.

        Returns:
            The latest that holds, None where there is none.
        """
        held = [n for n in self.notices if n.code == code and n.holds_on(on)]
        return held[-1] if held else None


def read_rights(folder: Path) -> RightsRules:
    """Read a territory's rules of rights.

    A territory founded before these rules has the shipped ones.

    Args:
        folder: its configuration folder.

    Returns:
        The rules.

    Raises:
        ConfigurationRefused: a key misspelt, a kind unknown.
    """
    path = folder / RIGHTS_FILE
    path = path if path.exists() else SHIPPED / RIGHTS_FILE
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, _changed: int) -> RightsRules:
    top = read_yaml(path)
    read_heading(top)
    rules = RightsRules(
        answer_within_months=top.integer("answer_within_months"),
        again_at=tuple(sorted(top.integers("again_at"))),
        notices=tuple(
            sorted(map(_notice, top.entries("notices")), key=lambda n: n.valid_from)
        ),
        not_told=_reasons(top, "not_told"),
        refused=_reasons(top, "refused"),
        fields=_reasons(top, "fields"),
        not_at_home=top.texts("not_at_home"),
    )
    top.finish()
    return rules


def notice_text(folder: Path, notice: Notice, language: str) -> str:
    """Give the text of a wording.

    Args:
        folder: the territory's configuration folder.
        notice: which wording.
        language: fr | en.

    Returns:
        Markdown: one title, headings, paragraphs, points.
    """
    name = f"{notice.code}.{notice.version}.{language}.md"
    path = folder / NOTICES / name
    return read_text(path if path.exists() else SHIPPED / NOTICES / name)


def _notice(entry: Entry) -> Notice:
    entry.text("source")
    entry.boolean("proposed")
    notice = Notice(
        code=entry.choice("code", ("young_person", "parents")),
        version=entry.text("version"),
        labels=entry.labels(),
        valid_from=entry.date_or_none("valid_from") or date.min,
        valid_to=entry.date_or_none("valid_to"),
    )
    entry.finish()
    return notice


def _reasons(top: Entry, key: str) -> Mapping[str, Reason]:
    found = {}
    for entry in top.entries(key):
        entry.text("source")
        kinds = entry.texts("kinds") if entry.has("kinds") else ()
        for kind in kinds:
            if kind not in KINDS:
                what = _("Valeurs admises : {allowed}.")
                raise entry.refuse(what.format(allowed=", ".join(KINDS)), "kinds")
        reason = Reason(entry.text("code"), entry.labels(), kinds)
        found[reason.code] = reason
        entry.finish()
    return MappingProxyType(found)
