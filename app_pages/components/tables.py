"""Small tables as real tables: read aloud, printed, and copied as they stand."""

from collections.abc import Sequence

import streamlit as st


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
