"""Methods that must give the same answer where they mean the same."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cohorts.estimates.comparison import (
    fleming_harrington,
    gehan,
    log_rank,
    peto_peto,
    tarone_ware,
)
from cohorts.estimates.competing import aalen_johansen
from cohorts.estimates.failures import NothingToCompare
from cohorts.estimates.gray import gray_test
from cohorts.estimates.multistate import occupation, passage
from cohorts.estimates.recurrent import mean_cumulative
from cohorts.estimates.survival import kaplan_meier, nelson_aalen
from cohorts.estimates.turnbull import count_intervals, turnbull
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.episodes import STAYS, sort_episodes
from cohorts.risk_table.risk_table import risk_tables


PEOPLE = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 2), st.integers(0, 2)),
    min_size=6,
    max_size=40,
)


def columns(people):
    return (np.array(column) for column in zip(*people, strict=True))


@given(PEOPLE)
def test_states_without_return_are_competing_causes(people):
    leaving, cause, _group = columns(people)
    assume(np.any(cause > 0))
    counts = count_cells(leaving, cause, causes=("1", "2"))
    (table,) = risk_tables(counts)
    curves = aalen_johansen(table, counts=counts)
    found = occupation(
        sort_episodes(
            np.arange(leaving.size),
            np.zeros(leaving.size),
            leaving,
            state=np.zeros(leaving.size, int),
            to=np.where(cause > 0, cause, STAYS),
            states=("here", "1", "2"),
        )
    )
    for curve, state in zip(curves, found.curves[1:], strict=True):
        assert state.estimate == pytest.approx(curve.estimate, abs=1e-12)
        assert state.std_error == pytest.approx(curve.std_error, abs=1e-9)


@given(PEOPLE)
def test_one_event_each_counts_as_the_cumulative_hazard(people):
    leaving, cause, _group = columns(people)
    assume(np.any(cause > 0))
    (table,) = risk_tables(count_cells(leaving, (cause > 0).astype(int)))
    (hazard,) = nelson_aalen(table)
    mean = mean_cumulative(
        sort_episodes(
            np.arange(leaving.size),
            np.zeros(leaving.size),
            leaving,
            to=np.where(cause > 0, 0, STAYS),
        )
    )
    assert mean.estimate == pytest.approx(hazard.estimate)
    assert mean.n_at_risk == pytest.approx(hazard.n_at_risk)


@settings(deadline=None)  # the first of them loads the optimiser
@given(PEOPLE)
def test_known_days_make_the_estimate_from_intervals_kaplan_meier_s(people):
    leaving, cause, _group = columns(people)
    assume(np.any(cause > 0))
    (table,) = risk_tables(count_cells(leaving, (cause > 0).astype(int)))
    plain = kaplan_meier(table)
    curve = turnbull(count_intervals(leaving, np.where(cause > 0, leaving, np.inf)))
    for time, share in zip(curve.times, curve.estimate, strict=True):
        step = np.searchsorted(plain.times, time, side="right") - 1
        assert share == pytest.approx(plain.estimate[step], abs=1e-7)


@settings(deadline=None)
@given(PEOPLE)
def test_no_spread_of_masses_is_likelier_than_the_estimate_from_intervals(people):
    lower, width, _group = columns(people)
    upper = np.where(width == 0, np.inf, lower + width)
    assume(np.any(np.isfinite(upper)))
    curve = turnbull(count_intervals(lower, upper))
    masses = -np.diff(np.append(1.0, curve.estimate))
    rest = max(curve.estimate[-1], 0.0)

    def likelihood(masses, rest):
        total = 0.0
        for low, high in zip(lower, upper, strict=True):
            inside = (curve.times > low) & (curve.times <= high)
            total += np.log(masses[inside].sum() + (rest if np.isinf(high) else 0))
        return total

    best = likelihood(masses, rest)
    rng = np.random.default_rng(0)
    for _try in range(20):
        other = rng.dirichlet(np.ones(masses.size + 1))
        for share in (0.01, 0.3):
            mixed = (1 - share) * np.append(masses, rest) + share * other
            assert likelihood(mixed[:-1], mixed[-1]) <= best + 1e-7


def plain_weighted(people, weigh):
    """Sum observed less expected, and their variance, time by time."""
    groups = sorted({group for *_rest, group in people})
    score, variance = np.zeros(len(groups)), np.zeros((len(groups), len(groups)))
    events = sorted({time for time, cause, _group in people if cause})
    share = 1.0
    for time in events:
        at_risk = np.array(
            [sum(t >= time for t, _c, g in people if g == k) for k in groups], float
        )
        died = np.array(
            [sum(t == time and c > 0 for t, c, g in people if g == k) for k in groups],
            float,
        )
        n, d = at_risk.sum(), died.sum()
        weight = weigh(share, d, n)
        score += weight * (died - at_risk * d / n)
        if n > 1:
            part = at_risk / n
            spread = d * (n - d) / (n - 1) * (np.diag(part) - np.outer(part, part))
            variance += weight**2 * spread
        share *= 1 - d / n
    return score, variance


@pytest.mark.parametrize(
    ("weighting", "weigh"),
    [
        (fleming_harrington(1), lambda share, _d, _n: share),
        (fleming_harrington(0, 1), lambda share, _d, _n: 1 - share),
        (gehan, lambda _share, _d, n: n),
        (tarone_ware, lambda _share, _d, n: np.sqrt(n)),
    ],
    ids=["early", "late", "gehan", "tarone-ware"],
)
@given(people=PEOPLE)
def test_a_weighted_test_is_the_sum_time_by_time(people, weighting, weigh):
    leaving, cause, group = columns(people)
    labels, codes = np.unique(group, return_inverse=True)
    counts = count_cells(
        leaving,
        (cause > 0).astype(int),
        group=codes,
        groups=tuple(str(label) for label in labels),
    )
    try:
        found = log_rank(counts, weighting=weighting)
    except NothingToCompare:
        return
    score, variance = plain_weighted(people, weigh)
    assert found.n_observed - found.n_expected == pytest.approx(score, abs=1e-9)
    assert found.variance == pytest.approx(variance, abs=1e-9)


def test_peto_s_weights_stay_above_nought():
    weights = peto_peto(np.array([2.0, 1.0]), np.array([2.0, 1.0]))
    assert weights.tolist() == pytest.approx([1 / 3, 1 / 6])


@given(PEOPLE, st.randoms())
def test_gray_s_test_does_not_depend_on_the_order_of_rows_or_groups(people, random):
    leaving, cause, group = columns(people)
    labels, codes = np.unique(group, return_inverse=True)
    assume(labels.size > 1)

    def tested(codes, order):
        counts = count_cells(
            leaving[order],
            cause[order],
            group=codes[order],
            groups=tuple("abc"[: labels.size]),
            causes=("1", "2"),
        )
        return gray_test(counts, cause="1").statistic

    order = np.arange(leaving.size)
    other = list(order)
    random.shuffle(other)
    try:
        first = tested(codes, order)
    except NothingToCompare:
        return
    assert tested(labels.size - 1 - codes, np.array(other)) == pytest.approx(first)


def test_the_chances_of_those_in_a_state_are_those_of_them_alone():
    rows = [
        (1, 0, 2, 0, 1),
        (1, 2, 5, 1, STAYS),
        (2, 0, 3, 0, STAYS),
        (2, 3, 6, 0, 1),
        (2, 6, 8, 1, STAYS),
        (3, 0, 4, 0, 2),
        (3, 4, 8, 2, STAYS),
    ]
    person, start, stop, state, to = columns(rows)
    episodes = sort_episodes(
        person, start, stop, state=state, to=to, states=("a", "b", "c")
    )
    found = passage(episodes, state="a", start=2)
    assert found.n_persons == 2
    assert found.curves[0].estimate[0] == 1
    assert [round(curve.estimate[-1], 3) for curve in found.curves] == [0, 0.5, 0.5]
