"""An outcome that the action cannot change tells how much of the effect is bias."""

import json

import pytest

from cohorts.exposure.failures import (
    RatioImpossible,
)
from cohorts.exposure.negative_control import judge_control


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((1.02, 0.9, 1.15), "passed"),
        ((1.4, 1.1, 1.8), "failed"),
        ((0.7, 0.5, 0.9), "failed"),
        ((1.2, 0.4, 3.6), "too-imprecise"),
    ],
)
def test_a_negative_control_is_judged_in_words(values, verdict):
    found = judge_control(*values, main_ratio=1.5)

    assert found.verdict == verdict
    assert found.text
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_a_negative_control_says_how_much_its_bias_would_explain():
    assert judge_control(1.2, 1.1, 1.3, main_ratio=1.44).share_explained == (
        pytest.approx(0.5)
    )


@pytest.mark.parametrize("values", [(1, 2, 3), (-1, -2, 1), (1, 0, 2)])
def test_an_impossible_control_is_refused(values):
    with pytest.raises(RatioImpossible):
        judge_control(*values)
