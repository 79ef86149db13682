"""Protected counts: what no random cohort may break."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.disclosure.complementary import hidden_groups
from cohorts.disclosure.failures import NotProtectable, TooFew
from cohorts.disclosure.grid import month_edges
from cohorts.disclosure.released import Provenance, ReleasedEstimate, release
from cohorts.disclosure.rules import Rules, Verdict
from cohorts.disclosure.suppress import protect
from cohorts.estimates.results import Estimate
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.risk_table import risk_tables


RULES = Rules(
    version="test",
    threshold_internal=5,
    threshold_publication=11,
    rounding_base=6,
    minimum_at_risk=11,
    complementary=True,
)


@st.composite
def cohorts(draw):
    unit = draw(st.sampled_from(["days", "calendar_months"]))
    n = draw(st.integers(15, 200))
    seed = draw(st.integers(0, 2**31))
    rng = np.random.default_rng(seed)
    scale = 30 if unit == "days" else 1
    leaving = rng.integers(1, 30 * scale, n)
    late = rng.random(n) < draw(st.sampled_from([0.0, 0.3]))
    entry = np.where(late, rng.integers(0, leaving), -1)
    return count_cells(
        leaving,
        rng.integers(0, 3, n),
        entry=entry,
        group=rng.integers(0, draw(st.integers(1, 4)), n),
        groups=("a", "b", "c", "d"),
        causes=("1", "2"),
        clock=unit,
    )


def protected_or_none(counts):
    try:
        return protect(counts, RULES)
    except TooFew:
        return None


@settings(max_examples=100, deadline=None)
@given(cohorts())
def test_every_cumulative_count_shown_is_a_multiple_of_the_block(counts):
    protected = protected_or_none(counts)
    if protected is None:
        return

    for table in risk_tables(protected.counts):
        sums = np.cumsum(table.n_events, axis=1).ravel()
        assert np.all(sums % RULES.rounding_base == 0)


@settings(max_examples=100, deadline=None)
@given(cohorts())
def test_no_shown_time_has_fewer_at_risk_than_the_rule(counts):
    protected = protected_or_none(counts)
    if protected is None:
        return
    exact = {table.group: table for table in risk_tables(counts)}

    for table in risk_tables(protected.counts):
        assert table.n_at_risk.min() >= RULES.minimum_at_risk
        edges = month_edges(counts.clock, float(table.times[-1]))
        for time in table.times:
            month_start = edges[max(np.searchsorted(edges, time) - 1, 0)]
            at_risk = exact[table.group].at_risk_at(month_start + 1e-9)
            assert at_risk >= RULES.minimum_at_risk


@settings(max_examples=100, deadline=None)
@given(cohorts())
def test_rounded_margins_stay_within_a_block_of_the_exact_ones(counts):
    protected = protected_or_none(counts)
    if protected is None:
        return
    exact = {table.group: table for table in risk_tables(counts)}

    for table in risk_tables(protected.counts):
        last = table.times[-1]
        before = exact[table.group].times <= last
        shown = table.n_events.sum(axis=1)
        true = exact[table.group].n_events[:, before].sum(axis=1)
        assert np.all(np.abs(shown - true) <= RULES.rounding_base / 2)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 60), max_size=6))
def test_a_hidden_group_is_never_the_difference_of_the_others(sizes):
    hidden = hidden_groups(sizes, threshold=11, complementary=True)

    assert all(n >= 11 for label, n in sizes.items() if label not in hidden)
    if hidden and len(hidden) < len(sizes):
        assert len(hidden) >= 2
        assert sum(sizes[label] for label in hidden) >= 11


def test_a_group_of_ten_is_hidden_with_the_smallest_other():
    hidden = hidden_groups(
        {"F": 10, "M": 200, "X": 40}, threshold=11, complementary=True
    )

    assert hidden == {"F": "masked", "X": "masked"}


def test_weights_are_refused_because_no_rule_covers_them():
    counts = count_cells([3] * 30, [1] * 30, weight=[0.5] * 30)

    with pytest.raises(NotProtectable):
        protect(counts, RULES)


def test_an_unknown_disclosure_is_refused():
    counts = count_cells([3] * 30, [1] * 30)
    provenance = Provenance("d", "h", "e", "2025-01-01", "3")

    with pytest.raises(NotProtectable):
        release(
            counts,
            lambda _, **__: Estimate("m", 30, 30, 0.95, ()),
            rules=RULES,
            provenance=provenance,
            disclosure="whatever",
        )


def test_a_released_estimate_cannot_be_made_by_hand():
    provenance = Provenance("d", "h", "e", "2025-01-01", "3")

    with pytest.raises(NotProtectable):
        ReleasedEstimate(
            estimate=Estimate("m", 30, 30, 0.95, ()),
            provenance=provenance,
            hidden={},
            cut_at={},
            verdict=Verdict.PASS,
            evidence=(),
            rules_version="1",
        )
