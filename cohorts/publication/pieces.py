"""Parts of a page: the shell, tables, pictures without a script; plain HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from cohorts.indicators.figures import Figure
from cohorts.indicators.reading import SHARE, reading, unit_of
from config.translation import Language
from config.typography import _, hold


POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'"
OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}
HUNDRED = 100.0
THIN = 0.6  # width of a limit, in hundredths of the picture


@dataclass(frozen=True)
class Page:
    """One page of one language.

    Attributes:
        name: its file, without folder.
        title: its heading.
        body: HTML under the heading.
    """

    name: str
    title: str
    body: str


def words(text: str) -> str:
    """Make a text harmless, its numbers held to their units.

    Args:
        text: any text.

    Returns:
        HTML.
    """
    return escape(hold(text))


def paragraph(text: str, role: str = "") -> str:
    """Write a paragraph.

    Args:
        text: its words.
        role: lead, note, or "" for neither.

    Returns:
        HTML.
    """
    kind = f' class="{role}"' if role else ""
    return f"<p{kind}>{words(text)}</p>"


def spoken(text: str) -> str:
    """Write what people of the council wrote: in French, as they wrote it.

    Args:
        text: their words.

    Returns:
        HTML, a paragraph for each of theirs.
    """
    parts = [part.strip() for part in text.splitlines() if part.strip()]
    inner = "".join(f"<p>{escape(part)}</p>" for part in parts)
    return f'<blockquote lang="fr">{inner}</blockquote>' if inner else ""


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a table that the keyboard can scroll.

    Args:
        caption: what it holds.
        heads: one per column.
        rows: texts; the first names the row.

    Returns:
        HTML.
    """
    head = "".join(f'<th scope="col">{words(one)}</th>' for one in heads)
    body = "\n".join(
        f'<tr><th scope="row">{words(row[0])}</th>'
        + "".join(f"<td>{words(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in rows
    )
    name = words(caption)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{name}">\n'
        f"<table>\n<caption>{name}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def bars(figures: Sequence[Figure], names: Sequence[str], *, about: str) -> str:
    """Draw figures as bars with their limits; the table beside says the same.

    Args:
        figures: told ones, of one unit.
        names: what each is of.
        about: what the picture shows.

    Returns:
        HTML with one small picture a line, each named by its text.
    """
    most = _most(figures)
    lines = "\n".join(
        f"<li><span>{words(name)}</span>{_bar(one, most)}"
        f'<span class="value">{words(reading(one))}</span></li>'
        for one, name in zip(figures, names, strict=True)
    )
    return f'<ul class="bars" aria-label="{words(about)}">\n{lines}\n</ul>'


def _most(figures: Sequence[Figure]) -> float:
    """Give what the whole width stands for."""
    if unit_of(figures[0]) == SHARE:
        return 1.0
    tops = [one.high if one.high is not None else one.value for one in figures]
    return max((top for top in tops if top), default=1.0)


def _bar(one: Figure, most: float) -> str:
    def at(value: float | None) -> float:
        share = 0.0 if value is None else value / most
        return round(min(max(share, 0.0), 1.0) * HUNDRED, 2)

    parts = []
    if not one.rough:  # of so few the limits alone are drawn, as they alone are told
        parts = [f'<rect class="bar" x="0" y="2" width="{at(one.value)}" height="6"/>']
    if one.low is not None and one.high is not None:
        low, high = at(one.low), at(one.high)
        width = round(max(high - low, 0.0), 2)
        parts.append(
            f'<rect class="limits" x="{low}" y="4.5" width="{width}" height="1"/>'
        )
        ends = (max(min(x, HUNDRED - THIN), 0.0) for x in (low, high))
        parts += [
            f'<rect class="limits" x="{round(x, 2)}" y="3" width="{THIN}" height="4"/>'
            for x in ends
        ]
    return (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(parts)}</svg>"
    )


def shell(
    page: Page,
    *,
    language: Language,
    menu: Sequence[tuple[str, str]],
    foot: Sequence[str],
) -> bytes:
    """Put a page into its frame.

    Args:
        page: the page.
        language: its language.
        menu: file and name of each main page.
        foot: sentences at the foot.

    Returns:
        UTF-8.
    """
    other = OTHER[language]
    items = "\n".join(
        f'<li><a href="{name}"{_current(name, page)}>{words(title)}</a></li>'
        for name, title in menu
    )
    switch = {"fr": "Français", "en": "English"}[other]
    notes = "\n".join(paragraph(one) for one in foot)
    text = f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{words(page.title)}</title>
<link rel="stylesheet" href="../site.css">
</head>
<body>
<a class="skip" href="#contenu">{words(_("Aller au contenu"))}</a>
<nav aria-label="{words(_("Pages du site"))}">
<ul class="top">
{items}
<li><a href="../{other}/{page.name}" lang="{other}" hreflang="{other}">{switch}</a></li>
</ul>
</nav>
<main id="contenu">
<h1>{words(page.title)}</h1>
{page.body}
</main>
<footer>
{notes}
</footer>
</body>
</html>
"""
    return text.encode("utf-8")


def _current(name: str, page: Page) -> str:
    return ' aria-current="page"' if name == page.name else ""
