import csv

import pytest

from config.writing import AnotherFileThere, WouldOverwriteInput
from pseudonymisation.failures import RecordsUnreadable
from pseudonymisation.match_file import Summary, link_file


HEADER = "record_id,nom,prenoms,date_naissance,sexe,organisation,code_postal\n"
ROWS = (
    "a,Zzbrixmor,Léopoldine,2007-03-14,F,college,99001\n"
    "b,ZZBRIXMOR,Leopoldine,14/03/2007,F,club,99001\n"
    "c,Zzbrixmor,Aglaé,2007-03-14,F,club,99001\n"
    "d,Qwantel,Ines,2006-02-02,F,club,99001\n"
)


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def read(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_records_of_one_person_get_one_number(records, tmp_path):
    summary = link_file(records, tmp_path / "links.csv", one_per=None)
    found = {r["record_id"]: r for r in read(tmp_path / "links.csv")}

    assert summary == Summary(records=4, persons=3, linked=1, questions=1)
    assert list(found) == ["a", "b", "c", "d"]
    assert found["a"]["person_id"] == found["b"]["person_id"]
    assert [r["decision"] for r in found.values()] == ["new", "auto", "new", "new"]


def test_each_question_names_a_record_of_each_person(records, tmp_path):
    link_file(records, tmp_path / "links.csv", one_per=None)
    asked = read(tmp_path / "links.review.csv")

    assert [(q["record_id_a"], q["record_id_b"]) for q in asked] == [("a", "c")]
    assert asked[0]["reason"] == "autre prénom : jumeaux, ou second prénom"


def test_a_column_that_holds_a_person_once_forbids_links_inside_it(tmp_path):
    path = tmp_path / "records.csv"
    path.write_text(HEADER + ROWS.replace("club", "college"), encoding="utf-8")
    summary = link_file(path, tmp_path / "links.csv", one_per="organisation")

    assert summary.linked == 0
    assert summary.persons == 4


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        ("record_id,nom,prenoms\n", 1, "date_naissance"),
        (HEADER + "a,Zz,Yy,2007-13-01,F,x\n", 2, "date_naissance"),
        (HEADER + "a,Zz,Yy,,F,x\na,Zz,Yy,,F,x\n", 3, "record_id"),
    ],
)
def test_a_file_that_cannot_be_matched_is_refused_by_place(
    tmp_path, content, line, column
):
    path = tmp_path / "records.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordsUnreadable) as refused:
        link_file(path, tmp_path / "links.csv", one_per=None)

    assert (refused.value.where.line, refused.value.where.column) == (line, column)


def test_the_file_to_read_is_not_written_over(records):
    before = records.read_bytes()
    with pytest.raises(WouldOverwriteInput):
        link_file(records, records, one_per=None)

    assert records.read_bytes() == before


def test_nor_is_it_by_the_questions_that_stand_beside_the_links(records, tmp_path):
    source = records.rename(tmp_path / "links.review.csv")
    before = source.read_bytes()
    with pytest.raises(WouldOverwriteInput):
        link_file(source, tmp_path / "links.csv", one_per=None)

    assert source.read_bytes() == before


def test_links_are_written_again_but_not_over_another_file(records, tmp_path):
    link_file(records, tmp_path / "links.csv", one_per=None)
    link_file(records, tmp_path / "links.csv", one_per=None)
    (tmp_path / "links.review.csv").write_text("notes of mine", encoding="utf-8")
    with pytest.raises(AnotherFileThere):
        link_file(records, tmp_path / "links.csv", one_per=None)

    assert (tmp_path / "links.review.csv").read_text(encoding="utf-8") == (
        "notes of mine"
    )
