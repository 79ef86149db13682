"""Situations to be confirmed, one after the other: yes, no, don't know, by keyboard."""

from collections import deque

import streamlit as st

from app_pages import week_acts
from app_pages.components import formats, notices, situations
from app_pages.components.words import _, same_language
from app_pages.person_named import of_card
from app_pages.visit import PERSON, Visit
from parcours.reminders.due import Reminder
from parcours.reminders.operations import WeekView


PASSED = "week_passed"
KEYS = "week_keys"
NEXT = 5  # lines shown after the one that is asked


def to_ask(week: WeekView) -> list[Reminder]:
    """Find the situations to ask about, one per young person, by due day.

    Args:
        week: what is to be done.

    Returns:
        Reminders that name a situation.
    """
    found: dict[str, Reminder] = {}
    for one in week.reminders:
        if one.rule.measure in week_acts.ASKS and one.due.what:
            found.setdefault(one.person, one)
    return list(found.values())


def show(visit: Visit, week: WeekView) -> None:
    """Draw the question about the next young person, and who comes after.

    Args:
        visit: who is here.
        week: what is to be done.
    """
    asked = to_ask(week)
    if not asked:
        notices.nothing(_("Toutes les situations sont vérifiées."))
        return
    passed = st.session_state.get(PASSED, ())
    queue = sorted(asked, key=lambda one: _turn(one, passed))
    _question(visit, week, queue[0], len(queue))
    _after(visit, week, queue[1 : NEXT + 1], len(queue) - 1)


def _turn(one: Reminder, passed: tuple[str, ...]) -> int:
    """Who was passed comes after the others, in the order of passing."""
    return passed.index(one.person) + 1 if one.person in passed else 0


def _question(visit: Visit, week: WeekView, one: Reminder, n: int) -> None:
    words, what = visit.context.nomenclature, one.due.what or ""
    with_keys = st.session_state.get(KEYS, True)
    with st.container(border=True, key="question"):
        left = _("{n} situations à confirmer") if n > 1 else _("Une dernière situation")
        st.caption(left.format(n=n))
        mark = situations.mark(what, words, look=visit.look)
        st.header(
            _("{who} : toujours « {what} » ?").format(
                who=of_card(week.cards[one.person]), what=situations.name(what, words)
            ),
            anchor=False,
        )
        seen = _("{mark}, établi pour la dernière fois le {day} ({ago}).")
        on = one.due.since
        st.markdown(
            seen.format(
                mark=mark,
                day=formats.day(on),
                ago=formats.ago(on, today=visit.today),
            )
        )
        _answers(visit, one, with_keys=with_keys)
    st.toggle(_("Répondre aussi par une seule touche"), value=True, key=KEYS)


def _answers(visit: Visit, one: Reminder, *, with_keys: bool) -> None:
    """Three answers, a pass and the page; each letter is the first of its word."""
    labels = (
        ("still", _("Oui"), _("O")),
        ("ended", _("Non"), _("N")),
        ("unknown", _("Je ne sais pas"), _("J")),
    )
    with st.container(horizontal=True, key="answers"):
        for said, label, letter in labels:
            st.button(
                label,
                key=f"still_{said}_{one.person}",
                shortcut=letter if with_keys else None,
                on_click=same_language(week_acts.answer),
                args=(visit, one.person, one.due.what, said),
            )
        st.button(
            _("Passer"),
            key=f"pass_{one.person}",
            shortcut=_("P") if with_keys else None,
            on_click=_pass,
            args=(one.person,),
        )
        if st.button(_("Ouvrir la fiche"), key=f"open_asked_{one.person}"):
            st.session_state[PERSON] = one.person
            visit.go("person")


def _pass(person: str) -> None:
    passed = deque(one for one in st.session_state.get(PASSED, ()) if one != person)
    passed.append(person)
    st.session_state[PASSED] = tuple(passed)
    st.session_state.pop(week_acts.DONE, None)


def _after(visit: Visit, week: WeekView, queue: list[Reminder], n: int) -> None:
    words = visit.context.nomenclature
    if not queue:
        return
    st.markdown(f"**{_('Ensuite')}**")
    line = _("{head} : {text}")
    lines = [
        "- "
        + line.format(
            head=of_card(week.cards[one.person]),
            text=situations.mark(one.due.what or "", words, look=visit.look)
            + f", {formats.day(one.due.since)}",
        )
        for one in queue
    ]
    if n > len(queue):
        lines.append("- " + _("et {n} autres").format(n=n - len(queue)))
    st.markdown("\n".join(lines))
