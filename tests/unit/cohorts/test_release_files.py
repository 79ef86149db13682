"""The files that evaluators take away: figures for spreadsheets, never formulas."""

import csv
import io
import json
from dataclasses import replace

import numpy as np

from cohorts.charts.at_risk import at_risk_rows
from cohorts.disclosure.files import as_csv, as_json
from cohorts.disclosure.released import Provenance, release
from cohorts.disclosure.rules import Rules
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells


RULES = Rules("1", 5, 11, 6, 11, True)
PROVENANCE = Provenance("d", "h", "e", "2025-01-01", "1")


def released(groups=("all",)):
    rng = np.random.default_rng(1)
    counts = count_cells(
        rng.integers(1, 700, 200),
        rng.integers(0, 2, 200),
        group=rng.integers(0, len(groups), 200),
        groups=groups,
        clock="days",
    )
    return release(
        counts,
        lambda c, rounding=0: describe(
            c, at=[91], rmst=[365], outcome="1", rounding=rounding
        ),
        rules=RULES,
        provenance=PROVENANCE,
    )


def rows_of(data):
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_numbers_have_decimal_commas_and_times_their_unit():
    head, first, *_ = rows_of(as_csv([released()], [""], clock="days"))

    assert head[3] == "temps (jours)"
    assert "," in first[8]
    assert "." not in first[8]


def test_a_label_is_never_a_formula():
    data = as_csv([released(("=1+1", "b"))], ["sex"], clock="days")

    assert {row[1] for row in rows_of(data)[1:]} == {"'=1+1", "b"}


def test_counts_in_the_files_are_rounded():
    rows = rows_of(as_csv([released()], [""], clock="days"))[1:]

    assert followed(rows)
    assert not [n for n in followed(rows) if n % 6]
    assert all(int(row[5]) % 6 == 0 for row in rows)


def followed(rows):
    return [int(row[4]) for row in rows if row[4]]


def test_who_is_still_followed_is_told_at_the_time_that_is_named():
    """On the day clock a row tells of the end of its month, not of its beginning."""
    days = np.repeat([20, 100, 200, 300, 400], 60)
    counts = count_cells(days, np.ones(300, np.int64), clock="days")
    part = release(
        counts,
        lambda c, rounding=0: describe(
            c, at=[91, 183, 365], rmst=[], outcome="1", rounding=rounding
        ),
        rules=RULES,
        provenance=PROVENANCE,
    )
    (group,) = part.estimate.groups
    rows = rows_of(as_csv([part], [""], clock="days"))[1:]

    assert [point.n_at_risk for point in group.at] == [240, 180, 60]
    assert [(row[3], row[4], row[5]) for row in rows] == [
        ("30", "240", "300"),
        ("122", "180", "240"),
        ("213", "120", "180"),
        ("304", "60", "120"),
        ("426", "", "60"),
    ]
    assert [row.n_at_risk for row in at_risk_rows(part, (0.0, 91.0, 304.0, 426.0))] == [
        300,
        240,
        60,
        None,
    ]


def test_nothing_is_told_of_who_is_left_where_a_curve_is_stopped():
    days = np.concatenate([np.repeat(100, 80), np.repeat(200, 8)])
    counts = count_cells(days, np.ones(88, np.int64), clock="days")
    part = release(
        counts,
        lambda c, rounding=0: describe(
            c, at=[122], rmst=[], outcome="1", rounding=rounding
        ),
        rules=RULES,
        provenance=PROVENANCE,
    )
    rows = rows_of(as_csv([part], [""], clock="days"))[1:]

    assert part.cut_at == {"all": 122}
    assert rows[-1][3:6] == ["122", "", rows[-1][5]]
    assert part.as_dict()["groups"][0]["at"][0]["n_at_risk"] is None


def test_two_rows_that_follow_each_other_differ_by_whole_blocks():
    rows = rows_of(as_csv([released()], [""], clock="days"))[1:]
    still = followed(rows)

    assert len(still) >= len(rows) - 1
    assert not [gap for gap in -np.diff(still) if gap % 6 or gap < 0]
    # each is the row's own start less who left in it: nothing that was not told
    for row in rows:
        if row[4]:
            assert int(row[4]) == int(row[5]) - int(row[6]) - int(row[7])


def test_months_tell_who_is_there_just_before_as_the_page_does():
    counts = count_cells(np.repeat([3, 6, 9], 60), np.ones(180, np.int64))
    counts = replace(counts, clock="calendar_months")
    part = release(
        counts,
        lambda c, rounding=0: describe(
            c, at=[3, 6], rmst=[], outcome="1", rounding=rounding
        ),
        rules=RULES,
        provenance=PROVENANCE,
    )

    assert [point.n_at_risk for point in part.estimate.groups[0].at] == [180, 120]


def test_the_json_says_where_the_figures_come_from():
    fields = json.loads(as_json([released()], [""]))

    assert fields["all"]["provenance"]["definition"] == "d"
    assert fields["all"]["disclosure"]["rules_version"] == "1"


def test_every_row_says_of_which_definition_extract_and_day_it_is():
    head, *rows = rows_of(as_csv([released()], [""], clock="days"))

    assert head[-4:] == ["définition", "empreinte", "extrait", "connu au"]
    assert {tuple(row[-4:]) for row in rows} == {("d", "h", "e", "2025-01-01")}
