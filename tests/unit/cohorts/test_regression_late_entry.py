"""Fine and Gray's model where some are observed later than their origin only."""

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.design import Categorical
from cohorts.regression.failures import LateEntryNotCovered, TruncationBreaks
from cohorts.regression.fine_gray import fit_fine_gray


A = [Categorical("a")]
LATE = Names(entry="entry")


def rows(n=300, seed=8):
    rng = np.random.default_rng(seed)
    leaves = rng.integers(2, 30, n)
    return pd.DataFrame(
        {
            "a": rng.choice(["x", "y"], n),
            "entry": np.where(rng.random(n) < 0.4, leaves // 2, 0),
            "exit": leaves,
            "cause": rng.integers(0, 3, n),
            "person": np.arange(n),
        }
    )


def fit(frame, names=LATE, **options):
    return fit_fine_gray(cells_from_frame(frame, A, names=names), cause=1, **options)


def test_late_entry_is_weighed_and_told():
    model = fit(rows()).model

    assert any("Geskus" in note for note in model.notes)
    assert model.ties == "efron"


def test_counted_rows_give_the_model_of_the_rows():
    frame = rows()
    counted = frame.groupby(["a", "entry", "exit", "cause"], as_index=False).size()

    whole = fit(frame).model
    of_counts = fit(counted, Names(entry="entry", n_rows="size")).model

    np.testing.assert_allclose(of_counts.beta, whole.beta, rtol=1e-10)
    np.testing.assert_allclose(of_counts.errors, whole.errors, rtol=1e-10)


def test_entry_before_the_first_exit_changes_nothing():
    frame = rows().assign(entry=0)
    early = frame.assign(entry=np.where(frame["person"] % 2, 1, 0))

    late, plain = fit(early).model, fit(frame, convention="survival").model

    np.testing.assert_allclose(late.beta, plain.beta, rtol=1e-10)
    np.testing.assert_allclose(late.errors, plain.errors, rtol=1e-10)


def test_the_convention_that_knows_no_late_entry_is_refused():
    with pytest.raises(LateEntryNotCovered):
        fit(rows(), convention="cmprsk")


def test_several_rows_of_a_person_are_refused():
    names = Names(entry="entry", person="person")

    with pytest.raises(LateEntryNotCovered):
        fit(rows().assign(person=lambda f: f["person"] // 2), names)


def test_a_time_at_which_all_have_just_entered_is_refused_with_its_reason():
    frame = rows()
    first = pd.DataFrame(
        {"a": ["x", "y"], "entry": 0, "exit": [1, 1], "cause": [2, 1], "person": -1}
    )
    frame = pd.concat([first, frame.assign(entry=np.maximum(frame["entry"], 1))])

    with pytest.raises(TruncationBreaks) as refusal:
        fit(frame)

    assert refusal.value.remedy
