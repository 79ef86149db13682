"""What a comparison by exposure refuses, tells and calls things."""

import json
import math

import numpy as np
import pandas as pd
import pytest

from cohorts.exposure.cases import ExposureNames, cases_from_frame, exposed_at_origin
from cohorts.exposure.evalue import e_value
from cohorts.exposure.failures import (
    EventNotSaid,
    EverExposed,
    NobodyToCompare,
    OptionImpossible,
    RatioImpossible,
)
from cohorts.exposure.landmark import landmark_grid
from cohorts.exposure.splitting import split_at_exposure
from cohorts.exposure.time_varying import fit_time_varying
from cohorts.exposure.wording import word_for
from cohorts.regression.design import Categorical
from cohorts.regression.table_failures import (
    ColumnMissing,
    TimesOutOfRange,
    ValueUnknown,
)
from cohorts.risk_table.failures import NoRow


MONTHS = 36


def drawn(seed=1, n=4_000, ratio=1.0, early=1.0):
    """Whole months; exposure at random among those still waiting for the event.

    `ratio` is the true ratio of hazards after exposure, `early` that of its first 3
    months.
    """
    rng = np.random.default_rng(seed)
    exposed = rng.geometric(0.05, n).astype(float)
    event = np.full(n, MONTHS + 1)
    for month in range(MONTHS, 0, -1):
        gone = month - exposed
        factor = np.where(gone > 3, ratio, np.where(gone > 0, early, 1.0))
        happens = rng.random(n) < 0.06 * factor
        event[happens] = month
    leaving = np.minimum(event, rng.integers(12, MONTHS + 1, n))
    return pd.DataFrame(
        {
            "person": np.arange(n),
            "entry": 0,
            "exit": leaving,
            "cause": (event <= leaving).astype(int),
            "exposed": np.where(exposed < leaving, exposed, np.nan),
            "sex": np.where(rng.random(n) < 0.5, "F", "M"),
        }
    )


def cases(**options):
    return cases_from_frame(drawn(**options))


@pytest.mark.parametrize("column", ["exit", "cause", "exposed", "entry", "person"])
def test_a_missing_column_is_named(column):
    with pytest.raises(ColumnMissing) as refusal:
        cases_from_frame(drawn().drop(columns=column))

    assert refusal.value.column == column


def test_a_table_without_rows_is_refused():
    with pytest.raises(NoRow):
        cases_from_frame(drawn().iloc[:0])


@pytest.mark.parametrize("column", ["exit", "cause", "person"])
def test_rows_without_a_value_are_counted_not_dropped(column):
    rows = drawn(n=20)
    rows[column] = rows[column].astype(float)
    rows.loc[[2, 5], column] = np.nan
    with pytest.raises(ValueUnknown) as refusal:
        cases_from_frame(rows)

    assert refusal.value.n_rows == 2


def test_an_exposure_that_is_no_number_is_refused_not_taken_for_never():
    rows = drawn(n=20).astype({"exposed": object})
    rows.loc[3, "exposed"] = "bientôt"
    with pytest.raises(ValueUnknown):
        cases_from_frame(rows)


@pytest.mark.parametrize(
    ("column", "value"),
    [("exit", -4), ("entry", 99), ("cause", -1), ("cause", 0.5), ("exposed", np.inf)],
)
def test_impossible_times_and_causes_are_refused(column, value):
    rows = drawn(n=20).astype({column: float})
    rows.loc[3, column] = value
    with pytest.raises(TimesOutOfRange):
        cases_from_frame(rows)


def test_an_event_on_the_day_of_origin_comes_before_an_exposure_of_that_day():
    rows = pd.DataFrame(
        {"person": [1], "entry": [-1], "exit": [0], "cause": [1], "exposed": [0.0]}
    )
    episodes = split_at_exposure(cases_from_frame(rows))

    assert episodes[["start", "stop", "cause", "exposed"]].values.tolist() == [
        [-1, 0, 1, 0]
    ]


def test_ever_took_part_is_refused_with_its_reason_and_the_alternatives():
    with pytest.raises(EverExposed) as refusal:
        exposed_at_origin(cases())

    error = refusal.value
    assert error.alternatives == ("time-varying", "landmark", "emulation")
    assert 0 < error.share_before < 1
    assert "temps immortel" in str(error)
    assert "essai cible émulé" in error.remedy


def test_an_exposure_known_at_time_zero_is_a_baseline_exposure():
    rows = drawn(n=4).assign(exposed=[0, -10, np.nan, np.nan])

    assert exposed_at_origin(cases_from_frame(rows)).tolist() == [1, 1, 0, 0]


def test_time_varying_finds_no_association_where_there_is_none():
    effect = fit_time_varying(cases(n=8_000)).effects[0]

    assert effect.low < 1 < effect.high


def test_ever_took_part_finds_one_where_there_is_none():
    """The control of the test before: the same data, the naive way."""
    rows = drawn(n=8_000)
    rows["exposed"] = np.where(rows["exposed"].notna(), 0.0, np.nan)
    effect = fit_time_varying(cases_from_frame(rows)).effects[0]

    assert effect.high < 0.7


def test_windows_show_a_lock_in_and_say_so():
    found = fit_time_varying(cases(n=8_000, ratio=1.5, early=0.4), windows=(3,))
    locked, after = found.effects

    assert locked.high < 1 < after.low
    assert any("enfermement" in note for note in found.notes)


def test_without_a_lock_in_none_is_told():
    found = fit_time_varying(cases(n=8_000, ratio=1.5, early=1.5), windows=(3,))

    assert not any("enfermement" in note for note in found.notes)


