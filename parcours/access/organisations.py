"""`config/organisations.yaml` → the structures on record."""

from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from config.reading import Entry, read_yaml
from parcours.access.policy import read_heading
from parcours.record.models import Organisation


KINDS = ("school", "mission_locale", "prevention", "worksite", "authority", "study")


@dataclass(frozen=True)
class OrganisationEntry:
    """One structure as configured.

    Attributes:
        code: what conventions and files call it by.
        labels: {"fr": …, "en": …}.
        kind: one of `KINDS`.
        anonymous_work: it works under anonymity.
    """

    code: str
    labels: dict[str, str]
    kind: str
    anonymous_work: bool


def read_organisations(folder: Path) -> tuple[OrganisationEntry, ...]:
    """Read a territory's structures.

    Args:
        folder: its configuration folder.

    Returns:
        The structures, in the order of the file.

    Raises:
        ConfigurationRefused: a key is absent, unknown or of the wrong kind.
    """
    top = read_yaml(folder / "organisations.yaml")
    read_heading(top)
    entries = tuple(_organisation(entry) for entry in top.entries("organisations"))
    top.finish()
    return entries


def put_on_record(session: Session, entries: tuple[OrganisationEntry, ...]) -> int:
    """Add the structures that the record does not hold yet.

    Args:
        session: a writing session.
        entries: the structures configured.

    Returns:
        How many were added.
    """
    known = {row.code for row in session.exec(select(Organisation))}
    new = [entry for entry in entries if entry.code not in known]
    session.add_all(
        Organisation(
            code=entry.code,
            name=entry.labels["fr"],
            kind=entry.kind,
            anonymous_work=entry.anonymous_work,
        )
        for entry in new
    )
    return len(new)


def _organisation(entry: Entry) -> OrganisationEntry:
    organisation = OrganisationEntry(
        code=entry.text("code"),
        labels=entry.labels(),
        kind=entry.choice("kind", KINDS),
        anonymous_work=entry.boolean("anonymous_work", False),
    )
    entry.finish()
    return organisation
