"""What leaves a cohort's page: a report, its tables, its picture, its result.

Each file is made after its click and no earlier: until then there is no address that
anybody could fetch.
"""

from collections.abc import Callable

import streamlit as st

from app_pages.components.downloads import hand_over
from app_pages.components.words import _
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer
from cohorts.reporting import (
    MIMES,
    RESULT_ENDING,
    FigureKind,
    ReportKind,
    can_draw,
    download_cohort,
    has_picture,
    report_cohort,
)
from config.translation import current_language


Make = Callable[[], bytes]


def take_away(visit: Visit, answer: CohortAnswer, group: str) -> None:
    """Offer the released figures as files.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        group: the breakdown chosen, "" for the whole.
    """
    st.header(_("Exporter"), anchor=False)
    if answer.released is None:
        st.markdown(_("Rien de ce résultat ne peut quitter cet espace."))
        st.caption(answer.refusals.get("", ""))
        return
    st.markdown(
        _(
            "Seuls les chiffres protégés sortent : effectifs arrondis, courbes coupées "
            "où il reste trop peu de jeunes. Chaque export est inscrit au registre."
        )
    )
    if can_draw():
        _reports(visit, answer, group)
    else:
        st.caption(
            _(
                "Rapports et images demandent une bibliothèque de plus : « make "
                "install-report », sur la machine du territoire."
            )
        )
    _figures(visit, answer, group)


def _reports(visit: Visit, answer: CohortAnswer, group: str) -> None:
    names: dict[ReportKind, str] = {
        "pdf": _("Rapport (PDF)"),
        "html": _("Rapport (HTML)"),
    }
    with st.container(horizontal=True):
        for kind, name in names.items():
            _button(name, kind, answer, _report(visit, answer, group, kind))


def _figures(visit: Visit, answer: CohortAnswer, group: str) -> None:
    names: dict[FigureKind, str] = {
        "csv": _("Tableau (CSV)"),
        "parquet": _("Tableau (Parquet)"),
    }
    if can_draw() and has_picture(answer, group):
        names |= {"svg": _("Image (SVG)"), "png": _("Image (PNG)")}
    names |= {
        "json": _("Avec provenance (JSON)"),
        "result": _("Résultat à recalculer"),
    }
    with st.container(horizontal=True):
        for kind, name in names.items():
            _button(name, kind, answer, _figure(visit, answer, group, kind))


def _report(visit: Visit, answer: CohortAnswer, group: str, kind: ReportKind) -> Make:
    """Bind the choices of now, the language too: a click is answered elsewhere."""
    language = current_language()

    def made() -> bytes:
        return report_cohort(
            visit.context,
            name=answer.definition.name,
            kind=kind,
            extract=answer.manifest.extract,
            groups=(group,) if group else (),
            language=language,
        ).content

    return made


def _figure(visit: Visit, answer: CohortAnswer, group: str, kind: FigureKind) -> Make:
    language = current_language()

    def made() -> bytes:
        return download_cohort(
            visit.context,
            name=answer.definition.name,
            kind=kind,
            extract=answer.manifest.extract,
            groups=(group,) if group else (),
            language=language,
        ).content

    return made


def _button(name: str, kind: str, answer: CohortAnswer, made: Make) -> None:
    ending = RESULT_ENDING if kind == "result" else kind
    stem = f"{answer.definition.name}_{answer.manifest.extract}"
    st.download_button(
        name,
        data=lambda: hand_over(made),
        file_name=f"{stem}.{ending}",
        mime=MIMES[kind],
        on_click="ignore",
        key=f"export_{kind}",
    )
