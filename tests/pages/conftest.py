"""A small real territory with one account per role, and a way to open its pages.

It is made once per process by the demonstration's own line, and copied for each test
that writes.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from commands.demo import last_month_end
from commands.demo_people import open_accounts
from commands.demo_territory import build
from parcours.access.sessions import sign_in as open_session
from parcours.territory.opening import Territory
from parcours.territory.places import FOLDER_VARIABLE


APP = Path(__file__).parents[2] / "app.py"
YOUNG, SEED = 400, 5
SECONDS = 30


def clock():
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages") / "territory"
    territory = Territory.create(folder, environ={}, now=clock)
    until = last_month_end(clock().date())
    build(territory, young=YOUNG, seed=SEED, until=until, say=lambda _line: None)
    signs = open_accounts(territory, until=until)
    territory.close()
    return folder, {sign.login: sign.password for sign in signs}


@pytest.fixture(scope="session")
def tokens(demonstration):
    """One open session per account, as the browser would hold it."""
    folder, passwords = demonstration
    territory = Territory.open(folder, environ={}, now=clock)
    stores = territory.record, territory.audit
    found = {
        login: open_session(*stores, login=login, password=password, now=clock())[1]
        for login, password in passwords.items()
    }
    territory.close()
    return found


@dataclass
class Screens:
    """The interface of one territory, driven without a browser."""

    folder: Path
    passwords: dict[str, str] = field(repr=False)
    tokens: dict[str, str] = field(repr=False)

    def door(self):
        return AppTest.from_file(str(APP), default_timeout=SECONDS).run()

    def enter(self, login):
        """Come in with a session opened beforehand, as after a first sign-in."""
        page = AppTest.from_file(str(APP), default_timeout=SECONDS)
        page.session_state["token"] = self.tokens[login]
        return page.run()

    def sign_in(self, login, *, password=None):
        page = self.door()
        page.text_input(key="login").set_value(login)
        page.text_input(key="password").set_value(password or self.passwords[login])
        return page.button(key="sign_in_button").click().run()

    def go(self, page, path):
        page._page_hash = calc_hash(path)
        return page.run()

    def open_first(self, page):
        opening = next(b for b in page.button if str(b.key).startswith("open_"))
        opening.click().run()
        return self.go(page, "fiche")


@pytest.fixture
def screens(demonstration, tokens, tmp_path, monkeypatch):
    made, passwords = demonstration
    folder = tmp_path / "territory"
    shutil.copytree(made, folder)
    with closing(sqlite3.connect(folder / "record.db")) as record:
        seen = clock().replace(tzinfo=None).isoformat(" ")
        record.execute("UPDATE account_session SET last_seen_at = ?", [seen])
        record.commit()
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return Screens(folder, passwords, tokens)


def words_of(page):
    """All that a page says, as one text."""
    kinds = ("title", "subheader", "markdown", "caption", "warning", "info", "error")
    return "\n".join(str(e.value) for kind in kinds for e in page.get(kind))
