import numpy as np
import pandas as pd
import pytest

from cohorts.risk_table.counts import counts_from_frame
from cohorts.risk_table.failures import CellsOutOfRange, CellsUneven, NoRow
from cohorts.risk_table.from_engine import CountedColumns, count_rows
from cohorts.risk_table.margins import gather
from parcours.engines.duckdb import DuckDB
from parcours.engines.sqlite import SQLite


COLUMNS = CountedColumns("exit", "cause", "entry", "place")
CELLS = ("group", "entry", "exit", "cause", "n_rows", "n_persons")


def people(n=400, *, seed=1, labels=(3, 7, 10)):
    rng = np.random.default_rng(seed)
    leaving = rng.integers(1, 30, n)
    late = rng.random(n) < 0.4
    return pd.DataFrame(
        {
            "exit": leaving,
            "cause": rng.integers(0, 3, n),
            "entry": np.where(late, (leaving * rng.random(n)).astype(int), 0),
            "group": np.array(labels)[rng.integers(0, len(labels), n)],
        }
    )


def counted(frame, columns=COLUMNS, *, engine=DuckDB):
    with engine() as opened:
        opened.load_frame("people", frame.rename(columns={"group": "place"}))
        return count_rows(opened, "people", columns=columns, causes=("1", "2"))


def assert_same_cells(counts, other):
    ours, theirs = gather(counts), gather(other)
    assert ours.groups == theirs.groups
    for name in CELLS:
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist()


@pytest.mark.parametrize("engine", [DuckDB, SQLite])
@pytest.mark.parametrize("labels", [(3, 7, 10), ("d'ici", "10", "9")])
def test_packed_counts_are_those_of_the_rows_one_by_one(engine, labels):
    frame = people(labels=labels)

    assert_same_cells(
        counted(frame, engine=engine), counts_from_frame(frame, causes=("1", "2"))
    )


def test_cells_are_counted_once_each():
    counts = counted(people())

    assert counts.exit.size == gather(counts).exit.size


def test_rows_from_the_origin_need_no_entry():
    frame = people().assign(entry=0)

    without = counted(frame, CountedColumns("exit", "cause", group="place"))

    assert_same_cells(without, counted(frame))
    assert not without.has_late_entry


def test_without_groups_all_are_one():
    counts = counted(people(), CountedColumns(entry="entry"))

    assert counts.groups == ("all",)
    assert counts.n_rows.sum() == 400


def test_everybody_may_enter_late():
    frame = people()
    frame = frame[frame["entry"] > 0]

    assert_same_cells(counted(frame), counts_from_frame(frame, causes=("1", "2")))


def test_an_entry_before_the_origin_is_at_the_origin():
    frame = people().assign(entry=-3)

    assert_same_cells(counted(frame), counted(frame.assign(entry=0)))


def test_times_too_wide_to_pack_are_counted_all_the_same():
    frame = people().assign(exit=9 * 10**14, entry=8 * 10**14)

    assert_same_cells(counted(frame), counts_from_frame(frame, causes=("1", "2")))


def test_times_that_are_not_whole_are_counted_all_the_same():
    frame = people().astype({"entry": float, "exit": float})
    frame["exit"] += 0.5

    assert_same_cells(counted(frame), counts_from_frame(frame, causes=("1", "2")))


@pytest.mark.parametrize("column", ["exit", "cause", "entry", "group"])
def test_a_missing_value_is_refused_with_its_column_and_number(column):
    frame = people().astype("Int64")
    frame.loc[[3, 5], column] = pd.NA

    with pytest.raises(CellsOutOfRange) as refusal:
        counted(frame)

    assert (refusal.value.column, refusal.value.n_cells) == (column, 2)


def test_an_entry_after_the_exit_is_refused():
    frame = people()
    frame.loc[0, "entry"] = frame.loc[0, "exit"] + 1

    with pytest.raises(CellsOutOfRange) as refusal:
        counted(frame)

    assert refusal.value.column == "entry"


def test_a_table_without_a_row_or_a_column_is_refused():
    with pytest.raises(NoRow):
        counted(people().head(0))
    with pytest.raises(CellsUneven):
        counted(people().drop(columns="cause"))


def test_a_row_without_a_group_is_not_put_into_another():
    frame = people().astype({"group": object})
    frame.loc[0, "group"] = None

    with pytest.raises(CellsOutOfRange):
        counts_from_frame(frame, causes=("1", "2"))
