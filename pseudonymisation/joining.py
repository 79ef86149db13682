"""Subjects change person: joined, separated, kept alone; every step can be taken back.

A person is the set of subjects whose links are in force. Joining revokes the links of
one person's subjects and links them to the other; separating links them again to the
person they came from. Nothing that a partner sent is touched; identities are sealed
again, so that they always lie under the data key of the person they are linked to.
"""

from collections.abc import Sequence

from sqlalchemy import select

from pseudonymisation.decisions import in_force
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import links, persons, subjects
from pseudonymisation.intent import Intent
from pseudonymisation.moving import Mover
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Moved
from pseudonymisation.vault import Vault


def join(
    vault: Vault, *, keep: Pseudonym, gone: Pseudonym, intent: Intent
) -> list[Moved]:
    """Link every subject of one person to another person.

    Args:
        vault: the opened vault.
        keep: who remains (domain "record").
        gone: whose subjects go over; the person stays in the vault, without any.
        intent: open, not yet prepared.

    Returns:
        What moved, for the record to follow.

    Raises:
        PersonUnknown: one is not there, or has no subject.
        SubjectRefuses: a young person refused linkage.
        KeptApart: a human decided that they are two.
    """
    return Mover(vault, intent).join(keep, gone)


def separate(
    vault: Vault,
    *,
    person: Pseudonym,
    leaving: Sequence[Pseudonym],
    intent: Intent,
) -> list[Moved]:
    """Take subjects out of a person, and remember that they are somebody else's.

    They leave as one person: the one that they made before they were joined, where
    none of those who made it stays behind; else a new one.

    Args:
        vault: the opened vault.
        person: whom they leave (domain "record").
        leaving: some of its subjects, not all (domain "subject").
        intent: open, not yet prepared.

    Returns:
        What moved, for the record to follow.

    Raises:
        PersonUnknown: a subject is not this person's, or nobody would remain.
    """
    return Mover(vault, intent).separate(person, leaving)


def refuse(vault: Vault, *, subject: Pseudonym, intent: Intent) -> list[Moved]:
    """Keep a subject alone for good: no file, no worker links it again.

    Args:
        vault: the opened vault.
        subject: pseudonym (domain "subject").
        intent: open, not yet prepared.

    Returns:
        What moved: the subject, where others were linked to its person.

    Raises:
        PersonUnknown: no such subject.
    """
    return Mover(vault, intent).refuse(subject)


def find_by_code(vault: Vault, *, organisation: str, code: str) -> Pseudonym | None:
    """Find the person whom an organisation knows by a code.

    Args:
        vault: the opened vault.
        organisation: its identifier.
        code: its own number for the young person.

    Returns:
        Pseudonym in the record, or None.
    """
    handle = vault.tokens.code_handle(organisation, code.strip())
    query = (
        select(persons.c.person_id)
        .join(links, links.c.person == persons.c.id)
        .join(subjects, subjects.c.id == links.c.subject)
        .where(subjects.c.handle == handle, in_force(links))
    )
    with reading(vault.engine) as connection:
        found = connection.execute(query).scalar()
    return None if found is None else vault.person(found)
