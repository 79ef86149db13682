"""What a regression refuses and by which name, and what it notes."""

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.curves import adjusted_curves, predict_curve
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.failures import (
    CollinearCovariates,
    ConstantCovariate,
    NoEvent,
    Separation,
    TimesNotWhole,
    TooLargeForFirth,
    TooLargeForPeriods,
    TooManyColumns,
)
from cohorts.regression.firth import fit_firth
from cohorts.regression.recurrent import (
    andersen_gill,
    event_order,
    prentice_williams_peterson,
)
from cohorts.regression.table_failures import (
    CauseUnknown,
    ClusterMissing,
    ColumnMissing,
    LevelEmpty,
    NoCovariate,
    OrderMissing,
    TimesOutOfRange,
    ValueUnknown,
)
from cohorts.risk_table.failures import NoRow


A = [Categorical("a")]
TWO = [Categorical("a"), Categorical("b")]


def rows(n=200, seed=3):
    rng = np.random.default_rng(seed)
    a = rng.integers(0, 3, n)
    time = np.ceil(rng.exponential(10 / (1 + a))).astype(int)
    censored = rng.integers(3, 25, n)
    return pd.DataFrame(
        {
            "exit": np.minimum(time, censored),
            "cause": np.where(time <= censored, rng.integers(1, 3, n), 0),
            "a": a.astype(str),
            "b": rng.integers(0, 2, n),
            "c": rng.normal(size=n),
            "person": np.arange(n),
        }
    )


def fit(frame, covariates=A, names=None, **options):
    return fit_cox(cells_from_frame(frame, covariates, names=names), **options)


def test_a_table_without_rows_is_refused():
    with pytest.raises(NoRow):
        fit(rows().iloc[:0])


def test_a_model_without_covariate_is_refused():
    with pytest.raises(NoCovariate):
        fit(rows(), [])


@pytest.mark.parametrize("column", ["exit", "cause", "a"])
def test_a_column_that_is_missing_is_named(column):
    with pytest.raises(ColumnMissing) as refusal:
        fit(rows().drop(columns=column))

    assert refusal.value.column == column


@pytest.mark.parametrize(
    ("column", "value"), [("a", None), ("exit", np.nan), ("c", "Zoé"), ("c", 1e300)]
)
def test_rows_without_a_usable_value_are_counted_and_never_dropped(column, value):
    frame = rows()
    frame[column] = frame[column].astype(object)
    frame.loc[[2, 5], column] = value

    with pytest.raises(ValueUnknown) as refusal:
        fit(frame, [Categorical("a"), Numeric("c")])

    assert (refusal.value.column, refusal.value.n_rows) == (column, 2)
    assert "Zoé" not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"exit": -1},
        {"exit": np.inf},
        {"cause": -1},
        {"cause": 0.5},
        {"entry": 60},
        {"weight": 0.0},
        {"weight": -2.0},
        {"n_rows": 0},
    ],
)
def test_impossible_times_codes_and_weights_are_refused_with_their_number(change):
    frame = rows().assign(entry=0, weight=1.5, n_rows=1)
    ((column, value),) = change.items()
    frame[column] = frame[column].astype(float)
    frame.loc[7, column] = value

    with pytest.raises(TimesOutOfRange) as refusal:
        fit(frame, names=Names(entry="entry", weight="weight", n_rows="n_rows"))

    assert refusal.value.n_rows == 1


def test_a_cohort_without_any_event_is_refused():
    with pytest.raises(NoEvent):
        fit(rows().assign(cause=0))


def test_events_while_nobody_else_is_at_risk_teach_nothing():
    frame = pd.DataFrame({"exit": [1, 2], "cause": 1, "a": "x", "entry": [0, 1]})
    frame["a"] = ["x", "y"]

    with pytest.raises(NoEvent):
        fit(frame, names=Names(entry="entry"))


def test_a_cause_that_nobody_has_is_refused():
    with pytest.raises(CauseUnknown):
        fit(rows(), cause=7)


