"""Typing an entry: as one speaks, kept while unsaved, asked again where doubtful."""

import sqlite3
from contextlib import closing

import pytest

from parcours.interventions.history import read_history
from parcours.interventions.operations import NewIntervention, correct_intervention
from parcours.people.notes import MAX_NOTE
from parcours.territory.opening import Territory
from tests.pages.conftest import clock, words_of
from tests.pages.test_case_worker_pages import key_of, speak_english


def opened(screens):
    return screens.open_first(screens.enter("conseil"))


def typed(page, kind, field, text):
    key_of(page, kind, field).set_value(text)
    return page.run()


def tables(page):
    return [table.value.to_numpy().tolist() for table in page.table]


def save(page):
    return key_of(page, "button", "save_kind").click().run()


def history_opened(screens):
    page = opened(screens)
    save(page)
    page.session_state["own_entries"] = True
    return page.run()


def as_a_colleague(screens, person, change):
    """Correct the latest entry about a person, as another tab would."""
    territory = Territory.open(screens.folder, environ={}, now=clock)
    context = territory.context(territory.acting_as("conseil"))
    entry = read_history(context, person=person)[0]
    correct_intervention(
        context, person=person, intervention=entry.latest.id, new=change(entry)
    )
    territory.close()


def test_a_typed_day_is_read_back_in_full(screens):
    page = typed(opened(screens), "text_input", "intervention_on", "03/09/2025")

    assert "mercredi 3 septembre 2025" in words_of(page)


def test_the_day_read_back_follows_the_language(screens):
    page = typed(opened(screens), "text_input", "intervention_on", "03/09/2025")

    speak_english(page)

    assert "Wednesday, 3 September 2025" in words_of(page)


def test_a_week_is_refused_under_its_field_and_nothing_is_saved(screens):
    page = typed(
        opened(screens), "text_input", "intervention_on", "la semaine dernière"
    )

    save(page)

    assert "Choisissez un jour du" in words_of(page)
    assert "Enregistré" not in words_of(page)
    assert key_of(page, "text_input", "intervention_on").value == "la semaine dernière"


def test_a_length_that_may_be_minutes_is_refused(screens):
    page = typed(opened(screens), "text_input", "hours_", "90")

    save(page)

    assert "Cette durée n’est pas comprise" in words_of(page)
    assert "Enregistré" not in words_of(page)


def test_a_length_is_read_back(screens):
    page = typed(opened(screens), "text_input", "hours_", "90 min")

    assert "1 h 30" in words_of(page)


def test_what_was_not_saved_is_offered_after_signing_in_again(screens):
    page = opened(screens)
    typed(page, "text_area", "note", "CV relu, lettre à finir")
    typed(page, "text_input", "intervention_on", "hier")

    again = opened(screens)
    assert key_of(again, "text_area", "note").value == ""
    again.button(key="resume_intervention").click().run()

    assert key_of(again, "text_area", "note").value == "CV relu, lettre à finir"
    assert "hier)" in words_of(again)
    assert not [b for b in again.button if b.key == "resume_intervention"]


def test_a_saved_entry_is_offered_no_more(screens):
    page = opened(screens)
    typed(page, "text_area", "note", "CV relu")
    save(page)

    again = opened(screens)

    assert "Reprendre votre saisie" not in str([b.label for b in again.button])


def test_a_draft_may_be_forgotten(screens):
    page = opened(screens)
    typed(page, "text_area", "note", "CV relu")
    again = opened(screens)

    again.button(key="forget_intervention").click().run()

    assert not [b for b in again.button if str(b.key).startswith("resume")]
    assert not [b for b in opened(screens).button if str(b.key).startswith("resume")]


def test_doubtful_words_are_asked_again_before_they_are_saved(screens):
    page = typed(opened(screens), "text_area", "note", "orienté vers l’hôpital")

    save(page)
    assert "Ce texte semble parler de" in words_of(page)
    assert "Enregistré" not in words_of(page)
    key_of(page, "button", "save_anyway").click().run()

    assert "Enregistré" in words_of(page)


