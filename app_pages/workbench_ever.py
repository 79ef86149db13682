"""« A participé, à un moment ou un autre »: refused, and what to ask instead."""

import streamlit as st

from app_pages.components import notices
from app_pages.components.words import _, keyed
from app_pages.workbench_acts import Asked
from cohorts.workbench.exposures import EVER, follow_exposure
from cohorts.workbench.failures import EverAsked


def show(asked: Asked) -> None:
    """Draw the refusal and the way to each right design.

    Args:
        asked: actions and outcome.
    """
    try:
        follow_exposure(
            asked.visit.context,
            name=asked.chosen.definition.name,
            kinds=asked.kinds,
            cause=asked.cause,
            design=EVER,
            extract=asked.chosen.extract.name,
        )
    except EverAsked as refusal:
        notices.refused(refusal)
    offered = {
        "time": (
            _("Comparer au fil du temps"),
            _("Chacun compte « sans l’action » jusqu’au jour où elle commence."),
        ),
        "landmark": (
            _("Comparer à une date repère"),
            _("On fixe une date, on regarde qui y avait déjà eu part, puis la suite."),
        ),
        "trial": (
            _("Reconstituer un essai"),
            _("« Commencer dans les 3 mois » face à « ne pas commencer »."),
        ),
    }
    for place, (design, (words, why)) in zip(
        st.columns(len(offered)), offered.items(), strict=True
    ):
        with place.container(border=True):
            st.markdown(why)
            st.button(
                words,
                key=f"bench_instead_{design}",
                on_click=_take,
                args=(design,),
                width="stretch",
            )


def _take(design: str) -> None:
    st.session_state[keyed("bench_design")] = design