@pytest.mark.parametrize(
    "covariate",
    [
        Categorical("a", levels=("0", "1", "2", "9")),
        Categorical("a", reference="9"),
    ],
)
def test_an_empty_group_is_named(covariate):
    with pytest.raises(LevelEmpty) as refusal:
        fit(rows(), [covariate])

    assert (refusal.value.column, refusal.value.level) == ("a", "9")


def test_a_covariate_with_one_value_is_named():
    with pytest.raises(ConstantCovariate) as refusal:
        fit(rows().assign(d=4.0), [*A, Numeric("d")])

    assert refusal.value.name == "d"


def test_a_categorical_with_one_level_is_not_a_covariate():
    with pytest.raises(NoCovariate):
        fit(rows().assign(d="only"), [Categorical("d")])


def test_a_covariate_that_makes_the_strata_is_named():
    with pytest.raises(ConstantCovariate) as refusal:
        fit(rows(), TWO, names=Names(stratum=("b",)))

    assert refusal.value.name == "b=1"


def test_collinear_covariates_are_named_with_those_that_make_them_up():
    frame = rows().assign(d=lambda f: 3 * f["c"] - 2 * f["b"] + 8)

    with pytest.raises(CollinearCovariates) as refusal:
        fit(frame, [Categorical("b"), Categorical("a"), Numeric("c"), Numeric("d")])

    assert refusal.value.name == "d"
    assert refusal.value.others == ("b=1", "c")


@pytest.mark.parametrize("level", ["0", "2"])
def test_a_level_or_a_reference_without_event_is_named(level):
    frame = rows()
    frame.loc[frame["a"] == level, "cause"] = 0

    with pytest.raises(Separation) as refusal:
        fit(frame)

    assert refusal.value.names == (f"a={level}",)
    assert "Firth" in refusal.value.remedy


def test_a_number_that_orders_all_events_is_named():
    frame = rows(60).assign(cause=1)
    frame["d"] = -frame["exit"].astype(float)

    with pytest.raises(Separation) as refusal:
        fit(frame, [Numeric("d"), Numeric("c")])

    assert refusal.value.names == ("d",)


@pytest.mark.parametrize("link", ["cloglog", "logit"])
def test_separation_is_named_in_months_too(link):
    frame = rows(60).assign(cause=1, d=lambda f: -f["exit"].astype(float))

    with pytest.raises(Separation) as refusal:
        fit_discrete(cells_from_frame(frame, [Numeric("d")]), link=link)

    assert refusal.value.names == ("d",)


def test_firth_answers_where_cox_separates():
    frame = rows()
    frame.loc[frame["a"] == "2", "cause"] = 0

    model = fit_firth(cells_from_frame(frame, A))

    without = next(c for c in model.coefficients if c.level == "2")
    assert -10 < without.estimate < -2
    assert np.isfinite(without.std_error)
    by_term = next(test for test in model.tests if test.name == "a")
    assert by_term.df == 2
    assert by_term.p < 1e-6


def test_more_coefficients_than_events_are_refused():
    frame = rows(40)
    frame.loc[frame.index >= 2, "cause"] = 0
    frame.loc[frame.index < 2, "cause"] = 1

    with pytest.raises(TooManyColumns) as refusal:
        fit(frame, [*TWO, Numeric("c")])

    assert (refusal.value.n_columns, refusal.value.n_events) == (4, 2)


def test_a_value_that_sets_one_person_apart_is_named_not_computed_with():
    frame = rows()
    frame.loc[0, ["c", "exit", "cause"]] = [1e80, 9, 0]

    with pytest.raises(Separation) as refusal:
        fit(frame, [Numeric("c"), Categorical("b")])

    assert refusal.value.names == ("c",)


def test_the_discrete_model_refuses_times_that_are_not_whole():
    with pytest.raises(TimesNotWhole):
        fit_discrete(cells_from_frame(rows().assign(exit=rows()["exit"] + 0.5), A))


