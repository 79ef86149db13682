"""The likelihood of exact ties against all sets that could have been, written down."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cohorts.regression.cells import cells_from_frame
from cohorts.regression.design import Numeric
from cohorts.regression.exact import _evaluate, _times


PERSONS = st.lists(
    st.tuples(st.integers(1, 3), st.integers(0, 1), st.integers(-2, 2)),
    min_size=3,
    max_size=8,
)


def written_down(people, beta):
    total = 0.0
    for time in {t for t, event, _x in people if event}:
        at_risk = [x for t, _event, x in people if t >= time]
        died = [x for t, event, x in people if t == time and event]
        sets = combinations(at_risk, len(died))
        total += beta * sum(died) - np.log(sum(np.exp(beta * sum(s)) for s in sets))
    return total


@given(PERSONS, st.floats(-1.5, 1.5))
def test_the_likelihood_is_that_of_all_sets_written_down(people, beta):
    frame = pd.DataFrame(people, columns=["exit", "cause", "x"])
    if not frame["cause"].any() or frame["x"].max() == frame["x"].min():
        return
    cells = cells_from_frame(frame, [Numeric("x")])
    found = _evaluate(cells.design.x, _times(cells), np.array([beta]))
    assert found.log_likelihood == pytest.approx(written_down(people, beta), abs=1e-9)
    step = 1e-5
    there, here = written_down(people, beta + step), written_down(people, beta - step)
    assert found.score[0] == pytest.approx((there - here) / (2 * step), abs=1e-6)
    middle = written_down(people, beta)
    bend = -(there - 2 * middle + here) / step**2
    assert found.information[0, 0] == pytest.approx(bend, abs=1e-3)
