"""What a printed sheet is made of: sections of paragraphs, points, tables, rooms."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; a `lead` stands out."""

    text: str
    is_lead: bool = False


@dataclass(frozen=True)
class Points:
    """A list, one line each."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with the heads of its columns and words for what it shows.

    Attributes:
        is_even: its columns are of one width, for sentences in each; else only the
            last one may hold any.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_even: bool = False


@dataclass(frozen=True)
class Room:
    """Room to write by hand, under a few words.

    Attributes:
        text: what is to be written there.
        lines: how many lines of writing it holds.
    """

    text: str
    lines: int


Part = Paragraph | Points | Table | Room


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it.

    Attributes:
        on_new_page: it begins a page.
    """

    heading: str
    parts: tuple[Part, ...]
    on_new_page: bool = False


@dataclass(frozen=True)
class Sheet:
    """A document of one or more pages.

    Attributes:
        title: also the file's own title.
        subtitle: one line under it, perhaps empty.
        language: fr | en.
        made_on: day.
        sections: in order.
    """

    title: str
    subtitle: str
    language: str
    made_on: date
    sections: tuple[Section, ...]
