"""Marks of situations can be seen on both pages, and are never a colour alone."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest

import config
from app_pages.components import situations
from app_pages.components.timeline import timeline
from cohorts.charts.contrast import contrast, visible
from cohorts.charts.look import DARK, LIGHT
from parcours.nomenclature import read_nomenclature
from parcours.people.path_view import InterventionView, PathView, SpellView
from tests.unit.parcours.test_nomenclature import distance, seen


WORDS = read_nomenclature(Path(config.__file__).parent)
LOOKS = {"light": LIGHT, "dark": DARK}
SEEN = 3.0  # WCAG 2.2, 1.4.11
NOTICEABLE = 2.3  # CIE76
READ = 4.5  # WCAG 2.2, 1.4.3


@pytest.fixture(params=LOOKS, name="look")
def _look(request):
    return LOOKS[request.param]


def path_of(*codes):
    """Give a path of one year in each situation, with one short act of work."""
    years = range(2010, 2010 + len(codes))
    act = InterventionView(
        id=1,
        kind="pacea",
        starts_on=date(2011, 3, 1),
        ends_on=date(2011, 3, 2),
        organisation="Mission locale",
        organisation_kind="mission_locale",
        hours=None,
        state="done",
        result=None,
        next_step=None,
        note=None,
        mine=True,
    )
    return PathView(
        person="v1.record.x",
        as_of=date(2010 + len(codes), 1, 1),
        age=20,
        sex=None,
        spells=tuple(
            SpellView(code, date(year, 1, 1), date(year + 1, 1, 1))
            for code, year in zip(codes, years, strict=True)
        ),
        interventions=(act,),
        contacts=(),
        referrals=(),
        follow_up=(),
        last_verified_on=None,
        residence_qpv=None,
        residence_since=None,
    )


def bars_of(look):
    chart = timeline(path_of(*WORDS.situations), words=WORDS, look=look)
    layer = next(one for one in chart["layer"] if one["mark"]["type"] == "rect")
    return layer["data"]["values"]


@pytest.mark.parametrize("code", WORDS.situations)
def test_the_mark_of_a_situation_is_seen_on_the_page(code, look):
    tone = situations.tone(WORDS.situations[code], look)

    assert contrast(tone, look.page) >= SEEN
    assert f'foreground="{tone}"' in situations.mark(code, WORDS, look=look)


@pytest.mark.parametrize("vision", ["deuteranopia", "protanopia", "full"])
def test_a_mark_without_solution_never_looks_like_one_with(vision, look):
    """Told apart by shape for every eye; the tones differ noticeably as well."""
    without = [one for one in WORDS.situations.values() if one.neet]
    with_one = [one for one in WORDS.situations.values() if one.wide]

    for one, other in product(without, with_one):
        tones = [seen(situations.tone(each, look), vision) for each in (one, other)]
        assert situations.shape(one) != situations.shape(other)
        assert distance(*tones) > NOTICEABLE, (one.code, other.code)


def test_a_bar_is_outlined_where_its_own_colour_is_too_faint(look):
    for bar in bars_of(look):
        assert contrast(bar["edge"], look.page) >= SEEN


def test_the_words_of_a_bar_read_on_it(look):
    for bar in bars_of(look):
        assert contrast(bar["ink"], bar["fill"]) >= READ


def test_a_bar_of_a_situation_carries_its_shape(look):
    found = {bar["label"]: bar["shape"] for bar in bars_of(look) if not bar["y"] > 1}

    assert len(found) == len(WORDS.situations)
    assert all(found.values())


def test_a_colour_that_is_seen_stays_as_it_is():
    assert visible("#332288", page=LIGHT.page) == "#332288"
    assert visible("#F7F056", page=DARK.page) == "#F7F056"


@pytest.mark.parametrize("page", [LIGHT.page, DARK.page])
@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#F7F056", "#114477"])
def test_a_colour_can_be_made_visible_on_any_page(colour, page):
    assert contrast(visible(colour, page=page), page) >= SEEN
