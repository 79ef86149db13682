"""The house of case workers, with a calendar that goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.unit.parcours.people.conftest import NOW, house


__all__ = ["house"]


@pytest.fixture
def later(house):
    """Give a worker's context some days later."""

    def go_on(worker="school", **by):
        instant = NOW + timedelta(**by)
        return replace(house.workers[worker], now=lambda: instant)

    return go_on


@pytest.fixture
def followed(house):
    """Give a new young person, who is in the caseload of the worker that made them."""
    return house.new_person
