"""Kaplan-Meier with the errors of clusters, beside R's `survfit(cluster = )`."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.outside.answer import answer_table
from cohorts.outside.failures import ClusterNotTaken
from cohorts.outside.wish import Wish


DATA = Path(__file__).parent / "data"
TABLE = DATA / "rats_clusters.csv"


def answered(clock, **more):
    wish = Wish(
        method="kaplan-meier",
        duration="time",
        event="status",
        entry="entry" if clock == "late" else None,
        group="rx",
        cluster="zone",
        rmst=(100.0,),
        **more,
    )
    return answer_table(TABLE, wish)


@pytest.mark.parametrize("clock", ["origin", "late"])
@pytest.mark.parametrize("rx", [0, 1])
def test_shares_errors_and_the_mean_s_error_are_those_of_r(clock, rx):
    reference = pd.read_csv(DATA / "rats_clusters_km.csv")
    reference = reference[(reference.clock == clock) & (reference.rx == rx)]
    (group,) = [one for one in answered(clock).groups if float(one.group) == rx]
    (curve,) = group.curves
    at = np.searchsorted(curve.times, reference.time)

    assert curve.estimate[at] == pytest.approx(reference.surv, abs=1e-12)
    assert curve.std_error[at] == pytest.approx(reference.se, rel=1e-9, abs=1e-12)
    assert group.restricted_means[0].std_error == pytest.approx(
        reference.mean_se.iloc[0], rel=1e-9
    )


def test_limits_and_medians_follow_the_errors_of_the_clusters(tmp_path):
    by_row = answer_table(TABLE, Wish("kaplan-meier", duration="time", event="status"))
    by_zone = answer_table(
        TABLE,
        Wish("kaplan-meier", duration="time", event="status", cluster="zone", at=(90,)),
    )

    narrow, wide = by_row.groups[0].curves[0], by_zone.groups[0].curves[0]
    assert wide.estimate == pytest.approx(narrow.estimate)
    assert not np.allclose(wide.low[10:], narrow.low[10:])
    (point,) = by_zone.groups[0].at
    assert point.low == wide.low[np.searchsorted(wide.times, 90, side="right") - 1]


def test_a_row_for_each_person_gives_greenwood_s_error_nearly(tmp_path):
    rows = pd.read_csv(TABLE).assign(alone=range(300))
    rows.to_csv(tmp_path / "alone.csv", index=False)
    wish = {"method": "kaplan-meier", "duration": "time", "event": "status"}
    plain = answer_table(tmp_path / "alone.csv", Wish(**wish))
    alone = answer_table(tmp_path / "alone.csv", Wish(**wish, person="alone"))

    assert alone.groups[0].curves[0].std_error == pytest.approx(
        plain.groups[0].curves[0].std_error, rel=0.02, abs=1e-12
    )


def test_no_test_of_rows_stands_beside_errors_of_clusters():
    answer = answered("origin")

    assert answer.tests == ()
    assert any("grappe" in note for note in answer.notes)


@pytest.mark.parametrize(
    "method", ["aalen-johansen", "nelson-aalen", "log-rank", "gray"]
)
def test_a_method_without_such_errors_refuses_clusters_and_says_which_has_them(method):
    wish = Wish(method, duration="time", event="status", group="rx", cluster="zone")

    with pytest.raises(ClusterNotTaken) as refusal:
        answer_table(TABLE, wish)
    assert "kaplan-meier" in str(refusal.value.remedy)
