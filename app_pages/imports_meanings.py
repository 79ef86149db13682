"""Columns and words that a template does not know: told once, for the next files too.

A word of the file is shown on this page alone, from the file in hand; what is kept is
a keyed digest of it.
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

import streamlit as st

from app_pages import imports_state, imports_told
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed, named, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.intake.learned import IGNORED
from parcours.intake.looking import Look, UnknownWord
from parcours.intake.teaching import (
    choices_of,
    meanings_for,
    tell_meanings,
)
from parcours.nomenclature import Nomenclature


SHOWN = 15  # columns or words asked at a time
LONGEST = 60  # signs of a word that a label repeats


def show(visit: Visit, look: Look) -> None:
    """Ask for what nobody told yet, and offer to forget what was.

    Args:
        visit: who is here.
        look: at the file in hand.
    """
    if look.to_tell or look.words:
        _ask(visit, look)
    imports_told.show(visit, look, labels_of)


def _ask(visit: Visit, look: Look) -> None:
    needed = look.lacks is not None or any(
        word.column in {"situation"} for word in look.words
    )
    n = len(look.to_tell) + len(look.words)
    box = st.expander(
        _("À préciser une fois : {n}").format(n=formats.whole(n)),
        expanded=needed or bool(look.words),
        key=f"imports_ask_{imports_state.turn_of_file()}",
    )
    with box, st.form(f"imports_meanings_{imports_state.turn()}", border=False):
        st.markdown(
            _(
                "Vos réponses valent aussi pour les prochains fichiers de cette "
                "structure. Sans réponse, la colonne n’est pas lue."
            )
        )
        columns = _columns(look)
        words = _words(visit, look)
        if not st.form_submit_button(_("Retenir ces réponses"), type="primary"):
            return
    try:
        told = tell_meanings(
            visit.context, reception=visit.reception, columns=columns, words=words
        )
    except Failure as refusal:
        notices.refused(refusal)
        return
    if told:
        imports_state.next_turn()
        st.rerun()


def _columns(look: Look) -> dict[int, str]:
    titles = dict(choices_of(look))
    told = {}
    for place, title in look.to_tell[:SHOWN]:
        answer = st.selectbox(
            _("Colonne « {title} »").format(title=plain(title)),
            [IGNORED, *titles],
            index=None,
            format_func=lambda code: titles.get(code) or _("Ne pas lire"),
            placeholder=_("Choisir ce qu’elle dit"),
            key=keyed(f"imports_column_{place}_{imports_state.turn()}"),
        )
        if answer is not None:
            told[place] = answer
    return told


def _words(visit: Visit, look: Look) -> dict[tuple[str, str], str]:
    told = {}
    for number, word in enumerate(look.words[:SHOWN]):
        labels = labels_of(visit.context.nomenclature, look, word.column)
        answer = st.selectbox(
            _label(word),
            [IGNORED, *labels],
            index=None,
            format_func=partial(_meaning, labels),
            placeholder=_("Choisir ce qu’il veut dire"),
            key=keyed(f"imports_word_{number}_{imports_state.turn()}"),
        )
        if answer is not None:
            told[word.column, word.text] = answer
    left = len(look.words) - SHOWN
    if left > 0:
        text = (
            _("Encore 1 mot ensuite.") if left == 1 else _("Encore {n} mots ensuite.")
        )
        imports_state.small(text.format(n=formats.whole(left)))
    return told


def _meaning(labels: dict[str, str], code: str) -> str:
    return labels.get(code) or _("Ce mot ne dit rien : l’ignorer")


def _label(word: UnknownWord) -> str:
    text = word.text if len(word.text) <= LONGEST else f"{word.text[:LONGEST]}…"
    shown = _("« {word} » · {column} · {n} lignes")
    if word.n_rows == 1:
        shown = _("« {word} » · {column} · 1 ligne")
    return shown.format(
        word=plain(text),
        column=plain(word.shown or _("mois")),
        n=formats.whole(word.n_rows),
    )


def labels_of(nomenclature: Nomenclature, look: Look, column: str) -> dict[str, str]:
    """Give the meanings that a word may have, in words of the trade.

    Args:
        nomenclature: names them.
        look: at the file in hand.
        column: our column of the word.

    Returns:
        Code → meaning, in the order of the alphabet.
    """
    known: dict[str, Mapping[str, str]] = {}
    for kind in (
        nomenclature.situations,
        nomenclature.interventions,
        nomenclature.end_reasons,
        nomenclature.contact_results,
        nomenclature.follow_up,
        nomenclature.territories,
    ):
        entries: Mapping[str, Any] = kind
        known |= {code: entry.labels for code, entry in entries.items()}
    sexes = {"F": _("Fille"), "M": _("Garçon"), "yes": _("Oui"), "no": _("Non")}
    codes = meanings_for(look, column, nomenclature)
    labels = {
        code: sexes.get(code)
        or (named(dict(known[code])) if code in known else code.replace("_", " "))
        for code in codes
    }
    return dict(sorted(labels.items(), key=lambda item: item[1].casefold()))
