import numpy as np
import pandas as pd
import pytest

from cohorts.risk_table.counts import count_cells, counts_from_frame
from cohorts.risk_table.failures import CellsOutOfRange, CellsUneven, NoRow


def test_an_empty_cohort_is_refused():
    with pytest.raises(NoRow):
        count_cells([], [])


def test_columns_of_other_lengths_are_refused_by_name():
    with pytest.raises(CellsUneven) as refusal:
        count_cells([1, 2], [1])

    assert refusal.value.column == "cause"


@pytest.mark.parametrize(
    ("column", "broken"),
    [
        ("exit", {"exit": [-1, 2]}),
        ("exit", {"exit": [np.nan, 2]}),
        ("entry", {"entry": [3, 0]}),
        ("entry", {"entry": [np.inf, 0]}),
        ("cause", {"cause": [2, 0]}),
        ("group", {"group": [1, 0]}),
        ("n_rows", {"n_rows": [0, 1]}),
        ("n_persons", {"n_persons": [-1, 1]}),
        ("weight", {"weight": [0.0, 1.0]}),
    ],
)
def test_an_impossible_value_is_refused_with_its_column(column, broken):
    cells = {"exit": [3, 2], "cause": [1, 0]} | broken

    with pytest.raises(CellsOutOfRange) as refusal:
        count_cells(**cells)

    assert refusal.value.column == column
    assert refusal.value.n_cells == 1


def test_leaving_on_the_first_day_is_admitted():
    counts = count_cells([0, 4], [0, 1])

    assert not counts.has_late_entry


def test_whole_times_stay_whole():
    assert count_cells([3], [1]).exit.dtype == np.int64
    assert count_cells([3.5], [1]).exit.dtype == np.float64


def test_labels_of_groups_are_kept_verbatim_and_in_natural_order():
    frame = pd.DataFrame({"exit": 1, "cause": 1, "group": ["10", "oui", "2", "01"]})

    counts = counts_from_frame(frame)

    assert counts.groups == ("01", "2", "10", "oui")
    assert [counts.groups[code] for code in counts.group] == ["10", "oui", "2", "01"]


def test_a_label_outside_the_stated_order_is_refused():
    frame = pd.DataFrame({"exit": 1, "cause": 1, "group": ["a", "b"]})

    with pytest.raises(CellsOutOfRange):
        counts_from_frame(frame, groups=["a"])


def test_a_frame_without_its_columns_is_refused():
    with pytest.raises(CellsUneven):
        counts_from_frame(pd.DataFrame({"exit": [1]}))


def test_persons_may_be_fewer_than_rows():
    counts = count_cells([3, 5], [0, 1], n_rows=[4, 4], n_persons=[4, 0])

    assert counts.n_persons.sum() == 4
    assert counts.n_rows.sum() == 8


def test_whole_weights_give_whole_sizes():
    assert count_cells([3], [1], weight=[2.0]).size.dtype == np.int64
    assert count_cells([3], [1], weight=[0.5]).size.dtype == np.float64
