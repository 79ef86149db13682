"""A report as plain values: headings, paragraphs, figures with their tables, notes.

Nothing here knows of HTML or PDF; both are written from these values, so that they say
the same. Every figure has words that stand for it and a table under it.
"""

from dataclasses import dataclass
from typing import Literal

from cohorts.charts.series import Spec


Language = Literal["fr", "en"]


@dataclass(frozen=True)
class Paragraph:
    """Sentences.

    Attributes:
        text: in the report's language.
        role: "lead" for the answer, "note" for small print, else "text".
    """

    text: str
    role: Literal["text", "lead", "note"] = "text"


@dataclass(frozen=True)
class Points:
    """A list of sentences.

    Attributes:
        items: in order.
        is_numbered: references, called by number in the text.
    """

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table of texts; the first cell of a row names the row.

    Attributes:
        caption: what it shows.
        heads: one per column, none empty.
        rows: each as long as `heads`.
        note: small print under it, "" = none.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture with its words and its table.

    Attributes:
        name: file-safe name, one of a kind in the report.
        caption: what it shows.
        alt: what a reader who does not see it needs.
        light: chart for paper and a light page.
        dark: the same chart for a dark page.
        table: its figures.
    """

    name: str
    caption: str
    alt: str
    light: Spec
    dark: Spec
    table: Table


Part = Paragraph | Points | Table | Figure


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        title: its first heading, and the document's title.
        subtitle: one line under it.
        language: of every text in it.
        made_on: civil day, YYYY-MM-DD.
        sections: in order.
        is_dated_by_extract: `made_on` is the day of knowledge, not that of making.
    """

    title: str
    subtitle: str
    language: Language
    made_on: str
    sections: tuple[Section, ...]
    is_dated_by_extract: bool = False

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, in order."""
        return tuple(
            part
            for section in self.sections
            for part in section.parts
            if isinstance(part, Figure)
        )
