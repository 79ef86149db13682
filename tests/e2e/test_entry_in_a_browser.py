"""The common entry in a real browser: few interactions, by keyboard too, never lost."""

import time

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

MOST_INTERACTIONS = 6
WHO = "[class*='st-key-entry_who'] input"
MOST_TABS = 60
FOCUSED = """() => {
  const here = document.activeElement;
  if (here === document.body) return '';
  return (here.getAttribute('aria-label') || here.innerText || '').trim();
}"""
DAY = "[class*='st-key-intervention_on'] input"


class Hand:
    """A worker's hand, whose clicks, choices and typed fields are counted."""

    def __init__(self, page):
        self.page, self.times = page, 0

    def click(self, name):
        self.times += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, field, typed):
        self.times += 1
        self.page.locator(field).last.fill(typed)
        self.page.keyboard.press("Enter")

    def type(self, field, typed):
        self.times += 1
        self.page.locator(field).last.fill(typed)
        self.page.keyboard.press("Tab")


def at_the_entry(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    hand = Hand(walk.page)
    hand.click("Saisir une intervention")
    walk.sees("Saisir une intervention")
    expect(walk.page.locator(WHO).last).to_be_focused()
    return hand


def initials(walk):
    """What the worker knows of the one they look for."""
    walk.page.locator(WHO).last.click()
    shown = walk.page.get_by_role("option").first.inner_text()
    walk.page.keyboard.press("Escape")
    return shown.rsplit(", ", 1)[1]  # the short code on their sheet


def test_the_common_intervention_takes_six_interactions_at_most(walk, served):
    hand = at_the_entry(walk, served)
    code = initials(walk)

    hand.choose(WHO, code)
    hand.type(DAY, "hier")
    expect(walk.page.get_by_text("(hier)")).to_be_visible()
    hand.click("Enregistrer l’intervention")

    expect(walk.page.get_by_text("Enregistré")).to_be_visible()
    expect(walk.page.locator(WHO).last).to_be_focused()
    assert hand.times <= MOST_INTERACTIONS
    walk.is_clean()


def test_the_keyboard_alone_is_enough(walk, served):
    at_the_entry(walk, served)
    keys = walk.page.keyboard

    keys.press("ArrowDown")
    keys.press("Enter")
    expect(walk.page.get_by_role("button", name="Ouvrir sa fiche")).to_be_visible()
    for _field in range(20):
        keys.press("Tab")
        here = walk.page.evaluate("document.activeElement.innerText")
        if here == "Enregistrer l’intervention":
            break
    keys.press("Enter")

    expect(walk.page.get_by_text("Enregistré")).to_be_visible()
    expect(walk.page.locator(WHO).last).to_be_focused()
    walk.is_clean()


def take_up_again(walk):
    """Wait until the former form is gone: for a moment both are there."""
    offers = walk.page.get_by_role("button", name="Reprendre votre saisie")
    offers.first.click()
    expect(offers).to_have_count(0)
    walk.rests()


def test_a_page_loaded_again_and_a_new_session_lose_nothing(walk, served):
    at_the_entry(walk, served)
    walk.page.keyboard.press("ArrowDown")
    walk.page.keyboard.press("Enter")
    expect(walk.page.get_by_role("button", name="Ouvrir sa fiche")).to_be_visible()
    walk.page.locator(DAY).fill("03/09")
    walk.page.keyboard.press("Tab")
    expect(walk.page.get_by_text("3 septembre")).to_be_visible()
    walk.page.get_by_text("Durée, étape suivante, commentaire").click()
    note = walk.page.get_by_label("Commentaire", exact=True)
    note.fill("CV relu, lettre à finir")
    walk.page.keyboard.press("Tab")
    walk.page.get_by_role("button", name="Enregistrer l’intervention").hover()
    walk.page.wait_for_timeout(1_500)

    walk.page.reload()
    at_the_entry(walk, served)
    take_up_again(walk)

    expect(note).to_have_value("CV relu, lettre à finir")
    expect(walk.page.get_by_text("3 septembre")).to_be_visible()
    walk.page.get_by_role("button", name="Enregistrer l’intervention").click()
    expect(walk.page.get_by_text("Enregistré")).to_be_visible()
    walk.is_clean()


@pytest.mark.parametrize("field", ["Commentaire", "Étape suivante"])
def test_words_still_under_the_cursor_are_kept_after_a_pause(walk, served, field):
    at_the_entry(walk, served)
    walk.page.keyboard.press("ArrowDown")
    walk.page.keyboard.press("Enter")
    expect(walk.page.get_by_role("button", name="Ouvrir sa fiche")).to_be_visible()
    walk.page.get_by_text("Durée, étape suivante, commentaire").click()
    words = walk.page.get_by_label(field, exact=True)
    words.press_sequentially("Lettre à nir")
    for _letter in "nir":
        words.press("ArrowLeft")
    walk.page.wait_for_timeout(4_000)  # no key: nothing else says that one paused

    expect(words).to_be_focused()
    walk.page.keyboard.type("fi")  # the caret stayed in the middle of the word
    expect(words).to_have_value("Lettre à finir")
    walk.page.wait_for_timeout(4_000)
    walk.page.reload()
    at_the_entry(walk, served)
    take_up_again(walk)
    expect(words).to_have_value("Lettre à finir")
    walk.page.get_by_role("button", name="Enregistrer l’intervention").click()
    expect(walk.page.get_by_text("Enregistré")).to_be_visible()
    walk.is_clean()


def test_a_telephone_shows_the_entry_without_scrolling_sideways(walk, served):
    walk.page.set_viewport_size({"width": 390, "height": 844})
    at_the_entry(walk, served)

    assert walk.page.evaluate("document.documentElement.scrollWidth") <= 390
    walk.is_clean()


def test_the_first_intervention_after_the_sign_in_takes_six_interactions(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    began, hand = time.monotonic(), Hand(walk.page)

    hand.click("Saisir une intervention")
    expect(walk.page.locator(WHO).last).to_be_focused()
    hand.choose(WHO, "a")
    hand.click("Enregistrer l’intervention")

    expect(walk.page.get_by_text("Enregistré :")).to_be_visible()
    print(f"{hand.times} interactions, {time.monotonic() - began:.1f} s")
    assert hand.times <= MOST_INTERACTIONS
    walk.is_clean()


def tab_to(page, name):
    for _step in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name == page.evaluate(FOCUSED):  # what scrolls is focused too
            return
    raise AssertionError(f"the keyboard never reaches « {name} »")


def test_keys_alone_enter_an_intervention_on_a_telephone(walk, served):
    page, keys = walk.page, walk.page.keyboard
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(walk.address)
    expect(page.get_by_label("Identifiant")).to_be_editable()
    walk.rests()
    tab_to(page, "Identifiant")
    keys.type("conseil")
    expect(page.get_by_label("Identifiant")).to_have_value("conseil")
    tab_to(page, "Mot de passe")
    keys.type(served[1]["conseil"])
    keys.press("Enter")
    walk.sees("Mon portefeuille")
    walk.rests()

    tab_to(page, "Saisir une intervention")
    keys.press("Enter")
    expect(page.locator(WHO).last).to_be_focused()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.get_by_role("button", name="Ouvrir sa fiche")).to_be_visible()
    walk.rests()
    tab_to(page, "Date")
    keys.type("hier")
    tab_to(page, "Enregistrer l’intervention")
    expect(page.get_by_text("(hier)")).to_be_visible()
    keys.press("Enter")

    expect(page.get_by_text("Enregistré :")).to_be_visible()
    expect(page.locator(WHO).last).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    walk.is_clean()
