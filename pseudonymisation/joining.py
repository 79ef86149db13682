"""Subjects change person: joined, separated, kept alone; every step can be taken back.

A person is the set of subjects whose links are in force. Joining revokes the links of
one person's subjects and links them to the other; separating links them again to the
person they came from. Nothing that a partner sent is touched; identities are sealed
again, so that they always lie under the data key of the person they are linked to.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    exists,
    func,
    insert,
    select,
    update,
)

from pseudonymisation import decisions as words
from pseudonymisation.decisions import in_force, linked_subjects
from pseudonymisation.failures import KeptApart, PersonUnknown, SubjectRefuses
from pseudonymisation.identities.sealed import (
    as_row,
    open_identity,
    plain_content,
    seal_content,
)
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    sightings,
    subjects,
)
from pseudonymisation.intent import Intent
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import Identity, Moved
from pseudonymisation.vault import Vault


JOINED = "joined"
SEPARATED = "separated"


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


class Mover:
    """Moves subjects under one intent.

    Args:
        vault: the opened vault.
        intent: open, not yet prepared.
    """

    def __init__(self, vault: Vault, intent: Intent) -> None:
        self._vault = vault
        self._intent = intent
        self._connection = intent.connection
        self._at = vault.now()
        self._people = People(vault)

    def __repr__(self) -> str:
        return "Mover(…)"

    def join(self, keep: Pseudonym, gone: Pseudonym) -> list[Moved]:
        """Join two persons; see `join`."""
        into, out = self._person(keep), self._person(gone)
        staying = linked_subjects(self._connection, into)
        moving = linked_subjects(self._connection, out)
        if into == out or not staying or not moving:
            raise PersonUnknown
        if refusing(self._connection, [*staying, *moving]):
            raise SubjectRefuses
        if words.kept_apart(self._connection, {into, out}):
            raise KeptApart
        self._decide(staying, moving, words.SAME)
        self._move(moving, to=into, decision=JOINED)
        moved = self._named(moving)
        return [Moved(moved, left=gone, joined=keep, decision="joined")]

    def separate(self, person: Pseudonym, leaving: Sequence[Pseudonym]) -> list[Moved]:
        """Separate subjects from a person; see `separate`."""
        number = self._person(person)
        going = [self._subject(pseudonym) for pseudonym in leaving]
        there = linked_subjects(self._connection, number)
        staying = [subject for subject in there if subject not in set(going)]
        if not going or not staying or set(going) - set(there):
            raise PersonUnknown
        self._decide(staying, going, words.DIFFERENT)
        return self._part(number, going)

    def refuse(self, subject: Pseudonym) -> list[Moved]:
        """Keep a subject alone; see `refuse`."""
        number = self._subject(subject)
        person = self._person_of(number)
        alone = linked_subjects(self._connection, person) == [number]
        mark = {"unlinkable_by": self._intent.number}
        row = subjects.c.id == number
        first = subjects.c.unlinkable_by.is_(None)
        self._connection.execute(update(subjects).where(row, first).values(mark))
        self._connection.execute(
            update(subjects)
            .where(row, subjects.c.refused_by.is_(None))
            .values(refused_by=self._intent.number)
        )
        return [] if alone else self._part(person, [number])

    def _part(self, person: int, going: Sequence[int]) -> list[Moved]:
        """Send subjects back to whom they were, or to a new person."""
        known = self._latest_identity(going)
        home = self._home(person, going)
        to = self._new_person() if home is None else home
        self._move(going, to=to, decision=SEPARATED)
        born = known.birth_date if known else None
        moved = Moved(
            self._named(going),
            left=self._people.pseudonym(person),
            joined=self._people.pseudonym(to),
            decision="separated",
            birth_month=born.known_month if born else None,
            sex=known.sex if known else None,
        )
        return [moved]

    def _home(self, person: int, going: Sequence[int]) -> int | None:
        """Find the latest person that was made of these subjects and of no other here.

        Somebody to whom others are linked today is not a place to go back to: that
        the two are one was perhaps denied.
        """
        staying = set(linked_subjects(self._connection, person)) - set(going)
        former = self._connection.execute(
            select(links.c.person)
            .where(links.c.subject.in_(going), links.c.person != person)
            .where(links.c.withdrawn_by.is_(None))
            .group_by(links.c.person)
            .order_by(func.max(links.c.id).desc())
        ).scalars()
        for candidate in former.all():
            ever = self._connection.execute(
                select(links.c.subject).where(links.c.person == candidate)
            ).scalars()
            taken = linked_subjects(self._connection, candidate)
            if not taken and not staying & set(ever):
                return self._learn(persons.c.id == candidate)
        return None

    def _move(self, moving: Sequence[int], *, to: int, decision: str) -> None:
        connection, intent = self._connection, self._intent
        self._seal_again(moving, to=to)
        connection.execute(
            update(links)
            .where(links.c.subject.in_(moving), in_force(links))
            .values(
                revoked_at=self._at,
                revoked_by=intent.author,
                revoked_intent=intent.number,
            )
        )
        first = (connection.execute(select(func.max(links.c.id))).scalar() or 0) + 1
        rows = [
            {
                "id": number,
                "subject": subject,
                "person": to,
                "decision": decision,
                "author": intent.author,
                "recorded_at": self._at,
                "intent": intent.number,
            }
            for number, subject in enumerate(moving, start=first)
        ]
        connection.execute(insert(links), rows)
        self._note_meeting(moving)

    def _seal_again(self, moving: Sequence[int], *, to: int) -> None:
        """Seal the identities of subjects under the data key of their new person."""
        found = self._connection.execute(
            select(identities).where(identities.c.subject.in_(moving))
        ).all()
        for row in found:
            self._learn(persons.c.id == row.person)
            identity = self._open(row)
            content = plain_content(as_row(identity, organisation=""))
            if content is None:  # an identity that says nothing is never stored
                continue
            sealed = seal_content(
                content,
                data_key=self._people.data_key(to),
                row=row.id,
                person=to,
                version=row.version,
            )
            first = row.moved_by != self._intent.number
            self._connection.execute(
                update(identities)
                .where(identities.c.id == row.id)
                .values(
                    person=to,
                    sealed=sealed,
                    moved_by=self._intent.number,
                    person_before=row.person if first else row.person_before,
                    sealed_before=row.sealed if first else row.sealed_before,
                )
            )

    def _note_meeting(self, moving: Sequence[int]) -> None:
        """Note that later work rests on the subjects, once an intent."""
        number = self._intent.number
        met = select(sightings.c.subject).where(sightings.c.intent == number)
        known = set(self._connection.execute(met).scalars())
        rows = [{"subject": s, "intent": number} for s in moving if s not in known]
        if rows:
            self._connection.execute(insert(sightings), rows)

    def _latest_identity(self, group: Sequence[int]) -> Identity | None:
        query = (
            select(identities)
            .where(identities.c.subject.in_(group))
            .order_by(identities.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(query).first()
        if row is None:
            return None
        self._learn(persons.c.id == row.person)
        return self._open(row)

    def _open(self, row: Row[Any]) -> Identity:
        return open_identity(
            row.sealed,
            data_key=self._people.data_key(row.person),
            row=row.id,
            person=row.person,
            version=row.version,
        )

    def _new_person(self) -> int:
        highest = self._connection.execute(select(func.max(persons.c.id))).scalar()
        number = (highest or 0) + 1
        row = {**self._people.create(number), "intent": self._intent.number}
        self._connection.execute(insert(persons), [row])
        return number

    def _decide(self, ones: Sequence[int], others: Sequence[int], verdict: str) -> None:
        by = words.Author(self._intent.author, self._at, self._intent.number)
        words.decide(self._connection, ones, others, verdict=verdict, by=by)

    def _person(self, pseudonym: Pseudonym) -> int:
        return self._learn(persons.c.lookup == self._vault.lookup(pseudonym))

    def _learn(self, which: ColumnElement[bool]) -> int:
        row = self._connection.execute(
            select(persons).where(which, persons.c.withdrawn_by.is_(None))
        ).first()
        if row is None:
            raise PersonUnknown
        self._people.learn(
            row.id, person_id=row.person_id, wrapped=row.wrapped_key, key_id=row.key_id
        )
        number: int = row.id
        return number

    def _subject(self, pseudonym: Pseudonym) -> int:
        found: int | None = self._connection.execute(
            select(subjects.c.id).where(
                subjects.c.lookup == self._vault.lookup(pseudonym),
                subjects.c.withdrawn_by.is_(None),
            )
        ).scalar()
        if found is None:
            raise PersonUnknown
        return found

    def _person_of(self, subject: int) -> int:
        person = self._connection.execute(
            select(links.c.person).where(links.c.subject == subject, in_force(links))
        ).scalar_one()
        return self._learn(persons.c.id == person)

    def _named(self, numbers: Iterable[int]) -> tuple[Pseudonym, ...]:
        query = select(subjects.c.subject_id).where(subjects.c.id.in_(list(numbers)))
        found = self._connection.execute(query.order_by(subjects.c.id)).scalars()
        return tuple(self._vault.subject(subject_id) for subject_id in found)


def refusing(connection: Connection, numbers: Sequence[int]) -> bool:
    """Tell whether the young person of one of these subjects refused linkage.

    Args:
        connection: to the vault.
        numbers: ids of subjects.

    Returns:
        True where one did.
    """
    query = select(
        exists().where(subjects.c.id.in_(numbers), subjects.c.refused_by.is_not(None))
    )
    return bool(connection.execute(query).scalar())


def find_by_code(vault: Vault, *, organisation: str, code: str) -> Pseudonym | None:
    """Find the person whom an organisation knows by a code.

    Args:
        vault: the opened vault.
        organisation: its identifier.
        code: its own number for the young person.

    Returns:
        Pseudonym in the record, or None.
    """
    handle = vault.tokens.digest("code", organisation, code.strip())[:16]
    query = (
        select(persons.c.person_id)
        .join(links, links.c.person == persons.c.id)
        .join(subjects, subjects.c.id == links.c.subject)
        .where(subjects.c.handle == handle, in_force(links))
    )
    with reading(vault.engine) as connection:
        found = connection.execute(query).scalar()
    return None if found is None else vault.person(found)
