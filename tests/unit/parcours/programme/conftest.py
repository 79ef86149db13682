"""A contract to write applications for."""

import pytest

from tests.programme_house import programme_of


@pytest.fixture
def programme(territory):
    return programme_of(territory).found()
