"""The fields of an objective and of a step: new ones, and corrections."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages import person_saved
from app_pages.components.words import _, keyed
from app_pages.person_saved import Done
from app_pages.visit import Visit
from parcours.goals.operations import (
    NewGoal,
    NewStep,
    correct_goal,
    correct_step,
    moved,
    set_goal,
    set_step,
)
from parcours.goals.plan import OPEN, GoalView, Plan, StepView


SECTION = "goals"
LONGEST = 200  # signs
WORKER, YOUNG = "worker", "young"


def new_goal_form(visit: Visit, person: str) -> None:
    """Draw the fields of a new objective.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    slots: dict[str, Any] = {}
    label = _words(_("Objectif"), "goal_label", slots)
    own = _own_words(person_saved.key("goal_own"), value=False)
    text = _("Enregistrer l’objectif")
    if not st.button(text, key=person_saved.key("goal_save")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    new = NewGoal(label, visit.today, own_words=own)
    person_saved.attempt(
        slots,
        lambda: _done(person, "goal", set_goal(visit.context, person=person, new=new)),
    )


def new_step_form(visit: Visit, person: str, plan: Plan) -> None:
    """Draw the fields of a new step.

    Args:
        visit: who is here.
        person: pseudonym.
        plan: of the young person, for what the step serves.
    """
    slots: dict[str, Any] = {}
    label = _words(_("Étape"), "step_label", slots)
    left, right = st.columns(2)
    due_on = _due_field(left, person_saved.key("step_due"), None)
    slots["due_on"] = left.empty()
    who = _who_field(right, person_saved.key(keyed("step_who")), WORKER)
    goal_ref = _goal_field(plan)
    text = _("Enregistrer l’étape")
    if not st.button(text, key=person_saved.key("step_save")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    new = NewStep(label, visit.today, goal_ref, due_on, who == YOUNG)
    person_saved.attempt(
        slots,
        lambda: _done(person, "step", set_step(visit.context, person=person, new=new)),
    )


def goal_fields(visit: Visit, person: str, goal: GoalView) -> None:
    """Draw the fields that correct an objective.

    Args:
        visit: who is here.
        person: pseudonym.
        goal: as it stands.
    """
    slots: dict[str, Any] = {}
    label = _words(_("Objectif"), f"goal_label_{goal.id}", slots, value=goal.label)
    own = _own_words(person_saved.key(f"goal_own_{goal.id}"), value=goal.own_words)
    if not st.button(_("Corriger"), key=person_saved.key(f"goal_correct_{goal.id}")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    same = NewGoal(goal.label, goal.starts_on, goal.theme, goal.own_words, goal.state)
    new = replace(same, label=label, own_words=own, ended_on=goal.ended_on)
    person_saved.attempt(
        slots,
        lambda: _done(
            person,
            "goal_moved",
            correct_goal(visit.context, person=person, goal=goal.id, new=new),
        ),
    )


def step_fields(visit: Visit, person: str, step: StepView) -> None:
    """Draw the fields that correct a step.

    Args:
        visit: who is here.
        person: pseudonym.
        step: as it stands.
    """
    slots: dict[str, Any] = {}
    label = _words(_("Étape"), f"step_label_{step.id}", slots, value=step.label)
    due_on = _due_field(st, person_saved.key(f"step_due_{step.id}"), step.due_on)
    slots["due_on"] = st.empty()
    now = YOUNG if step.by_young_person else WORKER
    who = _who_field(st, person_saved.key(keyed(f"step_who_{step.id}")), now)
    if not st.button(_("Corriger"), key=person_saved.key(f"step_correct_{step.id}")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    same: NewStep = moved(step, state=OPEN, today=visit.today)
    new = replace(
        same,
        label=label,
        due_on=due_on,
        by_young_person=who == YOUNG,
        state=step.state,
        done_on=step.done_on,
    )
    person_saved.attempt(
        slots,
        lambda: _done(
            person,
            "step_moved",
            correct_step(visit.context, person=person, step=step.id, new=new),
        ),
    )


def _done(person: str, what: str, row: int) -> Done:
    return Done(SECTION, person, (row,), what)


def _words(label: str, name: str, slots: dict[str, Any], *, value: str = "") -> str:
    typed: str = st.text_input(
        label,
        value=value,
        key=person_saved.key(name),
        max_chars=LONGEST,
        help=_("Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."),
        on_change="ignore",
    )
    slots["label"] = st.empty()
    return typed


def _own_words(name: str, *, value: bool) -> bool:
    chosen: bool = st.checkbox(
        _("Dit par le jeune, avec ses mots"), value=value, key=name, on_change="ignore"
    )
    return chosen


def _due_field(place: Any, name: str, value: date | None) -> date | None:
    chosen: date | None = place.date_input(
        _("À faire avant le"),
        value=value,
        min_value=date.min,
        max_value=date.max,
        format="DD/MM/YYYY",
        key=name,
        on_change="ignore",
    )
    return chosen


def _who_field(place: Any, name: str, value: str) -> str:
    names = {WORKER: _("Le professionnel"), YOUNG: _("Le jeune")}
    chosen: str = place.radio(
        _("Qui le fait"),
        list(names),
        index=list(names).index(value),
        format_func=names.__getitem__,
        key=name,
        horizontal=True,
        on_change="ignore",
    )
    return chosen


def _goal_field(plan: Plan) -> str | None:
    goals = {g.ref: g.label for g in plan.goals if g.state == OPEN and g.mine}
    if not goals:
        return None
    chosen: str = st.selectbox(
        _("Pour l’objectif"),
        ["", *goals][::-1],
        index=len(goals) - 1,
        format_func=lambda ref: goals.get(ref) or _("Aucun en particulier"),
        key=person_saved.key(keyed("step_goal")),
        on_change="ignore",
    )
    return chosen or None
