"""Objectives and steps: set, corrected, ended, taken back, never lost."""

from datetime import timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import NotWithinReach
from parcours.goals.failures import EndImpossible, LabelMissing, LabelRefused
from parcours.goals.operations import (
    NewGoal,
    NewStep,
    correct_goal,
    correct_step,
    moved,
    read_history,
    read_plan,
    set_goal,
    set_step,
    undo_goal,
    undo_step,
)
from parcours.people.failures import AlreadyChanged, DayImpossible, UnknownWord
from parcours.record.models import AuditLine, Goal, GoalStep
from parcours.rights.recording import record_sharing_choice
from tests.unit.parcours.people.conftest import TODAY, house


__all__ = ["house"]  # a fixture

GOAL = NewGoal("Avoir mon permis", TODAY, own_words=True)
SOON = TODAY + timedelta(days=12)


@pytest.fixture(name="at")
def _at(house):
    """A worker of the mission locale and a young person whom they know."""
    return house.workers["mission"], house.new_person("mission")


def shown(worker, person):
    return read_plan(worker, person=person)


def goal_and_step(worker, person):
    set_goal(worker, person=person, new=GOAL)
    (goal,) = shown(worker, person).goals
    step = NewStep("Prendre rendez-vous", TODAY, goal_ref=goal.ref, due_on=SOON)
    set_step(worker, person=person, new=step)
    return shown(worker, person).goals[0]


def test_an_objective_is_kept_in_the_words_of_the_young_person(at):
    goal = goal_and_step(*at)

    assert (goal.label, goal.own_words, goal.state) == (
        "Avoir mon permis",
        True,
        "open",
    )
    (step,) = goal.steps
    assert (step.due_on, step.by_young_person, step.state) == (SOON, False, "open")
    assert goal.mine


def test_a_step_may_stand_on_its_own(at):
    worker, person = at
    set_step(worker, person=person, new=NewStep("Passer lundi", TODAY))

    plan = shown(worker, person)

    assert plan.goals == ()
    assert [step.label for step in plan.steps] == ["Passer lundi"]


@pytest.mark.parametrize(
    ("label", "refusal"),
    [("", LabelMissing), ("  ", LabelMissing), ("x" * 201, LabelRefused)],
)
def test_words_that_may_not_be_kept_are_refused(at, label, refusal):
    worker, person = at

    with pytest.raises(refusal):
        set_goal(worker, person=person, new=NewGoal(label, TODAY))
    with pytest.raises(refusal):
        set_step(worker, person=person, new=NewStep(label, TODAY))
    assert shown(worker, person).goals == ()


def test_a_national_number_is_refused_and_not_repeated(at):
    worker, person = at
    number = "2 08 05 99 999 001 20"

    with pytest.raises(LabelRefused) as refused:
        set_goal(worker, person=person, new=NewGoal(f"Dossier {number}", TODAY))

    assert number not in str(refused.value)


@pytest.mark.parametrize(
    "wrong",
    [
        NewGoal("a", TODAY, state="reached"),
        NewGoal("a", TODAY, ended_on=TODAY),
        NewGoal("a", TODAY, state="reached", ended_on=TODAY + timedelta(1)),
        NewGoal("a", TODAY, state="dropped", ended_on=TODAY - timedelta(1)),
    ],
)
def test_an_end_has_a_day_that_can_be(at, wrong):
    worker, person = at

    with pytest.raises(EndImpossible):
        set_goal(worker, person=person, new=wrong)


def test_days_and_words_outside_the_lists_are_refused(at):
    worker, person = at
    late = NewStep("a", TODAY, due_on=TODAY - timedelta(1))

    with pytest.raises(DayImpossible):
        set_goal(worker, person=person, new=NewGoal("a", SOON))
    with pytest.raises(DayImpossible):
        set_step(worker, person=person, new=late)
    with pytest.raises(UnknownWord):
        set_goal(worker, person=person, new=NewGoal("a", TODAY, theme="horoscope"))
    with pytest.raises(UnknownWord):
        set_goal(worker, person=person, new=NewGoal("a", TODAY, state="perhaps"))


def test_a_correction_replaces_and_the_former_words_stay_in_the_history(at):
    worker, person = at
    goal = goal_and_step(worker, person)
    better = NewGoal("Avoir le code", TODAY, own_words=True)
    correct_goal(worker, person=person, goal=goal.id, new=better)

    (now,) = shown(worker, person).goals
    versions = read_history(worker, person=person, ref=goal.ref)

    assert (now.label, now.ref, now.corrected) == ("Avoir le code", goal.ref, True)
    assert len(now.steps) == 1
    assert [(v.label, v.holds) for v in versions] == [
        ("Avoir le code", True),
        ("Avoir mon permis", False),
    ]
    assert versions[0].by == "mission"


