"""The mean number of entries into joblessness of mvad, as R's `survfit` gives it."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.estimates.recurrent import mean_cumulative
from cohorts.risk_table.episodes import STAYS, sort_episodes


ROOT = Path(__file__).parents[2]
MONTHS = 72
MID_MONTH = 0.5  # a change is placed inside its month, so that month 12 is before it


def spells_out_of_joblessness():
    """One row per run of other states; the month that begins a run is in it.

    Months count from 0 (July 1993). A run whose first month is a is at risk from
    a - 1, so that who comes back in a month is at risk in that month.
    """
    table = pd.read_csv(ROOT / "examples/mvad/mvad.csv")
    names = [name for name in table if re.fullmatch(r"[A-Z][a-z]{2}\.\d\d", name)]
    assert len(names) == MONTHS
    jobless = (table[names] == "joblessness").to_numpy()
    rows = []
    for person, path in enumerate(jobless):
        since = None
        for month, is_out in enumerate(path):
            if is_out and since is not None:
                rows.append((person, since - 1, month, 1))
                since = None
            elif not is_out and since is None:
                since = month
        if since is not None:
            rows.append((person, since - 1, MONTHS - MID_MONTH, 0))
    return pd.DataFrame(rows, columns=["person", "start", "stop", "event"])


def test_the_mean_number_of_spells_and_its_error_equal_r():
    rows = spells_out_of_joblessness()
    episodes = sort_episodes(
        rows["person"],
        rows["start"] + MID_MONTH,
        rows["stop"] + MID_MONTH,
        to=np.where(rows["event"] == 1, 0, STAYS),
    )
    curve = mean_cumulative(episodes)
    theirs = pd.read_csv(Path(__file__).parent / "data/mvad_mcf_nelson_aalen.csv")

    for row in theirs.itertuples():
        step = int(np.searchsorted(curve.times, row.time, side="right")) - 1
        ahead = int(np.searchsorted(curve.times, row.time, side="left"))
        assert curve.n_at_risk[ahead] == row.n_risk
        assert curve.estimate[step] == pytest.approx(row.mcf, rel=1e-12)
        assert curve.std_error[step] == pytest.approx(row.se_robust, rel=1e-10)
