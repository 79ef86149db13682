"""The entry of an intervention: last used values first, today unless said otherwise."""

from collections.abc import Callable, Iterable
from datetime import date
from types import MappingProxyType
from typing import Any

import streamlit as st

from app_pages.action_choice import action_field
from app_pages.components.document import ask_focus
from app_pages.components.words import _, keyed, typeset
from app_pages.entry_drafts import OPENED, Field, Place, keeper, saved
from app_pages.entry_fields import (
    channel_field,
    day_field,
    hours_field,
    read_day,
    read_step_day,
    step_day_field,
)
from app_pages.entry_state import (
    ROUND,
    SAVED,
    Saved,
    key,
    kind_name,
    refused,
    result_name,
    value,
)
from app_pages.visit import Visit
from config.failure import Failure, Where
from parcours.interventions.failures import DayUnclear, WordsToConfirm
from parcours.interventions.habits import Habits, read_habits
from parcours.interventions.history import check_minors
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.interventions.typed_hours import typed_hours
from parcours.people.notes import MAX_NOTE, check_words


HABITS = "entry_habits"
DOUBTED = "entry_doubted"  # codes of what the words seem to say, once asked
NOTE_PIXELS = 100  # three lines
FIELDS = MappingProxyType(
    {
        "kind": Field("kind", "code"),
        "on": Field("intervention_on", "day"),
        "hours": Field("hours_{kind}"),
        "channel": Field("channel", "code"),
        "result": Field("result", "code"),
        "action": Field("action", "code"),
        "step": Field("step"),
        "step_on": Field("step_on", "next_day"),
        "note": Field("note"),
    }
)
AT_THE_BACK = frozenset({"action", "step", "step_on", "note"})


def entry_place(person: str | None) -> Place:
    """Tell where the entry of an intervention stands.

    Args:
        person: pseudonym of the young person, None while nobody is chosen.

    Returns:
        The place.
    """
    return Place("intervention", FIELDS, key, person, folded=AT_THE_BACK)


def habits_of(visit: Visit) -> Habits:
    """Give what the worker last used; asked once, and after each entry."""
    at = (visit.context.principal.account_id, st.session_state.get(ROUND, 0))
    held = st.session_state.get(HABITS)
    if not isinstance(held, tuple) or held[0] != at:
        held = (at, read_habits(visit.context))
        st.session_state[HABITS] = held
    habits: Habits = held[1]
    return habits


def intervention_form(
    visit: Visit, person: str | None, *, after: Callable[[], None] | None = None
) -> None:
    """Draw the entry.

    Args:
        visit: who is here.
        person: pseudonym of the young person, None while nobody is chosen.
        after: called once it is saved, in the place of the fiche's own confirmation.
    """
    habits = habits_of(visit)
    kinds = _last_used_first(visit, habits.kinds)
    changed = keeper(visit, entry_place(person))
    slots: dict[str, Any] = {}
    left, right = st.columns(2)
    kind = left.selectbox(
        _("Intervention"),
        kinds,
        format_func=lambda code: kind_name(visit, code),
        key=key(keyed("kind")),
        on_change=changed,
    )
    slots["kind"] = left.empty()
    slots["starts_on"] = day_field(
        visit, right, _("Date"), "intervention_on", changed=changed
    )
    used = habits.kinds.get(kind)
    left, right = st.columns(2)
    channel = channel_field(
        left, "channel", used=used.channel if used else None, changed=changed
    )
    result = right.selectbox(
        _("Résultat"),
        ["", *visit.context.nomenclature.contact_results],
        format_func=lambda code: result_name(visit, code),
        key=key(keyed("result")),
        on_change=changed,
    )
    slots["result"] = right.empty()
    is_open = bool(st.session_state.get(key(OPENED)))
    with st.expander(
        _("Durée, étape suivante, commentaire"),
        key=key(f"more_{is_open}"),
        expanded=is_open,
    ):
        hours = used.hours if used else None
        _more_fields(visit, slots, changed, kind=kind, hours=hours)
        day = _day(visit)
        action = action_field(
            visit, st, day=day, key=key(keyed("action")), changed=changed
        )
        slots["action_id"] = st.empty()
    pressed = st.button(
        _("Enregistrer l’intervention"),
        type="primary",
        key=key("save_kind"),
        disabled=person is None,
    )
    if person is None:
        st.caption(_("Choisissez d’abord un jeune : il en faut un pour enregistrer."))
    anyway = _doubt(slots)
    if person is not None and (pressed or anyway):
        _attempt(
            visit,
            person,
            slots,
            (kind, channel, result, action),
            anyway=anyway,
            after=after,
        )


