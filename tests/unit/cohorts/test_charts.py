"""Charts: readable colours, numbers under their times, nothing but shown figures."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from cohorts.charts.at_risk import at_risk_rows
from cohorts.charts.look import DARK, DASHES, LIGHT, look, settings
from cohorts.charts.plot import _apart
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.workbench import WorkbenchEstimate
from cohorts.estimates.describe import describe
from cohorts.risk_table.counts import count_cells
from config.translation import use_language


READABLE = 4.5  # contrast of text, WCAG 2.2 AA


def luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def shown():
    counts = count_cells(
        [2, 4, 4, 6, 9], [1, 1, 0, 1, 0], n_rows=[10, 5, 20, 5, 10], causes=("back",)
    )
    estimate = describe(counts, at=(3, 6), rmst=(6,), outcome="back")
    return WorkbenchEstimate(estimate, Provenance("d", "h", "e", "2025-01-01", "1"), ())


@pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])
def test_every_line_can_be_read_as_text_on_its_page(page):
    tones = (*page.series, page.text, page.muted)

    assert min(contrast(tone, page.page) for tone in tones) >= READABLE


def test_no_two_lines_differ_by_colour_alone():
    assert len(DASHES) >= len(LIGHT.series) == len(DARK.series)


def test_an_unknown_page_is_light():
    assert look(None) is LIGHT


def test_numbers_are_written_in_the_language_of_the_page():
    use_language("fr")
    french = settings(LIGHT)
    use_language("en")
    english = settings(LIGHT)
    use_language("fr")

    assert french["locale"]["number"]["decimal"] == ","
    assert "locale" not in english


def test_the_numbers_at_risk_are_those_just_before_each_time(shown):
    rows = at_risk_rows(shown, (0.0, 4.0, 6.0))

    assert [(row.n_at_risk, row.n_left) for row in rows] == [(50, 0), (40, 0), (15, 20)]


def test_nothing_is_said_after_the_end_of_a_curve(shown):
    (row,) = at_risk_rows(shown, (12.0,))

    assert (row.n_at_risk, row.n_left) == (None, None)


def test_a_chart_s_configuration_is_plain_json():
    assert json.loads(json.dumps(settings(DARK))) == settings(DARK)


@tried(deadline=None)
@given(st.lists(st.floats(0, 1.4), min_size=1, max_size=8))
def test_names_of_lines_stand_a_line_apart_and_under_the_top(wanted):
    heights = _apart(sorted(wanted), line=0.1, top=1.0)

    assert max(heights) <= 1
    assert np.all(np.diff(heights) >= 0.1 - 1e-9)
