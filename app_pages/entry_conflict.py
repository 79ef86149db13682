"""Two corrections of one entry: both side by side, and three ways out.

The one that came second is held on the page until its worker chooses; the one that came
first is on record. Nothing is written before the choice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from app_pages.components import notices, tables
from app_pages.components.words import _, same_language
from app_pages.entry_values import SHOWN, field_name, told
from app_pages.visit import Visit
from config.failure import Failure
from parcours.interventions.history import Entry
from parcours.interventions.operations import (
    NewIntervention,
    correct_intervention,
    log_intervention,
)


ASIDE = "entry_aside"
SAID = "entry_conflict_said"


@dataclass(frozen=True)
class Conflict:
    """A correction that came second.

    Attributes:
        person: pseudonym.
        row: the version that it meant to correct.
        mine: what it says.
        reason: why it was made.
    """

    person: str
    row: int
    mine: NewIntervention
    reason: str


def put_aside(conflict: Conflict) -> None:
    """Hold a correction that came second until its worker chooses."""
    st.session_state[ASIDE] = conflict


def waiting(person: str) -> Conflict | None:
    """Give the correction that waits for a choice about a young person."""
    held = st.session_state.get(ASIDE)
    return held if isinstance(held, Conflict) and held.person == person else None


def show_conflict(visit: Visit, person: str, entries: Sequence[Entry]) -> bool:
    """Show both versions with the three choices, where a correction waits.

    Args:
        visit: who is here.
        person: pseudonym.
        entries: the entries as they stand on record.

    Returns:
        Whether one waits.
    """
    conflict = waiting(person)
    if conflict is None:
        return False
    entry = next((one for one in entries if one.holds(conflict.row)), None)
    if entry is None:
        st.session_state.pop(ASIDE)
        return False
    with st.container(border=True, key="conflict"):
        st.markdown(f"**{_('Cette saisie a été changée entre-temps.')}**")
        st.markdown(_says_who(entry))
        _side_by_side(visit, conflict, entry)
        failed = st.session_state.pop(SAID, None)
        if isinstance(failed, Failure):
            notices.refused(failed)
        _choices(visit, conflict, entry)
    return True


def _says_who(entry: Entry) -> str:
    latest = entry.latest
    if entry.counts:
        text = _("{who} l’a corrigée ; rien n’est perdu de ce que vous avez saisi.")
        who = latest.by or _("Une autre personne")
    else:
        text = _("{who} l’a retirée ; rien n’est perdu de ce que vous avez saisi.")
        who = latest.ended_by or _("Une autre personne")
    return text.format(who=who)


def _side_by_side(visit: Visit, conflict: Conflict, entry: Entry) -> None:
    theirs, mine = entry.latest.new, conflict.mine
    differ = [
        field
        for field in SHOWN
        if getattr(theirs, field) != getattr(mine, field) or field in ("kind",)
    ]
    tables.table(
        (_("Champ"), _("La vôtre"), _("La leur")),
        [
            (field_name(field), told(visit, mine, field), told(visit, theirs, field))
            for field in differ
        ],
        alt=_("Les deux versions de la saisie, champ par champ"),
    )


def _choices(visit: Visit, conflict: Conflict, entry: Entry) -> None:
    with st.container(horizontal=True):
        st.button(
            _("Garder la mienne"),
            key="keep_mine",
            type="primary",
            on_click=same_language(_run),
            args=(lambda: _keep_mine(visit, conflict, entry),),
        )
        st.button(_("Garder la leur"), key="keep_theirs", on_click=_drop)
        st.button(
            _("Garder les deux"),
            key="keep_both",
            help=_("La vôtre devient une intervention de plus."),
            on_click=same_language(_run),
            args=(lambda: _log(visit, conflict),),
        )


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    except Failure as refusal:
        st.session_state[SAID] = refusal
        return
    _drop()


def _drop() -> None:
    st.session_state.pop(ASIDE, None)


def _keep_mine(visit: Visit, conflict: Conflict, entry: Entry) -> None:
    if not entry.counts:
        _log(visit, conflict)
        return
    correct_intervention(
        visit.context,
        person=conflict.person,
        intervention=entry.latest.id,
        new=conflict.mine,
        reason=conflict.reason,
        anyway=True,
    )


def _log(visit: Visit, conflict: Conflict) -> None:
    new = replace(conflict.mine)
    log_intervention(visit.context, person=conflict.person, new=new, anyway=True)
