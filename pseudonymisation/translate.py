"""Pseudonyms of the record → pseudonyms of a study. Knows no identity.

It reads digests, random numbers and how sure links and questions are, and holds no key
that opens an identity: an extract cannot reveal what it does not touch.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Engine,
    and_,
    column,
    create_engine,
    or_,
    select,
    table,
)

from pseudonymisation.failures import PersonUnknown
from pseudonymisation.keys.passphrase import Passphrase, nobody
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.naming import SOURCES, Names
from pseudonymisation.pseudonym import RECORD, SUBJECT, Pseudonym


PARAMETERS = 10_000  # per statement
_PERSONS = table("persons", column("id"), column("person_id"))
_SUBJECTS = table("subjects", column("id"), column("subject_id"))
_AT = DateTime(timezone=True)
_LINKS = table(
    "links",
    column("subject"),
    column("score"),
    column("recorded_at", _AT),
    column("revoked_at", _AT),
    column("withdrawn_by"),
)
_QUESTIONS = table(
    "questions",
    column("person_a"),
    column("person_b"),
    column("score"),
    column("asked_at", _AT),
    column("answered_at", _AT),
    column("withdrawn_by"),
)


@dataclass(frozen=True, slots=True)
class Doubts:
    """What the linkage was not sure of, under the pseudonyms of the record.

    Attributes:
        weak: subjects joined to their person with less than the sure probability.
        likely: pairs of persons left apart who are likely one.
    """

    weak: frozenset[Pseudonym]
    likely: tuple[tuple[Pseudonym, Pseudonym], ...]


class Translator:
    """Turns pseudonyms of the record into those of another domain.

    Args:
        engine: the vault's database.
        names: holds the root of pseudonyms.
    """

    def __init__(self, engine: Engine, names: Names) -> None:
        self._engine = engine
        self._names = names

    def __repr__(self) -> str:
        return "Translator(…)"

    @classmethod
    def open(
        cls, keys_folder: Path, vault: str, passphrase: Passphrase = nobody
    ) -> "Translator":
        """Open the translation door.

        Args:
            keys_folder: where the key files lie; only the pseudonym root is read.
            vault: SQLAlchemy address of the vault.
            passphrase: asked only where the file is sealed.

        Returns:
            The translator.

        Raises:
            KeysFailure: the key file is absent, open to others or malformed.
        """
        names = Names(read_roots(keys_folder, passphrase))
        return cls(create_engine(vault), names)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def translate(
        self, pseudonyms: Iterable[Pseudonym], *, to: str
    ) -> dict[Pseudonym, Pseudonym]:
        """Translate persons (domain "record") and subjects (domain "subject").

        Args:
            pseudonyms: any number of them.
            to: the study's domain; persons and subjects stay apart in it.

        Returns:
            The study's pseudonym by that of the record.

        Raises:
            PersonUnknown: one is not in the vault, or is of another domain.
            PseudonymMalformed: `to` cannot be a domain.
        """
        wanted = set(pseudonyms)
        minter = self._names.study(to)
        found: dict[Pseudonym, Pseudonym] = {}
        for domain in SOURCES:
            ours = [p for p in wanted if p.domain == domain]
            for start in range(0, len(ours), PARAMETERS):
                part = ours[start : start + PARAMETERS]
                for pseudonym, identifier in self._identifiers(part, domain):
                    found[pseudonym] = minter.mint(identifier)
        if len(found) != len(wanted):
            raise PersonUnknown
        return found

    def _identifiers(
        self, part: Sequence[Pseudonym], domain: str
    ) -> list[tuple[Pseudonym, bytes]]:
        _id, lookup, identifier = SOURCES[domain].c
        with self._engine.connect() as connection:
            lookups = self._names.lookups(connection, domain, part)
            query = select(lookup, identifier).where(lookup.in_(list(lookups)))
            return [(lookups[row[0]], row[1]) for row in connection.execute(query)]

    def doubts(self, *, sure: float, likely: float, as_of: date) -> Doubts:
        """Say which links and which questions were in doubt at the end of a day.

        Args:
            sure: probability under which a link is weak.
            likely: probability from which a question is likely a link.
            as_of: the day, UTC.

        Returns:
            The doubts.
        """
        end = datetime.combine(as_of + timedelta(days=1), time(), UTC)
        weak = (
            select(_SUBJECTS.c.subject_id)
            .join(_LINKS, _LINKS.c.subject == _SUBJECTS.c.id)
            .where(_LINKS.c.score < sure, _LINKS.c.withdrawn_by.is_(None))
            .where(_stood(_LINKS.c.recorded_at, _LINKS.c.revoked_at, end))
        )
        one, other = _PERSONS.alias(), _PERSONS.alias()
        asked = _QUESTIONS
        pairs = (
            select(one.c.person_id, other.c.person_id)
            .join(asked, asked.c.person_a == one.c.id)
            .join(other, asked.c.person_b == other.c.id)
            .where(asked.c.score >= likely, asked.c.withdrawn_by.is_(None))
            .where(_stood(asked.c.asked_at, asked.c.answered_at, end))
        )
        mint = self._names.mint
        with self._engine.connect() as connection:
            return Doubts(
                frozenset(
                    mint(SUBJECT, one) for one in connection.execute(weak).scalars()
                ),
                tuple(
                    (mint(RECORD, a), mint(RECORD, b))
                    for a, b in connection.execute(pairs)
                ),
            )


def _stood(
    since: ColumnElement[datetime], until: ColumnElement[datetime], end: datetime
) -> ColumnElement[bool]:
    return and_(since < end, or_(until.is_(None), until >= end))
