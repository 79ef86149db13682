"""A territory with a clock that moves, workers of three organisations, reviewers."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

import numpy as np
import pytest
from sqlmodel import select

from parcours.access.context import Context
from parcours.access.sessions import principal_of
from parcours.extract.operations import create_extract
from parcours.people.creation import NewPerson, create_person
from parcours.people.operations import NewSituation, read_path, update_situation
from parcours.record.models import Account, Organisation
from parcours.territory.opening import Territory
from pseudonymisation.translate import Translator
from pseudonymisation.values import PartialDate


NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
WORKERS = {
    "school": "education_nationale",
    "mission": "mission_locale",
    "street": "prevention_specialisee",
}
NAMED = {
    "birth_name": "Vrontalbe",
    "given_names": "Maïlys",
    "birth_date": PartialDate(2008, 5, 14),
    "sex": "F",
    "commune": "Trifouilly",
    "postcode": "99001",
}


@dataclass
class Clock:
    instant: datetime = NOW

    def __call__(self) -> datetime:
        return self.instant

    def next_day(self) -> date:
        """Move to the next day and give the one that ended."""
        ended = self.instant.date()
        self.instant += timedelta(days=1)
        return ended


@dataclass
class House:
    territory: Territory
    clock: Clock
    contexts: dict[str, Context] = field(default_factory=dict)
    numbers: count = field(default_factory=lambda: count(1))

    @property
    def desk(self):
        return self.territory.desk

    def account(self, login, role, organisation=None):
        with self.territory.record.write() as session:
            query = select(Organisation).where(Organisation.code == organisation)
            place = session.exec(query).first()
            account = Account(
                login=login,
                display_name=login,
                role=role,
                organisation_id=place.id if place else None,
                created_at=NOW,
            )
            session.add(account)
            session.flush()
            principal = principal_of(session, account)
        self.contexts[login] = self.territory.context(principal)

    def person(self, worker, **fields):
        new = NewPerson(**(NAMED | fields))
        return create_person(self.contexts[worker], desk=self.desk, new=new)

    def situation(self, worker, person, code, starts_on, ends_on=None):
        new = NewSituation(code, starts_on, ends_on)
        return update_situation(self.contexts[worker], person=person, new=new)

    def path(self, worker, person, as_of=None):
        return read_path(self.contexts[worker], person=person, as_of=as_of)

    def extract(self, as_of):
        """Bytes of every table of an extract as of a day, always drawn alike."""
        name = f"essai_{next(self.numbers)}"
        places = self.territory.places
        with Translator.open(places.keys, places.vault_url) as translator:
            made = create_extract(
                self.contexts["operator"],
                translator=_Fixed(translator),
                name=name,
                as_of=as_of,
                territory_folder=self.territory.folder,
                rng=np.random.default_rng(7),
            )
        return {
            file.name: file.read_bytes()
            for file in sorted(made.folder.iterdir())
            if file.suffix == ".parquet"
        }


class _Fixed:
    """Translates into the same study whatever the extract is called."""

    def __init__(self, translator):
        self._translator = translator

    def translate(self, pseudonyms, *, to):
        return self._translator.translate(pseudonyms, to="etude")

    def __getattr__(self, name):
        return getattr(self._translator, name)


@contextmanager
def open_house(made, folder):
    """Give a house of one's own in a copy of a new territory."""
    shutil.copytree(made, folder)
    clock = Clock()
    opened = Territory.open(folder, environ={}, now=clock)
    house = House(opened, clock)
    for login, organisation in WORKERS.items():
        house.account(login, "case_worker", organisation)
    house.account("rose", "reviewer")
    house.account("paul", "reviewer")
    house.contexts["operator"] = opened.context(opened.operator())
    try:
        yield house
    finally:
        opened.close()


@pytest.fixture
def house(territory_made, tmp_path):
    with open_house(territory_made, tmp_path / "territory") as opened:
        yield opened
