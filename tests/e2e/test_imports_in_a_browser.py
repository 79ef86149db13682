"""A partner’s file in a browser: told of, corrected in the grid, loaded, undone."""

import pytest
from playwright.sync_api import expect

from tests.hands_house import BAD, FIRST, HEADER, ODD


pytestmark = pytest.mark.browser
CELL = {"x": 520, "y": 52}  # first row, the column to mend, which stands first


def csv(*lines):
    content = "\n".join([HEADER, *lines, ""]).encode()
    return {"name": "envoi.csv", "mimeType": "text/csv", "buffer": content}


def at_imports(walk, served):
    walk.enter("coordination", served[1]["coordination"])
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("link", name="Imports", exact=True).click()
    walk.sees("Imports")


def drop(page, *lines):
    page.locator("input[type=file]").set_input_files(csv(*lines))
    expect(page.get_by_role("heading", name="Lignes du fichier")).to_be_visible()


def choose(page, number, answer):
    field = page.locator(f"[class*='st-key-imports_{number}'] input").last
    field.click()
    field.fill(answer)
    page.get_by_role("option", name=answer).first.click()


def test_a_file_is_told_of_corrected_loaded_undone_and_its_like_asks_nothing(
    walk, served
):
    page = walk.page
    at_imports(walk, served)
    drop(page, FIRST, ODD, BAD)
    expect(page.get_by_text("1 à charger")).to_be_visible()

    choose(page, "word_0", "En recherche")
    choose(page, "column_", "Ne pas lire")
    page.get_by_role("button", name="Retenir ces réponses").click()
    expect(page.get_by_text("2 à charger")).to_be_visible()

    page.get_by_role("button", name="Afficher ces lignes").click()
    expect(page.get_by_text("Corrigez une cellule")).to_be_visible()
    walk.rests()  # a grid drawn again shuts its open cell
    page.locator(".dvn-scroller").last.dblclick(position=CELL)
    cell = page.locator("#portal textarea, #portal input").first
    expect(cell).to_be_visible()
    cell.fill("28/02/2006")
    expect(cell).to_have_value("28/02/2006")
    cell.press("Enter")
    expect(page.get_by_text("3 à charger")).to_be_visible()

    page.get_by_role("button", name="Charger les 3 lignes").click()
    expect(page.get_by_text("3 lignes chargées")).to_be_visible()
    expect(page.get_by_text("corrigées ici : 1")).to_be_visible()

    drop(page, FIRST.replace("D1", "D7"), ODD.replace("D2", "D8"))
    expect(page.get_by_text("2 à charger")).to_be_visible()
    expect(page.get_by_text("À préciser une fois")).to_have_count(0)
    page.get_by_role("button", name="Laisser ce fichier").click()
    expect(page.locator("input[type=file]")).to_be_attached()

    page.get_by_role("button", name="Annuler cet import").first.click()
    page.get_by_role("button", name="Oui, annuler cet import").click()
    expect(page.get_by_text("Import annulé", exact=False).first).to_be_visible()
    assert "ZZ" not in page.url
    walk.is_clean()
