"""Scores, weights, weighted curves and standardisation: the digits that R gives."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.exposure.adjusted import standardised_curves, weighted_curves
from cohorts.exposure.balance import measure_balance
from cohorts.exposure.cases import ExposureNames, cases_from_frame
from cohorts.exposure.groups import two_groups
from cohorts.exposure.logit import fit_logit
from cohorts.exposure.weighting import weigh_groups
from cohorts.regression.design import Categorical


DATA = Path(__file__).parent / "data"
COVARIATES = ["male", "catholic", "Grammar", "gcse5eq", "livboth"]
CLOSE = 1e-9
TARGETS = ["all", "treated", "overlap"]


@cache
def reference():
    return json.loads((DATA / "exposure_r.json").read_text())


@cache
def frame():
    return pd.read_csv(DATA / "mvad_sustained_employment.csv")


def groups(covariates=COVARIATES):
    names = ExposureNames("T", "E", "first_training", entry=None, person="id")
    return two_groups(
        cases_from_frame(frame(), names=names),
        [Categorical(name) for name in covariates],
        column="funemp",
    )


def rng():
    return np.random.default_rng(1)


def test_logistic_regression_equals_glm():
    rows = frame()
    fit = fit_logit(
        rows[COVARIATES].to_numpy(float),
        rows["funemp"].to_numpy(float),
        np.ones(len(rows)),
        names=COVARIATES,
    )
    told = reference()["logit"]

    assert fit.beta == pytest.approx(told["coef"], rel=CLOSE)
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(told["se"], rel=CLOSE)
    assert fit.log_likelihood == pytest.approx(told["loglik"][0], rel=CLOSE)


@pytest.mark.parametrize("target", TARGETS)
def test_weighted_cox_curves_and_means_equal_survival(target):
    told = reference()[target]
    found = weighted_curves(
        groups(), horizon=48, rng=rng(), target=target, truncate=None, n_draws=20
    )
    (ratio,) = found.model.coefficients
    months = [12, 24, 48]
    ours = [
        curve.estimate[np.searchsorted(curve.times, months)] for curve in found.curves
    ]
    _share, mean, _ratio = found.contrasts

    assert ratio.estimate == pytest.approx(told["coef"][0], rel=CLOSE)
    assert ratio.std_error == pytest.approx(told["robust"][0], rel=CLOSE)
    assert np.concatenate(ours) == pytest.approx(told["incidence"], rel=CLOSE)
    assert [mean.control, mean.treated] == pytest.approx(told["rmst48"], rel=CLOSE)


@pytest.mark.parametrize("target", TARGETS)
def test_balance_equals_the_differences_by_hand_in_r(target):
    both = groups()
    weights = weigh_groups(both, target=target, truncate=None)
    balance = measure_balance(both, weights.weight, chance=weights.chance)
    rows = {row.name.removesuffix("=1"): row for row in balance.rows}
    ordered = [rows[name] for name in [*COVARIATES, "score"]]
    told = reference()

    assert [row.difference for row in ordered] == pytest.approx(
        told["unweighted_smd"], rel=CLOSE
    )
    assert [row.difference_after for row in ordered] == pytest.approx(
        told[target]["smd"], rel=1e-7, abs=1e-12
    )
    assert weights.effective == pytest.approx(told[target]["effective"], rel=CLOSE)


def test_standardised_shares_equal_those_by_hand_in_r():
    found = standardised_curves(
        groups(["male", "gcse5eq"]), horizon=48, rng=rng(), n_draws=20
    )
    share = found.contrasts[0]

    assert [share.control, share.treated] == pytest.approx(
        reference()["standardised48"], rel=CLOSE
    )
