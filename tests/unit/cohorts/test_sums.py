import numpy as np
import pytest

from cohorts.estimates.competing import aalen_johansen
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.margins import gather, only_group
from cohorts.risk_table.risk_table import risk_tables


COLUMNS = (
    "times",
    "n_at_risk",
    "n_events",
    "n_censored",
    "n_entered",
    "entry_times",
    "n_entries",
)


def people(n=3_000, *, dtype=np.int64, weight=None, seed=5):
    rng = np.random.default_rng(seed)
    leaving = rng.integers(1, 40, n)
    late = rng.random(n) < 0.5
    entry = np.where(late, (leaving * rng.random(n)).astype(int), 0)
    return count_cells(
        leaving.astype(dtype),
        rng.integers(0, 3, n),
        entry=entry.astype(dtype),
        group=rng.choice([0, 2, 3], n),
        groups=("a", "none", "b", "c"),
        causes=("1", "2"),
        weight=weight,
    )


@pytest.mark.parametrize("weight", [None, 3.0])
def test_sums_by_lookup_are_those_cell_by_cell_to_the_last_digit(weight):
    weights = None if weight is None else np.full(3_000, weight)
    looked_up = risk_tables(people(weight=weights))
    cell_by_cell = risk_tables(people(dtype=np.float64, weight=weights))

    assert [table.group for table in looked_up] == ["a", "b", "c"]
    for table, other in zip(looked_up, cell_by_cell, strict=True):
        assert table.n == other.n
        for column in COLUMNS:
            assert getattr(table, column).tolist() == getattr(other, column).tolist()


def test_jackknife_errors_of_joint_cells_are_those_of_single_rows():
    rows = people()
    cells = gather(rows)

    assert cells.exit.size < rows.exit.size
    for by_row, by_cell in zip(risk_tables(rows), risk_tables(cells), strict=True):
        curves = aalen_johansen(by_row, counts=only_group(rows, by_row.group))
        others = aalen_johansen(by_cell, counts=only_group(cells, by_cell.group))
        for curve, other in zip(curves, others, strict=True):
            assert curve.estimate.tolist() == other.estimate.tolist()
            np.testing.assert_allclose(curve.std_error, other.std_error, rtol=1e-12)


def test_a_group_whose_cells_stand_together_is_the_same_group():
    rows = people()

    together = only_group(gather(rows), "b")

    apart = gather(only_group(rows, "b"))
    assert together.exit.tolist() == apart.exit.tolist()
    assert together.n_rows.tolist() == apart.n_rows.tolist()
