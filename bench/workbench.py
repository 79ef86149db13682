"""« Atelier » in a browser: from the click to the page, and to each question's chart.

An evaluator is signed in and « Cohortes » is read; then the clock starts. "cold" is the
first visitor of a process, "next" one who signs in after: nothing of the first visit's
answers is theirs, so that every figure is calculated again. The browser is Debian's
chromium driven by Playwright, both wanted by the tests too.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.figures import figure
from bench.pages import YOUNG, YOUNG_QUICK, demonstration


LOGIN = "evaluation"
CHARTS = {  # question, in the page's order → how its first chart's text begins
    "states": "Part des jeunes dans chaque situation",
    "types": "Situations du type 1",
    "compare": "Courbes de la part",
    "factors": "Rapports de chaque niveau",
    "exposure": "Rapports selon le temps",
}
NEXT = 3  # visitors after the first; the median of theirs is told
FLAGS = ("--no-sandbox", "--disable-gpu", "--no-first-run")
START_SECONDS, WAIT_MS = 60, 60_000
DRAWN = '[data-stale=false] [data-testid=stVegaLiteChart][aria-label^="{text}"] svg'


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure the page as a first visitor of a process meets it, and as the next do.

    Args:
        quick: a small territory, one visitor after the first.

    Returns:
        Milliseconds from each click to what it asks for.
    """
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        place = Path(folder) / "territory"
        passwords = demonstration(place, YOUNG_QUICK if quick else YOUNG)
        with served(place) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(FLAGS)
            )
            visits = [
                _visit(browser, address, passwords[LOGIN])
                for _ in range(2 if quick else 1 + NEXT)
            ]
            browser.close()
    figures = []
    for name, cold in visits[0].items():
        later = sorted(visit[name] for visit in visits[1:])
        figures.append(figure(f"{name}_cold_ms", cold, unit="ms"))
        figures.append(figure(f"{name}_next_ms", later[len(later) // 2], unit="ms"))
    return figures


def _visit(browser: Any, address: str, password: str) -> dict[str, float]:
    """Walk through the questions; give the milliseconds of each click."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Identifiant").fill(LOGIN)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", level=1, name="Cohortes").wait_for()
    _quiet(page)
    spent = {}
    start = time.perf_counter()
    page.get_by_role("link", name="Atelier").click()
    page.get_by_role("heading", level=1, name="Atelier").wait_for()
    spent["workbench_page"] = _since(start)
    for place, (question, text) in enumerate(CHARTS.items()):
        if place:  # the page opens with the first
            start = time.perf_counter()
            page.get_by_role("radio").nth(place).click()
        page.locator(DRAWN.format(text=text)).first.wait_for()
        spent[f"workbench_{question}_chart"] = _since(start)
        _quiet(page)
    context.close()
    return spent


def _quiet(page: Any) -> None:
    """Wait until the script of the page has ended."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    page.wait_for_timeout(300)


def _since(start: float) -> float:
    return round(1_000 * (time.perf_counter() - start))


@contextmanager
def served(
    folder: Path,
    *,
    script: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Serve a territory as `parcours serve` does.

    Args:
        folder: of the territory.
        script: run in place of `app.py`, to be measured.
        environ: environment variables; those of this process where None.

    Yields:
        The address.

    Raises:
        RuntimeError: nothing answers there.
    """
    from commands.serve import app_file, interface

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    words, kept = interface(folder, port=port, environ=environ or os.environ)
    if script is not None:
        words[words.index(str(app_file()))] = str(script)
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(  # noqa: S603 - own words
        words, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + START_SECONDS
        while not _answers(address):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the interface does not answer")
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as reply:  # noqa: S310 - own address
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
