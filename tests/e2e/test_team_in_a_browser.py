"""A team in two browsers: given in bulk, read for thirty days more, lost on leaving.

The territory is one whose workers reach their own caseload alone: where every colleague
reads, a former referent is one of them.
"""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import select

from commands.opening import instant
from parcours.access.accounts import disable_account
from parcours.record.models import Assignment
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration
from tests.e2e.conftest import serving


pytestmark = pytest.mark.browser


@contextmanager
def opened(folder):
    territory = Territory.open(folder, environ={}, now=instant)
    try:
        yield territory
    finally:
        territory.close()


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    """An interface whose workers reach whom they accompany, since a month ago."""
    made = copy_demonstration(tmp_path_factory)
    rules = made.folder / "config" / "access.yaml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(
        text.replace("case_worker: own_organisation", "case_worker: own_caseload"),
        encoding="utf-8",
    )
    with opened(made.folder) as territory, territory.record.write() as session:
        for row in session.exec(select(Assignment)):
            row.starts_on -= timedelta(days=30)
            session.add(row)
    with serving(made.folder) as (address, _process):
        yield address, made.passwords(), made.folder


def first_path_of(worker):
    """Open whom the team will give away, and stay on the page."""
    worker.page.locator(".st-key-cards button").first.click()
    expect(worker.page.get_by_role("button", name="Voir l’identité")).to_be_visible()
    worker.rests()


def give_all_of(planner, giver):
    page = planner.page
    page.get_by_role("link", name="Équipe", exact=True).click()
    page.get_by_role("combobox", name="Jeunes de").click()
    page.get_by_role("option", name=giver).first.click()
    planner.rests()
    everyone = page.get_by_role("checkbox", name="Tous ceux de cette liste")
    expect(page.locator("[class*='st-key-take_']")).to_have_count(40)
    page.get_by_text("Tous ceux de cette liste").click()
    expect(everyone).to_be_checked()
    act = page.get_by_role("button", name="Confier 40 jeunes")
    expect(act).to_be_enabled()
    act.click()
    expect(page.get_by_text("Fait : 40 jeunes confiés à")).to_be_visible()


def test_the_former_referent_reads_on_and_loses_all_with_the_account(walks, strict):
    address, passwords, folder = strict
    worker, planner = walks(address), walks(address)
    worker.enter("conseil", passwords["conseil"])
    worker.sees("Mon portefeuille")
    first_path_of(worker)
    planner.enter("coordination", passwords["coordination"])
    planner.sees("Mon portefeuille")
    give_all_of(planner, "conseil")

    worker.page.get_by_role("button", name="Voir l’identité").click()
    window = worker.page.get_by_role("dialog")
    expect(window.get_by_text("inscrite au journal")).to_be_visible()
    worker.page.keyboard.press("Escape")
    expect(window).to_be_hidden()
    expect(worker.page.get_by_text("plus le référent de ce jeune")).to_be_visible()
    save = worker.page.get_by_role("button", name="Enregistrer l’intervention")
    expect(save).to_have_count(0)

    with opened(folder) as territory:
        disable_account(territory.context(territory.operator()), login="conseil")
    worker.page.get_by_role("button", name="Voir l’identité").click()
    expect(worker.page.get_by_label("Identifiant")).to_be_visible()
    expect(worker.page.get_by_text("Votre session est terminée")).to_be_visible()
    expect(worker.page.get_by_role("dialog")).to_have_count(0)
    worker.is_clean()
    planner.is_clean()
