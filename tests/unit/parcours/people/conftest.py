"""A real territory in a temporary folder, with two workers of two organisations."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from types import MappingProxyType

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


def narrowed(context: Context, scope: str) -> Context:
    """Let a context go no further than a scope, whatever it does."""
    policy = context.policy
    operations = {
        code: replace(one, scopes=MappingProxyType(dict.fromkeys(one.scopes, scope)))
        for code, one in policy.operations.items()
    }
    return replace(
        context, policy=replace(policy, operations=MappingProxyType(operations))
    )


@dataclass
class House:
    territory: Territory
    workers: dict[str, Context]

    def colleague(self, worker, login, *, role="case_worker", scope=None):
        """Open an account beside a worker's, in the same organisation."""
        place = self.workers[worker].principal.organisation_id
        with self.territory.record.write() as session:
            account = Account(
                login=login,
                display_name=login,
                role=role,
                organisation_id=place,
                created_at=NOW,
            )
            session.add(account)
            session.flush()
            principal = principal_of(session, account)
        context = self.territory.context(principal)
        return narrowed(context, scope) if scope else context

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
