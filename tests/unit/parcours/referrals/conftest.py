"""A territory whose clock moves, with workers of four organisations."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from parcours.access.context import Context
from parcours.access.sessions import principal_of
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.people.creation import NewPerson, create_person
from parcours.people.operations import NewSituation, update_situation
from parcours.record.models import Account, Organisation
from parcours.referrals.proposing import NewRelay, propose
from parcours.territory.opening import Territory
from pseudonymisation.values import PartialDate
from tests.record_house import Clock


NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
CODES = {
    "school": "education_nationale",
    "mission": "mission_locale",
    "street": "prevention_specialisee",
    "site": "chantiers",
}


@dataclass
class House:
    territory: Territory
    workers: dict[str, Context]
    clock: Clock

    @property
    def desk(self):
        return self.territory.desk

    def new_person(self, worker="mission", **fields):
        known = {
            "birth_name": "Vrontalbe",
            "given_names": "Maïlys",
            "birth_date": PartialDate(2008, 5, 14),
            "sex": "F",
        } | fields
        return create_person(
            self.workers[worker], desk=self.desk, new=NewPerson(**known)
        )

    def told_person(self, worker="mission", **fields):
        """A young person with a situation, an intervention and a next step."""
        person = self.new_person(worker, **fields)
        context, today = self.workers[worker], self.clock().date()
        update_situation(
            context,
            person=person,
            new=NewSituation("decroche", today - timedelta(days=90)),
        )
        step = "appeler le chantier de printemps"
        log_intervention(
            context,
            person=person,
            new=NewIntervention("premier_accueil", today, next_step=step),
        )
        return person

    def propose(self, person, worker="mission", **changed):
        wanted = {
            "recipient": "chantiers",
            "young_person": "agreed",
            "lines": ("age", "situation"),
        } | changed
        return propose(self.workers[worker], person=person, new=NewRelay(**wanted))

    def account(self, login, code, role="case_worker", name=""):
        """Add a colleague, and give the context under which they work."""
        record = self.territory.record
        with record.write() as session:
            here = session.exec(
                select(Organisation).where(Organisation.code == code)
            ).one()
            account = Account(
                login=login,
                display_name=name,
                role=role,
                organisation_id=here.id,
                created_at=NOW,
            )
            session.add(account)
            session.flush()
            principal = principal_of(session, account)
        context = replace(self.territory.context(principal), now=self.clock)
        self.workers[login] = context
        return context

    def disable(self, login):
        with self.territory.record.write() as session:
            account = session.exec(select(Account).where(Account.login == login)).one()
            account.disabled_at = self.clock()
            session.add(account)


@pytest.fixture
def house(territory):
    found = House(territory, {}, Clock(NOW))
    for login, code in CODES.items():
        found.account(login, code, name=f"Zorglub {login}")
    return found
