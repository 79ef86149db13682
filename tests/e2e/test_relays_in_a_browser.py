"""Two people of two organisations, two browsers: one hands over, the other accepts."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from commands.demo_people import invented_password
from parcours.access.accounts import add_account
from parcours.access.passwords import hash_password
from parcours.territory.opening import Territory


PARTNER = "passerelle"


@pytest.fixture
def partner(served):
    """Somebody of the worksite association who may sign in; gives the password."""
    _address, _passwords, folder = served
    password = invented_password()
    territory = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    try:
        add_account(
            territory.context(territory.operator()),
            login=PARTNER,
            display_name="Zorglub",
            role="case_worker",
            password_hash=hash_password(password, login=PARTNER),
            organisation="chantiers",
        )
    finally:
        territory.close()
    return password


def hand_over(page):
    page.locator("[class*='st-key-open_'] button").first.click()
    page.get_by_text("Passer le relais", exact=True).first.click()
    page.get_by_role("combobox", name="Structure à solliciter").click()
    page.keyboard.press("ArrowDown")
    page.get_by_role("option", name=re.compile("Chantiers")).click()
    page.get_by_text("Il est d’accord").click()
    page.locator("[class*='st-key-relay_line'] label").first.click()
    preview = page.locator(".st-key-relay_preview li")
    expect(preview).to_have_count(1)
    page.get_by_role("button", name=re.compile("Passer le relais à")).click()
    expect(page.get_by_text("Relais proposé")).to_be_visible()


def go_to_relays(page):
    page.get_by_role("link", name="Relais", exact=True).first.click()
    title = page.get_by_role("heading", level=1, name="Relais")
    expect(title).to_be_visible()


def test_one_hands_over_the_other_accepts_and_the_first_sees_it(served, walks, partner):
    _address, passwords, _folder = served
    sender, recipient = walks(), walks()
    sender.enter("conseil", passwords["conseil"])
    hand_over(sender.page)

    recipient.enter(PARTNER, partner)
    go_to_relays(recipient.page)
    recipient.page.locator(".st-key-cards button").first.click()
    expect(recipient.page.get_by_text("Transmis")).to_be_visible()
    recipient.page.get_by_role("button", name="Accepter").click()
    recipient.page.locator(".st-key-step_yes button").click()
    expect(recipient.page.get_by_text("Relais accepté")).to_be_visible()

    go_to_relays(sender.page)
    expect(sender.page.get_by_text("avec du nouveau")).to_be_visible()
    sender.page.get_by_text("Envoyés", exact=True).click()
    card = sender.page.locator(".st-key-cards button").first
    expect(card).to_have_accessible_name(re.compile("accepté.*Nouveau"))
    sender.is_clean()
    recipient.is_clean()
