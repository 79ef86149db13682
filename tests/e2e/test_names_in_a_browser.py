"""Who may not know a name reaches no page that has one, by its address neither."""

import pytest
from playwright.sync_api import expect

from app_pages.screens import SCREENS
from commands.opening import instant
from parcours.caseload.operations import read_caseload
from parcours.people.operations import reveal_identity
from parcours.territory.opening import Territory


pytestmark = pytest.mark.browser

WITH_NAMES = (
    *("caseload", "team", "week", "person", "entry", "new_person", "sheets", "relays"),
    *("imports", "review", "links"),
)
SOME = 5
GO = """path => {
  history.pushState({}, '', path);
  dispatchEvent(new PopStateEvent('popstate'));
}"""


@pytest.fixture(scope="module")
def names(served):
    """What nobody without the right may find on a page."""
    territory = Territory.open(served[2], environ={}, now=instant)
    try:
        worker = territory.context(territory.acting_as("conseil"))
        cards = read_caseload(worker, desk=territory.desk)[:SOME]
        found = [
            reveal_identity(worker, desk=territory.desk, person=card.person)
            for card in cards
        ]
    finally:
        territory.close()
    return {one.birth_name for one in found if one.birth_name}


@pytest.mark.parametrize(
    ("login", "first"),
    [("evaluation", "Cohortes"), ("chefdeprojet", "Tableau de bord")],
)
def test_no_address_of_a_page_with_names_opens(walk, served, names, login, first):
    page = walk.page
    screens = [one for one in SCREENS if one.module in WITH_NAMES]
    page.goto(f"{walk.address}/fiche")
    expect(page.get_by_label("Identifiant")).to_be_editable()
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe", exact=True).fill(served[1][login])
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator(".st-key-who")).to_be_visible()
    walk.rests()

    assert names
    for screen in screens:
        page.evaluate(GO, f"/{screen.path}")
        walk.rests()
        heading = page.get_by_role("heading", level=1, name=screen.title(), exact=True)
        expect(heading).to_have_count(0)
        link = page.get_by_role("link", name=screen.title(), exact=True)
        expect(link).to_have_count(0)
        text = page.content()
        assert not [name for name in names if name in text]
    page.goto(walk.address)
    walk.enter(login, served[1][login])
    walk.sees(first)
