"""An answer of the bench is of the extract as it lies there now, and is audited."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
from sqlmodel import select

from cohorts.event_table.failures import ExtractMissing
from cohorts.operations import run_cohort
from cohorts.workbench.exposures import follow_exposure
from cohorts.workbench.models import fit_cohort_model
from cohorts.workbench.paths import type_paths
from cohorts.workbench.states import follow_states
from parcours.access.failures import AccessDenied
from parcours.record.models import AuditLine
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"
EXTRACT = "demonstration"
WORKS = {
    "workbench.states": follow_states,
    "workbench.paths": lambda bench, **how: type_paths(bench, months=12, **how),
    "workbench.model": lambda bench, **how: fit_cohort_model(
        bench, covariates=("sex",), **how
    ),
    "workbench.exposure": lambda bench, **how: follow_exposure(
        bench, kinds=("entretien_psad",), **how
    ),
    "cohort.run": run_cohort,
}


@pytest.fixture
def territory(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    territory = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield territory
    territory.close()


@pytest.fixture
def bench(territory):
    return territory.context(territory.operator())


def lines_of(territory, operation):
    with territory.record.read() as session:
        query = select(AuditLine).where(AuditLine.operation == operation)
        return [(line.decision, line.reason) for line in session.exec(query)]


def take_out_half_of_the_young(folder):
    """Write an extract again under its name, as after many erasures."""
    paths = list(folder.glob("*.parquet"))
    for path in paths:
        rows = pd.read_parquet(path)
        if "person" in rows:
            rows[rows["person"] % 2 == 0].to_parquet(path, index=False)


@pytest.mark.parametrize("operation", WORKS)
def test_each_question_writes_its_line_though_it_was_just_asked(
    territory, bench, operation
):
    for _time in range(2):
        WORKS[operation](bench, name=COHORT, extract=EXTRACT)

    told = ("allowed", f"extract {EXTRACT}")
    assert lines_of(territory, operation)[-2:] == [told, told]


def test_who_was_taken_out_of_an_extract_is_in_no_answer_that_follows(bench, territory):
    before = follow_states(bench, name=COHORT, extract=EXTRACT)

    take_out_half_of_the_young(territory.folder / "extracts" / EXTRACT)
    after = follow_states(bench, name=COHORT, extract=EXTRACT)

    assert after.n.n < 0.7 * before.n.n


@pytest.mark.parametrize("operation", WORKS)
def test_an_extract_that_was_removed_is_not_answered_from_before(
    territory, bench, operation
):
    WORKS[operation](bench, name=COHORT, extract=EXTRACT)

    shutil.rmtree(territory.folder / "extracts" / EXTRACT)

    with pytest.raises(ExtractMissing):
        WORKS[operation](bench, name=COHORT, extract=EXTRACT)


def test_an_answer_just_given_to_an_evaluator_is_refused_to_another_role(
    territory, bench
):
    follow_states(bench, name=COHORT, extract=EXTRACT)
    worker = replace(territory.operator(), role="case_worker")

    with pytest.raises(AccessDenied):
        follow_states(territory.context(worker), name=COHORT, extract=EXTRACT)

    assert lines_of(territory, "workbench.states")[-1][0] == "denied"
