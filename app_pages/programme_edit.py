"""What a policy officer writes of the contract itself: levels, calls, targets."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Literal

import streamlit as st

from app_pages import steps
from app_pages.components import notices
from app_pages.components.words import _, keyed, named, same_language
from app_pages.programme_words import settings_of
from app_pages.visit import Visit
from cohorts.indicators.catalogue import read_catalogue
from config.failure import Failure
from parcours.programme.aims import Aim, set_aim
from parcours.programme.contracts import (
    CallView,
    ContractView,
    LevelView,
    open_call,
    save_contract,
    save_level,
)
from parcours.programme.doubts import WordsUnconfirmed


WRITTEN = "programme_written"
CONFIRMED = "programme_confirmed"  # names of a form and of its fields, no text
CLEARED = "programme_cleared"
Write = Callable[[Collection[str]], object]


def said() -> dict[str, str]:
    """Give what is told after a write."""
    return {WRITTEN: _("Enregistré.")}


def show_edits(visit: Visit, contract: ContractView | None, page: str) -> None:
    """Draw the forms, closed, for those who may write.

    Args:
        visit: who is here.
        contract: the one shown, None before there is any.
        page: where the answer is told.
    """
    if not visit.may("programme.save_contract"):
        return
    with st.expander(_("Inscrire un contrat"), expanded=contract is None):
        _contract_form(visit, page)
    if contract is None:
        return
    with st.expander(_("Ajouter ou renommer un niveau")):
        _level_form(visit, contract, page)
    with st.expander(_("Ouvrir un appel à projets")):
        _call_form(visit, contract, page)
    with st.expander(_("Fixer une cible")):
        _aim_form(visit, contract, page)


def submitted(label: str, *, form: str, is_primary: bool = False) -> bool:
    """Draw the button of a form; tell whether it is to be written now.

    Args:
        label: of the button.
        form: name of the form, as `run` has it.
        is_primary: whether it is the page's main act.

    Returns:
        True once it was pressed, or doubtful words of this form were confirmed.
    """
    kind: Literal["primary", "secondary"] = "primary" if is_primary else "secondary"
    return st.form_submit_button(label, type=kind) or is_confirmed(form)


def is_confirmed(form: str) -> bool:
    """Tell whether doubtful words of a form were confirmed just now."""
    held = st.session_state.get(CONFIRMED)
    return held is not None and held[0] == form


def run(
    write: Write,
    page: str,
    *,
    form: str,
    clears: Collection[str] = (),
    is_form: bool = True,
) -> None:
    """Write, and draw the page again; a refusal stays beside the form.

    Words that seem to hold something of a person are asked about: a second button
    writes what the form then holds.

    Args:
        write: the operation; takes the names of the fields that were confirmed.
        page: where the answer is told.
        form: name of the form.
        clears: keys of its fields to empty once it is written.
        is_form: whether a form is being drawn, whose buttons are of their own kind.
    """
    confirmed = st.session_state.pop(CONFIRMED)[1] if is_confirmed(form) else ()
    try:
        write(confirmed)
    except WordsUnconfirmed as doubt:
        notices.refused(doubt)
        button = st.form_submit_button if is_form else st.button
        button(
            _("Personne n’y est reconnaissable : enregistrer"),
            key=f"confirm_{form}",
            on_click=same_language(_confirm),
            args=(form, [*confirmed, *(one.field for one in doubt.doubts)]),
        )
        return
    except Failure as refusal:
        notices.refused(refusal)
        return
    st.session_state[CLEARED] = tuple(clears)
    st.session_state[steps.SAID] = (WRITTEN, page)
    st.rerun()


def _confirm(form: str, fields: Collection[str]) -> None:
    st.session_state[CONFIRMED] = (form, tuple(fields))


def clear_written() -> None:
    """Empty the fields of what was just written, before they are drawn."""
    for key in st.session_state.pop(CLEARED, ()):
        st.session_state[key] = ""


def _contract_form(visit: Visit, page: str) -> None:
    generations = settings_of(visit).generations
    with st.form("contract_form", border=False):
        name = st.text_input(_("Nom du contrat"), max_chars=120, key="contract_name")
        code = st.text_input(_("Code"), max_chars=40, key="contract_code")
        generation = st.selectbox(
            _("Génération"),
            list(generations)[::-1],
            format_func=lambda each: named(generations[each].labels),
            key=keyed("contract_generation"),
        )
        left, right = st.columns(2)
        first = left.date_input(
            _("Premier jour"),
            date(2024, 1, 1),
            format="DD/MM/YYYY",
            key="contract_from",
        )
        last = right.date_input(
            _("Dernier jour"), None, format="DD/MM/YYYY", key="contract_to"
        )
        if submitted(_("Inscrire le contrat"), form="contract_form", is_primary=True):
            run(
                lambda c: save_contract(
                    visit.context,
                    code=code,
                    name=name,
                    generation=generation or "",
                    starts_on=first,
                    ends_on=last,
                    confirmed=c,
                ),
                page,
                form="contract_form",
            )


def _level_form(visit: Visit, contract: ContractView, page: str) -> None:
    settings = settings_of(visit)
    generation = settings.generations[contract.generation]
    kinds = [*generation.levels, generation.transversal]
    tops = {one.code: one.name for one in contract.levels if one.kind == kinds[0]}
    with st.form("level_form", border=False):
        kind = st.selectbox(
            _("Niveau"),
            kinds,
            format_func=lambda each: named(settings.levels[each].labels),
            key=keyed("level_kind"),
        )
        parent = st.selectbox(
            _("Sous (pour un objectif)"),
            list(tops),
            format_func=tops.__getitem__,
            key="level_parent",
        )
        code = st.text_input(_("Code"), max_chars=40, key="level_code")
        name = st.text_input(_("Nom"), max_chars=120, key="level_name")
        ends = st.date_input(
            _("N’est plus en vigueur à partir du"),
            None,
            format="DD/MM/YYYY",
            key="level_ends",
        )
        if submitted(_("Enregistrer le niveau"), form="level_form"):
            above = parent if kind in generation.levels[1:] else None
            level = LevelView(code, name, kind, above, None, ends)
            run(
                lambda c: save_level(
                    visit.context, contract=contract.code, level=level, confirmed=c
                ),
                page,
                form="level_form",
            )


def _call_form(visit: Visit, contract: ContractView, page: str) -> None:
    with st.form("call_form", border=False):
        title = st.text_input(_("Titre de l’appel"), max_chars=120, key="call_title")
        left, right = st.columns(2)
        code = left.text_input(_("Code"), max_chars=40, key="call_code")
        year = right.number_input(
            _("Année des actions"),
            min_value=2015,
            max_value=2100,
            value=visit.today.year + 1,
            key="call_year",
        )
        opens = left.date_input(
            _("S’ouvre le"), visit.today, format="DD/MM/YYYY", key="call_opens"
        )
        closes = right.date_input(
            _("Se clôt le"), visit.today, format="DD/MM/YYYY", key="call_closes"
        )
        words = st.text_area(_("Orientations"), max_chars=1500, key="call_words")
        if submitted(_("Ouvrir l’appel"), form="call_form"):
            call = CallView(code, int(year), title, words, opens, closes)
            run(
                lambda c: open_call(
                    visit.context, contract=contract.code, call=call, confirmed=c
                ),
                page,
                form="call_form",
            )


def _aim_form(visit: Visit, contract: ContractView, page: str) -> None:
    levels: dict[str | None, str] = {None: _("Tout le contrat")}
    levels |= {one.code: one.name for one in contract.levels}
    with st.form("aim_form", border=False):
        place = st.selectbox(
            _("Pour"), list(levels), format_func=levels.__getitem__, key=keyed("aim_of")
        )
        label = st.text_input(_("Ce qui est visé"), max_chars=120, key="aim_label")
        known = read_catalogue(visit.context.config).indicators
        indicator = st.selectbox(
            _("Indicateur qui le dira (facultatif)"),
            [None, *known],
            format_func=lambda code: named(known[code].label) if code else _("Aucun"),
            key=keyed("aim_indicator"),
            help=_(
                "La cible est alors tracée sur le tableau de bord, année par année."
            ),
        )
        left, right = st.columns(2)
        baseline = left.number_input(_("Valeur de départ"), key="aim_baseline")
        aim = right.number_input(_("Valeur visée"), key="aim_value")
        on = left.date_input(
            _("Constatée le"), visit.today, format="DD/MM/YYYY", key="aim_on"
        )
        due = right.date_input(
            _("À atteindre le"), visit.today, format="DD/MM/YYYY", key="aim_due"
        )
        unit = left.text_input(_("Unité"), "%", max_chars=40, key="aim_unit")
        source = right.text_input(_("Source"), max_chars=120, key="aim_source")
        if submitted(_("Fixer la cible"), form="aim_form"):
            new = Aim(label, unit, baseline, on, aim, due, source, indicator, place)
            run(
                lambda c: set_aim(
                    visit.context, contract=contract.code, new=new, confirmed=c
                ),
                page,
                form="aim_form",
            )
