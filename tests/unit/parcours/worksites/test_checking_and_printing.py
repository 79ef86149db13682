"""What a sheet warns of, whom its grid names, what is printed of it."""

from datetime import date

import pytest

from parcours.access.failures import NotWithinReach
from parcours.worksites.operations import check_sheet, name_participants
from parcours.worksites.permissions import missing_permissions
from parcours.worksites.printing import attendance_page
from parcours.worksites.settings import Permissions
from parcours.worksites.sheet import Participant
from pseudonymisation.values import PartialDate
from tests.unit.parcours.worksites.conftest import WEEK, grid, worksite


RULES = Permissions(18, (14, 15), 15)


def codes(sites, sheet, **more):
    return [one.code for one in check_sheet(sites.me, new=sheet, **more)]


def test_a_minor_without_the_guardians_agreement_is_warned_of(sites):
    assert codes(sites, worksite(sites.people[:1])) == ["guardian"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [(None, "inspection"), (date(2025, 10, 25), "inspection_late"), (WEEK[0], "")],
)
def test_the_labour_inspection_is_asked_fifteen_days_before(asked, code):
    who = Participant("x", parents_agreed=True, inspection_on=asked)
    starts_on = date(2025, 11, 20) if code == "" else WEEK[0]

    told = missing_permissions(
        who, starts_on=starts_on, birth_month=date(2010, 6, 1), rules=RULES
    )

    assert [one.code for one in told] == ([code] if code else [])


def test_long_days_of_a_minor_are_warned_of_and_saved(sites):
    sheet = worksite([], people=grid(sites.people[:1], hours=9.0))

    assert {"hours_day", "hours_week"} <= set(codes(sites, sheet))
    assert sites.save(sheet).version


def test_hours_of_other_sheets_count_in_the_twelve_months(sites):
    old = sites.house.new_person(
        "site", birth_name="Ysolde", birth_date=PartialDate(2001, 3, 7)
    )
    august = [date(2025, 8, day) for day in range(1, 32)]
    july = [date(2025, 7, day) for day in range(1, 32)]
    sites.save(
        worksite(
            [],
            starts_on=july[0],
            ends_on=august[-1],
            people=grid([old], days=[*july, *august], hours=12.0),
        ),
        ref="summer",
    )

    assert codes(sites, worksite([old])) == ["hours_12_months"]


def test_a_sheet_does_not_count_its_own_hours_twice(sites):
    sheet = worksite([], people=grid(sites.people[:1], hours=7.0))
    sites.save(sheet)

    assert "hours_day" not in codes(sites, sheet, ref="site1")
    assert "hours_week" in codes(sites, sheet, ref="other")


def test_volunteers_do_not_work(sites):
    assert codes(sites, worksite(sites.people, contract="benevole")) == []


def test_the_grid_names_by_initials_and_the_journal_says_whom(sites):
    desk = sites.house.territory.desk

    cards = name_participants(sites.me, desk=desk, persons=sites.people)

    assert [card.person for card in cards] == sites.people
    assert [card.initials for card in cards] == ["M. V.", "M. Q.", "M. Z."]
    assert sites.audited()[-1].n_results == 3


def test_nobody_out_of_reach_is_named(sites):
    stranger = sites.house.new_person("school", birth_name="Ailleurs")

    with pytest.raises(NotWithinReach):
        name_participants(sites.me, desk=sites.house.territory.desk, persons=[stranger])


def test_the_printed_sheet_holds_codes_and_initials_and_no_name(sites):
    sites.save(worksite(sites.people, title="<b>Peinture</b>"))
    desk = sites.house.territory.desk

    page = attendance_page(sites.me, desk=desk, ref="site1").decode()

    assert "M. V." in page
    assert sites.people[0].rsplit(".", 1)[-1][:6].upper() in page
    assert "Vrontalbe" not in page
    assert sites.people[0] not in page
    assert "<b>" not in page
