"""Who refused linkage, met again under a new code or another spelling.

A refusal is told to one organisation, about the files that it holds. So a new row is
held against the refusing young people of its own organisation alone: who weighs above
the threshold of a link is one of them, and stays alone as well. Another organisation is
told nothing: its files link among themselves, and never to one of a refusal, which is
in no index. The identities of those who refused are opened for it, some hundreds at
most; no token of them lies anywhere.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from pseudonymisation.identities.normalise import Features, NameReader
from pseudonymisation.identities.sealed import as_row
from pseudonymisation.identities.tables import identities, persons, subjects
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rules import LinkageRules
from pseudonymisation.people import People
from pseudonymisation.values import IdentityRow


class Refusers:
    """The young people who refused linkage, by the organisation whom they told.

    Args:
        connection: the intent's transaction.
        people: keys and pseudonyms met so far.
        reader: reads names, each spelling once.
        rules: how identities are compared.
    """

    def __init__(
        self,
        connection: Connection,
        people: People,
        *,
        reader: NameReader,
        rules: LinkageRules,
    ) -> None:
        self._connection = connection
        self._people = people
        self._reader = reader
        self._rules = rules
        self._by_organisation: dict[str, list[tuple[int, Features]]] = {}

    def __repr__(self) -> str:
        return "Refusers(…)"

    def met(
        self, rows: Mapping[int, tuple[IdentityRow, Features]], *, population: int
    ) -> set[int]:
        """Tell which rows are about somebody who refused to their organisation.

        Args:
            rows: by their place; each a subject not yet known.
            population: identities that the vault holds.

        Returns:
            Places of the rows.
        """
        by_organisation: dict[str, list[int]] = {}
        for place, (row, _found) in rows.items():
            by_organisation.setdefault(row.organisation, []).append(place)
        found: set[int] = set()
        for organisation, places in by_organisation.items():
            told = {place: rows[place][1] for place in places}
            refusing = self._of(organisation)
            if refusing:
                found |= self._among(told, refusing, population=population)
        return found

    def _among(
        self,
        told: Mapping[int, Features],
        refusing: list[tuple[int, Features]],
        *,
        population: int,
    ) -> set[int]:
        """Match rows with those who refused, codes left aside: a code may be new."""
        matched = match(
            [*told.values(), *(features for _person, features in refusing)],
            rules=self._rules,
            known=[*(None for _ in told), *(person for person, _f in refusing)],
            population=population + len(told),
        )
        groups = matched.person.tolist()
        theirs = set(groups[len(told) :])
        return {
            place for place, group in zip(told, groups, strict=False) if group in theirs
        }

    def _of(self, organisation: str) -> list[tuple[int, Features]]:
        known = self._by_organisation.get(organisation)
        if known is None:
            known = self._by_organisation[organisation] = self._read(organisation)
        return known

    def _read(self, organisation: str) -> list[tuple[int, Features]]:
        query = (
            select(
                identities,
                persons.c.person_id,
                persons.c.wrapped_key,
                persons.c.key_id,
            )
            .join(subjects, subjects.c.id == identities.c.subject)
            .join(persons, persons.c.id == identities.c.person)
            .where(
                subjects.c.unlinkable_by.is_not(None),  # these few have an index
                subjects.c.refused_by.is_not(None),
                subjects.c.withdrawn_by.is_(None),
                subjects.c.organisation == organisation,
                identities.c.withdrawn_by.is_(None),
            )
            .order_by(identities.c.id)
        )
        return [
            (
                row.person,
                self._reader.features(as_row(self._people.open(row), organisation="")),
            )
            for row in self._connection.execute(query).all()
        ]
