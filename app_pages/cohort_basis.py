"""What a cohort's answer rests on: who came in, how the follow-up ended, definition."""

import streamlit as st

from app_pages.components import formats, tables
from app_pages.components.words import _, named, typeset
from cohorts.answer import CohortAnswer
from cohorts.definition.explain import Explanation
from cohorts.disclosure.flow import FlowExit, ReleasedFlow


def attrition(answer: CohortAnswer) -> None:
    """Show who left before the count, step by step.

    Args:
        answer: the analysed cohort.
    """
    attrition_of(answer.flow)


def attrition_of(flow: ReleasedFlow) -> None:
    """Show a protected flow, step by step.

    Args:
        flow: of the cohort, or of a definition that is being written.
    """
    st.header(_("De tous les jeunes à la cohorte"), anchor=False)
    first = flow.steps[0].persons_in if flow.steps else flow.persons
    rows = [[_("Jeunes connus de l’extrait"), "", formats.whole(first)]]
    rows += [
        [
            _first_up(typeset(step.label)),
            tables.count(step.persons_out),
            tables.count(flow.total(step.persons_left)),
        ]
        for step in flow.steps
        if step.persons_out.value != 0
    ]
    heads = [_("Étape"), _("Sortis"), _("Restent")]
    tables.table(heads, rows, alt=_("Attrition de la cohorte"))


def exits(answer: CohortAnswer) -> None:
    """Show how those who were followed left.

    Args:
        answer: the analysed cohort.
    """
    flow = answer.flow
    st.header(_("Comment le suivi se termine"), anchor=False)
    kinds = {
        "outcome": _("issue"),
        "competing": _("autre issue"),
        "censored": _("suivi interrompu"),
    }
    rows = [
        [
            f"{_first_up(named(dict(item.label)))} :small[({kinds[item.kind]})]",
            tables.count(item.persons),
            _part(item, flow),
        ]
        for item in flow.exits
        if item.persons.n or item.persons.is_hidden
    ]
    heads = [_("Fin"), _("Jeunes"), _("Part")]
    tables.table(heads, rows, alt=_("Fins de suivi"))
    few = [named(dict(item.label)) for item in flow.exits if item.persons.under]
    if few:
        text = _("Moins de {n} jeunes, ou aucun, pour chacune de ces fins : {names}.")
        st.caption(text.format(n=flow.least, names=", ".join(few)))


def rounding(flow: ReleasedFlow) -> None:
    """Say how the head counts were protected.

    Args:
        flow: of the cohort.
    """
    if flow.base:
        text = _(
            "Effectifs arrondis à un multiple de {base}, et tus sous {least}, pour que "
            "personne ne retrouve quelques jeunes par soustraction : les sommes ne "
            "tombent pas toujours juste."
        )
        st.caption(text.format(base=flow.base, least=flow.least))


def _part(item: FlowExit, flow: ReleasedFlow) -> str:
    if item.cases.value is None or not flow.cases:
        return formats.NOTHING
    return formats.percent(min(item.cases.n / flow.cases, 1.0))


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def definition(explanation: Explanation, notes: tuple[str, ...]) -> None:
    """Read the definition aloud.

    Args:
        explanation: of the definition.
        notes: what the estimate says of itself.
    """
    with st.expander(_("Définition en clair")):
        st.markdown(typeset(explanation.paragraph))
        st.markdown("\n".join(f"- {typeset(point)}" for point in explanation.points))
        if explanation.note:
            st.info(typeset(explanation.note))
        for note in notes:
            st.caption(typeset(note))
        said = _("Règles de décrochage version {version} · définition {hash}")
        digest = explanation.hash[:12]
        st.caption(said.format(version=explanation.rules_version, hash=digest))
