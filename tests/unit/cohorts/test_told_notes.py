"""Notes of a model carry no exact head count where counts are told in blocks."""

import re

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.cox import fit_cox
from cohorts.regression.design import Categorical
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.fine_gray import fit_fine_gray
from cohorts.regression.firth import fit_firth
from cohorts.workbench.told_notes import told_notes
from config.translation import use_language


BASE = 6
FITS = {
    "cox": lambda cells: fit_cox(cells).model,
    "fine-gray": lambda cells: fit_fine_gray(cells, cause=1).model,
    "discrete": fit_discrete,
    "firth": fit_firth,
}


def rows(*, n, late, seed=3):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "group": rng.choice(["a", "b", "c"], n),
            "entry": 0.0,
            "exit": rng.integers(20, 400, n) * 1.0,
            "cause": (rng.random(n) < 0.11).astype(int),
            "n_rows": 1,
        }
    )
    frame.loc[: late - 1, "entry"] = 5.0
    return frame


@pytest.fixture(params=["fr", "en"])
def language(request):
    use_language(request.param)
    yield request.param
    use_language("fr")


@pytest.mark.parametrize("kind", FITS)
def test_one_late_entry_is_told_as_fewer_than_a_block(kind, language):
    names = Names(entry="entry", n_rows="n_rows")
    frame = rows(n=150, late=1)
    model = FITS[kind](cells_from_frame(frame, [Categorical("group")], names=names))

    said = " / ".join(told_notes(model.notes, base=BASE))

    late = {"fr": "entrées tardives : < 9", "en": "late entries: < 9"}[language]
    assert late in said
    assert not re.search(r"\b1 (lignes|rows)", said)


def test_few_events_per_coefficient_are_told_in_blocks():
    names = Names(entry="entry", n_rows="n_rows")
    frame = rows(n=150, late=0)
    model = FITS["cox"](cells_from_frame(frame, [Categorical("group")], names=names))
    exact = int(frame["cause"].sum())

    (said,) = told_notes(model.notes, base=BASE)

    assert f"{exact} événements" in model.notes[0]
    assert exact % BASE
    assert f"{round(exact / BASE) * BASE} événements" in said


def test_a_note_of_figures_that_nothing_covers_is_not_told():
    assert told_notes(["3 jeunes sont partis", "sans chiffre"], base=BASE) == (
        "sans chiffre",
    )


def test_notes_on_public_data_stay_exact():
    assert told_notes(["3 jeunes sont partis"], base=0) == ("3 jeunes sont partis",)
