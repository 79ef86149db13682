"""Whatever the bytes, intake accepts or refuses with a reason; it never falls over."""

from hypothesis import given, settings
from hypothesis import strategies as st

from config.failure import Failure
from parcours.intake.answer import safe_csv
from tests.intake_house import CANARY, EXAMPLES, read, workbook


CLEAN = (EXAMPLES / "partner_files" / "mission_locale.csv").read_bytes()
NAMES = ["N° dossier", "Nom", "Prénom", "Date 1er accueil", "Situation"]
BOOK = workbook([NAMES, ["D1", "ZZTEST", "Ana", "01/02/2025", "CDI"]])


def takes_or_refuses(content):
    try:
        _table, _layout, checked = read(content)
    except Failure as failure:
        refusal = failure
    else:
        refusal = None
    if refusal is not None:
        assert refusal.code.startswith("INTAKE-")
        assert CANARY not in str(refusal)
        return
    refused = {refusal.line for refusal in checked.refused}
    assert checked.n_rows == len(checked.good) + len(refused)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(content):
    takes_or_refuses(content)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_good_csv_with_bytes_changed(data):
    content = bytearray(CLEAN)
    for _change in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    takes_or_refuses(bytes(content))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_good_csv_cut_anywhere(data):
    takes_or_refuses(CLEAN[: data.draw(st.integers(0, len(CLEAN)))])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_good_workbook_with_bytes_changed(data):
    content = bytearray(BOOK)
    for _change in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    takes_or_refuses(bytes(content))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=5, max_size=5))
def test_any_cells_under_a_good_header(cells):
    quoted = ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    takes_or_refuses((";".join(NAMES) + "\n" + quoted + "\n").encode("utf-8", "ignore"))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20))
def test_no_cell_of_an_answer_begins_a_formula(cell):
    inner = safe_csv([[cell]])[1:]
    assert inner.lstrip(" ")[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n") or (
        not cell.strip(" ")
    )
