"""A line that breaks, a server that falls silent or dies: no word typed is lost."""

import os
import signal
import sqlite3
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from parcours.territory.opening import Territory
from parcours.worktop.operations import read_drafts
from tests.demonstration_house import copy_demonstration
from tests.e2e.conftest import WAIT_MS, free_port, serving
from tests.e2e.line import Line


pytestmark = pytest.mark.browser

WHO = "[class*='st-key-entry_who'] input"
WORDS = "Lettre de motivation relue"
LOST, LONG, BACK = "est coupée", "reste coupée", "est revenue"
SILENT = "Pas encore de réponse"
LONG_MS = 120_000  # after a few tries, Streamlit opens its own window


@pytest.fixture
def alone(tmp_path_factory):
    """A territory of one's own, whose server may be stopped and started again."""
    made = copy_demonstration(tmp_path_factory)
    with ExitStack() as stack:
        port = free_port()

        def start():
            return stack.enter_context(serving(made.folder, port=port))

        yield start, port, made


def at_an_entry(visitor, password):
    visitor.enter("conseil", password)
    visitor.sees("Mon portefeuille")
    visitor.page.get_by_role("button", name="Saisir une intervention").click()
    visitor.sees("Saisir une intervention")
    expect(visitor.page.locator(WHO).last).to_be_focused()
    return visitor.page.get_by_label("Commentaire", exact=True)


def type_a_comment(visitor, words):
    page = visitor.page
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Ouvrir sa fiche")).to_be_visible()
    page.get_by_text("Durée, étape suivante, commentaire").click()
    note = page.get_by_label("Commentaire", exact=True)
    note.press_sequentially(words)
    return note


def kept(folder, query, words):
    with closing(sqlite3.connect(folder / "record.db")) as record:
        return record.execute(query, (f"%{words}%",)).fetchone()[0]


def drafts(folder):
    """Count the drafts that hold the words: they open to their account alone."""
    territory = Territory.open(
        folder, environ={}, now=lambda: datetime.now(tz=UTC), recover=False
    )
    try:
        mine = territory.context(territory.acting_as("conseil"))
        held = read_drafts(mine)
    finally:
        territory.close()
    return sum(draft.fields.get("note") == WORDS for draft in held)


def entries(folder):
    return kept(folder, "SELECT count(*) FROM intervention WHERE note LIKE ?", WORDS)


def told(visitor, text):
    return expect(visitor.page.locator("#parcours-line").get_by_text(text))


def save(visitor):
    return visitor.page.get_by_role("button", name="Enregistrer l’intervention")


def test_a_broken_line_says_that_nothing_is_saved_and_leaves_the_words(walks, alone):
    start, port, made = alone
    start()
    line = Line(port)
    visitor = walks(f"http://127.0.0.1:{line.port}")
    at_an_entry(visitor, made.passwords()["conseil"])
    note = type_a_comment(visitor, WORDS)

    line.cut()
    told(visitor, LOST).to_be_visible()
    expect(note).to_have_value(WORDS)
    expect(save(visitor)).to_be_disabled()
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    assert entries(made.folder) == 0

    line.mend()
    told(visitor, BACK).to_be_visible()
    expect(note).to_have_value(WORDS)
    save(visitor).click()
    expect(visitor.page.get_by_text("Enregistré :")).to_be_visible()
    assert entries(made.folder) == 1
    line.cut()


def test_a_long_outage_is_told_in_our_words_and_covers_nothing(walks, alone):
    start, port, made = alone
    start()
    line = Line(port)
    visitor = walks(f"http://127.0.0.1:{line.port}")
    at_an_entry(visitor, made.passwords()["conseil"])
    note = type_a_comment(visitor, WORDS)

    line.cut()

    told(visitor, LONG).to_be_visible(timeout=LONG_MS)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    expect(visitor.page.get_by_text("Connection error")).to_have_count(0)
    expect(note).to_have_value(WORDS)
    line.mend()
    told(visitor, BACK).to_be_visible(timeout=LONG_MS)
    line.cut()


def test_a_server_that_died_gives_the_words_back_after_signing_in(walks, alone):
    start, _port, made = alone
    address, process = start()
    visitor = walks(address)
    password = made.passwords()["conseil"]
    at_an_entry(visitor, password)
    type_a_comment(visitor, WORDS)
    until = time.monotonic() + WAIT_MS / 1000
    while not drafts(made.folder) and time.monotonic() < until:
        visitor.page.wait_for_timeout(200)

    process.kill()
    process.wait()
    told(visitor, LOST).to_be_visible()
    start()
    expect(visitor.page.get_by_label("Identifiant")).to_be_visible()
    note = at_an_entry(visitor, password)
    visitor.page.get_by_role("button", name="Reprendre votre saisie").first.click()
    visitor.rests()
    expect(note).to_have_count(1)  # for a moment the former form is there too
    expect(note).to_have_value(WORDS)
    save(visitor).click()

    expect(visitor.page.get_by_text("Enregistré :")).to_be_visible()
    assert entries(made.folder) == 1


def test_a_silent_server_is_told_of_until_it_answers(walks, alone):
    start, _port, made = alone
    address, process = start()
    visitor = walks(address)
    at_an_entry(visitor, made.passwords()["conseil"])
    type_a_comment(visitor, WORDS)
    visitor.rests()

    os.kill(process.pid, signal.SIGSTOP)
    try:
        save(visitor).click()
        told(visitor, SILENT).to_be_visible()
        assert entries(made.folder) == 0
    finally:
        os.kill(process.pid, signal.SIGCONT)

    expect(visitor.page.get_by_text("Enregistré :")).to_be_visible()
    told(visitor, SILENT).to_have_count(0)
    assert entries(made.folder) == 1
    visitor.is_clean()


def test_a_young_person_s_page_asks_who_is_there_once_its_server_began_anew(
    walks, alone
):
    """Its entry is drawn on its own: nobody need click for the page to find out."""
    start, _port, made = alone
    address, process = start()
    visitor = walks(address)
    visitor.enter("conseil", made.passwords()["conseil"])
    visitor.sees("Mon portefeuille")
    visitor.page.locator("[class*='st-key-open_'] button").first.click()
    note = visitor.page.get_by_label("Commentaire", exact=True)
    visitor.page.get_by_text("Durée, étape suivante, commentaire").first.click()
    note.press_sequentially(WORDS)
    visitor.page.keyboard.press("Tab")
    until = time.monotonic() + WAIT_MS / 1000
    while not drafts(made.folder) and time.monotonic() < until:
        visitor.page.wait_for_timeout(200)

    process.kill()
    process.wait()
    told(visitor, LOST).to_be_visible()
    start()

    expect(visitor.page.get_by_label("Identifiant")).to_be_visible()
    assert drafts(made.folder) == 1
