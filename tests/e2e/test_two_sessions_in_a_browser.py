"""Two people signed in to one server: neither sees anything of the other's work."""

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import WAIT_MS, Walk


pytestmark = pytest.mark.browser
TYPED = "zorglubine"
SEARCH = "Retrouver un jeune"


@pytest.fixture
def other(chromium, served):
    """A second person's browser, with nothing of the first one's in it."""
    context = chromium.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    context.set_default_timeout(WAIT_MS)
    visitor = Walk(context.new_page(), served[0])
    visitor.watch()
    yield visitor
    context.close()


def test_what_one_types_and_opens_is_on_no_other_screen(walk, other, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    expect(walk.page.get_by_role("button", name="Voir l’identité")).to_be_visible()
    walk.page.get_by_role("link", name="Mon portefeuille").click()
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("textbox", name=SEARCH).fill(TYPED)
    walk.page.keyboard.press("Enter")
    expect(walk.page.get_by_text("Aucun jeune de votre structure")).to_be_visible()

    other.enter("coordination", served[1]["coordination"])
    other.sees("Mon portefeuille")

    expect(other.page.get_by_role("textbox", name=SEARCH)).to_have_value("")
    assert TYPED not in other.page.content()
    other.page.get_by_role("link", name="Fiche jeune", exact=True).click()
    expect(other.page.get_by_text("Aucune fiche n’est ouverte.")).to_be_visible()
    expect(walk.page.get_by_role("textbox", name=SEARCH)).to_have_value(TYPED)
    walk.is_clean()
    other.is_clean()


def test_when_one_leaves_the_other_stays_and_the_next_finds_nothing(
    walk, other, served
):
    for visitor, login in ((walk, "conseil"), (other, "coordination")):
        visitor.enter(login, served[1][login])
        visitor.sees("Mon portefeuille")
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    expect(walk.page.get_by_role("button", name="Voir l’identité")).to_be_visible()

    walk.page.locator(".st-key-who button").first.click()
    walk.page.get_by_role("button", name="Se déconnecter").click()
    expect(walk.page.get_by_label("Identifiant")).to_be_visible()
    other.page.get_by_role("link", name="À faire cette semaine").click()
    other.sees("À faire cette semaine")
    walk.enter("coordination", served[1]["coordination"])
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("link", name="Fiche jeune", exact=True).click()

    expect(walk.page.get_by_text("Aucune fiche n’est ouverte.")).to_be_visible()
