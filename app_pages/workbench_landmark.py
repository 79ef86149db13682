"""« À une date repère »: who had been reached by then, and what becomes of all."""

import streamlit as st

from app_pages import workbench_acts as acts
from app_pages.components import tables
from app_pages.components.words import _, keyed
from app_pages.workbench_acts import Asked, ratio_in_words
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import provenance
from app_pages.workbench_methods import tell_methods
from cohorts.workbench.acts import LandmarkAnswer, LandmarkTold
from cohorts.workbench.landmarks import LANDMARKS_MONTHS, compare_at_landmarks
from cohorts.workbench.methods import methods_of_landmark


PROPOSED = 3  # months


def show(asked: Asked) -> None:
    """Draw the design.

    Args:
        asked: actions and outcome.
    """
    at = st.segmented_control(
        _("Date repère, depuis le départ"),
        LANDMARKS_MONTHS,
        default=PROPOSED,
        required=True,
        format_func=lambda n: _("{n} mois").format(n=n),
        key=keyed("bench_landmark_at"),
    )
    answer = asked.answer(
        "landmark",
        make=lambda: compare_at_landmarks(
            asked.visit.context,
            name=asked.chosen.definition.name,
            kinds=asked.kinds,
            cause=asked.cause,
            control=asked.control,
            extract=asked.chosen.extract.name,
        ),
    )
    one = next(one for one in answer.landmarks if one.at_month == at)
    st.markdown(f"## {_sentence(one)}", anchors=False)
    by_then = _("{n} encore suivis à cette date, {m} y avaient déjà eu part").format(
        n=tables.count(one.n), m=tables.count(one.n_reached)
    )
    st.markdown(provenance(answer.manifest, answer.n, by_then))
    _curves(asked, answer, one)
    _ratios(asked, answer, one)
    acts.how_to_read(
        _(
            "À la date repère, chacun est rangé selon ce qu’il a déjà vécu ; on "
            "regarde seulement la suite. Les courbes disent le devenir observé de "
            "chaque groupe, le rapport leur association."
        ),
        _(
            "Ce n’est pas un effet : les deux groupes peuvent différer dès le départ "
            "(voyez « Groupes appariés ou pondérés »). Ceux partis avant la date n’y "
            "sont plus, et des jeunes « pas encore » touchés le sont ensuite : l’écart "
            "en est atténué."
        ),
    )
    if one.e_value is not None:
        acts.robustness(one.e_value)
    acts.control_verdict(asked, one.control.verdict if one.control else None)
    tell_methods(methods_of_landmark(answer))
    take_figures(asked.visit, answer.released)


def _curves(asked: Asked, answer: LandmarkAnswer, one: LandmarkTold) -> None:
    st.header(_("Devenir observé après {n} mois").format(n=one.at_month), anchor=False)
    acts.draw_sides(
        asked.visit,
        one.curves,
        (_("Pas encore"), _("Y avaient eu part")),
        definition=answer.definition,
        key="bench_landmark",
        alt=_(
            "Part ayant connu l’issue après la date repère, selon que l’action avait "
            "déjà eu lieu ou non ; répétée dans le tableau."
        ),
    )


def _ratios(asked: Asked, answer: LandmarkAnswer, one: LandmarkTold) -> None:
    st.header(_("Association, date par date"), anchor=False)
    dates = [
        (_("À {n} mois").format(n=other.at_month), other.ratio, other.low, other.high)
        for other in answer.landmarks
    ]
    later = [(acts.window_name(w), w.ratio, w.low, w.high) for w in one.windows]
    since = _("Après le repère de {n} mois").format(n=one.at_month)
    acts.forest(
        asked.visit,
        [(_("Chaque date repère"), dates), (since, later)],
        key="bench_landmark_ratios",
        alt=_("Rapports à chaque date repère, puis selon le temps écoulé depuis elle."),
    )
    heads = [
        _("Date repère"),
        _("Encore suivis"),
        _("Y avaient eu part"),
        _("Partis avant"),
        _("Rapport"),
    ]
    rows = [
        [
            _("{n} mois").format(n=other.at_month),
            tables.count(other.n),
            tables.count(other.n_reached),
            tables.count(other.n_left),
            ratio_in_words(other.ratio, other.low, other.high),
        ]
        for other in answer.landmarks
    ]
    tables.table(heads, rows, alt=_("Rapports à chaque date repère"))
    if later:
        tables.table(
            [since, _("Rapport")],
            [[name, ratio_in_words(*values)] for name, *values in later],
            alt=_("Rapports selon le temps écoulé depuis la date repère"),
        )


def _sentence(one: LandmarkTold) -> str:
    if one.ratio is None or one.low is None or one.high is None:
        return _(
            "À {n} mois, trop peu de jeunes ou d’issues pour comparer : choisissez une "
            "autre date repère."
        ).format(n=one.at_month)
    if one.low <= 1 <= one.high:
        text = _(
            "Pas d’association établie : parmi les jeunes encore suivis à {n} mois, "
            "ceux qui y avaient eu part ne connaissent ensuite l’issue ni nettement "
            "plus ni nettement moins souvent, soit un rapport de {ratio}."
        )
    elif one.ratio > 1:
        text = _(
            "Association : parmi les jeunes encore suivis à {n} mois, ceux qui y "
            "avaient eu part connaissent ensuite l’issue plus souvent, soit un "
            "rapport de {ratio}."
        )
    else:
        text = _(
            "Association : parmi les jeunes encore suivis à {n} mois, ceux qui y "
            "avaient eu part connaissent ensuite l’issue moins souvent, soit un "
            "rapport de {ratio}."
        )
    return text.format(
        n=one.at_month, ratio=ratio_in_words(one.ratio, one.low, one.high)
    )
