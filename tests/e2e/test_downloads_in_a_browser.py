"""A file that bears a name: fetched at the click, gone seconds later or on leaving."""

import time
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from app_pages.components.downloads import SECONDS, SWEEPS


pytestmark = pytest.mark.browser
PATIENCE = 20  # seconds more than its life, for a machine at work
GONE = 404


def status(address):
    """What somebody without a session is answered at an address."""
    try:
        with urllib.request.urlopen(address, timeout=10) as reply:  # noqa: S310 - our own address
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def becomes_gone(address, within):
    until = time.monotonic() + within
    while status(address) != GONE:
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
    return True


def booklet(walk, served):
    """Enter, open a path, press the booklet’s button; give its address."""
    page = walk.page
    walk.enter("conseil", served[1]["conseil"])
    walk.sees("Mon portefeuille")
    page.locator("[class*='st-key-open_'] button").first.click()
    page.get_by_text("Ses droits : information").click()
    page.get_by_role("tab", name="Carnet").click()
    button = page.get_by_role("button", name="Carnet (JSON)")
    expect(button).to_be_visible()
    with page.expect_download() as caught:
        button.click()
    assert caught.value.failure() is None
    assert "/media/" in caught.value.url
    return caught.value


def test_a_booklet_is_fetched_at_the_click_and_gone_seconds_later(walk, served):
    file = booklet(walk, served)

    assert becomes_gone(file.url, SECONDS * SWEEPS + PATIENCE)


def test_a_booklet_is_gone_on_leaving(walk, served):
    file = booklet(walk, served)
    walk.page.locator(".st-key-who button").first.click()
    walk.page.get_by_role("button", name="Se déconnecter").click()
    expect(walk.page.get_by_label("Identifiant")).to_be_visible()

    assert becomes_gone(file.url, SECONDS)
