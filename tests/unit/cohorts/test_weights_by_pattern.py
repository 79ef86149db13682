"""A share weighted for loss within patterns, from counts alone."""

import numpy as np
import pytest

from cohorts.estimates.competing import aalen_johansen
from cohorts.exposure.loss_by_pattern import weigh_patterns
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.margins import only_group, pooled
from cohorts.risk_table.risk_table import risk_tables


def counts(rows, *, groups=("a", "b"), causes=("1", "2")):
    exits, cause, group, entry = (
        np.array(column) for column in zip(*rows, strict=True)
    )
    return count_cells(
        exits,
        cause,
        group=group,
        groups=groups,
        entry=entry,
        causes=causes,
        clock="days",
    )


def test_the_lost_are_stood_for_by_those_of_their_pattern():
    """Pattern a: 2 of 4 lost at 1, then 1 of 2 comes back at 2: 1/2 of all four.

    Pattern b: nobody lost, nobody back among four. Weighted: 2 of 8; plain: 1 of 6.
    """
    a = [(1, 0, 0, 0)] * 2 + [(2, 1, 0, 0), (9, 0, 0, 0)]
    b = [(9, 0, 1, 0)] * 4
    found = weigh_patterns(counts(a + b), cause="1")

    assert found.at(2) == (pytest.approx(1 / 6), pytest.approx(2 / 8))
    assert found.largest == pytest.approx(2)
    assert found.at(0.5) == (0, 0)


def test_an_event_comes_before_a_loss_of_the_same_day():
    """At 1, one of four comes back and one is lost: the two left bear 3/2 each."""
    rows = [(1, 1, 0, 0), (1, 0, 0, 0), (2, 1, 0, 0), (9, 0, 0, 0)]
    found = weigh_patterns(counts(rows, groups=("a",)), cause="1")

    assert found.largest == pytest.approx(3 / 2)
    assert found.at(2)[1] == pytest.approx(1 / 4 + 3 / 4 / 2)


def test_nothing_is_read_where_a_pattern_is_not_followed_any_more():
    rows = [(3, 0, 0, 0)] * 3 + [(9, 0, 1, 0)] * 3
    found = weigh_patterns(counts(rows), cause="1")

    assert found.at(3) == (0, 0)
    assert np.isnan(found.at(4)).all()


def drawn(seed, *, late=False):
    rng = np.random.default_rng(seed)
    n = 60
    group = rng.integers(0, 2, n)
    exits = rng.integers(2, 12, n)
    entry = np.where(late, rng.integers(0, exits), 0)
    cause = rng.integers(0, 3, n)
    last = [(12, 0, g, 0) for g in (0, 1)]
    rows = list(zip(exits, cause, group, entry, strict=True))
    return [tuple(int(x) for x in row) for row in rows] + last


@pytest.mark.parametrize("seed", range(20))
def test_without_late_entry_it_is_the_mean_of_the_patterns_by_their_size(seed):
    whole = counts(drawn(seed))
    found = weigh_patterns(whole, cause="1")
    for time in (3, 6, 11):
        shares, sizes = [], []
        for label in ("a", "b"):
            (table,) = risk_tables(only_group(whole, label))
            curve = aalen_johansen(table)[0]
            step = int(np.searchsorted(curve.times, time, side="right")) - 1
            shares.append(curve.estimate[step] if step >= 0 else 0.0)
            sizes.append(table.n)
        assert found.at(time)[1] == pytest.approx(np.average(shares, weights=sizes))


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_it_equals_the_slow_row_by_row_reference(seed, late):
    rows = drawn(seed, late=late)
    found = weigh_patterns(counts(rows), cause="1")
    for time in (3, 7, 11):
        assert found.at(time)[1] == pytest.approx(slow(rows, time))


@pytest.mark.parametrize("seed", range(5))
def test_without_weights_it_is_the_share_of_the_whole(seed):
    whole = counts(drawn(seed, late=True))
    found = weigh_patterns(whole, cause="1")
    (table,) = risk_tables(pooled(whole))
    curve = aalen_johansen(table)[0]

    assert found.plain == pytest.approx(curve.estimate)


def slow(rows, until):
    """Follow everybody day by day, each bearing one over the chance to have stayed."""
    kept, stays = [1.0, 1.0], 1.0
    share = 0.0
    for t in range(1, until + 1):
        at_risk = events = anything = 0.0
        for leaves, cause, group, entry in rows:
            if entry < t <= leaves:
                at_risk += 1 / kept[group]
                events += (leaves == t and cause == 1) / kept[group]
                anything += (leaves == t and cause > 0) / kept[group]
        if at_risk:
            share += stays * events / at_risk
            stays *= 1 - anything / at_risk
        for g in (0, 1):
            own = [r for r in rows if r[2] == g and r[3] < t <= r[0]]
            staying = [r for r in own if not (r[0] == t and r[1] > 0)]
            lost = [r for r in staying if r[0] == t]
            kept[g] *= 1 - len(lost) / len(staying) if staying else 1
            kept[g] = kept[g] or 1.0
    return share
