"""The dashboard in a browser: a detail that redraws itself asks who is there."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.demonstration_house import copy_demonstration
from tests.e2e.conftest import serving


pytestmark = pytest.mark.browser


@pytest.fixture
def house(tmp_path_factory):
    """A territory of one's own, served: its sessions are ended here."""
    made = copy_demonstration(tmp_path_factory)
    with serving(made.folder) as (address, _process):
        yield made, address


def choose(page, label):
    box = page.get_by_role("combobox", name="Indicateur")
    box.click()
    box.fill(label)
    page.get_by_role("option", name=label, exact=True).click()


def end_all_sessions(folder):
    with closing(sqlite3.connect(folder / "record.db")) as store, store:
        store.execute("UPDATE account_session SET ended_at = last_seen_at")


def test_a_detail_redrawn_by_itself_asks_whether_the_session_still_counts(house, walks):
    made, address = house
    visitor = walks(address)
    visitor.enter("chefdeprojet", made.passwords()["chefdeprojet"])
    visitor.sees("Tableau de bord")
    visitor.rests()
    page = visitor.page

    choose(page, "Sorties par classe")
    expect(page.get_by_text("Répartition des accompagnements")).to_be_visible()
    visitor.rests()
    end_all_sessions(made.folder)
    choose(page, "Taux de rechute")

    expect(page.get_by_text("Votre session est terminée")).to_be_visible()
    expect(page.get_by_label("Identifiant")).to_be_visible()
    expect(page.get_by_text("Part des jeunes raccrochés")).to_have_count(0)
    visitor.is_clean()
