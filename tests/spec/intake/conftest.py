"""A page of imports over a territory of one's own."""

import pytest

from parcours.intake.reception import Reception
from tests.hands_house import Page


@pytest.fixture
def context(territory):
    return territory.context(territory.operator())


@pytest.fixture
def reception():
    return Reception()


@pytest.fixture
def page(territory, context, reception):
    return Page(territory, context, reception)
