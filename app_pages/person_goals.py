"""What a young person aims at, and the steps towards it: short on top, whole below."""

from functools import partial

import streamlit as st

from app_pages import person_saved
from app_pages.alone import alone
from app_pages.components import formats, notices, tables
from app_pages.components.words import _, plain, same_language, typeset
from app_pages.person_goal_forms import (
    goal_fields,
    new_goal_form,
    new_step_form,
    step_fields,
)
from app_pages.person_saved import Done
from app_pages.visit import Visit
from config.failure import Failure
from parcours.goals.operations import (
    correct_goal,
    correct_step,
    moved,
    read_history,
    read_plan,
    undo_goal,
    undo_step,
)
from parcours.goals.plan import OPEN, GoalView, Plan, StepView, main_goal, next_step
from parcours.people.path_view import PathView


SECTION, BOX = "goals", "goals_box"
SET, CORRECT = "goals.set", "goals.correct"


def read_goals(visit: Visit, path: PathView) -> Plan | None:
    """Read the plan once for the page, for those who may see it.

    Args:
        visit: who is here.
        path: the young person.

    Returns:
        The plan, None where it is not theirs to see.
    """
    if not visit.may("goals.read"):
        return None
    return read_plan(visit.context, person=path.person)


def show_goal_line(visit: Visit, plan: Plan | None) -> None:
    """Say the objective and the next step in one line, if there are any.

    Args:
        visit: who is here.
        plan: of the young person.
    """
    if plan is None:
        return
    goal, step = main_goal(plan), next_step(plan)
    parts = []
    if goal is not None:
        parts.append(_("Objectif : {label}").format(label=_said(goal)))
    if step is not None:
        text = (
            _("prochaine étape : {label}") if goal else _("Prochaine étape : {label}")
        )
        parts.append(text.format(label=plain(step.label)) + _due(visit, step))
    if parts:
        st.markdown(" · ".join(parts))


def show_goals(visit: Visit, path: PathView, plan: Plan | None) -> None:
    """Draw the section: objectives, their steps, what may be added.

    Args:
        visit: who is here.
        path: the young person.
        plan: as the viewer may see it.
    """
    if plan is None:
        return
    box = st.expander(_("Objectifs et étapes"), key=BOX, on_change="rerun")
    if not box.open:
        return
    with box:
        _tell(visit, path.person)
        if not (plan.goals or plan.steps):
            notices.nothing(
                _("Aucun objectif n’est encore fixé."),
                _("Demandez au jeune ce qu’il vise, et notez-le avec ses mots."),
            )
        for goal in plan.goals:
            _goal(visit, path.person, goal)
        if plan.steps:
            st.markdown(f"**{_('Autres étapes')}**")
        for step in plan.steps:
            _step(visit, path.person, step)
        if visit.may(SET):
            _new(visit, path.person, plan)


def _new(visit: Visit, person: str, plan: Plan) -> None:
    """Offer a new step and a new objective, their fields drawn once asked for."""
    with st.container(horizontal=True, key="goals_new"):
        names = {"step": _("Prévoir une étape"), "goal": _("Fixer un objectif")}
        for kind, name in names.items():
            menu = st.popover(
                name, key=person_saved.key(f"new_{kind}"), on_change="rerun"
            )
            if not menu.open:
                continue
            with menu:
                if kind == "step":
                    alone(partial(new_step_form, visit, person, plan))
                else:
                    alone(partial(new_goal_form, visit, person))


def _tell(visit: Visit, person: str) -> None:
    texts = {
        "goal": _("Objectif enregistré."),
        "goal_moved": _("Objectif modifié."),
        "step": _("Étape enregistrée."),
        "step_moved": _("Étape modifiée."),
        "taken_back": _("Saisie annulée : elle ne compte plus."),
    }

    def goal(rows: tuple[int, ...]) -> None:
        undo_goal(visit.context, person=person, goal=rows[0])

    def step(rows: tuple[int, ...]) -> None:
        undo_step(visit.context, person=person, step=rows[0])

    undo = {"goal": goal, "goal_moved": goal, "step": step, "step_moved": step}
    person_saved.tell(visit, person, section=SECTION, texts=texts, undo=undo)


def _said(goal: GoalView) -> str:
    if not goal.own_words:
        return plain(goal.label)
    return _("« {label} », dit par le jeune").format(label=plain(goal.label))


