"""« Mon portefeuille »: what presses in a line, filters, order, search."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from app_pages.alert_words import few
from app_pages.caseload_signals import answers, headline
from parcours.people.cards import PersonCard
from parcours.reminders.due import Reminder
from parcours.reminders.measures import Due
from tests.pages.conftest import took_on, words_of
from tests.record_house import shipped_nomenclature


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


def reminder(code, group, *, what=None, since=None, on=TODAY):
    labels = {"fr": code, "en": code}
    rule = SimpleNamespace(code=code, group=group, labels=labels, measure="")
    return Reminder("v1.record.zz", rule, Due(on, since, what))


VISIT = SimpleNamespace(
    today=TODAY, context=SimpleNamespace(nomenclature=shipped_nomenclature())
)
CONTACT = reminder("Aucun contact établi", "contacts", since=date(2025, 7, 2))
RELAY = reminder("Relais sans réponse", "relays", what="Chantiers", since=TODAY)
STEP = reminder("Étape prévue", "steps", what="CFA")
INFORM = reminder("Information à faire", "information", since=TODAY)


def test_the_line_counts_what_the_week_asks_for():
    alerts = {"a": (CONTACT, STEP), "b": (RELAY,), "c": (reminder("age_18", "ages"),)}

    assert headline([card(), card(), card()], alerts, today=TODAY) == (
        "**3 jeunes** · **1** à contacter cette semaine · **1** relais sans réponse · "
        "**1** atteint 18 ans"
    )
    assert (
        headline([card()], {}, today=TODAY)
        == "**1 jeune** · rien ne presse cette semaine"
    )


def test_the_line_says_first_what_is_late():
    days = [TODAY + timedelta(days=n) for n in (-1, 0, 9)]
    found = [reminder("a", "contacts", on=day) for day in days]

    told = headline([card()], {"v1.record.zz": found}, today=TODAY)

    assert told == (
        "**1 jeune** · **1** rappel en retard · **1** à contacter cette semaine"
    )


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("", [True, True, True]),
        ("any", [True, True, False]),
        ("relays", [False, True, False]),
    ],
)
def test_the_caseload_is_narrowed_to_what_is_to_be_done(wanted, kept):
    assert [answers(one, wanted) for one in ((CONTACT,), (RELAY,), ())] == kept


def test_a_card_says_two_reminders_with_their_reasons_and_how_many_more():
    assert few(VISIT, (INFORM, CONTACT, RELAY), but=None) == [
        "Relais sans réponse (Chantiers, depuis le 22 nov. 2025)",
        "Aucun contact établi (depuis le 2 juil. 2025)",
        "et 1 autre",
    ]


@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2025, 12, 20), "Information à faire (au plus tard le 20 déc. 2025)"),
        (date(2025, 9, 1), "Information à faire (attendu le 1 sept. 2025)"),
    ],
)
def test_to_be_informed_tells_until_when_and_not_the_first_day_of_follow_up(on, told):
    one = reminder("Information à faire", "information", since=TODAY, on=on)

    assert few(VISIT, (one,), but=None) == [told]


def test_a_day_in_brackets_says_whether_something_lasts_or_happens():
    step = reminder("Étape prévue", "steps", what="CFA", since=date(2025, 12, 3))

    assert few(VISIT, (step,), but=None) == ["Étape prévue (CFA, le 3 déc. 2025)"]


def test_a_step_that_the_card_tells_is_not_told_twice():
    assert few(VISIT, (STEP,), but="CFA") == []
    assert few(VISIT, (STEP,), but=None) == ["Étape prévue (CFA)"]


def test_the_caseload_says_of_whom_the_week_asks_something(screens):
    page = screens.enter("conseil")
    page.selectbox(key="filter_alert_fr").set_value("any").run()
    week = screens.go(screens.enter("conseil"), "a-faire")

    persons = words_of(week).split("pour **")[1].split(" ")[0]
    assert len(labels(page)) == min(int(persons), 25)


def test_the_page_of_a_young_person_says_what_the_week_says(screens):
    took_on(screens, days_ago=20)
    page = screens.enter("conseil")
    page.selectbox(key="filter_alert_fr").set_value("information").run()
    page = screens.open_first(page)

    assert "Rien n’indique que le jeune ait été informé" in words_of(page)


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
