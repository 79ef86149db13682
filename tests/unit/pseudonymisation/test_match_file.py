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
        (HEADER + "a,Zz,Yy,2007-13-01,F,x,\n", 2, "date_naissance"),
        (HEADER + "a,Zz,Yy,,F,x,\na,Zz,Yy,,F,x,\n", 3, "record_id"),
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


def matched(tmp_path, content, encoding="utf-8"):
    (tmp_path / "f.csv").write_bytes(content.encode(encoding))
    return link_file(tmp_path / "f.csv", tmp_path / "links.csv", one_per=None)


def test_a_date_that_is_none_is_left_unknown_and_its_line_told(tmp_path):
    wrong = "e,Zzbrixmor,Anatole,2007-02-31,M,club,99001\n"
    summary = matched(tmp_path, HEADER + ROWS + wrong)

    assert summary.records == 5
    assert summary.remarks == {"birth_unread": (6,)}
    assert not summary.refused


def test_rows_that_name_nobody_or_are_not_whole_are_left_out_and_told(tmp_path):
    nobody = "e,,,,F,club,99001\nf,Inconnu,X,1900-01-01,F,club,99001\n"
    summary = matched(tmp_path, HEADER + nobody + "g,Zz,Yy\n\n,,,,,,\n" + ROWS)

    assert summary.records == 4
    assert summary.refused == {"cells": (4,), "empty": (2, 3)}
    assert [r["record_id"] for r in read(tmp_path / "links.csv")] == list("abcd")


def test_a_row_of_a_birth_or_of_a_name_alone_is_taken(tmp_path):
    poor = "e,,,2007,,,\nf,Zzbrixmor,,,,,\ng,,Aglaé,,,,\n"

    assert matched(tmp_path, HEADER + poor).records == 3


TORN = 'e,"Zzopen,Ines,2006-02-02,F,club,99001\n'


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (ROWS + TORN + ROWS.replace("\n", " \n"), 6),
        (TORN + 'f,"Zz",Ines,2006-02-02,F,club,99001\n', 2),
        (TORN + 'f,Zz",Ines,2006-02-02,F,club,99001\n', 2),
        (ROWS + "e,Zz,Yy", 6),
    ],
)
def test_a_torn_quote_or_a_cut_file_is_refused_at_its_line(tmp_path, content, line):
    with pytest.raises(RecordsUnreadable) as refused:
        matched(tmp_path, HEADER + content)

    assert refused.value.where.line == line
    assert not (tmp_path / "links.csv").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_file_is_read_as_french_spreadsheets_write_it(tmp_path, encoding, separator):
    content = (HEADER + ROWS).replace(",", separator)

    assert matched(tmp_path, content, encoding).linked == 1


@pytest.mark.parametrize("start", "=+-@")
def test_a_record_id_that_a_spreadsheet_would_run_is_refused(tmp_path, start):
    with pytest.raises(RecordsUnreadable, match="record_id"):
        matched(tmp_path, HEADER + ROWS + f"{start}1,Zz,Yy,2007,F,club,99001\n")


def test_most_dates_in_another_form_refuse_the_file(tmp_path):
    other = ROWS.replace("2007-03-14", "14 mars 07")
    with pytest.raises(RecordsUnreadable) as refused:
        matched(tmp_path, HEADER + other + "e,Zz,Yy,14 mars 07,F,x,\n")

    assert (refused.value.where.line, refused.value.where.column) == (
        2,
        "date_naissance",
    )


def test_an_absent_file_is_said_to_be_absent(tmp_path):
    with pytest.raises(RecordsUnreadable, match="n’existe pas"):
        link_file(tmp_path / "absent.csv", tmp_path / "links.csv", one_per=None)


def test_a_column_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(RecordsUnreadable, match="en double"):
        matched(tmp_path, HEADER.replace("sexe", "nom") + ROWS)
