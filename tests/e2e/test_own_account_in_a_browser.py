"""A second factor from the picture to the door, and what it does to other tabs."""

import base64
import time

import pytest
from playwright.sync_api import expect

from parcours.access.codes import STEP_SECONDS, code_at
from tests.e2e.places import settle
from tests.e2e.test_accessibility import broken


pytestmark = pytest.mark.browser
LOGIN = "administration"


def code_now(secret, *, ahead=0):
    return code_at(secret, int(time.time()) // STEP_SECONDS + ahead)


def leave(walk):
    walk.page.locator(".st-key-who button").first.click()
    walk.page.get_by_role("button", name="Se déconnecter").click()
    expect(walk.page.get_by_label("Identifiant")).to_be_visible()


def to_account(walk):
    walk.page.locator(".st-key-who button").first.click()
    walk.page.get_by_role("button", name="Mon compte").click()
    walk.sees("Mon compte")


def press(walk, name):
    walk.page.get_by_role("button", name=name).click()


def test_a_factor_is_set_up_ends_the_other_tab_and_is_asked_for(walk, walks, served):
    password = served[1][LOGIN]
    other = walks()
    for one in (walk, other):
        one.enter(LOGIN, password)
        one.sees("Accords à deux")
    to_account(walk)
    press(walk, "Mettre en place")
    picture = walk.page.get_by_test_id("stImage").locator("img")
    expect(picture).to_be_visible()
    assert picture.get_attribute("src").startswith("data:image/svg+xml")
    settle(walk.page)
    assert broken(walk.page) == []
    spelt = walk.page.get_by_test_id("stCode").inner_text()
    secret = base64.b32decode("".join(spelt.split()))

    walk.page.get_by_label("Code affiché par l’application").fill(code_now(secret))
    press(walk, "Confirmer")
    expect(walk.page.get_by_text("Notez ces codes de secours")).to_be_visible()
    recovery = walk.page.get_by_test_id("stCode").inner_text().split()
    other.page.locator(".st-key-who button").first.click()
    other.page.get_by_role("button", name="Mon compte").click()
    expect(other.page.get_by_text("Votre session est terminée")).to_be_visible()

    leave(walk)
    walk.enter(LOGIN, password)
    expect(walk.page.get_by_text("ACCESS-003")).to_be_visible()
    walk.page.get_by_label("Mot de passe", exact=True).fill(password)
    walk.page.get_by_role("textbox", name="Code à six chiffres").fill(recovery[0])
    press(walk, "Se connecter")
    walk.sees("Accords à deux")
    to_account(walk)
    expect(walk.page.get_by_text("Il vous reste 7 codes")).to_be_visible()
    press(walk, "Retirer le deuxième facteur")
    expect(walk.page.get_by_text("le deuxième facteur est retiré")).to_be_visible()
    walk.is_clean()
    other.is_clean()
