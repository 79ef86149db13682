"""Exposure that changes with time, landmarks and E-values: the digits that R gives."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.exposure.cases import ExposureNames, cases_from_frame, exposed_at_origin
from cohorts.exposure.evalue import e_value
from cohorts.exposure.failures import EverExposed
from cohorts.exposure.landmark import landmark_grid
from cohorts.exposure.splitting import split_at_exposure
from cohorts.exposure.time_varying import fit_time_varying
from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical


DATA = Path(__file__).parent / "data"
ROUNDED = 1e-6  # R's default stop shows in the eighth digit
COVARIATES = [Categorical("gcse5eq"), Categorical("male")]


@cache
def read(name):
    return pd.read_csv(DATA / name)


def mvad():
    names = ExposureNames("T", "E", "first_training", entry=None, person="id")
    return cases_from_frame(read("mvad_sustained_employment.csv"), names=names)


def expected(model):
    rows = read("mvad_immortal_time.csv")
    return rows[rows["model"] == model]


def equal_to_r(model, rows):
    for one, (_place, row) in zip(model.coefficients, rows.iterrows(), strict=True):
        ours = [one.estimate, one.ratio, one.std_error, one.p, *one.ratio_limits]
        theirs = row[["coef", "hr", "se", "p", "lower", "upper"]].tolist()

        assert ours == pytest.approx(theirs, rel=ROUNDED)
    assert model.n_rows == rows["n"].iloc[0]
    assert model.n_events == rows["nevent"].iloc[0]
    assert model.log_likelihood == pytest.approx(rows["loglik"].iloc[0], rel=ROUNDED)


def test_episodes_switch_at_the_end_of_the_month_as_in_the_reference():
    ours = split_at_exposure(mvad())
    theirs = read("mvad_training_tv_long.csv")
    columns = ["start", "stop", "cause", "exposed", "gcse5eq", "male"]
    names = ["start", "stop", "event", "training", "gcse5eq", "male"]

    assert np.array_equal(ours[columns].to_numpy(), theirs[names].to_numpy())


def test_time_varying_exposure_equals_r():
    found = fit_time_varying(mvad(), COVARIATES)

    equal_to_r(found.model, expected("time-varying"))
    assert found.effects[0].ratio == pytest.approx(1.77898080212188, rel=ROUNDED)
    assert found.n == found.n_persons == 712


def test_landmark_at_twelve_months_equals_r():
    (found,) = landmark_grid(mvad(), [12], COVARIATES).landmarks

    equal_to_r(found.model, expected("landmark 12"))
    assert found.n == 591


def test_ever_trained_is_refused_where_r_gives_a_ratio_near_one():
    """R answers 1.06; the association that it hides is 1.78."""
    rows = read("mvad_sustained_employment.csv")
    names = [Categorical("ever_training"), *COVARIATES]
    naive = fit_cox(cells_from_frame(rows, names, names=Names("T", "E"))).model

    equal_to_r(naive, expected("naive ever-training (immortal time)"))
    with pytest.raises(EverExposed):
        exposed_at_origin(mvad())


@pytest.mark.parametrize(
    ("rare", "name"), [(False, "evalue_common"), (True, "evalue_rare")]
)
def test_e_value_of_financial_aid_equals_r(rare, name):
    told = json.loads((DATA / "evalue_rossi.json").read_text())
    found = e_value(told["rossi_fin_hr"], rare=rare)

    assert found.point == pytest.approx(told[name], rel=1e-10)


def test_e_value_of_the_limit_equals_r():
    told = json.loads((DATA / "evalue_rossi.json").read_text())
    found = e_value(told["rossi_fin_hr"], 0.4, told["upper"])

    assert found.limit == pytest.approx(told["evalue_ci_common"], rel=1e-10)
