"""Partner files through intake, one by one: rows a second, and the same file again."""

import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.figures import figure
from parcours.intake.operations import load_file, preview_file
from parcours.synthetic.files import PartnerFile
from parcours.synthetic.territory import Recipe, invent, places_of, write_files
from parcours.territory.opening import Territory


SEED = 20260701
UNTIL = date(2025, 6, 30)


def run(quick: bool) -> list[dict[str, Any]]:
    """Measure loading, previewing and loading again.

    Args:
        quick: 1,000 young people instead of 20,000.

    Returns:
        Per partner: rows a second; for the school list also the preview, and the
        second load, which adds nothing.
    """
    young = 1_000 if quick else 20_000
    with tempfile.TemporaryDirectory(prefix="parcours-bench-") as place:
        folder = Path(place) / "territory"
        territory = Territory.create(folder, environ={}, now=_now)
        try:
            files = _files(territory, Path(place) / "files", young)
            figures = [_loading(territory, file) for file in files]
            return [*figures, *_again(territory, files[0])]
        finally:
            territory.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _files(territory: Territory, folder: Path, young: int) -> list[PartnerFile]:
    recipe, rng = Recipe(young=young, until=UNTIL), np.random.default_rng(SEED)
    truth = invent(recipe, places=places_of(territory.nomenclature), rng=rng)
    return write_files(truth, folder, recipe=recipe, rng=rng)


def _loading(territory: Territory, file: PartnerFile) -> dict[str, Any]:
    name = f"intake_{file.template}_rows_per_s"
    return figure(name, round(_rate(territory, file)), unit="1/s")


def _again(territory: Territory, file: PartnerFile) -> list[dict[str, Any]]:
    started = time.perf_counter()
    preview_file(
        territory.context(territory.operator()),
        desk=territory.desk,
        source=file.path,
        template=file.template,
        organisation=file.organisation,
    )
    preview = len(file.truth) / (time.perf_counter() - started)
    again = _rate(territory, file)
    return [
        figure("intake_preview_rows_per_s", round(preview), unit="1/s"),
        figure("intake_known_rows_per_s", round(again), unit="1/s"),
    ]


def _rate(territory: Territory, file: PartnerFile) -> float:
    started = time.perf_counter()
    load_file(
        territory.context(territory.operator()),
        desk=territory.desk,
        source=file.path,
        template=file.template,
        organisation=file.organisation,
    )
    return len(file.truth) / (time.perf_counter() - started)
