"""Patterns counted in the engine: the model of the rows, and the same refusals."""

import numpy as np
import pytest

from cohorts.regression.cells import Names
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.from_engine import count_patterns
from cohorts.regression.table_failures import (
    ColumnMissing,
    ValueUnknown,
)
from cohorts.risk_table.failures import NoRow
from parcours.engines.duckdb import DuckDB
from tests.unit.cohorts.test_regression import TWO, A, fit, rows


@pytest.fixture
def engine():
    with DuckDB() as opened:
        yield opened


@pytest.mark.parametrize(
    ("names", "covariates"),
    [
        (Names(), TWO),
        (Names(stratum=("b",)), A),
        (Names(entry="entry"), TWO),
        (Names(entry="late"), TWO),
        (Names(weight="weight"), TWO),
        (Names(), [Categorical("a"), Numeric("d")]),
        (Names(exit="half"), TWO),
    ],
    ids=["plain", "stratum", "entry", "late", "weight", "number", "half"],
)
def test_patterns_counted_in_the_engine_give_the_model_of_the_rows(
    engine, names, covariates
):
    frame = rows().assign(
        entry=0,
        late=lambda f: np.where(f["person"] % 3 == 0, f["exit"] // 2, 0),
        weight=lambda f: 0.5 + f["person"] % 2,
        d=lambda f: f["exit"] % 4 + f["b"],
        half=lambda f: f["exit"] / 2,
        a=lambda f: f["a"].map({"0": "l'été", "1": "10", "2": "9"}),
    )
    engine.load_frame("rows", frame)

    counted = count_patterns(engine, "rows", covariates, names=names)

    assert counted.exit.size < len(frame)
    one = fit_cox(counted, robust=True).model
    other = fit(frame, covariates, names, robust=True).model
    assert [c.name for c in one.coefficients] == [c.name for c in other.coefficients]
    assert one.n_rows == 200
    assert one.beta == pytest.approx(other.beta, rel=1e-9)
    assert one.covariance == pytest.approx(other.covariance, rel=1e-9, abs=1e-13)


def test_patterns_too_many_to_tally_are_sorted_to_the_same_cells(engine, monkeypatch):
    frame = rows().assign(late=lambda f: np.where(f["person"] % 3, 0, f["exit"] // 2))
    engine.load_frame("rows", frame)
    names = Names(entry="late")
    tallied = count_patterns(engine, "rows", TWO, names=names)

    monkeypatch.setattr("cohorts.regression.from_engine.MOST_BINS", 100)
    ordered = count_patterns(engine, "rows", TWO, names=names)

    for column in ("entry", "exit", "cause", "pattern", "n_rows"):
        assert np.array_equal(getattr(tallied, column), getattr(ordered, column))


def test_an_empty_table_in_the_engine_is_refused(engine):
    engine.load_frame("rows", rows().iloc[:0])

    with pytest.raises(NoRow):
        count_patterns(engine, "rows", TWO)


def test_a_column_that_the_engine_does_not_have_is_named(engine):
    engine.load_frame("rows", rows())

    with pytest.raises(ColumnMissing) as refusal:
        count_patterns(engine, "rows", [*TWO, Categorical("z")])

    assert refusal.value.column == "z"


@pytest.mark.parametrize("column", ["a", "b", "exit"])
def test_a_missing_value_in_the_engine_is_counted_and_named(engine, column):
    frame = rows().astype({"b": "Int64", "exit": "Int64"})
    frame.loc[[1, 4], column] = None
    engine.load_frame("rows", frame)

    with pytest.raises(ValueUnknown) as refusal:
        count_patterns(engine, "rows", TWO)

    assert (refusal.value.column, refusal.value.n_rows) == (column, 2)
