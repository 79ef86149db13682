"""Who may be the same: stored persons sharing a blind-index token, opened when needed.

A token that many identities share tells nothing and is passed over, so that one common
name never makes a thousand identities be opened.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, select

from pseudonymisation.identities.normalise import Features, NameReader
from pseudonymisation.identities.sealed import as_row, open_identity
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    subjects,
)
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.index_entries import identities_under
from pseudonymisation.keys.blocks import PairSeal
from pseudonymisation.people import People


PARAMETERS = 10_000  # per statement; SQLite admits 32 766


@dataclass(slots=True, repr=False)
class Known:
    """A person of the vault, as far as matching needs.

    Attributes:
        person: id of the person's row.
        members: features of their linkable identities, all different.
        coded_by: organisations that know them under a code of their own.
    """

    person: int
    members: list[Features] = field(default_factory=list)
    coded_by: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"Known(person={self.person}, members={len(self.members)})"


class Candidates:
    """Finds the stored persons whom the rows of an intent may be.

    Args:
        connection: the intent's transaction.
        people: keys and pseudonyms met so far.
        reader: reads names, each spelling once.
        entries: opens what the blind index holds.
        largest_block: identities sharing a token beyond which it is passed over.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        *,
        reader: NameReader,
        entries: PairSeal,
        largest_block: int,
    ) -> None:
        self._connection = connection
        self._people = people
        self._reader = reader
        self._entries = entries
        self._largest_block = largest_block

    def __repr__(self) -> str:
        return "Candidates(…)"

    def near(self, numbers: Iterable[int]) -> list[Known]:
        """Find the persons who share one of these tokens.

        Args:
            numbers: tokens of rows.

        Returns:
            Them, opened, in the order of their rows.
        """
        found: dict[int, Known] = {}
        persons_there = self._sharing(numbers)
        for part in in_parts(sorted(persons_there), size=PARAMETERS):
            for row in self._connection.execute(
                _stored_identities().where(links.c.person.in_(part))
            ):
                self._meet(row, found)
        return [found[person] for person in sorted(found)]

    def _sharing(self, numbers: Iterable[int]) -> set[int]:
        there = identities_under(
            self._connection, self._entries, numbers, largest_block=self._largest_block
        )
        found: set[int] = set()
        for part in in_parts(sorted(there), size=PARAMETERS):
            query = (
                select(links.c.person)
                .join(identities, identities.c.subject == links.c.subject)
                .where(identities.c.id.in_(part))
                .where(links.c.revoked_at.is_(None), links.c.withdrawn_by.is_(None))
                .where(identities.c.withdrawn_by.is_(None), identities.c.linkable)
            )
            found.update(self._connection.execute(query).scalars())
        return found

    def _meet(self, row: Row[Any], found: dict[int, Known]) -> None:
        self._people.learn(
            row.person,
            person_id=row.person_id,
            wrapped=row.wrapped_key,
            key_id=row.key_id,
        )
        known = found.setdefault(row.person, Known(row.person))
        if row.has_code:
            known.coded_by.add(row.organisation)
        if row.sealed is None:
            return
        identity = open_identity(
            row.sealed,
            data_key=self._people.data_key(row.sealed_under),
            row=row.identity,
            person=row.sealed_under,
            version=row.version,
        )
        member = self._reader.features(as_row(identity, organisation=row.organisation))
        if member not in known.members:
            known.members.append(member)


def _stored_identities() -> Select[Any]:
    linkable = and_(
        identities.c.subject == subjects.c.id,
        identities.c.linkable,
        identities.c.withdrawn_by.is_(None),
    )
    return (
        select(
            links.c.person,
            persons.c.person_id,
            persons.c.wrapped_key,
            persons.c.key_id,
            subjects.c.organisation,
            subjects.c.has_code,
            identities.c.id.label("identity"),
            identities.c.person.label("sealed_under"),
            identities.c.version,
            identities.c.sealed,
        )
        .join(subjects, subjects.c.id == links.c.subject)
        .join(persons, persons.c.id == links.c.person)
        .outerjoin(identities, linkable)
        .where(links.c.revoked_at.is_(None), links.c.withdrawn_by.is_(None))
    )
