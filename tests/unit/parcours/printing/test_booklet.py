"""The booklet as PDF and JSON: whole, tagged, short, and silent about the others."""

import io
import json
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.people.attributes import NewAttribute, record_attribute
from parcours.people.operations import reveal_identity
from parcours.printing.operations import make_booklet
from parcours.record.models import AuditLine
from tests.unit.cohorts.report.test_pdf import elements
from tests.unit.parcours.printing.conftest import NAMED_STEP, WISH, log


GOLDEN = Path(__file__).parents[4] / "tests/golden/printing/carnet.json"
SECONDS = 5
PAGES = (2, 4)


def pdf_of(context, house, person, language="fr"):
    content = make_booklet(
        context, desk=house.territory.desk, person=person, form="pdf", language=language
    )
    return PdfReader(io.BytesIO(content))


def json_of(context, house, person):
    content = make_booklet(
        context, desk=house.territory.desk, person=person, form="json", language="fr"
    )
    return json.loads(content)


def text_of(pdf):
    text = " ".join(page.extract_text() for page in pdf.pages)
    return " ".join(text.split())


def audited(house, operation):
    with house.territory.record.read() as session:
        lines = session.exec(select(AuditLine)).all()
    return [line for line in lines if line.operation == operation]


def test_the_json_is_the_golden_one(house, person):
    found = json_of(house.workers["school"], house, person)
    for words in (*found["goals"], *found["steps"]):
        assert words.pop("ref")
        words.pop("goal", None)

    assert found == json.loads(GOLDEN.read_text(encoding="utf-8"))


def test_the_pdf_is_tagged_in_its_language_with_its_title(house, person):
    pdf = pdf_of(house.workers["school"], house, person)
    root = pdf.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert str(root["/Lang"]).startswith("fr")
    assert pdf.metadata.title == "Mon carnet de parcours"
    kinds = {tag["/S"] for tag in elements(root["/StructTreeRoot"])}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI"} <= kinds


def test_the_pdf_tells_their_words_their_path_and_who_can_and_did_read(house, person):
    text = text_of(pdf_of(house.workers["school"], house, person))

    for told in (
        "Maïlys Vrontalbe",
        f"« {WISH} »".replace(" ", " "),
        "mes mots",
        "c’est moi qui le fais",
        NAMED_STEP,
        "15 sept., 22 sept., 29 sept.",
        "Est venu avec son frère",
        "tout, avec ton accord",
        "situations, par convention",
        "nov. 2025 (1 j)",
        "de vive voix",
        "cnil.fr",
    ):
        assert told in text, told


HOMES = (
    NewAttribute(
        "residence_qpv", "QP999001", date(2022, 3, 1), date(2024, 1, 1), how="declared"
    ),
    NewAttribute("residence_qpv", "QN99902M", date(2024, 1, 1), how="declared"),
    NewAttribute("school", "Lycée des Tanneurs", date(2023, 9, 1)),
    NewAttribute("diploma", "dnb", date(2023, 7, 1)),
)


@pytest.fixture(name="at_home")
def _at_home(house, person):
    record_attribute(house.workers["school"], person=person, new=HOMES)
    return person


def test_the_situation_that_goes_on_has_no_end(house, person):
    ends = [
        one["ends_on"]
        for one in json_of(house.workers["school"], house, person)["situations"]
    ]

    assert ends == ["2025-03-03", None]


def test_every_neighbourhood_school_and_diploma_stands_in_the_json_dated(
    house, at_home
):
    found = json_of(house.workers["school"], house, at_home)

    assert found["residence"]["label"] == "La Filature"
    assert [
        (one["kind"], one["value"], one["list"], one["starts_on"], one["ends_on"])
        for one in found["home_and_school"]
    ] == [
        ("residence_qpv", "QP999001", 2015, "2022-03-01", "2024-01-01"),
        ("diploma", "dnb", None, "2023-07-01", None),
        ("school", "Lycée des Tanneurs", None, "2023-09-01", None),
        ("residence_qpv", "QN99902M", 2024, "2024-01-01", None),
    ]
    assert all(one["label"] and one["organisation"] for one in found["home_and_school"])


def test_the_pdf_names_neighbourhoods_school_and_diploma_with_their_days(
    house, at_home
):
    text = text_of(pdf_of(house.workers["school"], house, at_home))

    assert "Quartier : La Filature (liste 2024)" in text
    assert "École : Lycée des Tanneurs" in text
    assert "Diplôme : " in text
    assert "1 sept. 2023" in text
    assert "QN99902M" not in text


def test_no_worker_is_named_in_it(house, person):
    content = json.dumps(json_of(house.workers["school"], house, person))

    assert "zorglub" not in content.lower()
    assert not any(f'"{login}"' in content for login in house.workers)


def test_a_worker_does_not_learn_from_it_who_else_knows_the_young_person(house, person):
    """The mission locale read; the school may not read what it records."""
    found = json_of(house.workers["school"], house, person)
    read_by = {one["who"] for one in found["has_read"]}

    assert not any("ission locale" in name for name in read_by)
    assert len(read_by) == 1


def test_the_officers_names_every_reader_and_nobody_by_name(house, officer, person):
    found = json_of(officer, house, person)

    assert any("ission locale" in one["who"] for one in found["has_read"])
    assert found["identity"] is None
    assert [one["text"] for one in found["goals"]] == [WISH]
    assert any(one["note"] for one in found["interventions"])


@pytest.mark.parametrize("n", [0, 100])
def test_it_holds_in_two_to_four_pages_made_in_a_few_seconds(house, n):
    worker, someone = house.workers["school"], house.new_person()
    for k in range(n):
        on = date(2019, 9, 2) + timedelta(days=22 * k)
        log(worker, someone, on, note=f"Remarque {k}" if k % 3 == 0 else None)
    started = time.perf_counter()

    pdf = pdf_of(worker, house, someone)

    assert time.perf_counter() - started < SECONDS
    assert PAGES[0] <= len(pdf.pages) <= PAGES[1]
    assert all(f"Remarque {k}" in text_of(pdf) for k in range(0, n, 3))


def test_each_making_is_written_down_before_it_is_made(house, person):
    json_of(house.workers["school"], house, person)

    (line,) = audited(house, "booklet.make")
    assert (line.decision, line.organisation) == ("allowed", "education_nationale")


def test_the_booklet_of_somebody_out_of_reach_is_not_there(house):
    alone = house.new_person("school")

    with pytest.raises(NotWithinReach):
        json_of(house.workers["mission"], house, alone)


def test_who_may_open_no_identity_opens_none_by_it(house, officer, person):
    with pytest.raises(AccessDenied):
        reveal_identity(officer, desk=house.territory.desk, person=person)

    assert "Vrontalbe" not in json.dumps(json_of(officer, house, person))
