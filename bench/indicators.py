"""The whole set of indicators by all breakdowns, and the dashboard that shows it.

Data: the extract of a demonstration of 2,000 young people, copied over under new
numbers until there are as many as asked; 50 times the actions' head-counts stay as they
are. The set is computed from the files of the extract; the reports, the page's script
and the page in a browser are timed on a set that was kept, as every visitor after the
first meets it.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from bench import indicators_pages
from bench.figures import figure
from bench.pages import APP, TIMED, TIMEOUT, YOUNG, demonstration
from parcours.territory.places import FOLDER_VARIABLE


FULL, HALF = 100_000, 50_000
QUICK, HALF_QUICK = 4_000, 2_000
LOGIN, PATH = "chefdeprojet", "tableau-de-bord"
FILTERS = ("part_femmes", "taux_raccrochage", "file_active", "delai_relais")
NUMBERED = ("fact", "person", "subject", "pessimistic", "optimistic")
PICTURED = ("sorties_dynamiques", "taux_rechute", "taux_raccrochage")
TIMES = 3
SET_S, REPORT_S = 20.0, 15.0


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure the set, then the page.

    Args:
        quick: thousands instead of a hundred thousand.

    Returns:
        Seconds of the set and of the reports; milliseconds of the page's script, and
        of the page in a browser.
    """
    from cohorts.indicators.catalogue import read_catalogue

    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as folder:
        place = Path(folder) / "territory"
        password = demonstration(place, YOUNG)[LOGIN]
        source = sorted((place / "extracts").iterdir())[-1]
        big = Path(folder) / "big"
        grow(source, big, QUICK if quick else FULL)
        figures = [*_set_of(big, place / "config")]
        grown = Path(folder) / "half"
        grow(source, grown, HALF_QUICK if quick else HALF)
        shutil.rmtree(source)
        shutil.move(grown, source)
        os.environ[FOLDER_VARIABLE] = str(place)
        labels = [
            read_catalogue(place / "config").indicators[one].label["fr"]
            for one in PICTURED
        ]
        return [
            *figures,
            *_reports(place),
            *_page(password),
            *indicators_pages.measure(
                place, login=LOGIN, password=password, labels=labels, quick=quick
            ),
        ]


def grow(source: Path, target: Path, persons: int) -> None:
    """Copy an extract over until it holds as many persons.

    Args:
        source: its folder.
        target: the new folder, absent.
        persons: how many at least.
    """
    shutil.copytree(source, target)
    manifest = target / "manifest.json"
    fields = json.loads(manifest.read_text())
    times = -(-persons // int(fields["persons"]))
    with duckdb.connect() as engine:
        for path in sorted(target.glob("*.parquet")):
            table = engine.read_parquet(str(source / path.name))
            if "person" not in table.columns:
                continue
            columns = ", ".join(
                f"{name} + copy * 10000000 AS {name}" if name in NUMBERED else name
                for name in table.columns
            )
            engine.sql(
                f"SELECT {columns} FROM '{source / path.name}',"  # noqa: S608
                f" range({times}) AS copies(copy)"
            ).write_parquet(str(path))
    fields["persons"] = int(fields["persons"]) * times
    manifest.write_text(json.dumps(fields))


def _set_of(folder: Path, config: Path) -> list[dict[str, Any]]:
    """Compute the set as the product does: held against a ledger, and written in it."""
    from cohorts.definition.from_yaml import read_definitions
    from cohorts.disclosure.reading import read_rules
    from cohorts.disclosure.released import Provenance
    from cohorts.disclosure.series import Series
    from cohorts.event_table.several import open_extract
    from cohorts.indicators.catalogue import read_catalogue
    from cohorts.indicators.whole_set import Means, compute_set

    means = Means(
        read_catalogue(config), read_definitions(config), read_rules(config), {}
    )
    start = time.perf_counter()
    with open_extract(folder) as opened:
        opening = time.perf_counter() - start
        manifest = opened.manifest
        series = Series(
            f"sqlite:///{folder.parent / 'ledger.db'}",
            rules=means.rules,
            source=Provenance(
                "indicators",
                "",
                manifest.extract,
                manifest.as_of.isoformat(),
                str(manifest.rules_version),
            ),
            account=LOGIN,
            now=datetime.now(UTC),
        )
        try:
            found = compute_set(opened, means, series=series)
            series.write()
        finally:
            series.close()
    spent = time.perf_counter() - start
    told = sum(one.is_told for one in found.figures)
    return [
        figure(
            "indicators_whole_set_s", spent, unit="s", peer="limit", peer_value=SET_S
        ),
        figure("indicators_of_it_paths_s", opening, unit="s"),
        figure("indicators_persons", float(manifest.persons), unit="persons"),
        figure("indicators_figures", float(len(found.figures)), unit="figures"),
        figure("indicators_figures_told", float(told), unit="figures"),
    ]


def _reports(place: Path) -> list[dict[str, Any]]:
    """Write the yearly reports with the command, its start and imports included."""
    from cohorts.indicating import read_all_indicators
    from parcours.territory.opening import Territory

    territory = Territory.open(place, environ={}, now=lambda: datetime.now(UTC))
    try:
        context = territory.context(territory.acting_as(LOGIN))
        start = time.perf_counter()
        board = read_all_indicators(context)
        computed = time.perf_counter() - start
    finally:
        territory.close()
    asked = {"contract": ["--contract", "-"]}
    if board.figures.actions:
        asked["action"] = ["--action", board.figures.actions[-1].action]
    found = [figure("board_first_visit_s", computed, unit="s")]
    for name, words in asked.items():
        start = time.perf_counter()
        subprocess.run(  # noqa: S603 - own words
            [
                sys.executable,
                "-m",
                "commands.main",
                "report",
                *words,
                "--out",
                str(place.parent / f"{name}.pdf"),
            ],
            env={**os.environ, FOLDER_VARIABLE: str(place)},
            check=True,
            capture_output=True,
        )
        spent = time.perf_counter() - start
        found.append(
            figure(
                f"report_{name}_s", spent, unit="s", peer="limit", peer_value=REPORT_S
            )
        )
    return found


def _page(password: str) -> list[dict[str, Any]]:
    """Time the page's script, on a set that stands."""
    from streamlit.testing.v1 import AppTest
    from streamlit.util import calc_hash

    script = TIMED.format(app=str(APP))
    page = AppTest.from_string(script, default_timeout=TIMEOUT).run()
    page.text_input(key="login").set_value(LOGIN)
    page.text_input(key="password").set_value(password)
    page.button(key="sign_in_button").click().run()
    page._page_hash = calc_hash(PATH)
    page.run()
    warm, filtered = [], []
    for _ in range(TIMES):
        for indicator in FILTERS:
            page.selectbox(key="board_indicator_fr").set_value(indicator)
            page.run()
            filtered.append(float(page.session_state["spent_ms"]))
            page.run()
            warm.append(float(page.session_state["spent_ms"]))
    return [
        figure("board_script_median_ms", sorted(warm)[len(warm) // 2], unit="ms"),
        figure(
            "board_filter_script_median_ms",
            sorted(filtered)[len(filtered) // 2],
            unit="ms",
        ),
        figure("board_filter_script_most_ms", max(filtered), unit="ms"),
    ]
