"""Fine-Gray with late entry against R `finegray`; values of `r/fine_gray_late.R`."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.design import Categorical
from cohorts.regression.fine_gray import fit_fine_gray


DATA = Path(__file__).parent / "data"
COVARIATES = [Categorical(n) for n in ("male", "gcse5eq", "funemp", "livboth")]
CLOCKS = {"month_in": "month_out", "met": "duration", "met_day": "day"}
CLOSE = 1e-9  # relative


@pytest.mark.parametrize("dense", [True, False], ids=["table", "sums"])
@pytest.mark.parametrize("cause", [1, 2])
@pytest.mark.parametrize("entry", CLOCKS, ids=["calendar", "spell", "without_ties"])
def test_coefficients_and_errors_equal_finegray_with_entry_times(entry, cause, dense):
    wanted = json.loads((DATA / "fine_gray_late_r.json").read_text())[
        f"{entry}_{cause}"
    ]
    cells = cells_from_frame(
        pd.read_csv(DATA / "fine_gray_late.csv"),
        COVARIATES,
        names=Names(entry=entry, exit=CLOCKS[entry], cause="cause"),
    )

    model = fit_fine_gray(cells, cause=cause, dense=dense).model

    own = np.sqrt(np.diag(model.model_covariance))
    np.testing.assert_allclose(model.beta, wanted["coef"], rtol=CLOSE)
    np.testing.assert_allclose(model.errors, wanted["robust_se"], rtol=CLOSE)
    np.testing.assert_allclose(own, wanted["se"], rtol=CLOSE)
    np.testing.assert_allclose(
        [model.null_log_likelihood, model.log_likelihood], wanted["loglik"], rtol=CLOSE
    )
