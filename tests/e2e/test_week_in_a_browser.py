"""« À faire cette semaine » in a browser: answered or put off at once, then back."""

import re

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser


@pytest.fixture
def week(walk, served):
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    walk.page.get_by_role("link", name="À faire cette semaine").click()
    walk.sees("À faire cette semaine")
    return walk


def row_with(page, gesture):
    """The first reminder that offers a gesture: the key of its button, all its page."""
    rows = page.locator("[class*='st-key-week_rows'] [data-testid=stHorizontalBlock]")
    row = rows.filter(has=page.get_by_role("button", name=gesture)).first
    expect(row).to_be_visible()
    return row


def sentence_of(row):
    return row.get_by_role("button").first.inner_text()


def head(page):
    return page.get_by_text(re.compile(r"\d+ rappels? pour")).inner_text()


def test_a_situation_is_confirmed_in_one_click_and_taken_back_in_one(week):
    page = week.page
    row = row_with(page, "Confirmer la situation")
    told, before = sentence_of(row), head(page)

    row.get_by_role("button", name="Confirmer la situation").click()
    expect(page.get_by_text("situation vérifiée aujourd’hui")).to_be_visible()
    week.rests()
    assert head(page) != before
    expect(page.get_by_role("button", name=told)).to_have_count(0)

    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.get_by_text("Annulé : rien n’a changé.")).to_be_visible()
    week.rests()
    assert head(page) == before
    expect(page.get_by_role("button", name=told).first).to_be_visible()
    week.is_clean()


def test_a_reminder_is_put_off_for_a_week_in_one_click_and_taken_back_in_one(week):
    page = week.page
    row = row_with(page, "Plus tard")
    told, before = sentence_of(row), head(page)

    row.get_by_role("button", name="Plus tard", exact=True).click()
    expect(page.get_by_text(re.compile("Reporté au"))).to_be_visible()
    week.rests()
    assert head(page) != before
    expect(page.get_by_role("button", name=told)).to_have_count(0)

    page.get_by_role("button", name="Annuler", exact=True).click()
    expect(page.get_by_text("Annulé : rien n’a changé.")).to_be_visible()
    week.rests()
    assert head(page) == before
    week.is_clean()


def test_a_reminder_put_off_for_a_month_rests_below_and_comes_back(week):
    page = week.page
    row = row_with(page, "Autre délai")
    told, before = sentence_of(row), head(page)

    row.get_by_role("button", name="Autre délai").click()
    page.get_by_role("option", name="Un mois").or_(
        page.get_by_role("menuitem", name="Un mois")
    ).click()
    expect(page.get_by_text(re.compile("Reporté au"))).to_be_visible()
    week.rests()
    page.get_by_text("Reportés par vous (1)").click()
    page.get_by_role("button", name="Reprendre", exact=True).click()
    expect(page.get_by_text("Le rappel est revenu.")).to_be_visible()
    week.rests()
    assert head(page) == before
    expect(page.get_by_role("button", name=told).first).to_be_visible()
    week.is_clean()
