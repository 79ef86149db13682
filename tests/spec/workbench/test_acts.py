"""Outcomes beside an action by honest designs, where in truth it does nothing."""

import os
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from cohorts.definition.language import DAYS_PER_MONTH
from cohorts.disclosure.failures import TooFew
from cohorts.event_table.followed import read_exposed
from cohorts.exposure.failures import OptionImpossible
from cohorts.workbench.alike import compare_alike
from cohorts.workbench.exposures import follow_exposure
from cohorts.workbench.failures import (
    ActionUnknown,
    CovariatesMissing,
    EverAsked,
    NobodyFollowed,
    OutcomeUnknown,
)
from cohorts.workbench.frame import open_cohort
from cohorts.workbench.landmarks import compare_at_landmarks
from cohorts.workbench.situations import OTHERS
from cohorts.workbench.trials import emulate_strategies
from parcours.access.failures import AccessDenied
from parcours.territory.opening import Territory
from tests import acts_house
from tests.acts_house import NAME, write_extract
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"
ACTION, FEW = (acts_house.ACTION,), (acts_house.FEW,)
ALIKE_ON = ("sex",)
BLOCK = 6


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    extracts = folder / "extracts"
    write_extract(next(extracts.iterdir()), extracts / NAME)
    return Territory.open(
        folder, environ=dict(os.environ), now=lambda: datetime.now(UTC)
    )


@pytest.fixture(scope="module")
def bench(territory):
    return territory.context(territory.operator())


@pytest.fixture(scope="module")
def landmarks(bench):
    return compare_at_landmarks(
        bench, name=COHORT, extract=NAME, kinds=ACTION, landmarks=(3,)
    )


@pytest.fixture(scope="module")
def trial(bench):
    return emulate_strategies(
        bench,
        name=COHORT,
        extract=NAME,
        kinds=ACTION,
        covariates=("sex",),
        grace_months=3,
        horizon_months=12,
        n_draws=25,
    )


@pytest.fixture(scope="module")
def alike(bench):
    return compare_alike(
        bench,
        name=COHORT,
        extract=NAME,
        kinds=ACTION,
        covariates=ALIKE_ON,
        at_month=1,
        horizon_months=6,
        n_draws=25,
    )


@pytest.fixture(scope="module")
def rows(bench):
    """The cases themselves, for a count by hand."""

    with open_cohort(bench, name=COHORT, extract=NAME) as cohort:
        return read_exposed(cohort.engine, kinds=ACTION, clock="days")


