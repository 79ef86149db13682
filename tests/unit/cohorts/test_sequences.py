"""Paths, their distances and types on cases small enough to count by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.sequences import distances
from cohorts.sequences.describe import most_frequent
from cohorts.sequences.failures import PathsUneven, TooFewPaths, TooManyPaths
from cohorts.sequences.indicators import n_subsequences, path_indicators
from cohorts.sequences.paths import keep_distinct
from cohorts.sequences.typology import judge, pam, silhouettes, ward


STATES = ("a", "b", "c")
MATRICES = st.integers(2, 7).flatmap(
    lambda length: st.lists(
        st.lists(st.integers(0, 2), min_size=length, max_size=length),
        min_size=2,
        max_size=8,
    )
)


def slow_matching(one, other, costs, indel):
    table = np.zeros((len(one) + 1, len(other) + 1))
    table[:, 0] = np.arange(len(one) + 1) * indel
    table[0, :] = np.arange(len(other) + 1) * indel
    for i, j in itertools.product(range(len(one)), range(len(other))):
        table[i + 1, j + 1] = min(
            table[i, j + 1] + indel,
            table[i + 1, j] + indel,
            table[i, j] + costs[one[i], other[j]],
        )
    return table[-1, -1]


@given(MATRICES)
def test_matching_equals_the_plain_table_of_costs(rows):
    paths = keep_distinct(rows, STATES)
    plain = 2 * (1 - np.eye(3))
    uneven = np.array([[0, 1.5, 0.7], [1.5, 0, 1.1], [0.7, 1.1, 0]])
    ours = distances.optimal_matching(paths)
    under = distances.matching_under(paths, uneven, indel=0.6)
    for i, j in itertools.product(range(len(paths.distinct)), repeat=2):
        pair = paths.distinct[i], paths.distinct[j]
        assert ours[i, j] == slow_matching(*pair, plain, 1)
        assert under[i, j] == pytest.approx(slow_matching(*pair, uneven, 0.6))


@given(MATRICES)
def test_subsequences_are_counted_as_if_written_down(rows):
    for row in rows:
        written = {
            tuple(row[k] for k in chosen)
            for size in range(len(row) + 1)
            for chosen in itertools.combinations(range(len(row)), size)
        }
        assert n_subsequences(row) == len(written)


@given(MATRICES)
def test_each_person_keeps_their_own_path(rows):
    paths = keep_distinct(rows, STATES)
    assert paths.of_persons.tolist() == rows
    assert len({tuple(path) for path in paths.distinct.tolist()}) == len(paths.distinct)


@given(MATRICES, st.randoms())
def test_indicators_do_not_depend_on_the_order_of_the_persons(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    here = path_indicators(keep_distinct(rows, STATES))
    there = path_indicators(keep_distinct([rows[k] for k in order], STATES))
    assert there.turbulence == pytest.approx(here.turbulence[order])
    assert there.complexity == pytest.approx(here.complexity[order])


def test_a_constant_path_is_as_calm_as_can_be():
    calm = path_indicators(keep_distinct([[0, 0, 0, 0]], STATES))
    assert (calm.transitions[0], calm.visited[0]) == (0, 1)
    assert (calm.entropy[0], calm.complexity[0], calm.turbulence_share[0]) == (0, 0, 0)


@pytest.fixture
def two_kinds():
    rows = [[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0], [2, 2, 2, 2], [2, 2, 2, 1]]
    return keep_distinct(rows, STATES)


@pytest.mark.parametrize("method", [ward, pam])
def test_two_kinds_of_paths_are_told_apart(two_kinds, method):
    typology = method(two_kinds, distances.optimal_matching(two_kinds), 2)
    assert typology.of_person.tolist() == [0, 0, 0, 1, 1]
    assert typology.size.tolist() == [3, 2]
    assert typology.quality.silhouette > 0.5


def test_the_medoids_of_pam_cannot_be_bettered_by_one_swap():
    rng = np.random.default_rng(5)
    paths = keep_distinct(rng.integers(0, 3, (40, 6)), STATES)
    between = distances.hamming(paths)
    typology = pam(paths, between, 3)
    weight = paths.share
    found = between[typology.medoid].min(axis=0) @ weight
    for place, path in itertools.product(range(3), range(len(paths.distinct))):
        tried = typology.medoid.copy()
        tried[place] = path
        assert between[tried].min(axis=0) @ weight >= found - 1e-9


def test_silhouettes_of_shared_paths_are_those_of_each_person(two_kinds):
    between = distances.optimal_matching(two_kinds).astype(float)
    types = np.array([0, 0, 1, 1])
    widths = silhouettes(two_kinds, between, types)
    persons = between[np.ix_(two_kinds.which, two_kinds.which)]
    of_person = types[two_kinds.which]
    for person, path in enumerate(two_kinds.which):
        mine = (of_person == of_person[person]) & (np.arange(5) != person)
        inside = persons[person, mine].mean()
        outside = persons[person, of_person != of_person[person]].mean()
        expected = (outside - inside) / max(inside, outside)
        assert widths[path] == pytest.approx(expected)


def test_one_type_per_path_explains_everything(two_kinds):
    between = distances.optimal_matching(two_kinds)
    assert judge(two_kinds, between, np.arange(4)).explained == 1


def test_the_most_frequent_path_is_the_one_that_most_share(two_kinds):
    (first,) = most_frequent(two_kinds, 1)
    assert (first.path.tolist(), first.weight) == ([0, 0, 0, 0], 2)


def test_a_state_out_of_the_alphabet_is_refused():
    with pytest.raises(PathsUneven):
        keep_distinct([[0, 3]], STATES)


def test_more_types_than_paths_are_refused(two_kinds):
    with pytest.raises(TooFewPaths):
        pam(two_kinds, distances.hamming(two_kinds), 5)


def test_more_paths_than_memory_holds_are_refused(two_kinds, monkeypatch):
    monkeypatch.setattr(distances, "MOST_PATHS", 3)
    with pytest.raises(TooManyPaths):
        distances.hamming(two_kinds)
