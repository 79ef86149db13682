"""A small real territory with one account per role, and a way to open its pages.

It is made once per process by the demonstration's own line, and copied for each test
that writes.
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from commands.demo import last_month_end
from commands.demo_people import open_accounts
from commands.demo_territory import build
from parcours.places import FOLDER_VARIABLE
from parcours.territory import Territory


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


@dataclass
class Screens:
    """The interface of one territory, driven without a browser."""

    folder: Path
    passwords: dict[str, str] = field(repr=False)

    def door(self):
        return AppTest.from_file(str(APP), default_timeout=SECONDS).run()

    def enter(self, login, *, password=None):
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
def screens(demonstration, tmp_path, monkeypatch):
    made, passwords = demonstration
    folder = tmp_path / "territory"
    shutil.copytree(made, folder)
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return Screens(folder, passwords)


def words_of(page):
    """All that a page says, as one text."""
    kinds = ("title", "subheader", "markdown", "caption", "warning", "info", "error")
    return "\n".join(str(e.value) for kind in kinds for e in page.get(kind))
