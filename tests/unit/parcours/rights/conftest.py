"""The territory of case workers, with an officer beside them."""

from dataclasses import replace

import pytest

from parcours.access.sessions import principal_of
from parcours.record.models import Account
from tests.unit.parcours.people.conftest import NOW, house


__all__ = ["house"]


@pytest.fixture
def officer(house):
    with house.territory.record.write() as session:
        account = Account(
            login="dpo",
            display_name="dpo",
            role="data_protection_officer",
            created_at=NOW,
        )
        session.add(account)
        session.flush()
        principal = principal_of(session, account)
    return house.territory.context(principal)


def on(context, at):
    """Give the same worker at another instant."""
    return replace(context, now=lambda: at)
