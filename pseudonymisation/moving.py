"""Subjects change person under an intent: links revoked and made, names sealed again.

Nothing that a partner sent is touched. Identities always lie under the data key of the
person they are linked to; what was sealed before is kept until the intent finishes, so
that recovery can take every step back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

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


class Reason(NamedTuple):
    """Why a subject is linked to a person.

    Attributes:
        decision: as in the table of links.
        score: probability by which it was joined, None where nothing was compared.
    """

    decision: str
    score: float | None = None


JOINED = Reason("joined")
SEPARATED = Reason("separated")


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
        self._move(dict.fromkeys(moving, JOINED), to=into)
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

    def give_back(self, former: Sequence[Row[*tuple[Any, ...]]]) -> list[Moved]:
        """Link subjects again to the person whom one join took them from.

        Args:
            former: the links that the join revoked: subject, person, decision, score.

        Returns:
            What moved, for the record to follow.

        Raises:
            PersonUnknown: the person is there no more.
        """
        moved = []
        for to in dict.fromkeys(row.person for row in former):
            theirs = [row for row in former if row.person == to]
            going = {row.subject: Reason(row.decision, row.score) for row in theirs}
            left = self._person_of(theirs[0].subject)
            self._learn(persons.c.id == to)
            self._move(going, to=to)
            moved.append(
                Moved(
                    self._named(going),
                    left=self._people.pseudonym(left),
                    joined=self._people.pseudonym(to),
                    decision="taken_back",
                )
            )
        return moved

    def _part(self, person: int, going: Sequence[int]) -> list[Moved]:
        """Send subjects back to whom they were, or to a new person."""
        known = self._latest_identity(going)
        home = self._home(person, going)
        to = self._new_person() if home is None else home
        self._move(dict.fromkeys(going, SEPARATED), to=to)
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

    def _move(self, moving: Mapping[int, Reason], *, to: int) -> None:
        connection, intent = self._connection, self._intent
        self._seal_again(list(moving), to=to)
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
                "decision": why.decision,
                "score": why.score,
                "author": intent.author,
                "recorded_at": self._at,
                "intent": intent.number,
            }
            for number, (subject, why) in enumerate(moving.items(), start=first)
        ]
        connection.execute(insert(links), rows)
        self._note_meeting(list(moving))

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
