"""« Par où passent-ils ? »: where the young people of a cohort are, month by month."""

import numpy as np
import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.paints import OTHERS, Palette, palette, tell_kept_back
from app_pages.components.words import _
from app_pages.visit import Visit
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import Chosen, kept, provenance
from app_pages.workbench_methods import tell_methods
from app_pages.workbench_transitions import draw_transitions
from cohorts.charts.flow import MOST, Ribbon, flow_chart
from cohorts.charts.occupation import occupation_chart
from cohorts.charts.paint import bands_of
from cohorts.disclosure.cells import told_share
from cohorts.disclosure.head_counts import Told
from cohorts.estimates.results import Curve
from cohorts.workbench.answers import Passage, StatesAnswer
from cohorts.workbench.methods import methods_of_states
from cohorts.workbench.states import follow_states
from parcours.nomenclature import Nomenclature


MONTHS = (12, 24, 36)
LEAST_DRAWN = 0.03
WITHOUT = ("neet",)  # family of those without a solution
READ_AT = (0, 6, 12, 24, 36)


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    months = st.segmented_control(
        _("Durée"),
        MONTHS,
        default=24,
        required=True,
        format_func=lambda n: _("{n} mois").format(n=n),
        key="bench_states_months",
    )
    answer = kept(
        chosen,
        "states",
        months,
        make=lambda: follow_states(
            visit.context,
            name=chosen.definition.name,
            extract=chosen.extract.name,
            horizon_months=int(months),
        ),
    )
    look = palette(visit, answer.states, answer.labels)
    st.markdown(f"## {_sentence(answer, visit)}", anchors=False)
    st.markdown(provenance(answer.manifest, answer.n))
    _shares(visit, answer, look)
    _table(answer, look)
    _changes(visit, answer, look)
    tell_methods(methods_of_states(answer))
    take_figures(visit, answer.released)


def _sentence(answer: StatesAnswer, visit: Visit) -> str:
    """Say how long they are without a solution, and where they are at the end."""
    last = int(answer.curves[0].times[-1])
    at = min(last, 12)
    without = np.nansum(
        [
            float(curve.estimate[at])
            for curve in answer.curves
            if _is_without(visit.context.nomenclature, str(curve.cause))
        ]
    )
    months = sum(
        stay.months
        for stay in answer.stays
        if _is_without(visit.context.nomenclature, stay.state)
    )
    text = _(
        "Au bout de {at} mois, {n} jeunes sur 100 sont sans solution ; sur {horizon} "
        "mois, un jeune passe en moyenne {months} mois sans solution."
    )
    return text.format(
        at=at,
        n=formats.whole(100 * without),
        horizon=answer.horizon_months,
        months=formats.decimal(months, 0),
    )


def _is_without(words: Nomenclature, state: str) -> bool:
    known = words.situations.get(state)
    return known is not None and known.family in WITHOUT


def _shares(visit: Visit, answer: StatesAnswer, look: Palette) -> None:
    shares = np.stack([curve.estimate for curve in answer.curves], axis=1)
    states = [str(curve.cause) for curve in answer.curves]
    bands = bands_of(states, shares, order=look.order, others=OTHERS, least=LEAST_DRAWN)
    st.vega_lite_chart(
        occupation_chart(
            bands, paints=look.paints, months=_("{n} mois"), look=visit.look
        ),
        theme=None,
        width="stretch",
        alt=_(
            "Part des jeunes dans chaque situation, mois après mois, répétée dans le "
            "tableau."
        ),
        key="bench_states",
    )
    st.caption(
        _(
            "Part des jeunes dans chaque situation selon le temps écoulé (occupation "
            "d’états, Aalen-Johansen) ; qui n’est plus suivi n’est pas compté comme "
            "resté sur place. Une solution peut s’interrompre : ces parts ne sont pas "
            "celles de « Cohortes », qui comptent la première. Les situations toujours "
            "sous 3 % sont réunies dans l’image, non dans le tableau."
        )
    )
    tell_kept_back(shares)


def _table(answer: StatesAnswer, look: Palette) -> None:
    st.header(_("Les chiffres"), anchor=False)
    last = int(answer.curves[0].times[-1])
    at = [n for n in READ_AT if n <= min(last, answer.horizon_months)]
    curves = {str(curve.cause): curve for curve in answer.curves}
    stays = {stay.state: stay for stay in answer.stays}
    started = dict(zip(answer.states, answer.started, strict=True))
    rows = []
    for code in reversed(look.order):
        if code not in curves:
            continue
        curve, stay = curves[code], stays[code]
        rows.append(
            [
                look.marks[code],
                *(
                    _share(curve, n) if n else _start(started[code], answer.n)
                    for n in at
                ),
                _("{n} ({low} à {high})").format(
                    n=formats.decimal(stay.months),
                    low=formats.decimal(stay.low),
                    high=formats.decimal(stay.high),
                ),
            ]
        )
    heads = [
        _("Situation"),
        *(_("À {n} mois").format(n=n) if n else _("Au départ") for n in at),
        _("Mois passés, sur {n}").format(n=answer.horizon_months),
    ]
    tables.table(heads, rows, alt=_("Parts et durées par situation"))
    st.caption(
        _(
            "Entre parenthèses : fourchette d’incertitude à 95 %. « – » : personne, ou "
            "trop peu pour le dire. « Au départ » : parts d’effectifs arrondis ; "
            "ensuite, estimations exactes, usage interne."
        )
    )


def _start(started: Told, everybody: Told) -> str:
    """Say a share at the start, known and not estimated: as two head counts tell it."""
    share = told_share(started, everybody)
    return formats.percent(share) if share else formats.NOTHING


def _share(curve: Curve, month: int) -> str:
    if np.isnan(curve.estimate[month]):
        return formats.NOTHING
    return formats.interval(
        float(curve.estimate[month]), float(curve.low[month]), float(curve.high[month])
    )


def _changes(visit: Visit, answer: StatesAnswer, look: Palette) -> None:
    st.header(_("D’une situation à l’autre"), anchor=False)
    told = sorted(
        (one for one in answer.passages if one.n.value),
        key=lambda one: (-one.n.n, one.left, one.entered),
    )
    held = sum(1 for one in answer.passages if one.n.value is None)
    if not told:
        st.markdown(_("Trop peu de changements de chaque sorte pour en montrer."))
        return
    draw_transitions(visit, answer, told, look)
    st.vega_lite_chart(
        flow_chart(
            [_ribbon(one, look) for one in told],
            order=tuple(reversed(look.order)),
            paints=look.paints,
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_(
            "À gauche la situation quittée, à droite celle qui suit ; la largeur dit "
            "le nombre de changements, répété dans le tableau."
        ),
        key="bench_flow",
    )
    st.caption(_flow_words(held))


def _ribbon(one: Passage, look: Palette) -> Ribbon:
    words = _("{left} → {entered} : {n}").format(
        left=look.paints[one.left].name,
        entered=look.paints[one.entered].name,
        n=tables.count(one.n),
    )
    return Ribbon(one.left, one.entered, one.n.n, words)


def _flow_words(held: int) -> str:
    text = _(
        "À gauche, la situation quittée ; à droite, la suivante, sur tout le suivi. "
        "Effectifs arrondis ; au plus {most} changements dessinés."
    ).format(most=MOST)
    if held:
        more = _(
            "{n} autres sortes de changements comptent trop peu de jeunes pour être "
            "montrées."
        )
        text += " " + more.format(n=held)
    return text
