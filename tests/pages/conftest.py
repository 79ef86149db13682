"""A small real territory with one account per role, and a way to open its pages.

It is made once per run by the demonstration's own command, and copied for each test.
"""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, app_test
from streamlit.util import calc_hash

from parcours.access.signing_in import sign_in as open_session
from parcours.territory.opening import Territory
from parcours.territory.places import FOLDER_VARIABLE
from tests.demonstration_house import copy_demonstration


APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


def clock():
    return datetime.now(UTC)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    copied = copy_demonstration(tmp_path_factory)
    return copied.folder, copied.passwords()


@pytest.fixture(scope="session", autouse=True)
def _components_looked_for_once():
    """Streamlit looks through every installed package for each new page; none changes.

    It took a third of the time of these tests.
    """
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield
    app_test.TMP_DIR.cleanup()  # Streamlit leaves it to the end, which warns of it


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

    def enter(self, login, path=None):
        """Come in with a session opened beforehand, as after a first sign-in.

        By the address of a page if one is given: the first one is not drawn before.
        """
        page = AppTest.from_file(str(APP), default_timeout=SECONDS)
        page.session_state["token"] = self.tokens[login]
        if path is not None:
            page._page_hash = calc_hash(path)
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
    """The interface of a territory of one's own."""
    return _open_screens(demonstration, tokens, tmp_path / "territory", monkeypatch)


@pytest.fixture(scope="module")
def read_screens(demonstration, tokens, tmp_path_factory):
    """The interface of a territory that a module's tests share; they only read."""
    folder = tmp_path_factory.mktemp("read") / "territory"
    with pytest.MonkeyPatch.context() as patch:
        yield _open_screens(demonstration, tokens, folder, patch)


def _open_screens(demonstration, tokens, folder, patch):
    made, passwords = demonstration
    shutil.copytree(made, folder)
    with closing(sqlite3.connect(folder / "record.db")) as record:
        seen = clock().replace(tzinfo=None).isoformat(" ")
        record.execute(
            "UPDATE account_session SET last_seen_at = ?, proved_at = ?", [seen, seen]
        )
        record.commit()
    patch.setenv(FOLDER_VARIABLE, str(folder))
    return Screens(folder, passwords, tokens)


def words_of(page):
    """All that a page says, as one text."""
    kinds = ("title", "header", "markdown", "caption", "warning", "info", "error")
    return "\n".join(str(e.value) for kind in kinds for e in page.get(kind))


def took_on(screens, *, days_ago):
    """Let every caseload have been given some days ago, nobody informed since."""
    day = clock().date() - timedelta(days=days_ago)
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("DELETE FROM information_notice")
        record.execute("UPDATE assignment SET starts_on = ?", [day.isoformat()])
        record.commit()
