"""A new choice empties the figures of the former one before its own come."""

import re

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser

WATCH = """() => {
  const main = document.querySelector('[data-testid="stMain"]');
  const read = () => main.querySelectorAll('h2, [data-testid="stTable"]').length;
  window.leastShown = read();
  const note = () => { window.leastShown = Math.min(window.leastShown, read()); };
  new MutationObserver(note).observe(main, { childList: true, subtree: true });
}"""


def choose(page, label, option):
    page.get_by_role("combobox", name=re.compile(label)).click()
    page.get_by_role("option", name=re.compile(option)).first.click()


@pytest.mark.parametrize(
    ("login", "first", "title", "label", "option"),
    [
        (
            "chefdeprojet",
            "Tableau de bord",
            "Raccrochage",
            "Solution",
            "Retour en formation",
        ),
        ("evaluation", "Cohortes", "Cohortes", "Cohorte", "strict"),
    ],
)
def test_the_figures_of_a_former_choice_are_taken_away_first(
    walk,
    served,
    login,
    first,
    title,
    label,
    option,
):
    walk.enter(login, served[1][login])
    walk.sees(first)
    if title != first:
        walk.page.get_by_role("link", name=title).first.click()
        walk.sees(title)
    headline = walk.page.locator("[data-testid='stMain'] h2").first
    expect(headline).to_contain_text("Sur 100 jeunes")
    former = headline.inner_text()
    at_rest = walk.page.locator("[data-test-script-state='notRunning']").first
    expect(at_rest).to_be_attached()  # a list that opens earlier closes with the page
    walk.page.evaluate(WATCH)

    choose(walk.page, label, option)

    expect(headline).not_to_have_text(former)
    expect(headline).to_contain_text(re.compile("jeunes"))
    assert walk.page.evaluate("window.leastShown") == 0
    walk.is_clean()
