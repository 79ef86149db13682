"""The follow-up on a young person's page: attempts, closing, reopening."""

import sqlite3
from contextlib import closing

import pytest

from tests.pages.conftest import words_of


def open_section(screens):
    """Open it for a young person about whom no file said how they were followed."""
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("DELETE FROM follow_up")
        record.commit()
    page = screens.open_first(screens.enter("conseil"))
    page.session_state["follow_up_box"] = True
    return page.run()


def reason(page):
    return next(s for s in page.selectbox if str(s.key).startswith("close_reason"))


def press(page, start):
    button = next(b for b in page.button if str(b.key).startswith(start))
    return button.click().run()


def test_the_attempts_are_counted_against_the_rule(screens):
    page = open_section(screens)

    assert "sur 3 depuis" in words_of(page)
    assert "perdu_de_vue" not in reason(page).options


def test_closing_says_what_it_does_before_it_is_done(screens):
    page = open_section(screens)

    reason(page).set_value("demenage").run()

    assert "ni un échec ni un retour" in words_of(page)


@pytest.mark.parametrize(
    ("status", "told"),
    [("clos_objectif", "objectif atteint"), ("deces", "nous a été signalé")],
)
def test_what_is_closed_may_be_reopened(screens, status, told):
    page = open_section(screens)
    reason(page).set_value(status).run()

    press(page, "close_save")
    assert "accompagnement clos" in words_of(page)
    assert told in words_of(page)

    press(page, "reopen")
    assert "suivi rouvert" in words_of(page)


def test_a_day_to_come_is_refused_beside_its_field(screens):
    page = open_section(screens)
    reason(page).set_value("demenage").run()
    field = next(d for d in page.date_input if str(d.key).startswith("close_on"))
    field.set_value(field.value.replace(year=field.value.year + 1)).run()

    press(page, "close_save")

    assert "Cette date n’est pas possible" in words_of(page)
