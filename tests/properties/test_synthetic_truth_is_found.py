"""From what partners see, the estimate meets the truth that they do not see."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import config
from cohorts.definition.from_yaml import read_definitions
from cohorts.estimates.analysis import analyse
from cohorts.event_table.from_extract import count_extract
from cohorts.risk_table.counts import counts_from_frame
from parcours.engines.duckdb import DuckDB
from parcours.extract.writing import write_plain
from parcours.synthetic.as_extract import truth_tables, write_truth
from parcours.synthetic.hazards import SITUATIONS
from parcours.synthetic.observers import NO_DAY, follow, see_interviews, see_school
from parcours.synthetic.population import day_number
from parcours.synthetic.territory import Recipe, invent
from tests.unit.parcours.synthetic.places import PLACES, UNTIL


CONFIG = Path(config.__file__).parent
COHORT = "raccrochage_large"
NOW = datetime(2025, 7, 1, tzinfo=UTC)
END = day_number(UNTIL)
NAMES = np.array(SITUATIONS)
WIDER = 1.5  # times the half-width of the 95 % interval: 4 horizons, several seeds


def days(values, *, add=0):
    whole = np.asarray(values)
    return pd.array(
        [None if day == NO_DAY else int(day) + add for day in whole], "Int32"
    )


def observed_tables(truth, rng, habits):
    """The partners' sight as facts, without files or linkage between."""
    people, paths = truth.population, truth.paths
    stays = see_school(people, paths, until=END)
    followed = follow(people, paths, until=END, habits=habits, rng=rng)
    told = see_interviews(paths, followed)
    lost = stays[stays["dropped_out"]]
    blank = pd.array([None] * len(lost), "Int32")
    facts = pd.concat(
        [
            frame(stays["person"], NAMES[stays["situation"]], days(stays["entry"]),
                  days(stays["exit"], add=1), days(stays["entry"])),
            frame(lost["person"], "decroche", days(lost["exit"], add=1), blank,
                  days(lost["exit"], add=1)),
            frame(told["person"], NAMES[told["situation"]], days(told["starts"]),
                  days(told["ends"], add=1), days(followed.last[told["row"]])),
        ],
        ignore_index=True,
    )  # fmt: skip
    facts = facts.assign(
        fact=np.arange(len(facts)), known=END, precision="day", organisation="x"
    )
    status = {"lost": "perdu_de_vue", "left": "demenage", "died": "deces"}
    ended = np.isin(followed.end, list(status))
    day = np.where(followed.end == "lost", followed.last, followed.ended)
    persons = np.concatenate([stays["person"], followed.person])
    n = len(followed.person)
    return {
        **truth_tables(truth),
        "situation_facts": table(facts),
        "follow_up": table(
            pd.DataFrame(
                {
                    "person": followed.person[ended],
                    "status": [status[end] for end in followed.end[ended]],
                    "day": day[ended],
                    "organisation": "x",
                }
            )
        ),
        "windows": table(
            pd.DataFrame(
                {
                    "person": persons,
                    "starts": np.concatenate([stays["entry"], followed.first]),
                    "ends": pd.array([None] * len(persons), "Int32"),
                    "kind": ["retrospective"] * len(stays) + ["from_first_contact"] * n,
                    "organisation": "x",
                }
            )
        ),
    }


def frame(person, situation, starts, ends, verified):
    columns = {"person": np.asarray(person), "situation": situation}
    return pd.DataFrame(
        {**columns, "starts": starts, "ends": ends, "verified": verified}
    )


def table(rows):
    return pa.Table.from_pandas(rows, preserve_index=False)


def incidence(folder):
    definition = read_definitions(CONFIG)[COHORT]
    with DuckDB(threads=1) as engine:
        cells, _manifest = count_extract(engine, folder, definition)
    counts = counts_from_frame(
        cells.cells[()], causes=[cause.code for cause in definition.causes]
    )
    estimate = analyse(counts, method="aalen-johansen", at=definition.horizons)
    cause = definition.causes[0].code
    return [at for at in estimate.groups[0].at if at.cause == cause]


def both(tmp_path, *, young, seed):
    recipe, rng = Recipe(young=young, until=UNTIL), np.random.default_rng(seed)
    truth = invent(recipe, places=PLACES, rng=rng)
    true, seen = tmp_path / "true", tmp_path / "seen"
    write_truth(truth, true, config=CONFIG, created_at=NOW, rules_version=1)
    write_plain(
        seen,
        tables=observed_tables(truth, rng, recipe.habits),
        config=CONFIG,
        as_of=UNTIL,
        created_at=NOW,
        rules_version=1,
    )
    return incidence(true), incidence(seen)


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_the_truth_lies_within_a_generous_interval(tmp_path, seed):
    true, seen = both(tmp_path, young=1_500, seed=seed)

    assert len(true) == len(seen) == 4
    for truth, found in zip(true, seen, strict=True):
        low = found.estimate - WIDER * (found.estimate - found.low)
        high = found.estimate + WIDER * (found.high - found.estimate)
        assert low <= truth.estimate <= high


def test_with_many_people_the_estimate_comes_close_to_the_truth(tmp_path):
    true, seen = both(tmp_path, young=25_000, seed=15)

    for truth, found in zip(true, seen, strict=True):
        assert found.estimate == pytest.approx(truth.estimate, abs=0.015)
