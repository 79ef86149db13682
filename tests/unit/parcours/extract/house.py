"""A record that tests fill by hand, and the extract that is made of it."""

from contextlib import contextmanager
from datetime import date

import numpy as np
import pyarrow.parquet as pq

from parcours.extract.operations import create_extract
from parcours.record.models import (
    Link,
    Organisation,
    Person,
    SituationFact,
    SourceSubject,
)
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.translate import Doubts
from tests.record_house import START, Clock, add_account, context_for, open_record


DAY = START.date()


class Translator:
    """Gives each pseudonym the same letters in another domain."""

    def __init__(self, *, weak=(), likely=()):
        self._doubts = Doubts(frozenset(weak), tuple(likely))

    def doubts(self, *, sure, likely, as_of):
        return self._doubts

    def translate(self, pseudonyms, *, to):
        return {p: Pseudonym(f"v1.{to}.{p.text.rsplit('.', 1)[1]}") for p in pseudonyms}


class House:
    """A record that tests fill by hand."""

    def __init__(self, store, folder):
        self.store, self.folder, self.clock = store, folder, Clock()
        self.organisations, self.people, self.subjects = {}, 0, 0
        self.operator = add_account(store, role="operator")

    def add(self, *rows):
        with self.store.write() as session:
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def organisation(self, code="mission_locale"):
        if code not in self.organisations:
            row = Organisation(code=code, name=code, kind="test")
            (self.organisations[code],) = self.add(row)
        return self.organisations[code]

    def person(self, *, sex="F", birth_month=date(2005, 3, 1)):
        self.people += 1
        letters = np.base_repr(self.people, 4).translate(str.maketrans("0123", "abcd"))
        row = Person(
            pseudonym=f"v1.record.{letters:a>52}",
            birth_month=birth_month,
            sex=sex,
            recorded_at=START,
        )
        return self.add(row)[0]

    def subject(self, person, *, organisation="mission_locale", **link):
        self.subjects += 1
        row = SourceSubject(
            subject=f"v1.subject.{self.subjects:052d}",
            organisation_id=self.organisation(organisation),
            code="CODE-ZORGLUB",
            recorded_at=START,
            recorded_on=DAY,
        )
        (subject,) = self.add(row)
        link = {"recorded_at": START, "recorded_on": DAY, "decision": "new", **link}
        self.add(Link(subject_id=subject, person_id=person, **link))
        return subject

    def fact(self, model, subject, *, organisation="mission_locale", **fields):
        base = {
            "organisation_id": self.organisation(organisation),
            "subject_id": subject,
            "known_on": DAY,
            "recorded_at": START,
            "recorded_on": DAY,
        }
        return self.add(model(**{**base, **fields}))[0]

    def situation(self, subject, situation="lycee", starts_on=DAY, **fields):
        return self.fact(
            SituationFact, subject, situation=situation, starts_on=starts_on, **fields
        )

    def extract(self, name="bilan", as_of=DAY, principal=None, **doubts):
        context = context_for(self.store, principal or self.operator, now=self.clock)
        return create_extract(
            context,
            translator=Translator(**doubts),
            name=name,
            as_of=as_of,
            territory_folder=self.folder,
            rng=np.random.default_rng(7),
        )


@contextmanager
def a_house(folder):
    with open_record(folder) as store:
        yield House(store, folder)


def rows(extract, table):
    return pq.read_table(extract.folder / f"{table}.parquet").to_pylist()
