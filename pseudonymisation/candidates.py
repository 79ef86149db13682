"""Who may be the same: persons sharing a blind-index token, opened when needed.

One query per chunk of rows finds the candidates in the vault; persons met or made in
this intent are remembered, so that rows of one file meet each other too.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, select

from pseudonymisation.identities.normalise import Features, features
from pseudonymisation.identities.sealed import as_row, open_identity
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    subjects,
    tokens,
)
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.linkage.choose import Known
from pseudonymisation.people import People


PARAMETERS = 10_000  # per statement; SQLite admits 32 766
LARGEST_BLOCK = 200  # persons sharing one token beyond which it tells nothing


class Candidates:
    """The persons that an intent's rows may be.

    Args:
        connection: the intent's transaction.
        people: keys and pseudonyms met so far.
        stored: id of the last identity stored before this intent, 0 for none.
    """

    def __init__(self, connection: Connection, people: People, *, stored: int) -> None:
        self._connection = connection
        self._people = people
        self._stored = stored
        self._by_token: dict[int, int | list[int]] = {}
        self._known: dict[int, Known] = {}

    def __repr__(self) -> str:
        return f"Candidates({len(self._known)})"

    def load(self, numbers: set[int]) -> None:
        """Read the stored persons who share one of these tokens.

        Args:
            numbers: the tokens of a chunk of rows.
        """
        if not self._stored:
            return
        found: set[int] = set()
        for part in in_parts(sorted(numbers), size=PARAMETERS):
            for token, person in self._connection.execute(
                select(tokens.c.token, links.c.person)
                .join(identities, identities.c.id == tokens.c.identity)
                .join(links, links.c.subject == identities.c.subject)
                .where(tokens.c.token.in_(part), *_live())
                .where(identities.c.id <= self._stored)
            ):
                self._index(token, person)
                found.add(person)
        self._open(found - self._known.keys())

    def near(self, numbers: Iterable[int]) -> list[Known]:
        """List the persons who share a token with a row.

        Args:
            numbers: the row's tokens.

        Returns:
            Them, in the order of their rows.
        """
        found: set[int] = set()
        for number in numbers:
            persons_there = self._by_token.get(number)
            if isinstance(persons_there, int):
                found.add(persons_there)
            elif persons_there:
                found.update(persons_there)
        return [self._known[person] for person in sorted(found)]

    def remember(
        self,
        person: int,
        row: Features,
        *,
        numbers: Iterable[int],
        coded_by: str | None,
    ) -> None:
        """Let later rows meet this one.

        Args:
            person: id of the person's row.
            row: features of the identity.
            numbers: its tokens.
            coded_by: the organisation, where it gave a code.
        """
        known = self._known.setdefault(person, Known(person))
        if coded_by is not None:
            known.coded_by.add(coded_by)
        if row not in known.members:
            known.members.append(row)
            for number in numbers:
                self._index(number, person)

    def _index(self, number: int, person: int) -> None:
        there = self._by_token.setdefault(number, person)
        if isinstance(there, list):
            if person not in there and len(there) < LARGEST_BLOCK:
                there.append(person)
        elif there != person:
            self._by_token[number] = [there, person]

    def _open(self, wanted: set[int]) -> None:
        for part in in_parts(sorted(wanted), size=PARAMETERS):
            for row in self._connection.execute(
                _stored_identities().where(links.c.person.in_(part))
            ):
                self._meet(row)

    def _meet(self, row: Row[Any]) -> None:
        self._people.learn(
            row.person,
            person_id=row.person_id,
            wrapped=row.wrapped_key,
            key_id=row.key_id,
        )
        known = self._known.setdefault(row.person, Known(row.person))
        if row.has_code:
            known.coded_by.add(row.organisation)
        if row.sealed is None:
            return
        identity = open_identity(
            row.sealed,
            data_key=self._people.data_key(row.person),
            row=row.identity,
            person=row.person,
            version=row.version,
        )
        member = features(as_row(identity, organisation=row.organisation))
        if member not in known.members:
            known.members.append(member)


def _live() -> tuple[ColumnElement[bool], ...]:
    return (
        links.c.revoked_at.is_(None),
        links.c.withdrawn_by.is_(None),
        identities.c.withdrawn_by.is_(None),
        identities.c.linkable,
    )


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
            identities.c.version,
            identities.c.sealed,
        )
        .join(subjects, subjects.c.id == links.c.subject)
        .join(persons, persons.c.id == links.c.person)
        .outerjoin(identities, linkable)
        .where(links.c.revoked_at.is_(None), links.c.withdrawn_by.is_(None))
    )
