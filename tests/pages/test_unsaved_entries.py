"""Nobody loses words: each unsaved entry waits under its own number."""

import sqlite3
from contextlib import closing

from tests.pages.conftest import clock, words_of
from tests.pages.test_case_worker_pages import key_of


def opened(screens):
    return screens.open_first(screens.enter("conseil"))


def opened_again(screens, page):
    """Open the page of the same young person: a saved entry changes the order."""
    again = screens.enter("conseil")
    again.session_state["person"] = page.session_state["person"]
    return screens.go(again, "fiche")


def typed(page, kind, field, text):
    key_of(page, kind, field).set_value(text)
    return page.run()


def resumes(page):
    return [b for b in page.button if str(b.key).startswith("resume")]


def note(page):
    return key_of(page, "text_area", "note").value


def test_a_new_entry_for_the_same_young_person_leaves_the_former_one_offered(screens):
    typed(opened(screens), "text_area", "note", "CV relu, lettre à finir")
    second = opened(screens)

    typed(second, "text_area", "note", "Appel à la mission locale")
    assert len(resumes(second)) == 1  # the former one, still there
    third = opened(screens)

    assert len(resumes(third)) == 2
    resumes(third)[1].click().run()
    assert note(third) == "CV relu, lettre à finir"


def test_an_entry_taken_up_again_is_offered_no_more_and_the_one_in_hand_is(screens):
    typed(opened(screens), "text_area", "note", "CV relu, lettre à finir")
    page = opened(screens)
    typed(page, "text_area", "note", "Appel à la mission locale")

    resumes(page)[0].click().run()

    assert note(page) == "CV relu, lettre à finir"
    assert len(resumes(page)) == 1
    resumes(page)[0].click().run()
    assert note(page) == "Appel à la mission locale"


def test_saving_one_of_two_leaves_the_other_offered(screens):
    typed(opened(screens), "text_area", "note", "CV relu, lettre à finir")
    page = opened(screens)
    typed(page, "text_area", "note", "Appel à la mission locale")

    key_of(page, "button", "save_kind").click().run()

    assert "Enregistré" in words_of(page)
    assert len(resumes(page)) == 1
    again = opened_again(screens, page)
    resumes(again)[0].click().run()
    assert note(again) == "CV relu, lettre à finir"


def test_an_entry_that_no_longer_opens_is_said_to_be_gone_and_is_gone(screens):
    typed(opened(screens), "text_area", "note", "CV relu, lettre à finir")
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("UPDATE draft SET key_id = 'kffffffff'")
        record.commit()

    page = opened(screens)

    assert "elle a été effacée" in words_of(page)
    assert resumes(page) == []
    assert "ne s’ouvre plus" not in words_of(opened(screens))


def test_what_was_typed_before_anybody_was_chosen_is_kept_once_somebody_is(screens):
    page = screens.enter("conseil")
    page.button(key="to_entry").click().run()
    typed(page, "text_area", "note", "CV relu, lettre à finir")
    who = key_of(page, "selectbox", "entry_who")

    who.set_value(who.options[0]).run()
    again = screens.enter("conseil")
    again.button(key="to_entry").click().run()

    again.button(key="resume_0").click().run()
    assert note(again) == "CV relu, lettre à finir"


def test_a_young_person_chosen_and_nothing_typed_leaves_nothing_unsaved(screens):
    page = screens.enter("conseil")
    page.button(key="to_entry").click().run()
    who = key_of(page, "selectbox", "entry_who")

    who.set_value(who.options[0]).run()
    again = screens.enter("conseil")
    again.button(key="to_entry").click().run()

    assert resumes(again) == []


def test_two_of_one_minute_are_told_apart(screens):
    typed(opened(screens), "text_area", "note", "CV relu, lettre à finir")
    typed(opened(screens), "text_area", "note", "Appel à la mission locale")
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        for n in (1, 2):
            on = f"{clock():%Y-%m-%d} 00:00:0{n}.000000"
            record.execute("UPDATE draft SET saved_at = ? WHERE id = ?", [on, n])
        record.commit()

    labels = {b.label for b in resumes(opened(screens))}

    assert len(labels) == 2
