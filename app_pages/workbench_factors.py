"""« Quels facteurs vont avec ? »: which levels go with an earlier outcome."""

import math
from dataclasses import dataclass

import streamlit as st

from app_pages.components import formats, notices, tables
from app_pages.components.groups import as_choice, group_names
from app_pages.components.words import _, keyed, named, typeset
from app_pages.visit import Visit
from app_pages.workbench_curves import Line, draw_lines
from app_pages.workbench_files import take_figures
from app_pages.workbench_kept import Chosen, kept, provenance
from app_pages.workbench_methods import tell_methods
from cohorts.charts.forest import ForestRow, forest_chart
from cohorts.workbench.answers import Level, ModelAnswer
from cohorts.workbench.methods import methods_of_model
from cohorts.workbench.models import KINDS, fit_cohort_model


SIGNIFICANT = 0.05
MOST_TIED = 0.2  # over that share of tied events, time is better taken in steps
PROPOSED = ("sex", "age_band")
MOST_CURVES = 4
DISCRETE_NEXT = "bench_kind_next"


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    offered = list(chosen.definition.groups)
    left, middle, right = st.columns([3, 2, 2])
    covariates = left.multiselect(
        _("Caractéristiques"),
        offered,
        default=[group for group in PROPOSED if group in offered],
        format_func=as_choice,
        placeholder=_("Choisir"),
        key=keyed(f"bench_covariates_{chosen.definition.name}"),
    )
    causes = {one.code: named(one.label) for one in chosen.definition.causes}
    cause = middle.selectbox(
        _("Issue"),
        list(causes),
        format_func=lambda code: _first_up(causes[code]),
        key=keyed(f"bench_cause_{chosen.definition.name}"),
    )
    kind_key = keyed("bench_kind")
    if st.session_state.pop(DISCRETE_NEXT, False):
        st.session_state[kind_key] = "discrete"
    kind = right.selectbox(
        _("Modèle"), KINDS, format_func=_kinds().__getitem__, key=kind_key
    )
    if not covariates:
        notices.nothing(
            _("Aucune caractéristique n’est choisie."),
            _("Choisissez-en une ou plusieurs : chacune sera lue à autres égales."),
        )
        return
    answer = kept(
        chosen,
        "factors",
        tuple(covariates),
        cause,
        kind,
        make=lambda: fit_cohort_model(
            visit.context,
            name=chosen.definition.name,
            covariates=tuple(covariates),
            cause=str(cause),
            kind=kind,
            extract=chosen.extract.name,
        ),
    )
    _results(visit, answer, causes[str(cause)])


def _kinds() -> dict[str, str]:
    return {
        "cox": _("À chaque instant (Cox)"),
        "fine-gray": _("Au bout du compte (Fine-Gray)"),
        "discrete": _("Par pas de temps (cloglog)"),
        "firth": _("Peu d’événements (Firth)"),
    }


@dataclass(frozen=True)
class _Row:
    """One line of the figure and of its table."""

    term: str
    level: str
    n: str
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None

    @property
    def is_clear(self) -> bool:
        return self.p is not None and self.p < SIGNIFICANT


def _rows(visit: Visit, answer: ModelAnswer) -> list[_Row]:
    found = {(one.term, one.level): one for one in answer.model.coefficients}
    rows = []
    for level in answer.levels:
        name = _level_name(visit, level)
        one = found.get((level.covariate, level.code))
        n = tables.count(level.n)
        if level.is_reference:
            rows.append(_Row(level.covariate, name, n, 1.0, None, None, None))
        elif one is not None:
            low, high = one.ratio_limits
            rows.append(_Row(level.covariate, name, n, one.ratio, low, high, one.p))
    return sorted(rows, key=lambda row: row.low is not None)  # references first


def _level_name(visit: Visit, level: Level) -> str:
    return group_names(visit.context, level.covariate, [level.code])[level.code]


def _results(visit: Visit, answer: ModelAnswer, outcome: str) -> None:
    rows = _rows(visit, answer)
    st.markdown(f"## {_sentence(rows, answer, outcome)}", anchors=False)
    events = _("{n} ont connu l’issue").format(n=tables.count(answer.n_events))
    st.markdown(provenance(answer.manifest, answer.n, events))
    terms = list(dict.fromkeys(row.term for row in rows))
    drawn = []
    for term in terms:
        drawn.append(ForestRow(as_choice(term)))
        drawn += [_drawn(row) for row in rows if row.term == term]
    st.vega_lite_chart(
        forest_chart(
            drawn,
            less=_("moins souvent"),
            more=_("plus souvent"),
            look=visit.look,
        ),
        theme=None,
        width="stretch",
        alt=_("Rapports de chaque niveau à sa référence, répétés dans le tableau."),
        key="bench_forest",
    )
    _table(rows, terms)
    _notes(visit, answer)
    _check(answer)
    _adjusted(visit, answer, outcome)
    tell_methods(methods_of_model(answer))
    take_figures(visit, answer.released)


def _sentence(rows: list[_Row], answer: ModelAnswer, outcome: str) -> str:
    clear = [row for row in rows if row.is_clear and row.ratio is not None]
    if not clear:
        text = _(
            "À autres caractéristiques égales, aucun écart net : ces données ne "
            "suffisent pas à dire qui connaît plus ou moins cette issue ({outcome})."
        )
        return text.format(outcome=outcome)
    first = max(clear, key=lambda row: abs(math.log(row.ratio or 1)))
    reference = next(
        row.level for row in rows if row.term == first.term and row.low is None
    )
    text = (
        _("Association : « {level} » connaît plus souvent cette issue que « {other} »")
        if (first.ratio or 1) > 1
        else _(
            "Association : « {level} » connaît moins souvent cette issue que "
            "« {other} »"
        )
    )
    said = text.format(level=first.level, other=reference)
    return _("{said}, à autres caractéristiques égales ({ratio}).").format(
        said=said, ratio=_ratio(first)
    )


