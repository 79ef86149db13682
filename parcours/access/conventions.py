"""`config/conventions.yaml` → which agreements are in force for which exchange.

Nothing comes in, goes out or is shared between organisations without an agreement
between named parties, for a purpose, on a legal basis, over named columns, until a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from config.reading import Entry, read_yaml
from config.translation import _
from parcours.access.failures import ConventionMissing


Direction = Literal["intake", "extract", "sharing"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
CONVENTIONS_FILE = "conventions.yaml"


@dataclass(frozen=True)
class Convention:
    """One agreement.

    Attributes:
        code: what batches and manifests call it by.
        labels: {"fr": …, "en": …}.
        direction: intake | extract | sharing.
        parties: codes of the organisations that signed.
        templates: intake templates it covers; empty covers none but extract, sharing.
        columns: columns it lets through, beyond a template's own; may be empty.
        purpose: for what.
        legal_basis: article or text.
        starts_on: first day in force.
        ends_on: last day in force.
    """

    code: str
    labels: Mapping[str, str]
    direction: Direction
    parties: frozenset[str]
    templates: frozenset[str]
    columns: tuple[str, ...]
    purpose: str
    legal_basis: str
    starts_on: date
    ends_on: date

    def covers(
        self,
        *,
        direction: Direction,
        organisation: str | None,
        template: str | None,
        on: date,
    ) -> bool:
        """Tell whether this agreement covers an exchange on a day."""
        return (
            self.direction == direction
            and self.starts_on <= on <= self.ends_on
            and (organisation is None or organisation in self.parties)
            and (template is None or template in self.templates)
        )


@dataclass(frozen=True)
class Conventions:
    """Every agreement of the territory, in the order of the file."""

    entries: tuple[Convention, ...]

    def require(
        self,
        *,
        direction: Direction,
        on: date,
        organisation: str | None = None,
        template: str | None = None,
    ) -> Convention:
        """Give the agreement that covers an exchange.

        Args:
            direction: intake | extract | sharing.
            on: the day.
            organisation: code of the organisation that sends or receives.
            template: intake template, for intake.

        Returns:
            The first one in force.

        Raises:
            ConventionMissing: none covers it.
        """
        for entry in self.entries:
            if entry.covers(
                direction=direction, organisation=organisation, template=template, on=on
            ):
                return entry
        raise ConventionMissing(direction=direction, organisation=organisation)


def read_conventions(folder: Path) -> Conventions:
    """Read a territory's agreements.

    Args:
        folder: its configuration folder.

    Returns:
        The agreements.

    Raises:
        ConfigurationRefused: a key is absent, unknown or of the wrong kind.
    """
    top = read_yaml(folder / CONVENTIONS_FILE)
    top.integer("version", 1)
    entries = tuple(_convention(entry) for entry in top.entries("conventions"))
    top.finish()
    return Conventions(entries)


def _convention(entry: Entry) -> Convention:
    convention = Convention(
        code=entry.text("code"),
        labels=entry.labels(),
        direction=cast(Direction, entry.choice("direction", DIRECTIONS)),
        parties=frozenset(entry.texts("parties")),
        templates=frozenset(entry.texts("templates")),
        columns=entry.texts("columns"),
        purpose=entry.text("purpose"),
        legal_basis=entry.text("legal_basis"),
        starts_on=_day(entry, "starts_on"),
        ends_on=_day(entry, "ends_on"),
    )
    entry.finish()
    return convention


def _day(entry: Entry, key: str) -> date:
    day = entry.date_or_none(key)
    if day is None:
        raise entry.refuse(_("Une convention dit quand elle commence et finit."), key)
    return day
