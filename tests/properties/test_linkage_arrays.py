"""The array operations of the linkage equal slow plain references."""

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pseudonymisation.linkage.blocks import _mixed, _sharing
from pseudonymisation.linkage.grouping import _Groups
from pseudonymisation.linkage.levels import birth_levels
from pseudonymisation.linkage.ragged import Ragged, best, crossed
from pseudonymisation.linkage.rules import Birth


OWNERS = 5
values = st.lists(st.tuples(st.integers(0, OWNERS - 1), st.integers(0, 9)), max_size=20)
pairs = st.lists(
    st.tuples(st.integers(0, OWNERS - 1), st.integers(0, OWNERS - 1)), max_size=8
)
often = settings(max_examples=200, derandomize=True, deadline=None)


def integers(items):
    return np.array(list(items), dtype=np.int64)


def ragged(items):
    owner, value = integers(o for o, _v in items), integers(v for _o, v in items)
    return Ragged.of(owner, value, owners=OWNERS)


def values_of(items, owner):
    return sorted({value for one, value in items if one == owner})


@often
@given(values, values, pairs)
def test_crossing_puts_every_value_beside_every_other(ones, others, asked):
    found = crossed(
        ragged(ones),
        ragged(others),
        integers(a for a, _b in asked),
        integers(b for _a, b in asked),
    )
    expected = [
        (place, *both)
        for place, (a, b) in enumerate(asked)
        for both in product(values_of(ones, a), values_of(others, b))
    ]

    told = zip(
        found.pair.tolist(), found.left.tolist(), found.right.tolist(), strict=True
    )
    assert list(told) == expected


@often
@given(values, values, pairs)
def test_the_best_of_a_pair_is_its_greatest_score(ones, others, asked):
    a, b = integers(x for x, _y in asked), integers(y for _x, y in asked)
    found = crossed(ragged(ones), ragged(others), a, b)
    kept = best(found, found.left * 10 + found.right, pairs=len(asked), missing=-1)

    for place, (one, other) in enumerate(asked):
        both = product(values_of(ones, one), values_of(others, other))
        assert kept[place] == max((x * 10 + y for x, y in both), default=-1)


@often
@given(values, st.integers(2, 6))
def test_those_who_share_a_key_are_paired_unless_too_many_share_it(items, largest):
    owner, key = integers(o for o, _v in items), integers(v for _o, v in items)
    found = {tuple(pair) for pair in _sharing(owner, _mixed(0, key), largest).tolist()}
    expected = set()
    for value in {v for _o, v in items}:
        sharing = [o for o, v in items if v == value]
        if len(sharing) <= largest:
            couples = combinations(sharing, 2)
            expected |= {(min(c), max(c)) for c in couples if c[0] != c[1]}

    assert found == expected


days = st.dates().map(lambda day: day.year * 10_000 + day.month * 100 + day.day)


@often
@given(days, days)
def test_dates_agree_as_a_reader_would_say(one, other):
    level = birth_levels(integers([one]), integers([other]))[0]
    a, b = f"{one:08d}", f"{other:08d}"
    parts = [a[i:j] == b[i:j] for i, j in ((0, 4), (4, 6), (6, 8))]
    if one == other:
        expected = {Birth.EXACT}
    elif a[:4] + a[6:] + a[4:6] == b:
        expected = {Birth.TURNED}
    elif sum(parts) == 2:
        expected = {Birth.SLIP, Birth.TWO_PARTS}
    else:
        expected = {Birth.DIFFERENT}

    assert Birth(level) in expected
    assert birth_levels(integers([other]), integers([one]))[0] == level


edges = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=14)


@often
@given(edges, edges, st.integers(2, 8))
def test_no_group_ever_holds_two_that_must_be_kept_apart(joins, apart, largest):
    apart = [(a, b) for a, b in apart if a != b]
    groups = _Groups(np.ones(8, dtype=np.int64), [], largest)
    groups.keep_apart([a for a, _b in apart], [b for _a, b in apart])
    for a, b in joins:
        groups.join(a, b)
    roots = [groups.root(one) for one in range(8)]

    assert all(roots[a] != roots[b] for a, b in apart)
    assert max(roots.count(root) for root in roots) <= largest
