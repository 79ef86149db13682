"""A worksite of eight young people and five days, in a real browser."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import col, select

from commands.opening import instant
from parcours.record.models import Intervention
from parcours.territory.opening import Territory


pytestmark = pytest.mark.browser
PEOPLE, DAYS, HOURS = 8, 5, 7.0


def last_week():
    """Monday and Friday of a week gone by."""
    today = date.today()  # noqa: DTZ011 - as the page has it
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=DAYS - 1)


def type_day(page, label, on):
    page.get_by_role("spinbutton", name=f"jour, {label}").click()
    page.keyboard.type(f"{on:%d%m%Y}")
    page.keyboard.press("Tab")


def choose_from_caseload(page):
    page.locator("[data-testid='stRadio']").get_by_text("Mon portefeuille").click()
    page.get_by_role("combobox", name="Jeunes de mon portefeuille").click()
    for _nth in range(PEOPLE):  # the first option takes everyone
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    chosen = page.get_by_role("button", name=f"Ajouter les {PEOPLE} jeunes choisis")
    expect(chosen).to_be_enabled()
    chosen.click()


def test_a_worksite_is_saved_in_one_gesture_and_stands_on_every_path(walk, served):
    page = walk.page
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    page.get_by_role("link", name="Actions et chantiers").click()
    walk.sees("Actions et chantiers")
    page.get_by_role("button", name="Nouvelle feuille d’action").click()
    choose_from_caseload(page)
    fill = page.get_by_role("button", name="Tous présents")
    expect(fill).to_be_visible()
    monday, friday = last_week()
    type_day(page, "Premier jour", monday)
    type_day(page, "Dernier jour", friday)
    fill.click()
    expect(page.get_by_text("8 jeunes, 280")).to_be_visible()
    page.get_by_role("button", name="Enregistrer la feuille").click()
    expect(page.get_by_text("Enregistré")).to_be_visible()

    territory = Territory.open(served[2], environ={}, now=instant)
    try:
        with territory.record.read() as session:
            made = session.exec(
                select(Intervention).where(
                    col(Intervention.sheet_ref).is_not(None),
                    col(Intervention.retired_at).is_(None),
                )
            ).all()
            assert [row.hours for row in made] == [DAYS * HOURS] * PEOPLE
            assert {row.starts_on for row in made} == {monday}
    finally:
        territory.close()
    assert "v1." not in page.url
    walk.is_clean()
