"""« À savoir avant de lire »: what stands between a figure and its conclusion."""

from collections.abc import Sequence

import streamlit as st

from app_pages.components.words import _, plain, typeset
from cohorts.disclosure.cautions import ToldCaution
from cohorts.guards.caution import Severity
from cohorts.guards.wording import gravity


def before_reading(cautions: Sequence[ToldCaution]) -> None:
    """List what to know, the gravest first; what must stop a reading stands open.

    Args:
        cautions: told ones, of the figures shown.
    """
    if not cautions:
        return
    grave = [one for one in cautions if one.severity is Severity.STOP]
    for one in grave:
        st.warning(_line(one))
    others = [one for one in cautions if one.severity is not Severity.STOP]
    if others:
        title = _("À savoir avant de lire ({n})").format(n=len(others))
        with st.expander(title):
            st.markdown("\n".join(f"- {_line(one)}" for one in others))


def _line(one: ToldCaution) -> str:
    """Write one caution; labels of groups are data, and harmless as Markdown."""
    said, to_do = plain(typeset(one.sentence)), plain(typeset(one.remedy))
    return f"**{typeset(gravity(one.severity))}** · {said} {to_do}"
