"""One interface and one real browser, whose visitors are watched."""

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect, sync_playwright

from commands.serve import interface
from tests.demonstration_house import copy_demonstration


expect.set_options(timeout=60_000)  # shared machines are slow, not wrong

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 40
WAIT_MS = 60_000


@dataclass
class Walk:
    """One visitor's page, with what the browser asked for and complained of."""

    page: object
    address: str
    foreign: list = field(default_factory=list)
    complaints: list = field(default_factory=list)

    def watch(self):
        own = (self.address, self.address.replace("http", "ws"), "data:", "blob:")

        def asked(request):
            if not request.url.startswith(own):
                self.foreign.append(request.url)

        def said(message):
            if message.type == "error" and not self.is_probing(message.location):
                self.complaints.append(message.text)

        self.page.on("request", asked)
        self.page.on("console", said)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def is_probing(self, location):
        """Whether Streamlit asked below a page first where its server stands."""
        path = location["url"].removeprefix(self.address)
        return "/_stcore/" in path and not path.startswith("/_stcore/")

    def enter(self, login, password):
        self.page.goto(self.address)
        self.page.get_by_label("Identifiant").fill(login)
        self.page.get_by_label("Mot de passe", exact=True).fill(password)
        self.page.get_by_role("button", name="Se connecter").click()

    def sees(self, title):
        heading = self.page.get_by_role("heading", level=1, name=title)
        expect(heading).to_be_visible(timeout=WAIT_MS)

    def rests(self):
        quiet = self.page.locator("[data-test-script-state='notRunning']").first
        expect(quiet).to_be_attached(timeout=WAIT_MS)

    def keep(self, folder, name):
        self.page.screenshot(path=folder / f"{name}.png", full_page=True)

    def is_clean(self):
        assert self.foreign == []
        assert self.complaints == []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(address):
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as reply:  # noqa: S310 - our own address
            return reply.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def serving(folder, *, port=None):
    """An interface on a territory: its address and its process, ended at the end."""
    port = port or free_port()
    words, environ = interface(folder, port=port, environ=os.environ)
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(
        words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + START_SECONDS
        while not answers(address):
            assert process.poll() is None, "the interface ended before it answered"
            assert time.monotonic() < until, "the interface does not answer"
            time.sleep(0.2)
        yield address, process
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="package")
def served(tmp_path_factory):
    """A territory and its interface: its address, the passwords, its folder."""
    made = copy_demonstration(tmp_path_factory)
    with serving(made.folder) as (address, _process):
        yield address, made.passwords(), made.folder


@pytest.fixture(scope="package")
def chromium():
    """Until the last test of this folder: its loop must not stand under others."""
    found = shutil.which("chromium")
    assert found, "Debian's chromium is needed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def walks(chromium, served):
    """Make visitors, each in a browser of their own."""
    contexts = []

    def visitor(address=served[0]):
        context = chromium.new_context(
            viewport={"width": 1280, "height": 900}, locale="fr-FR"
        )
        context.set_default_timeout(WAIT_MS)
        contexts.append(context)
        made = Walk(context.new_page(), address)
        made.watch()
        return made

    yield visitor
    for context in contexts:
        context.close()


@pytest.fixture
def walk(walks):
    return walks()