def test_the_discrete_model_refuses_a_table_that_would_not_fit(monkeypatch):
    monkeypatch.setattr("cohorts.regression.periods.MOST_CELLS", 20)

    with pytest.raises(TooLargeForPeriods):
        fit_discrete(cells_from_frame(rows(), A))


def test_firth_refuses_what_is_not_small(monkeypatch):
    monkeypatch.setattr("cohorts.regression.firth.MOST_EVENTS", 20)

    with pytest.raises(TooLargeForFirth):
        fit_firth(cells_from_frame(rows(), A))


def test_events_that_come_back_need_the_persons():
    with pytest.raises(ClusterMissing):
        andersen_gill(cells_from_frame(rows(), A))


def episodes(**columns):
    frame = pd.DataFrame(columns).assign(a=["x", "y"] * (len(columns["exit"]) // 2))
    return cells_from_frame(frame, A, names=Names(entry="entry", person="person"))


def test_episodes_that_overlap_are_refused():
    cells = episodes(
        person=[1, 1, 2, 2], entry=[0, 4, 0, 4], exit=[5, 9, 4, 9], cause=[1, 1, 1, 0]
    )

    with pytest.raises(OrderMissing) as refusal:
        prentice_williams_peterson(cells)

    assert refusal.value.n_rows == 1


def test_the_order_of_events_counts_those_before():
    cells = episodes(
        person=[2, 1, 1, 1, 2, 1],
        entry=[0, 3, 0, 5, 2, 8],
        exit=[2, 5, 3, 8, 6, 9],
        cause=[0, 1, 0, 1, 1, 0],
    )

    order, since = event_order(cells)

    assert order.tolist() == [1, 1, 1, 2, 1, 3]
    assert since.tolist() == [0, 0, 0, 5, 0, 8]


def test_orders_that_are_rare_share_a_stratum():
    cells = episodes(
        person=[1, 1, 1, 2], entry=[0, 2, 4, 0], exit=[2, 4, 6, 6], cause=[1, 1, 1, 1]
    )

    arranged = prentice_williams_peterson(cells, most=2, clock="gap")

    assert [arranged.strata[code] for code in arranged.stratum] == ["1", "2", "2", "1"]
    assert arranged.exit.tolist() == [2, 2, 2, 6]


def test_repeated_persons_make_errors_robust_unasked():
    frame = pd.concat([rows(), rows()])

    model = fit(frame, names=Names(person="person")).model

    assert model.robust
    assert (model.n, model.n_rows) == (200, 400)
    single = fit(rows(), robust=True).model
    assert model.beta != pytest.approx(single.beta, rel=1e-9)  # Efron sees more ties
    plain = fit(frame, names=Names(person="person"), robust=False).model
    assert np.all(model.errors > 1.2 * plain.errors)


def test_heavy_ties_few_events_and_breslow_are_told():
    frame = rows(60).assign(exit=lambda f: 1 + f["exit"] // 8)

    notes = fit(frame, [*TWO, Numeric("c")], ties="breslow").model.notes

    assert any("cloglog" in note for note in notes)
    assert any("Breslow" in note for note in notes)
    assert any("Firth" in note for note in fit(rows(40), TWO, cause=1).model.notes)


def test_a_model_is_plain_numbers_for_a_program():
    plain = fit(rows(), TWO).model.as_dict()

    assert plain["method"] == "cox"
    assert [one["name"] for one in plain["coefficients"]] == ["a=1", "a=2", "b=1"]
    assert plain["coefficients"][0]["reference"] == "0"
    names = {test["name"] for test in plain["tests"]}
    assert names == {"likelihood-ratio", "wald", "score"}


def test_a_curve_of_an_unknown_level_or_without_a_value_is_refused():
    model = fit(rows(), TWO)

    with pytest.raises(LevelEmpty):
        predict_curve(model, {"a": "9", "b": "0"})
    with pytest.raises(ColumnMissing):
        predict_curve(model, {"a": "1"})
    with pytest.raises(ColumnMissing):
        adjusted_curves(model, "c")
