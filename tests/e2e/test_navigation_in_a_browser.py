"""The line of pages of every role: whole at the width of a small desk."""

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

ROLES = (
    *("conseil", "coordination", "evaluation", "chefdeprojet"),
    *("habitants", "verification", "protection"),
)


@pytest.mark.parametrize("language", ["Français", "English"])
@pytest.mark.parametrize("login", ROLES)
def test_no_page_hides_behind_words_of_another_language(walk, served, login, language):
    walk.page.goto(walk.address)
    walk.page.get_by_text(language, exact=True).click()
    walk.page.get_by_label(
        {"Français": "Identifiant", "English": "Login"}[language]
    ).fill(login)
    walk.page.locator("input[type=password]").fill(served[1][login])
    walk.page.keyboard.press("Enter")
    line = walk.page.get_by_test_id("stTopNav")
    expect(walk.page.locator(".st-key-who")).to_be_visible()
    expect(line).to_be_visible()

    expect(line.get_by_text("more", exact=False)).to_have_count(0)
    walk.is_clean()
