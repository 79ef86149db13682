"""A reviewer at the keyboard: three answers, a way back, and no name left anywhere."""

import re

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

LOGIN = "verification"
NARROW = {"width": 390, "height": 844}


@pytest.fixture
def reviewer(walk, served):
    walk.downloads = []
    walk.page.on("download", lambda one: walk.downloads.append(one))
    walk.enter(LOGIN, served[1][LOGIN])
    walk.sees("Rapprochements à vérifier")
    return walk


def left(page):
    """How many questions or pairs the page says are left."""
    text = page.get_by_text(re.compile(r"^(Encore \d|\d+ (question|pair))"))
    return int(re.search(r"\d+", text.inner_text()).group())


def says(page, text):
    expect(page.locator(".st-key-said")).to_contain_text(text)


def names_shown(page):
    """What identifies the two, as the table shows it."""
    cells = page.locator(".st-key-side_by_side tbody td p").all_inner_texts()
    return {cell for cell in cells if re.search(r"[A-Za-zÀ-ÿ]{4}|\d\d/\d\d/", cell)}


def in_english(page):
    page.get_by_role("button", name="Vérificateur des rapprochements").click()
    page.get_by_test_id("stPopoverBody").get_by_text("English", exact=True).click()
    page.wait_for_function("document.documentElement.lang === 'en'")
    page.keyboard.press("Escape")


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def leaves_nothing(walk, names):
    address = walk.page.url + walk.page.title()
    assert names
    assert not [name for name in names if name.lower() in address.lower()]
    assert walk.page.get_by_test_id("stDownloadButton").count() == 0
    assert not walk.page.locator(".stElementToolbar:visible").count()
    assert walk.downloads == []
    walk.is_clean()


def shows_again(page, names):
    """Wait for the page to rest: what is drawn last are the buttons that answer."""
    page.locator('[data-test-script-state="notRunning"]').wait_for()
    for _wait in range(100):
        if names_shown(page) == names:
            break
        page.wait_for_timeout(100)
    assert names_shown(page) == names
    page.wait_for_timeout(500)


def test_the_keyboard_answers_and_takes_back(reviewer):
    page = reviewer.page
    page.get_by_role("button", name="Comparer la première paire").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table")).to_be_visible()
    before, names = left(page), names_shown(page)
    for key, told in (
        ("Alt+3", "reste posée à d’autres"),
        ("Alt+2", "deux jeunes, pour toujours"),
        ("Alt+1", re.compile("sont rapprochés|doit confirmer")),
    ):
        page.keyboard.press(key)
        says(page, told)
        expect(page.get_by_text(f"Encore {before - 1} question")).to_be_visible()
        page.keyboard.press("Alt+0")
        says(page, "Réponse annulée")
        expect(page.get_by_text(f"Encore {before} question")).to_be_visible()
        shows_again(page, names)

    leaves_nothing(reviewer, names)


def test_a_telephone_in_english_shows_both_without_scrolling_sideways(
    reviewer, tmp_path
):
    page = reviewer.page
    page.set_viewport_size(NARROW)
    page.emulate_media(color_scheme="dark")
    in_english(page)
    page.get_by_role("button", name="Compare the first pair").click()
    expect(page.get_by_text("Is this the same young person?")).to_be_visible()
    buttons = [
        page.get_by_role("button", name=name)
        for name in ("It is the same", "They are two different", "I do not know")
    ]

    reviewer.keep(tmp_path, "review")
    assert fits(page)
    for button in buttons:
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= NARROW["width"]
        assert 0 <= box["y"] <= NARROW["height"] - box["height"]
    table = page.locator(".st-key-side_by_side table")
    assert table.evaluate("table => table.scrollWidth <= innerWidth")
    leaves_nothing(reviewer, names_shown(page))


def test_pairs_drawn_by_chance_are_judged_by_keyboard_without_a_hint(reviewer):
    page = reviewer.page
    page.get_by_role("radio", name="Contrôle de qualité").click()
    page.get_by_role("button", name="Tirer des paires au sort").click()
    says(page, "tirées au sort")
    page.get_by_role("button", name="Juger la première paire").click()
    expect(page.get_by_role("table")).to_be_visible()
    before, names = left(page), names_shown(page)
    page.keyboard.press("Alt+1")
    says(page, "ne change aucun parcours")
    expect(page.get_by_text(f"Encore {before - 1} paires")).to_be_visible()
    page.keyboard.press("Alt+0")
    says(page, "Réponse annulée")
    expect(page.get_by_text(f"Encore {before} paires")).to_be_visible()
    shows_again(page, names)

    told = page.locator("[data-testid='stMain']").inner_text().lower()
    assert "fusion" not in told
    assert "probabilité" not in told
    leaves_nothing(reviewer, names)
