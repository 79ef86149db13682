"""A report → a tagged PDF (PDF/UA-1): language, title, headings, alt texts, tables.

Texts travel as JSON into a fixed template, so that no sign of theirs is ever read as
markup. The letters are those inside the library: the same file on every machine.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time
from datetime import date as Day  # noqa: N812 - `date` names a field below
from pathlib import Path
from typing import Any

from cohorts.report.document import Figure, Paragraph, Part, Points, Report, Table
from cohorts.report.failures import WriterMissing
from cohorts.report.pictures import as_svg
from config.typography import _, hold


TEMPLATE = Path(__file__).with_name("report.typ")
FONT = "Libertinus Serif"
STANDARD = "ua-1"


def as_pdf(report: Report) -> bytes:
    """Lay a report out on A4 pages.

    Args:
        report: the report.

    Returns:
        PDF/UA-1; the same bytes for the same report.

    Raises:
        WriterMissing: a library that draws or lays out is not installed.
    """
    typst = _library()
    pdf: bytes = typst.compile(
        _files(report),
        format="pdf",
        pdf_standards=[STANDARD],
        ignore_system_fonts=True,
        timestamp=_noon(report.made_on),
    )
    return pdf


def _files(report: Report) -> dict[str, bytes]:
    """Give the template, the texts and the pictures by name."""
    files = {
        f"{figure.name}.svg": as_svg(figure.light, font=FONT).encode("utf-8")
        for figure in report.figures
    }
    texts = hold(json.dumps(_fields(report), ensure_ascii=False)).encode("utf-8")
    return {"main": TEMPLATE.read_bytes(), "report.json": texts, **files}


def _fields(report: Report) -> dict[str, Any]:
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "language": report.language,
        "made_on": [int(part) for part in report.made_on.split("-")],
        "page": _("page {n} sur {total}"),
        "sections": [
            {"heading": section.heading, "parts": [_part(p) for p in section.parts]}
            for section in report.sections
        ],
    }


def _part(part: Part) -> Mapping[str, Any]:
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", "text": part.text, "role": part.role}
    if isinstance(part, Points):
        kind = "references" if part.is_numbered else "points"
        return {"kind": kind, "items": part.items}
    if isinstance(part, Figure):
        return {
            "kind": "figure",
            "file": f"{part.name}.svg",
            "alt": part.alt,
            "caption": part.caption,
            "table": _part(part.table),
        }
    return _table(part)


def _table(table: Table) -> Mapping[str, Any]:
    return {
        "kind": "table",
        "caption": table.caption,
        "heads": table.heads,
        "rows": table.rows,
        "note": table.note,
    }


def _noon(day: str) -> int:
    """Give the seconds of a day's noon: the file says a day, never an hour."""
    at = datetime.combine(Day.fromisoformat(day), time(12), tzinfo=UTC)
    return int(at.timestamp())


def _library() -> Any:
    try:
        import typst
    except ImportError:
        raise WriterMissing("typst") from None
    return typst