def _due(visit: Visit, step: StepView) -> str:
    if step.due_on is None:
        return ""
    day = formats.day(step.due_on)
    if step.is_late(visit.today):
        return " " + _("(prévue le {day}, **passé**)").format(day=day)
    return " " + _("(avant le {day})").format(day=day)


def _goal(visit: Visit, person: str, goal: GoalView) -> None:
    with st.container(border=True, key=f"goal_{goal.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{_said(goal)}**  \n:small[{_state_of(goal)}]")
            if goal.mine and visit.may(CORRECT):
                _goal_menu(visit, person, goal)
        for step in goal.steps:
            _step(visit, person, step)


def _state_of(goal: GoalView) -> str:
    states = {
        OPEN: _("en cours depuis le {day}"),
        "reached": _("atteint le {day}"),
        "dropped": _("mis de côté le {day}"),
    }
    day = formats.day(goal.ended_on or goal.starts_on)
    parts = [states[goal.state].format(day=day)]
    if not goal.mine:
        parts.append(typeset(plain(goal.organisation)))
    return " · ".join(parts)


def _step(visit: Visit, person: str, step: StepView) -> None:
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"step_{step.id}"
    ):
        st.markdown(_step_line(visit, step))
        if not (step.mine and visit.may("goals.correct_step")):
            return
        if step.state == OPEN:
            _move_button(visit, person, step, state="done", text=_("Fait"))
        _step_menu(visit, person, step)


def _step_line(visit: Visit, step: StepView) -> str:
    who = _("le jeune") if step.by_young_person else _("le professionnel")
    label = plain(step.label)
    if step.state == OPEN:
        return f"○ {label}{_due(visit, step)} · {who}"
    day = formats.day(step.done_on)
    text = _("fait le {day}") if step.state == "done" else _("mis de côté le {day}")
    sign = "●" if step.state == "done" else "×"
    return f"{sign} {label} · {who} · {text.format(day=day)}"


def _move_button(
    visit: Visit, person: str, view: GoalView | StepView, *, state: str, text: str
) -> None:
    """One click that ends an objective or a step, or opens it again."""
    kind = "goal" if isinstance(view, GoalView) else "step"

    def save() -> Done:
        new = moved(view, state=state, today=visit.today)
        if isinstance(view, GoalView):
            row = correct_goal(visit.context, person=person, goal=view.id, new=new)
        else:
            row = correct_step(visit.context, person=person, step=view.id, new=new)
        return Done(SECTION, person, (row,), f"{kind}_moved")

    st.button(
        text,
        key=f"{kind}_{state}_{view.id}",
        on_click=same_language(partial(person_saved.press, save)),
    )


def _goal_menu(visit: Visit, person: str, goal: GoalView) -> None:
    menu = st.popover(_("Modifier"), key=f"goal_menu_{goal.id}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        with st.container(horizontal=True):
            if goal.state == OPEN:
                reached, dropped = _("Atteint"), _("Mis de côté")
                _move_button(visit, person, goal, state="reached", text=reached)
                _move_button(visit, person, goal, state="dropped", text=dropped)
            else:
                _move_button(visit, person, goal, state=OPEN, text=_("Rouvrir"))
        alone(partial(goal_fields, visit, person, goal))
        if goal.corrected:
            _history(visit, person, goal.ref)


def _step_menu(visit: Visit, person: str, step: StepView) -> None:
    menu = st.popover(_("Modifier"), key=f"step_menu_{step.id}", on_change="rerun")
    if not menu.open:
        return
    with menu:
        if step.state == OPEN:
            dropped = _("Mis de côté")
            _move_button(visit, person, step, state="dropped", text=dropped)
        else:
            _move_button(visit, person, step, state=OPEN, text=_("Rouvrir"))
        alone(partial(step_fields, visit, person, step))
        if step.corrected:
            _history(visit, person, step.ref)


def _history(visit: Visit, person: str, ref: str) -> None:
    try:
        versions = read_history(visit.context, person=person, ref=ref)
    except Failure as refusal:
        notices.refused(refusal)
        return
    states = {
        OPEN: _("en cours"),
        "reached": _("atteint"),
        "done": _("fait"),
        "dropped": _("mis de côté"),
    }
    st.markdown(f"**{_('Historique')}**")
    tables.table(
        (_("Écrit le"), _("Par"), _("Quoi")),
        [
            (
                formats.day(one.recorded_on),
                plain(one.by or formats.NOTHING),
                f"{plain(one.label)} ({states[one.state]})",
            )
            for one in versions
        ],
        alt=_("Ce qui a été écrit, du plus récent au plus ancien"),
    )
