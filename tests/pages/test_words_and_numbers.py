"""French as it is written, and typed words that stay words."""

from datetime import date

import pytest

from app_pages.components import formats, tables
from app_pages.components.words import NARROW, plain, typeset
from cohorts.disclosure.head_counts import Told, tell
from config.translation import use_language


@pytest.fixture(autouse=True)
def _french():
    use_language("fr")
    yield
    use_language("fr")


@pytest.mark.parametrize("sign", list(";:!?%»"))
def test_a_double_sign_keeps_a_narrow_space_before_it(sign):
    assert typeset(f"mot {sign} suite") == f"mot{NARROW}{sign} suite"


def test_english_signs_stand_without_a_space():
    use_language("en")

    assert typeset("a : b at 95 %") == "a: b at 95%"


def test_a_share_is_written_with_its_limits():
    assert formats.interval(0.424, 0.35, 0.492) == f"42{NARROW}% (35 à 49)"


def test_what_is_not_known_is_a_dash():
    assert formats.percent(None) == formats.NOTHING
    assert formats.percent(float("nan")) == formats.NOTHING
    assert formats.day(None) == formats.NOTHING


def test_a_day_is_written_as_people_write_it():
    assert formats.day(date(2025, 9, 3)) == "3 sept. 2025"


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 jour"), (23, "23 jours"), (122, "4 mois"), (800, "2 ans")],
)
def test_a_lapse_is_told_in_the_unit_one_would_say(days, words):
    assert formats.lapse(days) == words


def test_words_that_were_typed_make_no_link_and_no_image():
    typed = plain("![x](http://elsewhere) **loud** :red[x] `code`")

    assert "](" not in typed
    assert "**" not in typed
    assert "`code`" not in typed.replace("\\`", "")


def test_a_share_is_never_a_bare_nothing_or_a_bare_everything():
    assert formats.interval(0.0, 0.0, 0.071) == f"moins de 8{NARROW}%"
    assert formats.interval(1.0, 0.929, 1.0) == f"plus de 92{NARROW}%"
    assert formats.interval(1.0, 1.0, 1.0) == f"plus de 99{NARROW}%"
    assert formats.of_hundred(0.001, 0.0, 0.071) == "moins de 8"
    assert formats.interval(0.4, None, None) == formats.NOTHING


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "< 9"), (1, "< 9"), (4, "< 9"), (8, "< 9"), (9, "12"), (14, "12")],
)
def test_a_small_number_of_persons_is_not_told(number, words):
    assert tables.count(tell(number, base=6)) == words


def test_a_number_that_would_give_another_away_is_hidden():
    assert tables.count(Told(0, is_hidden=True)) == "masqué"


def test_the_heads_of_public_data_are_counted_exactly():
    assert tables.count(tell(4, base=0)) == "4"
