"""Models, situations and paths of a cohort, from the demonstration's own extract."""

import os
import re
from datetime import UTC, datetime

import numpy as np
import pytest

from cohorts.disclosure.failures import TooFew
from cohorts.exposure.failures import NobodyToCompare
from cohorts.operations import run_cohort
from cohorts.workbench.exposures import follow_exposure
from cohorts.workbench.failures import (
    CovariatesMissing,
    NobodyFollowed,
    OutcomeUnknown,
)
from cohorts.workbench.models import KINDS, fit_cohort_model
from cohorts.workbench.paths import type_paths
from cohorts.workbench.situations import OTHERS, pooled
from cohorts.workbench.states import follow_states
from parcours.access.failures import AccessDenied
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    return Territory.open(
        folder, environ=dict(os.environ), now=lambda: datetime.now(UTC)
    )


@pytest.fixture(scope="module")
def bench(territory):
    return territory.context(territory.operator())


@pytest.fixture(scope="module")
def states(bench):
    return follow_states(bench, name=COHORT)


@pytest.fixture(scope="module")
def paths(bench):
    return type_paths(bench, name=COHORT, months=12)


def test_levels_with_few_events_take_no_part_and_are_named(bench):
    answer = fit_cohort_model(bench, name=COHORT, covariates=("qpv", "age_band"))
    taking_part = {(level.covariate, level.code) for level in answer.levels}
    hidden = {(group, code) for group, codes in answer.hidden.items() for code in codes}
    assert hidden
    assert not taking_part & hidden
    assert answer.n.n % 6 == 0


def test_each_adjusted_curve_falls_from_one(bench):
    answer = fit_cohort_model(bench, name=COHORT, covariates=("sex",))
    for curve in answer.adjusted:
        assert np.all(np.diff(curve.estimate) <= 0)
        assert 0 <= curve.estimate[-1] <= curve.estimate[0] <= 1


def test_a_model_without_covariate_is_refused(bench):
    with pytest.raises(CovariatesMissing):
        fit_cohort_model(bench, name=COHORT, covariates=())


def test_an_outcome_that_is_not_defined_is_refused(bench):
    with pytest.raises(OutcomeUnknown) as refusal:
        fit_cohort_model(bench, name=COHORT, covariates=("sex",), cause="bonheur")
    assert refusal.value.known[0] == "solution"


def assert_whole_or_kept_back(shares):
    """Every month adds up; where one share is kept back, another is with it."""
    kept_back = np.isnan(shares).sum(axis=1)
    told = np.nansum(shares, axis=1)
    assert np.any(kept_back == 0)
    assert np.all(kept_back != 1)
    assert told[kept_back == 0] == pytest.approx(1)
    assert np.all(told[kept_back > 0] < 1)


def assert_nobody_reads_like_few(shares, there):
    """Kept back: the empty, and never one alone of those where somebody is."""
    unknown = np.isnan(shares)
    told = np.nansum(shares, axis=1)
    assert np.all(unknown[there == 0])
    assert np.all((unknown & (there > 0)).sum(axis=1) != 1)
    whole = ~(unknown & (there > 0)).any(axis=1)
    assert np.any(whole)
    assert told[whole] == pytest.approx(1)
    assert np.all(told[~whole] < 1)


def test_the_shares_in_situations_add_up_each_month(states):
    shares = np.stack([curve.estimate for curve in states.curves], axis=1)
    there = np.stack([curve.n_at_risk for curve in states.curves], axis=1)
    assert_nobody_reads_like_few(shares, there)
    assert states.curves[0].times[0] == 0


def test_the_expected_months_add_up_to_the_horizon(states):
    assert sum(stay.months for stay in states.stays) == pytest.approx(24)


def test_small_numbers_of_changes_are_not_told(states):
    told = [passage.n for passage in states.passages]
    assert all(n.under or n.n >= 9 for n in told)


def test_a_month_holds_each_path_once(paths):
    assert_whole_or_kept_back(paths.shares)
    assert paths.mean_months.sum() == pytest.approx(12)


def test_no_block_or_type_stands_for_fewer_persons_than_the_threshold(paths):
    assert paths.block_size >= 5
    assert len(paths.blocks) <= paths.n.n / paths.block_size + len(paths.types) + 1
    assert all(kind.n.under or kind.n.n >= 6 for kind in paths.types)


def test_the_path_known_too_short_are_counted(bench, paths):
    cohort = run_cohort(bench, name=COHORT)
    together = paths.n.n + paths.n_left_out.n
    assert together == pytest.approx(cohort.whole.estimate.n, abs=12)


def test_a_length_that_nobody_reaches_is_refused(bench):
    with pytest.raises(NobodyFollowed):
        type_paths(bench, name=COHORT, months=600)


@pytest.mark.parametrize("work", [follow_states, type_paths])
@pytest.mark.parametrize("role", ["case_worker", "policy_officer"])
def test_only_evaluators_work_at_the_bench(territory, work, role):
    from dataclasses import replace

    principal = replace(territory.operator(), role=role)
    with pytest.raises(AccessDenied):
        work(territory.context(principal), name=COHORT)


def test_a_rare_situation_is_never_alone_among_the_others():
    told = pooled({"a": 40, "b": 9, "c": 2}, threshold=5)
    assert told == {"a": "a", "b": OTHERS, "c": OTHERS}


def test_frequent_situations_keep_their_names():
    assert pooled({"a": 40, "b": 9}, threshold=5) == {"a": "a", "b": "b"}


def test_an_outcome_is_read_beside_an_action_by_time_since_it(bench):
    answer = follow_exposure(bench, name=COHORT, kinds=("entretien_psad",))
    assert answer.low < answer.ratio < answer.high
    assert [one.from_month for one in answer.windows] == [0, 3, 12]
    assert [one.ratio for one in answer.windows] == [None] * 3  # few outcomes in each
    assert answer.wording == "association"
    assert answer.n_exposed.n % 6 == 0


def test_an_action_that_nobody_lived_is_refused(bench):
    with pytest.raises(NobodyToCompare):
        follow_exposure(bench, name=COHORT, kinds=("vvv",))


def test_an_action_that_a_few_lived_is_refused(bench):
    with pytest.raises((TooFew, NobodyToCompare)):
        follow_exposure(bench, name=COHORT, kinds=("chantier_contrepartie",))


def test_an_outcome_that_is_not_defined_is_refused_beside_an_action(bench):
    with pytest.raises(OutcomeUnknown):
        follow_exposure(bench, name=COHORT, kinds=("cej",), cause="bonheur")


def test_levels_count_the_young_people_of_the_model_alone(bench):
    answer = fit_cohort_model(bench, name=COHORT, covariates=("qpv", "age_band"))
    whole = answer.n.n
    assert any(answer.hidden.values())
    for covariate in ("qpv", "age_band"):
        told = [level.n.n for level in answer.levels if level.covariate == covariate]
        if told:
            assert abs(sum(told) - whole) <= 3 * (len(told) + 1)


@pytest.mark.parametrize("kind", KINDS)
def test_no_note_of_a_model_counts_heads_out_of_blocks(bench, kind):
    answer = fit_cohort_model(bench, name=COHORT, covariates=("sex",), kind=kind)
    for note in answer.model.notes:
        for n in re.findall(r"(?<!< )\b(\d+) (?:lignes|personnes|événements)", note):
            assert int(n) >= 12 - 6 // 2
            assert int(n) % 6 == 0
