"""A sheet → a tagged PDF (PDF/UA-1): language, title, headings, heads of tables.

Texts travel as JSON into a fixed template, so that no sign of theirs is ever read as
markup. The letters are those inside the library: the same file on every machine.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from config.typography import _, hold
from parcours.printing.document import Paragraph, Part, Points, Room, Sheet
from parcours.printing.failures import PrinterMissing


TEMPLATE = Path(__file__).with_name("booklet.typ")
STANDARD = "ua-1"
LIBRARY = "typst"


def can_print() -> bool:
    """Tell whether the library that lays out PDF is installed.

    Returns:
        Whether `as_pdf` can answer.
    """
    return find_spec(LIBRARY) is not None


def as_pdf(sheet: Sheet) -> bytes:
    """Lay a sheet out on A4 pages.

    Args:
        sheet: the sheet.

    Returns:
        PDF/UA-1; the same bytes for the same sheet.

    Raises:
        PrinterMissing: the library is not installed.
    """
    typst = _library()
    at = datetime.combine(sheet.made_on, time(12), tzinfo=UTC)  # a day, never an hour
    texts = hold(json.dumps(_fields(sheet), ensure_ascii=False)).encode("utf-8")
    pdf: bytes = typst.compile(
        {"main": TEMPLATE.read_bytes(), "sheet.json": texts},
        format="pdf",
        pdf_standards=[STANDARD],
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )
    return pdf


def _library() -> Any:
    try:
        import typst
    except ImportError:
        raise PrinterMissing from None
    return typst


def _fields(sheet: Sheet) -> dict[str, Any]:
    day = sheet.made_on
    return {
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "language": sheet.language,
        "made_on": [day.year, day.month, day.day],
        "page": _("page {n} sur {total}"),
        "sections": [
            {
                "heading": section.heading,
                "on_new_page": section.on_new_page,
                "parts": [_part(part) for part in section.parts],
            }
            for section in sheet.sections
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, Paragraph):
        return {"kind": "paragraph", **asdict(part)}
    if isinstance(part, Points):
        return {"kind": "points", **asdict(part)}
    if isinstance(part, Room):
        return {"kind": "room", **asdict(part)}
    return {"kind": "table", **asdict(part)}
