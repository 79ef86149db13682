"""Words that were typed and not saved, in a real browser: a page change loses none."""

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

GOAL = "[class*='st-key-goal_label_'] input"
NOTE = "Commentaire"


def go(walk, title):
    walk.page.locator("a[data-testid=stTopNavLink]").filter(has_text=title).click()


def at_a_fiche(walk, password):
    walk.enter("conseil", password)
    walk.sees("Mon portefeuille")
    to_a_fiche(walk)


def to_a_fiche(walk):
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    expect(walk.page.get_by_role("tab", name="Situation")).to_be_visible()
    walk.rests()


def to_the_caseload(walk):
    go(walk, "Mon portefeuille")
    walk.sees("Mon portefeuille")
    walk.rests()


def type_a_note(walk, words):
    walk.page.get_by_text("Durée, étape suivante, commentaire").first.click()
    walk.page.get_by_label(NOTE, exact=True).fill(words)
    walk.page.keyboard.press("Tab")
    walk.rests()


def resumes(walk):
    return walk.page.get_by_role("button", name="Reprendre votre saisie")


def test_two_entries_for_one_young_person_both_wait_after_a_page_change(walk, served):
    at_a_fiche(walk, served[1]["conseil"])
    type_a_note(walk, "CV relu, lettre à finir")
    to_the_caseload(walk)
    to_a_fiche(walk)
    expect(resumes(walk)).to_have_count(1)
    type_a_note(walk, "Appel à la mission locale")
    to_the_caseload(walk)
    to_a_fiche(walk)

    expect(resumes(walk)).to_have_count(2)
    resumes(walk).last.click()

    note = walk.page.get_by_label(NOTE, exact=True)
    expect(note).to_have_value("CV relu, lettre à finir")
    walk.page.get_by_role("button", name="Enregistrer l’intervention").click()
    expect(walk.page.get_by_text("Enregistré :")).to_be_visible()
    expect(resumes(walk)).to_have_count(1)
    forget = walk.page.get_by_role("button", name="L’oublier")
    expect(forget).to_have_count(1)  # for a moment the former one is there too
    forget.click()
    expect(resumes(walk)).to_have_count(0)
    walk.is_clean()


def test_an_objective_half_typed_waits_after_a_page_change(walk, served):
    at_a_fiche(walk, served[1]["conseil"])
    walk.page.get_by_text("Objectifs et étapes").click()
    walk.page.get_by_role("button", name="Fixer un objectif").click()
    walk.page.locator(GOAL).fill("Avoir mon permis")
    walk.page.keyboard.press("Tab")
    walk.rests()
    walk.page.keyboard.press("Escape")  # a click elsewhere would only shut the menu
    expect(walk.page.locator(GOAL)).to_have_count(0)
    walk.rests()

    to_the_caseload(walk)
    to_a_fiche(walk)
    walk.page.get_by_text("Objectifs et étapes").click()
    walk.page.get_by_role("button", name="Fixer un objectif").click()
    resumes(walk).click()

    expect(walk.page.locator(GOAL)).to_have_value("Avoir mon permis")
    walk.page.get_by_role("button", name="Enregistrer l’objectif").click()
    expect(walk.page.get_by_text("Objectif enregistré")).to_be_visible()
    walk.is_clean()


def test_a_new_young_person_is_asked_about_before_the_page_is_left(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("button", name="Nouvelle fiche jeune").click()
    walk.sees("Nouvelle fiche jeune")
    walk.rests()
    name = walk.page.get_by_label("Nom de naissance")
    name.fill("Zorglub")
    asked = []

    def answer(dialog):
        asked.append(dialog.message)
        dialog.dismiss() if len(asked) == 1 else dialog.accept()

    walk.page.on("dialog", answer)
    go(walk, "Mon portefeuille")
    expect(name).to_have_value("Zorglub")
    assert len(asked) == 1
    assert "n’est pas enregistrée" in asked[0]

    go(walk, "Mon portefeuille")
    walk.sees("Mon portefeuille")
    assert len(asked) == 2
    walk.is_clean()
