"""Episodes, landmarks and person-time equal plain Python, case by case."""

import numpy as np
import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st

from cohorts.exposure.cases import cases_from_frame, count_sides
from cohorts.exposure.failures import NobodyToCompare
from cohorts.exposure.landmark import landmark_grid
from cohorts.exposure.splitting import split_at_exposure
from tests.properties.effort import tries
from tests.properties.slow_exposure import at_landmark, person_time


@st.composite
def cohorts(draw):
    cases = []
    for person in range(draw(st.integers(1, 12))):
        leaving = draw(st.integers(1, 12))
        cases.append(
            {
                "person": person,
                "entry": draw(st.sampled_from([-1, 0, 0, leaving - 1])),
                "exit": leaving,
                "cause": draw(st.integers(0, 1)),
                "exposed": draw(
                    st.none()
                    | st.integers(-3, 13)
                    | st.sampled_from([leaving - 1, leaving, leaving + 1])
                ),
            }
        )
    return cases


windows = st.lists(st.integers(1, 8), max_size=3, unique=True).map(sorted)


def frame(rows):
    return pd.DataFrame(rows).astype({"exposed": "float64"})


@given(rows=cohorts(), ends=windows, since=st.sampled_from(["exposure", "origin"]))
@tries(200)
def test_episodes_hold_the_person_time_and_events_of_each_state(rows, ends, since):
    episodes = split_at_exposure(
        cases_from_frame(frame(rows)), windows=ends, since=since
    )
    time, events = person_time(rows, ends, since)
    lengths = episodes["stop"] - episodes["start"]

    assert (lengths > 0).all()
    assert lengths.groupby(episodes["window"]).sum().to_dict() == time
    counted = episodes.groupby("window")["cause"].sum()
    assert counted[counted > 0].to_dict() == events


@given(rows=cohorts(), ends=windows)
@tries(100)
def test_episodes_of_a_case_follow_one_another_without_gap(rows, ends):
    cases = cases_from_frame(frame(rows))
    episodes = split_at_exposure(cases, windows=ends)
    for place, own in episodes.groupby("case"):
        assert own["start"].iloc[0] == cases.start[place]
        assert own["stop"].iloc[-1] == cases.stop[place]
        assert own["stop"].tolist()[:-1] == own["start"].tolist()[1:]
        assert not own["cause"].iloc[:-1].any()


@given(rows=cohorts(), at=st.integers(0, 10))
@tries(150)
def test_a_landmark_sorts_each_case_by_what_was_known_then(rows, at):
    expected = at_landmark(rows, at)
    assume(0 < expected["n_exposed"] < expected["n"])
    (mark,) = landmark_grid(cases_from_frame(frame(rows)), [at]).landmarks
    found = mark.as_dict()

    for name, value in expected.items():
        assert (found | found["left_before"])[name] == value
    for curve in mark.curves:
        side = "n_exposed" if curve.group == "1" else "n_unexposed"
        assert curve.n_at_risk[0] == found[side]


@given(rows=cohorts())
@tries(100)
def test_sides_add_up_to_all_the_time_and_all_the_events(rows):
    cases = cases_from_frame(frame(rows))
    sides = count_sides(cases)
    time, happened = person_time(rows, [], "exposure")

    assert sides["time_exposed"] == time.get("1", 0)
    assert sides["events_exposed"] == happened.get("1", 0)
    assert sides["time_exposed"] + sides["time_unexposed"] == np.sum(
        cases.stop - cases.start
    )
    events = sides["events_exposed"] + sides["events_unexposed"]
    assert events == sum(row["cause"] for row in rows)


@given(rows=cohorts())
@tries(50)
def test_landmarks_without_two_sides_are_refused(rows):
    alone = [row | {"exposed": None} for row in rows]
    try:
        landmark_grid(cases_from_frame(frame(alone)), [0])
    except NobodyToCompare:
        return
    raise AssertionError
