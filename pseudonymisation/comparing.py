"""Two identities side by side, for the human asked; the caller has audited it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, select

from pseudonymisation.agreement import contradictions, side_by_side
from pseudonymisation.asking import find_question
from pseudonymisation.decisions import in_force
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Comparison, Contradiction, Identity
from pseudonymisation.vault import Vault


@dataclass(slots=True, repr=False)
class _Side:
    organisations: list[str] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)
    latest: dict[int, tuple[str, Identity]] = field(default_factory=dict)

    def add(self, row: Row[*tuple[Any, ...]], identity: Identity) -> None:
        """Take in one version; the latest of each subject comes first."""
        if row.organisation not in self.organisations:
            self.organisations.append(row.organisation)
        self.identities.append(identity)
        self.latest.setdefault(row.subject, (row.organisation, identity))

    def contradictions(self) -> tuple[Contradiction, ...]:
        """List on what the organisations do not agree."""
        return contradictions(list(self.latest.values()))


def compare(vault: Vault, ref: str) -> Comparison:
    """Open both identities of a question.

    Only versions that may be compared are shown: what came under anonymity, or of
    someone who refuses linkage, is not.

    Args:
        vault: the opened vault.
        ref: reference of the question.

    Returns:
        The question, who knows each, and the fields with what differs.

    Raises:
        QuestionClosed: none waits under this reference.
    """
    people = People(vault)
    with reading(vault.engine) as connection:
        one, question = find_question(vault, connection, ref)
        sides = {person: _Side() for person in one.persons}
        for row in connection.execute(_VERSIONS.where(links.c.person.in_(sides))):
            sides[row.person].add(row, people.open(row))
    a, b = (sides[person] for person in one.persons)
    return Comparison(
        question,
        (tuple(a.organisations), tuple(b.organisations)),
        side_by_side(a.identities, b.identities, rules=vault.rules),
        (a.contradictions(), b.contradictions()),
    )


def contradictions_of(vault: Vault, person: Pseudonym) -> tuple[Contradiction, ...]:
    """Open a person's identities, and list on what organisations do not agree.

    Args:
        vault: the opened vault.
        person: pseudonym in the record.

    Returns:
        The contradictions; what came under anonymity is in none.
    """
    people, side = People(vault), _Side()
    whose = persons.c.lookup == vault.lookup(person)
    with reading(vault.engine) as connection:
        for row in connection.execute(_VERSIONS.where(whose)):
            side.add(row, people.open(row))
    return side.contradictions()


_VERSIONS = (
    select(
        links.c.person,
        persons.c.person_id,
        persons.c.wrapped_key,
        persons.c.key_id,
        subjects.c.organisation,
        subjects.c.id.label("subject"),
        identities.c.id,
        identities.c.version,
        identities.c.sealed,
    )
    .join(persons, persons.c.id == links.c.person)
    .join(subjects, subjects.c.id == links.c.subject)
    .join(identities, identities.c.subject == subjects.c.id)
    .where(in_force(links), identities.c.withdrawn_by.is_(None), identities.c.linkable)
    .order_by(identities.c.id.desc())
)
