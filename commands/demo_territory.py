"""A fictitious territory through the whole line: files, intake, extract, cohort.

The truth lives in memory and in a temporary folder: nothing of it enters the territory
that the product reads.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import text

from cohorts.definition.language import CohortDefinition
from cohorts.estimates.analysis import analyse
from cohorts.estimates.results import AtTime, Estimate
from cohorts.event_table.from_extract import count_extract
from cohorts.indicating import read_all_indicators
from cohorts.operations import run_cohort
from cohorts.risk_table.counts import counts_from_frame
from commands.demo_answer import DemoAnswer, Horizon, Stopwatch
from commands.demo_places import write_places
from config.translation import _
from parcours.access.context import Context
from parcours.engines.duckdb import DuckDB
from parcours.extract.operations import create_extract
from parcours.intake.operations import load_file
from parcours.intake.results import IntakeAnswer
from parcours.synthetic.as_extract import write_truth
from parcours.synthetic.files import PartnerFile
from parcours.synthetic.judging import judge_linkage
from parcours.synthetic.territory import (
    Truth,
    invent,
    places_of,
    recipe_for,
    write_files,
)
from parcours.territory.opening import Territory
from pseudonymisation.translate import Translator


COHORT = "raccrochage_large"
EXTRACT = "demonstration"
FILES = "partner_files"
Say = Callable[[str], None]

# The person that each row of a batch is linked to, through the facts that it told.
_FOUND = """
SELECT f.source_row_id AS source_row, MIN(l.person_id) AS found
FROM {table} f
JOIN batch b ON b.id = f.batch_id
JOIN link l ON l.subject_id = f.subject_id AND l.revoked_on IS NULL
WHERE b.ref = :ref AND f.source_row_id IS NOT NULL
GROUP BY f.source_row_id"""
_ROWS = """
SELECT s.id FROM source_row s JOIN batch b ON b.id = s.batch_id
WHERE b.ref = :ref ORDER BY s.id"""


@dataclass(frozen=True)
class Loaded:
    """A partner file and what intake answered.

    Attributes:
        file: as sent, with its truth.
        answer: of intake.
    """

    file: PartnerFile
    answer: IntakeAnswer


def build(
    territory: Territory,
    *,
    young: int,
    seed: int,
    until: date,
    say: Say,
    before_extract: Callable[[], None] = lambda: None,
) -> DemoAnswer:
    """Invent people, import what partners send of them, and follow them.

    Args:
        territory: empty, open.
        young: number of young people.
        seed: of everything invented.
        until: last day that any partner knows.
        say: told what is being done, in French.
        before_extract: what else is written before the extract is made.

    Returns:
        What was found, beside what is true.

    Raises:
        Failure: what any stage refuses.
    """
    watch, rng = Stopwatch(), np.random.default_rng(seed)
    context = territory.context(territory.operator())
    recipe = recipe_for(young, until)
    with watch.timing("generate"):
        say(_("Invention de {n} jeunes et de leurs partenaires…").format(n=young))
        truth = invent(recipe, places=places_of(territory.nomenclature), rng=rng)
        folder = territory.folder / FILES
        files = write_files(truth, folder, recipe=recipe, rng=rng)
    with watch.timing("intake"):
        loaded = [_load(territory, context, file, until, say) for file in files]
    write_places(territory.config, young=young, until=until)
    before_extract()
    with watch.timing("extract"):
        say(_("Extrait sous pseudonymes…"))
        _extract(territory, context)
    with watch.timing("estimate"):
        say(_("Estimation, à côté de la vérité…"))
        answer = run_cohort(context, name=COHORT, extract=EXTRACT)
    read_all_indicators(context, extract=EXTRACT)  # kept: no page waits for them
    horizons = compare(
        answer.whole.estimate,
        truth,
        definition=answer.definition,
        config=territory.config,
        created_at=context.now(),
    )
    return DemoAnswer(
        young=young,
        facts=sum(one.answer.facts for one in loaded),
        files=len(loaded),
        refused_rows=sum(len({r.line for r in one.answer.refused}) for one in loaded),
        linkage=judge_linkage(*_records(context, loaded)),
        to_review=len(territory.desk.questions()),  # later files settled some
        reengagement=horizons,
        seconds=watch.seconds,
    )


def compare(
    estimate: Estimate,
    truth: Truth,
    *,
    definition: CohortDefinition,
    config: Path,
    created_at: datetime,
) -> tuple[Horizon, ...]:
    """Set an estimate beside the same definition on the true, fully observed paths.

    Args:
        estimate: of the cohort, read at the definition's horizons.
        truth: what is true.
        definition: the cohort; its first cause is compared.
        config: the territory's configuration.
        created_at: instant, with its zone.

    Returns:
        One row per horizon, told or not.
    """
    cause = definition.causes[0].code
    with tempfile.TemporaryDirectory(prefix="parcours-") as place:
        folder = Path(place) / "truth"
        write_truth(
            truth,
            folder,
            config=config,
            created_at=created_at,
            rules_version=definition.rules_version,
        )
        with DuckDB() as engine:
            cells, _manifest = count_extract(engine, folder, definition)
    counts = counts_from_frame(
        cells.cells[()],
        causes=[one.code for one in definition.causes],
        clock=definition.clock,
    )
    exact = analyse(counts, method="aalen-johansen", at=definition.horizons)
    found, true = _read(estimate, cause), _read(exact, cause)
    return tuple(
        _beside(months, found.get(time), true.get(time))
        for months, time in zip(
            definition.horizons_months, definition.horizons, strict=True
        )
    )


def _read(estimate: Estimate, cause: str) -> dict[float, AtTime]:
    """Give the figures by time; a curve of few young people ends before the last."""
    (group,) = estimate.groups
    own = (at for at in group.at if at.cause in (cause, None))
    return {float(at.time): at for at in own if isfinite(at.estimate)}


def _beside(months: int, found: AtTime | None, true: AtTime | None) -> Horizon:
    """Set an estimate beside the truth; what is not told is none."""
    truth = None if true is None else true.estimate
    if found is None:
        return Horizon(months, None, None, None, truth)
    low, high = (one if isfinite(one) else None for one in (found.low, found.high))
    return Horizon(months, found.estimate, low, high, truth)


def _load(
    territory: Territory, context: Context, file: PartnerFile, until: date, say: Say
) -> Loaded:
    say(_("Import de {name}…").format(name=file.path.name))
    answer = load_file(
        context,
        desk=territory.desk,
        source=file.path,
        template=file.template,
        organisation=file.organisation,
        file_date=until,
    )
    return Loaded(file, answer)


def _extract(territory: Territory, context: Context) -> None:
    keys, vault = territory.places.keys, territory.places.vault_url
    with Translator.open(keys, vault) as translator:
        create_extract(
            context,
            translator=translator,
            name=EXTRACT,
            territory_folder=territory.folder,
        )


def _records(
    context: Context, loaded: list[Loaded]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give, of each record with an identity, the true person and the one found."""
    frames = [
        _found(context, one).assign(sender=one.file.organisation)
        for one in loaded
        if one.file.truth["identified"].any()
    ]
    rows = pd.concat(frames, ignore_index=True)
    records = rows.drop_duplicates(["sender", "record"])
    return records["person"].to_numpy(), records["found"].to_numpy()


def _found(context: Context, one: Loaded) -> pd.DataFrame:
    """Follow each accepted row of a file to the person it was linked to.

    The record keeps no line numbers; a batch's rows stand there in the file's order.
    """
    with context.record.read() as session:
        connection, ref = session.connection(), {"ref": one.answer.batch}
        rows = connection.execute(text(_ROWS), ref).scalars().all()
        found = {
            row: person
            for table in ("situation_fact", "intervention")
            for row, person in connection.execute(text(_FOUND.format(table=table)), ref)
        }
    truth = one.file.truth
    refused = {refusal.line for refusal in one.answer.refused}
    kept = truth[~truth["line"].isin(refused) & ~truth["again"]]
    if len(kept) != len(rows):
        raise RowsDoNotAlign
    matched = kept.assign(found=pd.array([found.get(row) for row in rows], "Int64"))
    return matched.dropna(subset=["found"]).astype({"found": np.int64})


class RowsDoNotAlign(RuntimeError):
    """Rows of a file and of its batch differ: the demonstration would judge wrongly."""
