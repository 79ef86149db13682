"""« À faire cette semaine »: what is due, one gesture to act, one to put off."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from tests.pages.conftest import clock, took_on, words_of


PATH = "a-faire"


def today():
    return clock().date()


def keys(page, kind, start):
    return [str(e.key) for e in page.get(kind) if str(e.key).startswith(start)]


def choose(page, view):
    control = next(
        e for e in page.segmented_control if str(e.key).startswith("week_view")
    )
    return control.set_value(view).run()


def write(screens, *statements):
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        for statement, values in statements:
            record.execute(statement, values)
        record.commit()


STALE = """UPDATE situation_fact SET verified_on = ?1, starts_on = ?1, ends_on = NULL,
  situation = 'recherche_emploi' WHERE subject_id IN (
    SELECT l.subject_id FROM link l JOIN assignment a USING (person_id)
    JOIN account c ON c.id = a.account_id WHERE c.login = 'conseil')"""


def make_stale(screens):
    """Let every open situation of the caseload be nearly too old to be believed."""
    write(screens, (STALE, [(today() - timedelta(days=175)).isoformat()]))


@pytest.fixture
def stale(screens):
    make_stale(screens)
    return choose(screens.enter("conseil", PATH), "situations")


def test_the_week_counts_what_is_due_and_ranks_nobody(screens):
    page = screens.enter("conseil", PATH)

    assert page.title[0].value == "À faire cette semaine"
    assert "rappels** pour" in words_of(page)
    assert "aucun jeune n’est noté ni classé" in words_of(page)


def test_the_week_shows_initials_and_never_a_name(screens):
    page = screens.enter("conseil", PATH)

    labels = [b.label for b in page.button if str(b.key).startswith("open_")]
    whos = [label.split("**")[1].split(",")[0].replace("\\", "") for label in labels]

    assert whos
    assert all(len(who) <= len("X.-Y. Z.") or who == "Sans nom" for who in whos)
    assert not page.query_params


def test_reminders_are_shown_by_subject_too(screens):
    took_on(screens, days_ago=20)
    page = choose(screens.enter("conseil", PATH), "subject")

    assert any("Information du jeune (" in one.value for one in page.header)


def test_a_reminder_opens_the_page_of_the_young_person(screens):
    page = screens.enter("conseil", PATH)
    first = keys(page, "button", "open_")[0]

    page.button(key=first).click().run()

    assert page.session_state["person"] == first.split("_")[1]


def test_an_empty_caseload_says_so(screens):
    write(screens, ("DELETE FROM assignment", []))

    page = screens.enter("conseil", PATH)

    assert "Votre portefeuille est vide" in words_of(page)
    assert "vous n’accompagnez encore aucun jeune" in words_of(page)


def test_an_information_to_be_given_opens_the_rights_of_the_young_person(screens):
    took_on(screens, days_ago=20)
    page = choose(screens.enter("conseil", PATH), "subject")
    first = keys(page, "button", "rights_")[0]

    page.button(key=first).click().run()
    page = screens.go(page, "fiche")

    assert page.session_state["person"] == first.split("_")[1]
    assert "Noter l’information" in str([b.label for b in page.button])


def test_nothing_due_is_said_calmly(screens):
    write(
        screens,
        ("UPDATE person SET birth_month = NULL", []),
        ("DELETE FROM referral", []),
        (
            "INSERT INTO follow_up (status, starts_on, organisation_id, subject_id,"
            " visibility, known_on, recorded_at, recorded_on) SELECT 'demenage', ?,"
            " organisation_id, id, 'shared', ?, ?, ? FROM source_subject",
            [str(today()), str(today()), f"{today()} 08:00:00", str(today())],
        ),
    )

    page = screens.enter("conseil", PATH)

    assert "Tout est à jour" in words_of(page)


@pytest.mark.parametrize("login", ["evaluation", "chefdeprojet", "protection"])
def test_who_follows_nobody_has_no_week(screens, login):
    page = screens.enter(login, PATH)

    assert "À faire cette semaine" not in words_of(page)


def test_a_situation_is_confirmed_in_one_gesture_and_taken_back(stale):
    asked = keys(stale, "button", "still_still")[0]

    stale.button(key=asked).click().run()

    assert "situation vérifiée aujourd’hui" in words_of(stale)
    assert asked not in keys(stale, "button", "still_still")
    stale.button(key="undo").click().run()
    assert "rien n’a changé" in words_of(stale)


@pytest.mark.parametrize(
    ("said", "told"),
    [("ended", "la suite est inconnue"), ("unknown", "situation inconnue aujourd’hui")],
)
def test_no_and_dont_know_are_answers_too(stale, said, told):
    asked = keys(stale, "button", f"still_{said}")[0]

    stale.button(key=asked).click().run()

    assert told in words_of(stale)
    assert asked not in keys(stale, "button", "still_")
    assert keys(stale, "button", "tell_more")


def test_a_reminder_is_put_off_for_a_week_in_one_gesture_and_back_in_another(screens):
    page = screens.enter("conseil", PATH)
    first = keys(page, "button", "week_")[0]
    button = page.button(key=first)
    assert button.label == "Plus tard"

    button.click().run()

    assert first not in keys(page, "button", "week_")
    assert "Reporté au" in words_of(page)
    assert whom(page) != ""
    page.button(key="undo").click().run()
    assert first in keys(page, "button", "week_")
    assert "rien n’a changé" in words_of(page)


def whom(page):
    """Whom the page says that something was just done for."""
    told = next(m.value for m in page.markdown if " · Reporté au" in m.value)
    return told.split(" · ")[0].strip("*")


def test_what_was_done_is_told_for_whom_and_does_not_outlive_the_page(screens):
    page = screens.enter("conseil", PATH)
    first = keys(page, "button", "week_")[0]
    person = first.split("_")[1]
    label = next(
        b.label for b in page.button if str(b.key).startswith(f"open_{person}_")
    )

    page.button(key=first).click().run()
    assert whom(page) == label.split("**")[1]
    page = screens.go(page, "portefeuille")
    page = screens.go(page, PATH)

    assert "Reporté au" not in words_of(page)
    assert person not in str(page.query_params)


def test_what_comes_later_is_folded_and_counted_nowhere(screens):
    took_on(screens, days_ago=0)

    page = choose(screens.enter("conseil", PATH), "subject")

    assert not any("Information du jeune" in one.value for one in page.header)
    folded = next(e for e in page.expander if "semaines qui suivent" in e.label)
    assert keys(page, "button", "foreseen_") == []
    n = int(folded.label.rpartition("(")[2].rstrip(")"))
    assert n > 0


def test_the_week_says_how_many_are_late(screens):
    make_stale(screens)
    page = screens.enter("conseil", PATH)
    told = next(m.value for m in page.markdown if "rappels** pour" in m.value)

    assert "dont **" in told
    assert "en retard**" in told


def test_who_is_passed_comes_last(stale):
    first = keys(stale, "button", "pass_")[0]

    stale.button(key=first).click().run()

    assert keys(stale, "button", "pass_") != [first]


def test_the_single_keys_may_be_turned_off(stale):
    stale.toggle(key="week_keys").set_value(False).run()

    assert keys(stale, "button", "still_still")
    assert not stale.exception


def test_the_page_follows_the_language(screens):
    page = screens.enter("conseil", PATH)

    page.segmented_control(key="language_choice").set_value("en").run()

    assert page.title[0].value == "To do this week"
    assert "no young person is scored" in words_of(page)
