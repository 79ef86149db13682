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
from parcours.access.policy import read_heading


Direction = Literal["intake", "extract", "sharing"]
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
AGREEMENTS = ("required", "not_required")
DISCLOSURES = ("protected", "public_data")
CONVENTIONS_FILE = "conventions.yaml"


@dataclass(frozen=True)
class Convention:
    """One agreement.

    Attributes:
        code: what batches and manifests call it by (`id` in the file).
        labels: {"fr": …, "en": …}.
        direction: intake | extract | sharing.
        organisations: codes of those whose data it is about.
        parties: who signed, in words.
        purpose: for what, {"fr": …, "en": …}.
        legal_basis: article or text.
        templates: intake templates it covers.
        columns: headers, tables or `table.column` let through; `*` for any.
        recipients: codes of those who may read, or `evaluation`.
        information_given: how the young people were told, {"fr": …, "en": …}.
        needs_agreement: the young person must have agreed, per recipient.
        disclosure: "protected", or "public_data" where exact figures may pass.
        valid_from: first day in force.
        valid_to: first day on which it no longer holds.
    """

    code: str
    labels: Mapping[str, str]
    direction: Direction
    organisations: frozenset[str]
    parties: tuple[str, ...]
    purpose: Mapping[str, str]
    legal_basis: str
    templates: frozenset[str]
    columns: tuple[str, ...]
    recipients: frozenset[str]
    information_given: Mapping[str, str]
    needs_agreement: bool
    disclosure: str
    valid_from: date
    valid_to: date

    def lets_through(self, column: str) -> bool:
        """Tell whether a column may be read.

        Args:
            column: header of the file as written in the agreement, a table, or
                `table.column`.

        Returns:
            True if it is listed, or its table with `.*`, or everything with `*`.
        """
        table, _dot, _name = column.partition(".")
        listed = ("*", column, f"{table}.*")
        return any(entry in listed for entry in self.columns)

    def covers(
        self,
        *,
        direction: Direction,
        on: date,
        organisation: str | None = None,
        template: str | None = None,
        recipient: str | None = None,
    ) -> bool:
        """Tell whether this agreement covers an exchange on a day."""
        return (
            self.direction == direction
            and self.valid_from <= on < self.valid_to
            and (organisation is None or organisation in self.organisations)
            and (template is None or template in self.templates)
            and (recipient is None or recipient in self.recipients)
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
        recipient: str | None = None,
    ) -> Convention:
        """Give the agreement that covers an exchange.

        Args:
            direction: intake | extract | sharing.
            on: the day.
            organisation: code of the organisation whose data it is.
            template: intake template, for intake.
            recipient: code of who would read, for sharing and extracts.

        Returns:
            The first one in force.

        Raises:
            ConventionMissing: none covers it.
        """
        for entry in self.entries:
            if entry.covers(
                direction=direction,
                on=on,
                organisation=organisation,
                template=template,
                recipient=recipient,
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
    read_heading(top)
    entries = tuple(_convention(entry) for entry in top.entries("conventions"))
    top.finish()
    return Conventions(entries)


def _convention(entry: Entry) -> Convention:
    agreement = entry.choice("agreement", AGREEMENTS, "not_required")
    entry.text("source", "")
    entry.boolean("proposed", False)
    convention = Convention(
        code=entry.text("id"),
        labels=entry.labels(),
        direction=cast(Direction, entry.choice("direction", DIRECTIONS)),
        organisations=frozenset(entry.texts("organisations")),
        parties=entry.texts("parties"),
        purpose=entry.labels("purpose"),
        legal_basis=entry.text("legal_basis"),
        templates=frozenset(entry.texts("templates")),
        columns=entry.texts("columns"),
        recipients=frozenset(entry.texts("recipients")),
        information_given=entry.labels("information_given"),
        needs_agreement=agreement == "required",
        disclosure=entry.choice("disclosure", DISCLOSURES, "protected"),
        valid_from=_day(entry, "valid_from"),
        valid_to=_day(entry, "valid_to"),
    )
    entry.finish()
    return convention


def _day(entry: Entry, key: str) -> date:
    day = entry.date_or_none(key)
    if day is None:
        raise entry.refuse(_("Une convention dit quand elle commence et finit."), key)
    return day
