"""What a reminder lets one do at once, what became of it, and the way back.

A click is answered before the page is drawn again, so that the page shows what is left.
Only pseudonyms, codes and rows are kept meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.words import _, named, same_language
from app_pages.person_named import for_whom
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.interventions.operations import log_contact
from parcours.interventions.undo import withdraw_contact, withdraw_situation
from parcours.people.months import add_months
from parcours.people.situations import Answer, answer_situation
from parcours.reminders.due import Reminder
from parcours.reminders.operations import snooze, wake


DONE = "week_done"
WEEK, FEW_DAYS = 7, 3
RIGHTS = "rights_box"  # the section of a young person's page, to be found open
ASKS = ("stale_situation", "return_without_evidence")  # measures of a situation
THREE_DAYS, ONE_MONTH, ON_A_DAY = "days", "month", "day"


@dataclass(frozen=True)
class Done:
    """What was just done.

    Attributes:
        what: still | ended | unknown | contact | put_off | back | undone.
        person: pseudonym.
        rows: rows written, to be withdrawn from the last.
        key: reminder put off.
        until: until when.
    """

    what: str
    person: str
    rows: tuple[int, ...] = ()
    key: str = ""
    until: date | None = None


def done_about() -> str | None:
    """Give the pseudonym of whom something was just done, or None."""
    done = st.session_state.get(DONE)
    return done.person if isinstance(done, Done) else None


def forget() -> None:
    """Say no longer what was just done: another page was drawn meanwhile."""
    st.session_state.pop(DONE, None)


def tell(visit: Visit, *, who: str) -> None:
    """Say what was just done and for whom, and offer to take it back.

    Args:
        visit: who is here.
        who: the young person as the rows of the page name them, in Markdown; nothing
            where no row can.
    """
    done = st.session_state.get(DONE)
    if isinstance(done, Failure):
        del st.session_state[DONE]
        notices.refused(done)
        return
    if not isinstance(done, Done):
        return
    with st.container(
        horizontal=True, vertical_alignment="center", border=True, key="saved"
    ):
        st.markdown(for_whom(who, _told(done)))
        if done.what in ("undone", "back"):
            return
        st.button(
            _("Annuler"),
            key="undo",
            on_click=same_language(take_back),
            args=(visit, done),
        )
        if done.what in ("ended", "unknown") and st.button(
            _("Ouvrir la fiche pour dire la suite"), key="tell_more"
        ):
            st.session_state[PERSON] = done.person
            visit.go("person")


def _told(done: Done) -> str:
    if done.until is not None:
        return _("Reporté au {day}.").format(day=formats.day(done.until))
    return {
        "still": _("Enregistré : situation vérifiée aujourd’hui."),
        "ended": _("Enregistré : terminé ; la suite est inconnue."),
        "unknown": _("Enregistré : situation inconnue aujourd’hui."),
        "contact": _("Enregistré : contact d’aujourd’hui."),
        "back": _("Le rappel est revenu."),
        "undone": _("Annulé : rien n’a changé."),
    }[done.what]


def _remember(work: Callable[[], Done]) -> None:
    try:
        st.session_state[DONE] = work()
    except Failure as refusal:
        st.session_state[DONE] = refusal


def take_back(visit: Visit, done: Done) -> None:
    """Undo what was just done.

    Args:
        visit: who is here.
        done: what was done.
    """

    def work() -> Done:
        context, person = visit.context, done.person
        for row in reversed(done.rows):
            if done.what == "contact":
                withdraw_contact(context, person=person, contact=row)
            else:
                withdraw_situation(context, person=person, situation=row)
        if done.key:
            wake(context, person=person, key=done.key)
        return Done("undone", person)

    _remember(work)


def bring_back(visit: Visit, person: str, key: str) -> None:
    """Bring a reminder back that was put off.

    Args:
        visit: who is here.
        person: pseudonym.
        key: the reminder's.
    """

    def work() -> Done:
        wake(visit.context, person=person, key=key)
        return Done("back", person)

    _remember(work)


def answer(visit: Visit, person: str, situation: str, said: Answer) -> None:
    """Record whether a young person is still in a situation.

    Args:
        visit: who is here.
        person: pseudonym.
        situation: the one asked about.
        said: still | ended | unknown.
    """

    def work() -> Done:
        rows = answer_situation(
            visit.context, person=person, situation=situation, answer=said
        )
        return Done(said, person, tuple(rows))

    _remember(work)


def offer(visit: Visit, one: Reminder) -> None:
    """Draw the gesture by which a reminder is answered, where there is one.

    Args:
        visit: who is here.
        one: the reminder.
    """
    ref = f"{one.person}_{one.key}"
    if one.rule.measure in ASKS and one.due.what:
        st.button(
            _("Confirmer la situation"),
            key=f"confirm_{ref}",
            on_click=same_language(answer),
            args=(visit, one.person, one.due.what, "still"),
        )
    elif one.rule.group == "information" and visit.may("rights.read"):
        if st.button(_("Ouvrir ses droits"), key=f"rights_{ref}"):
            st.session_state[PERSON] = one.person
            st.session_state[RIGHTS] = True
            visit.go("person")
    elif one.rule.group in ("contacts", "situations", "steps"):
        results = visit.context.nomenclature.contact_results
        key = f"contact_{ref}"  # no language: it keeps no choice
        st.menu_button(
            _("Noter un contact"),
            list(results),
            format_func=lambda code: named(results[code].labels),
            key=key,
            on_click=same_language(_log),
            args=(visit, one.person, key),
        )


def _log(visit: Visit, person: str, key: str) -> None:
    result = st.session_state.get(key)
    if result is None:
        return

    def work() -> Done:
        row = log_contact(
            visit.context, person=person, on=visit.today, result=str(result)
        )
        return Done("contact", person, (row,))

    _remember(work)


def offer_to_put_off(visit: Visit, one: Reminder) -> None:
    """Draw the gesture by which a reminder rests for a week; beside it, other lengths.

    Args:
        visit: who is here.
        one: the reminder.
    """
    ref = f"{one.person}_{one.key}"
    st.button(
        _("Plus tard"),
        key=f"week_{ref}",
        help=_("Reparaît dans une semaine."),
        on_click=same_language(put_off),
        args=(visit, one.person, one.key, visit.today + timedelta(days=WEEK)),
    )
    names = {
        THREE_DAYS: _("Trois jours"),
        ONE_MONTH: _("Un mois"),
        ON_A_DAY: _("Jusqu’à un jour…"),
    }
    key = f"later_{ref}"
    chosen = st.menu_button(
        _("Autre délai"),
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_click=same_language(_put_off_for),
        args=(visit, one.person, one.key, key),
    )
    if chosen == ON_A_DAY:
        _ask_day(visit, one)


def _put_off_for(visit: Visit, person: str, alert: str, key: str) -> None:
    until = {
        THREE_DAYS: visit.today + timedelta(days=FEW_DAYS),
        ONE_MONTH: add_months(visit.today, 1),
    }.get(str(st.session_state.get(key)))
    if until is not None:
        put_off(visit, person, alert, until)


def put_off(visit: Visit, person: str, alert: str, until: date) -> None:
    """Put a reminder off until a day.

    Args:
        visit: who is here.
        person: pseudonym.
        alert: the reminder's key.
        until: the day on which it comes back.
    """

    def work() -> Done:
        snooze(visit.context, person=person, key=alert, until=until)
        return Done("put_off", person, key=alert, until=until)

    _remember(work)


def _ask_day(visit: Visit, one: Reminder) -> None:
    @st.dialog(_("Reporter jusqu’à un jour"))
    def window() -> None:
        day: Any = st.date_input(
            _("Reparaît le"),
            value=visit.today + timedelta(days=WEEK),
            min_value=date.min,
            max_value=date.max,
            format="DD/MM/YYYY",
            key="put_off_until",
        )
        if st.button(_("Reporter"), type="primary", key="put_off_save"):
            put_off(visit, one.person, one.key, day)
            if isinstance(st.session_state.get(DONE), Failure):
                notices.beside_field(st.session_state.pop(DONE))
                return
            st.rerun()

    window()
