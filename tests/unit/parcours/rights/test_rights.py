"""What is recorded of a young person's rights, by whom, and what follows."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.goals.operations import NewGoal, set_goal, undo_goal
from parcours.interventions.operations import (
    NewIntervention,
    log_intervention,
    withdraw_intervention,
)
from parcours.people.failures import DayImpossible, PathFrozen, UnknownWord
from parcours.people.operations import NewSituation, read_path, update_situation
from parcours.record.models import Protection
from parcours.rights.failures import AlreadyAnswered, ReasonMissing
from parcours.rights.reading import read_rights_of
from parcours.rights.recording import (
    NewInformation,
    lift,
    oppose,
    protect,
    record_information,
    record_sharing_choice,
)
from parcours.rights.requests import (
    NewRequest,
    answer_request,
    list_requests,
    record_request,
)
from pseudonymisation.values import PartialDate
from tests.unit.parcours.people.conftest import TODAY
from tests.unit.parcours.rights.conftest import on


IN_2027 = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
SPOKEN = NewInformation("young_person", "spoken", TODAY)


def recipient(view, code):
    return next(one for one in view.recipients if one.code == code)


def access(day=TODAY, **fields):
    return NewRequest(
        **({"kind": "access", "asked_by": "young_person"} | fields), received_on=day
    )


def test_a_new_page_says_that_young_person_and_parents_are_to_be_told(house):
    view = read_rights_of(house.workers["school"], person=house.new_person())

    assert view.to_tell == ("young_person", "parents")
    assert view.informed == ()


def test_who_was_told_is_kept_with_the_day_and_the_wording(house):
    worker, person = house.workers["school"], house.new_person()
    record_information(worker, person=person, new=SPOKEN)

    view = read_rights_of(worker, person=person)

    (told,) = view.informed
    assert (told.told, told.how, told.on, told.version) == (
        "young_person",
        "spoken",
        TODAY,
        "1",
    )
    assert view.to_tell == ("parents",)


def test_parents_who_were_not_told_need_a_reason_of_the_law(house):
    worker, person = house.workers["school"], house.new_person()
    without = NewInformation("parents", "not_told", TODAY)
    with pytest.raises(ReasonMissing):
        record_information(worker, person=person, new=without)
    kept = NewInformation("parents", "not_told", TODAY, "against_child_interest")
    record_information(worker, person=person, new=kept)

    view = read_rights_of(worker, person=person)

    assert view.informed[0].reason == "against_child_interest"
    assert view.to_tell == ("young_person",)


def test_the_young_person_is_always_told(house):
    new = NewInformation("young_person", "not_told", TODAY, "not_reached")

    with pytest.raises(ReasonMissing):
        record_information(house.workers["school"], person=house.new_person(), new=new)


def test_nobody_was_told_tomorrow(house):
    new = NewInformation("young_person", "spoken", date(2025, 11, 23))

    with pytest.raises(DayImpossible):
        record_information(house.workers["school"], person=house.new_person(), new=new)


def test_at_eighteen_information_and_choices_are_asked_again(house):
    worker, person = house.workers["school"], house.new_person()
    record_information(worker, person=person, new=SPOKEN)
    record_sharing_choice(
        worker, person=person, recipient="mission_locale", choice="agree"
    )

    now = read_rights_of(worker, person=person)
    later = read_rights_of(on(worker, IN_2027), person=person)

    assert (now.age, later.age) == (17, 18)
    assert not recipient(now, "mission_locale").again
    assert recipient(later, "mission_locale").again
    assert later.to_tell == ("young_person",)


def test_each_recipient_says_what_a_convention_opens_and_what_was_chosen(house):
    worker, person = house.workers["school"], house.new_person()
    before = read_rights_of(worker, person=person)
    record_sharing_choice(
        worker, person=person, recipient="mission_locale", choice="refuse"
    )
    after = read_rights_of(worker, person=person)

    assert recipient(before, "mission_locale").opened == ("situation",)
    assert recipient(before, "mission_locale").reads
    assert not recipient(before, "chantiers").reads
    assert recipient(after, "mission_locale").choice == "refuse"
    assert not recipient(after, "mission_locale").reads


def test_the_list_of_recipients_is_the_same_whoever_else_knows_the_young_person(house):
    alone = house.new_person("school")
    known = house.new_person("school", given_names="Aglaé", birth_name="Qwantel")
    house.new_person("mission", given_names="Aglaé", birth_name="Qwantel")
    worker = house.workers["school"]

    assert (
        read_rights_of(worker, person=alone).recipients
        == read_rights_of(worker, person=known).recipients
    )


def test_a_convention_opens_nothing_of_anonymous_work(house):
    person = house.new_person("street", code="J-19")
    view = read_rights_of(house.workers["street"], person=person)

    assert view.anonymous
    assert not any(one.reads for one in view.recipients)


def test_a_choice_opens_and_closes_what_was_told_under_anonymity(house):
    worker = house.workers["street"]
    person = house.new_person("street", code="J-18")

    def is_read(choice):
        record_sharing_choice(
            worker, person=person, recipient="mission_locale", choice=choice
        )
        view = read_rights_of(worker, person=person)
        return recipient(view, "mission_locale").reads

    assert [is_read(c) for c in ("agree", "refuse", "agree", None)] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("wrong", [("nobody", "agree"), ("mission_locale", "perhaps")])
def test_a_choice_about_nobody_or_of_another_word_is_refused(house, wrong):
    code, choice = wrong
    with pytest.raises(UnknownWord):
        record_sharing_choice(
            house.workers["school"],
            person=house.new_person(),
            recipient=code,
            choice=choice,
        )


def test_a_frozen_file_takes_no_entry_until_it_is_lifted(house):
    worker, person = house.workers["school"], house.new_person()
    new = NewSituation("lycee", TODAY)
    protect(worker, person=person, kind="restriction", asked_by="young_person")
    with pytest.raises(PathFrozen):
        update_situation(worker, person=person, new=new)
    held = read_rights_of(worker, person=person).held
    lift(worker, person=person, kind="restriction")

    assert [(one.kind, one.since) for one in held] == [("restriction", TODAY)]
    assert read_rights_of(worker, person=person).held == ()
    assert update_situation(worker, person=person, new=new)


def test_what_stands_on_a_frozen_file_is_neither_corrected_nor_withdrawn(house):
    worker, person = house.workers["school"], house.new_person()
    kinds = worker.nomenclature.interventions.items()
    kind = next(code for code, one in kinds if one.named != "forbidden")
    done = log_intervention(worker, person=person, new=NewIntervention(kind, TODAY))
    goal = set_goal(worker, person=person, new=NewGoal("Passer le code", TODAY))
    protect(worker, person=person, kind="restriction", asked_by="young_person")

    with pytest.raises(PathFrozen):
        withdraw_intervention(worker, person=person, intervention=done)
    with pytest.raises(PathFrozen):
        undo_goal(worker, person=person, goal=goal)


def test_a_protection_asked_twice_is_kept_once_and_its_end_is_a_new_version(house):
    worker, person = house.workers["school"], house.new_person()
    for _time in range(2):
        protect(worker, person=person, kind="confidentiality", asked_by="parents")
    lift(worker, person=person, kind="confidentiality")

    with house.territory.record.read() as session:
        rows = session.exec(select(Protection).order_by(Protection.id)).all()
    assert [(row.ends_on, row.retired_because) for row in rows] == [
        (None, "superseded"),
        (TODAY, None),
    ]
    assert rows[1].supersedes_id == rows[0].id


def test_an_opposition_takes_the_file_out_of_the_joint_path_for_good(house):
    person = house.new_person("school")
    assert house.new_person("mission") == person
    school, mission = house.workers["school"], house.workers["mission"]
    update_situation(school, person=person, new=NewSituation("decroche", TODAY))

    alone = oppose(
        school, desk=house.territory.desk, person=person, asked_by="young_person"
    )

    assert alone != person
    assert [one.kind for one in read_rights_of(school, person=alone).held] == [
        "opposition"
    ]
    assert read_rights_of(mission, person=person).held == ()
    assert read_path(mission, person=person).spells == ()
    assert house.new_person("school") == alone


def test_the_rights_of_somebody_out_of_reach_are_not_there(house):
    person = house.new_person("school")

    for act in (
        lambda worker: read_rights_of(worker, person=person),
        lambda worker: record_information(worker, person=person, new=SPOKEN),
        lambda worker: protect(
            worker, person=person, kind="opposition", asked_by="young_person"
        ),
        lambda worker: lift(worker, person=person, kind="opposition"),
        lambda worker: record_request(worker, person=person, new=access()),
    ):
        with pytest.raises(NotWithinReach):
            act(house.workers["mission"])


def test_a_request_is_due_in_a_month_and_answered_once(house):
    worker, person = house.workers["school"], house.new_person()
    ref = record_request(worker, person=person, new=access(date(2025, 10, 31)))
    (before,) = read_rights_of(worker, person=person).requests
    answer_request(worker, ref=ref)
    (after,) = read_rights_of(worker, person=person).requests

    assert (before.state, before.due_on) == ("open", date(2025, 11, 30))
    assert (after.state, after.answered_on) == ("granted", TODAY)
    with pytest.raises(AlreadyAnswered):
        answer_request(worker, ref=ref)


def test_a_refusal_gives_a_reason_made_for_that_right(house):
    worker, person = house.workers["school"], house.new_person()
    ref = record_request(worker, person=person, new=access())
    for wrong in ("fact_is_right", "because"):
        with pytest.raises(ReasonMissing):
            answer_request(worker, ref=ref, reason=wrong)
    answer_request(worker, ref=ref, reason="rights_of_others")

    (line,) = read_rights_of(worker, person=person).requests
    assert (line.state, line.reason) == ("refused", "rights_of_others")


def test_a_rectification_says_what_is_wrong_by_a_stable_name(house):
    worker, person = house.workers["school"], house.new_person()
    with pytest.raises(UnknownWord):
        record_request(worker, person=person, new=access(kind="rectification"))
    wrong = access(kind="rectification", field="situation")
    record_request(worker, person=person, new=wrong)

    (line,) = read_rights_of(worker, person=person).requests
    assert (line.kind, line.field) == ("rectification", "situation")


def test_another_organisation_answers_no_request_of_ours(house):
    person = house.new_person()
    ref = record_request(house.workers["school"], person=person, new=access())

    with pytest.raises(NotWithinReach):
        answer_request(house.workers["mission"], ref=ref)


def test_the_officer_lists_all_requests_by_the_day_they_are_due(house, officer):
    one = house.new_person("school")
    two = house.new_person(
        "mission", given_names="Aglaé", birth_date=PartialDate(2003, 1, 2)
    )
    school, mission = house.workers["school"], house.workers["mission"]
    late = record_request(mission, person=two, new=access(date(2025, 10, 2)))
    done = record_request(school, person=one, new=access(date(2025, 9, 1)))
    soon = record_request(school, person=one, new=access(kind="erasure"))
    answer_request(officer, ref=done)

    listed = list_requests(officer)

    assert [line.ref for line in listed] == [late, soon, done]
    assert [line.person for line in listed] == [two, one, one]
    with pytest.raises(AccessDenied):
        list_requests(school)
