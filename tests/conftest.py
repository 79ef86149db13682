"""What tests of several rooms share: a territory made once and copied for each."""

import gc
import os
import shutil
from datetime import UTC, datetime

import pytest

from parcours.territory.opening import Territory
from pseudonymisation.linkage import index_version
from tests.made_once import made_once


gc.set_threshold(50_000, 20, 50)  # looking for cycles often took a tenth of the time
os.environ["PARCOURS_LANG"] = "fr"  # whatever the machine speaks
NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)


def pytest_collection_finish():
    """Leave what was imported out of every later search for cycles."""
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _nothing_is_left_open():
    """Close what a module's tests left to the collector, which is told as an error."""
    yield
    gc.collect()
    gc.freeze()  # what lives on would be looked through again after every module


@pytest.fixture(scope="session")
def territory_made(tmp_path_factory):
    """The folder of a new territory, closed; do not open it, copy it."""

    def make(place):
        Territory.create(place / "territory", environ={}, now=lambda: NOW).close()

    return made_once(tmp_path_factory, "territory", make) / "territory"


@pytest.fixture
def territory(territory_made, tmp_path):
    """A new territory of one's own, open, at 22 November 2025 in the morning."""
    folder = tmp_path / "territory"
    shutil.copytree(territory_made, folder)
    opened = Territory.open(folder, environ={}, now=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def rules_may_change(monkeypatch):
    """Go through the rules of names whenever their version is asked, not once."""
    monkeypatch.setattr(index_version, "_read_once", index_version.name_rules)
