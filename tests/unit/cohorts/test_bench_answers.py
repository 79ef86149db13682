"""What the bench's operations answer on a territory: nothing finer than may be told."""

from datetime import UTC, datetime

import numpy as np
import pytest

from cohorts.disclosure.cells import told_share
from cohorts.workbench import paths as paths_room
from cohorts.workbench import states as states_room
from cohorts.workbench.paths import type_paths
from cohorts.workbench.states import follow_states
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"
BASE, THRESHOLD = 6, 5


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    territory = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield territory.context(territory.operator())
    territory.close()


@pytest.fixture(scope="module")
def types(context):
    return type_paths(context, name=COHORT, months=12, n_types=3)


@pytest.fixture(scope="module")
def seen(context):
    """The answer on situations, and the exact figures that it was made of."""
    exact = {}
    made = states_room.occupation

    def listening(episodes, **how):
        exact["found"] = made(episodes, **how)
        return exact["found"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(states_room, "occupation", listening)
        answer = follow_states(context, name=COHORT)
    return answer, exact["found"]


def test_the_share_of_a_type_is_that_of_its_rounded_head_count(types):
    assert types.types
    for one in types.types:
        assert one.n.value is not None
        assert one.share == told_share(one.n, types.n)


def test_types_kept_back_are_no_few_persons_left_over(context, monkeypatch):
    sizes = []
    made = paths_room._types

    def listening(paths, typology, found, cohort):
        sizes.append(typology.size)
        return made(paths, typology, found, cohort)

    monkeypatch.setattr(paths_room, "_types", listening)
    answer = type_paths(context, name=COHORT, months=12, n_types=3)

    rest = sizes[0][len(answer.types) :].sum()
    assert answer.hidden_types
    assert rest >= THRESHOLD
    assert answer.block_type.size
    assert answer.block_type.max() < len(answer.types)


def test_a_type_tells_no_situation_that_few_of_it_held(types):
    told = np.concatenate([one.shares for one in types.types])

    assert np.isnan(told).any()
    for one in types.types:
        assert (np.isnan(one.shares).any(axis=0) == np.isnan(one.shares[0])).all()


def test_no_share_of_a_month_rests_on_a_few_persons(seen):
    answer, _exact = seen
    there = np.stack([curve.n_at_risk for curve in answer.curves], axis=1)
    shares = np.stack([curve.estimate for curve in answer.curves], axis=1)

    is_told = ~np.isnan(shares)
    assert not is_told[(there > 0) & (there < THRESHOLD)].any()
    rest = np.where(is_told, 0, there).sum(axis=1)
    assert all(n == 0 or n >= THRESHOLD for n in rest)
    assert (~is_told).any()


def test_where_they_start_is_told_in_rounded_head_counts(seen):
    answer, _exact = seen

    assert all(one.value is None or one.value % BASE == 0 for one in answer.started)


def test_changes_are_told_only_where_enough_persons_made_them(context, monkeypatch):
    frames = []
    made = states_room._merged

    def listening(rows):
        frames.append(made(rows))
        return frames[-1]

    monkeypatch.setattr(states_room, "_merged", listening)
    answer = follow_states(context, name=COHORT)

    moves = frames[0].dropna(subset=["to"])
    persons = moves.groupby(["state", "to"])["person"].nunique()
    told = [one for one in answer.passages if one.n.value is not None]
    assert told
    for one in told:
        assert persons[one.left, one.entered] >= BASE + BASE // 2
