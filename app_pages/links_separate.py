"""Take a file out of a path: it becomes another young person's, for good."""

from functools import partial

import streamlit as st

from app_pages import steps
from app_pages.components import formats, notices
from app_pages.components.words import _
from app_pages.links_history import file_names
from app_pages.visit import Visit
from parcours.matching.history import FileLine
from parcours.matching.links import separate_person


SEPARATE = "separate"


def show_separate(visit: Visit, person: str, lines: list[FileLine]) -> None:
    """Draw the choice of the files that leave, then what it changes.

    Args:
        visit: who is here; nothing is drawn for a role that may not.
        person: pseudonym.
        lines: links of the path.
    """
    here = [line for line in lines if line.revoked_on is None]
    if not visit.may("linkage.separate_person") or len(here) < 2:
        return
    st.markdown(f"**{_('Séparer des dossiers rapprochés à tort')}**")
    leaving = _choice(visit, here)
    if steps.is_asked(SEPARATE, person) and leaving:
        steps.confirm(
            [
                _(
                    "Les dossiers cochés forment un autre parcours : celui d’avant "
                    "leur rapprochement, ou un nouveau."
                ),
                _("Ce que chaque structure a inscrit reste dans son dossier."),
                _("Aucun fichier ne les rapprochera plus, la question ne revient pas."),
            ],
            title=_("Séparer de ce parcours les dossiers cochés ?"),
            yes=_("Séparer pour toujours"),
            no=_("Ne rien séparer"),
            do=partial(_separate, visit, person, leaving),
        )
        return
    everything = len(leaving) == len(here)
    if everything:
        notices.nothing(_("Laissez au moins un dossier dans ce parcours."))
    st.button(
        _("Séparer les dossiers cochés"),
        key="separate",
        disabled=not leaving or everything,
        on_click=partial(steps.ask, SEPARATE, person),
    )
    if not leaving:
        st.caption(_("Cochez d’abord les dossiers qui doivent en partir."))


def _choice(visit: Visit, here: list[FileLine]) -> list[str]:
    files = file_names(visit, here)
    text = _("{file}, depuis le {day}")
    return [
        line.subject
        for place, (line, file) in enumerate(zip(here, files, strict=True))
        if st.checkbox(
            text.format(file=file, day=formats.day(line.linked_on)),
            key=f"leaves_{place}_{line.subject[-6:]}",
        )
    ]


def _separate(visit: Visit, person: str, leaving: list[str]) -> None:
    def work() -> tuple[str, str]:
        separate_person(visit.context, desk=visit.desk, person=person, subjects=leaving)
        return SEPARATE, person

    steps.run(work)
