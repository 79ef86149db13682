"""Identity rows → admissions: each row gets a subject, each subject a person.

A subject its organisation already sent is known again by its code and keeps its link,
whatever its identity has become. A new subject is compared with those who share a
blind-index token, and linked, made a new person, or made a new person with a question.
"""

import secrets
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select

from pseudonymisation.candidates import Candidates
from pseudonymisation.failures import RowWithoutHandle
from pseudonymisation.identities.normalise import Features, features
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
from pseudonymisation.intent import Intent
from pseudonymisation.linkage.choose import Choice, Question, choose
from pseudonymisation.people import People
from pseudonymisation.subjects import Subject, Subjects
from pseudonymisation.values import Admission, Decision, IdentityRow
from pseudonymisation.vault import Vault


CHUNK = 2_000  # rows per query and per write


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
    """

    def __init__(self, vault: Vault, intent: Intent) -> None:
        connection = intent.connection
        stored = connection.execute(select(func.max(identities.c.id))).scalar()
        self._vault = vault
        self._author = intent.author
        self._recorded_at = vault.now()
        self._people = People(vault)
        self._subjects = Subjects(connection, vault, self._people)
        self._candidates = Candidates(connection, self._people, stored=stored or 0)
        self._writer = VaultWriter(connection, intent=intent.number)

    def __repr__(self) -> str:
        return "Admitter(…)"

    def admit(self, rows: Sequence[IdentityRow]) -> list[Admission]:
        """Admit rows; those whose spelling recurs come first, as the likelier right.

        Args:
            rows: any number.

        Returns:
            One admission per row, in the order of the rows.

        Raises:
            RowWithoutHandle: a row has neither code nor identity; the intent must be
                left without `prepare`.
        """
        answers: dict[int, Admission] = {}
        order = _usual_spellings_first(rows)
        for start in range(0, len(order), CHUNK):
            part = order[start : start + CHUNK]
            chunk = [self._prepare(rows[place]) for place in part]
            self._subjects.load(p.handle for p in chunk if p.handle is not None)
            unknown = (p.tokens for p in chunk if not self._subjects.find(p.handle))
            self._candidates.load(set().union(*unknown))
            for place, prepared in zip(part, chunk, strict=True):
                answers[place] = self._admit_one(prepared)
            self._writer.flush()
        return [answers[place] for place in range(len(rows))]

    def _prepare(self, row: IdentityRow) -> _Prepared:
        found = features(row)
        content = plain_content(row)
        if not row.own_code and not (found.surnames or found.given):
            raise RowWithoutHandle(row.row)
        tokens = self._vault.tokens
        return _Prepared(
            row,
            found,
            tokens.handle(row, found),
            content,
            tokens.tokens(found) if row.may_link else set(),
        )

    def _admit_one(self, prepared: _Prepared) -> Admission:
        subject = self._subjects.find(prepared.handle)
        if subject is not None:
            self._see_again(subject)
            self._keep_identity(subject, prepared)
            return self._answer(subject, prepared, Decision.KNOWN)
        choice = self._choose(prepared)
        person = choice.person
        if person is None:
            person = self._new_person()
            decision = Decision.REVIEW if choice.questions else Decision.NEW
        else:
            decision = Decision.LINKED
        subject = self._new_subject(prepared, person=person, decision=decision)
        self._ask(person, choice.questions)
        self._keep_identity(subject, prepared)
        return self._answer(subject, prepared, decision)

    def _choose(self, prepared: _Prepared) -> Choice:
        if not prepared.tokens:
            return Choice(None)
        return choose(
            prepared.features,
            self._candidates.near(prepared.tokens),
            organisation=prepared.row.organisation,
            has_code=bool(prepared.row.own_code),
        )

    def _new_person(self) -> int:
        number = self._writer.number(persons)
        self._writer.add(persons, self._people.create(number))
        return number

    def _new_subject(
        self, prepared: _Prepared, *, person: int, decision: Decision
    ) -> Subject:
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
        }
        self._writer.add(subjects, row)
        self._link(number, person=person, decision=decision)
        subject = Subject(number, pseudonym, person, seen=True)
        if prepared.handle is not None:
            self._subjects.remember(prepared.handle, subject)
        return subject

    def _link(self, subject: int, *, person: int, decision: Decision) -> None:
        row = {
            "id": self._writer.number(links),
            "subject": subject,
            "person": person,
            "decision": decision.value,
            "author": self._author,
            "recorded_at": self._recorded_at,
        }
        self._writer.add(links, row)

    def _see_again(self, subject: Subject) -> None:
        if not subject.seen:
            subject.seen = True
            self._writer.add(sightings, {"subject": subject.number})

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
            "linkable": prepared.row.may_link,
            "recorded_at": self._recorded_at,
        }
        self._writer.add(identities, row)
        self._index(number, subject, prepared)

    def _index(self, identity: int, subject: Subject, prepared: _Prepared) -> None:
        if not prepared.tokens:
            return
        self._writer.add_tokens(identity, prepared.tokens)
        row = prepared.row
        self._candidates.remember(
            subject.person,
            prepared.features,
            numbers=prepared.tokens,
            coded_by=row.organisation if row.own_code else None,
        )

    def _ask(self, person: int, asked: Sequence[Question]) -> None:
        for question in asked:
            low, high = sorted((person, question.person))
            row = {
                "id": self._writer.number(questions),
                "person_a": low,
                "person_b": high,
                "reason": question.reason,
                "score": question.score,
                "asked_at": self._recorded_at,
            }
            self._writer.add(questions, row)

    def _answer(
        self, subject: Subject, prepared: _Prepared, decision: Decision
    ) -> Admission:
        birth = prepared.row.birth_date
        known_month = birth is not None and birth.month is not None
        placeholder = birth is not None and birth.day is not None and not birth.is_full
        return Admission(
            row=prepared.row.row,
            subject=subject.pseudonym,
            person=self._people.pseudonym(subject.person),
            decision=decision,
            birth_month=(
                (birth.year, birth.month or 1)
                if birth is not None and known_month and not placeholder
                else None
            ),
            sex=prepared.row.sex,
        )


def _usual_spellings_first(rows: Sequence[IdentityRow]) -> list[int]:
    spellings = [
        hash((r.birth_name, r.usage_name, r.given_names, r.birth_date)) for r in rows
    ]
    count = Counter(spellings)
    return sorted(range(len(rows)), key=lambda place: -count[spellings[place]])
