"""« Au fil du temps »: each exposed only from its day on."""

import streamlit as st

from app_pages import workbench_acts as acts
from app_pages.components import tables
from app_pages.components.words import _
from app_pages.workbench_acts import Asked, ratio_in_words
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import provenance
from app_pages.workbench_methods import tell_methods
from cohorts.workbench.exposures import ExposureAnswer, follow_exposure
from cohorts.workbench.methods import methods_of_exposure


def show(asked: Asked) -> None:
    """Draw the design.

    Args:
        asked: actions and outcome.
    """
    answer = asked.answer(
        "time",
        make=lambda: follow_exposure(
            asked.visit.context,
            name=asked.chosen.definition.name,
            kinds=asked.kinds,
            cause=asked.cause,
            control=asked.control,
            extract=asked.chosen.extract.name,
        ),
    )
    st.markdown(f"## {_sentence(answer)}", anchors=False)
    reached = _("{n} y ont eu part pendant le suivi").format(
        n=tables.count(answer.n_exposed)
    )
    st.markdown(provenance(answer.manifest, answer.n, reached))
    rows = [
        (_("Tout le suivi"), answer.ratio, answer.low, answer.high),
        *(
            (acts.window_name(one), one.ratio, one.low, one.high)
            for one in answer.windows
        ),
    ]
    acts.forest(
        asked.visit,
        [("", rows)],
        key="bench_exposure",
        alt=_(
            "Rapports selon le temps écoulé depuis l’action, répétés dans le tableau."
        ),
    )
    tables.table(
        [_("Depuis l’action"), _("Rapport")],
        [[name, ratio_in_words(ratio, low, high)] for name, ratio, low, high in rows],
        alt=_("Rapports selon le temps écoulé depuis l’action"),
    )
    acts.how_to_read(
        _(
            "Rapport de risques instantanés (Cox, exposition qui change avec le "
            "temps) : chacun compte comme « sans l’action » jusqu’à ce qu’elle "
            "commence. Un rapport plus bas au début peut montrer qu’on ne cherche pas "
            "ailleurs pendant l’action."
        ),
        _(
            "Ce n’est pas un effet : qui prend part à une action diffère souvent des "
            "autres dès le départ."
        ),
    )
    acts.robustness(answer.e_value)
    acts.control_verdict(asked, answer.control)
    tell_methods(methods_of_exposure(answer))
    take_figures(asked.visit, answer.released)


def _sentence(answer: ExposureAnswer) -> str:
    told = ratio_in_words(answer.ratio, answer.low, answer.high)
    if answer.low <= 1 <= answer.high:
        text = _(
            "Pas d’association établie : après l’action, l’issue ne vient ni nettement "
            "plus ni nettement moins souvent, soit un rapport de {ratio}."
        )
    elif answer.ratio > 1:
        text = _(
            "Association : après l’action, l’issue vient plus souvent que chez ceux "
            "qui n’y ont pas encore eu part, soit un rapport de {ratio}."
        )
    else:
        text = _(
            "Association : après l’action, l’issue vient moins souvent que chez ceux "
            "qui n’y ont pas encore eu part, soit un rapport de {ratio}."
        )
    return text.format(ratio=told)
