import json

import numpy as np
import pytest

from cohorts.estimates.analysis import analyse
from cohorts.estimates.comparison import log_rank
from cohorts.estimates.failures import (
    MethodNotThere,
    NothingToCompare,
    WeightsNotWhole,
)
from cohorts.estimates.survival import kaplan_meier, median_time
from cohorts.estimates.turnbull import count_intervals, turnbull
from cohorts.risk_table.counts import count_cells
from cohorts.risk_table.risk_table import risk_tables


def one_group(exits, causes, **columns):
    (group,) = analyse(
        count_cells(exits, causes, **columns), method="kaplan-meier", at=[2, 50]
    ).groups
    return group


def test_a_curve_flat_at_one_half_has_its_median_in_the_middle():
    (table,) = risk_tables(count_cells([2, 4, 8, 9], [1, 1, 1, 1]))

    assert median_time(kaplan_meier(table)).estimate == 6


def test_a_curve_that_stays_at_one_half_has_its_median_where_it_gets_there():
    (table,) = risk_tables(count_cells([2, 4, 8, 9], [1, 1, 0, 0]))

    assert median_time(kaplan_meier(table)).estimate == 4


def test_limits_are_undefined_where_the_share_is_one_or_zero():
    curve = one_group([1, 2, 3], [0, 1, 1]).curves[0]

    assert curve.estimate.tolist() == [1, 0.5, 0]
    assert np.isnan(curve.low[[0, 2]]).all()
    assert np.isnan(curve.std_error[2])
    assert curve.low[1] < 0.5 < curve.high[1]


def test_after_the_last_time_there_is_no_value_and_a_note_says_so():
    answer = analyse(count_cells([1, 3], [1, 0]), method="kaplan-meier", at=[2, 50])

    inside, beyond = answer.groups[0].at
    assert inside.estimate == 0.5
    assert np.isnan(beyond.estimate)
    assert beyond.n_at_risk == 0
    assert any("50" in note for note in answer.notes)


def test_before_the_first_time_nothing_has_happened():
    group = one_group([5, 6], [1, 1])

    assert group.at[0].estimate == 1
    assert group.at[0].std_error == 0
    assert group.at[0].n_at_risk == 2


def test_an_early_collapse_under_late_entry_warns_and_spares_the_other_group():
    counts = count_cells(
        [2, 9, 9, 3, 6],
        [1, 1, 0, 1, 0],
        entry=[0, 4, 4, 0, 0],
        group=[0, 0, 0, 1, 1],
        groups=("a", "b"),
    )

    answer = analyse(counts, method="kaplan-meier")

    assert any(note.startswith("attention, groupe « a »") for note in answer.notes)
    assert not any("« b »" in note for note in answer.notes)
    assert answer.groups[1].curves[0].estimate.tolist() == [0.5, 0.5]


def test_an_early_thin_risk_set_under_late_entry_warns():
    entry = [0, 0, *[5] * 30]
    counts = count_cells([2, 9, *range(10, 40)], [1] * 32, entry=entry)

    assert any(
        "moins de 10" in note for note in analyse(counts, method="kaplan-meier").notes
    )


def test_several_causes_are_one_event_for_kaplan_meier_and_a_note_says_so():
    counts = count_cells([1, 2, 3], [1, 2, 0], causes=("1", "2"))

    answer = analyse(counts, method="kaplan-meier")

    assert answer.n_events == 2
    assert any("aalen-johansen" in note for note in answer.notes)


def test_hazards_of_one_cause_have_no_cause_name_and_of_several_have():
    one = analyse(count_cells([1, 2], [1, 0]), method="nelson-aalen")
    two = analyse(count_cells([1, 2], [1, 2], causes=("1", "2")), method="nelson-aalen")

    assert [curve.cause for curve in one.groups[0].curves] == [None]
    assert [curve.cause for curve in two.groups[0].curves] == ["1", "2"]


def test_log_rank_with_causes_tests_any_and_each():
    counts = count_cells(
        [1, 2, 3, 4],
        [1, 2, 1, 2],
        causes=("1", "2"),
        group=[0, 1, 0, 1],
        groups=("a", "b"),
    )

    answer = analyse(counts, method="log-rank")

    assert [test.cause for test in answer.tests] == [None, "1", "2"]


