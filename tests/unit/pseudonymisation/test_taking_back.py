"""A wrong click is taken back: all that counts is as before, and the history tells."""

from datetime import timedelta

import pytest

from pseudonymisation.desk import Desk
from pseudonymisation.failures import (
    AnswerRestedUpon,
    NothingToTakeBack,
    TooLateToTakeBack,
)
from tests.unit.pseudonymisation.conftest import NOW, someone
from tests.unit.pseudonymisation.hands import (
    CLUB,
    answer,
    everything,
    join,
    rows,
    separate,
    under_intent,
)


SAID = ("same", "different", "unsure")


def take_back(desk, ref=None, *, author="zoe"):
    return under_intent(
        desk, lambda intent: desk.take_back(ref, intent=intent), author=author
    )


def counting(desk, folder):
    """All that counts today, without the numbers of rows."""
    return {
        "links": rows(
            folder,
            "SELECT subject, person, decision, score FROM links"
            " WHERE revoked_at IS NULL ORDER BY subject",
        ),
        "decisions": rows(
            folder,
            "SELECT subject_a, subject_b, verdict, author FROM decisions"
            " WHERE superseded_by IS NULL ORDER BY 1, 2",
        ),
        "sealed under": rows(
            folder, "SELECT id, person FROM source_identities ORDER BY id"
        ),
        "asked": [(q.ref, q.persons, q.answers, q.asked_at) for q in desk.questions()],
    }


@pytest.mark.parametrize("said", SAID)
def test_all_that_counts_is_as_it_was_before_the_answer(desk, folder, asked, said):
    before = counting(desk, folder)
    answer(desk, asked.ref, said)
    assert counting(desk, folder) != before
    taken = take_back(desk, asked.ref)

    assert taken.ref == asked.ref
    assert counting(desk, folder) == before


def test_both_names_can_be_read_again_under_their_own_person(desk, two, asked):
    one, other = two
    answer(desk, asked.ref, "same")
    take_back(desk)

    assert desk.reveal(one.person, organisation=None).birth_name == "Zzbrixmor"
    assert desk.reveal(other.person, organisation=None).birth_name == "Qwantel"


@pytest.mark.parametrize("said", SAID)
def test_the_history_keeps_the_answer_and_that_it_was_taken_back(
    desk, folder, asked, said
):
    answer(desk, asked.ref, said)
    take_back(desk)

    told = rows(folder, "SELECT answer, author FROM answers ORDER BY id")
    assert told == [(said, "zoe"), ("taken_back", "zoe")]
    decided = rows(folder, "SELECT verdict FROM decisions")
    assert decided == ([] if said == "unsure" else [(said,)])


@pytest.mark.parametrize("said", SAID)
def test_a_pair_taken_back_may_be_answered_either_way(desk, two, asked, said):
    answer(desk, asked.ref, said)
    take_back(desk)
    other_word = "same" if said == "different" else "different"

    assert answer(desk, asked.ref, other_word).outcome in ("joined", "apart")
    assert desk.questions() == []


def test_a_pair_taken_back_is_not_remembered_as_two(desk, two, asked):
    one, other = two
    answer(desk, asked.ref, "different")
    take_back(desk)

    assert join(desk, one.person, other.person)


def test_the_first_of_two_takes_back_before_the_second_answers(desk, folder, twins):
    before = counting(desk, folder)
    answer(desk, twins.ref, "same", author="rose")
    take_back(desk, author="rose")

    assert counting(desk, folder) == before
    assert answer(desk, twins.ref, "same", author="paul").outcome == "second_needed"


def test_the_second_of_two_takes_back_and_the_first_word_stands(desk, folder, twins):
    answer(desk, twins.ref, "same", author="rose")
    before = counting(desk, folder)
    assert answer(desk, twins.ref, "same", author="paul").outcome == "joined"
    take_back(desk, author="paul")

    assert counting(desk, folder) == before
    assert answer(desk, twins.ref, "same", author="lena").outcome == "joined"


def test_the_first_of_two_cannot_take_back_what_the_second_rests_on(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    answer(desk, twins.ref, "same", author="paul")

    with pytest.raises(AnswerRestedUpon):
        take_back(desk, author="rose")


def test_after_the_second_took_back_the_first_may_too(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    answer(desk, twins.ref, "same", author="paul")
    take_back(desk, author="paul")
    take_back(desk, author="rose")
    (question,) = desk.questions()

    assert question.answers == {}


def test_only_the_last_answer_is_taken_back_and_once(desk, asked):
    with pytest.raises(NothingToTakeBack):
        take_back(desk)
    answer(desk, asked.ref, "same")
    with pytest.raises(NothingToTakeBack):
        take_back(desk, "0" * 16)
    with pytest.raises(NothingToTakeBack):
        take_back(desk, author="rose")
    take_back(desk, asked.ref)
    with pytest.raises(NothingToTakeBack):
        take_back(desk, asked.ref)


def test_after_ten_minutes_an_answer_stands(desk, folder, asked):
    answer(desk, asked.ref, "same")
    for minutes, refused in ((11, True), (10, False)):
        with Desk.open(
            url=f"sqlite:///{folder}/vault.db",
            keys_folder=folder / "keys",
            now=lambda late=NOW + timedelta(minutes=minutes): late,
        ) as later:
            if refused:
                with pytest.raises(TooLateToTakeBack):
                    take_back(later)
            else:
                assert take_back(later).moved


def test_a_file_that_joined_somebody_since_holds_the_answer(desk, admit, asked):
    answer(desk, asked.ref, "same")
    (third,) = admit(someone(organisation="mairie", code="M3"))
    assert third.decision == "linked"

    with pytest.raises(AnswerRestedUpon):
        take_back(desk)


def test_a_file_that_only_met_them_again_does_not(desk, folder, admit, two, asked):
    one, other = two
    answer(desk, asked.ref, "same")
    admit(someone(code="A1", commune="Trifouillis"))
    take_back(desk)

    (again,) = admit(someone(code="A1", usage_name="Zzclair"))
    assert again.person == one.person
    assert desk.reveal(other.person, organisation="club").birth_name == "Qwantel"


def test_a_separation_since_holds_the_answer(desk, asked):
    (moved,) = answer(desk, asked.ref, "same").moved
    separate(desk, moved.joined, *moved.subjects)

    with pytest.raises(AnswerRestedUpon):
        take_back(desk)


def test_who_was_joined_by_a_file_gets_that_link_back_with_its_score(
    desk, folder, admit
):
    admit(someone(code="A1"))
    admit(someone(birth_name="Qwantel", **CLUB))
    admit(someone(birth_name="Qwantel", organisation="mairie", code="M3"))
    before = counting(desk, folder)
    assert any(score for *_rest, score in before["links"])
    for question in desk.questions():
        answer(desk, question.ref, "same")
        take_back(desk)

    assert counting(desk, folder) == before


@pytest.mark.parametrize("said", SAID)
def test_taking_back_that_the_record_lacks_is_itself_undone(desk, folder, asked, said):
    answer(desk, asked.ref, said)
    before = everything(folder)
    with desk.intent(kind="test", author="zoe") as intent:
        desk.take_back(None, intent=intent)
        intent.prepare()
    assert everything(folder) != before
    desk.recover(lambda _ref: False)

    assert everything(folder) == before
