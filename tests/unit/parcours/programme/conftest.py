"""A contract to write applications for, and workers who enter what they do."""

import pytest

from tests.programme_house import programme_of
from tests.unit.parcours.people.conftest import house


__all__ = ["house"]


@pytest.fixture
def programme(territory):
    return programme_of(territory).found()
