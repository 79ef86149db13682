"""« Et si des rapprochements étaient faux ? »: the same curve under other links."""

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _, typeset
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer, LinkageEffect
from cohorts.charts.linkage import effect_chart, effect_rows, effect_sentence
from cohorts.charts.series import Words
from cohorts.operations import read_linkage_effect
from parcours.extract.operations import Extract


EFFECTS = "linkage_effects"  # released figures
KEPT = 12


def linkage_effect(visit: Visit, answer: CohortAnswer, extract: Extract) -> None:
    """Say and draw what other links would change.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        extract: what it was counted on.
    """
    st.header(_("Et si des rapprochements étaient faux ?"), anchor=False)
    effect = _effect(visit, answer, extract)
    st.markdown(typeset(effect_sentence(effect)))
    words = _words()
    spec = effect_chart(effect, words=words, look=visit.look)
    if spec is None:
        return
    st.vega_lite_chart(
        spec,
        theme=None,
        width="stretch",
        alt=_(
            "Trois courbes de la part ayant connu l’issue : telle que rapprochée, avec "
            "moins de liens, avec plus de liens ; répétées dans le tableau."
        ),
        key="linkage_curve",
    )
    st.caption(
        _(
            "Trait épais et bande : les liens d’aujourd’hui. Tirets : sans les liens "
            "douteux. Pointillés : avec les questions probables. Chiffres arrondis, "
            "tels qu’ils seraient diffusés."
        )
    )
    with st.expander(_("Ces courbes en tableau")):
        tables.table(
            (
                _("Délai"),
                words.series["recorded"],
                words.series["pessimistic"],
                words.series["optimistic"],
            ),
            effect_rows(
                effect,
                words=words,
                unchanged=_("moins de {n} cas changent").format(n=effect.threshold),
                unknown=formats.NOTHING,
            ),
            alt=_("Parts à chaque délai, selon les rapprochements retenus"),
        )


def _effect(visit: Visit, answer: CohortAnswer, extract: Extract) -> LinkageEffect:
    """Read the effect once per choice of cohort and extract."""
    told = st.session_state.setdefault(EFFECTS, {})
    key = (answer.definition.hash, extract.name, extract.manifest.created_at)
    if key not in told:
        while len(told) >= KEPT:
            del told[next(iter(told))]
        told[key] = read_linkage_effect(
            visit.context, name=answer.definition.name, extract=extract.name
        )
    found: LinkageEffect = told[key]
    return found


def _words() -> Words:
    return Words(
        series={
            "recorded": _("Liens d’aujourd’hui"),
            "pessimistic": _("Moins de liens"),
            "optimistic": _("Plus de liens"),
        },
        reading=formats.interval,
        whole=tables.count,
        tip=_("{name}, {months} : {reading}"),
        at_risk="",
    )
