"""What becomes of a funded action: whom it reached, its own measures, its reports."""

from datetime import date

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _, keyed, plain
from app_pages.programme_edit import run, submitted
from app_pages.programme_reach import show_action_reach
from app_pages.visit import Visit
from parcours.programme.following import (
    ActionFollowed,
    add_measure,
    add_report,
    read_action,
)
from parcours.programme.measures import COUNT, SURVEY, Measure
from parcours.programme.views import ApplicationView


def show_follow_up(visit: Visit, found: ApplicationView) -> None:
    """Draw the follow-up of an action, and its forms for who may write.

    Args:
        visit: who is here.
        found: the application.
    """
    code = found.content.code
    followed = read_action(visit.context, code=code)
    st.header(_("Suivi de l’action"), anchor=False)
    show_action_reach(visit, code, followed.action)
    _measures(followed)
    for one in followed.reports:
        with st.container(border=True):
            st.markdown(f"**{_('Bilan {year}').format(year=one.year)}**")
            for text in (one.done, one.difficulties, one.next_year):
                if text:
                    st.markdown(plain(text))
    if visit.may("programme.measure"):
        with st.expander(_("Noter une mesure propre à l’action")):
            _measure_form(visit, code)
        with st.expander(_("Noter le bilan de l’année")):
            _report_form(visit, code)


def _measures(followed: ActionFollowed) -> None:
    if not followed.measures:
        return
    st.markdown(f"**{_('Mesures propres à l’action')}**")
    tables.table(
        (_("Mesure"), _("Avant"), _("Après"), _("Réponses"), _("Comment")),
        [
            (
                plain(one.label),
                _value(one.before, one.unit, one.before_on),
                _value(one.after, one.unit, one.after_on),
                _answers(one),
                plain(one.method),
            )
            for one in followed.measures
        ],
        alt=_("Mesures avant et après l’action"),
    )
    st.caption(_("Ce que l’on constate après l’action n’est pas toujours dû à elle."))


def _value(value: float | None, unit: str, on: date | None) -> str:
    if value is None:
        return formats.NOTHING
    number = formats.whole(value) if value == int(value) else formats.decimal(value)
    return f"{number} {plain(unit)} ({formats.day(on)})"


def _answers(one: Measure) -> str:
    if one.n_answered is None:
        return formats.NOTHING
    text = _("{n} sur {asked}")
    return text.format(n=one.n_answered, asked=one.n_asked)


def _measure_form(visit: Visit, code: str) -> None:
    kinds = {SURVEY: _("Enquête auprès d’habitants"), COUNT: _("Compte avant et après")}
    kind = st.radio(
        _("Nature de la mesure"),
        list(kinds),
        format_func=kinds.__getitem__,
        horizontal=True,
        key=keyed("measure_kind"),
    )
    with st.form("measure_form", border=False):
        label = st.text_input(
            _("Ce qui est mesuré"), max_chars=120, key="measure_label"
        )
        unit = st.text_input(_("Unité"), "%", max_chars=40, key="measure_unit")
        left, right = st.columns(2)
        before = left.number_input(
            _("Avant"), min_value=0.0, value=None, key="m_before"
        )
        before_on = right.date_input(
            _("Constaté avant, le"), None, format="DD/MM/YYYY", key="m_before_on"
        )
        after = left.number_input(_("Après"), min_value=0.0, value=0.0, key="m_after")
        after_on = right.date_input(
            _("Constaté après, le"), visit.today, format="DD/MM/YYYY", key="m_after_on"
        )
        asked = answered = None
        if kind == SURVEY:
            asked = left.number_input(_("Interrogés"), 0, value=0, key="m_asked")
            answered = right.number_input(_("Réponses"), 0, value=0, key="m_answered")
        method = st.text_input(
            _("Comment la mesure a été faite"), max_chars=300, key="measure_method"
        )
        if submitted(_("Enregistrer la mesure"), form="measure_form"):
            new = Measure(
                kind=kind or SURVEY,
                label=label,
                unit=unit,
                after=after,
                after_on=after_on,
                method=method,
                before=before,
                before_on=before_on,
                n_asked=asked,
                n_answered=answered,
            )
            run(
                lambda c: add_measure(visit.context, code=code, new=new, confirmed=c),
                code,
                form="measure_form",
            )


def _report_form(visit: Visit, code: str) -> None:
    with st.form("report_form", border=False):
        year = st.number_input(
            _("Année"), 2015, visit.today.year, visit.today.year, key="report_year"
        )
        done = st.text_area(_("Ce qui a été fait"), max_chars=1500, key="report_done")
        hard = st.text_area(_("Difficultés"), max_chars=1500, key="report_hard")
        after = st.text_area(_("Suites"), max_chars=1500, key="report_next")
        if submitted(_("Enregistrer le bilan"), form="report_form"):
            run(
                lambda c: add_report(
                    visit.context,
                    code=code,
                    year=int(year),
                    done=done,
                    difficulties=hard,
                    next_year=after,
                    confirmed=c,
                ),
                code,
                form="report_form",
            )
