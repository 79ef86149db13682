"""The programming list: out as it is, back without a change, or refused by cell."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from sqlmodel import func, select

from parcours.access.failures import AccessDenied
from parcours.intake.failures import (
    ColumnsDuplicated,
    FileEmpty,
    HeaderNotFound,
    WorkbookUnsafe,
)
from parcours.programme.applications import list_applications
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.failures import ColumnMissing, ListRefused
from parcours.programme.following import add_report
from parcours.programme.list_import import import_list
from parcours.programme.listing import export_list
from parcours.record.models import Action, Application, ApplicationStep
from tests.intake_house import repack
from tests.programme_house import CALL, LEVEL, a_budget, an_application


TITLES = ("Code", "Appel à projets", "Intitulé de l’action", "Porteur")
STATE = "État, politique de la ville"
HOLDER = "chantiers"


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(content):
    """Give the list as {code: {title: value}}."""
    rows = list(opened(content)["Programmation"].iter_rows(values_only=True))
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def changed(content, **values):
    """Write values into the first line, by title; a title may hold any sign."""
    return put(content, values)


def put(content, values, *, row=2):
    book = opened(content)
    sheet = book["Programmation"]
    titles = {cell.value: cell.column for cell in sheet[1]}
    for title, value in values.items():
        sheet.cell(row, titles[title]).value = value
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return saved(book)


def send(programme, content, *, by=None, confirmed=()):
    return import_list(
        by or programme.officer,
        content=content,
        name="liste.xlsx",
        confirmed=confirmed,
    )


def refused(programme, content):
    """Send a list that cannot be, see that nothing changed, and give its places."""
    before = snapshot(programme)
    with pytest.raises(ListRefused) as refusal:
        send(programme, content)
    assert snapshot(programme) == before
    return [(one.line, one.column, one.code) for one in refusal.value.problems]


def snapshot(programme):
    return [
        (line.code, programme.read(line.code))
        for line in list_applications(programme.officer)
    ]


def counts(told):
    return told.n_new, told.n_changed, told.n_same


def a_row(**values):
    """Give one line of a decided programme, as a town hall keeps it."""
    line = {
        "Code": "CINE",
        "Appel à projets": "Appel à projets 2026",
        "Intitulé de l’action": "Cinéma en plein air",
        "Porteur": HOLDER,
        "Objectif": "Réussir son parcours",
        "Thèmes": "Culture",
        "État": "Financée",
        "Coût total (€)": 12500,
        f"{STATE} : demandé (€)": 10000,
        f"{STATE} : accordé (€)": "8 000,00 €",
        "Fonds propres et participations (€)": 2500,
    } | values
    return sheet_of(list(line), list(line.values()))


@pytest.fixture
def filled(programme):
    """Applications in several states, with words that a spreadsheet may spoil."""
    place = next(iter(programme.officer.nomenclature.territories))
    programme.save(
        an_application(places=(place,), starts_on=date(2026, 3, 1), age_to=25)
    )
    programme.save(
        an_application(
            "FORMULE", title="=1+1", summary="Deux\nlignes \u202f; «\xa0et\xa0»"
        )
    )
    more = Line(EXPENSE, "Location", 1), Line(INCOME, "Don", 1, "propre")
    lines = (*a_budget(), *more)
    programme.save(an_application("DETAIL", lines=lines))
    programme.save(an_application("VIDE", lines=(), themes=(), summary=""))
    programme.fund("JARDIN")
    lines = programme.read("JARDIN").content.lines
    add_report(
        programme.officer,
        code="JARDIN",
        year=2025,
        done="Fait.",
        spent={line.id: 12_345 for line in lines if line.side == EXPENSE},
    )
    return programme


def test_a_list_sent_back_as_it_left_changes_nothing(filled):
    before = snapshot(filled)

    told = send(filled, export_list(filled.officer))

    assert counts(told) == (0, 0, 4)
    assert snapshot(filled) == before


def test_the_list_speaks_french_words_and_holds_amounts_and_days_as_such(filled):
    line = cells(export_list(filled.reader))["JARDIN"]

    assert line["Objectif"] == "Réussir son parcours"
    assert line["Axes transversaux"] == "Place des jeunes"
    assert line["État"] == "Financée"
    assert (line["Coût total (€)"], line["Dépensé (€)"]) == (1000, 123.45)
    assert line[f"{STATE} : accordé (€)"] == 600
    assert line["Premier jour"].date() == date(2026, 3, 1)


def test_a_title_that_looks_like_a_formula_is_written_as_a_text(filled):
    book = opened(export_list(filled.officer))

    (cell,) = [c for c in book["Programmation"]["C"] if c.value == "=1+1"]
    assert cell.data_type != "f"


def test_a_year_and_a_blank_list_hold_only_what_they_say(filled):
    assert set(cells(export_list(filled.officer, year=2026))) == {
        *("JARDIN", "FORMULE", "DETAIL", "VIDE")
    }
    assert cells(export_list(filled.officer, year=2027)) == {}
    assert cells(export_list(filled.officer, is_blank=True)) == {}


def test_a_list_of_decided_actions_makes_them_with_their_money(programme):
    told = send(programme, a_row())

    (line,) = list_applications(programme.reader)
    assert counts(told) == (1, 0, 0)
    assert (line.state, line.cost_cents, line.granted_cents) == (
        "funded",
        1_250_000,
        800_000,
    )
    with programme.territory.record.read() as session:
        action = session.exec(select(Action)).one()
        steps = session.exec(select(ApplicationStep)).all()
    assert (action.code, action.theme, len(steps)) == ("CINE", "culture", 1)
    assert counts(send(programme, a_row())) == (0, 0, 1)


def test_what_was_granted_alone_is_taken_as_what_was_asked(programme):
    only = {"Coût total (€)": None, f"{STATE} : demandé (€)": None}
    own = {"Fonds propres et participations (€)": None}

    send(programme, a_row(**only, **own))

    (line,) = list_applications(programme.reader)
    assert (line.cost_cents, line.granted_cents) == (800_000, 800_000)


def test_codes_are_read_as_well_as_words_and_a_csv_as_well_as_a_workbook(programme):
    text = ";".join(TITLES) + f"\nCINE;{CALL};Cinéma;{HOLDER}\n"

    told = send(programme, text.encode())

    assert counts(told) == (1, 0, 0)
    assert programme.read("CINE").state == "draft"


def test_a_column_that_the_file_has_not_leaves_what_it_told(programme):
    programme.save()
    held = programme.read().content

    told = send(programme, sheet_of(["Code", "Pour qui"], ["JARDIN", "Tous"]))

    now = programme.read().content
    assert counts(told) == (0, 1, 0)
    lines = tuple(replace(one, id=None) for one in now.lines)
    before = tuple(replace(one, id=None) for one in held.lines)
    assert replace(now, lines=lines) == replace(held, audience="Tous", lines=before)


def test_a_draft_is_corrected_amounts_and_words(programme):
    programme.save()
    content = changed(
        export_list(programme.officer),
        **{
            "Thèmes": "Sport; Culture",
            "Coût total (€)": "1 200,50",
            "Commune : demandé (€)": 600.5,
        },
    )

    assert counts(send(programme, content)) == (0, 1, 0)
    now = programme.read().content
    assert now.themes == ("sport", "culture")
    asked = {line.funder: line.asked_cents for line in now.lines}
    assert asked == {None: 120_050, "etat_147": 60_000, "commune": 60_050}
    assert {line.line for line in now.lines if line.funder == "etat_147"} == {"BOP 147"}


def test_every_cell_at_fault_is_told_by_line_and_column_and_nothing_is_kept(programme):
    head = ["Code", "Appel à projets", "Intitulé de l’action", "Porteur", "Thèmes"]
    head += ["Premier jour", "Coût total (€)", "Quartiers et communes", "Âge, de"]
    good = ["BON", CALL, "Bon", HOLDER, "Sport", "1/2/2026", None, None, None]
    bad = [
        good,
        ["A", "AAP1999", *good[2:]],
        ["B", CALL, None, *good[3:]],
        ["C", CALL, "C", "Personne", *good[4:]],
        ["D", CALL, "D", HOLDER, "Magie", *good[5:]],
        ["E", CALL, "E", HOLDER, "Sport", "31/02/2026", *good[6:]],
        ["F", CALL, "F", HOLDER, "Sport", None, "beaucoup", None, None],
        ["G", CALL, "G", HOLDER, "Sport", None, 100, None, None],
        ["H", CALL, "H", HOLDER, "Sport", None, None, "Atlantide", None],
        ["I", CALL, "I", HOLDER, "Sport", None, None, None, "vieux"],
        ["BON", *good[1:]],
        ["=A1", *good[1:]],
        [None, *good[1:]],
    ]

    assert refused(programme, sheet_of(head, *bad)) == [
        (3, "Appel à projets", "PROGRAMME-001"),
        (4, "Intitulé de l’action", "PROGRAMME-011"),
        (5, "Porteur", "PROGRAMME-001"),
        (6, "Thèmes", "PROGRAMME-002"),
        (7, "Premier jour", "PROGRAMME-012"),
        (8, "Coût total (€)", "PROGRAMME-005"),
        (9, "Coût total (€)", "PROGRAMME-004"),
        (10, "Quartiers et communes", "PROGRAMME-003"),
        (11, "Âge, de", "PROGRAMME-002"),
        (12, "Code", "PROGRAMME-013"),
        (13, "Code", "PROGRAMME-018"),
        (14, "Code", "PROGRAMME-013"),
    ]


@pytest.mark.parametrize(
    ("values", "column", "code"),
    [
        ({"État": "Au comité"}, "État", "PROGRAMME-006"),
        ({"État": "N’importe quoi"}, "État", "PROGRAMME-006"),
        ({"Objectif": None}, "Objectif", "PROGRAMME-008"),
        ({f"{STATE} : accordé (€)": None}, "Coût total (€)", "PROGRAMME-008"),
        ({f"{STATE} : accordé (€)": 10_001}, "Coût total (€)", "PROGRAMME-005"),
        ({"État": "Brouillon"}, "Coût total (€)", "PROGRAMME-005"),
    ],
)
def test_a_new_line_begins_only_where_an_application_may(
    programme, values, column, code
):
    assert refused(programme, a_row(**values)) == [(2, column, code)]


def test_a_list_neither_moves_nor_rewrites_what_was_decided(filled):
    content = export_list(filled.officer)
    codes = list(cells(content))
    row = codes.index("JARDIN") + 2

    moved = put(content, {"État": "Close"}, row=row)
    dearer = put(content, {f"{STATE} : accordé (€)": 1}, row=row)
    detailed = put(content, {"Coût total (€)": 1}, row=codes.index("DETAIL") + 2)

    assert refused(filled, moved) == [(row, "État", "PROGRAMME-006")]
    assert refused(filled, dearer) == [(row, "État", "PROGRAMME-010")]
    assert [code for _l, _c, code in refused(filled, detailed)] == ["PROGRAMME-024"]


def test_no_message_holds_what_a_cell_holds(programme):
    secret = "Zorglubine"
    content = a_row(Porteur=secret, Thèmes=secret, Objectif=secret)

    with pytest.raises(ListRefused) as refusal:
        send(programme, content)

    assert secret not in str(refusal.value) + repr(refusal.value.problems)


@pytest.mark.parametrize(
    ("content", "failure"),
    [
        (sheet_of(["Nom", "Prénom"], ["a", "b"]), HeaderNotFound),
        (sheet_of(["Porteur", "Thèmes"], [HOLDER, "Sport"]), ColumnMissing),
        (sheet_of(["Code", "Code", "Porteur"], ["a", "b", "c"]), ColumnsDuplicated),
        (sheet_of(["Code", "Porteur"]), FileEmpty),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(programme, content, failure):
    with pytest.raises(failure):
        send(programme, content)


@pytest.mark.parametrize(
    "parts",
    [
        {"xl/media/bomb.bin": b"0" * 30_000_000},
        {"xl/vbaProject.bin": b"x"},
        {"xl/externalLinks/externalLink1.xml": b"<a/>"},
    ],
)
def test_a_dangerous_workbook_is_refused_before_it_is_opened(programme, parts):
    with pytest.raises(WorkbookUnsafe):
        send(programme, repack(a_row(), parts))


def test_only_who_writes_the_programme_sends_a_list(programme):
    for other in (programme.reader, programme.council):
        with pytest.raises(AccessDenied):
            send(programme, a_row(), by=other)
    with pytest.raises(AccessDenied):
        export_list(programme.council)
    with programme.territory.record.read() as session:
        assert session.exec(select(func.count()).select_from(Application)).one() == 0


def test_the_objective_is_that_of_the_call_s_own_contract(programme):
    send(programme, a_row(Objectif=LEVEL))

    assert programme.read("CINE").objective_name == "Réussir son parcours"
