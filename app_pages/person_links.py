"""The files of one young person: which ones, a refusal, two codes in hand.

It is read only once somebody opens it. A refusal is for good; a join by codes may be
undone by a reviewer: both are said before they are done.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import notices
from app_pages.components.words import _, keyed, plain
from app_pages.links_history import organisations, show_history, show_reference
from app_pages.links_separate import SEPARATE, show_separate
from app_pages.visit import PERSON, Visit
from config.failure import Failure
from parcours.matching.history import read_history
from parcours.matching.links import join_codes, refuse_linkage


REFUSE, JOIN = "refuse", "join"
CODE = "join_code"
LONGEST_CODE = 40


def show_links(visit: Visit, person: str) -> None:
    """Draw the young person's files, for those who may see them.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not visit.may("people.read_links"):
        return
    box = st.expander(
        _("Ses dossiers dans les structures : rapprocher, refuser, séparer"),
        key="links_box",
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        steps.tell(person, _told())
        try:
            lines = read_history(visit.context, desk=visit.desk, person=person)
        except Failure as refusal:
            notices.refused(refusal)
            return
        show_history(visit, lines)
        if any(line.mine and line.refuses for line in lines):
            _has_refused()
        else:
            _join(visit, person)
            _refuse(visit, person)
        show_separate(visit, person, lines)
        show_reference(person)


def _told() -> dict[str, str]:
    return {
        REFUSE: _("Enregistré : ce dossier reste seul, pour toujours."),
        JOIN: _("Enregistré : les deux dossiers forment maintenant ce parcours."),
        SEPARATE: _("Enregistré : les dossiers cochés forment un autre parcours."),
    }


def _has_refused() -> None:
    notices.nothing(
        _("Ce jeune refuse que ses dossiers soient rapprochés."),
        _("Le dossier de votre structure reste seul, pour toujours."),
    )


def _refuse(visit: Visit, person: str) -> None:
    if not visit.may("linkage.refuse"):
        return
    st.markdown(f"**{_('Son choix')}**")
    if not steps.is_asked(REFUSE, person):
        st.button(
            _("Ce jeune refuse que ses dossiers soient rapprochés"),
            key="refuse",
            on_click=partial(steps.ask, REFUSE, person),
            wrap=True,
        )
        return
    steps.confirm(
        [
            _(
                "Le dossier de votre structure reste seul : s’il était rapproché "
                "d’autres, il en est séparé aujourd’hui."
            ),
            _(
                "Aucun fichier, aucun collègue, aucun vérificateur ne pourra plus le "
                "rapprocher."
            ),
            _(
                "Ce que votre structure a inscrit ne change pas. Pour le dossier d’une "
                "autre structure, le jeune s’adresse à elle."
            ),
            _("C’est pour toujours : rien ne permet de revenir en arrière."),
        ],
        title=_("Enregistrer le refus de ce jeune ?"),
        yes=_("Enregistrer son refus"),
        no=_("Ne rien enregistrer"),
        do=partial(_record_refusal, visit, person),
    )


def _record_refusal(visit: Visit, person: str) -> None:
    def work() -> tuple[str, str]:
        alone = refuse_linkage(visit.context, desk=visit.desk, person=person)
        return REFUSE, _go_on(alone)

    steps.run(work)


def _join(visit: Visit, person: str) -> None:
    if not visit.may("linkage.join_codes"):
        return
    st.markdown(f"**{_('J’ai ses deux codes en main')}**")
    names = organisations(visit)
    names.pop(visit.context.principal.organisation_code or "", None)
    left, right = st.columns(2)
    other = left.selectbox(
        _("L’autre structure"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Choisir"),
        key=keyed("join_organisation"),
    )
    code = right.text_input(
        _("Son code dans cette structure"),
        key=CODE,
        max_chars=LONGEST_CODE,
        help=_("Tel qu’il est écrit sur son document. Jamais un nom."),
    ).strip()
    if other and code and steps.is_asked(JOIN, person):
        _confirm_join(visit, person, other=other, code=code, name=names[other])
        return
    if steps.is_asked(JOIN, person):
        st.markdown(f":small[:red[{_('Choisissez la structure et donnez le code.')}]]")
    st.button(
        _("Rapprocher les deux dossiers"),
        key="join",
        on_click=partial(steps.ask, JOIN, person),
    )


def _confirm_join(
    visit: Visit, person: str, *, other: str, code: str, name: str
) -> None:
    first = _(
        "Le dossier « {code} » ({organisation}) et cette fiche : un seul parcours."
    )
    steps.confirm(
        [
            first.format(code=plain(code), organisation=plain(name)),
            _(
                "Chaque structure continue de ne lire que ce que les conventions et le "
                "jeune lui ouvrent."
            ),
            _(
                "En cas d’erreur, un vérificateur des rapprochements sépare les deux : "
                "chacun redevient ce qu’il était."
            ),
        ],
        title=_("Avez-vous les deux codes sous les yeux, pour le même jeune ?"),
        yes=_("Oui, rapprocher"),
        no=_("Ne rien rapprocher"),
        do=partial(_record_join, visit, person, other=other, code=code),
    )


def _record_join(visit: Visit, person: str, *, other: str, code: str) -> None:
    def work() -> tuple[str, str]:
        joined = join_codes(
            visit.context,
            desk=visit.desk,
            other_organisation=other,
            other_code=code,
            person=person,
        )
        return JOIN, _go_on(joined)

    steps.run(work)


def _go_on(person: str) -> str:
    """Follow the young person under the pseudonym that they have from now on."""
    st.session_state[PERSON] = person
    st.session_state[CODE] = ""
    return person
