"""The situations of an answer → words, colours and order of its pictures and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from app_pages.components.situations import UNKNOWN_SHAPE, shape, tone
from app_pages.components.words import _, named
from app_pages.visit import Visit
from cohorts.charts.contrast import visible
from cohorts.charts.paint import KEPT_BACK, Paint, kept_back


OTHERS = "autres_situations"  # as the bench calls those told together


@dataclass(frozen=True)
class Palette:
    """How the situations of one answer look.

    Attributes:
        paints: situation → word and colour, the rest and what is not told included.
        order: situations from the bottom of a picture: solutions first.
        marks: situation → coloured shape and word, in Markdown.
    """

    paints: Mapping[str, Paint]
    order: tuple[str, ...]
    marks: Mapping[str, str]


def palette(
    visit: Visit, states: Sequence[str], labels: Mapping[str, Mapping[str, str]]
) -> Palette:
    """Give the look of an answer's situations.

    Args:
        visit: who is here, for the nomenclature and the page.
        states: situations of the answer.
        labels: their words, as the extract knew them.

    Returns:
        The palette; a situation that the nomenclature no longer has is grey.
    """
    words, look = visit.context.nomenclature, visit.look
    codes = [*states, *(() if OTHERS in states else (OTHERS,))]
    paints, marks = {}, {}
    for code in codes:
        known = words.situations.get(code)
        ink = tone(known, look) if known else visible(look.unknown, page=look.page)
        name = (
            _("Autres situations")
            if code == OTHERS
            else _first_up(named(dict(labels[code]), short=True))
        )
        sign = UNKNOWN_SHAPE if known is None else shape(known)
        paints[code] = Paint(name, ink)
        marks[code] = f':color[{sign}]{{foreground="{ink}"}} {name}'
    paints[KEPT_BACK] = kept_back(look)
    listed = [code for code in words.situations if code in paints]
    rest = [code for code in codes if code not in listed and code != OTHERS]
    return Palette(paints, (*listed, *rest, OTHERS), marks)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]


def tell_kept_back(*shares: NDArray[np.float64]) -> None:
    """Say under a picture what its grey band is, where it has one.

    Args:
        shares: month by month; NaN where a share is not told.
    """
    if any(np.isnan(one).any() for one in shares):
        st.caption(
            _(
                "« Non montré » (gris) : ensemble des parts gardées secrètes, un mois "
                "où trop peu de jeunes sont dans une situation. Une bande qui "
                "s’interrompt ne dit donc pas que plus personne n’y est."
            )
        )
