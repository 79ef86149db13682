"""The council's review: what it was asked, said and asked back, beside the decision."""

import pytest

from parcours.programme.deciding import answer_question, ask_question
from parcours.programme.reviewing import read_review
from tests.programme_house import an_application


@pytest.fixture
def reviewed(programme):
    programme.save()
    programme.to_committee()
    ask_question(programme.council, code="JARDIN", question="Combien de parcelles ?")
    programme.decide("funded")
    programme.save(an_application("BROUILLON"))
    return programme


def test_an_opinion_stands_beside_the_decision(reviewed):
    (one,) = read_review(reviewed.council)

    assert (one.code, one.year, one.state) == ("JARDIN", 2026, "funded")
    assert one.opinion.opinion == "favourable"
    assert one.decision.target == "funded"


def test_a_question_waits_until_it_is_answered(reviewed):
    (one,) = read_review(reviewed.officer)
    (asked,) = one.unanswered
    answer_question(
        reviewed.officer, code="JARDIN", question=asked.id, answer="Vingt-deux."
    )

    (now,) = read_review(reviewed.council)
    assert now.unanswered == ()
    assert now.questions[0].answer == "Vingt-deux."


def test_what_was_never_put_to_the_council_is_no_part_of_its_review(reviewed):
    assert [one.code for one in read_review(reviewed.officer)] == ["JARDIN"]
    assert read_review(reviewed.council, year=2025) == []
