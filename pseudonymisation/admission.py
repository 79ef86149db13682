"""Identity rows → admissions: each row gets a subject, each subject a person.

A subject its organisation already sent is known again by its code and keeps its link,
whatever its identity has become. New subjects are matched all at once with one another
and with the stored persons who share a blind-index token: each is linked, made a new
person, or made a new person with a question. Who refused linkage to the organisation is
known again under a new code, and stays alone.
"""

import secrets
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select, update

from pseudonymisation.candidates import Candidates
from pseudonymisation.decisions import ordered, settled, speakers
from pseudonymisation.failures import ErasedPersonMet, RowWithoutHandle
from pseudonymisation.graves import met_in
from pseudonymisation.identities.normalise import Features, NameReader
from pseudonymisation.identities.sealed import plain_content, seal_content
from pseudonymisation.identities.tables import (
    identities,
    links,
    persons,
    questions,
    sightings,
    subjects,
)
from pseudonymisation.identities.writer import VaultWriter
from pseudonymisation.indexes import index_in_use
from pseudonymisation.intent import Intent
from pseudonymisation.linkage.tokens import Sounds
from pseudonymisation.people import People
from pseudonymisation.placing import Placed, Question, place_rows
from pseudonymisation.refusers import Refusers
from pseudonymisation.subjects import Subject, Subjects
from pseudonymisation.values import Admission, Decision, IdentityRow
from pseudonymisation.vault import Vault


CHUNK = 20_000  # rows per write


class _Prepared(NamedTuple):
    row: IdentityRow
    features: Features
    handle: bytes | None
    content: bytes | None
    tokens: set[int]


