"""An evaluator defines a cohort from nothing, saves it twice, reads what changed."""

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

LOGIN = "evaluation"
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def evaluator(walk, served):
    walk.enter(LOGIN, served[1][LOGIN])
    walk.sees("Cohortes")
    return walk


def opened(walk, title):
    walk.page.get_by_role("link", name=title).first.click()
    walk.sees(title)


def chooses(page, label, word):
    """Choose by keyboard alone, as whoever does not use a mouse."""
    field = page.get_by_label(label, exact=True)
    field.focus()
    page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")


def writes(page, label, text):
    field = page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Tab")


def saves(page, number):
    page.get_by_role("button", name="Enregistrer une version").click()
    expect(page.get_by_text(f"Version {number} enregistrée")).to_be_visible()


def test_a_cohort_from_nothing_to_two_versions_compared(evaluator, tmp_path):
    page = evaluator.page
    opened(evaluator, "Définir une cohorte")
    page.get_by_role("button", name="Commencer").click()
    expect(page.get_by_text("choisissez au moins une situation")).to_be_visible()

    page.get_by_role("tab", name="Qui").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    chooses(page, "Situations", "Apprentissage")
    expect(page.get_by_text("On suit les jeunes depuis")).to_be_visible()
    expect(page.get_by_text("De tous les jeunes à la cohorte")).to_be_visible()
    saves(page, 1)

    page.get_by_role("tab", name="Qui").click()
    writes(page, "Âge maximal", "17")
    expect(page.get_by_text("les jeunes de 17 ans au plus").first).to_be_visible()
    saves(page, 2)
    page.get_by_text("Versions de cette définition").click()

    expect(page.get_by_text("Après : On suit les jeunes de 17 ans")).to_be_visible()
    evaluator.keep(tmp_path, "builder")
    evaluator.is_clean()


def test_a_definition_is_begun_in_english_on_a_telephone(evaluator):
    page = evaluator.page
    page.get_by_role("button", name="Évaluateur").click()
    page.get_by_test_id("stPopoverBody").get_by_text("English", exact=True).click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.keyboard.press("Escape")
    opened(evaluator, "Define a cohort")
    page.set_viewport_size(NARROW)
    page.get_by_role("button", name="Begin", exact=True).click()

    expect(page.get_by_text("choose at least one situation")).to_be_visible()
    expect(page.get_by_label("Outcome 1")).to_have_value("outcome")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    evaluator.is_clean()
