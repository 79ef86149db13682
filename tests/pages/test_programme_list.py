"""The list on the contract’s page and the council’s review: normal, empty, refused."""

import io

import openpyxl
import pytest

from app_pages import programme_list
from parcours.programme.failures import ListProblem, ListRefused
from parcours.programme.list_import import Imported
from tests.pages.conftest import words_of
from tests.pages.test_programme_pages import (
    COUNCIL,
    EVALUATOR,
    OFFICER,
    labels,
    press,
    submit,
)


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(page, content):
    page.file_uploader[0].set_value(("liste.xlsx", content, programme_list.XLSX))
    return page.run()


def files(page):
    return [button.proto.label for button in page.get("download_button")]


HEAD = ("Code", "Appel à projets", "Intitulé de l’action", "Porteur")


def plain(page):
    return words_of(page).replace("\u202f", " ").replace("\u00a0", " ")


def test_a_list_that_was_looked_at_and_left_changes_nothing(screens):
    page = screens.enter(OFFICER, "contrat")
    send(page, workbook(HEAD, ("ESSAI", call_of(page), "Un essai", "chantiers")))
    press(page, "list_leave")

    assert not page.exception
    assert not page.success
    assert not page.warning
    assert "Un essai" not in plain(page)
    assert "Cette liste changerait" not in plain(page)


def call_of(page):
    return next(str(t.value.iloc[0, 0]) for t in page.table if "Appel" in t.value)


def test_a_list_with_one_new_line_is_kept_and_told(screens):
    page = screens.enter(OFFICER, "contrat")
    row = ("ESSAI", call_of(page), "Un essai", "chantiers")

    send(page, workbook(HEAD, row))

    assert not page.exception
    assert not page.success
    assert "Cette liste changerait : 1 nouvelle" in plain(page)
    (told,) = [t.value for t in page.table if "Dans la liste" in t.value]
    assert told.values.tolist()[0][1::2] == ["Nouvelle demande", "Un essai"]
    press(page, "list_keep")
    assert "1 nouvelle, 0 modifiée" in page.success[0].value.replace("\u202f", " ")


def test_a_list_that_cannot_be_is_told_by_line_and_column_and_changes_nothing(screens):
    page = screens.enter(OFFICER, "contrat")
    before = words_of(page)

    send(page, workbook(HEAD, ("ESSAI", "AAP1999", "Un essai", "chantiers")))

    assert "PROGRAMME-019" in page.warning[0].value
    (told,) = [t.value for t in page.table if "Ligne" in t.value]
    rows = told.values.tolist()
    assert (rows[0][0], rows[0][1]) == ("2", "Appel à projets")
    page.run()
    assert not page.warning
    assert words_of(page) == before


def test_a_file_that_is_no_list_is_refused_in_words(screens):
    page = screens.enter(OFFICER, "contrat")

    send(page, b"PK\x03\x04 rien de lisible")

    assert page.warning


def test_who_only_reads_takes_the_list_away_and_sends_none(read_screens):
    page = read_screens.enter(EVALUATOR, "contrat")

    assert files(page) == ["Télécharger la liste (XLSX)"]
    assert not page.file_uploader


def test_the_council_has_its_sheet_its_opinions_and_its_answers(read_screens):
    page = read_screens.enter(COUNCIL, "conseil-citoyen")

    said = words_of(page)
    assert "Vos avis, et ce qui a été décidé" in said
    assert "Questions et réponses" in said
    assert files(page) == ["Feuille de la réunion (PDF)"]


def test_an_unanswered_question_is_put_before_the_officer(screens):
    page = screens.enter(COUNCIL, "conseil-citoyen")
    press(page, "council_N-ALTERNANCE")
    page.text_area(key="council_question_text").set_value("Combien d’employeurs ?")
    submit(page, "Envoyer")

    page = screens.enter(OFFICER, "demandes-de-financement")
    assert "avant sa prochaine revue" in words_of(page)
    waiting = [b for b in page.button if str(b.key).startswith("unanswered_")]
    assert any("employeurs" in label for label in labels(page))
    waiting[-1].click().run()
    assert any(str(a.key).startswith("answer_text_") for a in page.text_area)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Imported(1, 0, 2), "1 nouvelle, 0 modifiée, 2 inchangées"),
        (Imported(2, 1, 1), "2 nouvelles, 1 modifiée, 1 inchangée"),
    ],
)
def test_what_came_of_a_list_agrees_in_number(told, said):
    assert said in programme_list.said(told)


def test_a_refusal_counts_its_cells():
    problem = ListProblem(2, "Code", "PROGRAMME-013", "…", "…")

    assert ListRefused([problem]).what.startswith("1 cellule de")
    assert ListRefused([problem] * 2).what.startswith("2 cellules de")


def test_a_list_that_names_a_person_is_kept_only_once_it_was_read_again(screens):
    page = screens.enter(OFFICER, "contrat")
    row = ("ESSAI", call_of(page), "Atelier de Karim, 06 12 34 56 78", "chantiers")

    send(page, workbook(HEAD, row))

    assert "1 cellule semble contenir" in plain(page).replace("*", "")
    (told,) = [t.value for t in page.table if "Semble contenir" in t.value]
    assert told.values.tolist()[0][:3] == ["2", "ESSAI", "Intitulé de l’action"]
    assert page.button(key="list_keep").disabled

    (box,) = [one for one in page.checkbox if one.key.startswith("list_confirmed")]
    box.check().run()
    press(page, "list_keep")
    assert "1 nouvelle" in page.success[0].value.replace("\u202f", " ")


def test_a_question_that_names_a_person_is_asked_about_before_it_is_kept(screens):
    page = screens.enter(COUNCIL, "conseil-citoyen")
    press(page, "council_N-ALTERNANCE")
    page.text_area(key="council_question_text").set_value("Et Mme Benali ?")
    submit(page, "Envoyer")

    assert "« Question » semble contenir" in plain(page)
    assert "Et Mme Benali ?" not in plain(page)

    page.text_area(key="council_question_text").set_value("Et madame Benali, alors ?")
    press(page, "confirm_council_question")

    assert not page.exception
    assert "Et madame Benali, alors ?" in plain(page)
    assert page.text_area(key="council_question_text").value == ""
