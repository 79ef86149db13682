"""The people's house, with a team: one who plans, two colleagues, one of elsewhere."""

import pytest

from tests.unit.parcours.people.conftest import house


__all__ = ["house", "planner"]


@pytest.fixture
def planner(house):
    return house.colleague("mission", "planner", role="coordinator")
