"""Two groups known at time zero: made alike, compared, refused where they cannot be."""

import json

import numpy as np
import pandas as pd
import pytest

from cohorts.exposure.adjusted import (
    matched_curves,
    standardised_curves,
    weighted_curves,
)
from cohorts.exposure.balance import measure_balance
from cohorts.exposure.cases import cases_from_frame
from cohorts.exposure.failures import (
    BeyondFollowUp,
    EverExposed,
    ExposureRefused,
    GroupsDoNotOverlap,
    NobodyToCompare,
    NotTwoGroups,
    OptionImpossible,
)
from cohorts.exposure.groups import two_groups
from cohorts.exposure.logit import fit_logit
from cohorts.exposure.matching import match_groups
from cohorts.exposure.weighting import effective_size, weigh_groups
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.failures import (
    CollinearCovariates,
    ConstantCovariate,
    Separation,
)
from cohorts.regression.table_failures import ColumnMissing


BOTH = [Categorical("diploma"), Categorical("area")]
HORIZON = 24


def rng(seed=5):
    return np.random.default_rng(seed)


def drawn(n=4_000, seed=2, ratio=1.0, causes=1):
    """Diploma and area bring both the action and the event; `ratio` is the truth."""
    chance = rng(seed)
    diploma, area = chance.integers(0, 2, n), chance.integers(0, 3, n)
    joined = chance.random(n) < 0.2 + 0.3 * diploma + 0.1 * area
    hazard = 0.02 * np.exp(0.9 * diploma + 0.3 * area) * np.where(joined, ratio, 1)
    event = chance.geometric(np.minimum(hazard, 1))
    leaving = np.minimum(event, chance.integers(20, 37, n))
    return pd.DataFrame(
        {
            "person": np.arange(n),
            "entry": 0,
            "exit": leaving,
            "cause": (event <= leaving) * chance.integers(1, causes + 1, n),
            "exposed": np.nan,
            "joined": np.where(joined, "oui", "non"),
            "diploma": diploma,
            "area": np.array(["a", "b", "c"])[area],
            "age": 16 + diploma + chance.random(n),
        }
    )


def groups(covariates=BOTH, cause=None, **options):
    cases = cases_from_frame(drawn(**options))
    return two_groups(cases, covariates, column="joined", treated="oui", cause=cause)


def truth(ratio=1.0, months=HORIZON):
    """Share with the event by a month, in each group, in the mix of the cohort."""
    shares = []
    for factor in (1.0, ratio):
        hazards = [
            0.02 * np.exp(0.9 * d + 0.3 * a) * factor for d in (0, 1) for a in range(3)
        ]
        shares.append(np.mean([1 - (1 - h) ** months for h in hazards]))
    return shares


def way(name, both, n_draws=40):
    options = {"horizon": HORIZON, "rng": rng(), "n_draws": n_draws}
    if name == "weighted":
        return weighted_curves(both, **options)
    if name == "matched":
        return matched_curves(both, match_groups(both), **options)
    return standardised_curves(both, **options)


def test_unadjusted_groups_differ_where_the_action_does_nothing():
    """The control of the next tests: what confounding makes of this cohort."""
    both = groups()
    crude = measure_balance(both, np.ones(both.n))
    shares = [
        drawn()["cause"][(drawn()["joined"] == side) & (drawn()["exit"] <= 20)].sum()
        / (drawn()["joined"] == side).sum()
        for side in ("non", "oui")
    ]

    assert crude.worst > 0.4
    assert not crude.alike
    assert crude.notes
    assert shares[1] - shares[0] > 0.08


@pytest.mark.parametrize("name", ["weighted", "matched", "standardised"])
def test_groups_made_alike_do_not_differ_where_the_action_does_nothing(name):
    """Within three standard errors; the crude difference is eight away."""
    share, mean, ratio = way(name, groups()).contrasts

    assert abs(share.estimate) < 3 * share.std_error < 0.07
    assert abs(mean.estimate) < 3 * mean.std_error < 1.1
    assert ratio.estimate == pytest.approx(1, abs=0.12)


