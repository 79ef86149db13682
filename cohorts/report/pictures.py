"""Vega-Lite charts → SVG and PNG, on this machine, without a browser or a network."""

import copy
from html import escape
from typing import Any

from cohorts.charts.look import Look
from cohorts.charts.series import Spec
from cohorts.report.failures import WriterMissing


# Names with digits in quotation marks: without these a browser drops the whole list.
SANS = "'Source Sans 3', 'Source Sans Pro', 'Liberation Sans', Arial, sans-serif"
WIDTH = 640  # pixels of a chart on paper
BESIDE = 60  # pixels of axis and space of a chart beside others
PNG_SCALE = 2.0
CAPTION = 10  # pixels of the letters that say where a picture comes from


def as_svg(chart: Spec, *, font: str = SANS) -> str:
    """Draw a chart.

    Args:
        chart: a specification as wide as its container.
        font: families of its letters, the first that is there.

    Returns:
        SVG that refers to nothing outside itself.

    Raises:
        WriterMissing: the library that draws is not installed.
    """
    svg: str = _library().vegalite_to_svg(_fixed(chart, font), allowed_base_urls=[])
    return svg


def as_png(chart: Spec, *, background: str) -> bytes:
    """Draw a chart as pixels, twice as fine as on a screen.

    Args:
        chart: a specification as wide as its container.
        background: colour of the page, for pictures that leave it.

    Returns:
        PNG.

    Raises:
        WriterMissing: the library that draws is not installed.
    """
    fixed = _fixed(chart, SANS)
    fixed["config"]["background"] = background
    png: bytes = _library().vegalite_to_png(
        fixed, scale=PNG_SCALE, allowed_base_urls=[]
    )
    return png


def described(svg: str, *, text: str) -> str:
    """Write in a picture what it rests on, for who finds it alone.

    Args:
        svg: as `as_svg` gives it.
        text: plain words.

    Returns:
        The same picture, described first.
    """
    end = svg.index(">", svg.index("<svg")) + 1
    return f"{svg[:end]}<desc>{escape(text)}</desc>{svg[end:]}"


def captioned(chart: Spec, *, text: str, look: Look) -> Spec:
    """Write what a chart rests on in small letters under it.

    Args:
        chart: a specification without a title.
        text: plain words.
        look: colours.

    Returns:
        The chart with its caption.
    """
    caption = {
        "text": text,
        "orient": "bottom",
        "anchor": "start",
        "fontSize": CAPTION,
        "fontWeight": "normal",
        "color": look.muted,
        "offset": 10,
    }
    return {**chart, "title": caption}


def _fixed(chart: Spec, font: str) -> Spec:
    """Give a chart its width; its container's is not known here."""
    fixed = copy.deepcopy(chart)
    parts = fixed.get("concat")
    if parts is None:
        fixed["width"] = WIDTH
    for part in parts or ():
        part["width"] = WIDTH // fixed["columns"] - BESIDE
    fixed["config"]["font"] = font
    fixed["config"]["text"]["font"] = font
    return fixed


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise WriterMissing("vl-convert-python") from None
    return vl_convert
