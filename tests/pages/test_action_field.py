"""The funded action in an entry, a count, a sheet: named, left out, not running."""

import sqlite3
from contextlib import closing

import pytest

from tests.pages.conftest import words_of
from tests.pages.test_case_worker_pages import key_of


LABEL = "Action financée (facultatif)"
WORKER, SHEETS = "conseil", "actions"
LONG_AGO = "03/09/2019"
NONE = "Aucune"


def field(page):
    """The choice of an action, None where there is none to name."""
    return next((one for one in page.selectbox if one.label == LABEL), None)


def last(screens, table):
    """The action that the latest row of a table names, by its title."""
    words = (
        f"SELECT p.title FROM {table} t"  # noqa: S608 - a name written here
        " LEFT JOIN application p ON p.action_id = t.action_id"
        " ORDER BY t.id DESC LIMIT 1"
    )
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        return record.execute(words).fetchone()[0]


def choose(screens, page):
    """Choose the first action of one's own, and give its title."""
    choice = field(page)
    title = choice.options[1]
    words = "SELECT action_id FROM application WHERE title = ?"
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        (action,) = record.execute(words, (title,)).fetchone()
    choice.set_value(str(action)).run()
    return title


def person_page(screens):
    return screens.open_first(screens.enter(WORKER))


def sheets_page(screens):
    return screens.enter(WORKER, SHEETS)


@pytest.mark.parametrize("opened", [person_page, sheets_page])
def test_no_action_is_named_unless_one_is_chosen_and_ones_own_come_first(
    screens, opened
):
    choice = field(opened(screens))

    assert choice.value == ""
    assert choice.options[0] == NONE
    own = [not name.endswith(")") for name in choice.options[1:]]
    assert own == sorted(own, reverse=True)
    assert any(own)


def test_an_intervention_is_saved_with_the_action_chosen(screens):
    page = person_page(screens)
    title = choose(screens, page)
    key_of(page, "button", "save_kind").click().run()

    assert "Enregistré" in words_of(page)
    assert last(screens, "intervention") == title


def test_an_intervention_without_a_choice_names_no_action(screens):
    page = person_page(screens)
    key_of(page, "button", "save_kind").click().run()

    assert "Enregistré" in words_of(page)
    assert last(screens, "intervention") is None


def test_a_count_is_saved_with_the_action_chosen(screens):
    page = sheets_page(screens)
    title = choose(screens, page)
    key_of(page, "number_input", "quick_n_").set_value(12)
    page.button(key="quick_save").click().run()

    assert "Enregistré" in words_of(page)
    assert last(screens, "sheet") == title


def test_a_day_on_which_no_action_runs_offers_none_and_drops_the_choice(screens):
    page = person_page(screens)
    choose(screens, page)
    key_of(page, "text_input", "intervention_on").set_value(LONG_AGO)
    page.run()
    left = field(page)

    assert not page.exception
    assert left is None or left.value == ""
    key_of(page, "button", "save_kind").click().run()
    assert not page.exception
    assert last(screens, "intervention") is None


def test_the_field_of_a_new_sheet_names_the_action_too(screens):
    page = sheets_page(screens)
    page.button(key="sheet_new").click().run()
    choice = field(page)

    assert not page.exception
    assert choice.options[0] == NONE
    assert len(choice.options) > 1
