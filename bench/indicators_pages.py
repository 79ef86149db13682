"""The dashboard in a browser: from the click to its charts, and to a changed filter.

A policy officer is signed in, the set stands; then the clock starts. "wall" ends where
the chart is drawn and the script rests, "script" is what the server took. The browser
is Debian's chromium driven by Playwright, both wanted by the tests too.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.casework_pages import SCRIPT, STILL
from bench.casework_script import TIMES
from bench.figures import figure
from bench.workbench import DRAWN, FLAGS, WAIT_MS, served


BOARD, OTHER = "Tableau de bord", "Contrat de ville"
ANY_CHART = "[data-stale=false] [data-testid=stVegaLiteChart] svg"
ROUNDS, ROUNDS_QUICK = 6, 2
WALL_MS, FILTER_MS, SCRIPT_MS = 1_500.0, 800.0, 200.0
LIMITS = {"page": WALL_MS, "filter": FILTER_MS}


def measure(
    place: Path, *, login: str, password: str, labels: list[str], quick: bool
) -> list[dict[str, Any]]:
    """Measure the dashboard.

    Args:
        place: folder of the territory; its set is computed at the first visit.
        login: of a policy officer.
        password: theirs.
        labels: indicators that have a picture, by their French label.
        quick: few rounds.

    Returns:
        p50 and p95 of a page change and of a changed filter, beside their limits.
    """
    from playwright.sync_api import sync_playwright

    spent: dict[str, list[tuple[float, float]]] = {"page": [], "filter": []}
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        times = Path(folder) / "times"
        times.touch()
        environ = {**os.environ, TIMES: str(times)}
        with (
            served(place, script=SCRIPT, environ=environ) as address,
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=list(FLAGS)
            )
            page = _signed_in(browser, address, login, password)
            _round(page, times, labels)  # imports, fonts: once a server and a browser
            for _ in range(ROUNDS_QUICK if quick else ROUNDS):
                for name, rows in _round(page, times, labels).items():
                    spent[name] += rows
            browser.close()
    return [one for name, rows in spent.items() for one in _told(name, rows)]


def _round(
    page: Any, times: Path, labels: list[str]
) -> dict[str, list[tuple[float, float]]]:
    """Leave for another page, come back, and choose each indicator."""
    _go(page, OTHER)
    opened = _timed(page, times, partial(_open, page))
    changed = [_timed(page, times, _chooser(page, label)) for label in labels]
    return {"page": [opened], "filter": changed}


def _told(name: str, rows: list[tuple[float, float]]) -> Iterator[dict[str, Any]]:
    walls, scripts = np.array(rows).T
    kinds = [("wall", walls, LIMITS[name])]
    if scripts.any():  # a part that redraws itself runs no script: told by its wall
        kinds.append(("script", scripts, SCRIPT_MS))
    for what, values, limit in kinds:
        for at, beside in ((50, None), (95, limit)):
            yield figure(
                f"board_{name}_{what}_p{at}_ms",
                float(np.percentile(values, at)),
                unit="ms",
                peer=None if beside is None else "limit",
                peer_value=beside,
            )


def _signed_in(browser: Any, address: str, login: str, password: str) -> Any:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="fr-FR"
    )
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    page.goto(address)
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_role("heading", level=1, name=BOARD).wait_for()
    _rest(page)
    return page


def _rest(page: Any) -> None:
    page.locator(STILL).wait_for()


def _go(page: Any, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name).wait_for()
    _rest(page)
    page.wait_for_timeout(300)


def _open(page: Any) -> None:
    page.get_by_role("link", name=BOARD, exact=True).click()
    page.get_by_role("heading", level=1, name=BOARD).wait_for()
    page.locator(ANY_CHART).first.wait_for()


def _chooser(page: Any, label: str) -> Callable[[], None]:
    """Write the wish in the list; choosing it is what is timed."""
    list_of_all = page.get_by_role("combobox", name="Indicateur")
    list_of_all.click()
    list_of_all.fill(label)
    option = page.get_by_role("option", name=label, exact=True)
    option.wait_for()

    def choose() -> None:
        list_of_all.press("Enter")
        page.locator(DRAWN.format(text=label)).first.wait_for()

    return choose


def _timed(page: Any, times: Path, act: Callable[[], None]) -> tuple[float, float]:
    before = len(times.read_text("ascii").splitlines())
    start = time.perf_counter()
    act()
    _rest(page)
    wall = 1_000 * (time.perf_counter() - start)
    page.wait_for_timeout(300)  # the run’s line is written at its end
    runs = times.read_text("ascii").splitlines()[before:]
    return wall, max((float(run.split()[0]) for run in runs), default=0.0)
