"""Pages of a large territory in a browser, while nineteen others work.

One session is measured, in Chromium, against the served interface: twenty browsers
would measure this machine's memory. The nineteen others work through the operations in
a process of their own, at the pace of `casework_load`, on the same files: their locks
are met, and what they take of the processors, but not their drawing.

Told of each page: from the click to its last element ("wall"), and what the script took
in the server ("script"; of a page that another one leaves for, both runs together).
"First load" is a new browser on a server that is warm: its door, then the portfolio
after the password.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bench.casework_load import Tally, wrongs
from bench.casework_place import PASSWORD, Sign
from bench.casework_script import TIMES
from bench.figures import figure
from bench.workbench import FLAGS, WAIT_MS, served


SCRIPT = Path(__file__).parent / "casework_script.py"
ROUNDS, ROUNDS_QUICK = 6, 2
WALL_MS, SCRIPT_MS, LOAD_MS = 1_000.0, 300.0, 2_500.0
PAGES = {  # in the order of a round, which begins on « Mon portefeuille »
    "fiche": None,
    "saisie": "Saisir une intervention",
    "semaine": "À faire cette semaine",
    "relais": "Relais",
    "actions": "Actions et chantiers",
    "portefeuille": "Mon portefeuille",
}
TEAM = {"equipe": "Équipe", "portefeuille": "Mon portefeuille"}
OPENING = "[class*=st-key-open_] button"
STILL = "[data-testid=stApp][data-test-script-state=notRunning]"


def measure(place: Path, signs: list[Sign], *, quick: bool) -> list[dict[str, Any]]:
    """Measure the pages.

    Args:
        place: folder of the territory, its workers settled.
        signs: the workers; the first is measured, a planner comes last.
        quick: few rounds.

    Returns:
        p50 and p95 of each page beside their limits; what the others met.
    """
    from playwright.sync_api import sync_playwright

    rounds = ROUNDS_QUICK if quick else ROUNDS
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
            visit = Visit(browser, address, times)
            visit.go_round(signs[0], PAGES, rounds=1)  # imports, names: once a server
            visit.go_round(signs[-1], TEAM, rounds=1)
            visit.spent.clear()
            with _others(place, signs[1:-1]) as met:
                visit.go_round(signs[0], PAGES, rounds=rounds)
                visit.go_round(signs[-1], TEAM, rounds=rounds)
            browser.close()
    return [*visit.figures(), *wrongs("others", met)]


class Visit:
    """What one browser does and how long it waits.

    Args:
        browser: of Playwright.
        address: of the interface.
        times: file of the runs of the script.
    """

    def __init__(self, browser: Any, address: str, times: Path) -> None:
        self._browser, self._address, self._times = browser, address, times
        self.spent: dict[str, list[tuple[float, float]]] = {}

    def go_round(
        self, sign: Sign, pages: Mapping[str, str | None], *, rounds: int
    ) -> None:
        """Sign in with a new browser and walk through pages, several times."""
        context = self._browser.new_context(
            viewport={"width": 1600, "height": 1000}, locale="fr-FR"
        )
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        field = page.get_by_label("Identifiant")
        self._timed("first_load", lambda: page.goto(self._address), field, page)
        field.fill(sign.login)
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        enter = page.get_by_role("button", name="Se connecter")
        home = page.get_by_role("heading", level=1, name="Mon portefeuille")
        self._timed("sign_in", enter.click, home, page)
        for _ in range(rounds):
            for name, title in pages.items():
                if title is None:
                    arrow, seen = (
                        page.locator(OPENING).first,
                        page.get_by_role("button", name="Voir l’identité"),
                    )
                else:
                    arrow = page.get_by_role("link", name=title, exact=True)
                    seen = page.get_by_role("heading", level=1, name=title)
                self._timed(name, arrow.click, seen, page)
        context.close()

    def _timed(self, name: str, act: Callable[[], Any], seen: Any, page: Any) -> None:
        before = len(self._times.read_text("ascii").splitlines())
        start = time.perf_counter()
        act()
        seen.wait_for()
        page.locator(STILL).wait_for()
        wall = 1_000 * (time.perf_counter() - start)
        page.wait_for_timeout(300)  # the run’s line is written at its end
        runs = self._times.read_text("ascii").splitlines()[before:]
        script = sum(float(run.split()[0]) for run in runs)
        self.spent.setdefault(name, []).append((wall, script))

    def figures(self) -> list[dict[str, Any]]:
        """Tell what was waited, beside the limits."""
        found = []
        for name, spent in self.spent.items():
            walls, scripts = np.array(spent).T
            first = name in ("first_load", "sign_in")
            for what, values, limit in (
                ("wall", walls, LOAD_MS if first else WALL_MS),
                ("script", scripts, None if first else SCRIPT_MS),
            ):
                for at, beside in ((50, None), (95, limit)):
                    found.append(
                        figure(
                            f"page_{name}_{what}_p{at}_ms",
                            float(np.percentile(values, at)),
                            unit="ms",
                            peer=None if beside is None else "limit",
                            peer_value=beside,
                        )
                    )
        return found


@contextmanager
def _others(place: Path, signs: list[Sign]) -> Iterator[Tally]:
    """Let the others work meanwhile; what they met is there at the end."""
    met = Tally()
    words = [sys.executable, "-m", "bench.casework_load", str(place)]
    words += [f"{one.login}@{one.organisation}" for one in signs]
    process = subprocess.Popen(  # noqa: S603 - own words
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    if process.stdout is None or process.stdin is None:
        raise RuntimeError("the others cannot be spoken to")
    process.stdout.readline()  # "ready": all are signed in
    yield met
    said = json.loads(process.communicate()[0])
    met.errors, met.checked = Counter(said["errors"]), said["checked"]
    met.foreign = said["foreign"]
