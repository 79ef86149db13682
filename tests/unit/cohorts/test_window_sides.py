"""A ratio of one window stands on both sides of that window."""

import numpy as np
import pandas as pd

from cohorts.exposure.cases import Cases
from cohorts.workbench.exposures import told_windows
from cohorts.workbench.windows import sides_of_windows


def cases(rows):
    start, stop, cause, exposed = (np.array(x, float) for x in zip(*rows, strict=True))
    n = len(rows)
    frame = pd.DataFrame(index=range(n))
    return Cases(start, stop, cause.astype(int), exposed, np.arange(n), 0.0, frame)


NEVER = np.nan
ROWS = [
    (0, 20, 1, 2),  # reached at 2: in the first window until 5, then in the last
    (0, 4, 1, 2),  # its outcome in the first window
    (0, 6, 1, NEVER),  # its outcome while one is in the last window
    (0, 1, 1, NEVER),  # gone before anyone was reached
    (0, 30, 1, NEVER),  # its outcome after everyone reached has gone
]


def test_others_count_only_at_the_times_of_a_window():
    first, last = sides_of_windows(cases(ROWS), cause=1, ends=[3])

    assert first == (2, 2, 1, 0)
    assert last == (1, 2, 1, 1)


def test_nobody_in_a_window_is_nobody_on_both_sides():
    (_first, last) = sides_of_windows(cases(ROWS), cause=1, ends=[50])

    assert last == (0, 0, 0, 0)


class Effect:
    n_events, ratio, low, high = 20, 1.2, 0.5, 3.0


def test_a_window_whose_others_had_few_outcomes_is_not_told():
    enough, few = (30, 30, 20, 12), (30, 30, 20, 4)

    told = told_windows([Effect] * 3, [enough, few, enough], least=5)

    assert [one.ratio for one in told] == [1.2, None, 1.2]