def test_words_that_were_changed_are_asked_about_afresh(screens):
    page = typed(opened(screens), "text_area", "note", "orienté vers l’hôpital")
    save(page)

    typed(page, "text_area", "note", "orienté")

    assert "Ce texte semble parler de" not in words_of(page)
    assert not [b for b in page.button if str(b.key).startswith("save_anyway")]


def test_the_comment_and_the_step_take_no_more_signs_than_are_kept(screens):
    page = opened(screens)

    for kind, name in (("text_area", "note"), ("text_input", "step")):
        assert key_of(page, kind, name).max_chars == MAX_NOTE


def test_a_national_number_is_refused_without_question(screens):
    page = typed(opened(screens), "text_area", "note", "2 95 05 78 006 084 36")

    save(page)

    assert "numéro interdit" in words_of(page)
    assert not [b for b in page.button if str(b.key).startswith("save_anyway")]


@pytest.mark.parametrize(
    ("button", "situation"), [("save_contact", None), ("save_situation", "lycee")]
)
def test_a_contact_and_a_situation_are_taken_back_too(screens, button, situation):
    page = opened(screens)
    page.session_state["timeline_twin"] = True
    before = tables(page.run())
    if situation:
        key_of(page, "selectbox", "situation").set_value(situation)
    key_of(page, "button", button).click().run()
    assert tables(page) != before

    page.button(key="undo").click().run()

    assert "Saisie annulée" in words_of(page)
    assert tables(page) == before


def test_what_was_last_used_is_remembered_from_one_session_to_another(screens):
    page = opened(screens)
    key_of(page, "selectbox", "kind").set_value("pacea")
    page.run()
    typed(page, "text_input", "hours_pacea", "45 min")
    key_of(page, "selectbox", "channel").set_value("phone")
    save(page)

    again = opened(screens)

    assert key_of(again, "selectbox", "kind").value == "pacea"
    assert key_of(again, "selectbox", "channel").value == "phone"
    assert key_of(again, "text_input", "hours_pacea").value == "45 min"


def test_hours_of_a_site_warn_and_never_block(screens):
    page = opened(screens)
    key_of(page, "selectbox", "kind").set_value("chantier_educatif")
    page.run()
    typed(page, "text_input", "hours_chantier_educatif", "399 h")

    for _twice in range(2):
        typed(page, "text_input", "hours_chantier_educatif", "399 h")
        save(page)

    assert "Enregistré" in words_of(page)
    assert "À vérifier" in words_of(page)
    assert "750 h en 12 mois" in words_of(page)


def test_an_entry_is_corrected_with_a_reason_and_its_history_is_told(screens):
    page = history_opened(screens)
    key_of(page, "button", "correct_").click().run()
    fixed = next(
        e
        for e in page.text_input
        if str(e.key).startswith("fix_") and str(e.key).endswith("_hours")
    )
    fixed.set_value("2 h")

    next(b for b in page.button if str(b.key).endswith("_save")).click().run()

    told = words_of(page)
    assert "Saisie corrigée" in told
    assert "(Erreur de saisie)" in told
    assert "Durée" in told
    assert "2 h" in told


def test_an_entry_is_withdrawn_and_stays_readable(screens):
    page = history_opened(screens)
    key_of(page, "button", "correct_").click().run()

    next(b for b in page.button if str(b.key).endswith("_withdraw")).click().run()

    assert "Saisie retirée" in words_of(page)
    assert "~~" in words_of(page)


