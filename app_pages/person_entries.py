"""« Saisies » of a fiche: each version of an entry, its correction, its withdrawal.

Two workers may correct the same entry: the second one is shown both, side by side, and
nothing of either is lost before they choose.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.document import ask_focus
from app_pages.components.words import _, plain
from app_pages.entry_choices import code_field, kind_field
from app_pages.entry_conflict import Conflict, put_aside, show_conflict
from app_pages.entry_drafts import (
    Field,
    Place,
    keeper,
    look_once,
    offer,
    saved,
    start,
)
from app_pages.entry_state import kind_name, result_name
from app_pages.entry_values import SHOWN, field_name, told, told_changes
from app_pages.visit import Visit
from config.failure import Failure
from parcours.interventions.channels import CHANNELS, channel_name
from parcours.interventions.failures import WordsToConfirm
from parcours.interventions.history import Entry, Version, read_history
from parcours.interventions.operations import (
    NewIntervention,
    correct_intervention,
    withdraw_intervention,
)
from parcours.interventions.reasons import ASKED, reason_name
from parcours.interventions.typed_day import typed_day
from parcours.interventions.typed_hours import told_hours, typed_hours
from parcours.people.failures import AlreadyChanged
from parcours.people.notes import MAX_NOTE, check_words


OPENED = "entry_opened"  # row of the version that is being corrected
DONE = "entry_done"
IN_SUMMARY = ("kind", "starts_on", "ends_on")
DONE_STATE = "done"  # goes without saying
UNDER = "entry_refusal"  # the refusal of the last attempt, told under the form


def show_entries(visit: Visit, person: str) -> None:
    """Draw the list of entries, read only once it is opened.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    box = st.expander(
        _("Corriger une saisie, voir son historique"),
        key="own_entries",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        entries = read_history(visit.context, person=person)
        _say_done(person)
        if show_conflict(visit, person, entries):
            return
        if not entries:
            notices.nothing(
                _("Votre structure n’a encore rien saisi ici."),
                _("Les interventions saisies ci-dessus se corrigent ici."),
            )
            return
        for entry in entries:
            _row(visit, person, entry)


def _say_done(person: str) -> None:
    said = st.session_state.pop(DONE, None)
    if said is None or said[0] != person:
        return
    texts = {
        "corrected": _("Saisie corrigée ; l’ancienne version reste lisible ici."),
        "withdrawn": _("Saisie retirée : elle ne compte plus, et reste lisible ici."),
    }
    with st.container(border=True, key="entry_done"):
        st.markdown(texts[said[1]])


def _row(visit: Visit, person: str, entry: Entry) -> None:
    latest = entry.latest
    with st.container(border=True, key=f"entry_{entry.versions[0].id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_summary(visit, entry))
            if entry.counts:
                st.button(
                    _("Corriger ou retirer"),
                    key=f"correct_{latest.id}",
                    help=_summary_plain(visit, latest),
                    on_click=_open,
                    args=(latest.id,),
                )
        if details := _details(visit, latest.new):
            st.markdown(details)
        if len(entry.versions) > 1 or not entry.counts:
            st.markdown("  \n".join(_told_versions(visit, entry)))
        opened = st.session_state.get(OPENED)
        version = next((one for one in entry.versions if one.id == opened), None)
        if version is not None:
            if version.ended is not None:  # what was typed stays, to be compared
                st.markdown(f"**{_('Cette saisie a été changée entre-temps.')}**")
            _form(visit, person, entry, version)


def _open(row: int) -> None:
    is_open = st.session_state.get(OPENED) == row
    st.session_state[OPENED] = None if is_open else row
    st.session_state.pop(UNDER, None)
    if not is_open:
        ask_focus(f"fix_{row}_on")


def _summary(visit: Visit, entry: Entry) -> str:
    text = f"**{kind_name(visit, entry.latest.new.kind)}**, "
    text += formats.day(entry.latest.new.starts_on)
    if not entry.counts:
        text = f"~~{text}~~ {_('retirée')}"
    first = entry.versions[0]
    by = first.by or _("fichier d’un partenaire")
    at = formats.day(visit.day_of(first.at))
    told_by = _("saisie par {who} le {day}").format(who=plain(by), day=at)
    return f"{text} :small[{told_by}]"


def _details(visit: Visit, new: NewIntervention) -> str:
    """Tell what an entry holds besides its kind and day, its comment last."""
    line = _("{field} : {said}")
    held = [
        line.format(field=field_name(field), said=told(visit, new, field))
        for field in SHOWN
        if field not in IN_SUMMARY and getattr(new, field) not in (None, "", DONE_STATE)
    ]
    return f":small[{' ; '.join(held)}]" if held else ""


def _summary_plain(visit: Visit, version: Version) -> str:
    return f"{kind_name(visit, version.new.kind)}, {formats.day(version.new.starts_on)}"


def _told_versions(visit: Visit, entry: Entry) -> list[str]:
    lines = []
    for n, version in enumerate(entry.versions):
        if version.ended is None or version.ended_at is None:
            continue
        day = formats.day(visit.day_of(version.ended_at))
        who = plain(version.ended_by or _("fichier d’un partenaire"))
        why = f" ({reason_name(version.reason)})" if version.reason else ""
        if version.ended == "withdrawn":
            text = _("Retirée le {day} par {who}{why}.")
            lines.append(text.format(day=day, who=who, why=why))
            continue
        after = entry.versions[n + 1].new if n + 1 < len(entry.versions) else None
        changes = [] if after is None else told_changes(visit, version.new, after)
        text = _("Corrigée le {day} par {who}{why} : {changes}.")
        lines.append(
            text.format(day=day, who=who, why=why, changes=" ; ".join(changes))
        )
    return [f":small[{line}]" for line in lines]


def _place(person: str, entry: Entry, version: Version) -> Place:
    """Tell where a correction stands; it is found again whatever version is open."""
    fields = {
        "on": Field("on"),
        "hours": Field("hours"),
        "kind": Field("kind", "code"),
        "channel": Field("channel", "code"),
        "result": Field("result", "code"),
        "step": Field("step"),
        "reason": Field("reason", "code"),
        "note": Field("note"),
    }

    def key(name: str) -> str:
        return f"fix_{version.id}_{name}"

    row = str(entry.versions[0].id)
    return Place("correction", fields, key, person, row=row)


def _form(visit: Visit, person: str, entry: Entry, version: Version) -> None:
    place = _place(person, entry, version)
    look_once(visit, place, first="on")
    offer(visit, place)
    changed = keeper(visit, place)
    new, start_of = version.new, f"fix_{version.id}"
    start(f"{start_of}_on", f"{new.starts_on:%d/%m/%Y}")
    start(f"{start_of}_hours", told_hours(new.hours) if new.hours else "")
    start(f"{start_of}_step", new.next_step or "")
    start(f"{start_of}_note", new.note or "")
    left, middle, right = st.columns(3)
    on = left.text_input(_("Date"), key=f"{start_of}_on", on_change=changed)
    hours = middle.text_input(_("Durée"), key=f"{start_of}_hours", on_change=changed)
    kind = kind_field(visit, right, place, new.kind, changed)
    left, right = st.columns(2)
    channel = code_field(
        left,
        (place, "channel", _("Comment")),
        (CHANNELS, lambda code: channel_name(code) if code else _("Non précisé")),
        (new.channel, changed),
    )
    result = code_field(
        right,
        (place, "result", _("Résultat")),
        (
            visit.context.nomenclature.contact_results,
            lambda code: result_name(visit, code),
        ),
        (new.result, changed),
    )
    left, right = st.columns(2)
    step = left.text_input(
        _("Étape suivante"),
        max_chars=MAX_NOTE,
        key=f"{start_of}_step",
        on_change=changed,
    )
    reason = right.selectbox(
        _("Pourquoi"),
        ASKED,
        format_func=reason_name,
        key=place.widget(place.fields["reason"]),
        on_change=changed,
    )
    note = st.text_area(
        _("Commentaire"),
        max_chars=MAX_NOTE,
        key=f"{start_of}_note",
        on_change=changed,
    )
    doubted = _say_refusal(version.id)
    typed = {"on": on, "hours": hours, "step": step, "note": note, "kind": kind}
    typed |= {"channel": channel, "result": result}
    close = partial(_open, version.id)
    with st.container(horizontal=True):
        if st.button(_("Corriger"), type="primary", key=f"{start_of}_save"):
            _correct(visit, place, version, typed, reason, anyway=False)
        if doubted and st.button(_("Enregistrer quand même"), key=f"{start_of}_anyway"):
            _correct(visit, place, version, typed, reason, anyway=True)
        if st.button(_("Retirer cette saisie"), key=f"{start_of}_withdraw"):
            _withdraw(visit, place, version, reason)
        st.button(_("Fermer"), key=f"{start_of}_close", on_click=close)


def _say_refusal(row: int) -> bool:
    """Tell why the last attempt was refused; tell whether it may be saved anyway."""
    held = st.session_state.get(UNDER)
    if held is None or held[0] != row:
        return False
    notices.beside_field(held[1])
    return isinstance(held[1], WordsToConfirm)


def _correct(
    visit: Visit,
    place: Place,
    version: Version,
    typed: dict[str, Any],
    reason: str,
    *,
    anyway: bool,
) -> None:
    person = place.about or ""

    def work() -> None:
        new = _as_typed(visit, version.new, typed)
        if not anyway:
            _think_over(visit, person, version.new, new)
        try:
            correct_intervention(
                visit.context,
                person=person,
                intervention=version.id,
                new=new,
                reason=reason,
                anyway=True,
            )
        except AlreadyChanged:
            put_aside(Conflict(person, version.id, new, reason))
            st.session_state[OPENED] = None
            st.rerun()

    _attempt(visit, place, version, ("corrected", work))


def _withdraw(visit: Visit, place: Place, version: Version, reason: str) -> None:
    def work() -> None:
        withdraw_intervention(
            visit.context,
            person=place.about or "",
            intervention=version.id,
            reason=reason,
        )

    _attempt(visit, place, version, ("withdrawn", work))


def _attempt(
    visit: Visit, place: Place, version: Version, act: tuple[str, Callable[[], None]]
) -> None:
    done, work = act
    try:
        work()
    except Failure as refusal:
        st.session_state[UNDER] = (version.id, refusal)
        st.rerun()
    saved(visit, place)
    st.session_state[OPENED] = None
    st.session_state.pop(UNDER, None)
    st.session_state[DONE] = (place.about, done)
    st.rerun()


def _as_typed(
    visit: Visit, former: NewIntervention, typed: dict[str, Any]
) -> NewIntervention:
    on: date = typed_day(typed["on"], today=visit.today)
    return replace(
        former,
        kind=typed["kind"] or former.kind,
        starts_on=on,
        ends_on=former.ends_on and former.ends_on + (on - former.starts_on),
        hours=typed_hours(typed["hours"]),
        channel=typed["channel"],
        result=typed["result"],
        next_step=typed["step"].strip() or None,
        note=typed["note"].strip() or None,
    )


def _think_over(
    visit: Visit, person: str, former: NewIntervention, new: NewIntervention
) -> None:
    """Ask about words that were typed now; those on record were asked about then."""
    texts = {
        field: getattr(new, field)
        for field in ("next_step", "note")
        if getattr(new, field) and getattr(new, field) != getattr(former, field)
    }
    if not texts:
        return
    found = check_words(visit.context, desk=visit.desk, person=person, texts=texts)
    if found:
        raise WordsToConfirm(next(iter(texts)), found)
