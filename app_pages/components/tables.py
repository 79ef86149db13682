"""Small tables as real tables: read aloud, printed, and copied as they stand."""

from collections.abc import Sequence

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _
from cohorts.disclosure.head_counts import Told


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, alt: str) -> None:
    """Draw a table of texts.

    Args:
        heads: one per column.
        rows: texts, which may be Markdown; what people typed must be escaped.
        alt: what the table shows, for those who do not see it.
    """
    import pandas as pd

    unique = [head or "\u00a0" * (k + 1) for k, head in enumerate(heads)]
    frame = pd.DataFrame([list(row) for row in rows], columns=unique)
    st.table(frame, hide_index=True, border="horizontal", alt=alt)


def count(told: Told) -> str:
    """Write a head count as it may be told.

    Args:
        told: rounded, or kept back.

    Returns:
        "1 234", "< 9", or "masqué".
    """
    if told.is_hidden:
        return _("masqué")
    return f"< {told.under}" if told.under else formats.whole(told.n)
