"""One quiet line on rights: what was told, what is limited, who may read."""

import streamlit as st

from app_pages.components import formats, notices
from app_pages.components.words import _, plain, typeset
from app_pages.visit import Visit
from config.enumeration import all_of
from config.failure import Failure
from parcours.rights.reading import RightsView, read_rights_of


BOX = "rights_box"  # the section that holds the whole of it
MOST_NAMED = 3


def show_rights_line(visit: Visit, person: str) -> None:
    """Draw the line, for those who may see it.

    Args:
        visit: who is here.
        person: pseudonym.
    """
    if not visit.may("rights.read"):
        return
    try:
        view = read_rights_of(visit.context, person=person)
    except Failure as refusal:
        notices.refused(refusal)
        return
    parts = [_information(view), *_limits(view), _readers(view)]
    with st.container(horizontal=True, vertical_alignment="center", key="rights_line"):
        st.markdown(":small[" + " · ".join(part for part in parts if part) + "]")
        st.button(_("Droits"), key="to_rights", type="tertiary", on_click=_open)


def _open() -> None:
    st.session_state[BOX] = True


def _information(view: RightsView) -> str:
    whom = {"young_person": _("au jeune"), "parents": _("aux parents")}
    if view.to_tell:
        named = all_of([whom[one] for one in view.to_tell if one in whom])
        return _("**Information à donner** {whom}").format(whom=named)
    if not view.informed:
        return ""
    return _("Information donnée le {day}").format(day=formats.day(view.informed[0].on))


def _limits(view: RightsView) -> list[str]:
    said = {
        "opposition": _("**opposition** depuis le {day}"),
        "restriction": _("**traitement limité** depuis le {day}"),
        "confidentiality": _("**confidentiel** depuis le {day}"),
    }
    return [
        said[one.kind].format(day=formats.day(one.since))
        for one in view.held
        if one.kind in said
    ]


def _readers(view: RightsView) -> str:
    names = [typeset(plain(one.name)) for one in view.recipients if one.reads]
    if not names:
        return _("aucune autre structure ne peut lire")
    more = len(names) - MOST_NAMED
    shown = ", ".join(names[:MOST_NAMED])
    if more > 0:
        return _("autorisées à lire : {names} et {n} autres").format(
            names=shown, n=more
        )
    return _("autorisées à lire : {names}").format(names=shown)
