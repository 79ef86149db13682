"""Every link and every pair of persons left apart that are alike: what to draw from.

Pairs that share no key, or compare below one in a hundred, are not in it: no sample of
reasonable size could tell their errors from none.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from pseudonymisation.candidates import PARAMETERS
from pseudonymisation.decisions import in_force
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.sealed import as_row
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    questions,
    subjects,
)
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.linkage.matching import compare
from pseudonymisation.linkage.scoring import probability
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Decision, Identity
from pseudonymisation.vault import Vault


BANDS = (0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
LEAST_BITS = -6.63  # one in a hundred
OWN = (Decision.NEW, Decision.REVIEW, "separated")  # joined to nobody
LINKED, ASKED, NEAR = "linked", "asked", "near"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two subjects, joined or left apart.

    Attributes:
        kind: linked | asked | near.
        score: probability that the linkage gave.
        earlier: id of the row of one subject.
        later: of the other.
        organisation: of the later one.
        year: in which the later one was linked.
    """

    kind: str
    score: float
    earlier: int
    later: int
    organisation: str
    year: int

    @property
    def stratum(self) -> str:
        """Name its stratum: its kind, a colon, the lowest score of its band."""
        lowest = max((band for band in BANDS if band <= self.score), default=0.0)
        return f"{self.kind}:{lowest}"


class _Subject(NamedTuple):
    number: int
    person: int
    organisation: str
    year: int
    decision: str
    score: float | None


def whole(connection: Connection, vault: Vault) -> list[Pair]:
    """List all pairs.

    Args:
        connection: reads the vault.
        vault: its keys.

    Returns:
        Links, each with the person's first subject; then persons left apart, each by
        its first subject.
    """
    by_person: dict[int, list[_Subject]] = {}
    for subject in _subjects(connection):
        by_person.setdefault(subject.person, []).append(subject)
    return [*_links(by_person), *_apart(connection, vault, by_person)]


def identities_of(
    connection: Connection, vault: Vault, wanted: Collection[int]
) -> dict[int, Identity]:
    """Open the latest identities of some subjects.

    Args:
        connection: reads the vault.
        vault: its keys.
        wanted: ids of subjects' rows.

    Returns:
        Identity by subject; those without one are left out.
    """
    return {
        subject: identity
        for part in in_parts(sorted(wanted), size=PARAMETERS)
        for subject, _organisation, identity in _opened(connection, vault, part)
    }


def persons_of(
    connection: Connection, vault: Vault, wanted: Collection[int]
) -> dict[int, Pseudonym]:
    """Give the persons of some subjects.

    Args:
        connection: reads the vault.
        vault: its keys.
        wanted: ids of subjects' rows.

    Returns:
        Pseudonym in the record by subject; those linked to nobody are left out.
    """
    found: dict[int, Pseudonym] = {}
    for part in in_parts(sorted(wanted), size=PARAMETERS):
        rows = connection.execute(
            select(links.c.subject, persons.c.person_id)
            .join(persons, persons.c.id == links.c.person)
            .where(links.c.subject.in_(part), in_force(links))
        )
        found.update({subject: vault.person(number) for subject, number in rows})
    return found


def _subjects(connection: Connection) -> Iterator[_Subject]:
    """Read the live subjects that have an identity others may be compared with."""
    comparable = (
        select(identities.c.subject)
        .where(identities.c.linkable, identities.c.withdrawn_by.is_(None))
        .distinct()
    )
    rows = connection.execute(
        select(
            subjects.c.id,
            links.c.person,
            subjects.c.organisation,
            links.c.recorded_at,
            links.c.decision,
            links.c.score,
        )
        .join(links, links.c.subject == subjects.c.id)
        .where(links.c.revoked_at.is_(None), links.c.withdrawn_by.is_(None))
        .where(subjects.c.id.in_(comparable))
        .order_by(subjects.c.id)
    )
    for number, person, organisation, at, decision, score in rows:
        yield _Subject(number, person, organisation, at.year, decision, score)


def _links(by_person: Mapping[int, list[_Subject]]) -> Iterator[Pair]:
    """Pair each subject that was joined with the first of its person.

    A link without a score is a human's, or older than scores: it is held for sure.
    """
    for first, *others in by_person.values():
        for subject in others:
            if subject.decision in OWN:
                continue
            yield Pair(
                LINKED,
                1.0 if subject.score is None else subject.score,
                first.number,
                subject.number,
                subject.organisation,
                subject.year,
            )


def _apart(
    connection: Connection, vault: Vault, by_person: Mapping[int, list[_Subject]]
) -> Iterator[Pair]:
    rows = connection.execute(
        select(questions.c.person_a, questions.c.person_b).where(
            questions.c.withdrawn_by.is_(None)
        )
    )
    asked = {frozenset(row) for row in rows}
    reader = NameReader()
    person_of = {s.number: p for p, found in by_person.items() for s in found}
    members = [
        (person_of[subject], reader.features(as_row(identity, organisation=sender)))
        for part in in_parts(sorted(person_of), size=PARAMETERS)
        for subject, sender, identity in _opened(connection, vault, part)
    ]
    near = compare(
        [features for _person, features in members],
        persons=[person for person, _features in members],
        rules=vault.rules,
        least_bits=LEAST_BITS,
    )
    for a, b, bits in zip(
        near.a.tolist(), near.b.tolist(), near.bits.tolist(), strict=True
    ):
        kind = ASKED if frozenset((a, b)) in asked else NEAR
        one, other = sorted((by_person[a][0], by_person[b][0]))
        yield Pair(
            kind,
            probability(bits),
            one.number,
            other.number,
            other.organisation,
            other.year,
        )


def _opened(
    connection: Connection, vault: Vault, wanted: Collection[int]
) -> Iterator[tuple[int, str, Identity]]:
    """Open the latest identity of each subject."""
    latest = (
        select(func.max(identities.c.id))
        .where(identities.c.subject.in_(wanted), identities.c.withdrawn_by.is_(None))
        .group_by(identities.c.subject)
    )
    rows = connection.execute(
        select(
            identities,
            persons.c.person_id,
            persons.c.wrapped_key,
            persons.c.key_id,
            subjects.c.organisation,
        )
        .join(persons, persons.c.id == identities.c.person)
        .join(subjects, subjects.c.id == identities.c.subject)
        .where(identities.c.id.in_(latest))
        .order_by(identities.c.subject)
    ).all()
    people = People(vault)
    for row in rows:
        yield row.subject, row.organisation, people.open(row)