def _more_fields(
    visit: Visit,
    slots: dict[str, Any],
    changed: Callable[[], None],
    *,
    kind: str,
    hours: float | None,
) -> None:
    left, middle, right = st.columns(3)
    slots["hours"] = hours_field(left, f"hours_{kind}", used=hours, changed=changed)
    middle.text_input(
        _("Étape suivante"), key=key("step"), max_chars=MAX_NOTE, on_change=changed
    )
    slots["next_step"] = middle.empty()
    slots["next_step_on"] = step_day_field(visit, right, "step_on", changed=changed)
    st.text_area(
        _("Commentaire"),
        key=key("note"),
        max_chars=MAX_NOTE,
        height=NOTE_PIXELS,
        help=_("Ne saisissez ni santé, ni justice, ni origine : l’orientation suffit."),
        on_change=changed,
    )
    slots["note"] = st.empty()


def _doubt(slots: dict[str, Any]) -> bool:
    """Ask once more about doubtful words; tell whether they are kept all the same."""
    doubted = st.session_state.get(DOUBTED)
    if doubted is None or doubted[0] != key("doubt"):
        return False
    texts = (value("note") or "", value("step") or "")
    if doubted[1] != hash(texts):  # they were changed since: asked afresh
        return False
    with st.container(border=True, key="doubt"):
        st.markdown(f"**{typeset(doubted[2])}**")
        st.markdown(_("L’orientation suffit. Corrigez le texte ci-dessus, ou :"))
        return st.button(_("Enregistrer quand même"), key=key("save_anyway"))


def _attempt(
    visit: Visit,
    person: str,
    slots: dict[str, Any],
    chosen: tuple[str, str | None, str, int | None],
    *,
    anyway: bool,
    after: Callable[[], None] | None,
) -> None:
    try:
        new = _typed(visit, chosen)
        if not anyway:
            _think_over(visit, person, new)
        cautions = check_minors(visit.context, person=person, new=new)
        row = log_intervention(visit.context, person=person, new=new, anyway=True)
    except WordsToConfirm as doubt:
        texts = (value("note") or "", value("step") or "")
        st.session_state[DOUBTED] = (key("doubt"), hash(texts), doubt.what)
        st.session_state[key(OPENED)] = True
        ask_focus(key("save_anyway"))
        st.rerun()
        return
    except Failure as refusal:
        refused(slots, refusal)
        return
    saved(visit, entry_place(person))
    st.session_state[SAVED] = Saved(
        person,
        "intervention",
        new.kind,
        new.starts_on,
        row,
        tuple(one.text for one in cautions),
    )
    st.session_state.pop(DOUBTED, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    ask_focus(key(keyed("kind")))
    if after is not None:
        after()
    st.rerun()


def _day(visit: Visit) -> date:
    """Give the day typed, today while it cannot be read."""
    try:
        return read_day(visit, "intervention_on")
    except DayUnclear:
        return visit.today


def _typed(
    visit: Visit, chosen: tuple[str, str | None, str, int | None]
) -> NewIntervention:
    kind, channel, result, action = chosen
    on = read_day(visit, "intervention_on")
    try:
        step_on = read_step_day(visit, "step_on")
    except DayUnclear as unclear:
        unclear.where = Where(column="next_step_on")
        raise
    return NewIntervention(
        kind=kind,
        starts_on=on,
        hours=typed_hours(value(f"hours_{kind}") or ""),
        result=result or None,
        next_step=(value("step") or "").strip() or None,
        next_step_on=step_on,
        note=(value("note") or "").strip() or None,
        channel=channel,
        action_id=action,
    )


def _think_over(visit: Visit, person: str, new: NewIntervention) -> None:
    """Look for what the words should not say; nothing typed, nothing looked for."""
    texts = {"next_step": new.next_step, "note": new.note}
    written = {field: text for field, text in texts.items() if text}
    if not written:
        return
    found = check_words(visit.context, desk=visit.desk, person=person, texts=written)
    if found:
        raise WordsToConfirm(next(iter(written)), found)


def _last_used_first(visit: Visit, used: Iterable[str]) -> list[str]:
    codes = [
        code
        for code, kind in visit.context.nomenclature.interventions.items()
        if kind.named != "forbidden"
    ]
    first = [code for code in used if code in codes]
    return [*first, *(code for code in codes if code not in first)]
