import pytest

from tests.unit.parcours.extract.house import a_house


@pytest.fixture
def house(tmp_path):
    with a_house(tmp_path) as one:
        yield one
