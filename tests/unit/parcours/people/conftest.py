"""A real territory in a temporary folder, with two workers of two organisations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from parcours.access.context import Context
from parcours.access.sessions import principal_of
from parcours.people.creation import NewPerson, create_person
from parcours.record.models import Account, Organisation
from parcours.territory.opening import Territory
from pseudonymisation.values import PartialDate


NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
TODAY = date(2025, 11, 22)


@dataclass
class House:
    territory: Territory
    workers: dict[str, Context]

    def new_person(self, worker="school", **fields):
        known = {
            "birth_name": "Vrontalbe",
            "given_names": "Maïlys",
            "birth_date": PartialDate(2008, 5, 14),
            "sex": "F",
        } | fields
        return create_person(
            self.workers[worker], desk=self.territory.desk, new=NewPerson(**known)
        )


@pytest.fixture
def house(territory):
    codes = {
        "school": "education_nationale",
        "mission": "mission_locale",
        "street": "prevention_specialisee",
        "site": "chantiers",
    }
    workers = {}
    for login, code in codes.items():
        with territory.record.write() as session:
            organisation = session.exec(
                select(Organisation).where(Organisation.code == code)
            ).one()
            account = Account(
                login=login,
                display_name=login,
                role="case_worker",
                organisation_id=organisation.id,
                created_at=NOW,
            )
            session.add(account)
            session.flush()
            principal = principal_of(session, account)
        workers[login] = territory.context(principal)
    return House(territory, workers)
