"""« Ce qui pourrait tromper »: figures beside each other, computed when opened."""

import streamlit as st

from app_pages.components import notices, tables
from app_pages.components.groups import group_names, in_order
from app_pages.components.words import _, keyed, plain, typeset
from app_pages.visit import Visit
from cohorts.answer import CohortAnswer, GuardAnswer
from cohorts.charts.doubts import doubt_tables
from cohorts.guards.wording import gravity
from cohorts.operations import read_guards
from config.failure import Failure
from parcours.extract.operations import Extract


GUARDS = "cohort_guards"  # released figures
KEPT = 12


def what_could_mislead(
    visit: Visit, answer: CohortAnswer, extract: Extract, group: str
) -> None:
    """Offer the checks that need another calculation, and show them once opened.

    Args:
        visit: who is here.
        answer: the analysed cohort.
        extract: what it was counted on.
        group: the breakdown chosen, "" for the whole.
    """
    if not visit.may("cohort.guards"):
        return
    box = st.expander(
        _("Ce qui pourrait tromper : été, nouvelles anciennes, perdus de vue"),
        key=keyed("guards_box"),
        on_change="rerun",
    )
    if not box.open:
        return
    with box:
        try:
            found = _found(visit, answer, extract, group)
        except Failure as refusal:
            notices.refused(refusal)
            return
        _show(visit, found)


def _show(visit: Visit, found: GuardAnswer) -> None:
    for one in found.cautions:
        said, to_do = plain(typeset(one.sentence)), plain(typeset(one.remedy))
        st.markdown(f"**{typeset(gravity(one.severity))}** · {said} {to_do}")
    labels = [one.group for one in found.losses]
    if found.reasons is not None:
        labels = list(dict.fromkeys((*labels, *found.reasons.cells)))
    breakdown = found.group or None
    words = group_names(visit.context, breakdown, labels)
    names = {one: words[one] for one in in_order(visit.context, breakdown, labels)}
    for table in doubt_tables(found, names=names):
        st.markdown(f"**{plain(table.title)}**")
        st.markdown(plain(table.lead))
        if table.heads:
            rows = [[plain(cell) for cell in row] for row in table.rows]
            tables.table([plain(head) for head in table.heads], rows, alt=table.title)
    st.markdown(f"**{_('Avoir participé n’est pas un groupe')}**")
    st.markdown(
        _(
            "Ce qui arrive après l’origine (une action, un accompagnement) ne se "
            "compare pas ici : il fallait être encore sans issue pour y entrer. À "
            "l’Atelier, chacun n’est compté exposé qu’à partir de son jour."
        )
    )
    st.caption(_("Chiffres arrondis, tels qu’ils seraient diffusés."))
    if visit.may("workbench.exposure") and st.button(
        _("Ouvrir l’Atelier"), key=keyed("guards_workbench")
    ):
        visit.go("workbench")


def _found(
    visit: Visit, answer: CohortAnswer, extract: Extract, group: str
) -> GuardAnswer:
    """Compute once per choice of cohort, extract and breakdown."""
    kept = st.session_state.setdefault(GUARDS, {})
    key = (answer.definition.hash, extract.name, extract.manifest.created_at, group)
    if key not in kept:
        with st.spinner(_("Calcul en cours…")):
            found = read_guards(
                visit.context,
                name=answer.definition.name,
                extract=extract.name,
                group=group,
            )
        while len(kept) >= KEPT:
            del kept[next(iter(kept))]
        kept[key] = found
    again: GuardAnswer = kept[key]
    return again
