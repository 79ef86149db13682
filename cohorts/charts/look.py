"""Colours, letters and numbers of the charts, for a light and for a dark page.

Hues come from the colour-blind safe sets of Paul Tol that also colour the situations;
each is darkened or lightened to reach 4.5:1 on its page, because labels stand beside
the lines in the line's own colour. A dash pattern goes with each, never colour alone.
"""

from dataclasses import dataclass
from typing import Any, Literal

from config.translation import current_language


Page = Literal["light", "dark"]
FONT = "Source Sans, Source Sans 3, Source Sans Pro, sans-serif"
DASHES = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [4, 4], [1, 3])
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
# No menu that copies a chart's figures; letters and lines, never a bitmap to save.
CLOSED = {"embedOptions": {"actions": False, "renderer": "svg"}}
FRENCH_NUMBERS = {
    "decimal": ",",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", "\u202f€"],
    "percent": "\u202f%",
}
FRENCH_TIMES = {
    "dateTime": "%A %e %B %Y à %X",
    "date": "%d/%m/%Y",
    "time": "%H:%M:%S",
    "periods": ["", ""],
    "days": ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
    "shortDays": ["dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."],
    "months": list(_MONTHS),
    "shortMonths": list(_SHORT_MONTHS),
}


@dataclass(frozen=True)
class Look:
    """How a chart looks on one kind of page.

    Attributes:
        page: background of the page.
        text: letters.
        muted: secondary letters and marks.
        grid: faint lines.
        unknown: fill of what is not known.
        band_opacity: opacity of intervals.
        series: colours of lines, each at 4.5:1 on the page.
    """

    page: str
    text: str
    muted: str
    grid: str
    unknown: str
    band_opacity: float
    series: tuple[str, ...]

    def colour(self, place: int) -> str:
        """Give the colour of a series.

        Args:
            place: its place, from 0.

        Returns:
            "#rrggbb".
        """
        return self.series[place % len(self.series)]


LIGHT = Look(
    page="#ffffff",
    text="#1f2933",
    muted="#5a6673",
    grid="#e3e7eb",
    unknown="#dddddd",
    band_opacity=0.16,
    series=("#3d6fa5", "#882255", "#117733", "#8a6d00", "#666666", "#332288"),
)
DARK = Look(
    page="#0f1317",
    text="#e8ecf0",
    muted="#a3adb8",
    grid="#303841",
    unknown="#4a525b",
    band_opacity=0.24,
    series=("#77aadd", "#ee99bb", "#6cc483", "#ddcc77", "#bbbbbb", "#b3a5ee"),
)


def look(page: Page | str | None) -> Look:
    """Choose the look of a page.

    Args:
        page: "light" or "dark"; anything else is light.

    Returns:
        The look.
    """
    return DARK if page == "dark" else LIGHT


def settings(shown: Look) -> dict[str, Any]:
    """Give the Vega-Lite configuration of a chart.

    Args:
        shown: the look.

    Returns:
        Letters, lines and number formats, as `Chart.configure` takes them.
    """
    axis = {
        "labelColor": shown.muted,
        "titleColor": shown.muted,
        "labelFontSize": 13,
        "gridColor": shown.grid,
        "domainColor": shown.muted,
        "tickColor": shown.muted,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    }
    config: dict[str, Any] = {
        "background": "transparent",
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"color": shown.text, "fontSize": 13, "font": FONT},
    }
    if current_language() == "fr":
        config["locale"] = {"number": FRENCH_NUMBERS, "time": FRENCH_TIMES}
    return config