def _ratio(row: _Row) -> str:
    if row.ratio is None:
        return formats.NOTHING
    if row.low is None or row.high is None:
        return _("référence")
    return _("{n} ({low} à {high})").format(
        n=formats.decimal(row.ratio, 2),
        low=formats.decimal(row.low, 2),
        high=formats.decimal(row.high, 2),
    )


def _drawn(row: _Row) -> ForestRow:
    words = _("{name} : {reading}").format(name=row.level, reading=_ratio(row))
    return ForestRow(words, row.ratio, row.low, row.high)


def _table(rows: list[_Row], terms: list[str]) -> None:
    heads = [_("Caractéristique"), _("Niveau"), _("Jeunes"), _("Rapport"), _("p")]
    lines = [
        [
            as_choice(row.term) if k == 0 else "",
            row.level,
            row.n,
            _ratio(row),
            _p(row.p),
        ]
        for term in terms
        for k, row in enumerate([one for one in rows if one.term == term])
    ]
    tables.table(heads, lines, alt=_("Rapports par niveau"))


def _p(p: float | None, sign: str = "") -> str:
    least = 0.001
    if p is None:
        return ""
    if p < least:
        return "< " + formats.decimal(least, 3)
    return sign + formats.decimal(p, 3)


def _notes(visit: Visit, answer: ModelAnswer) -> None:
    st.caption(_reading(answer.kind))
    st.caption(
        _(
            "Jeunes de chaque niveau : ceux du modèle seulement ; chaque effectif est "
            "arrondi à part, leur somme peut s’écarter un peu du total."
        )
    )
    for term, codes in answer.hidden.items():
        if codes:
            names = group_names(visit.context, term, codes)
            text = _(
                "Hors du modèle, car trop peu de jeunes ou d’issues : {names} ({what})."
            )
            said = ", ".join(names[code] for code in codes)
            st.caption(text.format(names=said, what=as_choice(term)))
    tied = answer.model.share_tied
    if answer.kind in ("cox", "fine-gray") and tied > MOST_TIED:
        text = _(
            "{share} des issues tombent le même jour qu’une autre : un modèle par pas "
            "de temps convient mieux."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(text.format(share=formats.percent(tied)))
            st.button(
                _("Prendre le temps par pas"), key="bench_discrete", on_click=_discrete
            )


def _discrete() -> None:
    st.session_state[DISCRETE_NEXT] = True


def _reading(kind: str) -> str:
    what = {
        "cox": _(
            "Rapport de risques instantanés (Cox, ex aequo d’Efron) : 1, pas d’écart ; "
            "2, deux fois plus souvent à chaque instant, parmi ceux qui en sont encore "
            "là."
        ),
        "fine-gray": _(
            "Rapport de risques de sous-distribution (Fine-Gray) : il compare les "
            "parts finalement atteintes, autres issues comprises."
        ),
        "discrete": _(
            "Rapport de risques par pas de temps (lien log-log complémentaire), qui "
            "admet beaucoup d’issues aux mêmes dates."
        ),
        "firth": _(
            "Rapport corrigé pour peu d’événements (Cox pénalisé de Firth), "
            "fourchettes de vraisemblance."
        ),
    }[kind]
    return (
        what
        + " "
        + _(
            "Une association n’est pas un effet : d’autres différences, non mesurées, "
            "peuvent l’expliquer."
        )
    )


def _check(answer: ModelAnswer) -> None:
    if answer.kind != "cox":
        return
    if not answer.proportional:
        st.markdown(_("Rien ne permet de vérifier que les écarts restent les mêmes."))
        return
    whole = answer.proportional[-1]
    broken = [
        as_choice(one.name) for one in answer.proportional[:-1] if one.p < SIGNIFICANT
    ]
    if broken or whole.p < SIGNIFICANT:
        text = _(
            "**L’écart change avec le temps** ({names}) : le rapport affiché est une "
            "moyenne ; lisez plutôt les courbes."
        )
        said = text.format(names=", ".join(broken) or _("ensemble"))
    else:
        said = _(
            "**L’écart paraît constant dans le temps** : rien ne contredit le modèle."
        )
    detail = _("proportionnalité : χ² = {value}, {df} ddl, p {p}").format(
        value=formats.decimal(whole.statistic), df=whole.df, p=_p(whole.p, "= ")
    )
    st.markdown(f"{typeset(said)} :small[({detail})]")


def _adjusted(visit: Visit, answer: ModelAnswer, outcome: str) -> None:
    if not answer.adjusted or len(answer.adjusted) > MOST_CURVES:
        return
    term = next(iter(answer.hidden))
    st.header(
        _("Courbes ajustées par {what}").format(what=as_choice(term).lower()),
        anchor=False,
    )
    names = group_names(visit.context, term, [c.level for c in answer.adjusted])
    lines = [
        Line(
            name=names[curve.level],
            times=curve.times,
            estimate=1 - curve.estimate,
            low=1 - curve.high,
            high=1 - curve.low,
        )
        for curve in answer.adjusted
    ]
    draw_lines(
        visit,
        lines,
        definition=answer.definition,
        key="bench_adjusted",
        alt=_("Part ayant connu l’issue, si tous avaient eu le même niveau."),
    )
    st.caption(
        _(
            "Part qui aurait connu l’issue ({outcome}) si toute la cohorte avait eu ce "
            "niveau, le reste inchangé ; les autres issues comptent comme fins de "
            "suivi."
        ).format(outcome=outcome)
    )


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
