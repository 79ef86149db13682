"""Script time of the main pages on a demonstration, one session, warm.

The script is what the server does between a click and the page's last element; drawing
in the browser comes on top. The first run of a page, which imports and calculates, is
told apart from those that follow.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import figure


APP = Path(__file__).parents[1] / "app.py"
TIMED = """
import runpy, time
import streamlit as st

start = time.perf_counter()
try:
    runpy.run_path({app!r}, run_name="__main__")
finally:
    st.session_state["spent_ms"] = 1_000 * (time.perf_counter() - start)
"""
YOUNG, YOUNG_QUICK, SEED = 2_000, 400, 1
TIMES, TIMES_QUICK = 20, 5
PAGES = {
    "caseload": ("conseil", "portefeuille"),
    "person": ("conseil", "fiche"),
    "cohort": ("evaluation", "cohortes"),
    "dashboard": ("chefdeprojet", "tableau-de-bord"),
}
TIMEOUT = 60


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure the pages of each role.

    Args:
        quick: a small territory, few runs.

    Returns:
        p95 of each page and of all, with each page's first run.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "territory"
        passwords = demonstration(place, YOUNG_QUICK if quick else YOUNG)
        os.environ["PARCOURS_DIR"] = str(place)
        figures, everything = [], []
        for name, (login, path) in PAGES.items():
            first, turn = _visit(login, passwords[login], path)
            warm = [turn() for _ in range(TIMES_QUICK if quick else TIMES)]
            everything += warm
            figures.append(figure(f"{name}_first_script_ms", first, unit="ms"))
            figures.append(figure(f"{name}_script_p95_ms", _p95(warm), unit="ms"))
    return [figure("page_script_p95_ms", _p95(everything), unit="ms"), *figures]


def demonstration(place: Path, young: int) -> dict[str, str]:
    """Found a demonstration.

    Args:
        place: folder of the territory, absent.
        young: how many young people.

    Returns:
        login → password.
    """
    from commands.demo import last_month_end
    from commands.demo_people import open_accounts
    from commands.demo_territory import build
    from parcours.territory.opening import Territory

    territory = Territory.create(place, environ={}, now=lambda: datetime.now(UTC))
    until = last_month_end(datetime.now(UTC).date())
    signs: list[Any] = []
    build(
        territory,
        young=young,
        seed=SEED,
        until=until,
        say=lambda _line: None,
        before_extract=lambda: signs.extend(open_accounts(territory, until=until)),
    )
    territory.close()
    return {sign.login: sign.password for sign in signs}


def _visit(login: str, password: str, path: str) -> tuple[float, Callable[[], float]]:
    """Sign in and choose the page; give its first milliseconds and its next runs."""
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash

    script = TIMED.format(app=str(APP))
    page = AppTest.from_string(script, default_timeout=TIMEOUT).run()
    page.text_input(key="login").set_value(login)
    page.text_input(key="password").set_value(password)
    page.button(key="sign_in_button").click().run()
    landing = float(page.session_state["spent_ms"])
    if path == "fiche":
        opening = next(b for b in page.button if str(b.key).startswith("open_"))
        opening.click().run()

    def turn() -> float:
        page._page_hash = calc_hash(path)
        page.run()
        return float(page.session_state["spent_ms"])

    return (turn() if path == "fiche" else landing), turn


def _p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))
