"""The fields of an objective and of a step: new ones, and corrections."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages import person_saved
from app_pages.components.words import _
from app_pages.entry_drafts import (
    Field,
    Place,
    among,
    keeper,
    look_once,
    offer,
    saved,
    start,
)
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


def _goal_place(person: str, *, goal: GoalView | None = None) -> Place:
    """Tell where the fields of an objective stand: a new one, or one to be changed."""
    end = "" if goal is None else f"_{goal.id}"
    fields = {
        "label": Field(f"goal_label{end}"),
        "own": Field(f"goal_own{end}", "flag"),
    }
    if goal is None:
        return Place("goal", fields, person_saved.key, person)
    return Place("goal_change", fields, person_saved.key, person, row=goal.ref)


def _step_place(person: str, *, step: StepView | None = None) -> Place:
    """Tell where the fields of a step stand: a new one, or one to be changed."""
    end = "" if step is None else f"_{step.id}"
    fields = {
        "label": Field(f"step_label{end}"),
        "due_on": Field(f"step_due{end}", "date"),
        "who": Field(f"step_who{end}", "code"),
    }
    if step is None:
        fields["goal"] = Field("step_goal", "code")
        return Place("step", fields, person_saved.key, person)
    return Place("step_change", fields, person_saved.key, person, row=step.ref)


def new_goal_form(visit: Visit, person: str) -> None:
    """Draw the fields of a new objective.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    place = _goal_place(person)
    slots, label, own = _goal_words(visit, place, label="", own=False)
    text = _("Enregistrer l’objectif")
    if not st.button(text, key=person_saved.key("goal_save")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    new = NewGoal(label, visit.today, own_words=own)

    def save() -> Done:
        row = set_goal(visit.context, person=person, new=new)
        saved(visit, place)
        return _done(person, "goal", row)

    person_saved.attempt(slots, save)


def new_step_form(visit: Visit, person: str, plan: Plan) -> None:
    """Draw the fields of a new step.

    Args:
        visit: who is here.
        person: pseudonym.
        plan: of the young person, for what the step serves.
    """
    place = _step_place(person)
    slots, label, due_on, who = _step_words(
        visit, place, label="", due_on=None, who=WORKER
    )
    goal_ref = _goal_field(plan, place, keeper(visit, place))
    text = _("Enregistrer l’étape")
    if not st.button(text, key=person_saved.key("step_save")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    new = NewStep(label, visit.today, goal_ref, due_on, who == YOUNG)

    def save() -> Done:
        row = set_step(visit.context, person=person, new=new)
        saved(visit, place)
        return _done(person, "step", row)

    person_saved.attempt(slots, save)


def goal_fields(visit: Visit, person: str, goal: GoalView) -> None:
    """Draw the fields that correct an objective.

    Args:
        visit: who is here.
        person: pseudonym.
        goal: as it stands.
    """
    place = _goal_place(person, goal=goal)
    slots, label, own = _goal_words(visit, place, label=goal.label, own=goal.own_words)
    if not st.button(_("Corriger"), key=person_saved.key(f"goal_correct_{goal.id}")):
        return
    if not person_saved.is_thought_over(visit, person, label, slots["label"]):
        return
    same = NewGoal(goal.label, goal.starts_on, goal.theme, goal.own_words, goal.state)
    new = replace(same, label=label, own_words=own, ended_on=goal.ended_on)

    def save() -> Done:
        row = correct_goal(visit.context, person=person, goal=goal.id, new=new)
        saved(visit, place)
        return _done(person, "goal_moved", row)

    person_saved.attempt(slots, save)


def step_fields(visit: Visit, person: str, step: StepView) -> None:
    """Draw the fields that correct a step.

    Args:
        visit: who is here.
        person: pseudonym.
        step: as it stands.
    """
    place = _step_place(person, step=step)
    now = YOUNG if step.by_young_person else WORKER
    slots, label, due_on, who = _step_words(
        visit, place, label=step.label, due_on=step.due_on, who=now
    )
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

    def save() -> Done:
        row = correct_step(visit.context, person=person, step=step.id, new=new)
        saved(visit, place)
        return _done(person, "step_moved", row)

    person_saved.attempt(slots, save)


def _goal_words(
    visit: Visit, place: Place, *, label: str, own: bool
) -> tuple[dict[str, Any], str, bool]:
    """Draw what an objective says; what was typed and not saved is offered above."""
    look_once(visit, place, first="label")
    offer(visit, place)
    changed, slots = keeper(visit, place), dict[str, Any]()
    words = _words(_("Objectif"), place, slots, value=label, changed=changed)
    key = place.widget(place.fields["own"])
    start(key, own)
    said = st.checkbox(_("Dit par le jeune, avec ses mots"), key=key, on_change=changed)
    return slots, words, said


def _step_words(
    visit: Visit, place: Place, *, label: str, due_on: date | None, who: str
) -> tuple[dict[str, Any], str, date | None, str]:
    """Draw what a step says; what was typed and not saved is offered above."""
    look_once(visit, place, first="label")
    offer(visit, place)
    changed, slots = keeper(visit, place), dict[str, Any]()
    words = _words(_("Étape"), place, slots, value=label, changed=changed)
    left, right = (st, st) if place.row else st.columns(2)
    due = _due_field(left, place.widget(place.fields["due_on"]), due_on, changed)
    slots["due_on"] = left.empty()
    by = _who_field(right, place.widget(place.fields["who"]), who, changed)
    return slots, words, due, by


def _done(person: str, what: str, row: int) -> Done:
    return Done(SECTION, person, (row,), what)


def _words(
    label: str,
    place: Place,
    slots: dict[str, Any],
    *,
    value: str,
    changed: Callable[[], None],
) -> str:
    key = place.widget(place.fields["label"])
    start(key, value)
    typed: str = st.text_input(
        label,
        key=key,
        max_chars=LONGEST,
        help=_("Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."),
        on_change=changed,
    )
    slots["label"] = st.empty()
    return typed


def _due_field(
    place: Any, key: str, value: date | None, changed: Callable[[], None]
) -> date | None:
    start(key, value)
    chosen: date | None = place.date_input(
        _("À faire avant le"),
        value=None,
        min_value=date.min,
        max_value=date.max,
        format="DD/MM/YYYY",
        key=key,
        on_change=changed,
    )
    return chosen


def _who_field(place: Any, key: str, value: str, changed: Callable[[], None]) -> str:
    names = {WORKER: _("Le professionnel"), YOUNG: _("Le jeune")}
    start(key, value)
    chosen: str = place.radio(
        _("Qui le fait"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        horizontal=True,
        on_change=changed,
    )
    return chosen


def _goal_field(plan: Plan, place: Place, changed: Callable[[], None]) -> str | None:
    goals = {g.ref: g.label for g in plan.goals if g.state == OPEN and g.mine}
    if not goals:
        return None
    options, key = ["", *goals][::-1], place.widget(place.fields["goal"])
    among(key, options)
    start(key, options[len(goals) - 1])
    chosen: str = st.selectbox(
        _("Pour l’objectif"),
        options,
        format_func=lambda ref: goals.get(ref) or _("Aucun en particulier"),
        key=key,
        on_change=changed,
    )
    return chosen or None
