"""The rights of one young person: told, who may read, protections, requests, booklet.

It is read only once somebody opens it. What each act changes is said before it is done;
a choice about a recipient may be taken back at any time, an opposition's refusal of
linkage may not: the page says which.
"""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.words import _, keyed
from app_pages.links_history import show_reference
from app_pages.person_rights_booklet import show_booklet
from app_pages.person_rights_choices import CHOSEN, show_choices
from app_pages.person_rights_notice import TOLD, show_notice
from app_pages.person_rights_requests import ANSWERED, RECEIVED, show_requests
from app_pages.rights_words import choose_who, right, who
from app_pages.visit import PERSON, Visit
from config.enumeration import all_of
from config.failure import Failure
from parcours.people.protections import CONFIDENTIALITY, OPPOSITION, RESTRICTION
from parcours.rights.reading import RightsView, read_rights_of
from parcours.rights.recording import ASKERS, lift, oppose, protect


PROTECTED, LIFTED, OPPOSED = "protected", "lifted", "opposed"
BOX = "rights_box"


def show_rights(visit: Visit, person: str) -> None:
    """Draw the young person's rights, for those who may see them.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not visit.may("rights.read"):
        return
    box = st.expander(
        _("Ses droits : information, qui peut lire, protections, demandes, carnet"),
        key=BOX,
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        steps.tell(person, _told())
        try:
            view = read_rights_of(visit.context, person=person)
        except Failure as refusal:
            notices.refused(refusal)
            return
        _draw(visit, view)


def _draw(visit: Visit, view: RightsView) -> None:
    st.markdown(_summary(view))
    names = [_("Information"), _("Qui peut lire"), _("Protections"), _("Demandes")]
    if visit.may("booklet.make"):
        names.append(_("Carnet"))
    told, reading, held, asked, *last = st.tabs(names, key=keyed("rights_tabs"))
    with told:
        show_notice(visit, view)
    with reading:
        show_choices(visit, view)
    with held:
        _protections(visit, view)
    with asked:
        show_requests(visit, view)
    if last:
        with last[0]:
            show_booklet(visit, view.person)
    show_reference(view.person)


def _told() -> dict[str, str]:
    return {
        TOLD: _("Noté : l’information est inscrite."),
        CHOSEN: _("Enregistré : son choix vaut dès maintenant."),
        RECEIVED: _("Enregistré : la demande est dans la liste du délégué."),
        ANSWERED: _("Enregistré : la demande a sa réponse."),
        PROTECTED: _("Enregistré : la protection vaut dès maintenant."),
        LIFTED: _("Enregistré : la protection est levée dès maintenant."),
        OPPOSED: _(
            "Enregistré : plus aucun chiffre ne compte ce jeune, et ce dossier reste "
            "seul."
        ),
    }


def _summary(view: RightsView) -> str:
    parts = []
    if view.to_tell:
        names = all_of([who(code) for code in view.to_tell])
        parts.append(_("Reste à informer : {names}.").format(names=names))
    else:
        parts.append(_("L’information est à jour."))
    parts += [
        _("{right} depuis le {day}.").format(
            right=right(one.kind), day=formats.day(one.since)
        )
        for one in view.held
    ]
    n = sum(one.reads for one in view.recipients)
    if n == 0:
        parts.append(_("Aucune autre structure ne peut lire ce que vous inscrivez."))
    elif n == 1:
        parts.append(_("Une autre structure peut lire ce que vous inscrivez."))
    else:
        text = _("{n} autres structures peuvent lire ce que vous inscrivez.")
        parts.append(text.format(n=n))
    return " ".join(parts)


def _protections(visit: Visit, view: RightsView) -> None:
    held = {one.kind: one for one in view.held}
    for kind, meaning in _meanings().items():
        with st.container(border=True, key=f"rights_{kind}"):
            st.markdown(f"**{right(kind)}**  \n{meaning}")
            if kind not in held:
                _offer(visit, view.person, kind)
                continue
            text = _("En vigueur depuis le {day}, à la demande de : {who}.")
            one = held[kind]
            st.markdown(text.format(day=formats.day(one.since), who=who(one.asked_by)))
            if visit.may("rights.lift"):
                st.button(
                    _("Lever, avec son accord"),
                    key=f"rights_lift_{kind}",
                    on_click=partial(_lift, visit, view.person, kind),
                )


def _meanings() -> dict[str, str]:
    return {
        CONFIDENTIALITY: _(
            "Les autres structures ne voient plus rien de ce que la vôtre inscrit. Le "
            "suivi continue, les chiffres d’ensemble aussi."
        ),
        RESTRICTION: _(
            "Le dossier est gelé, le temps de vérifier ce que le jeune conteste : rien "
            "ne s’y inscrit, nul autre ne le voit, aucun chiffre ne le compte."
        ),
        OPPOSITION: _(
            "Rien de ce dossier ne sert plus : ni aux autres, ni aux chiffres, même "
            "d’hier, ni aux rapprochements."
        ),
    }


def _offer(visit: Visit, person: str, kind: str) -> None:
    if not visit.may("rights.protect"):
        return
    if kind == OPPOSITION and steps.is_asked(OPPOSITION, person):
        _confirm_opposition(visit, person)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked_by = choose_who(keyed(f"rights_asker_{kind}"), codes=ASKERS)
        if kind == OPPOSITION:
            st.button(
                _("Enregistrer l’opposition"),
                key="rights_oppose",
                on_click=partial(steps.ask, OPPOSITION, person),
            )
            return
        st.button(
            {
                CONFIDENTIALITY: _("Rendre confidentiel"),
                RESTRICTION: _("Geler le dossier"),
            }[kind],
            key=f"rights_protect_{kind}",
            on_click=partial(_protect, visit, person, kind, asked_by),
        )


def _confirm_opposition(visit: Visit, person: str) -> None:
    asker = st.session_state.get(keyed(f"rights_asker_{OPPOSITION}"), ASKERS[0])
    steps.confirm(
        [
            _("Ce jeune ne compte plus dans aucun extrait, même d’un jour passé."),
            _("Les autres structures ne voient plus rien de ce dossier."),
            _(
                "Ce dossier reste seul, pour toujours : s’il était rapproché d’autres, "
                "il en est séparé aujourd’hui."
            ),
            _(
                "Le jeune peut revenir sur son opposition ; le refus du rapprochement, "
                "lui, demeure."
            ),
            _("L’accompagnement continue : s’opposer ne change rien à l’aide reçue."),
        ],
        title=_("Enregistrer l’opposition de ce jeune ?"),
        yes=_("Enregistrer l’opposition"),
        no=_("Ne rien enregistrer"),
        do=partial(_oppose, visit, person, asker),
    )


def _protect(visit: Visit, person: str, kind: str, asked_by: str) -> None:
    def work() -> tuple[str, str]:
        protect(visit.context, person=person, kind=kind, asked_by=asked_by)
        return PROTECTED, person

    steps.run(work)


def _lift(visit: Visit, person: str, kind: str) -> None:
    def work() -> tuple[str, str]:
        lift(visit.context, person=person, kind=kind)
        return LIFTED, person

    steps.run(work)


def _oppose(visit: Visit, person: str, asked_by: str) -> None:
    def work() -> tuple[str, str]:
        alone = oppose(visit.context, desk=visit.desk, person=person, asked_by=asked_by)
        st.session_state[PERSON] = alone  # their file goes on by itself
        return OPPOSED, alone

    steps.run(work)
