"""« Mon portefeuille »: what presses in a line, filters, order, search."""

from datetime import date

import pytest

from app_pages.caseload_signals import (
    AGE,
    CALL,
    RELAY,
    STEP,
    UNKNOWN,
    headline,
    signals_of,
    told_signals,
)
from parcours.people.cards import PersonCard
from tests.pages.conftest import words_of


TODAY = date(2025, 11, 22)
CALM = {
    "person": "v1.record.zz",
    "age": 17,
    "sex": "F",
    "situation": "lycee",
    "since": date(2025, 9, 1),
    "last_contact_on": date(2025, 11, 1),
}


def card(**changes):
    return PersonCard(**CALM | changes)


def labels(page):
    return [b.label for b in page.button if str(b.key).startswith("open_")]


@pytest.mark.parametrize(
    ("changes", "signals"),
    [
        ({}, ()),
        ({"last_contact_on": date(2025, 8, 24)}, ()),
        ({"last_contact_on": date(2025, 8, 23)}, (CALL,)),
        ({"last_contact_on": None, "followed_since": date(2025, 11, 20)}, ()),
        ({"last_contact_on": None}, (CALL,)),
        ({"next_step": "CFA", "next_step_on": date(2025, 11, 29)}, (STEP,)),
        ({"next_step": "CFA", "next_step_on": date(2025, 11, 30)}, ()),
        ({"relay_since": date(2025, 10, 22)}, (RELAY,)),
        ({"relay_since": date(2025, 10, 23)}, ()),
        ({"birth_month": date(2007, 11, 1)}, (AGE,)),
        ({"birth_month": date(2008, 11, 1)}, ()),
        ({"birth_month": date(2007, 12, 1)}, ()),
        ({"situation": "inconnue"}, (UNKNOWN,)),
    ],
)
def test_a_card_calls_attention_to_facts_of_its_follow_up(changes, signals):
    assert signals_of(card(**changes), today=TODAY) == signals


def test_the_line_says_what_the_week_asks_for():
    cards = [
        card(last_contact_on=date(2025, 1, 1)),
        card(relay_since=date(2025, 9, 1)),
        card(birth_month=date(2007, 11, 1)),
    ]

    assert headline(cards, today=TODAY).replace("\u202f", " ") == (
        "**3 jeunes** · **1** à contacter cette semaine · **1** relais sans nouvelle · "
        "**1** aura 18 ans ce mois-ci"
    )
    assert headline([card()], today=TODAY).startswith("**1 jeune** · rien ne presse")


def test_that_others_follow_a_young_person_is_a_quiet_word():
    assert told_signals(card(elsewhere=True), today=TODAY) == ["Aussi suivi ailleurs"]
    assert told_signals(card(), today=TODAY) == []


def test_a_filter_keeps_those_to_look_at(screens):
    page = screens.enter("conseil")
    page.selectbox(key="filter_signal_fr").set_value(UNKNOWN).run()

    assert all("inconnue" in label for label in labels(page))


def test_the_list_is_put_in_another_order(screens):
    page = screens.enter("conseil")
    page.selectbox(key="sort_fr").set_value("name").run()

    names = [label.split("**")[1] for label in labels(page)]
    assert names == sorted(names)


def test_a_date_of_birth_is_searched(screens):
    page = screens.enter("conseil")
    page.text_input(key="search").set_value("2008").run()

    assert labels(page) or "Aucun jeune" in words_of(page)
    assert not page.exception


def test_a_new_page_is_one_gesture_away(screens):
    page = screens.enter("conseil")
    page.button(key="new_person").click().run()

    assert screens.go(page, "nouvelle-fiche").title[0].value == "Nouvelle fiche jeune"
