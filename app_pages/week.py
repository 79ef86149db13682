"""« À faire cette semaine »: what is due for my young people, by day or by subject."""

import streamlit as st

from app_pages import week_acts, week_rows, week_situations
from app_pages.components import notices
from app_pages.components.words import _, keyed
from app_pages.person_named import of_card
from app_pages.visit import ARRIVED, Visit
from parcours.reminders.operations import WeekView, read_week


BY_DAY, BY_SUBJECT, SITUATIONS = "day", "subject", "situations"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("À faire cette semaine"), anchor=False)
    if st.session_state.get(ARRIVED):
        week_acts.forget()
    about = week_acts.done_about()
    week = read_week(visit.context, desk=visit.desk, also=about)
    st.markdown(_answer(visit, week))
    card = week.cards.get(about or "")
    week_acts.tell(visit, who=of_card(card) if card else "")
    if not week.reminders:
        _nothing(visit, week)
    else:
        _views(visit, week)
    week_rows.show_foreseen(visit, week)
    week_rows.show_put_off(visit, week)


def _answer(visit: Visit, week: WeekView) -> str:
    found = week.reminders
    if not found and week.n_followed == 0:
        return _("Rien n’est à faire : vous n’accompagnez encore aucun jeune.")
    if not found and week.n_followed == 1:
        return _("Rien n’est à faire pour le jeune que vous accompagnez.")
    if not found:
        return _("Rien n’est à faire pour vos {n} jeunes accompagnés.").format(
            n=week.n_followed
        )
    persons = len({one.person for one in found})
    head = (
        _("**{n} rappel** pour **{persons} jeune**{late} :")
        if len(found) == 1
        else _("**{n} rappels** pour **{persons} jeunes**{late} :")
        if persons > 1
        else _("**{n} rappels** pour **{persons} jeune**{late} :")
    )
    n_late = sum(one.is_late(today=visit.today) for one in found)
    late = _(", dont **{n} en retard**").format(n=n_late) if n_late else ""
    counts = [
        week_rows.counted(group, n)
        for group in week_rows.groups()
        if (n := sum(one.rule.group == group for one in found))
    ]
    told = head.format(n=len(found), persons=persons, late=late)
    return told + " " + " · ".join(counts)


def _nothing(visit: Visit, week: WeekView) -> None:
    if week.n_followed:
        notices.nothing(
            _("Tout est à jour."),
            _("Un rappel paraît ici avant son échéance, quand sa règle le demande."),
        )
        return
    notices.nothing(
        _("Votre portefeuille est vide."),
        _("Les rappels portent sur les jeunes que vous accompagnez."),
    )
    if st.button(_("Mon portefeuille"), key="to_caseload"):
        visit.go("caseload")


def _views(visit: Visit, week: WeekView) -> None:
    asked = week_situations.to_ask(week)
    names = {
        BY_DAY: _("Par jour"),
        BY_SUBJECT: _("Par sujet"),
        SITUATIONS: _("Situations à confirmer ({n})").format(n=len(asked)),
    }
    key = keyed("week_view")
    st.session_state.setdefault(key, BY_DAY)
    chosen = st.segmented_control(
        _("Présenter"),
        list(names),
        required=True,
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
    )
    if chosen == SITUATIONS:
        week_situations.show(visit, week)
    elif chosen == BY_SUBJECT:
        week_rows.by_subject(visit, week)
    else:
        week_rows.by_day(visit, week)
    st.caption(
        _(
            "Chaque rappel dit un fait du suivi. Le jour seul les ordonne : aucun "
            "jeune n’est noté ni classé."
        )
    )
