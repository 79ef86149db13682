"""One sheet on the screen: head, young people, hours, counts, and one save for all."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from app_pages import sheets_conflict, sheets_kept, sheets_state, steps
from app_pages.components import notices
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, same_language
from app_pages.person_saved import doubts_of
from app_pages.sheets_fields import HEAD_FIELDS, head_fields
from app_pages.sheets_grid import counts_grid, people_grid
from app_pages.sheets_people import add_people
from app_pages.sheets_saved import show_list
from app_pages.sheets_state import SAVED, Draft, SavedNote
from app_pages.sheets_words import days, hours, kind_name, people, short_day, summary
from app_pages.visit import Visit
from config.failure import Failure
from config.translation import current_language, use_language
from parcours.access.failures import SessionOver
from parcours.interventions.minor_rules import read_minor_rules
from parcours.people.cards import PersonCard
from parcours.worksites.failures import SheetChanged
from parcours.worksites.operations import (
    check_sheet,
    name_participants,
    save_sheet,
    withdraw_sheet,
)
from parcours.worksites.printing import attendance_page, days_of
from parcours.worksites.sheet import NewSheet, filled


REFUSED, LANGUAGE = "sheet_refused", "sheet_language"
USUAL_HOURS = 7.0  # of a day


def show(visit: Visit) -> None:
    """Draw the sheet on the screen.

    Args:
        visit: who is here.
    """
    draft = _drawn_afresh()
    refusal = _refusal(draft)
    with st.container(horizontal=True):
        if st.button(_("Toutes les feuilles"), key="sheet_back"):
            sheets_state.close()
            st.rerun()
    heading = _("Nouvelle feuille") if draft.based_on is None else _told(visit, draft)
    st.header(heading, anchor=False)
    draft = head_fields(visit, draft, refusal)
    cards = _cards(visit, draft)
    sheets_conflict.show(visit, draft, cards)
    kind = visit.context.nomenclature.interventions[draft.content.kind]
    if kind.named != "forbidden" or draft.content.people:
        add_people(visit, draft)
    language = current_language()

    @st.fragment
    def body() -> None:
        use_language(language)  # a fragment runs without the page around it
        try:
            _body(visit, cards)
        except SessionOver:
            st.rerun()

    body()
    _other_acts(visit, draft)


def _drawn_afresh() -> Draft:
    """Draw the fields from what is kept, where the browser holds none of them."""
    draft = sheets_state.opened()
    if draft is None:
        raise LookupError("no sheet is open")
    is_new = f"sheet_title_{draft.turn}" not in st.session_state
    if is_new or st.session_state.get(LANGUAGE) != current_language():
        st.session_state[LANGUAGE] = current_language()
        draft = sheets_state.redrawn(draft, draft.content)
    return draft


def _told(visit: Visit, draft: Draft) -> str:
    content = draft.base or draft.content
    name = kind_name(visit, content.kind)
    return f"{name}, {days(content.starts_on, content.ends_on)}"


def _cards(visit: Visit, draft: Draft) -> dict[str, PersonCard]:
    persons = [each.person for each in draft.content.people]
    if not persons:
        return {}
    found = name_participants(visit.context, desk=visit.desk, persons=persons)
    return {card.person: card for card in found}


def _refusal(draft: Draft) -> Failure | None:
    """Give the refusal of the last save, as long as nothing was changed since."""
    refused, content = st.session_state.get(REFUSED, (None, None))
    return refused if content == draft.content else None


def _body(visit: Visit, cards: Mapping[str, PersonCard]) -> None:
    """Draw what is typed most: hours and numbers, totals, and the save."""
    draft = sheets_state.opened()
    if draft is None:
        return
    content = draft.content
    kind = visit.context.nomenclature.interventions[content.kind]
    if content.people:
        content = _people(visit, draft, content, cards)
    if kind.named != "required" or content.counts:
        content = _counts(visit, draft, content)
    draft = replace(draft, content=content)
    sheets_state.keep(draft)
    sheets_kept.keep_sheet(visit, draft)
    st.markdown(_totals(content))
    refusal = _refusal(draft)
    if refusal is not None and refusal.where.column not in HEAD_FIELDS:
        notices.refused(refusal)
    with st.container(horizontal=True, key="sheet_acts"):
        text = _("Enregistrer la feuille")
        is_saved = st.button(text, type="primary", key="sheet_save")
        is_checked = st.button(_("Vérifier"), key="sheet_check")
    if is_saved:
        _save(visit, draft)
    elif is_checked:
        _check(visit, draft, cards)


def _people(
    visit: Visit, draft: Draft, content: NewSheet, cards: Mapping[str, PersonCard]
) -> NewSheet:
    is_work = content.kind in read_minor_rules(visit.context.config).work_kinds
    dated = replace(draft.start, starts_on=content.starts_on, ends_on=content.ends_on)
    st.markdown(f"**{_('Présences, en heures')}**")
    how = _(
        "0 = absent, vide = pas encore noté. Collez un bloc de tableur dans la "
        "grille ; pour retirer un jeune, cochez sa ligne puis supprimez-la."
    )
    st.markdown(f":small[{how}]")
    first, last = content.starts_on, content.ends_on
    on_it = people_grid(
        dated,
        cards,
        key=f"sheetgrid-{draft.turn}-{first}-{last}-{is_work}",
        is_work=is_work,
    )
    content = replace(content, people=on_it)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        usual = st.number_input(
            _("Heures par jour"),
            min_value=0.25,
            max_value=24.0,
            value=USUAL_HOURS,
            step=0.25,
            format="%g",
            key="sheet_usual",
            width=150,
        )
        text = _("Tous présents {hours}").format(hours=hours(usual))
        if st.button(text, key="sheet_fill"):
            past = [on for on in days_of(content) if on <= visit.today]
            full = replace(content, people=filled(content.people, past, usual))
            sheets_state.redrawn(draft, full)
            st.rerun()
        if st.button(_("Vider les heures"), key="sheet_empty"):
            empty = tuple(replace(each, hours=()) for each in content.people)
            sheets_state.redrawn(draft, replace(content, people=empty))
            st.rerun()
    return content


def _counts(visit: Visit, draft: Draft, content: NewSheet) -> NewSheet:
    kind = visit.context.nomenclature.interventions[content.kind]
    n = (min(content.ends_on, visit.today) - content.starts_on).days + 1
    every = [content.starts_on + timedelta(days=i) for i in range(max(n, 0))][:62]
    with st.expander(
        _("Participants comptés sans nom"),
        expanded=bool(content.counts) or kind.named == "forbidden",
        key="sheet_counts",
    ):
        how = _("En plus des jeunes ci-dessus : personne n’est compté deux fois.")
        st.markdown(f":small[{how}]")
        if not every and not content.counts:
            st.markdown(_("Les jours se comptent une fois venus."))
            return content
        first, last = content.starts_on, content.ends_on
        found = counts_grid(
            draft.start, every, key=f"sheetcounts-{draft.turn}-{first}-{last}"
        )
    return replace(content, counts=found)


def _totals(content: NewSheet) -> str:
    """Say the totals: of the sheet, of each day."""
    by_day: dict[str, float] = {}
    for on in days_of(content):
        noted = [dict(each.hours).get(on) for each in content.people]
        by_day[short_day(on)] = sum(hour or 0 for hour in noted)
    told = ", ".join(f"{on} {hours(n)}" for on, n in by_day.items() if n)
    total = _("**Total : {totals}.**").format(totals=summary(content))
    return f"{total} {told}".rstrip()


def _save(visit: Visit, draft: Draft) -> None:
    typed = [draft.content.title, draft.content.place]
    if told := doubts_of(visit, None, ", ".join(text for text in typed if text)):
        st.warning(told)
        return
    try:
        saved = save_sheet(
            visit.context,
            ref=draft.ref,
            new=draft.content,
            based_on=draft.based_on,
        )
    except SheetChanged:
        sheets_conflict.bring_together(visit, draft)
        st.rerun()
    except SessionOver:
        raise
    except Failure as refusal:
        st.session_state[REFUSED] = (refusal, draft.content)
        st.rerun()
    sheets_kept.forget_sheet(visit)
    st.session_state[SAVED] = SavedNote(draft.ref, "saved", saved.version)
    sheets_state.close()
    st.rerun()


def _check(visit: Visit, draft: Draft, cards: Mapping[str, PersonCard]) -> None:
    told = check_sheet(visit.context, new=draft.content, ref=draft.ref)
    if told:
        show_list(told, cards)
    else:
        st.markdown(_("Rien à signaler sur les mineurs et les heures."))


def _other_acts(visit: Visit, draft: Draft) -> None:
    """Draw what is done with a saved sheet: print, withdraw."""
    if draft.based_on is None:
        return
    with st.container(horizontal=True):
        st.download_button(
            _("Feuille d’émargement à imprimer"),
            data=lambda: hand_over(
                lambda: attendance_page(visit.context, desk=visit.desk, ref=draft.ref)
            ),
            file_name="emargement.html",
            mime="text/html",
            on_click="ignore",
            key="sheet_print",
        )
        if not steps.is_asked("withdraw_sheet", draft.ref):
            st.button(
                _("Retirer la feuille"),
                key="sheet_withdraw",
                on_click=steps.ask,
                args=("withdraw_sheet", draft.ref),
            )
    if steps.is_asked("withdraw_sheet", draft.ref):
        steps.confirm(
            [
                _("Les interventions de {people} ne compteront plus.").format(
                    people=people(len(draft.content.people))
                )
                if draft.content.people
                else _("Personne n’y est nommé : son décompte ne comptera plus."),
                _("Ce qui a été dit reste lisible à la date d’avant."),
            ],
            title=_("Retirer la feuille"),
            yes=_("Retirer"),
            no=_("Laisser"),
            do=same_language(lambda: _withdraw(visit, draft)),
        )


def _withdraw(visit: Visit, draft: Draft) -> None:
    steps.leave()
    try:
        withdraw_sheet(visit.context, ref=draft.ref, version=draft.based_on or 0)
    except Failure as refusal:
        st.session_state[SAVED] = refusal
    else:
        sheets_kept.forget_sheet(visit)
        st.session_state[SAVED] = SavedNote(draft.ref, "withdrawn")
    sheets_state.close()