@pytest.mark.parametrize(
    ("choice", "entries", "latest"),
    [("keep_mine", 1, 2.0), ("keep_theirs", 1, 5.0), ("keep_both", 2, None)],
)
def test_two_corrections_are_shown_side_by_side_and_nothing_is_lost(
    screens, choice, entries, latest
):
    page = history_opened(screens)
    person = page.session_state["person"]
    key_of(page, "button", "correct_").click().run()
    fixed = next(
        e
        for e in page.text_input
        if str(e.key).startswith("fix_") and str(e.key).endswith("_hours")
    )
    fixed.set_value("2 h")
    as_a_colleague(
        screens,
        person,
        lambda entry: NewIntervention(
            entry.latest.new.kind, entry.latest.new.starts_on, hours=5.0
        ),
    )

    next(b for b in page.button if str(b.key).endswith("_save")).click().run()
    shown = words_of(page)
    both = str(tables(page))
    page.button(key=choice).click().run()

    assert "Cette saisie a été changée entre-temps" in shown
    assert "2 h" in both
    assert "5 h" in both
    territory = Territory.open(screens.folder, environ={}, now=clock)
    context = territory.context(territory.acting_as("conseil"))
    mine = [
        e for e in read_history(context, person=person) if e.versions[0].by == "conseil"
    ]
    territory.close()
    assert len(mine) == entries
    hours = {entry.latest.new.hours for entry in mine}
    assert hours == ({latest} if latest else {2.0, 5.0})


def test_the_quick_entry_saves_for_the_young_person_chosen(screens):
    opening = screens.enter("conseil").button
    person = next(
        str(b.key).removeprefix("open_")
        for b in opening
        if str(b.key).startswith("open_v1")
    )
    page = screens.enter("conseil", "saisir")
    assert key_of(page, "button", "save_kind").disabled

    key_of(page, "selectbox", "entry_who").set_value(person)
    page.run()
    save(page)

    assert "Enregistré" in words_of(page)
    assert page.session_state["saved"].person == person
    assert key_of(page, "selectbox", "entry_who").value is None


def test_the_young_person_of_the_last_entry_comes_first(screens):
    page = screens.enter("conseil", "saisir")
    last = key_of(page, "selectbox", "entry_who").options[-1]
    key_of(page, "selectbox", "entry_who").select(last)
    page.run()
    save(page)

    again = screens.enter("conseil", "saisir")

    assert key_of(again, "selectbox", "entry_who").options[0] == last


def test_the_quick_entry_says_why_nothing_can_be_saved_yet(screens):
    page = screens.enter("conseil", "saisir")

    assert key_of(page, "button", "save_kind").disabled
    assert "Choisissez d’abord un jeune" in words_of(page)


def test_the_quick_entry_is_not_for_those_outside_casework(screens):
    page = screens.enter("evaluation", "saisir")

    assert not [b for b in page.button if str(b.key).startswith("save_kind")]


def test_an_empty_portfolio_says_where_to_start(screens):
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("UPDATE assignment SET ends_on = starts_on")
        record.commit()

    page = screens.enter("conseil", "saisir")

    assert "Votre portefeuille est vide." in words_of(page)
    assert page.button(key="to_caseload")


def test_a_correction_takes_no_more_signs_of_comment_than_are_kept(screens):
    page = history_opened(screens)
    page.button(key=next(b.key for b in page.button if "Corriger" in b.label)).click()
    page.run()

    notes = [one for one in page.text_area if str(one.key).endswith("_note")]

    assert [one.max_chars for one in notes] == [MAX_NOTE]


def test_how_it_was_done_and_its_result_are_corrected_with_their_history(screens):
    page = history_opened(screens)
    key_of(page, "button", "correct_").click().run()
    for field, code in (("_channel", "phone"), ("_result", "rdv_pris")):
        chosen = next(
            e
            for e in page.selectbox
            if str(e.key).startswith("fix_") and field in str(e.key)
        )
        chosen.set_value(code).run()

    next(b for b in page.button if str(b.key).endswith("_save")).click().run()

    told = words_of(page)
    assert "Saisie corrigée" in told
    assert "→ Par téléphone" in told
    assert "→ Rendez-vous" in told


def test_a_saved_comment_is_read_in_the_list_of_entries_and_in_the_table(screens):
    page = opened(screens)
    typed(page, "text_area", "note", "lettre à finir lundi")
    save(page)
    page.session_state["own_entries"] = True
    page.session_state["timeline_twin"] = True
    page.run()

    assert ":small[Comment" in words_of(page)
    assert "lettre à finir lundi]" in words_of(page)
    assert "lettre à finir lundi" in str(tables(page))
