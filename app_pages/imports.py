"""« Imports »: a partner's file dropped, told of once, corrected, loaded, undone."""

import streamlit as st

from app_pages import imports_batches, imports_hand, imports_load, imports_state
from app_pages.components import formats, notices
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from config.failure import Failure
from parcours.intake.hands import take_file
from parcours.intake.listing import Imports, Sender, list_batches


def show(visit: Visit) -> None:
    """Draw the page.

    Args:
        visit: who is here.
    """
    st.title(_("Imports"), anchor=False)
    if imports_load.is_running(visit):
        imports_load.show_progress(visit)
        return
    listed = list_batches(visit.context)
    st.markdown(_answer(listed))
    imports_state.tell_refusal()
    imports_load.show_result(visit)
    if visit.reception.has(visit.context.principal.account_id):
        imports_hand.show(visit)
    else:
        _drop(visit, listed)
    imports_batches.show(visit, listed)


def _answer(listed: Imports) -> str:
    live = [line for line in listed.batches if not line.is_withdrawn]
    if not live:
        return _("Aucun fichier n’a encore été chargé.")
    last = live[0]
    text = _("Dernier fichier chargé : **{template}**, le {day} ({n} lignes).")
    if last.n_accepted == 1:
        text = _("Dernier fichier chargé : **{template}**, le {day} (1 ligne).")
    return text.format(
        template=plain(named(listed.labels.get(last.template, last.template))),
        day=formats.day(last.recorded_on),
        n=formats.whole(last.n_accepted),
    )


def _drop(visit: Visit, listed: Imports) -> None:
    if not listed.senders:
        notices.nothing(
            _("Aucune convention ne permet à votre structure d’envoyer un fichier."),
            _("L’administrateur du territoire peut en inscrire une."),
        )
        return
    sender = _sender(listed)
    awaited = ", ".join(plain(named(labels)) for _code, labels in sender.templates)
    sent = st.file_uploader(
        _("Fichier partenaire, CSV ou XLSX, 20 Mo au plus"),
        key=f"imports_file_{imports_state.turn()}",
        help=_(
            "Rien n’est gardé du fichier : il reste en mémoire jusqu’au chargement, et "
            "une demi-heure au plus si vous le laissez là."
        ),
    )
    imports_state.small(_("Modèles reconnus : {names}.").format(names=awaited))
    if sent is None:
        return
    with st.spinner(_("Lecture du fichier…")):
        try:
            take_file(
                visit.context,
                desk=visit.desk,
                reception=visit.reception,
                content=sent.getvalue(),
                name=sent.name,
                organisation=sender.organisation,
            )
        except Failure as refusal:
            imports_state.refuse(refusal)
    visit.reception.put_away(visit.context.principal.account_id)
    imports_state.next_file()  # the browser's copy of the file goes with its widget
    st.rerun()


def _sender(listed: Imports) -> Sender:
    if len(listed.senders) == 1:
        return listed.senders[0]
    by_code = {sender.organisation: sender for sender in listed.senders}
    chosen = st.selectbox(
        _("Structure qui envoie le fichier"),
        by_code,
        format_func=lambda code: by_code[code].name,
        key="imports_sender",
    )
    return by_code[chosen]
