"""The fiche jeune in a real browser: by keyboard alone, no name left behind."""

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser
MOST_TABS = 60


def open_first(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.locator("[class*='st-key-open_'] button").first.click()
    expect(walk.page.locator("[data-testid='stVegaLiteChart'] svg")).to_be_visible()


def tab_to(walk, name):
    """Walk by the tabulation key until something of that name has the focus."""
    for _step in range(MOST_TABS):
        walk.page.keyboard.press("Tab")
        focused = walk.page.evaluate("document.activeElement.innerText || ''")
        if name in focused:
            return
    raise AssertionError(f"the keyboard never reaches « {name} »")


def test_the_path_is_read_closer_and_as_tables_by_keyboard_alone(
    walk, served, tmp_path
):
    open_first(walk, served)

    tab_to(walk, "Tout le parcours")
    walk.page.keyboard.press("ArrowRight")
    walk.page.keyboard.press("Enter")
    expect(walk.page.get_by_role("button", name="Plus tôt")).to_be_visible()
    tab_to(walk, "Plus tôt")
    walk.page.keyboard.press("Enter")
    expect(walk.page.get_by_role("button", name="Plus tard")).to_be_enabled()
    tab_to(walk, "Le parcours en tableau")
    walk.page.keyboard.press("Enter")

    expect(walk.page.get_by_role("heading", level=2).first).to_be_visible()
    walk.keep(tmp_path, "person_by_keyboard")
    walk.is_clean()


def test_an_identity_closed_leaves_nothing_on_the_page(walk, served):
    open_first(walk, served)
    walk.page.get_by_role("button", name="Voir l’identité").click()
    window = walk.page.get_by_role("dialog")
    expect(window.get_by_text("inscrite au journal")).to_be_visible()
    shown = window.inner_text()
    born = next(line for line in shown.splitlines() if "Naissance" in line)
    name = next(line for line in shown.splitlines() if "Nom de naissance" in line)
    values = [line.split(":", 1)[1].strip() for line in (born, name)]

    walk.page.keyboard.press("Escape")

    expect(window).to_be_hidden()
    walk.page.wait_for_timeout(500)
    left = walk.page.evaluate("document.documentElement.outerHTML")
    kept = walk.page.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.title])"
    )
    for value in values:
        assert value
        assert value not in left
        assert value not in kept
        assert value not in walk.page.url
    walk.is_clean()
