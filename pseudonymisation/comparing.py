"""Two identities side by side, for the human asked; the caller has audited it."""

from dataclasses import dataclass, field

from sqlalchemy import select

from pseudonymisation.agreement import side_by_side
from pseudonymisation.asking import find_question
from pseudonymisation.decisions import in_force
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.people import People
from pseudonymisation.values import Comparison, Identity
from pseudonymisation.vault import Vault


@dataclass(slots=True, repr=False)
class _Side:
    organisations: list[str] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)


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
            side = sides[row.person]
            if row.organisation not in side.organisations:
                side.organisations.append(row.organisation)
            side.identities.append(people.open(row))
    a, b = (sides[person] for person in one.persons)
    return Comparison(
        question,
        (tuple(a.organisations), tuple(b.organisations)),
        side_by_side(a.identities, b.identities),
    )


_VERSIONS = (
    select(
        links.c.person,
        persons.c.person_id,
        persons.c.wrapped_key,
        persons.c.key_id,
        subjects.c.organisation,
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
