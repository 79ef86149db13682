"""What a plan shows first, against a plain reading of its rule."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from parcours.goals.plan import (
    GoalView,
    Plan,
    StepView,
    goals_in_order,
    in_order,
    main_goal,
    next_step,
)
from tests.properties.effort import tries


FIRST = date(2025, 1, 1)
days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def steps(draw):
    state = draw(st.sampled_from(["open", "done", "dropped"]))
    return StepView(
        id=draw(st.integers(1, 10_000)),
        ref="r",
        goal_ref=None,
        label="Appeler le lycée",
        starts_on=FIRST,
        due_on=draw(st.none() | days),
        state=state,
        done_on=None if state == "open" else draw(days),
        by_young_person=draw(st.booleans()),
        organisation="Mission locale",
        mine=True,
        corrected=False,
    )


@st.composite
def goals(draw):
    state = draw(st.sampled_from(["open", "reached", "dropped"]))
    return GoalView(
        id=draw(st.integers(1, 10_000)),
        ref="g",
        label="Retourner au lycée",
        theme=None,
        own_words=False,
        state=state,
        starts_on=draw(days),
        ended_on=None,
        organisation="Mission locale",
        mine=True,
        corrected=False,
        steps=tuple(draw(st.lists(steps(), max_size=4))),
    )


@tries(60)
@given(st.lists(goals(), max_size=5), st.lists(steps(), max_size=4))
def test_the_next_step_is_the_first_due_of_what_still_waits(aims, alone):
    plan = Plan(goals_in_order(aims), in_order(alone))
    waiting = [s for g in aims if g.state == "open" for s in g.steps] + alone
    waiting = [step for step in waiting if step.state == "open"]

    found = next_step(plan)

    assert (found is None) == (not waiting)
    if found is not None:
        assert found in waiting
        dated = [step.due_on for step in waiting if step.due_on is not None]
        assert found.due_on == (min(dated) if dated else None)


@tries(60)
@given(st.lists(goals(), max_size=6))
def test_the_objective_shown_short_is_the_latest_that_still_holds(aims):
    found = main_goal(Plan(goals_in_order(aims), ()))

    held = [goal for goal in aims if goal.state == "open"]
    assert (found is None) == (not held)
    if found is not None:
        assert found.starts_on == max(goal.starts_on for goal in held)


@tries(60)
@given(st.lists(steps(), max_size=8))
def test_what_waits_stands_before_what_is_over(found):
    ordered = in_order(found)

    assert sorted(map(id, ordered)) == sorted(map(id, found))
    states = [step.state == "open" for step in ordered]
    assert states == sorted(states, reverse=True)


@tries(60)
@given(steps(), days)
def test_a_step_is_late_only_while_it_waits_and_its_day_is_over(step, today):
    waits = step.state == "open" and step.due_on is not None

    assert step.is_late(today) == (waits and (today - step.due_on).days > 0)
