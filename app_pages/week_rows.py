"""The rows of « À faire »: one sentence, one gesture to act, one to put off."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from babel.dates import format_date

from app_pages import week_acts
from app_pages.components import formats, situations
from app_pages.components.words import _, named, plain, same_language
from app_pages.person_named import of_card
from app_pages.visit import Visit, open_page_of
from config.translation import current_language
from parcours.reminders.due import Reminder
from parcours.reminders.operations import WeekView


ROWS = 12  # drawn at once in a list
FEW = 5  # in each subject
BETWEEN = " \u2002 "
SHOWN = "week_shown"


def groups() -> dict[str, str]:
    """Give the subjects in the order of the page, with their names."""
    return {
        "rights": _("Droits"),
        "steps": _("Étapes"),
        "relays": _("Relais"),
        "contacts": _("Contacts"),
        "situations": _("Situations"),
        "ages": _("Âges"),
        "worksites": _("Chantiers"),
        "information": _("Information du jeune"),
    }


def counted(group: str, n: int) -> str:
    """Write how many reminders a subject has.

    Args:
        group: the subject.
        n: how many, at least one.

    Returns:
        "3 relais", in the language in use.
    """
    one, more = {
        "rights": (_("{n} droit demandé"), _("{n} droits demandés")),
        "steps": (_("{n} étape"), _("{n} étapes")),
        "relays": (_("{n} relais sans réponse"), _("{n} relais restés sans réponse")),
        "contacts": (_("{n} contact à prendre"), _("{n} contacts à prendre")),
        "situations": (_("{n} situation"), _("{n} situations")),
        "ages": (_("{n} anniversaire"), _("{n} anniversaires")),
        "worksites": (_("{n} chantier"), _("{n} chantiers")),
        "information": (_("{n} information à faire"), _("{n} informations à faire")),
    }[group]
    return (one if n == 1 else more).format(n=n)


def by_day(visit: Visit, week: WeekView) -> None:
    """Draw all reminders under their days.

    Args:
        visit: who is here.
        week: what is to be done.
    """
    n = st.session_state.get(SHOWN, {}).get("all", ROWS)
    heads = [_head(one.due.on, visit.today) for one in week.reminders[:n]]
    with st.container(key="week_rows"):
        for number, (head, one) in enumerate(
            zip(heads, week.reminders[:n], strict=True)
        ):
            if number == 0 or heads[number - 1] != head:
                st.header(head, anchor=False)
            _row(visit, week, one)
    _more("all", n, len(week.reminders))


def by_subject(visit: Visit, week: WeekView) -> None:
    """Draw the reminders under their subjects.

    Args:
        visit: who is here.
        week: what is to be done.
    """
    with st.container(key="week_rows"):
        for group, name in groups().items():
            found = [one for one in week.reminders if one.rule.group == group]
            if found:
                st.header(f"{name} ({len(found)})", anchor=False)
                _some(visit, week, group, found)


def _some(visit: Visit, week: WeekView, group: str, found: Sequence[Reminder]) -> None:
    n = st.session_state.get(SHOWN, {}).get(group, FEW)
    for one in found[:n]:
        _row(visit, week, one)
    _more(group, n, len(found))


def _more(group: str, shown: int, n: int) -> None:
    if n > shown:
        text = _("Afficher la suite ({n} rappels)").format(n=n - shown)
        st.button(text, key=f"more_{group}", on_click=_show_more, args=(group, shown))


def _show_more(group: str, shown: int) -> None:
    kept = st.session_state.get(SHOWN, {})
    st.session_state[SHOWN] = {**kept, group: shown + ROWS}


def _head(on: date, today: date) -> str:
    if on < today:
        return _("Avant aujourd’hui")
    if on == today:
        return _("Aujourd’hui")
    if (on - today).days > week_acts.WEEK:
        return _("Dans plus d’une semaine")
    told = format_date(on, "EEEE d MMMM", locale=current_language())
    return str(told)[:1].upper() + str(told)[1:]


def _row(visit: Visit, week: WeekView, one: Reminder) -> None:
    """One line on a desk, one card on a telephone."""
    card = week.cards[one.person]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.button(
            f"**{of_card(card)}**{BETWEEN}{sentence(visit, one)}",
            key=f"open_{one.person}_{one.key}",
            type="tertiary",
            width="stretch",
            wrap=True,
            on_click=open_page_of,
            args=(one.person,),
        )
        week_acts.offer(visit, one)
        week_acts.offer_to_put_off(visit, one)


def sentence(visit: Visit, one: Reminder) -> str:
    """Write the fact that a reminder states.

    Args:
        visit: who is here.
        one: the reminder.

    Returns:
        Markdown, in the language in use.
    """
    due, text = one.due, named(one.rule.texts)
    is_month = one.rule.group == "ages"
    never = due.since is None
    return text.format(
        day=formats.month(due.on) if is_month else formats.day(due.on),
        since=_("jamais") if never else formats.day(due.since),
        what=what_of(visit, one),
        n=due.n or 0,
    )


def what_of(visit: Visit, one: Reminder) -> str:
    """Write what a reminder is about: a situation, an action, a structure, a step.

    Args:
        visit: who is here.
        one: the reminder.

    Returns:
        Markdown, in the language in use.
    """
    words, what = visit.context.nomenclature, one.due.what or ""
    if what in words.situations:
        return situations.name(what, words)
    if what in words.interventions:
        return named(words.interventions[what].labels, short=True)
    asked = {
        "access": _("accès"),
        "portability": _("portabilité"),
        "rectification": _("rectification"),
        "opposition": _("opposition"),
        "restriction": _("limitation"),
        "erasure": _("effacement"),
    }
    return asked.get(what) or plain(what) or _("sans précision")


def show_foreseen(visit: Visit, week: WeekView) -> None:
    """Draw what is to come, folded: it asks for nothing yet.

    Args:
        visit: who is here.
        week: what is to be done.
    """
    if not week.foreseen:
        return
    text = _("Dans les semaines qui suivent ({n})").format(n=len(week.foreseen))
    box = st.expander(text, key="foreseen", on_change="rerun")
    if not box.open:
        return
    n = st.session_state.get(SHOWN, {}).get("foreseen", ROWS)
    with box, st.container(key="foreseen_rows"):
        for one in week.foreseen[:n]:
            told = (
                f"**{of_card(week.cards[one.person])}**{BETWEEN}{sentence(visit, one)}"
            )
            st.button(
                told,
                key=f"foreseen_{one.person}_{one.key}",
                type="tertiary",
                width="stretch",
                wrap=True,
                on_click=open_page_of,
                args=(one.person,),
            )
        _more("foreseen", n, len(week.foreseen))


def show_put_off(visit: Visit, week: WeekView) -> None:
    """Draw the reminders that rest, to bring one back.

    Args:
        visit: who is here.
        week: what is to be done.
    """
    if not week.put_off:
        return
    text = _("Reportés par vous ({n})").format(n=len(week.put_off))
    box = st.expander(text, key="put_off", on_change="rerun")
    if not box.open:
        return
    with box:
        for one, until in week.put_off:
            with st.container(horizontal=True, vertical_alignment="center"):
                told = _("jusqu’au {day}").format(day=formats.day(until))
                label = (
                    f"{of_card(week.cards[one.person])}{BETWEEN}{sentence(visit, one)}"
                )
                st.markdown(f"**{label}** {told}", width="stretch")
                st.button(
                    _("Reprendre"),
                    key=f"wake_{one.person}_{one.key}",
                    on_click=same_language(week_acts.bring_back),
                    args=(visit, one.person, one.key),
                )
