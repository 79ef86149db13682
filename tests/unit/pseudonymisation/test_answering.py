"""Questions about two persons: who answers what, and what it settles."""

import pytest

from pseudonymisation.failures import KeptApart, QuestionClosed
from tests.unit.pseudonymisation.conftest import someone
from tests.unit.pseudonymisation.hands import CHANGED, answer, join, under_intent


def test_a_question_names_two_persons_and_nobody_by_name(two, asked):
    one, other = two

    assert set(asked.persons) == {one.person, other.person}
    assert asked.reasons == "surname_changed"
    assert not asked.two_needed
    assert "Zzbrixmor" not in repr(asked)


def test_the_answer_same_links_every_subject_to_one_person(desk, two, asked):
    one, other = two
    answered = answer(desk, asked.ref, "same")

    (moved,) = answered.moved
    assert answered.outcome == "joined"
    assert {moved.left, moved.joined} == {one.person, other.person}
    assert desk.questions() == []


def test_who_remains_is_said_by_the_caller(desk, two, asked):
    _one, other = two
    answered = under_intent(
        desk,
        lambda intent: desk.answer(asked.ref, "same", keep=other.person, intent=intent),
    )

    assert answered.moved[0].joined == other.person


def test_the_answer_different_closes_the_question_for_good(desk, admit, two, asked):
    assert answer(desk, asked.ref, "different").outcome == "apart"
    assert desk.questions() == []

    admit(someone(**CHANGED, usage_name="Zzbrixmor"))
    assert desk.questions() == []


def test_a_pair_decided_different_is_not_joined_by_hand(desk, two, asked):
    one, other = two
    answer(desk, asked.ref, "different")

    with pytest.raises(KeptApart):
        join(desk, one.person, other.person)


def test_a_decision_about_two_subjects_outlives_a_later_join(desk, admit, two, asked):
    one, other = two
    answer(desk, asked.ref, "different")
    (third,) = admit(someone(given_names="Clotaire", organisation="mairie", code="M3"))
    join(desk, third.person, one.person)

    with pytest.raises(KeptApart):
        join(desk, other.person, third.person)


def test_a_question_follows_its_subjects_when_persons_are_joined(desk, admit, two):
    one, other = two
    (third,) = admit(someone(given_names="Clotaire", organisation="mairie", code="M3"))
    join(desk, third.person, one.person)

    (question,) = desk.questions()
    assert set(question.persons) == {third.person, other.person}


def test_unsure_leaves_the_question_and_says_who_was_unsure(desk, asked):
    assert answer(desk, asked.ref, "unsure", author="rose").outcome == "kept"
    (still,) = desk.questions()

    assert still.ref == asked.ref
    assert still.answers == {"rose": "unsure"}


def test_a_question_is_answered_once(desk, asked):
    answer(desk, asked.ref, "different")
    with pytest.raises(QuestionClosed):
        answer(desk, asked.ref, "same")


def test_perhaps_twins_take_two_different_reviewers(desk, twins):
    assert answer(desk, twins.ref, "same", author="rose").outcome == "second_needed"
    assert answer(desk, twins.ref, "same", author="rose").outcome == "second_needed"
    assert answer(desk, twins.ref, "same", author="paul").outcome == "joined"


def test_one_reviewer_is_enough_to_keep_twins_apart(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    assert answer(desk, twins.ref, "different", author="paul").outcome == "apart"


def test_a_second_reviewer_who_does_not_know_joins_nobody(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    assert answer(desk, twins.ref, "unsure", author="paul").outcome == "kept"
    assert answer(desk, twins.ref, "same", author="lena").outcome == "joined"


def test_both_identities_are_shown_side_by_side_with_what_differs(desk, twins):
    shown = desk.compare(twins.ref)
    fields = {pair.field: pair for pair in shown.fields}

    assert fields["birth_name"].agreement == "same"
    assert fields["given_names"].agreement == "different"
    assert {fields["given_names"].a, fields["given_names"].b} == {
        ("Léopoldine",),
        ("Isidorine",),
    }
    assert fields["birth_date"].a == ("2007-03-14",)
    assert fields["usage_name"].agreement == "missing"
    assert {*shown.organisations} == {("college",), ("club",)}
    assert "Léopoldine" not in repr(shown) + repr(shown.fields)
