"""`parcours programme export|import`: the list goes out, comes back, or is refused."""

import io
import json
from datetime import UTC, datetime

import openpyxl
import pytest

from parcours.territory.opening import Territory
from tests.programme_house import CALL, programme_of


@pytest.fixture
def founded(folder):
    """A territory with a contract and its officer."""
    now = datetime(2025, 11, 22, 9, tzinfo=UTC)
    territory = Territory.open(folder, environ={}, now=lambda: now)
    programme_of(territory).found()
    territory.close()
    return folder


def command(folder, *words):
    return ("programme", *words, "--dir", folder, "--as", "policy_officer")


def a_list(path, *rows):
    book = openpyxl.Workbook()
    titles = ("Code", "Appel à projets", "Intitulé de l’action", "Porteur")
    for row in (titles, *rows):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


def test_a_list_goes_in_and_out_and_back_without_a_change(parcours, founded, tmp_path):
    sent = a_list(tmp_path / "in.xlsx", ("CINE", CALL, "Cinéma", "chantiers"))
    out = tmp_path / "out.xlsx"

    first = parcours(*command(founded, "import", sent, "--json"))
    export = parcours(*command(founded, "export", "--out", out))
    again = parcours(*command(founded, "import", out, "--json"))

    assert (first[0], export[0], again[0]) == (0, 0, 0)
    assert json.loads(first[1]) == {"new": 1, "changed": 0, "same": 0}
    assert json.loads(again[1]) == {"new": 0, "changed": 0, "same": 1}


def test_a_blank_list_is_to_be_filled_in(parcours, founded, tmp_path):
    out = tmp_path / "out.xlsx"

    parcours(*command(founded, "export", "--out", out, "--blank"))

    sheet = openpyxl.load_workbook(out).worksheets[0]
    assert (sheet["A1"].value, sheet.max_row) == ("Code", 1)


def test_cells_at_fault_are_told_and_the_command_ends_with_one(
    parcours, founded, tmp_path
):
    sent = a_list(tmp_path / "in.xlsx", ("CINE", "AAP1999", "Cinéma", "chantiers"))

    plain = parcours(*command(founded, "import", sent))
    told = parcours(*command(founded, "import", sent, "--json"))

    assert (plain[0], told[0]) == (1, 1)
    assert "ligne 2, colonne « Appel à projets » : PROGRAMME-001" in plain[2]
    (problem,) = json.loads(told[1])["error"]["problems"]
    assert (problem["line"], problem["code"]) == (2, "PROGRAMME-001")
