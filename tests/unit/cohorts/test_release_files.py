"""The files that evaluators take away: figures for spreadsheets, never formulas."""

import csv
import io
import json

import numpy as np

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
    assert "," in first[7]
    assert "." not in first[7]


def test_a_label_is_never_a_formula():
    data = as_csv([released(("=1+1", "b"))], ["sex"], clock="days")

    assert {row[1] for row in rows_of(data)[1:]} == {"'=1+1", "b"}


def test_counts_in_the_files_are_rounded():
    rows = rows_of(as_csv([released()], [""], clock="days"))[1:]

    assert all(int(row[4]) % 6 == 0 for row in rows)


def test_the_json_says_where_the_figures_come_from():
    fields = json.loads(as_json([released()], [""]))

    assert fields["all"]["provenance"]["definition"] == "d"
    assert fields["all"]["disclosure"]["rules_version"] == "1"
