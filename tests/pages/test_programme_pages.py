"""« Contrat de ville », applications, the council’s corner: read, written, refused."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import words_of


OFFICER, COUNCIL, EVALUATOR = "chefdeprojet", "habitants", "evaluation"


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def press(page, key):
    return page.button(key=key).click().run()


def submit(page, label):
    return next(b for b in page.button if b.label == label).click().run()


def test_the_contract_says_how_many_actions_and_how_much(read_screens):
    page = read_screens.enter(EVALUATOR, "contrat")

    said = words_of(page)
    assert page.title[0].value == "Contrat de ville"
    assert "**14** actions financées" in said
    assert any("Jeunesse" in label for label in labels(page))
    folded = [expander.label for expander in page.expander]
    assert folded == ["14 actions financées"], "an evaluator writes nothing"


def test_one_goes_from_the_contract_down_to_an_action_and_back(read_screens):
    page = read_screens.enter(OFFICER, "contrat")
    press(page, "level_quartier")
    press(page, "level_apaiser")
    press(page, "application_JARDIN")

    said = words_of(page)
    assert page.title[0].value == "Jardins du Marl"
    assert "Close" in said
    assert "Suivi de l’action" in said
    tables = " ".join(str(table.value.values.tolist()) for table in page.table)
    assert "Parcelles cultivées" in tables
    assert "Conseil citoyen" in tables

    press(page, "application_back")
    assert any("Retour" in label for label in labels(page))


def test_head_counts_of_an_action_are_rounded(read_screens):
    page = read_screens.enter(OFFICER, "contrat")
    press(page, "level_jeunesse")
    press(page, "application_BASKET")

    assert "participations comptées" in words_of(page)
    assert "Nombres arrondis" in words_of(page)


def test_the_former_contract_keeps_its_pillars(read_screens):
    page = read_screens.enter(EVALUATOR, "contrat")
    page.selectbox(key="programme_which").set_value("CV2015").run()

    assert any("Cohésion sociale" in label for label in labels(page))
    assert "Aucune demande n’est encore inscrite" in words_of(page)


def test_a_worker_has_no_such_page(read_screens):
    page = read_screens.enter("conseil", "demandes-de-financement")

    assert page.title[0].value == "Mon portefeuille"


def test_the_council_reads_what_is_put_to_it_and_nothing_before(read_screens):
    page = read_screens.enter(COUNCIL, "conseil-citoyen")

    cards = " ".join(labels(page))
    assert "**2** demandes attendent" in words_of(page)
    assert "Des bancs et de l’ombre" in cards.replace("\\", "")
    assert "Théâtre forum" not in cards
    assert "décision : à l’avis" not in cards.replace("\u202f", " ")
    assert "cuisine" not in cards


def test_the_council_gives_its_opinion_and_hands_it_to_the_committee(screens):
    page = screens.enter(COUNCIL, "conseil-citoyen")
    press(page, "council_N-NUIT")
    assert page.button(key="move_committee").disabled

    page.text_area(key="council_words").set_value("Oui, avec les jeunes.")
    submit(page, "Enregistrer l’avis")
    assert not page.exception
    assert not page.button(key="move_committee").disabled
    press(page, "move_committee")

    assert "Au comité" in words_of(page)
    assert "Enregistré" in words_of(page)


def test_a_question_of_the_council_is_answered_by_the_officer(screens):
    page = screens.enter(COUNCIL, "conseil-citoyen")
    press(page, "council_N-ALTERNANCE")
    page.text_area(key="council_question_text").set_value("Combien d’employeurs ?")
    submit(page, "Envoyer")
    assert "Sans réponse à ce jour." in words_of(page)

    page = screens.enter(OFFICER, "demandes-de-financement")
    press(page, "application_N-ALTERNANCE")
    box = next(a for a in page.text_area if str(a.key).startswith("answer_text_"))
    box.set_value("Douze, dont trois du quartier.")
    submit(page, "Publier la réponse")

    assert "Douze" in words_of(page)


def test_the_committee_s_decision_is_written_with_its_amounts(screens):
    page = screens.enter(OFFICER, "demandes-de-financement")
    press(page, "application_N-ALTERNANCE")
    grants = [n for n in page.number_input if str(n.key).startswith("grant_")]
    assert len(grants) == 2
    grants[0].set_value(10_000.0)
    submit(page, "Enregistrer la décision")

    assert "Financée" in words_of(page)
    assert "Suivi de l’action" in words_of(page)


def test_more_than_was_asked_is_refused_in_words(screens):
    page = screens.enter(OFFICER, "demandes-de-financement")
    press(page, "application_N-ALTERNANCE")
    grant = next(n for n in page.number_input if str(n.key).startswith("grant_"))
    grant.set_value(1_000_000.0)
    submit(page, "Enregistrer la décision")

    assert any("montant n’est pas possible" in w.value for w in page.warning)
    assert "Au comité" in words_of(page)


def test_a_budget_that_does_not_add_up_is_refused_beside_the_form(screens):
    page = screens.enter(OFFICER, "demandes-de-financement")
    press(page, "application_N-THEATRE")
    amount = page.number_input(key="form_amount_expense_0_N-THEATRE")
    amount.set_value(1.0)
    submit(page, "Enregistrer la demande")

    assert any("ne s’équilibre pas" in w.value for w in page.warning)


def test_a_new_draft_needs_no_budget_yet(screens):
    page = screens.enter(OFFICER, "demandes-de-financement")
    page.text_input(key="form_code_new").set_value("ESSAI")
    page.text_input(key="form_title_new").set_value("Un essai de demande")
    page.selectbox(key="form_holder_new_fr").set_value("chantiers")
    submit(page, "Enregistrer la demande")

    assert not page.warning
    assert any("Un essai de demande" in label for label in labels(page))


@pytest.mark.parametrize("path", ["contrat", "demandes-de-financement"])
def test_the_pages_are_drawn_in_english(screens, path):
    page = screens.enter(OFFICER, path)
    page.session_state["language"] = "en"
    page.run()

    assert page.title[0].value in ("City contract", "Applications and decisions")
    assert not page.exception
