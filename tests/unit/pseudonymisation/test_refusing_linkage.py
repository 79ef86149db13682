"""Whoever refuses linkage, or came under anonymity, stays alone."""

import pytest

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