@pytest.mark.parametrize("name", ["weighted", "standardised"])
def test_the_true_shares_of_the_cohort_are_found(name):
    found = way(name, groups(n=12_000, ratio=1.6), n_draws=30)
    share = found.contrasts[0]
    control, treated = truth(ratio=1.6)

    assert share.control == pytest.approx(control, abs=0.015)
    assert share.treated == pytest.approx(treated, abs=0.015)
    assert share.low < treated - control < share.high


@pytest.mark.parametrize("name", ["weighted", "matched", "standardised"])
def test_the_same_seed_gives_the_same_limits(name):
    both = groups(n=600)

    assert way(name, both, 20).as_dict() == way(name, both, 20).as_dict()


@pytest.mark.parametrize("name", ["weighted", "matched", "standardised"])
def test_results_are_plain_json_without_a_person(name):
    found = way(name, groups(n=400), 20)
    text = json.dumps(found.as_dict(), allow_nan=False)

    assert json.loads(text)["wording"] == "association"
    assert len(text) < 40_000


def test_weights_and_pairs_make_the_groups_alike():
    both = groups()
    weights = weigh_groups(both)
    matching = match_groups(both)

    for weight in (weights.weight, matching.weight):
        after = measure_balance(both, weight)
        assert after.alike
        assert not after.notes


def test_the_love_plot_is_sorted_and_shows_each_level_and_the_score():
    both = groups()
    weights = weigh_groups(both)
    rows = measure_balance(both, weights.weight, chance=weights.chance).rows
    sizes = [abs(row.difference) for row in rows[:-1]]

    assert {row.name for row in rows} == {
        "diploma=1",
        "area=a",
        "area=b",
        "area=c",
        "score",
    }
    assert sizes == sorted(sizes, reverse=True)
    assert rows[-1].name == "score"


def test_the_variance_ratio_is_told_of_numbers_only():
    both = groups([Numeric("age"), Categorical("diploma")])
    rows = {row.name: row for row in measure_balance(both, np.ones(both.n)).rows}
    ages = drawn().groupby("joined")["age"].var()

    assert rows["age"].variance_ratio == pytest.approx(ages["oui"] / ages["non"])
    assert np.isnan(rows["diploma=1"].variance_ratio)


@pytest.mark.parametrize("target", ["all", "treated", "overlap"])
def test_overlap_weights_are_within_one_and_the_treated_weigh_one(target):
    both = groups()
    weights = weigh_groups(both, target=target, truncate=None)
    treated = both.treated == 1
    if target == "treated":
        assert np.all(weights.weight[treated] == 1)
    if target == "overlap":
        assert np.all((weights.weight > 0) & (weights.weight < 1))
    if target == "all":
        assert weights.weight.mean() == pytest.approx(1, abs=0.02)


def test_truncated_weights_are_counted_and_told():
    weights = weigh_groups(groups([Numeric("age"), *BOTH]), truncate=0.05)
    low, high = weights.truncated_at

    assert weights.n_truncated > 0
    assert weights.weight.min() >= low
    assert weights.weight.max() <= high
    assert any(str(weights.n_truncated) in note for note in weights.notes)


def test_thin_overlap_is_warned_of():
    rows = drawn(n=1_000)
    # Nearly all of the diploma's holders joined, nearly none of the others.
    joined = (rows["diploma"] == 1) ^ (rng().random(len(rows)) < 0.02)
    rows["joined"] = np.where(joined, "oui", "non")
    both = two_groups(cases_from_frame(rows), BOTH, column="joined")
    weights = weigh_groups(both, truncate=None)

    assert weights.n_near > 500
    assert min(weights.effective) < 300
    assert len(weights.notes) >= 2


def test_effective_size_of_unequal_weights_is_kish_s():
    assert effective_size(np.array([1.0, 1.0, 2.0])) == pytest.approx(16 / 6)


