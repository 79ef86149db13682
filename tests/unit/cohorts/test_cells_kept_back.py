"""A share is a count in other clothes: none of a few persons is told, nor a rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.disclosure.cells import kept_back, n_told, told_share
from cohorts.disclosure.head_counts import Told


SEEDS = st.integers(0, 10**6)


@given(SEEDS, st.integers(2, 11))
def test_no_few_persons_stand_behind_a_told_share_nor_behind_the_rest(seed, threshold):
    rng = np.random.default_rng(seed)
    counts = rng.integers(0, rng.integers(2, 41), (5, 4))

    hidden = kept_back(counts, threshold=threshold)

    for row, held in zip(counts, hidden, strict=True):
        assert all(n == 0 or n >= threshold for n in row[~held])
        rest = row[held].sum()
        assert rest == 0 or rest >= threshold or not row[~held].any()


@given(SEEDS, st.integers(2, 11))
def test_the_types_kept_back_are_together_no_few_persons(seed, threshold):
    rng = np.random.default_rng(seed)
    falling = -np.sort(-rng.integers(1, 60, rng.integers(1, 9)))

    told = n_told(falling, least=threshold + 4, threshold=threshold)

    assert all(n >= threshold + 4 for n in falling[:told])
    rest = falling[told:].sum()
    assert rest == 0 or rest >= threshold or told == 0


def test_public_data_keeps_nothing_back():
    assert not kept_back(np.array([[1, 2, 0, 3]]), threshold=1).any()
    assert n_told(np.array([3, 1]), least=1, threshold=1) == 2


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (Told(18), Told(60), 0.3),
        (Told(0, under=9), Told(60), None),
        (Told(18), Told(0, under=9), None),
        (Told(12), Told(6), 1.0),
    ],
)
def test_a_share_is_as_fine_as_its_two_head_counts(part, whole, told):
    assert told_share(part, whole) == told
