"""The sheet for home: chosen by the young person, and silent about the rest."""

import io
from datetime import date

from pypdf import PdfReader

from parcours.printing.at_home import names_any
from parcours.printing.operations import (
    Chosen,
    make_at_home,
    offer_at_home,
    print_notice,
)
from parcours.rights.settings import read_rights
from tests.unit.parcours.printing.conftest import NAMED_STEP, WISH
from tests.unit.parcours.printing.test_booklet import text_of


def sheet(worker, person, refs, days=()):
    content = make_at_home(
        worker, person=person, chosen=Chosen(tuple(refs), tuple(days)), language="fr"
    )
    return PdfReader(io.BytesIO(content))


def test_words_that_name_an_organisation_are_not_offered(house, person):
    offered = offer_at_home(house.workers["school"], person=person)

    assert [one.text for one in offered.words] == [WISH, "Faire mon CV"]
    assert offered.appointments == (date(2025, 12, 4),)


def test_it_holds_what_was_chosen_and_nothing_else(house, person):
    worker = house.workers["school"]
    goal, _step = offer_at_home(worker, person=person).words
    pdf = sheet(worker, person, [goal.ref])
    text = text_of(pdf)

    assert len(pdf.pages) == 1
    assert WISH in text
    for hidden in ("CV", NAMED_STEP, "Vrontalbe", "arcours", "4 déc.", "ducation"):
        assert hidden not in text, hidden


def test_a_day_to_come_says_nothing_of_what_it_is(house, person):
    worker = house.workers["school"]
    text = text_of(sheet(worker, person, [], [date(2025, 12, 4)]))

    assert "4 déc. 2025" in text
    kinds = worker.nomenclature.interventions.values()
    assert not any(kind.labels["fr"] in text for kind in kinds)


def test_its_title_and_its_file_say_nothing_of_where_it_comes_from(house, person):
    pdf = sheet(house.workers["school"], person, [])

    assert pdf.metadata.title == "Mes prochaines étapes"
    assert "parcours" not in str(pdf.metadata).lower()


def test_what_was_not_offered_cannot_be_asked_for(house, person):
    worker = house.workers["school"]
    text = text_of(sheet(worker, person, ["made-up"], [date(2025, 9, 15)]))

    assert "sept" not in text


def test_a_name_is_found_within_words_whatever_the_case():
    assert names_any("aller à la MISSION LOCALE", ("mission locale",))
    assert not names_any("aller au lycée", ("mission locale",))


def test_every_notice_can_be_printed_in_both_languages(house):
    worker = house.workers["school"]
    for notice in read_rights(worker.config).notices:
        for language, word in (("fr", "CNIL"), ("en", "CNIL")):
            content = print_notice(worker, notice, language=language)
            pdf = PdfReader(io.BytesIO(content))
            assert word in text_of(pdf)
            assert str(pdf.trailer["/Root"]["/Lang"]).startswith(language)
