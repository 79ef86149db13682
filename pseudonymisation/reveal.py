"""Pseudonyms → identities, for those entitled to them; the caller has audited it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from rapidfuzz.distance import OSA
from sqlalchemy import select

from pseudonymisation.candidates import PARAMETERS
from pseudonymisation.failures import PersonUnknown
from pseudonymisation.identities.normalise import features
from pseudonymisation.identities.sealed import as_row, open_identity
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.people import People
from pseudonymisation.pseudonym import RECORD, Pseudonym
from pseudonymisation.values import Identity
from pseudonymisation.vault import Vault


LETTERS_PER_ERROR = 4  # one typing error is forgiven for so many letters
MOST_ERRORS = 2
MOST_JOINED = 4  # words typed apart that may be one name: "de la tour"


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


def search(
    vault: Vault, text: str, *, within: Sequence[Pseudonym], organisation: str | None
) -> list[Pseudonym]:
    """Find persons by a name as someone would type it.

    Accents, case, hyphens and order do not count: each word, or a few adjacent words
    joined, is compared with each name, whole or in its parts. A word may be the start
    of a name; one typing error is forgiven for four letters, two for eight.

    Args:
        vault: the opened vault.
        text: family name, given name, or both in any order.
        within: the persons who may be found: a caseload, an organisation.
        organisation: whose versions are read, as for `reveal`.

    Returns:
        Those who match, best first.
    """
    words = _words(text)
    if not words:
        return []
    found = reveal_many(vault, within, organisation=organisation)
    scored = [
        (_distance(words, _names(identity)), pseudonym)
        for pseudonym, identity in found.items()
    ]
    return [p for score, p in sorted(s for s in scored if s[0] is not None)]


def _names(identity: Identity) -> set[str]:
    """List what a word may be compared with: names joined, and their parts."""
    known = features(as_row(identity, organisation=""))
    names = (identity.birth_name, identity.usage_name, identity.given_names)
    written = [_words(name) for name in names if name]
    parts = {part for words in written for part in words}
    joined = {"".join(words) for words in written}
    return parts | joined | {*known.surnames, *known.given, *known.further}


def _words(text: str) -> list[str]:
    return plain_letters(text).replace("-", " ").replace(",", " ").split()


def _distance(words: Sequence[str], names: Collection[str]) -> float | None:
    """Sum the fewest errors that explain every word; None where one matches nothing."""
    best: list[float | None] = [0.0]
    for end in range(1, len(words) + 1):
        starts = range(max(0, end - MOST_JOINED), end)
        sums = [
            before + errors
            for start in starts
            if (before := best[start]) is not None
            and (errors := _errors("".join(words[start:end]), names)) is not None
        ]
        best.append(min(sums, default=None))
    return best[-1]


def _errors(word: str, names: Collection[str]) -> float | None:
    """Count the errors to the nearest name; None where they are too many."""
    errors = min((_word_distance(word, name) for name in names), default=9.0)
    allowed = min(MOST_ERRORS, len(word) // LETTERS_PER_ERROR) + 0.5
    return errors if errors <= allowed else None


def _word_distance(word: str, name: str) -> float:
    if name == word:
        return 0.0
    if name.startswith(word):
        return 0.5
    errors = OSA.distance(word, name, score_cutoff=MOST_ERRORS)
    start = OSA.distance(word, name[: len(word)], score_cutoff=MOST_ERRORS) + 0.5
    return float(min(errors, start))
