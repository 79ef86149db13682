"""What was told of a sender's files before: read again, and forgotten one at a time."""

from collections.abc import Callable, Collection

import streamlit as st

from app_pages import imports_state
from app_pages.components import formats
from app_pages.components.words import _, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.intake.learned import IGNORED, MONTHS
from parcours.intake.looking import Look
from parcours.intake.teaching import forget_meanings
from parcours.intake.told import Told
from parcours.nomenclature import Nomenclature


LabelsOf = Callable[[Nomenclature, Look, str], dict[str, str]]


def show(visit: Visit, look: Look, labels_of: LabelsOf) -> None:
    """Draw what was told, folded, each with the way to forget it.

    Args:
        visit: who is here.
        look: at the file in hand.
        labels_of: nomenclature, look, our column → code → meaning.
    """
    if not look.told:
        return
    text = _("Déjà dit de ce modèle ({n})").format(n=formats.whole(len(look.told)))
    box = st.expander(
        text, key=f"imports_told_{imports_state.turn_of_file()}", on_change="rerun"
    )
    if not box.open:
        return
    with box:
        columns = {"", MONTHS, *look.gate.template.columns}  # as it is written today
        told = [one for one in look.told if one.column in columns]
        for number, one in enumerate(told):
            _line(visit, look, one, number, labels_of)
        if len(look.told) > 1:
            st.button(
                _("Tout oublier"),
                key="imports_forget",
                type="tertiary",
                on_click=_forget,
                args=(visit, None),
            )


def _line(
    visit: Visit, look: Look, one: Told, number: int, labels_of: LabelsOf
) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(_said(visit, look, one, labels_of), width="stretch")
        st.button(
            _("Oublier « {text} »").format(text=plain(one.text))
            if one.text
            else _("Oublier"),
            key=f"imports_forget_{number}_{imports_state.turn()}",
            on_click=_forget,
            args=(visit, (one.key,)),
        )


def _said(visit: Visit, look: Look, one: Told, labels_of: LabelsOf) -> str:
    columns = look.gate.template.columns
    if one.kind == "column":
        head = _("Une colonne absente de ce fichier")
        if one.text is not None:
            head = _("Colonne « {title} »").format(title=plain(one.text))
        target = _("non lue")
        if one.target != IGNORED and one.target in columns:
            target = _("lue comme « {title} »").format(
                title=plain(columns[one.target].headers[0])
            )
        return _("{head} : {text}").format(head=head, text=f"**{target}**")
    where = _("mois")
    if one.column != MONTHS:
        where = plain(columns[one.column].headers[0])
    head = _("Un mot absent de ce fichier · {column}").format(column=where)
    if one.text is not None:
        head = _("« {word} » · {column}").format(word=plain(one.text), column=where)
    meaning = _("ignoré")
    if one.target != IGNORED:
        labels = labels_of(visit.context.nomenclature, look, one.column)
        meaning = labels.get(one.target) or one.target.replace("_", " ")
    return _("{head} : {text}").format(head=head, text=f"**{meaning}**")


def _forget(visit: Visit, only: Collection[str] | None) -> None:
    try:
        forget_meanings(visit.context, reception=visit.reception, only=only)
    except Failure as refusal:
        imports_state.refuse(refusal)
    imports_state.next_turn()
