"""WCAG 2.2 AA by axe-core in every place, both themes, on a desk and on a telephone.

One walk through the house, read many times: what is broken must be in the list of the
accessibility statement, and what is in that list must still be broken.
"""

from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from app_pages.screens import SCREENS
from app_pages.statement import read_findings
from tests.e2e.conftest import WAIT_MS, Walk
from tests.e2e.places import (
    MODES,
    NARROW,
    NARROW_DARK,
    WIDE,
    WIDE_LIGHT,
    Rounds,
    screens_of,
    settle,
    shut_window,
)


pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
TAGS += ["best-practice"]
AGAIN = ["color-contrast", "target-size", "scrollable-region-focusable"]
RUN = """([part, only]) => axe.run(part, {
  runOnly: only, resultTypes: ['violations'],
  rules: {'target-size': {enabled: true}},
}).then(found => found.violations.flatMap(one => one.nodes.map(node =>
  [one.id, node.target[0], (node.any[0] || node.all[0] || node.none[0]).message])))"""
WIDER = "document.documentElement.scrollWidth > innerWidth"
ROUNDS = {  # who looks, and at which screen they come in; each screen is walked once
    "conseil": "portefeuille",
    "coordination": "portefeuille",
    "evaluation": "cohortes",
    "verification": "rapprochements",
    "protection": "accords",
    "chefdeprojet": "tableau-de-bord",
    "habitants": "conseil-citoyen",
}
# What differs between a desk and a telephone, and between day and night, is seen in the
# two first of these; the two other pairings are asked what only a pairing can break.
WHOLE = {"light 1280", "dark 390"}
STATEMENT = "Accessibilité : partiellement conforme"


@dataclass
class Readings:
    """What axe-core said in each place."""

    broken: list = field(default_factory=list)
    used: set = field(default_factory=set)
    wider: list = field(default_factory=list)
    languages: set = field(default_factory=set)
    walked: list = field(default_factory=list)
    known: tuple = ()

    def look(self, page, name, how, part="body"):
        only = TAGS if how in WHOLE else AGAIN
        for rule, target, message in broken(page, part, only=only):
            point = self._listed(page, rule, target)
            if point is None:
                self.broken.append(f"{name} ({how}): {rule} on {target}: {message}")
            else:
                self.used.add(point)
        if page.evaluate(WIDER):
            self.wider.append(f"{name} ({how})")
        self.languages.add(page.evaluate("document.documentElement.lang"))
        self.walked.append((name, how))

    def _listed(self, page, rule, target):
        for place, point in enumerate(self.known):
            if point.rule == rule and page.evaluate(
                "([one, all]) => document.querySelector(one).matches(all)",
                [target, point.selector],
            ):
                return place
        return None


def broken(page, part="body", *, only=tuple(TAGS)):
    """Give what axe-core finds broken: rule, element, message."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN, [part, list(only)])


@pytest.fixture(scope="module")
def readings(chromium, served):
    address, passwords = served[0], served[1]
    found = Readings(known=read_findings().exceptions)
    seen = set()
    for login, first in ROUNDS.items():
        context = chromium.new_context(viewport=WIDE, locale="fr-FR")
        context.set_default_timeout(WAIT_MS)
        visitor = Walk(context.new_page(), address)
        rounds = Rounds(visitor.page, found.look)
        if login == "conseil":
            at_the_door(visitor, rounds)
        visitor.enter(login, passwords[login])
        expect(visitor.page.locator(".st-key-who")).to_be_visible()
        settle(visitor.page)
        paths = [first, *screens_of(visitor.page)[1:]]
        walk_through(rounds, [path for path in paths if path not in seen], first)
        seen.update(paths)
        context.close()
    return found


def at_the_door(visitor, rounds):
    """Look at what is open to everybody."""
    visitor.page.goto(visitor.address)
    expect(visitor.page.get_by_label("Identifiant")).to_be_visible()
    shown_in_all(rounds, "connexion")
    visitor.page.get_by_role("link", name=STATEMENT).click()
    visitor.sees("Déclaration d’accessibilité")
    shown_in_all(rounds, "accessibilite")


def shown_in_all(rounds, name):
    for mode in MODES:
        rounds.as_in(mode)
        rounds.shown(name, mode)
    rounds.as_in(WIDE_LIGHT)


def walk_through(rounds, paths, first):
    for path in paths:
        if path == "fiche":
            open_first(rounds.page)
            identity(rounds)
        elif path != first:
            rounds.go(path)
        rounds.through(path)
    menu_of_a_telephone(rounds)


def open_first(page):
    page.locator("a[data-testid=stTopNavLink]").first.evaluate("link => link.click()")
    settle(page)
    page.locator("[class*='st-key-open_'] button").first.click()
    settle(page)


def identity(rounds):
    """The window over a young person's page, in the theme and width of each."""
    for mode in (WIDE_LIGHT, NARROW_DARK):
        rounds.as_in(mode)
        rounds.page.get_by_role("button", name="Voir l’identité").click()
        window = rounds.page.get_by_role("dialog")
        expect(window.get_by_text("inscrite au journal")).to_be_visible()
        settle(rounds.page)
        rounds.shown("fiche: identité", mode)
        shut_window(rounds.page)
    rounds.as_in(WIDE_LIGHT)


def menu_of_a_telephone(rounds):
    rounds.as_in(NARROW_DARK)
    menu = rounds.page.get_by_role("button", name="Ouvrir le menu")
    if menu.count():
        menu.click()
        expect(rounds.page.get_by_test_id("stSidebarNavLink").first).to_be_visible()
        settle(rounds.page)
        rounds.shown("menu", NARROW_DARK)


def test_no_rule_is_broken_but_those_that_the_statement_lists(readings):
    assert not readings.broken, "\n".join(sorted(set(readings.broken)))


def test_what_the_statement_lists_is_still_broken(readings):
    unused = set(range(len(readings.known))) - readings.used

    assert not [readings.known[place] for place in unused]


def test_every_screen_was_looked_at_in_both_themes_and_widths(readings):
    wanted = {
        (screen.path, f"{theme} {size['width']}")
        for screen in SCREENS
        for theme, size in MODES
    }

    assert wanted <= set(readings.walked)


def test_nothing_is_wider_than_its_screen(readings):
    assert readings.wider == []


def test_every_place_says_that_it_speaks_french(readings):
    assert readings.languages == {"fr"}


def test_the_statement_is_read_in_english_by_whom_asks(walk, served):
    walk.page.goto(served[0])
    walk.page.get_by_text("English", exact=True).click()
    walk.page.get_by_role("link", name="Accessibility: partially compliant").click()

    walk.sees("Accessibility statement")
    walk.page.wait_for_function("document.documentElement.lang === 'en'")
    settle(walk.page)
    assert broken(walk.page) == []
    walk.is_clean()


def test_a_menu_of_a_telephone_closes_once_a_page_is_chosen(walk, served):
    walk.page.set_viewport_size(NARROW)
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("button", name="Ouvrir le menu").click()
    walk.page.get_by_test_id("stSidebarNavLink").get_by_text("Relais").click()

    walk.sees("Relais")
    expect(walk.page.get_by_role("button", name="Ouvrir le menu")).to_be_visible()
    expect(walk.page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()
    walk.is_clean()


def test_a_date_is_named_in_the_language_of_the_page(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    Rounds(walk.page, None).go("actions")

    expect(walk.page.get_by_role("spinbutton", name="jour, ").first).to_be_visible()
