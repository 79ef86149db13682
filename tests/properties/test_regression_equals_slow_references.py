"""Regressions on counted patterns against plain loops over persons."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.concordance import concordance
from cohorts.regression.cox import fit_cox
from cohorts.regression.curves import adjusted_curves, predict_curve
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.failures import RegressionRefused
from cohorts.regression.fine_gray import fit_fine_gray
from cohorts.regression.firth import fit_firth
from cohorts.regression.partial_likelihood import slope
from cohorts.regression.risk_sets import risk_sets
from cohorts.regression.tied_sums import efron_sums
from tests.properties import slow_regression as slow
from tests.properties.effort import tries


QUICK = tries(40)
COVARIATES = [Categorical("a"), Numeric("b")]


def row(entry, stay, event, a, b, stratum, weight):
    return slow.Row(entry, entry + stay, event, (a, b), stratum, weight)


def rows(*, late=True, n_strata=2, weighted=True, least=4):
    """Few times, so that ties, gaps and risk sets that are all events are the rule."""
    return st.lists(
        st.builds(
            row,
            st.integers(0, 4 if late else 0),
            st.integers(1, 5),
            st.integers(0, 1),
            st.integers(0, 1),
            st.integers(-2, 2),
            st.integers(0, n_strata - 1),
            st.sampled_from([0.5, 1.0, 2.25] if weighted else [1.0]),
        ),
        min_size=least,
        max_size=25,
    )


def table(given_rows):
    return pd.DataFrame(
        {
            "entry": [r.entry for r in given_rows],
            "exit": [r.exit for r in given_rows],
            "cause": [r.event for r in given_rows],
            "a": [r.x[0] for r in given_rows],
            "b": [r.x[1] for r in given_rows],
            "stratum": [r.stratum for r in given_rows],
            "weight": [r.weight for r in given_rows],
        }
    )


NAMES = Names(entry="entry", stratum=("stratum",), weight="weight")


def usable(given_rows):
    assume(any(r.event for r in given_rows))
    assume(len({r.x[0] for r in given_rows}) == 2)


@QUICK
@given(
    rows(),
    st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    st.sampled_from(["efron", "breslow"]),
    st.booleans(),
)
def test_the_partial_likelihood_equals_the_loops(given_rows, beta, ties, dense):
    usable(given_rows)
    cells = cells_from_frame(table(given_rows), COVARIATES, names=NAMES)

    found = slope(
        cells.design.x, risk_sets(cells, dense=dense), np.array(beta), ties=ties
    )

    assert found.log_likelihood == pytest.approx(
        slow.log_likelihood(given_rows, beta, ties=ties), rel=1e-10, abs=1e-10
    )
    assert found.information == pytest.approx(
        slow.information(given_rows, beta, ties=ties), rel=1e-8, abs=1e-9
    )
    step = 1e-5
    for column in range(2):
        ahead, back = np.array(beta), np.array(beta)
        ahead[column] += step
        back[column] -= step
        rise = slow.log_likelihood(given_rows, ahead, ties=ties)
        rise -= slow.log_likelihood(given_rows, back, ties=ties)
        assert found.score[column] == pytest.approx(rise / (2 * step), abs=1e-6)


def fitted(fit, *arguments, **options):
    """Fit, or leave the example aside where there is a named reason not to."""
    try:
        return fit(*arguments, **options)
    except RegressionRefused:
        assume(False)


@QUICK
@given(rows(least=8), st.booleans())
def test_the_concordance_equals_the_count_of_all_pairs(given_rows, dense):
    usable(given_rows)
    cells = cells_from_frame(table(given_rows), COVARIATES, names=NAMES)

    fit = fitted(fit_cox, cells, dense=dense)

    pairs = concordance(fit)
    assert [pairs.concordant, pairs.discordant, pairs.tied] == pytest.approx(
        slow.concordance(given_rows, fit.model.beta), abs=1e-9
    )


@QUICK
@given(rows(least=10, weighted=False))
def test_firth_is_at_the_top_of_the_penalised_likelihood(given_rows):
    usable(given_rows)
    cells = cells_from_frame(
        table(given_rows),
        COVARIATES,
        names=Names(entry="entry", stratum=("stratum",)),
    )

    model = fitted(fit_firth, cells)

    top = minimize(
        lambda beta: -slow.penalised(given_rows, beta),
        model.beta + 0.05,
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-13, "maxiter": 2000},
    )
    assert model.beta == pytest.approx(top.x, rel=1e-6, abs=1e-6)
    assert model.log_likelihood == pytest.approx(-top.fun, rel=1e-9, abs=1e-9)
    spread = np.linalg.inv(slow.information(given_rows, model.beta))
    assert model.errors == pytest.approx(np.sqrt(np.diag(spread)), rel=1e-8)


def many(seed=5, n=400):
    rng = np.random.default_rng(seed)
    a, b = rng.integers(0, 3, n), rng.integers(0, 2, n)
    time = np.ceil(rng.exponential(8 / (1 + 0.5 * a))).astype(int)
    censored = rng.integers(1, 20, n)
    cause = np.where(time <= censored, rng.integers(1, 3, n), 0)
    return pd.DataFrame(
        {
            "person": np.arange(n),
            "entry": 0,
            "exit": np.minimum(time, censored),
            "cause": cause,
            "a": a,
            "b": b,
            "c": rng.normal(size=n),
        }
    )


CATEGORIES = [Categorical("a"), Categorical("b")]


def assert_same(one, other, tolerance=1e-9):
    assert one.beta == pytest.approx(other.beta, rel=tolerance, abs=1e-12)
    assert one.covariance == pytest.approx(other.covariance, rel=tolerance, abs=1e-13)


@QUICK
@given(st.permutations(range(60)), st.booleans())
def test_the_order_of_rows_changes_nothing(order, robust):
    frame = many(n=60)

    one = fit_cox(cells_from_frame(frame, CATEGORIES), robust=robust).model
    other = fit_cox(
        cells_from_frame(frame.iloc[list(order)], CATEGORIES), robust=robust
    ).model

    assert_same(one, other)


@pytest.mark.parametrize("fit", [lambda c: fit_cox(c).model, fit_discrete, fit_firth])
def test_equal_rows_may_be_counted(fit):
    frame = many()
    counted = frame.groupby(["exit", "cause", "a", "b"], as_index=False).size()

    one = fit(cells_from_frame(frame, CATEGORIES))
    other = fit(cells_from_frame(counted, CATEGORIES, names=Names(n_rows="size")))

    assert other.n == one.n == 400
    assert_same(one, other, 1e-8)


def test_robust_errors_may_be_counted_too():
    frame = many()
    counted = frame.groupby(["exit", "cause", "a", "b"], as_index=False).size()

    one = fit_cox(cells_from_frame(frame, CATEGORIES), robust=True).model
    cells = cells_from_frame(counted, CATEGORIES, names=Names(n_rows="size"))
    other = fit_cox(cells, robust=True).model

    assert_same(one, other)
    assert not np.allclose(one.covariance, one.model_covariance, rtol=1e-3)


def test_whole_weights_are_repeated_rows_for_breslow():
    frame = many().assign(weight=lambda f: 1 + f["person"] % 3)
    repeated = frame.loc[frame.index.repeat(frame["weight"])]

    one = fit_cox(
        cells_from_frame(frame, CATEGORIES, names=Names(weight="weight")),
        ties="breslow",
    ).model
    other = fit_cox(
        cells_from_frame(repeated, CATEGORIES, names=Names(person="person")),
        ties="breslow",
    ).model

    assert_same(one, other)


def test_another_reference_gives_the_same_model_with_other_contrasts():
    frame = many()

    one = fit_cox(cells_from_frame(frame, CATEGORIES)).model
    turned = [Categorical("a", reference="2"), Categorical("b", reference="1")]
    other = fit_cox(cells_from_frame(frame, turned)).model

    assert other.log_likelihood == pytest.approx(one.log_likelihood, rel=1e-12)
    assert [c.name for c in other.coefficients] == ["a=0", "a=1", "b=0"]
    assert other.beta == pytest.approx(
        [-one.beta[1], one.beta[0] - one.beta[1], -one.beta[2]], rel=1e-9
    )


@pytest.mark.parametrize("unit", [1e-6, 12.0, 1e6])
def test_the_unit_of_a_number_scales_its_coefficient_and_no_more(unit):
    frame = many().assign(far=lambda f: f["c"] + 1000)

    one = fit_cox(cells_from_frame(frame, [Numeric("c")])).model
    other = fit_cox(cells_from_frame(frame, [Numeric("far", unit=unit)])).model

    assert other.beta == pytest.approx(one.beta * unit, rel=1e-9)
    assert other.errors == pytest.approx(one.errors * unit, rel=1e-9)
    assert other.coefficients[0].p == pytest.approx(one.coefficients[0].p, rel=1e-8)


def test_a_follow_up_cut_in_episodes_is_the_same_follow_up():
    frame = many()
    long = frame[frame["exit"] > 3]
    cut = pd.concat(
        [
            frame[frame["exit"] <= 3],
            long.assign(exit=3, cause=0),
            long.assign(entry=3),
        ]
    )
    names = Names(entry="entry", person="person")

    one = fit_cox(cells_from_frame(frame, CATEGORIES), robust=True).model
    other = fit_cox(cells_from_frame(cut, CATEGORIES, names=names)).model

    assert other.robust
    assert other.n == one.n
    assert_same(one, other)


def test_without_censoring_fine_gray_keeps_the_others_at_risk_for_good():
    frame = many().assign(cause=lambda f: 1 + f["person"] % 2)
    kept = frame.assign(
        exit=np.where(frame["cause"] == 2, 99, frame["exit"]),
        cause=np.where(frame["cause"] == 2, 0, frame["cause"]),
    )

    one = fit_cox(cells_from_frame(kept, CATEGORIES), robust=True).model
    other = fit_fine_gray(
        cells_from_frame(frame, CATEGORIES), cause=1, convention="survival"
    ).model

    assert_same(one, other)


def test_periods_of_one_month_are_months():
    frame = many()
    cells = cells_from_frame(frame, CATEGORIES)
    last = int(frame["exit"].max())

    for robust in (False, True):
        one = fit_discrete(cells, robust=robust)
        other = fit_discrete(cells, ends=tuple(range(1, last)), robust=robust)

        assert_same(one, other)


def person_months(frame):
    """One line per person and month with an event, dummies for each of these months."""
    months = sorted(frame.loc[frame["cause"] > 0, "exit"].unique())
    lines = [
        (row.person, month, int(row.cause > 0 and row.exit == month), row.a, row.b)
        for row in frame.itertuples()
        for month in months
        if row.entry < month <= row.exit
    ]
    person, month, event, a, b = map(np.array, zip(*lines, strict=True))
    columns = [a == 1, a == 2, b == 1, *(month == m for m in months)]
    return person, event, np.stack(columns, axis=1).astype(float)


@pytest.mark.parametrize("link", ["cloglog", "logit"])
def test_robust_errors_by_months_are_the_sandwich_of_the_person_months(link):
    frame = many(n=120).assign(entry=lambda f: (f["person"] % 3) * (f["exit"] > 2))
    cut = pd.concat(
        [
            frame[frame["exit"] <= 4],
            frame[frame["exit"] > 4].assign(exit=4, cause=0),
            frame[frame["exit"] > 4].assign(entry=4),
        ]
    )
    names = Names(entry="entry", person="person")

    model = fit_discrete(cells_from_frame(cut, CATEGORIES, names=names), link=link)

    person, event, x = person_months(cut)
    theta = np.concatenate((model.beta, np.full(x.shape[1] - 3, -2.0)))
    for _ in range(60):
        eta = x @ theta
        if link == "logit":
            mean = 1 / (1 + np.exp(-eta))
            slope_of_mean = mean * (1 - mean)
        else:
            mean = 1 - np.exp(-np.exp(eta))
            slope_of_mean = np.exp(eta) * (1 - mean)
        spread = mean * (1 - mean)
        bread = np.linalg.inv((x.T * (slope_of_mean**2 / spread)) @ x)
        each = x * ((event - mean) * slope_of_mean / spread)[:, None]
        theta = theta + bread @ each.sum(axis=0)
    sums = pd.DataFrame(each).groupby(person).sum().to_numpy()
    covariance = bread @ sums.T @ sums @ bread
    assert model.robust
    assert model.beta == pytest.approx(theta[:3], rel=1e-8)
    assert model.covariance == pytest.approx(covariance[:3, :3], rel=1e-6)


def test_an_adjusted_curve_is_the_mean_of_the_persons_own_curves():
    frame = many()
    fit = fit_cox(cells_from_frame(frame, CATEGORIES))

    curves = adjusted_curves(fit, "a")

    assert [curve.label for curve in curves] == ["0", "1", "2"]
    share = frame["b"].mean()
    for curve in curves:
        parts = [predict_curve(fit, {"a": curve.label, "b": b}) for b in (0, 1)]
        mean = (1 - share) * parts[0].estimate + share * parts[1].estimate
        assert curve.estimate == pytest.approx(mean, rel=1e-12)
        # The curves go together: the error of the mean lies under the mean error.
        ceiling = (1 - share) * parts[0].std_error + share * parts[1].std_error
        assert np.all(curve.std_error <= ceiling * (1 + 1e-12))
        assert np.all(curve.std_error >= ceiling / 3)


@QUICK
@given(
    st.integers(1, 3000),
    st.floats(0.01, 1e5),
    st.floats(0.0, 1.0),
)
def test_the_closed_sums_are_the_sums_term_by_term(n_events, leaving, beyond):
    at_risk = leaving + leaving * 10 ** (6 * beyond) - leaving
    share = np.arange(n_events) / n_events
    terms = at_risk - share * leaving

    sums = efron_sums(*(np.array([float(v)]) for v in (n_events, at_risk, leaving)))

    assert sums.log[0] == pytest.approx(np.log(terms).sum(), rel=1e-12, abs=1e-9)
    assert sums.first[0] == pytest.approx((1 / terms).sum(), rel=1e-12)
    assert sums.second[0] == pytest.approx((1 / terms**2).sum(), rel=1e-12)
    # What these are used for: they matter as much as they weigh beside the events.
    close = {"rel": 1e-9, "abs": 1e-9 * n_events / leaving}
    assert sums.first_share[0] == pytest.approx((share / terms).sum(), **close)
    close["abs"] /= at_risk
    assert sums.second_share[0] == pytest.approx((share / terms**2).sum(), **close)
