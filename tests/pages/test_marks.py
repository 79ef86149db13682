"""Marks of situations can be seen on both pages, and are never a colour alone."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from itertools import product
from pathlib import Path

import pytest
import vl_convert

import config
from app_pages.components import situations
from app_pages.components.timeline import timeline
from app_pages.components.timeline_letters import letters_of
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
    found = {bar["label"]: bar["sign"] for bar in bars_of(look) if not bar["y"] > 1}

    assert len(found) == len(WORDS.situations)
    assert all(found.values())


def act(number, kind, starts_on, days):
    return replace(
        path_of().interventions[0],
        id=number,
        kind=kind,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=days),
    )


SHORT = {
    "a year": 365,
    "a month": 30,
    "ten days": 10,
    "two days": 2,
}


def busy_path(days):
    """Give ten years with four situations and four acts of some days close together."""
    codes = ("college", "decrochage", "recherche_emploi", "emploi_durable")
    known = [code for code in WORDS.situations if code in codes]
    firsts = [date(2015, 3, 1) + n * timedelta(days=days) for n in range(len(known))]
    spells = [
        SpellView(code, first, first + timedelta(days=days))
        for code, first in zip(known, firsts, strict=True)
    ]
    kinds = ("premier_accueil", "pmsmp", "pacea", "pmsmp")
    acts = [act(n, kind, firsts[0], days) for n, kind in enumerate(kinds)]
    last = SpellView("inconnue", spells[-1].ends_on, date(2025, 1, 1))
    return replace(
        path_of(),
        as_of=date(2025, 1, 1),
        spells=(*spells, last),
        interventions=tuple(acts),
    )


def texts_of(path, width):
    """Draw a path as a browser does and give the words that stand in the picture."""
    chart = timeline(path, words=WORDS, look=LIGHT) | {"width": width}
    chart["$schema"] = "https://vega.github.io/schema/vega-lite/v6.json"
    drawn = vl_convert.vegalite_to_svg(chart)
    return [unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawn)]


@pytest.mark.parametrize("days", SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("width", [840, 320])
def test_every_bar_carries_its_mark_however_short(days, width):
    path = busy_path(days)
    wanted = Counter(
        [situations.shape(WORDS.situations[one.situation]) for one in path.spells]
        + [letters_of(path.interventions)[one.kind] for one in path.interventions]
    )

    found = texts_of(path, width)

    carried = Counter(
        sign for sign in wanted for text in found if text.split(" ")[0] == sign
    )
    assert carried == wanted


def test_a_kind_of_work_keeps_its_letter_however_near_one_looks():
    work = [
        act(3, "pmsmp", date(2012, 1, 1), 5),
        act(1, "pacea", date(2010, 1, 1), 5),
        act(2, "pmsmp", date(2011, 1, 1), 5),
    ]

    assert letters_of(work) == {"pacea": "A", "pmsmp": "B"}
    assert (
        len(
            set(
                letters_of(
                    [act(n, str(n), date(2010, 1, 1), 1) for n in range(52)]
                ).values()
            )
        )
        == 52
    )


def test_a_colour_that_is_seen_stays_as_it_is():
    assert visible("#332288", page=LIGHT.page) == "#332288"
    assert visible("#F7F056", page=DARK.page) == "#F7F056"


@pytest.mark.parametrize("page", [LIGHT.page, DARK.page])
@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#F7F056", "#114477"])
def test_a_colour_can_be_made_visible_on_any_page(colour, page):
    assert contrast(visible(colour, page=page), page) >= SEEN
