"""A report → one HTML file: headings, landmarks, tables, nothing from elsewhere.

Pictures are inside the file, one for a light page and paper, one for a dark page; a
policy in the file's head forbids scripts and any request.
"""

import base64
from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path

from cohorts.charts.series import Spec
from cohorts.report.document import (
    Figure,
    Paragraph,
    Part,
    Points,
    Report,
    Section,
    Table,
)
from cohorts.report.pictures import as_svg
from config.numbers import day
from config.typography import _, hold


STYLE = Path(__file__).with_name("report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
PAIR = 2  # columns of a table of long values, which may be cut anywhere
DARK_SCREEN = "screen and (prefers-color-scheme: dark)"

Draw = Callable[[Spec], str]


def as_html(report: Report, *, draw: Draw = as_svg) -> bytes:
    """Write a report as HTML.

    Args:
        report: the report.
        draw: chart → SVG.

    Returns:
        UTF-8; one file that asks for nothing.

    Raises:
        WriterMissing: the library that draws is not installed.
    """
    title = _words(report.title)
    sections = "\n".join(
        _section(number, section, draw)
        for number, section in enumerate(report.sections, start=1)
    )
    dated = _("Rapport fait le {day}")
    if report.is_dated_by_extract:
        dated = _("État des connaissances au {day}")
    made = dated.format(day=day(date.fromisoformat(report.made_on)))
    text = f"""<!DOCTYPE html>
<html lang="{report.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="date" content="{report.made_on}">
<title>{title}</title>
<style>
{STYLE.read_text("utf-8")}</style>
</head>
<body>
<a class="skip" href="#contenu">{_words(_("Aller au contenu"))}</a>
<header>
<h1>{title}</h1>
<p>{_words(report.subtitle)}</p>
</header>
{_contents(report)}
<main id="contenu">
{sections}
</main>
<footer>
<p>{_words(made)}</p>
</footer>
</body>
</html>
"""
    return text.encode("utf-8")


def _contents(report: Report) -> str:
    items = "\n".join(
        f'<li><a href="#s{number}">{_words(section.heading)}</a></li>'
        for number, section in enumerate(report.sections, start=1)
    )
    name = _words(_("Sommaire"))
    return f'<nav aria-label="{name}">\n<ol>\n{items}\n</ol>\n</nav>'


def _section(number: int, section: Section, draw: Draw) -> str:
    parts = "\n".join(_part(part, draw) for part in section.parts)
    return (
        f'<section id="s{number}" aria-labelledby="h{number}">\n'
        f'<h2 id="h{number}">{_words(section.heading)}</h2>\n{parts}\n</section>'
    )


def _part(part: Part, draw: Draw) -> str:
    if isinstance(part, Paragraph):
        return f'<p class="{part.role}">{_words(part.text)}</p>'
    if isinstance(part, Points):
        items = "\n".join(f"<li>{_words(item)}</li>" for item in part.items)
        if part.is_numbered:  # works have their titles in English
            return f'<ol class="references" lang="en">\n{items}\n</ol>'
        return f"<ul>\n{items}\n</ul>"
    if isinstance(part, Figure):
        return _figure(part, draw)
    return _table(part)


def _figure(figure: Figure, draw: Draw) -> str:
    light, dark = (_inside(draw(chart)) for chart in (figure.light, figure.dark))
    picture = (
        f'<picture>\n<source media="{DARK_SCREEN}" srcset="{dark}">\n'
        f'<img src="{light}" alt="{_words(figure.alt)}">\n</picture>'
    )
    return (
        f"<figure>\n{_wide(_('Courbes'), picture)}\n"
        f"<figcaption>{_words(figure.caption)}</figcaption>\n</figure>\n"
        f"{_table(figure.table)}"
    )


def _wide(name: str, content: str) -> str:
    """Let what is wide scroll within its own frame, which the keyboard can reach."""
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{_words(name)}">\n'
        f"{content}\n</div>"
    )


def _inside(svg: str) -> str:
    """Put a picture into the address that shows it."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def _table(table: Table) -> str:
    caption = _words(table.caption)
    heads = "".join(f'<th scope="col">{_words(head)}</th>' for head in table.heads)
    rows = "\n".join(_row(row) for row in table.rows)
    note = f'\n<p class="note">{_words(table.note)}</p>' if table.note else ""
    kind = ' class="pair"' if len(table.heads) <= PAIR else ""
    content = (
        f"<table{kind}>\n<caption>{caption}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    )
    return _wide(table.caption, content) + note


def _row(row: tuple[str, ...]) -> str:
    first, *others = (_words(cell) for cell in row)
    cells = "".join(f"<td>{cell}</td>" for cell in others)
    return f'<tr><th scope="row">{first}</th>{cells}</tr>'


def _words(text: str) -> str:
    """Make a text harmless, its numbers held to their units."""
    return escape(hold(text))
