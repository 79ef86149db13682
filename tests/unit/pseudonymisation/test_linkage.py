import pytest

from pseudonymisation.desk import Decision, PartialDate
from pseudonymisation.identities.spelling import homophone
from pseudonymisation.linkage.given_names import given_level
from pseudonymisation.linkage.rules import Given
from tests.unit.pseudonymisation.conftest import someone


ELSEWHERE = {"row": 2, "organisation": "mission-locale"}
DAY = PartialDate(2007, 3, 14)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"birth_name": "ZZBRIXMOR", "given_names": "LEOPOLDINE"},
        {"given_names": "Léopoldine, Aglaé"},
        {"birth_name": "Zzbrixmor-Qwantel"},
        {"birth_name": "Qwantel", "usage_name": "Zzbrixmor"},
        {"birth_name": "Zzbrixmro"},
        {"birth_name": "Zzbrixor"},
        {"given_names": "Léopldine"},
        {"given_names": "Léoppoldine"},
        {"birth_date": PartialDate(2007, 3, 15)},
        {"birth_date": PartialDate(2008, 3, 14)},
        {"birth_name": "Léopoldine", "given_names": "Zzbrixmor"},
        {"sex": None},
        {"commune": None, "postcode": None},
        {"sex": "M"},
        {"birth_date": PartialDate(2007)},
        {"birth_date": PartialDate(2007, 3)},
        {"birth_date": PartialDate(2007, 1, 1)},
        {"birth_name": "Zzbrixmro", "given_names": "Léopldine"},
        {"given_names": "Aglaé, Léopoldine"},
    ],
)
def test_the_same_person_written_otherwise_is_linked(admit, changes):
    first = admit(someone())[0]
    second = admit(someone(**ELSEWHERE, **changes))[0]

    assert second.decision is Decision.LINKED
    assert second.person == first.person
    assert second.subject != first.subject


def test_a_day_and_month_in_each_others_place_is_one_error(admit):
    first = admit(someone(birth_date=PartialDate(2007, 3, 4)))[0]
    second = admit(someone(**ELSEWHERE, birth_date=PartialDate(2007, 4, 3)))[0]

    assert second.person == first.person


@pytest.mark.parametrize(
    "changes",
    [
        {"birth_name": "Qwantel"},
        {"given_names": "Aglaé"},
        {"given_names": None},
    ],
)
def test_what_is_less_sure_is_a_new_person_and_a_question(admit, changes):
    first = admit(someone())[0]
    second = admit(someone(**ELSEWHERE, **changes))[0]

    assert second.decision is Decision.REVIEW
    assert second.person != first.person


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lina", "Léna"),
        ("Lisa", "Lina"),
        ("Martine", "Marine"),
        ("Florine", "Floriane"),
        ("Yasmine", "Yasmina"),
        ("Noa", "Noé"),
        ("Mohamed Amine", "Mohamed Ali"),
        ("Marie Lou", "Marie Line"),
        ("Ines", "Ambre"),
        ("Inaya", "Anaya"),
    ],
)
def test_twins_never_merge(admit, one, other):
    first = admit(someone(given_names=one))[0]
    second = admit(someone(**ELSEWHERE, given_names=other))[0]
    third = admit(someone(row=3, organisation="club", given_names=one))[0]

    assert second.person != first.person
    assert second.decision is Decision.REVIEW
    assert third.person == first.person


def test_twins_who_share_their_first_given_name_are_a_question(admit):
    admit(someone(given_names="Mohamed, Amine", sex="M"))
    second = admit(someone(**ELSEWHERE, given_names="Mohamed, Ali", sex="M"))[0]

    assert second.decision is Decision.REVIEW


def test_two_codes_of_one_organisation_are_two_people(admit):
    first, second = admit(someone(code="A1"), someone(row=2, code="A2"))

    assert second.person != first.person
    assert second.decision is Decision.REVIEW


def test_a_code_known_again_keeps_its_person_whatever_the_identity(admit):
    first = admit(someone(code="A1"))[0]
    second = admit(someone(code="A1", birth_name="Qwantel"))[0]

    assert second.decision is Decision.KNOWN
    assert (second.subject, second.person) == (first.subject, first.person)


