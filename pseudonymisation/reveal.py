"""Pseudonyms → identities, for those entitled to them; the caller has audited it."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from pseudonymisation.candidates import PARAMETERS
from pseudonymisation.failures import PersonUnknown
from pseudonymisation.identities.sealed import open_identity
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.people import People
from pseudonymisation.pseudonym import RECORD, Pseudonym
from pseudonymisation.values import Identity
from pseudonymisation.vault import Vault


class _Version(NamedTuple):
    person: int
    own: bool
    number: int
    version: int
    sealed: bytes
    organisation: str


def reveal(vault: Vault, person: Pseudonym, *, organisation: str | None) -> Identity:
    """Open the identity of one person.

    Args:
        vault: the opened vault.
        person: pseudonym in the record.
        organisation: who asks; its own version comes first. None for nobody's.

    Returns:
        The identity.

    Raises:
        PersonUnknown: absent, or known only to others under anonymity.
    """
    found = reveal_many(vault, [person], organisation=organisation).get(person)
    if found is None:
        raise PersonUnknown
    return found


def reveal_many(
    vault: Vault, wanted: Sequence[Pseudonym], *, organisation: str | None
) -> dict[Pseudonym, Identity]:
    """Open the identities of several persons.

    Args:
        vault: the opened vault.
        wanted: pseudonyms in the record.
        organisation: as for `reveal`.

    Returns:
        Identity by pseudonym; those that `reveal` would refuse are left out.
    """
    people = People(vault)
    names: dict[int, Pseudonym] = {}
    best: dict[int, _Version] = {}
    with reading(vault.engine) as connection:
        lookups = vault.names.lookups(connection, RECORD, wanted)
        for part in in_parts(list(lookups), size=PARAMETERS):
            for row in connection.execute(_VERSIONS.where(persons.c.lookup.in_(part))):
                own = row.organisation == organisation
                if not (own or row.linkable):
                    continue
                names[row.person] = lookups[row.lookup]
                people.learn(
                    row.person,
                    person_id=row.person_id,
                    wrapped=row.wrapped_key,
                    key_id=row.key_id,
                )
                version = _Version(
                    row.person, own, row.id, row.version, row.sealed, row.organisation
                )
                there = best.get(row.person)
                if there is None or (own, row.id) > (there.own, there.number):
                    best[row.person] = version
    return {names[p]: _open(people, version) for p, version in best.items()}


_VERSIONS = (
    select(
        persons.c.lookup,
        persons.c.person_id,
        persons.c.wrapped_key,
        persons.c.key_id,
        identities.c.id,
        identities.c.person,
        identities.c.version,
        identities.c.sealed,
        identities.c.linkable,
        subjects.c.organisation,
    )
    .join(links, links.c.person == persons.c.id)
    .join(subjects, subjects.c.id == links.c.subject)
    .join(identities, identities.c.subject == subjects.c.id)
    .where(
        links.c.revoked_at.is_(None),
        links.c.withdrawn_by.is_(None),
        identities.c.withdrawn_by.is_(None),
    )
)


def _open(people: People, version: _Version) -> Identity:
    return open_identity(
        version.sealed,
        data_key=people.data_key(version.person),
        row=version.number,
        person=version.person,
        version=version.version,
    )
