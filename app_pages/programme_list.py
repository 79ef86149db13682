"""The programming list as a file: taken away, filled in, sent back."""

import hashlib
from collections.abc import Sequence
from datetime import date

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.downloads import hand_over
from app_pages.components.words import _, plain, same_language, typeset
from app_pages.visit import Visit
from config.failure import Failure
from config.numbers import NOTHING, decimal
from config.translation import counted
from parcours.programme.contracts import ContractView
from parcours.programme.failures import ListProblem, ListRefused
from parcours.programme.list_import import Imported, import_list, preview_list
from parcours.programme.listing import export_list


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TURN, TOLD = "programme_list_turn", "programme_list_told"
SEEN = "programme_list_seen"  # what the file sent would change, gone with it
MOST_ROWS = 100  # changed cells that are shown
SHOWN = 30  # cells to correct, of which the others follow once these are


def show_list(visit: Visit, contract: ContractView) -> None:
    """Draw what may be done with the list, for who may.

    Args:
        visit: who is here.
        contract: the one shown.
    """
    if not visit.may("programme.export"):
        return
    st.header(_("Programmation en tableau"), anchor=False)
    _tell()
    years = sorted({call.year for call in contract.calls}, reverse=True)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        year = st.selectbox(
            _("Année à exporter"),
            [None, *years],
            format_func=_year,
            key="list_year",
            width=200,
        )
        st.download_button(
            _("Télécharger la liste (XLSX)"),
            data=lambda: hand_over(lambda: export_list(visit.context, year=year)),
            file_name=f"programmation-{year}.xlsx" if year else "programmation.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="list_export",
        )
        if visit.may("programme.import"):
            st.download_button(
                _("Modèle vide (XLSX)"),
                data=lambda: hand_over(
                    lambda: export_list(visit.context, is_blank=True)
                ),
                file_name="programmation-modele.xlsx",
                mime=XLSX,
                on_click="ignore",
                key="list_blank",
            )
    if visit.may("programme.import"):
        with st.expander(_("Envoyer une liste remplie ou corrigée")):
            _send(visit)


def _year(year: int | None) -> str:
    return _("Toutes les années") if year is None else str(year)


def _send(visit: Visit) -> None:
    st.markdown(
        _(
            "Une ligne par demande ou action ; le code les reconnaît. Vous voyez "
            "d’abord ce qu’elle changerait. Une liste est gardée en entier, ou pas du "
            "tout ; renvoyée sans changement, elle ne change rien."
        )
    )
    sent = st.file_uploader(
        _("Liste de programmation, XLSX ou CSV"),
        key=f"list_file_{st.session_state.get(TURN, 0)}",
    )
    if sent is None:
        return
    content, name = sent.getvalue(), sent.name
    try:
        told = _preview(visit, content, name)
    except Failure as refusal:
        _end(refusal)
        st.rerun()
    if not told.changes:
        st.info(said(told, _("Rien à changer : {parts}.")))
        return
    st.markdown(f"**{said(told, _('Cette liste changerait : {parts}.'))}**")
    _changes(told)
    is_confirmed = _doubts(told)
    with st.container(horizontal=True):
        st.button(
            _("Garder cette liste"),
            type="primary",
            key="list_keep",
            disabled=not is_confirmed,
            on_click=same_language(_keep),
            args=(visit, content, name, [one.key for one in told.doubts]),
        )
        st.button(_("Ne rien changer"), key="list_leave", on_click=same_language(_end))


def _preview(visit: Visit, content: bytes, name: str) -> Imported:
    """Ask once what a file would change; gone with the file."""
    held = st.session_state.get(SEEN)
    key = (name, hashlib.sha256(content).hexdigest())
    if held is None or held[0] != key:
        held = (key, preview_list(visit.context, content=content, name=name))
        st.session_state[SEEN] = held
    found: Imported = held[1]
    return found


def _keep(visit: Visit, content: bytes, name: str, confirmed: Sequence[str]) -> None:
    try:
        told = import_list(
            visit.context, content=content, name=name, confirmed=confirmed
        )
        _end(told)
    except Failure as refusal:
        _end(refusal)


