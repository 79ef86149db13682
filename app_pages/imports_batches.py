"""The files taken in: when, what, how many, by whom; and the way to take one back."""

from functools import partial

import streamlit as st

from app_pages import imports_load, steps
from app_pages.components import formats
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from parcours.intake.listing import BatchLine, Imports, read_answer
from parcours.intake.operations import undo_batch


UNDO = "undo_batch"
HERE = "imports"
SHOWN, MORE = 10, "imports_more"


def show(visit: Visit, listed: Imports) -> None:
    """Draw the list, and what goes back to the sender at any time.

    Args:
        visit: who is here.
        listed: batches and senders.
    """
    _answers(visit, listed)
    st.header(_("Fichiers chargés"), anchor=False)
    steps.tell(
        HERE,
        {
            UNDO: _(
                "Import annulé : ses faits ne comptent plus, les chiffres du jour "
                "redeviennent ceux d’avant."
            )
        },
    )
    if not listed.batches:
        st.markdown(_("Aucun pour l’instant."))
        return
    most = st.session_state.get(MORE, SHOWN)
    for line in listed.batches[:most]:
        _batch(visit, line, listed)
    if most < len(listed.batches):
        st.button(_("Afficher la suite"), key="imports_next", on_click=_more)


def _more() -> None:
    st.session_state[MORE] = st.session_state.get(MORE, SHOWN) + SHOWN


def _batch(visit: Visit, line: BatchLine, listed: Imports) -> None:
    with st.container(border=True, key=f"batch_{line.ref}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(_told(line, listed))
            if not line.is_withdrawn and visit.may("intake.undo"):
                st.button(
                    _("Annuler cet import"),
                    key=f"undo_{line.ref}",
                    on_click=partial(steps.ask, UNDO, line.ref),
                )
        if steps.is_asked(UNDO, line.ref):
            _confirm(visit, line)


def _told(line: BatchLine, listed: Imports) -> str:
    counts = [
        (line.n_accepted, _("chargées : {n}")),
        (line.n_already_known, _("déjà connues : {n}")),
        (line.n_refused, _("refusées : {n}")),
        (line.n_facts, _("faits : {n}")),
    ]
    parts = [text.format(n=formats.whole(n)) for n, text in counts if n]
    head = f"**{plain(named(listed.labels.get(line.template, line.template)))}**"
    by = _("le {day}, par {login}").format(
        day=formats.day(line.recorded_on), login=plain(line.by or formats.NOTHING)
    )
    if line.is_withdrawn:
        parts = [_("import annulé")]
    return f"{head}, {by}  \n:small[{' · '.join(parts)}]"


def _confirm(visit: Visit, line: BatchLine) -> None:
    steps.confirm(
        [
            _gone(line.n_facts),
            _("Rien n’est effacé : le journal garde l’import et son annulation."),
            _("Si un travail plus récent repose dessus, l’annulation est refusée."),
        ],
        title=_("Annuler cet import ?"),
        yes=_("Oui, annuler cet import"),
        no=_("Le garder"),
        do=partial(_undo, visit, line.ref),
    )


def _gone(n: int) -> str:
    if n == 1:
        return _("Le seul fait de ce fichier ne comptera plus.")
    text = _("Les {n} faits de ce fichier ne compteront plus.")
    return text.format(n=formats.whole(n))


def _undo(visit: Visit, ref: str) -> None:
    def work() -> tuple[str, str]:
        undo_batch(visit.context, desk=visit.desk, ref=ref)
        visit.reception.put_away(visit.context.principal.account_id)
        return UNDO, HERE

    steps.run(work)


def _answers(visit: Visit, listed: Imports) -> None:
    """Offer what goes back, read only once it is opened."""
    own = visit.context.principal.organisation_code
    if own is None or all(sender.organisation != own for sender in listed.senders):
        return
    box = st.expander(
        _("Ce qui attend une réponse de votre structure"),
        key="imports_back",
        on_change="rerun",
    )
    if box.open:
        with box:
            imports_load.give_back(visit, read_answer(visit.context), key="back")
