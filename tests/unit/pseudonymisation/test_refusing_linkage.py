"""Whoever refuses linkage, or came under anonymity, stays alone."""

import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.failures import SubjectRefuses
from tests.unit.pseudonymisation.conftest import someone
from tests.unit.pseudonymisation.hands import CLUB, answer, indexed, join, refuse


def test_whoever_refuses_leaves_and_is_never_linked_again(desk, admit, two, asked):
    one, other = two
    kept = answer(desk, asked.ref, "same").moved[0].joined
    (moved,) = refuse(desk, other.subject)

    assert moved.left == kept
    again = admit(someone(organisation="club", code="C7"))
    assert [a.person for a in again] == [moved.joined]
    later = admit(someone(organisation="mairie", code="M3"))
    assert later[0].person == one.person
    assert desk.questions() == []
    with pytest.raises(SubjectRefuses):
        join(desk, one.person, moved.joined)


def test_refusing_closes_the_questions_about_oneself(desk, two, asked):
    _one, other = two
    assert refuse(desk, other.subject) == []
    assert desk.questions() == []


def test_nothing_of_who_refuses_stays_in_the_blind_index(desk, folder, two):
    _one, other = two
    before = indexed(desk, folder)
    refuse(desk, other.subject)

    assert (before, indexed(desk, folder)) == ({1, 2}, {1})


def test_a_file_that_says_otherwise_does_not_link_who_came_unlinkable(desk, admit):
    (hidden,) = admit(someone(**CLUB, may_link=False))
    (one,) = admit(someone(code="A1"))
    (again,) = admit(someone(**CLUB))

    assert again.person == hidden.person
    assert one.person != hidden.person
    (third,) = admit(someone(organisation="mairie", code="M3"))
    assert third.person == one.person
    assert desk.questions() == []


def test_a_file_that_withdraws_a_subject_from_linkage_is_obeyed(desk, admit):
    admit(someone(code="A1"))
    (known,) = admit(someone(code="A1", may_link=False))
    (other,) = admit(someone(**CLUB))

    assert other.person != known.person


# Under a new code, or written otherwise.


RESPELT = [
    {},
    {"birth_name": "Zzbrixmorr"},
    {"given_names": "Leopoldyne"},
    {"birth_date": PartialDate(2007, 3, 15)},
    {"code": None, "birth_name": "Zzbrixmore", "commune": "Ailleurs"},
]


@pytest.fixture
def refused(desk, admit):
    """Known to the club, linked to the school; then they refuse at the club."""
    (school,) = admit(someone(code="A1"))
    (club,) = admit(someone(**CLUB))
    assert club.person == school.person
    refuse(desk, club.subject)
    return school


def alone(admission, *others):
    return admission.refuses and admission.person not in {o.person for o in others}


@pytest.mark.parametrize("change", RESPELT)
def test_whoever_refused_is_known_again_under_a_new_code(
    desk, folder, admit, refused, change
):
    (again,) = admit(someone(**{**CLUB, "code": "C8", **change}))
    (later,) = admit(someone(**{**CLUB, "code": "C8", **change}, row=2))

    assert alone(again, refused)
    assert (later.person, later.refuses) == (again.person, True)
    assert desk.who_refuse([again.subject]) == {again.subject}
    assert desk.questions() == []
    assert indexed(desk, folder) == {1}
    with pytest.raises(SubjectRefuses):
        join(desk, refused.person, again.person)


def test_the_refusal_holds_for_all_codes_of_one_file(admit, refused):
    found = admit(
        *(someone(organisation="club", code=f"D{n}", row=n) for n in range(1, 4))
    )

    assert all(alone(one, refused) for one in found)
    assert len({one.person for one in found}) == 3


def test_another_organisation_is_told_nothing_and_its_files_link(admit, refused):
    (town, mission) = admit(
        someone(organisation="mairie", code="M1"),
        someone(organisation="mission", code="L1", row=2),
    )

    assert town.person == mission.person == refused.person
    assert (town.refuses, mission.refuses) == (False, False)


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Isidorine"},
        {"given_names": "Wassim", "sex": "M", "birth_date": PartialDate(2009, 9, 1)},
        {"birth_name": "Qwundel", "birth_date": PartialDate(2007, 11, 2)},
    ],
)
def test_a_twin_a_brother_and_a_namesake_have_refused_nothing(admit, refused, other):
    (one,) = admit(someone(**{**CLUB, "code": "C8", **other}))
    (elsewhere,) = admit(someone(**{"organisation": "mairie", "code": "M2", **other}))

    assert not one.refuses
    assert elsewhere.person == one.person


def test_an_intake_undone_takes_back_what_it_kept_alone(desk, admit, refused):
    before = desk.who_refuse([refused.subject])
    with desk.intent(kind="test", author="zoe") as intent:
        (again,) = desk.admit([someone(organisation="club", code="C8")], intent=intent)
        intent.prepare()
    desk.recover(lambda _ref: False)

    assert again.refuses
    assert desk.who_refuse([again.subject, refused.subject]) == before
    assert desk.integrity().holds


def test_the_anonymity_of_a_sender_is_not_a_refusal(admit):
    admit(someone(**CLUB, may_link=False))
    (one,) = admit(someone(organisation="club", code="C8"))

    assert not one.refuses
