"""The text of a notice → the sheet that is handed over."""

from datetime import date

from config.translation import current_language
from config.typography import _, typeset
from parcours.printing.document import Paragraph, Part, Points, Section, Sheet
from parcours.rights.settings import Notice


def lay_out_notice(text: str, *, notice: Notice, made_on: date) -> Sheet:
    """Lay a notice out.

    Args:
        text: Markdown of one title, headings, paragraphs and points.
        notice: which wording it is.
        made_on: day.

    Returns:
        The sheet, in the language in use.
    """
    title, sections = "", []
    heading, parts, points = _("En bref"), list[Part](), list[str]()

    def close_points() -> None:
        if points:
            parts.append(Points(tuple(points)))
            points.clear()

    for line in (typeset(one.strip()) for one in text.splitlines()):
        if line.startswith("- "):
            points.append(line[2:])
            continue
        close_points()
        if line.startswith("## "):
            sections.append(Section(heading, tuple(parts)))
            heading, parts = line[3:], []
        elif line.startswith("# "):
            title = line[2:]
        elif line:
            parts.append(Paragraph(line))
    close_points()
    sections.append(Section(heading, tuple(parts)))
    version = _("texte {version}").format(version=notice.version)
    return Sheet(title, version, current_language(), made_on, tuple(sections))
