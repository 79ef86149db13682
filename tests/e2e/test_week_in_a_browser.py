"""« À faire cette semaine » in a browser: answered or put off at once, then back."""

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect


pytestmark = pytest.mark.browser
STALE = """UPDATE situation_fact SET verified_on = ?1, starts_on = ?1, ends_on = NULL,
  situation = 'recherche_emploi' WHERE subject_id IN (
    SELECT l.subject_id FROM link l WHERE l.person_id IN (
      SELECT a.person_id FROM assignment a JOIN account c ON c.id = a.account_id
      WHERE c.login = 'conseil' ORDER BY a.person_id LIMIT 3))"""


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


def make_stale(folder):
    """Let a few situations be nearly too old: whose caseload has any, is chance."""
    day = (
        datetime.now(ZoneInfo("Europe/Paris")).date() - timedelta(days=175)
    ).isoformat()
    with closing(sqlite3.connect(folder / "record.db")) as record:
        record.execute(STALE, [day])
        record.commit()


@pytest.fixture
def stale(served):
    """Age them before the page is opened: a button drawn earlier is rightly refused."""
    make_stale(served[2])


@pytest.mark.usefixtures("stale")
def test_a_situation_is_confirmed_in_one_click_and_taken_back_in_one(week):
    page = week.page
    page.get_by_role("radio", name="Par sujet").click()
    week.rests()
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
