"""Firth's Cox model against R `coxphf`, by values that others published."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.design import Numeric
from cohorts.regression.firth import fit_firth


DATA = Path(__file__).parent / "data"
TERMS = ("separator", "x1", "x2", "x3")
STOP = 1e-6  # relative; coxphf rests there


def test_two_persons_have_the_ratio_of_three_that_heinze_and_schemper_derive():
    two = pd.DataFrame({"x": [1.0, 0.0], "exit": [1, 2], "cause": [1, 0]})

    model = fit_firth(cells_from_frame(two, [Numeric("x")]))

    assert model.beta[0] == pytest.approx(np.log(3), rel=1e-9)


def test_a_monotone_likelihood_gives_the_coefficients_errors_and_tests_of_coxphf():
    cells = cells_from_frame(
        pd.read_csv(DATA / "firth_monotone.csv"),
        [Numeric(name) for name in TERMS],
        names=Names(exit="time", cause="event"),
    )

    model = fit_firth(cells)

    np.testing.assert_allclose(
        model.beta,
        [3.8815800583, 0.6042066427, -0.4202139201, 1.0415063080],
        rtol=STOP,
    )
    np.testing.assert_allclose(
        model.errors,
        [1.4430190269, 0.1599607483, 0.2541800107, 0.3128784410],
        rtol=STOP,
    )
    tests = {test.name: test for test in model.tests}
    assert tests["likelihood-ratio"].statistic == pytest.approx(57.6071, rel=STOP)
    np.testing.assert_allclose(
        [tests[name].p for name in TERMS],
        [7.318984974e-09, 1.686334002e-04, 9.295083722e-02, 8.463066114e-04],
        rtol=STOP,
    )


def test_limits_are_those_of_the_profile_that_coxphf_gives():
    cells = cells_from_frame(
        pd.read_csv(DATA / "firth_monotone.csv"),
        [Numeric(name) for name in TERMS],
        names=Names(exit="time", cause="event"),
    )

    model = fit_firth(cells)

    np.testing.assert_allclose(
        [(one.low, one.high) for one in model.coefficients],
        [
            (1.9343469272, 8.7215676015),
            (0.2921186188, 0.9164270978),
            (-0.9217200647, 0.0699415336),
            (0.4348431279, 1.6550461482),
        ],
        rtol=STOP,
    )
    np.testing.assert_allclose(
        [one.p for one in model.coefficients],
        [7.318984974e-09, 1.686334002e-04, 9.295083722e-02, 8.463066114e-04],
        rtol=STOP,
    )
