"""What files say against each other: shown to a worker unnamed, to a reviewer named."""

import pytest

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.matching.links import join_codes
from parcours.matching.operations import list_questions, read_question
from parcours.people.operations import read_disagreements
from parcours.rights.recording import lift, protect
from pseudonymisation.values import PartialDate


OTHER_DAY = PartialDate(2008, 5, 15)


@pytest.fixture
def joined(house):
    """One young person whose day of birth two organisations wrote differently."""
    house.person("school", code="E1")
    house.person("mission", code="M1", birth_name="Qwantelbo", birth_date=OTHER_DAY)
    return join_codes(
        house.contexts["school"],
        desk=house.desk,
        code="E1",
        other_organisation="mission_locale",
        other_code="M1",
    )


def disagreements(house, worker, person):
    return read_disagreements(house.contexts[worker], desk=house.desk, person=person)


def test_a_worker_reads_both_words_and_not_whose_the_other_is(house, joined):
    found = {one.field: one for one in disagreements(house, "school", joined)}
    seen_by_the_other = {
        one.field: one for one in disagreements(house, "mission", joined)
    }

    assert set(found) == {"birth_name", "birth_date"}
    assert found["birth_date"].own == ("2008-05-14",)
    assert found["birth_date"].others == ("2008-05-15",)
    assert seen_by_the_other["birth_date"].own == ("2008-05-15",)
    assert "mission" not in str([vars(one) for one in found.values()])
    assert "2008" not in repr(found)


def test_the_words_of_a_confidential_file_are_not_told_to_others(house, joined):
    mission = house.contexts["mission"]
    kind = "confidentiality"
    protect(mission, person=joined, kind=kind, asked_by="young_person")
    hidden = disagreements(house, "school", joined)
    own = disagreements(house, "mission", joined)
    lift(mission, person=joined, kind=kind)

    assert hidden == []
    assert own
    assert disagreements(house, "school", joined)


def test_who_does_not_follow_them_reads_nothing(house, joined):
    with pytest.raises(NotWithinReach):
        disagreements(house, "street", joined)
    with pytest.raises(AccessDenied):
        disagreements(house, "rose", joined)


def test_files_that_agree_contradict_nothing(house):
    person = house.person("school")
    assert house.person("mission") == person

    assert disagreements(house, "school", person) == []


def test_a_reviewer_reads_who_says_what_of_one_side(house, joined):
    house.person("school", given_names="Isidorine", code="E2")
    (line, *_more) = list_questions(house.contexts["rose"], desk=house.desk)
    view = read_question(house.contexts["rose"], desk=house.desk, ref=line.ref)
    told = {one.field: dict(one.said) for side in view.contradictions for one in side}

    assert set(told["birth_date"]) == {"2008-05-14", "2008-05-15"}
    assert not {"mission_locale"} & set(told["birth_date"].values())
