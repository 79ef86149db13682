"""Sequences of the 712 young people of mvad against TraMineR and cluster."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.sequences import distances
from cohorts.sequences.describe import (
    mean_months,
    passage_rates,
    state_shares,
    transversal_entropy,
)
from cohorts.sequences.indicators import path_indicators
from cohorts.sequences.paths import keep_distinct
from cohorts.sequences.typology import pam, ward


DATA = Path(__file__).parent / "data"
MVAD = Path(__file__).parents[2] / "examples" / "mvad" / "mvad.csv"
STATES = ("employment", "FE", "HE", "joblessness", "school", "training")
CLOSE = {"rel": 1e-10, "abs": 1e-10}


@pytest.fixture(scope="module")
def table():
    return pd.read_csv(MVAD)


@pytest.fixture(scope="module")
def paths(table):
    return keep_distinct(codes(table), STATES)


@pytest.fixture(scope="module")
def between(paths):
    return distances.optimal_matching(paths)


def codes(table):
    months = table.iloc[:, list(table.columns).index("Jul.93") :].to_numpy()
    return np.vectorize(STATES.index)(months)


def reference(name):
    return pd.read_csv(DATA / name)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("transitions", "transitions"),
        ("visited", "distinct"),
        ("entropy", "entropy"),
        ("turbulence", "turbulence"),
        ("turbulence_share", "turbulence_norm"),
        ("complexity", "complexity"),
    ],
)
def test_the_indicators_of_each_path_equal_traminer(paths, ours, theirs):
    values = getattr(path_indicators(paths), ours)
    assert values == pytest.approx(
        reference("mvad_seq_indicators.csv")[theirs].to_numpy(), **CLOSE
    )


def test_the_entropy_of_each_month_equals_traminer(paths):
    theirs = reference("mvad_transversal_entropy.csv")["entropy"].to_numpy()
    assert transversal_entropy(paths) == pytest.approx(theirs, **CLOSE)


def test_the_rates_of_passage_equal_traminer(paths):
    theirs = reference("mvad_transition_rates.csv").iloc[:, 1:].to_numpy()
    assert passage_rates(paths) == pytest.approx(theirs, **CLOSE)


def test_the_mean_months_in_each_state_equal_traminer(paths, table):
    theirs = reference("mvad_mean_months.csv")
    weighted = keep_distinct(codes(table), STATES, weight=table["weight"])
    assert mean_months(paths) == pytest.approx(theirs["mean_months"], **CLOSE)
    assert mean_months(weighted) == pytest.approx(
        theirs["mean_months_weighted"], **CLOSE
    )


def test_the_weighted_shares_of_each_month_equal_traminer(table):
    weighted = keep_distinct(codes(table), STATES, weight=table["weight"])
    theirs = reference("mvad_occupation_weighted.csv")[list(STATES)].to_numpy()
    assert state_shares(weighted) == pytest.approx(theirs, **CLOSE)


def assert_distances(paths, between, name):
    theirs = reference("mvad_distances.csv").set_index("method").loc[name]
    persons = np.asarray(between, np.float64)[np.ix_(paths.which, paths.which)]
    upper = persons[np.triu_indices(len(persons), 1)]
    assert upper.mean() == pytest.approx(theirs["mean"], **CLOSE)
    assert upper.max() == pytest.approx(theirs["max"], **CLOSE)
    for one, other in ((1, 2), (1, 3), (2, 3), (10, 20), (711, 712)):
        assert persons[one - 1, other - 1] == pytest.approx(
            theirs[f"d_{one}_{other}"], **CLOSE
        )
    assert np.array_equal(persons, persons.T)


def test_optimal_matching_equals_traminer(paths, between):
    assert_distances(paths, between, "om")


def test_hamming_equals_traminer(paths):
    assert_distances(paths, distances.hamming(paths), "ham")


def test_dynamic_hamming_equals_traminer(paths):
    theirs = reference("mvad_distances.csv").set_index("method").loc["dhd"]
    ours = distances.dynamic_hamming(paths)
    assert ours[paths.which[0], paths.which[1]] == pytest.approx(
        theirs["d_1_2"], **CLOSE
    )
    assert ours.max() == pytest.approx(theirs["max"], **CLOSE)
    persons = ours[np.ix_(paths.which, paths.which)]
    mean = persons[np.triu_indices(len(persons), 1)].mean()
    assert mean == pytest.approx(theirs["mean"], **CLOSE)


def test_matching_under_costs_of_passage_equals_traminer(table, paths):
    theirs = reference("mvad_distances.csv").set_index("method").loc["om_trate"]
    rows = [0, 1, 2, 9, 19, 710, 711]
    few = keep_distinct(codes(table)[rows], STATES)
    between = distances.matching_under(few, distances.passage_costs(paths), indel=1)
    at = {person + 1: few.which[k] for k, person in enumerate(rows)}
    for one, other in ((1, 2), (1, 3), (2, 3), (10, 20), (711, 712)):
        assert between[at[one], at[other]] == pytest.approx(
            theirs[f"d_{one}_{other}"], **CLOSE
        )


@pytest.mark.parametrize("n_types", range(2, 9))
def test_ward_s_types_are_as_wide_as_in_r(paths, between, n_types):
    theirs = reference("mvad_cluster_asw.csv").set_index("k").loc[n_types]
    ours = ward(paths, between, n_types)
    assert ours.quality.silhouette == pytest.approx(theirs["asw_wardD2"], **CLOSE)


@pytest.mark.parametrize("n_types", range(2, 9))
def test_types_around_medoids_are_those_of_r(paths, between, n_types):
    theirs = reference("mvad_cluster_asw.csv").set_index("k").loc[n_types]
    ours = pam(paths, between, n_types)
    assert ours.quality.silhouette == pytest.approx(theirs["asw_pam"], **CLOSE)


def test_the_sizes_of_four_types_are_those_of_r(paths, between):
    theirs = json.loads((DATA / "mvad_cluster_sizes.json").read_text())
    for ours, name in ((ward, "wardD2_4"), (pam, "pam_4")):
        sizes = ours(paths, between, 4).size.tolist()
        assert sizes == sorted(theirs[name], reverse=True)
