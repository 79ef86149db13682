"""The council's sheet: what awaits an opinion, room to write, what became of it."""

import pytest

from parcours.access.failures import AccessDenied
from parcours.printing import council
from parcours.printing.council import print_council
from parcours.printing.document import Room, Table
from parcours.programme.deciding import answer_question, ask_question
from tests.programme_house import an_application, programme_of


@pytest.fixture
def programme(territory):
    return programme_of(territory).found()


@pytest.fixture
def laid_out(monkeypatch):
    """Keep the sheets that are laid out, beside the PDF made of them."""
    sheets = []
    made = council.as_pdf

    def keep(sheet):
        sheets.append(sheet)
        return made(sheet)

    monkeypatch.setattr(council, "as_pdf", keep)
    return sheets


def texts(sheet):
    return [section.heading for section in sheet.sections]


def told(section):
    tables = [part for part in section.parts if isinstance(part, Table)]
    return " ".join(" ".join(row) for part in tables for row in part.rows)


def test_a_page_for_each_application_with_room_to_write(programme, laid_out):
    programme.save()
    programme.save(an_application("BANCS", title="Des bancs et de l’ombre"))
    programme.to_council("JARDIN")
    programme.to_council("BANCS")

    pdf = print_council(programme.council, language="fr")

    (sheet,) = laid_out
    assert pdf.startswith(b"%PDF")
    assert texts(sheet)[1:3] == ["Des bancs et de l’ombre", "Jardin partagé des Hauts"]
    page = sheet.sections[1]
    assert page.on_new_page
    assert sum(isinstance(part, Room) for part in page.parts) == 2
    said = told(page).replace("\u202f", " ")
    assert "1 000 €" in said
    assert "600 €" in said
    assert "État Favorable" in said


def test_nothing_is_printed_of_what_was_not_put_to_the_council(programme, laid_out):
    programme.save()

    print_council(programme.council, language="fr")

    (sheet,) = laid_out
    assert texts(sheet) == ["Ce que vous avez à lire"]
    assert "Jardin" not in repr(sheet)


def test_an_opinion_stands_beside_the_decision_and_a_question_with_its_answer(
    programme, laid_out
):
    programme.save()
    programme.to_committee()
    ask_question(programme.council, code="JARDIN", question="Et l’eau ?")
    programme.decide("refused", reason="Le terrain manque")
    (asked,) = programme.read().questions
    answer_question(
        programme.officer, code="JARDIN", question=asked.id, answer="Un puits."
    )

    print_council(programme.council, language="fr")

    (sheet,) = laid_out
    followed = [told(section) for section in sheet.sections[1:]]
    assert all(section.parts[0].is_even for section in sheet.sections[1:])
    assert "Favorable" in followed[0]
    assert "Non retenue, le" in followed[0]
    assert "Le terrain manque" in followed[0]
    assert "Et l’eau ?" in followed[1]
    assert "Un puits." in followed[1]


def test_the_sheet_is_in_the_language_asked_for_and_the_same_twice(programme, laid_out):
    programme.save()
    programme.to_council()

    first = print_council(programme.council, language="en")
    second = print_council(programme.council, language="en")

    assert laid_out[0].title == "Sheet of the citizens’ council"
    assert first == second


def test_a_sheet_is_for_the_council_and_who_prepares_its_meeting(programme):
    assert print_council(programme.officer)
    with pytest.raises(AccessDenied):
        print_council(programme.reader)