def test_a_window_without_event_is_told_and_the_others_are_estimated():
    found = fit_time_varying(cases(n=400), windows=(3, 500))

    assert math.isnan(found.effects[-1].ratio)
    assert math.isfinite(found.effects[0].ratio)
    assert any("500+" in note for note in found.notes)


@pytest.mark.parametrize("windows", [(0,), (3, 3), (5, 2), (math.nan,)])
def test_windows_that_do_not_rise_are_refused(windows):
    with pytest.raises(OptionImpossible):
        fit_time_varying(cases(n=50), windows=windows)


def test_nobody_exposed_is_refused():
    with pytest.raises(NobodyToCompare):
        fit_time_varying(cases_from_frame(drawn().assign(exposed=np.nan)))


def test_everybody_exposed_from_the_origin_is_refused():
    with pytest.raises(NobodyToCompare):
        fit_time_varying(cases_from_frame(drawn().assign(exposed=0.0)))


def test_competing_outcomes_need_the_event_to_be_named():
    rows = drawn(n=500)
    rows.loc[rows.index % 2 == 0, "cause"] *= 2
    with pytest.raises(EventNotSaid):
        fit_time_varying(cases_from_frame(rows))
    named = fit_time_varying(cases_from_frame(rows), cause=2)

    assert named.events_exposed + named.events_unexposed == (rows["cause"] == 2).sum()


def test_repeated_persons_have_robust_errors():
    rows = drawn(n=600)
    rows["person"] = rows["person"] // 2
    found = fit_time_varying(cases_from_frame(rows))

    assert found.model.robust
    assert (found.n, found.n_persons) == (600, 300)


def test_covariates_adjust_and_are_named_in_the_model():
    found = fit_time_varying(cases(n=500), [Categorical("sex")])

    assert [one.name for one in found.model.coefficients] == ["window=1", "sex=M"]


def test_a_shift_of_the_clock_to_days_from_minus_one_changes_no_ratio():
    rows = drawn(n=800)
    moved = rows.assign(entry=-1, exit=rows["exit"] - 1, exposed=rows["exposed"] - 1)
    here, there = (
        fit_time_varying(cases_from_frame(table), windows=(3,))
        for table in (rows, moved)
    )

    assert [one.ratio for one in here.effects] == pytest.approx(
        [one.ratio for one in there.effects], rel=1e-12
    )


def test_a_landmark_keeps_the_others_when_one_cannot_be_compared():
    grid = landmark_grid(cases(n=500), [0, 6, 35.5])

    assert grid.landmarks[0].refused
    assert grid.landmarks[1].refused is None
    assert grid.landmarks[1].effects
    assert grid.landmarks[0].n_exposed == 0


@pytest.mark.parametrize("marks", [[], [3, 3], [-1], [math.nan]])
def test_landmarks_that_do_not_rise_are_refused(marks):
    with pytest.raises(OptionImpossible):
        landmark_grid(cases(n=50), marks)


def test_landmark_curves_of_competing_outcomes_are_incidences():
    rows = drawn(n=500)
    rows.loc[rows.index % 2 == 0, "cause"] *= 2
    (mark,) = landmark_grid(cases_from_frame(rows), [6], cause=1).landmarks

    assert [(c.group, c.cause) for c in mark.curves] == [
        ("0", "1"),
        ("0", "2"),
        ("1", "1"),
        ("1", "2"),
    ]
    assert all(curve.origin == 0 for curve in mark.curves)


@pytest.mark.parametrize(
    ("design", "word"),
    [
        ("description", "devenir observé"),
        ("time-varying", "association"),
        ("landmark", "association"),
        ("matched", "association"),
        ("weighted", "association"),
        ("standardised", "association"),
        ("negative-control", "association"),
        ("emulation", "effet estimé, sous les hypothèses déclarées"),
    ],
)
def test_a_page_says_no_more_than_the_design_supports(design, word):
    assert word_for(design) == word


def test_results_are_plain_json():
    found = fit_time_varying(cases(n=300), windows=(3, 500))
    grid = landmark_grid(cases(n=300), [0, 6])

    for result in (found, grid, e_value(1.5, 1.2, 2.0), e_value(1.5)):
        text = json.dumps(result.as_dict(), allow_nan=False)
        assert json.loads(text)


def test_names_of_columns_can_be_others():
    rows = drawn(n=50).rename(columns={"exit": "T", "exposed": "x"})
    names = ExposureNames(exit="T", exposed="x", entry=None, person=None)
    found = cases_from_frame(rows, names=names)

    assert found.n == found.n_persons == 50


def test_e_value_of_a_published_example():
    """Breast-feeding and respiratory death: RR 3.9 (1.8-8.7), E 7.26 and 3.00."""
    found = e_value(3.9, 1.8, 8.7, measure="risk")

    assert (round(found.point, 2), round(found.limit, 2)) == (7.26, 3.0)


def test_e_value_is_the_same_for_a_ratio_and_its_inverse():
    for measure in ("risk", "odds", "hazard"):
        one = e_value(2.5, 1.5, 4.0, measure=measure)
        other = e_value(0.4, 0.25, 1 / 1.5, measure=measure)

        assert other.point == pytest.approx(one.point, rel=1e-12)
        assert other.limit == pytest.approx(one.limit, rel=1e-12)


def test_limits_that_hold_one_need_no_confounder():
    assert e_value(1.3, 0.9, 1.9).limit == 1


@pytest.mark.parametrize(
    "values", [(-1, None, None), (0, None, None), (2, 3, 4), (math.nan, None, None)]
)
def test_a_ratio_that_cannot_be_is_refused(values):
    with pytest.raises(RatioImpossible):
        e_value(*values)