def test_a_changed_name_is_a_second_version_by_which_others_link(admit):
    first = admit(someone(code="A1"))[0]
    admit(someone(code="A1", birth_name="Qwantel"))
    other = admit(someone(**ELSEWHERE, birth_name="Qwantel"))[0]

    assert other.person == first.person


def test_a_row_without_code_is_known_again_by_its_whole_identity(admit):
    first = admit(someone())[0]
    again = admit(someone(row=9))[0]

    assert again.decision is Decision.KNOWN
    assert again.subject == first.subject


def test_rows_of_one_file_meet_each_other(admit):
    first, second = admit(someone(), someone(**ELSEWHERE))

    assert first.person == second.person
    assert {first.decision, second.decision} == {Decision.NEW, Decision.LINKED}


def test_answers_come_in_the_order_of_the_rows(admit):
    rows = [
        someone(row=n, given_names=name, birth_date=PartialDate(2000 + n, 5, 5))
        for n, name in enumerate(["Ambre", "Ines", "Zoe", "Ines"], start=1)
    ]

    assert [a.row for a in admit(*rows)] == [1, 2, 3, 4]


def test_a_subject_without_identity_is_found_again_by_its_code(admit):
    nobody = {
        "birth_name": None,
        "given_names": None,
        "birth_date": None,
        "may_link": False,
        "code": "X7",
    }
    first = admit(someone(**nobody))[0]
    again = admit(someone(**nobody))[0]
    other = admit(someone(**{**nobody, "organisation": "autre"}))[0]

    assert (first.decision, again.decision) == (Decision.NEW, Decision.KNOWN)
    assert again.person == first.person != other.person


def test_what_comes_under_anonymity_is_compared_with_nobody(admit):
    hidden = admit(someone(code="X7", may_link=False))[0]
    open_row = admit(someone(**ELSEWHERE))[0]
    hidden_too = admit(someone(row=3, organisation="rue", code="Y", may_link=False))[0]

    assert {a.decision for a in (hidden, open_row, hidden_too)} == {Decision.NEW}


def test_a_birth_month_is_given_only_where_it_is_known(admit):
    dates = [
        DAY,
        PartialDate(2007, 3),
        PartialDate(2007, 1, 1),
        PartialDate(2007),
        None,
    ]
    rows = [
        someone(row=n, code=str(n), birth_date=day) for n, day in enumerate(dates, 1)
    ]

    months = [a.birth_month for a in admit(*rows)]
    assert months == [(2007, 3), (2007, 3), None, None, None]


def test_a_blank_code_is_no_code(admit):
    first, second = admit(
        someone(code=" "), someone(row=2, code=" ", birth_name="Qwantel")
    )

    assert first.subject != second.subject


def test_a_brother_born_the_same_day_is_someone_else_without_a_question(admit):
    first = admit(someone())[0]
    second = admit(someone(**ELSEWHERE, given_names="Aglaé", sex="M"))[0]

    assert second.decision is Decision.NEW
    assert second.person != first.person


def test_a_double_name_that_fits_two_known_persons_is_a_question_about_both(admit):
    admit(someone(birth_name="Zzbrixmor"))
    admit(someone(organisation="club", birth_name="Qwantel"))
    both = admit(someone(**ELSEWHERE, birth_name="Zzbrixmor-Qwantel"))[0]

    assert both.decision is Decision.REVIEW


def test_a_row_that_fits_two_files_of_one_organisation_is_a_question(admit):
    admit(someone(row=1, code="A1"), someone(row=2, code="A2"))
    third = admit(someone(**ELSEWHERE))[0]

    assert third.decision is Decision.REVIEW


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("quentin", "quentn", Given.ONE_ERROR),
        ("quentin", "qeuntin", Given.ONE_ERROR),
        ("kilian", "kilizn", Given.ONE_ERROR),
        ("killian", "kilian", Given.ONE_ERROR),
        ("victor", "voctor", Given.UNSURE_ERROR),
        ("lina", "lna", Given.UNSURE_ERROR),
        ("christine", "christiane", Given.RIVAL),
        ("zzorana", "zzorina", Given.UNSURE_ERROR),
    ],
)
def test_a_typing_error_is_safe_where_it_can_be_no_twins_name(one, other, level):
    same_sound = homophone(one) == homophone(other)

    assert given_level(one, other, same_sound=same_sound) is level
    assert given_level(other, one, same_sound=same_sound) is level
