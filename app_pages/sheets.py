"""« Actions et chantiers »: what was done with several, one sheet each."""

from datetime import date

import streamlit as st

from app_pages import (
    sheets_form,
    sheets_kept,
    sheets_quick,
    sheets_saved,
    sheets_state,
)
from app_pages.components import formats, notices
from app_pages.components.words import _
from app_pages.sheets_words import counted, days, hours, people, titled
from app_pages.visit import Visit
from parcours.worksites.listing import SheetLine, SheetList, list_sheets
from parcours.worksites.operations import read_sheet


YEARS = 6
SHOWN, MORE = 25, "sheets_shown"
BETWEEN = " \u2002 "
FIRST_KIND = "chantier_educatif"


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Actions et chantiers"), anchor=False)
    if sheets_state.opened() is not None:
        sheets_form.show(visit)
        return
    year = st.session_state.get("sheets_year", visit.today.year)
    most = st.session_state.get(MORE, SHOWN)
    listed = list_sheets(
        visit.context, since=date(year, 1, 1), until=date(year, 12, 31), most=most
    )
    st.markdown(_answer(listed, year))
    sheets_saved.show_note(visit)
    sheets_kept.offer_sheets(visit)
    with st.container(horizontal=True):
        new = st.button(_("Nouvelle feuille d’action"), key="sheet_new")
    if new:
        sheets_state.begin(_last_kind(visit, listed), visit.today)
        st.rerun()
    sheets_quick.show(visit, listed)
    _list(visit, listed, year)


def _answer(listed: SheetList, year: int) -> str:
    if not listed.n:
        return _("Aucune feuille d’action en {year}.").format(year=year)
    one = _("En {year}, **{n} feuille** :") if listed.n == 1 else ""
    text = one or _("En {year}, **{n} feuilles** :")
    head = text.format(year=year, n=formats.whole(listed.n))
    parts = []
    if listed.people:
        parts += [people(listed.people), hours(listed.hours)]
    if listed.counted:
        parts.append(counted(listed.counted))
    return f"{head} {', '.join(parts) or _('personne encore')}."


def _last_kind(visit: Visit, listed: SheetList) -> str:
    used = [line.kind for line in listed.lines if line.people]
    return used[0] if used else FIRST_KIND


def _list(visit: Visit, listed: SheetList, year: int) -> None:
    this = visit.today.year
    st.header(_("Feuilles"), anchor=False)
    years = list(range(this, this - YEARS, -1))
    st.selectbox(_("Année"), years, key="sheets_year", width=160)
    if not listed.lines:
        notices.nothing(
            _("Aucune feuille d’action en {year}.").format(year=year),
            _("Ouvrez une feuille pour un chantier, ou comptez une soirée ci-dessus."),
        )
        return
    with st.container(key="cards"):
        for line in listed.lines:
            if st.button(_told(visit, line), key=f"sheet-{line.ref}", width="stretch"):
                sheets_state.open_saved(read_sheet(visit.context, ref=line.ref))
                st.rerun()
    if listed.n > len(listed.lines):
        left = formats.whole(listed.n - len(listed.lines))
        text = _("Afficher la suite ({n} feuilles)").format(n=left)
        st.button(text, key="more_sheets", on_click=_more)


def _more() -> None:
    st.session_state[MORE] = st.session_state.get(MORE, SHOWN) + SHOWN


def _told(visit: Visit, line: SheetLine) -> str:
    totals = []
    if line.people:
        totals += [people(line.people), hours(line.hours)]
    if line.counted:
        totals.append(counted(line.counted))
    parts = [
        titled(visit, line.kind, (line.title, line.place)),
        days(line.starts_on, line.ends_on),
        f":small[{', '.join(totals)}]",
    ]
    return BETWEEN.join(parts)