class Admitter:
    """Admits the rows of one intent, call after call.

    Args:
        vault: the opened vault.
        intent: open, not yet prepared.

    Raises:
        IndexOutdated: the index was made under other rules, or is not whole.
    """

    def __init__(self, vault: Vault, intent: Intent) -> None:
        connection = intent.connection
        self._vault = vault
        self._connection = connection
        self._author = intent.author
        self._number = intent.number
        self._recorded_at = vault.now()
        self._index = index_in_use(vault, connection)
        self._people = People(vault)
        self._reader = NameReader()
        self._sounds = Sounds()
        self._subjects = Subjects(connection, vault, self._people)
        self._candidates = Candidates(
            connection,
            self._people,
            reader=self._reader,
            entries=vault.entries,
            largest_block=vault.rules.largest_block,
        )
        self._refusers = Refusers(
            connection, self._people, reader=self._reader, rules=vault.rules
        )
        self._writer = VaultWriter(
            connection, intent=intent.number, entries=vault.entries
        )
        self._persons: dict[int, int] = {}
        self._alone: set[int] = set()

    def __repr__(self) -> str:
        return "Admitter(…)"

    def admit(
        self, rows: Sequence[IdentityRow], *, returning: bool = False
    ) -> list[Admission]:
        """Admit rows, matched all at once.

        Args:
            rows: any number.
            returning: they say that they come back after an erasure.

        Returns:
            One admission per row, in the order of the rows.

        Raises:
            ErasedPersonMet: a row is about an erased person.
            RowWithoutHandle: a row has neither code nor identity; the intent must be
                left without `prepare`.
        """
        if not returning:
            self._refuse_the_erased(rows)
        prepared = [self._prepare(row) for row in rows]
        self._subjects.load(p.handle for p in prepared if p.handle is not None)
        placed = self._place(prepared)
        answers = []
        for place, one in enumerate(prepared):
            answers.append(self._admit_one(place, one, placed))
            if len(answers) % CHUNK == 0:
                self._writer.flush()
        self._writer.flush()
        self._ask(placed)
        self._writer.flush()
        self._persons.clear()
        return answers

    def _refuse_the_erased(self, rows: Sequence[IdentityRow]) -> None:
        erased = met_in(self._vault, self._connection, rows, reader=self._reader)
        if erased:
            raise ErasedPersonMet(min(erased))

    def _place(self, prepared: Sequence[_Prepared]) -> Placed:
        """Match the rows of subjects not yet known, each subject once."""
        new: dict[bytes | int, int] = {}
        for place, one in enumerate(prepared):
            if one.tokens and not self._subjects.find(one.handle):
                new.setdefault(one.handle or place, place)
        population = self._population()
        self._alone = self._refusers.met(
            {
                place: (prepared[place].row, prepared[place].features)
                for place in new.values()
            },
            population=population,
        )
        places = sorted(set(new.values()) - self._alone)
        known = self._candidates.near(
            number for place in places for number in prepared[place].tokens
        )
        return place_rows(
            {
                place: (prepared[place].row, prepared[place].features)
                for place in places
            },
            known,
            rules=self._vault.rules,
            population=population,
        )

    def _population(self) -> int:
        stored = select(func.max(identities.c.id))
        return self._connection.execute(stored).scalar() or 0

    def _prepare(self, row: IdentityRow) -> _Prepared:
        found = self._reader.features(row)
        content = plain_content(row)
        if not row.own_code and not (found.surnames or found.given):
            raise RowWithoutHandle(row.row)
        tokens = self._vault.tokens
        return _Prepared(
            row,
            found,
            tokens.handle(row, found),
            content,
            tokens.tokens(found, self._sounds) if row.may_link else set(),
        )

    def _admit_one(self, place: int, prepared: _Prepared, placed: Placed) -> Admission:
        subject = self._subjects.find(prepared.handle)
        if subject is not None:
            self._see_again(subject)
            self._keep_unlinked(subject, prepared.row)
            self._keep_identity(subject, prepared)
            return self._answer(subject, prepared, Decision.KNOWN)
        group = placed.group.get(place)
        person, decision = self._person_of(group, placed)
        score = placed.score[place] if decision is Decision.LINKED else None
        subject = self._new_subject(
            prepared,
            person=person,
            decision=decision,
            score=score,
            refuses=place in self._alone,
        )
        self._keep_identity(subject, prepared)
        return self._answer(subject, prepared, decision)

    def _person_of(self, group: int | None, placed: Placed) -> tuple[int, Decision]:
        """Give the person of a group of rows, made where the group is met first."""
        if group is None:
            return self._new_person(), Decision.NEW
        known = placed.known.get(group, self._persons.get(group))
        if known is not None:
            return known, Decision.LINKED
        person = self._persons[group] = self._new_person()
        return person, Decision.REVIEW if group in placed.asked else Decision.NEW

    def _new_person(self) -> int:
        number = self._writer.number(persons)
        self._writer.add(persons, self._people.create(number))
        return number

    def _new_subject(
        self,
        prepared: _Prepared,
        *,
        person: int,
        decision: Decision,
        score: float | None,
        refuses: bool,
    ) -> Subject:
        may_link = prepared.row.may_link and not refuses
        number = self._writer.number(subjects)
        subject_id = secrets.token_bytes(16)
        pseudonym = self._vault.subject(subject_id)
        row = {
            "id": number,
            "subject_id": subject_id,
            "lookup": self._vault.lookup(pseudonym),
            "organisation": prepared.row.organisation,
            "handle": prepared.handle,
            "has_code": bool(prepared.row.own_code),
            "unlinkable_by": None if may_link else self._number,
            "refused_by": self._number if refuses else None,
            "handle_by": self._handle_by(prepared),
        }
        self._writer.add(subjects, row)
        self._link(number, person=person, decision=decision, score=score)
        subject = Subject(
            number,
            pseudonym,
            person,
            seen=True,
            may_link=may_link,
            refuses=refuses,
        )
        if prepared.handle is not None:
            self._subjects.remember(prepared.handle, subject)
        return subject

    def _handle_by(self, prepared: _Prepared) -> int | None:
        """Give the index by whose rules a handle was made, None for a code's."""
        by_rules = prepared.handle is not None and not prepared.row.own_code
        return self._index if by_rules else None

    def _link(
        self, subject: int, *, person: int, decision: Decision, score: float | None
    ) -> None:
        row = {
            "id": self._writer.number(links),
            "subject": subject,
            "person": person,
            "decision": decision.value,
            "score": score,
            "author": self._author,
            "recorded_at": self._recorded_at,
        }
        self._writer.add(links, row)

    def _see_again(self, subject: Subject) -> None:
        if not subject.seen:
            subject.seen = True
            self._writer.add(sightings, {"subject": subject.number})

    def _keep_unlinked(self, subject: Subject, row: IdentityRow) -> None:
        """Compare a subject with nobody from now on, once a row says so."""
        if row.may_link or not subject.may_link:
            return
        subject.may_link = False
        self._writer.flush()  # the subject may be waiting
        self._connection.execute(
            update(subjects)
            .where(subjects.c.id == subject.number)
            .values(unlinkable_by=self._number)
        )

    def _keep_identity(self, subject: Subject, prepared: _Prepared) -> None:
        """Store the identity unless the subject's latest one is the same."""
        if prepared.content is None:
            return
        digest = self._vault.rows.digest("identity", prepared.content.decode())[:16]
        if digest == subject.digest:
            return
        subject.version += 1
        subject.digest = digest
        number = self._writer.number(identities)
        row = {
            "id": number,
            "subject": subject.number,
            "person": subject.person,
            "version": subject.version,
            "digest": digest,
            "sealed": seal_content(
                prepared.content,
                data_key=self._people.data_key(subject.person),
                row=number,
                person=subject.person,
                version=subject.version,
            ),
            "linkable": subject.may_link,
            "indexed_by": self._index,
            "recorded_at": self._recorded_at,
        }
        self._writer.add(identities, row)
        self._writer.add_tokens(number, prepared.tokens if subject.may_link else ())

    def _ask(self, placed: Placed) -> None:
        """Ask what no human has answered and nobody is asked already."""
        asked: dict[tuple[int, int], Question] = {}
        for question in placed.questions:  # the likeliest first
            asked.setdefault(self._pair(question, placed), question)
        known = set(placed.known.values())
        needless = settled(
            self._connection, {p for pair in asked if known >= set(pair) for p in pair}
        )
        subject = speakers(self._connection, {p for pair in asked for p in pair})
        for (low, high), question in asked.items():
            if (low, high) in needless:
                continue
            row = {
                "id": self._writer.number(questions),
                "person_a": low,
                "person_b": high,
                "subject_a": subject[low],
                "subject_b": subject[high],
                "reason": question.reason,
                "score": question.score,
                "asked_at": self._recorded_at,
            }
            self._writer.add(questions, row)

    def _pair(self, question: Question, placed: Placed) -> tuple[int, int]:
        """Give the persons of the two groups that a question is about."""
        a, b = (
            placed.known[g] if g in placed.known else self._persons[g]
            for g in (question.a, question.b)
        )
        return ordered(a, b)

    def _answer(
        self, subject: Subject, prepared: _Prepared, decision: Decision
    ) -> Admission:
        birth = prepared.row.birth_date
        return Admission(
            row=prepared.row.row,
            subject=subject.pseudonym,
            person=self._people.pseudonym(subject.person),
            decision=decision,
            birth_month=birth.known_month if birth else None,
            sex=prepared.row.sex,
            refuses=subject.refuses,
        )
