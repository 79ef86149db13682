"""Partners and several costs in the programming list; what it would change, before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.access.failures import AccessDenied
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.content import Partner
from parcours.programme.failures import ListRefused
from parcours.programme.list_cells import (
    cell_text,
    partner_words,
    read_costs,
    read_partners,
    show_costs,
    show_partners,
    told_costs,
    told_partners,
)
from parcours.programme.list_import import preview_list
from parcours.programme.list_reading import _cents
from parcours.programme.list_refusals import CostsUnreadable, PartnerUnreadable
from parcours.programme.listing import export_list
from parcours.programme.settings import read_programme_settings
from tests.programme_house import CALL, an_application
from tests.unit.cohorts.indicators.tables import SHIPPED
from tests.unit.parcours.programme.test_programming_list import (
    TITLES,
    a_row,
    cells,
    changed,
    counts,
    filled,
    refused,
    send,
    sheet_of,
    snapshot,
)


__all__ = ["filled"]  # a fixture of the neighbour's

SETTINGS = read_programme_settings(SHIPPED)
WORDS = partner_words(SETTINGS)
PARTNERS, COSTS, COST = "Partenaires", "Détail des dépenses (€)", "Coût total (€)"
GARAGE = Partner("Garage du Parc", "company", "employer")
SHOWN = "Garage du Parc (Entreprise ou employeur, Recrute ou accueille en stage)"

SIGNS = "aé O'-(),;:\u202f\n1"  # what a cell may trip over
NAMES = st.text(SIGNS, min_size=1, max_size=12).map(cell_text).filter(bool)
A_PARTNER = st.builds(
    Partner,
    NAMES,
    st.sampled_from(sorted(SETTINGS.partner_kinds)),
    st.sampled_from(sorted(SETTINGS.partner_roles)),
)
A_COST = st.tuples(NAMES, st.integers(0, 10**9))


@given(partners=st.lists(A_PARTNER, max_size=4).map(tuple))
def test_partners_come_back_as_they_were_written(partners):
    assert read_partners(show_partners(partners, WORDS), WORDS) == partners


@given(costs=st.lists(A_COST, max_size=4).map(tuple))
def test_costs_come_back_to_the_cent(costs):
    assert read_costs(show_costs(costs), lambda text: _cents(text, "costs")) == costs


@given(name=st.text(SIGNS, max_size=12))
def test_what_a_list_tells_of_a_name_is_told_alike_again(name):
    once = told_partners((Partner(name, "company", "host"),))

    assert told_partners(once) == once


@pytest.mark.parametrize(
    "cell", ["Garage du Parc", "Garage (Public)", "(Public, Accueille)", "Garage ()"]
)
def test_a_partner_without_what_it_is_and_does_is_refused(cell):
    with pytest.raises(PartnerUnreadable):
        read_partners(cell, WORDS)


@pytest.mark.parametrize("cell", ["Salaires", "Salaires : ", ": 12"])
def test_a_cost_without_a_label_or_an_amount_is_refused(cell):
    with pytest.raises(CostsUnreadable):
        read_costs(cell, lambda text: _cents(text, "costs"))


def test_one_cost_is_told_by_the_total_alone():
    income = Line(INCOME, "Don", 5, "propre")

    assert told_costs((Line(EXPENSE, "Animation", 5), income)) == ()
    assert len(told_costs((Line(EXPENSE, "A", 5), Line(EXPENSE, "B", 5)))) == 2


def test_partners_and_costs_stand_in_the_workbook(filled):
    told = cells(export_list(filled.officer))["DETAIL"]

    assert told[PARTNERS] == "Bailleur des Hauts (Entreprise ou employeur, Accueille)"
    assert told[COSTS] == "Animation : 1000,00; Location : 0,01"


def test_a_list_brings_an_employer_as_partner(programme):
    send(programme, a_row(**{PARTNERS: SHOWN}))

    assert programme.read("CINE").content.partners == (GARAGE,)


def test_words_typed_otherwise_are_known_and_codes_as_well(programme):
    typed = "garage du parc (company, RECRUTE ou accueille en stage) ; "
    send(programme, a_row(**{PARTNERS: typed}))

    (one,) = programme.read("CINE").content.partners
    assert (one.kind, one.role) == ("company", "employer")


def test_an_unknown_kind_of_partner_is_refused_by_its_column(filled):
    content = changed(export_list(filled.officer), **{PARTNERS: "Garage (Ami, Public)"})

    assert [x[1:] for x in refused(filled, content)] == [(PARTNERS, "PROGRAMME-002")]


def test_a_list_brings_several_costs(programme):
    detail = "Salaires : 10 000; Location : 2 500,00 €"
    send(programme, a_row(**{COSTS: detail, COST: None}))

    lines = programme.read("CINE").content.lines
    costs = [(x.label, x.asked_cents) for x in lines if x.side == EXPENSE]
    assert costs == [("Salaires", 1_000_000), ("Location", 250_000)]


def test_costs_that_make_another_total_are_refused(programme):
    told = a_row(**{COSTS: "Salaires : 10 000; Location : 1"})

    assert [x[1:] for x in refused(programme, told)] == [(COSTS, "PROGRAMME-024")]


def test_one_cost_of_several_is_changed_and_what_was_spent_of_none_is_lost(filled):
    content = put_by_code(
        export_list(filled.officer),
        "DETAIL",
        {COSTS: "Animation : 900; Location : 100,01"},
    )
    assert counts(send(filled, content))[1] == 1

    lines = filled.read("DETAIL").content.lines
    costs = [(x.label, x.asked_cents) for x in lines if x.side == EXPENSE]
    assert costs == [("Animation", 90_000), ("Location", 10_001)]


def test_spent_money_of_several_costs_is_not_shared_out_by_guess(programme):
    told = a_row(**{COSTS: "Salaires : 10 000; Location : 2 500", "Dépensé (€)": 9})

    assert [x[2] for x in refused(programme, told)] == ["PROGRAMME-020"]


def put_by_code(content, code, values):
    from tests.unit.parcours.programme.test_programming_list import opened, put

    rows = opened(content)["Programmation"].iter_rows(values_only=True)
    row = next(at for at, one in enumerate(rows, start=1) if one[0] == code)
    return put(content, values, row=row)


def seen(programme, content):
    return preview_list(programme.officer, content=content, name="liste.xlsx")


def test_a_preview_tells_each_changed_cell_and_changes_nothing(filled):
    before = snapshot(filled)
    content = put_by_code(
        export_list(filled.officer), "DETAIL", {"Pour qui": "Toutes et tous"}
    )

    told = seen(filled, content)

    (change,) = told.changes
    (cell,) = change.cells
    assert (change.code, change.is_new) == ("DETAIL", False)
    assert (cell.column, cell.before, cell.after) == (
        "Pour qui",
        "Habitants de tous âges",
        "Toutes et tous",
    )
    assert snapshot(filled) == before


def test_a_preview_of_a_new_line_leaves_no_trace_of_it(programme):
    before = snapshot(programme)
    told = seen(programme, a_row())

    assert counts(told) == (1, 0, 0)
    assert [(one.code, one.is_new) for one in told.changes] == [("CINE", True)]
    assert snapshot(programme) == before
    assert counts(send(programme, a_row())) == (1, 0, 0)


def test_a_preview_refuses_what_an_import_would(filled):
    before = snapshot(filled)
    with pytest.raises(ListRefused):
        seen(filled, sheet_of(TITLES, ("X", "AAP1999", "Titre", "chantiers")))

    assert snapshot(filled) == before


def test_what_a_preview_tells_is_what_the_import_does(filled):
    content = put_by_code(
        export_list(filled.officer), "FORMULE", {"Pour qui": "Toutes et tous"}
    )
    told = seen(filled, content)

    assert send(filled, content) == told


def test_a_list_as_it_left_previews_no_change(filled):
    told = seen(filled, export_list(filled.officer))

    assert (told.n_new, told.n_changed, told.changes) == (0, 0, ())


def test_only_who_may_import_previews(filled):
    content = export_list(filled.officer)
    with pytest.raises(AccessDenied):
        preview_list(filled.council, content=content, name="liste.xlsx")


def test_an_application_with_a_name_that_parts_cells_comes_back_unchanged(programme):
    odd = Partner("Régie ; ateliers (Hauts)", "association", "support")
    programme.save(an_application("ODD", partners=(odd,)))
    content = export_list(programme.officer)

    assert counts(send(programme, content)) == (0, 0, 1)
    assert programme.read("ODD").content.partners == (odd,)
    changed_title = put_by_code(content, "ODD", {"Pour qui": "Tout le monde"})
    send(programme, changed_title)
    assert programme.read("ODD").content.partners == (odd,)
    assert programme.read("ODD").content.call == CALL
