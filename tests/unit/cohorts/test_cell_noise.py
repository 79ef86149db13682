"""Noise of open data: asked again it is the same, and it tells no small count."""

import numpy as np
import pytest

from cohorts.disclosure.cell_noise import REACH, NoiseKey, with_noise
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.tables import release_counts


RULES = Rules("test", 5, 11, 6, 11, True)
SOURCE = Provenance("d", "h", "e", "2025-01-01", "3")
KEY = NoiseKey(b"k" * 32)


def opened(cells, *, key=KEY, dimensions=("area", "sex")):
    table = count_table("reached", cells, dimensions=dimensions)
    released = release_counts(table, rules=RULES, provenance=SOURCE)
    return with_noise(released, table, key=key, rules=RULES), released, table


def grid(seed=1, mean=40):
    rng = np.random.default_rng(seed)
    return {(f"q{k}", sex): int(rng.poisson(mean)) for k in range(8) for sex in "FM"}


def test_the_same_cell_has_the_same_noise_in_any_order_of_words():
    cells = grid()
    turned = {(sex, area): n for (area, sex), n in cells.items()}

    one = opened(cells)[0]
    other = opened(turned, dimensions=("sex", "area"))[0]

    assert one.cells == opened(cells)[0].cells
    for key, told in one.cells.items():
        assert other.told(*key[::-1]) == told


def test_another_key_gives_other_noise():
    cells = grid()

    assert opened(cells)[0].cells != opened(cells, key=NoiseKey(b"m" * 32))[0].cells


def test_what_is_hidden_stays_hidden_and_nothing_small_is_told():
    cells = grid(mean=13)
    noisy, released, table = opened(cells)

    assert any(one.value is None for one in released.cells.values())
    for key, told in noisy.cells.items():
        assert (told.value is None) == (released.told(*key).value is None)
        if told.value is not None:
            assert told.value >= 12
            assert told.value % RULES.rounding_base == 0
            assert abs(told.value - table.counts[key]) <= REACH + 3


def test_noise_has_no_bias():
    errors = []
    for seed in range(30):
        noisy, _released, table = opened(grid(seed, mean=60))
        errors += [
            told.n - table.counts[key]
            for key, told in noisy.cells.items()
            if told.value is not None
        ]

    assert abs(np.mean(errors)) < 0.6  # nearest of even blocks leans up by a half


def test_a_key_is_not_printed_and_must_be_long():
    assert "kkk" not in repr(KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        NoiseKey(b"short")
