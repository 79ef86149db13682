"""What `parcours intake` says on a terminal and how it ends."""

import io
import json

import openpyxl
import pytest
from typer.testing import CliRunner

from commands.main import app
from config.writing import WouldOverwriteInput


HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;"
    "Situation;Date début situation"
)
GOOD = "D1;ZZTESTAE;Ana;03/09/2006;CDI;05/03/2025"
BAD = "D3;ZZTESTCE;Zoé;31/02/2006;CDI;05/03/2025"


@pytest.fixture
def intake(territory_made, tmp_path, territory):
    def call(content, *options):
        file = tmp_path / "f.dat"
        file.write_bytes(content)
        words = ["--dir", str(territory.folder), "intake", str(file)]
        words += ["--template", "mission_locale", *options]
        return CliRunner().invoke(app, words)

    return call


def csv(*rows):
    return ("\n".join([HEADER, *rows]) + "\n").encode()


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row.split(";"))
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("options", [(), ("--dry-run",)])
def test_other_sheets_that_fit_are_named_and_warned_of(intake, options):
    book = workbook(Mars=[HEADER, GOOD], Avril=[HEADER, BAD], Notes=["libre"])
    told = json.loads(intake(book, "--json", *options).stdout)

    assert (told["sheet"], told["other_sheets"]) == ("Mars", ["Avril"])
    assert "INTAKE-053" in {warning["code"] for warning in told["warnings"]}
    assert "Avril" in intake(book, *options).stdout


def test_a_workbook_of_one_fitting_sheet_warns_of_none(intake):
    book = workbook(Mars=[HEADER, GOOD], Notes=["libre"])
    told = json.loads(intake(book, "--dry-run", "--json").stdout)

    assert (told["other_sheets"], told["warnings"]) == ([], [])


def test_a_preview_writes_the_rows_to_fix_for_the_partner(intake, tmp_path):
    out = tmp_path / "answer.csv"
    done = intake(csv(GOOD, BAD), "--dry-run", "--answer", str(out))

    assert done.exit_code == 0
    assert "INTAKE-024" in out.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("rows", "options", "status"),
    [
        ((BAD,), (), 1),
        ((GOOD, BAD), (), 0),
        ((GOOD, BAD), ("--all-or-nothing",), 1),
    ],
)
def test_a_preview_ends_as_the_load_would(intake, rows, options, status):
    preview = intake(csv(*rows), "--dry-run", *options)
    done = intake(csv(*rows), *options)

    assert preview.exit_code == status
    assert (done.exit_code if done.exception is None else 1) == status


def test_numbers_and_nouns_agree(intake):
    said = intake(csv(GOOD)).stdout

    assert "1 ligne : 1 chargée, 0 déjà connue, 0 refusée" in said
    assert "1 nouvelle, 0 changée, 0 disparue" in said
    assert "1 jeune nouveau, 0 reconnu, 0 à vérifier" in said


def test_a_refusal_of_a_whole_row_names_no_column(intake):
    said = intake(csv(GOOD, GOOD + ";trop;long")).stdout

    assert "ligne 3 : INTAKE-020" in said
    assert "« — »" not in said


@pytest.mark.parametrize("form", [csv, lambda row: workbook(A=[HEADER, row])])
def test_a_huge_cell_is_refused_with_its_line_and_column(intake, form):
    huge = GOOD.replace("Ana", "a" * 5_000)
    done = intake(form(huge), "--dry-run")

    assert done.exception.code == "INTAKE-008"
    assert (done.exception.where.line, done.exception.where.column) == (2, "Prénom")


def test_the_answer_is_not_written_over_the_file_sent(intake, tmp_path):
    content = csv(GOOD, BAD)
    refused = intake(content, "--answer", str(tmp_path / "f.dat"))

    assert refused.exit_code == 1
    assert isinstance(refused.exception, WouldOverwriteInput)
    assert (tmp_path / "f.dat").read_bytes() == content
