"""Finding a young person, reading the path, writing down what was done."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import config
from app_pages.components.words import named
from parcours.nomenclature import read_nomenclature
from tests.pages.conftest import clock, words_of


SITUATIONS = [
    named(situation.labels, short=True)
    for situation in read_nomenclature(Path(config.__file__).parent).situations.values()
]
CARD = re.compile(
    r"\*\*[^*]+\*\* \u2002 (\d+\N{NO-BREAK SPACE}ans|âge\N{NO-BREAK SPACE}inconnu)"
    r' \u2002 :color\[.\]\{foreground="#\w{6}"\} '
    rf"({'|'.join(map(re.escape, SITUATIONS))})( depuis [\w’ ]+)?"
    r" \u2002 :small\[(Vu|Jamais)\N{NO-BREAK SPACE}[^\]]+\] \u2002 :small\[.+\]"
)


def opening_buttons(page):
    return [b.label for b in page.button if str(b.key).startswith("open_")]


def speak_english(page):
    return page.segmented_control(key="language_choice").set_value("en").run()


def key_of(page, kind, start):
    return next(e for e in page.get(kind) if str(e.key).startswith(start))


def saved_intervention(screens):
    page = screens.open_first(screens.enter("conseil"))
    key_of(page, "button", "save_kind").click().run()
    return page


def test_the_caseload_shows_initials_and_never_a_name(screens):
    page = screens.enter("conseil")

    cards = opening_buttons(page)
    labels = [re.match(r"\*\*(.+?)\*\*", card).group(1) for card in cards]

    assert labels
    assert all(
        len(label.replace("\\", "")) <= len("X.-Y. Z.") or label == "Sans nom"
        for label in labels
    )
    assert all(CARD.fullmatch(card) for card in cards)


def test_each_card_says_in_its_button_all_that_it_shows(screens):
    cards = opening_buttons(screens.enter("conseil"))

    assert all("Vu" in card or "Jamais vu" in card for card in cards)
    assert all("tape" in card for card in cards)
    assert len(set(cards)) > len(cards) // 2


def test_the_address_and_state_of_a_page_hold_no_name(screens):
    page = screens.open_first(screens.enter("conseil"))

    assert not page.query_params
    assert page.session_state["person"].startswith("v1.record.")


def test_a_search_without_answer_says_what_to_do_next(screens):
    page = screens.enter("conseil")

    page.text_input(key="search").set_value("Qwxzvkj").run()

    assert "Aucun jeune de votre structure" in words_of(page)


def test_a_search_without_answer_leads_to_a_new_page(screens):
    page = screens.enter("conseil")
    page.text_input(key="search").set_value("Qwxzvkj").run()

    page.button(key="to_new_person").click().run()

    assert screens.go(page, "nouvelle-fiche").title[0].value == "Nouvelle fiche jeune"


def test_a_path_is_drawn_and_told_again_as_a_table(screens):
    page = screens.open_first(screens.enter("conseil"))
    page.session_state["timeline_twin"] = True
    page.run()

    assert len(page.get("vega_lite_chart") or page.get("arrow_vega_lite_chart")) == 1
    assert page.table


def test_an_intervention_is_saved_with_today_and_may_be_taken_back(screens):
    page = saved_intervention(screens)
    assert "Enregistré" in words_of(page)

    page.button(key="undo").click().run()

    assert "Saisie annulée" in words_of(page)


@pytest.mark.parametrize(
    ("button", "situation", "french", "english"),
    [
        ("save_kind", None, "Enregistré", "Saved: "),
        ("save_contact", None, "Enregistré", "Saved: "),
        ("save_situation", "service_civique", "vérifié aujourd’hui", "verified today"),
    ],
)
def test_a_confirmation_follows_the_language(
    screens, button, situation, french, english
):
    page = screens.open_first(screens.enter("conseil"))
    if situation:
        key_of(page, "selectbox", "situation").set_value(situation)
    key_of(page, "button", button).click().run()
    assert french in words_of(page)

    speak_english(page)

    assert english in words_of(page)
    assert french not in words_of(page)


def test_another_language_keeps_what_an_entry_holds(screens):
    page = screens.open_first(screens.enter("conseil"))
    key_of(page, "selectbox", "kind").set_value("pacea")
    key_of(page, "selectbox", "result").set_value("rdv_pris")
    key_of(page, "selectbox", "situation").set_value("service_civique")
    key_of(page, "text_area", "note").set_value("rendez-vous pris")

    speak_english(page)

    assert key_of(page, "selectbox", "kind").value == "pacea"
    assert key_of(page, "selectbox", "result").value == "rdv_pris"
    assert key_of(page, "selectbox", "situation").value == "service_civique"
    assert key_of(page, "text_area", "note").value == "rendez-vous pris"
    assert not page.warning


def test_another_language_keeps_what_a_new_page_holds(screens):
    page = screens.enter("conseil", "nouvelle-fiche")
    page.selectbox(key="new_sex_fr").set_value("F")
    page.selectbox(key="new_month_fr").set_value(4)

    speak_english(page)

    assert page.selectbox(key="new_sex_en").value == "F"
    assert page.selectbox(key="new_month_en").value == 4


def test_the_kind_last_used_comes_first(screens):
    page = screens.open_first(screens.enter("conseil"))
    kinds = key_of(page, "selectbox", "kind").options
    key_of(page, "selectbox", "kind").set_value("pacea")
    key_of(page, "button", "save_kind").click().run()

    again = key_of(page, "selectbox", "kind").options

    assert again[0] != kinds[0]
    assert again[0] == "PACEA"


def test_a_refused_comment_stays_as_typed_with_the_reason_beside_it(screens):
    page = screens.open_first(screens.enter("conseil"))
    typed = "Rendez-vous tenu, 2 95 05 78 006 084 36"
    key_of(page, "text_area", "note").set_value(typed)

    key_of(page, "button", "save_kind").click().run()

    assert key_of(page, "text_area", "note").value == typed
    assert "numéro interdit" in words_of(page)


def test_a_situation_is_updated_and_the_headline_follows(screens):
    page = screens.open_first(screens.enter("conseil"))
    key_of(page, "selectbox", "situation").set_value("service_civique")

    key_of(page, "button", "save_situation").click().run()

    assert page.title[0].value == "Service civique, volontariat depuis aujourd’hui"


def test_an_identity_is_shown_on_demand_and_gone_at_the_next_step(screens):
    page = screens.open_first(screens.enter("conseil"))

    page.button(key="reveal").click().run()
    shown = "inscrite au journal" in words_of(page)
    page.run()

    assert shown
    assert "inscrite au journal" not in words_of(page)


def test_a_page_needs_a_name_or_a_code_and_keeps_what_was_typed(screens):
    page = screens.enter("conseil", "nouvelle-fiche")
    page.text_input(key="new_given_names").set_value("Zéphirine")

    page.button(key="new_person_save").click().run()

    assert "Il faut au moins un nom et un prénom" in words_of(page)
    assert page.text_input(key="new_given_names").value == "Zéphirine"


def test_a_new_page_opens_in_the_caseload(screens):
    page = screens.enter("conseil", "nouvelle-fiche")
    page.text_input(key="new_birth_name").set_value("Trabouliac")
    page.text_input(key="new_given_names").set_value("Zéphirine")

    page.button(key="new_person_save").click().run()

    screens.go(page, "fiche")
    assert page.title[0].value == "Parcours à écrire"


@pytest.mark.parametrize("away", [timedelta(days=1), timedelta(days=9000)])
@pytest.mark.parametrize(
    ("field", "button", "choice"),
    [
        ("intervention_on", "save_kind", None),
        ("contact_on", "save_contact", None),
        ("situation_on", "save_situation", "service_civique"),
    ],
)
def test_a_future_day_is_refused_under_its_field_and_kept(
    screens, field, button, choice, away
):
    page = screens.open_first(screens.enter("conseil"))
    page.session_state["timeline_twin"] = True
    before = [one.value.to_numpy().tolist() for one in page.run().table]
    typed = f"{clock().date() + away:%d/%m/%Y}"
    key_of(page, "text_input", field).set_value(typed)
    if choice:
        key_of(page, "selectbox", "situation").set_value(choice)

    key_of(page, "button", button).click().run()

    assert "Cette date n’est pas possible ici." in words_of(page)
    assert key_of(page, "text_input", field).value == typed
    assert "Enregistré" not in words_of(page)
    after = [one.value.to_numpy().tolist() for one in page.run().table]
    assert after == before


def test_work_under_anonymity_is_asked_for_a_code_alone(screens):
    with closing(sqlite3.connect(screens.folder / "record.db")) as record, record:
        record.execute(
            "UPDATE account SET organisation_id = (SELECT id FROM organisation"
            " WHERE code = 'prevention_specialisee') WHERE login = 'conseil'"
        )
    page = screens.enter("conseil", "nouvelle-fiche")
    asked = {str(field.key) for field in page.text_input}

    page.button(key="new_person_save").click().run()

    assert asked == {"new_code"}
    assert "travaille sous anonymat" in words_of(page)
    assert "Il faut le code que votre structure donne à ce jeune." in words_of(page)