def test_a_step_that_is_done_may_be_opened_again(at):
    worker, person = at
    goal = goal_and_step(worker, person)
    (step,) = goal.steps
    done = moved(step, state="done", today=TODAY)
    correct_step(worker, person=person, step=step.id, new=done)
    (over,) = shown(worker, person).goals[0].steps
    again = moved(over, state="open", today=TODAY)
    correct_step(worker, person=person, step=over.id, new=again)

    (now,) = shown(worker, person).goals[0].steps
    assert (over.state, over.done_on) == ("done", TODAY)
    assert (now.state, now.done_on, now.due_on) == ("open", None, SOON)


def test_an_objective_that_ends_takes_its_waiting_steps_along_and_back(at):
    worker, person = at
    goal = goal_and_step(worker, person)
    over = moved(goal, state="reached", today=TODAY)
    row = correct_goal(worker, person=person, goal=goal.id, new=over)
    (ended,) = shown(worker, person).goals

    undo_goal(worker, person=person, goal=row)

    (back,) = shown(worker, person).goals
    assert (ended.state, ended.steps[0].state) == ("reached", "dropped")
    assert (back.state, back.ended_on, back.steps[0].state) == ("open", None, "open")


def test_what_was_just_set_is_taken_back_whole(at):
    worker, person = at
    goal = set_goal(worker, person=person, new=GOAL)
    step = set_step(worker, person=person, new=NewStep("Passer lundi", TODAY))

    undo_goal(worker, person=person, goal=goal)
    undo_step(worker, person=person, step=step)

    plan = shown(worker, person)
    assert (plan.goals, plan.steps) == ((), ())


def test_two_colleagues_never_overwrite_each_other(at):
    worker, person = at
    goal = goal_and_step(worker, person)
    correct_goal(worker, person=person, goal=goal.id, new=NewGoal("L’un", TODAY))

    with pytest.raises(AlreadyChanged):
        correct_goal(worker, person=person, goal=goal.id, new=NewGoal("L’autre", TODAY))
    with pytest.raises(AlreadyChanged):
        undo_goal(worker, person=person, goal=goal.id)
    assert shown(worker, person).goals[0].label == "L’un"


def test_nothing_that_was_told_is_changed_or_gone(house, at):
    worker, person = at
    goal = goal_and_step(worker, person)
    end = moved(goal, state="dropped", today=TODAY)
    row = correct_goal(worker, person=person, goal=goal.id, new=end)
    undo_goal(worker, person=person, goal=row)

    with house.territory.record.read() as session:
        goals = session.exec(select(Goal).order_by(Goal.id)).all()
        steps = session.exec(select(GoalStep).order_by(GoalStep.id)).all()
    told = [(g.state, g.retired_because, g.supersedes_id) for g in goals]
    assert told == [
        ("open", "superseded", None),
        ("dropped", "withdrawn", goals[0].id),
        ("open", None, goals[1].id),
    ]
    assert [s.retired_because for s in steps] == ["superseded", "withdrawn", None]


def test_another_organisation_sees_no_objective_until_the_young_person_agrees(house):
    desk_worker, other = house.workers["mission"], house.workers["school"]
    person = house.new_person("mission")
    assert house.new_person("school") == person
    goal = goal_and_step(desk_worker, person)

    before = shown(other, person)
    record_sharing_choice(
        desk_worker, person=person, recipient="education_nationale", choice="agree"
    )
    (after,) = shown(other, person).goals

    assert before.goals == ()
    assert (after.label, after.mine) == (goal.label, False)
    with pytest.raises(NotWithinReach):
        correct_goal(other, person=person, goal=goal.id, new=GOAL)
    with pytest.raises(NotWithinReach):
        read_history(other, person=person, ref=goal.ref)
    step = NewStep("a", TODAY, goal_ref=goal.ref)
    with pytest.raises(NotWithinReach):
        set_step(other, person=person, new=step)


def test_out_of_reach_reads_like_absent(house, at):
    _worker, person = at

    for call in (
        lambda: read_plan(house.workers["site"], person=person),
        lambda: set_goal(house.workers["site"], person=person, new=GOAL),
        lambda: read_history(house.workers["site"], person=person, ref="x"),
    ):
        with pytest.raises(NotWithinReach):
            call()


def test_each_entry_stands_in_the_audit(house, at):
    goal_and_step(*at)

    with house.territory.record.read() as session:
        names = session.exec(select(AuditLine.operation)).all()

    assert {"goals.set", "goals.set_step", "goals.read"} <= set(names)