def test_covariates_that_separate_the_groups_are_refused():
    rows = drawn(n=300)
    rows["copy"] = rows["joined"]
    both = two_groups(cases_from_frame(rows), [Categorical("copy")], column="joined")
    for ask in (weigh_groups, match_groups):
        with pytest.raises(GroupsDoNotOverlap):
            ask(both)
    with pytest.raises(GroupsDoNotOverlap):
        standardised_curves(both, horizon=12, rng=rng())


def test_a_group_made_after_time_zero_is_refused():
    rows = drawn(n=100)
    rows.loc[:30, "exposed"] = 4.0
    with pytest.raises(EverExposed):
        two_groups(cases_from_frame(rows), BOTH)


def test_exposed_at_the_origin_makes_two_groups():
    rows = drawn(n=100)
    rows["exposed"] = np.where(rows["joined"] == "oui", 0.0, np.nan)
    both = two_groups(cases_from_frame(rows), BOTH)

    assert both.treated.sum() == (rows["joined"] == "oui").sum()


def test_three_groups_or_one_are_refused():
    cases = cases_from_frame(drawn(n=100))
    with pytest.raises(NotTwoGroups):
        two_groups(cases, BOTH, column="area")
    with pytest.raises(NotTwoGroups):
        two_groups(cases, BOTH, column="joined", treated="peut-être")
    with pytest.raises(ColumnMissing):
        two_groups(cases, BOTH, column="absente")
    with pytest.raises(NobodyToCompare):
        two_groups(cases, BOTH)


def test_a_horizon_beyond_the_follow_up_of_a_group_is_refused():
    with pytest.raises(BeyondFollowUp):
        weighted_curves(groups(n=300), horizon=99, rng=rng())
    with pytest.raises(OptionImpossible):
        weighted_curves(groups(n=300), horizon=0, rng=rng())


def test_numbers_make_no_patterns_to_standardise():
    with pytest.raises(OptionImpossible):
        standardised_curves(groups([Numeric("age")], n=100), horizon=12, rng=rng())


def test_patterns_of_one_group_only_are_left_out_and_told():
    rows = drawn(n=900)
    alone = (rows["area"] == "c") & (rows["diploma"] == 1)
    rows.loc[alone, "joined"] = "oui"
    both = two_groups(cases_from_frame(rows), BOTH, column="joined")
    found = standardised_curves(both, horizon=12, rng=rng(), n_draws=20)

    assert sum(found.n) == 900 - alone.sum()
    assert any(str(alone.sum()) in note for note in found.notes)


def test_competing_outcomes_stay_competing():
    both = groups(n=3_000, causes=2, cause=1)
    found = way("weighted", both, 20)
    cases = both.cases
    share = found.contrasts[0]

    assert share.control < 0.7 * truth()[0]
    assert any("Aalen-Johansen" in note for note in found.notes)
    assert np.any(cases.cause == 2)


def test_a_logit_names_what_it_cannot_tell_apart():
    x = rng().integers(0, 2, (200, 2)).astype(float)
    yes = rng(1).integers(0, 2, 200).astype(float)
    one = np.ones(200)
    with pytest.raises(ConstantCovariate):
        fit_logit(np.column_stack((x, one)), yes, one, names=["a", "b", "c"])
    with pytest.raises(CollinearCovariates) as refusal:
        fit_logit(np.column_stack((x, x.sum(axis=1))), yes, one, names=["a", "b", "c"])
    assert (refusal.value.name, refusal.value.others) == ("c", ("a", "b"))
    with pytest.raises(Separation):
        fit_logit(x, x[:, 0], one, names=["a", "b"])


def test_every_refusal_says_what_and_how_to_mend_it_without_a_value():
    with pytest.raises(ExposureRefused) as refusal:
        weighted_curves(groups(n=300), horizon=99, rng=rng())

    error = refusal.value
    assert error.code == "EXPOSURE-006"
    assert error.remedy
    assert error.not_done
