import pytest

from config.failure import Failure
from parcours.intake import failures
from tests.intake_house import CANARY, codes, facts, read, repack, workbook


HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date 1er accueil;Situation;Date début situation"
)
GOOD = f"D1;{CANARY};Éloïse;01/02/2025;CDI;05/03/2025"


def file(*lines, header=HEADER):
    return "\n".join([header, *lines]) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_in_the_encodings_that_partners_use(encoding):
    _table, _layout, checked = read(file(GOOD).encode(encoding))
    assert checked.good[0].who.given_names == "Éloïse"


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_the_separator_is_found_from_the_header(separator):
    table, _layout, checked = read(file(GOOD).replace(";", separator))
    assert (table.separator, len(checked.good)) == (separator, 1)


def test_headers_match_whatever_their_case_accents_and_spaces():
    header = HEADER.upper().replace("É", "E").replace(" ", "  ")
    assert len(read(file(GOOD, header=header))[2].good) == 1


def test_title_rows_and_total_lines_are_passed_over():
    table, _layout, checked = read("Export;;;;;\n;;;;;\n" + file(GOOD, "TOTAL;1;;;;"))
    assert (table.header_line, table.tally.total_lines, checked.n_rows) == (3, 1, 1)


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (b"", failures.FileEmpty),
        (b"  \n \n", failures.FileEmpty),
        (file(), failures.FileEmpty),
        (file(GOOD + "\x00"), failures.EncodingBroken),
        (file(GOOD + "\x9c"), failures.EncodingBroken),
        (file(GOOD + "\ufffd"), failures.EncodingBroken),
        ("a;b;c\n1;2;3\n", failures.HeaderNotFound),
        (file(GOOD, header=HEADER + ";Situation"), failures.ColumnsDuplicated),
        (file(GOOD, "D2;X"), failures.FileTruncated),
        (file(GOOD, 'D2;"X;Y;01/02/2025'), failures.FileTruncated),
        (file('D2;"X"Y;Z;01/02/2025;CDI;05/03/2025', GOOD), failures.QuotingBroken),
        (file(GOOD + "a" * 5000), failures.CellTooLong),
        (file(GOOD + "a" * 200_000), failures.CellTooLong),
        (file(GOOD, header=HEADER + ";c" * 300), failures.TableTooLarge),
        ("Nom;Prénom;Commune\nX;Y;Z\n", failures.MinimumColumnsMissing),
    ],
)
def test_a_broken_file_is_refused_whole_and_no_value_is_told(content, failure):
    with pytest.raises(failure) as caught:
        read(content)
    assert CANARY not in str(caught.value) + repr(caught.value)
    assert caught.value.code.startswith("INTAKE-")


def test_duplicate_columns_are_named():
    with pytest.raises(failures.ColumnsDuplicated) as caught:
        read(file(GOOD, header=HEADER + ";Nom"))
    assert caught.value.columns == ("Nom de naissance", "Nom")


def test_the_number_of_rows_that_was_announced_is_held():
    assert len(read(file(GOOD), rows=1)[2].good) == 1
    with pytest.raises(failures.RowCountDiffers):
        read(file(GOOD), rows=2)


def test_a_row_of_another_width_is_refused_with_its_line():
    checked = read(file("D0;X", GOOD, GOOD + ";trop"))[2]
    assert codes(checked) == [(2, None, "INTAKE-020"), (4, None, "INTAKE-020")]


def test_a_quoted_cell_may_hold_a_line_break():
    checked = read(
        file('"D1\nbis";X;Y;01/02/2025;CDI;05/03/2025', "D2;X;Y;32/01/2025;CDI;")
    )
    assert codes(checked[2])[0][0] == 4


def test_forbidden_columns_are_dropped_and_named_and_others_named_apart():
    header = HEADER + ";N° sécu;RQTH;Origine;Surnom;Phase"
    _table, layout, checked = read(file(GOOD + ";1;2;3;4;5", header=header))
    assert layout.dropped == ("N° sécu", "RQTH", "Origine")
    assert layout.unknown == ("Surnom", "Phase")
    assert len(checked.good) == 1


def test_the_origin_of_a_meeting_is_not_an_origin():
    text = "Code jeune;Date de rencontre;Origine de la rencontre;Demande initiale\n"
    text += "A;12/01/2025;rue;sport\n"
    text = text.replace("Demande", "Type d'action;Date;Demande").replace(
        "rue;", "rue;chantier;13/01/2025;"
    )
    assert read(text, "prevention_specialisee")[1].dropped == ()


def test_under_anonymity_columns_of_civil_identity_are_dropped_unread():
    text = "Code jeune;Nom;Prénom;Date de naissance;Type d'action;Date\n"
    text += f"A;{CANARY};B;01/02/2008;chantier;13/01/2025\n"
    _table, layout, checked = read(text, "prevention_specialisee")
    assert layout.dropped == ("Nom", "Prénom", "Date de naissance")
    who = checked.good[0].who
    assert (who.code, who.birth_name, who.given_names, who.birth_date) == (
        "A",
        None,
        None,
        None,
    )


def test_a_header_that_looks_like_a_value_is_named_by_its_number():
    layout = read(file(GOOD + ";x", header=HEADER + ";2 05 02 99 123 456 78"))[1]
    assert layout.unknown == ("n° 7",)


def book(**cells):
    names = HEADER.split(";")
    return workbook(
        [names, [cells.get(n, v) for n, v in zip(names, GOOD.split(";"), strict=True)]],
        before=2,
    )


def test_a_workbook_is_read_like_a_csv():
    assert facts(book()) == facts(file(GOOD))


def test_a_number_in_a_date_column_of_a_workbook_is_a_day():
    told = facts(book(**{"Date début situation": 45721}))
    assert told == facts(file(GOOD.replace("05/03/2025", "2025-03-05")))


def test_a_formula_refuses_its_row():
    assert codes(read(book(Situation="=1+1"))[2]) == [(4, "Situation", "INTAKE-022")]
    assert codes(read(file(GOOD.replace("CDI", "=1+1")))[2]) == [
        (2, "Situation", "INTAKE-022")
    ]


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"xl/media/bomb.bin": b"0" * 30_000_000}, failures.WorkbookUnsafe),
        ({f"xl/p{i}.xml": b"<a/>" for i in range(250)}, failures.WorkbookUnsafe),
        ({"xl/vbaProject.bin": b"x"}, failures.WorkbookUnsafe),
        ({"xl/externalLinks/externalLink1.xml": b"<a/>"}, failures.WorkbookUnsafe),
        (
            {"xl/sharedStrings.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            failures.WorkbookUnsafe,
        ),
        ({"xl/workbook.xml": b"<not xml"}, failures.WorkbookUnreadable),
    ],
)
def test_a_dangerous_workbook_is_refused_before_it_is_opened(changes, failure):
    with pytest.raises(failure):
        read(repack(book(), changes))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_workbook_or_a_locked_one_is_refused(content):
    with pytest.raises(Failure) as caught:
        read(content)
    assert caught.value.code == "INTAKE-013"


def test_the_sheet_whose_header_fits_is_read_and_named():
    import io

    import openpyxl

    opened = openpyxl.load_workbook(io.BytesIO(book()))
    opened.create_sheet("Notice", 0).append(["Lisez-moi"])
    out = io.BytesIO()
    opened.save(out)
    opened.close()
    assert read(out.getvalue())[0].sheet == "Sheet"
