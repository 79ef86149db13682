"""Two files that contradict each other about one person: both kept, both shown."""

import pytest

from pseudonymisation.agreement import contradictions, side_by_side
from pseudonymisation.desk import Identity, PartialDate
from tests.unit.pseudonymisation.conftest import someone
from tests.unit.pseudonymisation.hands import CLUB, TWIN, answer, join


def identity(**changes):
    fields = {
        "birth_name": "Zzbrixmor",
        "usage_name": None,
        "given_names": "Léopoldine",
        "birth_date": PartialDate(2007, 3, 14),
        "sex": "F",
        "commune": "Trifouilly",
        "postcode": "99001",
    }
    return Identity(**(fields | changes))


def fields_of(*told):
    pairs = [(f"org{n}", identity(**changes)) for n, changes in enumerate(told)]
    return [one.field for one in contradictions(pairs)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth_date", PartialDate(2007, 3, 15)),
        ("sex", "M"),
        ("birth_name", "Qwantel"),
        ("given_names", "Isidorine"),
    ],
)
def test_two_words_on_one_field_are_a_contradiction(field, value):
    assert fields_of({}, {field: value}) == [field]


@pytest.mark.parametrize(
    "less",
    [
        {"birth_date": PartialDate(2007, 3)},
        {"birth_date": None},
        {"sex": None},
        {"given_names": "Léopoldine Anne"},
        {"given_names": "LEOPOLDINE"},
        {"commune": "Ailleurs", "postcode": "99002"},
    ],
)
def test_less_or_a_move_is_none(less):
    assert fields_of({}, less) == []


def test_all_that_is_said_is_told_with_who_says_it():
    (one,) = contradictions(
        [("a", identity()), ("b", identity(sex="M")), ("c", identity())]
    )

    assert one.said == (("F", "a"), ("M", "b"), ("F", "c"))
    assert "M" not in repr(one)


def test_contradictory_files_about_one_person_are_both_kept_and_shown(desk, admit):
    first, second = admit(
        someone(code="A1"), someone(birth_date=PartialDate(2007, 3, 15), **CLUB)
    )
    person = first.person
    if second.person != person:
        join(desk, person, second.person)
    (found,) = desk.contradictions(person)

    assert set(found.said) == {("2007-03-14", "college"), ("2007-03-15", "club")}
    assert desk.reveal(person, organisation="college").birth_date.day == 14
    assert desk.reveal(person, organisation="club").birth_date.day == 15


def test_an_older_word_of_the_same_organisation_is_no_contradiction(desk, admit):
    (one,) = admit(someone(code="A1"))
    admit(someone(code="A1", birth_date=PartialDate(2007, 3, 15)))

    assert desk.contradictions(one.person) == ()


def test_what_came_under_anonymity_is_in_no_contradiction(desk, admit):
    (one,) = admit(someone(code="A1"))
    (hidden,) = admit(someone(sex="M", may_link=False, **CLUB))
    join(desk, one.person, hidden.person)

    assert desk.contradictions(one.person) == ()


def test_a_reviewer_sees_the_contradictions_of_each_side(desk, admit):
    one, other = admit(someone(code="A1"), someone(**TWIN))
    (question,) = desk.questions()
    (third,) = admit(
        someone(given_names="Isidorine", organisation="mairie", code="M3", sex=None)
    )
    admit(someone(given_names="Isidorine", organisation="mairie", code="M3", sex="M"))
    assert third.person == other.person
    shown = desk.compare(desk.questions()[0].ref)
    sides = dict(zip(shown.question.persons, shown.contradictions, strict=True))

    assert sides[one.person] == ()
    assert [found.field for found in sides[other.person]] == ["sex"]
    assert answer(desk, question.ref, "different").outcome == "apart"


def agreements(**changes):
    pairs = side_by_side([identity()], [identity(**changes)])
    return {pair.field: pair.agreement for pair in pairs}


def test_names_in_each_others_place_are_called_swapped():
    found = agreements(birth_name="LEOPOLDINE", given_names="Zzbrixmor")

    assert found["birth_name"] == found["given_names"] == "swapped"


def test_another_postcode_is_not_called_the_same():
    assert agreements(postcode="99002")["postcode"] == "close"
    assert agreements(postcode="75011")["postcode"] == "different"
    assert agreements()["postcode"] == "same"
