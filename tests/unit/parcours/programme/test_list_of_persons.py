"""A list that names persons is told by line and column, and kept only if confirmed."""

import pytest
from sqlmodel import select

from parcours.programme.failures import ListRefused
from parcours.programme.list_import import preview_list
from parcours.record.models import AuditLine
from tests.unit.parcours.programme.test_programming_list import (
    a_row,
    refused,
    send,
)


PERSON = "Voir Karim Benali, 06 12 34 56 78, karim@example.org"
PARTNER = "Mme Benali (Association, Accueille)"
CELLS = {
    "Intitulé de l’action": "CINE/title",
    "Résumé": "CINE/summary",
    "Pour qui": "CINE/audience",
    "Partenaires": "CINE/partners",
    "Détail des dépenses (€)": "CINE/costs",
}


def preview(programme, content):
    return preview_list(programme.officer, content=content, name="liste.xlsx")


def holding(column):
    words = {
        "Partenaires": PARTNER,
        "Détail des dépenses (€)": "Salaire de Karim : 12 000; Salle : 500",
    }
    return a_row(**{column: words.get(column, PERSON)})


@pytest.mark.parametrize("column", CELLS)
def test_a_person_in_any_column_of_text_is_shown_before_it_is_kept(programme, column):
    programme.found()

    (doubt,) = preview(programme, holding(column)).doubts

    assert (doubt.line, doubt.column, doubt.key) == (2, column, CELLS[column])
    assert "Karim" not in repr(doubt)
    assert "Benali" not in repr(doubt)


@pytest.mark.parametrize("column", CELLS)
def test_a_person_in_any_column_of_text_is_not_kept_unconfirmed(programme, column):
    programme.found()

    assert refused(programme, holding(column)) == [(2, column, "PROGRAMME-025")]


def test_the_refusal_quotes_nothing(programme):
    programme.found()

    with pytest.raises(ListRefused) as refusal:
        send(programme, holding("Résumé"))

    told = str(refusal.value)
    assert "ligne 2, colonne « Résumé »" in told
    assert "un numéro de téléphone" in told
    assert "Karim" not in told
    assert "06 12" not in told


def test_a_confirmed_cell_is_kept_and_the_audit_names_it(programme):
    programme.found()

    told = send(programme, holding("Résumé"), confirmed=["CINE/summary"])

    assert told.n_new == 1
    assert programme.read("CINE").content.summary == PERSON
    with programme.territory.record.read() as session:
        lines = session.exec(
            select(AuditLine).where(AuditLine.operation == "programme.import")
        ).all()
    assert lines[-1].reason == "words confirmed: CINE/summary"


def test_another_cell_than_the_one_confirmed_is_asked_about(programme):
    programme.found()

    with pytest.raises(ListRefused):
        send(programme, holding("Pour qui"), confirmed=["CINE/summary"])


def test_what_was_kept_and_is_sent_again_unchanged_is_not_asked_about(programme):
    programme.found()
    send(programme, holding("Résumé"), confirmed=["CINE/summary"])
    again = a_row(**{"Résumé": PERSON})

    told = preview(programme, again)

    assert (told.n_same, told.doubts) == (1, ())


@pytest.mark.parametrize(
    "words",
    [
        "Ateliers au collège Louise Michel et à la médiathèque Françoise Sagan",
        "Avec l’association Simone de Beauvoir et la compagnie Martin Dupré",
        "Salle Pierre Mendès France, gymnase Alain Mimoun, rue Victor Hugo",
        "Prévention santé, justice de proximité, 2 cours de français, BOP 147",
        "Un créneau le 12/03/2026, budget 12 500 €, 06 séances",
    ],
)
def test_structures_places_and_numbers_are_nobody(programme, words):
    programme.found()

    assert preview(programme, a_row(**{"Résumé": words})).doubts == ()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"Thèmes": "Jardinage"}, "La colonne « Thèmes » contient un mot inconnu."),
        ({"Porteur": "Inconnu"}, "La colonne « Porteur » contient un mot inconnu."),
        ({"Âge, de": "300"}, "Cet âge n’est pas possible."),
        ({"Coût total (€)": 9}, "Le budget ne s’équilibre pas"),
    ],
)
def test_a_list_is_told_in_the_words_of_a_file(programme, values, said):
    programme.found()

    with pytest.raises(ListRefused) as refusal:
        send(programme, a_row(**values))

    (problem,) = refusal.value.problems
    assert problem.what.startswith(said)
    assert (problem.line, problem.column) == (2, next(iter(values)))
