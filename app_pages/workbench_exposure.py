"""« Lié à ce qui a été fait ? »: an outcome beside something done, along time."""

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from app_pages.workbench_kept import Chosen, kept, provenance
from cohorts.charts.forest import ForestRow, forest_chart
from cohorts.workbench.exposures import ExposureAnswer, Window, follow_exposure


PROPOSED = "premier_accueil"


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    known = visit.context.nomenclature.interventions
    left, right = st.columns([3, 2])
    kinds = left.multiselect(
        _("Ce qui a été fait"),
        list(known),
        default=[PROPOSED] if PROPOSED in known else [],
        format_func=lambda code: named(known[code].labels),
        placeholder=_("Choisir"),
        key=keyed("bench_kinds"),
    )
    causes = {one.code: named(one.label) for one in chosen.definition.causes}
    cause = right.selectbox(
        _("Issue"),
        list(causes),
        format_func=lambda code: causes[code],
        key=keyed(f"bench_exposed_cause_{chosen.definition.name}"),
    )
    if not kinds:
        notices.nothing(
            _("Aucune action n’est choisie."),
            _("Choisissez-en une ou plusieurs : la première vécue compte."),
        )
        return
    answer = kept(
        chosen,
        "exposure",
        tuple(kinds),
        cause,
        make=lambda: follow_exposure(
            visit.context,
            name=chosen.definition.name,
            kinds=tuple(kinds),
            cause=str(cause),
            extract=chosen.extract.name,
        ),
    )
    _results(visit, answer)


def _results(visit: Visit, answer: ExposureAnswer) -> None:
    st.markdown(f"### {_sentence(answer)}", anchors=False)
    reached = _("{n} y ont eu part pendant le suivi").format(
        n=tables.count(answer.n_exposed)
    )
    st.markdown(provenance(answer.manifest, answer.n, reached))
    rows = [
        (_("Tout le suivi"), answer.ratio, answer.low, answer.high),
        *((_name(one), one.ratio, one.low, one.high) for one in answer.windows),
    ]
    drawn = [
        ForestRow(
            _("{name} : {reading}").format(name=name, reading=_ratio(ratio, low, high)),
            ratio,
            low,
            high,
        )
        for name, ratio, low, high in rows
        if ratio is not None
    ]
    st.vega_lite_chart(
        forest_chart(
            drawn,
            less=_("moins souvent"),
            more=_("plus souvent"),
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_(
            "Rapports selon le temps écoulé depuis l’action, répétés dans le tableau."
        ),
        key="bench_exposure",
    )
    tables.table(
        [_("Depuis l’action"), _("Rapport")],
        [[name, _ratio(ratio, low, high)] for name, ratio, low, high in rows],
        alt=_("Rapports selon le temps écoulé depuis l’action"),
    )
    _how_to_read(answer)


def _sentence(answer: ExposureAnswer) -> str:
    told = _ratio(answer.ratio, answer.low, answer.high)
    if answer.low <= 1 <= answer.high:
        text = _(
            "Pas d’association établie : après l’action, l’issue ne vient ni nettement "
            "plus ni nettement moins souvent ({ratio})."
        )
    elif answer.ratio > 1:
        text = _(
            "Association : après l’action, l’issue vient plus souvent que chez ceux "
            "qui n’y ont pas encore eu part ({ratio})."
        )
    else:
        text = _(
            "Association : après l’action, l’issue vient moins souvent que chez ceux "
            "qui n’y ont pas encore eu part ({ratio})."
        )
    return text.format(ratio=told)


def _name(one: Window) -> str:
    if one.until_month is None:
        return _("Après {n} mois").format(n=one.from_month)
    return _("De {start} à {stop} mois").format(
        start=one.from_month, stop=one.until_month
    )


def _ratio(ratio: float | None, low: float | None, high: float | None) -> str:
    if ratio is None or low is None or high is None:
        return _("trop peu d’issues pour le dire")
    return _("{n} ({low} à {high})").format(
        n=formats.decimal(ratio, 2),
        low=formats.decimal(low, 2),
        high=formats.decimal(high, 2),
    )


def _how_to_read(answer: ExposureAnswer) -> None:
    st.caption(
        _(
            "Rapport de risques instantanés (Cox, exposition qui change avec le "
            "temps) : chacun compte comme « sans l’action » jusqu’à ce qu’elle "
            "commence. « Y a eu part un jour » compterait l’attente pour elle : cette "
            "comparaison n’est pas offerte. Un rapport plus bas au début peut montrer "
            "qu’on ne cherche pas ailleurs pendant l’action."
        )
    )
    text = _(
        "Une différence non mesurée devrait aller de pair avec l’action et avec "
        "l’issue, chacune d’un rapport d’au moins {point}, pour expliquer à elle seule "
        "ce rapport ({limit} pour sa limite ; valeur E). Ce n’est pas un effet : qui "
        "prend part à une action diffère souvent des autres dès le départ."
    )
    st.caption(
        text.format(
            point=formats.decimal(answer.e_value.point, 2),
            limit=formats.decimal(answer.e_value.limit, 2),
        )
    )