def _end(told: Imported | Failure | None = None) -> None:
    """Let the file go, and tell what came of it."""
    st.session_state[TOLD] = told
    st.session_state.pop(SEEN, None)
    st.session_state[TURN] = st.session_state.get(TURN, 0) + 1


def _changes(told: Imported) -> None:
    rows = [
        (
            plain(one.code),
            _("Nouvelle demande") if one.is_new else plain(cell.column),
            NOTHING if one.is_new else _shown(cell.before),
            plain(one.title) if one.is_new else _shown(cell.after),
        )
        for one in told.changes
        for cell in (one.cells[:1] if one.is_new else one.cells)
    ]
    tables.table(
        (_("Code"), _("Colonne"), _("Aujourd’hui"), _("Dans la liste")),
        rows[:MOST_ROWS],
        alt=_("Ce que la liste changerait, cellule par cellule"),
    )
    left = len(rows) - MOST_ROWS
    if left > 0:
        text = counted(left, one=_("Et {n} autre."), many=_("Et {n} autres."))
        st.caption(text)


def _doubts(told: Imported) -> bool:
    """Show the cells that may hold something of a person; tell if all is confirmed."""
    if not told.doubts:
        return True
    st.warning(
        counted(
            len(told.doubts),
            one=_("**{n} cellule** semble contenir un élément sur une personne."),
            many=_("**{n} cellules** semblent contenir un élément sur une personne."),
        )
    )
    tables.table(
        (_("Ligne"), _("Code"), _("Colonne"), _("Semble contenir")),
        [
            (
                formats.whole(one.line),
                plain(one.key.partition("/")[0]),
                plain(one.column),
                plain(one.words),
            )
            for one in told.doubts[:MOST_ROWS]
        ],
        alt=_("Cellules qui semblent contenir un élément sur une personne"),
    )
    if len(told.doubts) > MOST_ROWS:
        text = _("Et {n} autres : corrigez le fichier, puis envoyez-le de nouveau.")
        st.caption(text.format(n=formats.whole(len(told.doubts) - MOST_ROWS)))
        return False
    st.caption(
        _("Ces textes peuvent être publiés : corrigez le fichier, ou confirmez-les.")
    )
    return st.checkbox(
        _("J’ai relu ces cellules : personne n’y est reconnaissable"),
        key=f"list_confirmed_{st.session_state.get(TURN, 0)}",
    )


def _shown(value: object) -> str:
    """Write a cell's value as people read it."""
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return formats.day(value)
    return plain(decimal(value, 2) if isinstance(value, float) else str(value))


def _tell() -> None:
    """Tell what came of the last list, once."""
    told = st.session_state.pop(TOLD, None)
    if isinstance(told, Imported):
        st.success(said(told))
    elif isinstance(told, Failure):
        notices.refused(told)
        if isinstance(told, ListRefused):
            _problems(told.problems)


def said(told: Imported, sentence: str | None = None) -> str:
    """Say how many applications a list brought, changed and left.

    Args:
        told: what came of it.
        sentence: around the numbers, with {parts}; None = that it was kept.

    Returns:
        One sentence.
    """
    parts = (
        counted(told.n_new, one=_("{n} nouvelle"), many=_("{n} nouvelles")),
        counted(told.n_changed, one=_("{n} modifiée"), many=_("{n} modifiées")),
        counted(told.n_same, one=_("{n} inchangée"), many=_("{n} inchangées")),
    )
    words = sentence or _("Liste gardée : {parts}.")
    return typeset(words.format(parts=", ".join(parts)))


def _problems(problems: Sequence[ListProblem]) -> None:
    tables.table(
        (_("Ligne"), _("Colonne"), _("Ce qui ne va pas"), _("Comment corriger")),
        [
            (
                formats.whole(one.line),
                plain(one.column),
                typeset(one.what),
                typeset(one.remedy),
            )
            for one in problems[:SHOWN]
        ],
        alt=_("Cellules à corriger dans la liste"),
    )
    left = len(problems) - SHOWN
    if left > 0:
        text = counted(left, one=_("Et {n} autre."), many=_("Et {n} autres."))
        st.caption(text)
