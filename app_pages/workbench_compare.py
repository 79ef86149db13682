"""« Quelles différences ? »: groups of one cohort, or two cohorts on one extract."""

from dataclasses import replace

import streamlit as st

from app_pages import cohort_parts as parts
from app_pages.cohort_files import take_away
from app_pages.cohort_verdict import verdict_in_words
from app_pages.components import notices, tables
from app_pages.components.groups import as_choice
from app_pages.components.words import _, keyed, named
from app_pages.visit import Visit
from app_pages.workbench_curves import Line, draw_lines
from app_pages.workbench_kept import Chosen, kept
from cohorts.answer import CohortAnswer
from cohorts.charts.series import outcome_curve
from cohorts.definition.language import CohortDefinition
from cohorts.disclosure.failures import TooFew
from cohorts.operations import run_cohort


GROUP, COHORT = "group:", "cohort:"


def show(visit: Visit, chosen: Chosen) -> None:
    """Draw the section.

    Args:
        visit: who is here.
        chosen: cohort and extract.
    """
    mine = chosen.definition
    others = {one.name: one for one in chosen.definitions if one.name != mine.name}
    offered = [
        *(GROUP + group for group in mine.groups),
        *(COHORT + name for name in others),
    ]
    if not offered:
        notices.nothing(_("Rien à comparer."), _("Cette cohorte n’a pas de groupes."))
        return
    against = str(
        st.selectbox(
            _("Comparer"),
            offered,
            format_func=lambda one: _offered(one, others),
            key=keyed(f"bench_against_{mine.name}"),
        )
    )
    if against.startswith(GROUP):
        _groups(visit, chosen, against.removeprefix(GROUP))
        return
    _cohorts(visit, chosen, others[against.removeprefix(COHORT)])


def _offered(one: str, others: dict[str, CohortDefinition]) -> str:
    if one.startswith(GROUP):
        return _("Par {what}").format(what=as_choice(one.removeprefix(GROUP)).lower())
    name = named(others[one.removeprefix(COHORT)].label)
    return _("Avec une autre cohorte : {name}").format(name=name)


def _run(visit: Visit, chosen: Chosen, name: str, group: str = "") -> CohortAnswer:
    return kept(
        chosen,
        "compare",
        name,
        group,
        make=lambda: run_cohort(
            visit.context,
            name=name,
            extract=chosen.extract.name,
            groups=(group,) if group else (),
        ),
    )


def _groups(visit: Visit, chosen: Chosen, group: str) -> None:
    answer = _run(visit, chosen, chosen.definition.name, group)
    if group not in answer.by_group:
        raise TooFew(answer.threshold)
    shown = answer.by_group[group]
    st.markdown(f"## {verdict_in_words(answer, shown)}", anchors=False)
    st.markdown(parts.provenance(answer))
    parts.draw_curve(visit, answer, shown, group)
    parts.comparison(visit, answer, shown, group)
    st.caption(
        _(
            "Plusieurs comparaisons faites l’une après l’autre finissent par montrer "
            "un écart par hasard : choisissez vos questions avant de regarder."
        )
    )
    take_away(visit, answer, group)


def _cohorts(visit: Visit, chosen: Chosen, other: CohortDefinition) -> None:
    answers = [
        _run(visit, chosen, chosen.definition.name),
        _run(visit, chosen, other.name),
    ]
    names = [named(answer.definition.label) for answer in answers]
    st.markdown(f"## {_('Deux cohortes, lues sur le même extrait')}", anchors=False)
    for name, answer in zip(names, answers, strict=True):
        said = parts.sentence(answer, answer.whole)
        st.markdown(f"**{name}.** {said}  \n{parts.provenance(answer)}")
    shared = _shared(answers)
    lines = [
        Line.of(name, curve)
        for name, answer in zip(names, answers, strict=True)
        if (curve := outcome_curve(answer.whole.estimate.groups[0], answer.definition))
    ]
    if shared is None or len(lines) < len(answers):
        notices.nothing(
            _("Ces deux cohortes ne se dessinent pas ensemble."),
            _(
                "Leurs horloges diffèrent, ou trop peu de jeunes y connaissent l’issue "
                ": les phrases ci-dessus disent chacune."
            ),
        )
    else:
        draw_lines(
            visit,
            lines,
            definition=shared,
            key="bench_two",
            alt=_("Part ayant connu l’issue de chaque cohorte, à chaque délai."),
        )
    st.caption(
        _(
            "Part ayant connu l’issue de sa propre cohorte (incidence cumulée, "
            "Aalen-Johansen). Les deux cohortes peuvent partager des jeunes, et leurs "
            "issues et leurs départs diffèrent : l’écart se lit, il ne se teste pas."
        )
    )
    _entries(names, answers)


def _shared(answers: list[CohortAnswer]) -> CohortDefinition | None:
    """Give a definition whose months both were read at; None where clocks differ."""
    first, second = (answer.definition for answer in answers)
    months = tuple(n for n in first.horizons_months if n in second.horizons_months)
    if first.clock != second.clock or not months:
        return None
    return replace(first, horizons_months=months)


def _entries(names: list[str], answers: list[CohortAnswer]) -> None:
    st.header(_("Qui y est"), anchor=False)
    rows = [
        [
            _("Jeunes"),
            *(tables.count(one.flow.total(one.flow.persons)) for one in answers),
        ],
        [_("Repérés après coup"), *(tables.count(one.flow.late) for one in answers)],
    ]
    tables.table(["", *names], rows, alt=_("Taille des deux cohortes"))
