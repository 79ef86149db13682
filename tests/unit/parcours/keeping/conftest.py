"""A territory of before a re-keying, and the same of after it, one's own."""

import pytest

from tests.rekeying_house import copy, grown_once, opened, rekeyed_once


@pytest.fixture(scope="session")
def grown(tmp_path_factory, territory_made):
    """A territory with all that carries a pseudonym; do not change it."""
    return grown_once(tmp_path_factory, territory_made)


@pytest.fixture(scope="session")
def done(tmp_path_factory, territory_made):
    """The same territory, its pseudonyms keyed anew; do not change it."""
    return rekeyed_once(tmp_path_factory, territory_made)


@pytest.fixture
def before(grown, tmp_path):
    territory = opened(copy(grown, tmp_path / "territory"))
    yield territory
    territory.close()


@pytest.fixture
def after(done, tmp_path):
    territory = opened(copy(done, tmp_path / "territory"))
    yield territory
    territory.close()
