"""Counts-first estimates against plain loops over persons."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.estimates.comparison import log_rank
from cohorts.estimates.competing import aalen_johansen, delta_errors
from cohorts.estimates.failures import NothingToCompare
from cohorts.estimates.influence import incidence_errors, survival_error
from cohorts.estimates.survival import kaplan_meier, nelson_aalen, restricted_mean
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.margins import gather
from cohorts.risk_table.risk_table import risk_tables
from tests.properties import slow_estimates as slow
from tests.properties.effort import tries


QUICK = tries(40)
CAUSES = ("1", "2", "3")


def persons(*, late, n_groups=1):
    """Few times, so that ties, gaps and collapses are the rule."""
    return st.lists(
        st.builds(
            lambda entry, stay, cause, group: slow.Person(
                entry, entry + stay, cause, group
            ),
            st.integers(0, 5) if late else st.just(0),
            st.integers(1, 8),
            st.integers(0, len(CAUSES)),
            st.integers(0, n_groups - 1),
        ),
        min_size=1,
        max_size=25,
    )


def counted(people, *, n_groups=1):
    entry, leaving, cause, group = zip(*people, strict=True)
    return gather(
        count_cells(
            leaving,
            cause,
            entry=entry,
            group=group,
            groups=[str(g) for g in range(n_groups)],
            causes=CAUSES,
        )
    )


def close(values):
    return pytest.approx(np.asarray(values, float), rel=1e-9, abs=1e-11, nan_ok=True)


@pytest.mark.parametrize("late", [False, True])
def test_survival_and_greenwood_equal_the_loop(late):
    @QUICK
    @given(persons(late=late))
    def check(people):
        (table,) = risk_tables(counted(people))
        grid = slow.times_of(people)

        curve = kaplan_meier(table)

        assert list(curve.times) == grid
        assert list(curve.n_at_risk) == [len(slow.at_risk(people, t)) for t in grid]
        assert curve.estimate == close(slow.survival(people, grid))
        assert curve.std_error == close(slow.greenwood_error(people, grid))

    check()


@QUICK
@given(persons(late=True), st.integers(0, 14))
def test_numbers_at_risk_between_the_times_equal_the_loop(people, time):
    (table,) = risk_tables(counted(people))

    if time > 0:
        assert table.at_risk_at(time) == len(slow.at_risk(people, time))


@QUICK
@given(persons(late=True))
def test_cumulative_hazards_equal_the_loop(people):
    (table,) = risk_tables(counted(people))

    for code, curve in enumerate(nelson_aalen(table), start=1):
        rows = slow.nelson_aalen(people, slow.times_of(people), code)
        assert curve.estimate == close([row[0] for row in rows])
        assert curve.std_error == close([row[1] for row in rows])


@pytest.mark.parametrize("late", [False, True])
def test_incidences_and_jackknife_errors_equal_the_loop(late):
    @QUICK
    @given(persons(late=late))
    def check(people):
        counts = counted(people)
        (table,) = risk_tables(counts)
        grid = slow.times_of(people)

        curves = aalen_johansen(table, counts=counts)

        for code, curve in enumerate(curves, start=1):
            errors = slow.jackknife_error(
                people,
                grid,
                lambda rows, times, w, code=code: slow.incidence(rows, times, code, w),
            )
            assert curve.estimate == close(slow.incidence(people, grid, code))
            assert curve.std_error == pytest.approx(np.array(errors), abs=1e-8)

    check()


@QUICK
@given(persons(late=True))
def test_robust_survival_errors_equal_the_loop(people):
    counts = counted(people)
    (table,) = risk_tables(counts)
    errors = slow.jackknife_error(people, slow.times_of(people), slow.survival)

    assert survival_error(counts, table) == pytest.approx(np.array(errors), abs=1e-8)


@QUICK
@given(persons(late=False))
def test_delta_and_jackknife_errors_are_equal_without_late_entry(people):
    counts = counted(people)
    (table,) = risk_tables(counts)

    assert delta_errors(table) == pytest.approx(
        incidence_errors(counts, table), abs=1e-8
    )


@QUICK
@given(persons(late=True))
def test_incidences_and_survival_add_up_to_one(people):
    counts = counted(people)
    (table,) = risk_tables(counts)

    total = sum(curve.estimate for curve in aalen_johansen(table, counts=counts))

    assert total + kaplan_meier(table).estimate == close(np.ones(table.times.size))


@QUICK
@given(persons(late=True), st.integers(1, 16))
def test_restricted_means_and_their_errors_equal_the_loop(people, horizon):
    (table,) = risk_tables(counted(people))

    mean = restricted_mean(table, horizon)

    expected = slow.restricted_mean(people, horizon)
    assert (mean.estimate, mean.std_error) == close(expected)


@QUICK
@given(persons(late=True, n_groups=3))
def test_log_rank_equals_the_loop(people):
    observed, expected, variance = slow.log_rank_parts(people, 3)
    try:
        answer = log_rank(counted(people, n_groups=3))
    except NothingToCompare:
        assert np.allclose(variance, 0, atol=1e-12)
        return

    assert answer.n_observed == close(observed)
    assert answer.n_expected == close(expected)
    assert answer.variance == close(variance)
    assert answer.test.statistic >= 0