def test_log_rank_in_strata_sums_what_each_stratum_says():
    columns = {"group": [0, 1, 0, 1, 1], "groups": ("a", "b")}
    first = count_cells([1, 2, 3, 4, 6], [1, 1, 1, 0, 1], **columns)
    second = count_cells([2, 2, 5, 7, 8], [1, 0, 1, 1, 1], **columns)

    both, one, two = log_rank([first, second]), log_rank(first), log_rank(second)

    assert both.n_expected == pytest.approx(one.n_expected + two.n_expected)
    excess = both.n_observed[0] - both.n_expected[0]
    variance = one.variance[0, 0] + two.variance[0, 0]
    assert both.test.statistic == pytest.approx(excess**2 / variance)


def test_comparing_one_group_is_refused():
    with pytest.raises(NothingToCompare):
        log_rank(count_cells([1, 2], [1, 1]))


def test_groups_that_never_meet_are_not_compared():
    counts = count_cells(
        [2, 3, 8, 9],
        [1] * 4,
        entry=[0, 0, 5, 5],
        group=[0, 0, 1, 1],
        groups=("a", "b"),
    )

    answer = analyse(counts, method="kaplan-meier")

    assert answer.tests == ()
    assert any("pas de log-rank" in note for note in answer.notes)


def test_weights_that_are_not_whole_are_refused_where_no_right_error_exists():
    counts = count_cells(
        [1, 2], [1, 1], weight=[0.5, 1.5], group=[0, 1], groups=("a", "b")
    )

    for method in ("log-rank", "nelson-aalen"):
        with pytest.raises(WeightsNotWhole):
            analyse(counts, method=method)


def test_whole_weights_are_repeated_rows():
    weighted = count_cells([1, 2, 4], [1, 0, 1], weight=[2.0, 1.0, 3.0])
    repeated = count_cells([1, 2, 4], [1, 0, 1], n_rows=[2, 1, 3])

    for method in ("kaplan-meier", "aalen-johansen", "nelson-aalen"):
        one = analyse(weighted, method=method).groups[0].curves[0]
        other = analyse(repeated, method=method).groups[0].curves[0]
        assert one.std_error == pytest.approx(other.std_error, nan_ok=True)


def test_a_method_of_later_is_refused_with_the_names_of_those_there_are():
    with pytest.raises(MethodNotThere, match="kaplan-meier, nelson-aalen"):
        analyse(count_cells([1], [1]), method="cox")


def test_the_json_has_null_for_what_is_not_defined_and_ints_for_whole_numbers():
    answer = analyse(count_cells([1, 2], [1, 1]), method="kaplan-meier", at=[1, 9])

    text = json.dumps(answer.as_dict(), allow_nan=False)

    (group,) = json.loads(text)["groups"]
    assert group["curves"][0]["std_error"][1] is None
    assert group["at"][1] == {
        "time": 9,
        "cause": None,
        "n_at_risk": 0,
        "estimate": None,
        "std_error": None,
        "low": None,
        "high": None,
    }


def test_without_any_event_the_curve_stays_at_one_and_a_note_says_why():
    answer = analyse(count_cells([1, 2], [0, 0]), method="kaplan-meier", rmst=[2])

    (group,) = answer.groups
    assert group.curves[0].estimate.tolist() == [1, 1]
    assert not group.median.reached
    assert group.restricted_means[0].estimate == 2
    assert "aucun événement dans la table" in answer.notes


def test_intervals_that_do_not_touch_share_the_mass_as_they_are_counted():
    """Eleven months of one or two persons: nothing to iterate, and it must settle."""
    months = [(i * 14) % 11 for i in range(15)]
    intervals = count_intervals(months, [month + 1 for month in months])

    curve = turnbull(intervals)

    left = [sum(month >= k for month in months) / 15 for k in range(1, 12)]
    assert np.allclose(curve.estimate, left, atol=1e-9)


def test_intervals_without_an_end_give_a_curve_without_a_step():
    curve = turnbull(count_intervals([1, 2, 3], [np.inf] * 3))

    assert curve.times.size == curve.n_at_risk.size == curve.estimate.size == 0
