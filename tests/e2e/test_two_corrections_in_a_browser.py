"""One entry, two browsers, a line that breaks: nobody's words vanish."""

import pytest
from playwright.sync_api import expect

from tests.e2e.places import settle


pytestmark = pytest.mark.browser

HOURS = "[class*='st-key-fix_'][class*='_hours'] input"


def at_the_first_fiche(visitor, served):
    visitor.enter("conseil", served[1]["conseil"])
    visitor.sees("Mon portefeuille")
    visitor.page.locator("[class*='st-key-open_'] button").first.click()
    expect(visitor.page.get_by_text("Corriger une saisie")).to_be_visible()


def type_hours(visitor, typed):
    page = visitor.page
    page.get_by_text("Corriger une saisie, voir son historique").click()
    page.locator("[class*='st-key-correct_'] button").first.click()
    page.locator(HOURS).first.fill(typed)
    page.keyboard.press("Tab")
    settle(page)


def correct(visitor):
    settle(visitor.page)  # a button that is drawn again loses its click
    visitor.page.get_by_role("button", name="Corriger", exact=True).last.click()


def test_the_second_correction_is_shown_beside_the_first_and_both_may_stay(
    walks, served
):
    first, second = walks(), walks()
    at_the_first_fiche(first, served)
    at_the_first_fiche(second, served)
    type_hours(first, "2 h")
    type_hours(second, "5 h")

    correct(first)
    expect(first.page.get_by_text("Saisie corrigée")).to_be_visible()
    correct(second)

    told = second.page.get_by_text("Cette saisie a été changée entre-temps")
    expect(told).to_have_count(1)  # for a moment it is there twice, moved down
    expect(told).to_be_visible()
    table = second.page.locator(".st-key-conflict table")
    expect(table).to_contain_text("2 h")
    expect(table).to_contain_text("5 h")
    second.page.get_by_role("button", name="Garder les deux").click()
    expect(told).to_be_hidden()
    entries = second.page.locator(".st-key-own_entries")
    expect(entries).to_contain_text("– → 2 h")  # the history of the first
    entries.get_by_role("button", name="Corriger ou retirer").first.click()
    expect(second.page.locator(HOURS).first).to_have_value("5 h")
    first.is_clean()
    second.is_clean()