def told_as(count):
    return (count + BLOCK // 2) // BLOCK * BLOCK


def test_a_landmark_compares_who_is_still_followed_by_what_was_done_by_then(
    landmarks, rows
):
    (one,) = landmarks.landmarks
    at = 3 * DAYS_PER_MONTH
    there = rows[(rows.exit > at) & (rows.entry <= at)]
    reached = there[there.exposed <= at]
    assert one.n.n == told_as(len(there))
    assert one.n_reached.n == told_as(len(reached))
    assert one.n_others.n == told_as(len(there) - len(reached))


def test_the_share_after_a_landmark_is_the_one_counted_by_hand(landmarks, rows):
    (one,) = landmarks.landmarks
    at = 3 * DAYS_PER_MONTH
    there = rows[(rows.exit > at) & (rows.entry <= at)]
    reached = there[there.exposed <= at]
    left = 1.0
    for day, events in _ties(reached).items():
        if day <= 2 * at:
            left *= 1 - events / (reached.exit >= day).sum()
    (curve,) = [side for side in one.curves if side.is_reached]
    assert curve.estimate[3] == pytest.approx(1 - left, abs=1e-12)


def _ties(rows):
    return rows.exit[rows.cause == 1].value_counts().to_dict()


def test_curves_after_a_landmark_are_read_at_whole_months_from_nought(landmarks):
    for one in landmarks.landmarks:
        for curve in one.curves:
            assert np.all(curve.months == np.arange(len(curve.months)))
            assert curve.estimate[0] == 0
            assert np.all(np.diff(curve.estimate) >= 0)
            assert np.all(curve.low <= curve.estimate)
            assert np.all(curve.estimate <= curve.high)


def test_a_landmark_without_enough_on_a_side_has_no_ratio_and_no_curve(bench):
    answer = compare_at_landmarks(
        bench, name=COHORT, extract=NAME, kinds=ACTION, landmarks=(3, 40)
    )
    late = answer.landmarks[1]
    assert (late.ratio, late.windows, late.curves, late.e_value) == (None, (), (), None)


def test_landmarks_that_nobody_was_reached_by_are_refused(bench):
    with pytest.raises(TooFew):
        compare_at_landmarks(bench, name=COHORT, extract=NAME, kinds=("vvv",))


def test_a_landmark_at_the_origin_is_refused(bench):
    with pytest.raises(OptionImpossible):
        compare_at_landmarks(
            bench, name=COHORT, extract=NAME, kinds=ACTION, landmarks=(0,)
        )


def test_a_crude_landmark_shows_the_difference_between_the_sexes(landmarks):
    (one,) = landmarks.landmarks
    assert one.low > 1  # the action does nothing: this is why it is no effect
    assert landmarks.wording == "association"


def test_a_trial_finds_the_share_of_all_under_both_strategies_as_is_true(trial, rows):
    eligible = rows[(rows.exposed_before == 0) & ~(rows.exposed <= 0)]
    until = trial.horizon_months * DAYS_PER_MONTH
    of_all = ((eligible.cause == 1) & (eligible.exit <= until)).mean()
    for curve in trial.curves:
        assert curve.estimate[-1] == pytest.approx(of_all, abs=0.03)
        assert curve.low[-1] < of_all < curve.high[-1]
    assert all(gap.low <= 0 <= gap.high for gap in trial.gaps)


@pytest.mark.parametrize("how", ["weighted", "matched"])
def test_groups_made_alike_in_sex_show_no_association_as_is_true(bench, how):
    answer = compare_alike(
        bench,
        name=COHORT,
        extract=NAME,
        kinds=ACTION,
        covariates=ALIKE_ON,
        how=how,
        n_draws=25,
    )
    assert answer.low < 1 < answer.high
    assert answer.worst < 0.01
    assert answer.balance[0].difference > 0.5
    assert all(gap.low <= 0 <= gap.high for gap in answer.gaps)


def test_a_trial_speaks_of_an_estimated_effect_under_its_assumptions(trial):
    assert trial.wording == "effet estimé, sous les hypothèses déclarées"
    assert trial.covariates == ("sex",)
    assert [curve.is_reached for curve in trial.curves] == [False, True]


def test_the_difference_of_a_trial_is_the_difference_of_its_curves(trial):
    others, started = trial.curves
    for gap in trial.gaps:
        between = started.estimate[gap.month] - others.estimate[gap.month]
        assert gap.difference == pytest.approx(between)
        assert gap.low <= gap.difference <= gap.high
    assert trial.gaps[-1].month == trial.horizon_months


def test_the_same_seed_gives_the_same_limits(bench, trial):
    again = emulate_strategies(
        bench,
        name=COHORT,
        extract=NAME,
        kinds=ACTION,
        covariates=("sex",),
        grace_months=3,
        horizon_months=12,
        n_draws=25,
    )
    assert again.gaps == trial.gaps


def test_who_had_the_action_before_is_not_eligible_and_is_counted(trial, rows):
    before = ((rows.exposed_before == 1) | (rows.exposed <= 0)).sum()
    assert trial.n_before.n == told_as(before)
    assert trial.n.n == told_as(len(rows) - before)


def test_a_trial_that_few_are_followed_through_is_refused(bench):
    with pytest.raises((NobodyFollowed, TooFew)):
        emulate_strategies(
            bench,
            name=COHORT,
            extract=NAME,
            kinds=ACTION,
            covariates=("sex",),
            horizon_months=40,
            n_draws=20,
        )


def test_a_trial_whose_grace_is_its_follow_up_is_refused(bench):
    with pytest.raises(OptionImpossible):
        emulate_strategies(
            bench,
            name=COHORT,
            extract=NAME,
            kinds=ACTION,
            covariates=("sex",),
            grace_months=6,
            horizon_months=6,
        )


def test_a_trial_without_covariate_is_refused(bench):
    with pytest.raises(CovariatesMissing):
        emulate_strategies(
            bench, name=COHORT, extract=NAME, kinds=ACTION, covariates=()
        )


def test_weights_make_both_sides_alike(alike):
    assert alike.design == "weighted"
    assert alike.alike
    assert alike.worst < 0.1 < abs(alike.balance[0].difference)


def test_pairs_are_told_with_those_who_have_no_like(bench):
    answer = compare_alike(
        bench,
        name=COHORT,
        extract=NAME,
        kinds=ACTION,
        covariates=ALIKE_ON,
        how="matched",
        at_month=1,
        horizon_months=6,
        n_draws=25,
    )
    assert answer.design == "matched"
    assert answer.n_pairs.n % BLOCK == 0
    assert answer.n_unmatched.under or answer.n_unmatched.n % BLOCK == 0
    assert answer.n_effective is None


def test_no_level_of_the_balance_rests_on_fewer_than_the_threshold(alike):
    for row in alike.balance:
        assert row.level != OTHERS
        for share, side in (
            (row.reached, alike.n_reached),
            (row.others, alike.n_others),
        ):
            assert share * (side.n + BLOCK / 2) >= 5
            assert (1 - share) * (side.n + BLOCK / 2) >= 5


def test_a_way_of_making_alike_that_does_not_exist_is_refused(bench):
    with pytest.raises(OptionImpossible):
        compare_alike(
            bench,
            name=COHORT,
            extract=NAME,
            kinds=ACTION,
            covariates=ALIKE_ON,
            how="magic",
        )


def test_a_comparison_beyond_what_is_followed_names_no_last_day(bench):
    with pytest.raises(NobodyFollowed) as refusal:
        compare_alike(
            bench,
            name=COHORT,
            extract=NAME,
            kinds=ACTION,
            covariates=ALIKE_ON,
            at_month=1,
            horizon_months=48,
        )
    assert "48 mois" in refusal.value.what


def test_an_action_that_a_few_lived_is_refused_by_every_design(bench):
    with pytest.raises(TooFew):
        compare_at_landmarks(bench, name=COHORT, extract=NAME, kinds=FEW)
    with pytest.raises(TooFew):
        emulate_strategies(
            bench, name=COHORT, extract=NAME, kinds=FEW, covariates=ALIKE_ON
        )
    with pytest.raises(TooFew):
        compare_alike(bench, name=COHORT, extract=NAME, kinds=FEW, covariates=ALIKE_ON)


def test_an_outcome_that_is_not_defined_is_refused_by_every_design(bench):
    for compare in (compare_at_landmarks, emulate_strategies, compare_alike):
        more = {} if compare is compare_at_landmarks else {"covariates": ALIKE_ON}
        with pytest.raises(OutcomeUnknown):
            compare(
                bench, name=COHORT, extract=NAME, kinds=ACTION, cause="bonheur", **more
            )


def test_ever_took_part_is_refused_with_the_wait_of_those_who_did(bench, rows):
    with pytest.raises(EverAsked) as refusal:
        follow_exposure(bench, name=COHORT, extract=NAME, kinds=ACTION, design="ever")
    ever = rows[rows.exposed < rows.exit]
    begins = ever.entry.clip(lower=0)
    waited = (ever.exposed - begins).clip(lower=0).sum() / (ever.exit - begins).sum()
    assert refusal.value.waited == pytest.approx(waited)
    assert f"{round(100 * waited)} %" in refusal.value.what
    assert "essai reconstitué" in refusal.value.remedy


def test_the_wait_of_a_few_is_not_told(bench):
    with pytest.raises(EverAsked) as refusal:
        follow_exposure(bench, name=COHORT, extract=NAME, kinds=FEW, design="ever")
    assert refusal.value.waited is None


def test_a_design_that_does_not_exist_is_refused(bench):
    with pytest.raises(OptionImpossible):
        follow_exposure(bench, name=COHORT, extract=NAME, kinds=ACTION, design="naive")


def test_a_negative_control_that_few_met_says_nothing(bench):
    (one,) = compare_at_landmarks(
        bench, name=COHORT, extract=NAME, kinds=ACTION, landmarks=(3,), control="deces"
    ).landmarks
    assert one.control.verdict is None


@pytest.mark.parametrize(
    "work", [compare_at_landmarks, emulate_strategies, compare_alike]
)
@pytest.mark.parametrize("role", ["case_worker", "policy_officer"])
def test_only_evaluators_compare_by_actions(territory, work, role):
    principal = replace(territory.operator(), role=role)
    more = {} if work is compare_at_landmarks else {"covariates": ALIKE_ON}
    with pytest.raises(AccessDenied):
        work(
            territory.context(principal),
            name=COHORT,
            extract=NAME,
            kinds=ACTION,
            **more,
        )


def test_an_action_that_nobody_knows_is_refused_with_those_that_are(bench):
    for asked in (follow_exposure, compare_at_landmarks):
        with pytest.raises(ActionUnknown) as refusal:
            asked(bench, name=COHORT, extract=NAME, kinds=("nimporte",))
        assert acts_house.ACTION in refusal.value.known
