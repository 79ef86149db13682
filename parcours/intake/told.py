"""What was told of a sender's files, as far as the file in hand still says it.

What is kept is a digest; its title or word is shown again only where the file in hand
holds it.
"""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from parcours.intake.checking import months_column
from parcours.intake.columns import Layout
from parcours.intake.held import HeldTable
from parcours.intake.learned import COLUMN, VALUE, Learned
from parcours.intake.template import Column, Template
from parcours.intake.words import fold_word


ASKED = ("word", "sex", "neighbourhood")
"""Types of columns whose unknown words may be told the meaning of."""


class Told(NamedTuple):
    """A meaning that was told.

    Attributes:
        kind: column | value.
        column: our column whose words it is about; empty for a title.
        target: our column, or code; `learned.IGNORED` where it is not read.
        key: its digest, by which it is forgotten.
        text: as the file in hand has it, None where it is not in that file: shown on
            its page alone, and kept nowhere.
    """

    kind: Literal["column", "value"]
    column: str
    target: str
    key: str
    text: str | None

    def __repr__(self) -> str:
        return f"Told({self.kind}, {self.column!r}, {self.target!r})"


def told_of(
    held: HeldTable, layout: Layout, *, template: Template, learned: Learned
) -> tuple[Told, ...]:
    """List what was told of the sender's files of this template.

    Args:
        held: the table in hand.
        layout: which of its columns are read.
        template: of the file.
        learned: what was told.

    Returns:
        Titles first, then words; those of the file in hand before others.
    """
    header = held.table.header
    titles = {learned.key(COLUMN, "", fold_word(one)): one for one in header if one}
    words = _words(held, layout, template, learned) if learned.values else {}
    found = [
        Told("column", "", target, key, titles.get(key))
        for key, target in learned.columns.items()
    ]
    found += [
        Told("value", name, target, key, words.get(key))
        for (name, key), target in learned.values.items()
    ]
    return tuple(sorted(found, key=_order))


def _order(told: Told) -> tuple[bool, bool, str, str, str]:
    is_word, is_elsewhere = told.kind == VALUE, told.text is None
    return is_word, is_elsewhere, told.column, told.text or "", told.target


def _words(
    held: HeldTable, layout: Layout, template: Template, learned: Learned
) -> Mapping[str, str]:
    """Find the words of the file that were told of: digest → as the file has it."""
    rows = [row.cells for row in held.as_table().rows(layout.kept) if row.cells]
    found: dict[str, str] = {}
    for column, _shown, slots in asked_columns(layout, template):
        if not learned.knows_values_of(column.name):
            continue
        for text in {cells[slot] for cells in rows for slot in slots if cells[slot]}:
            found[learned.key(VALUE, column.name, fold_word(text))] = text
    return found


def asked_columns(
    layout: Layout, template: Template
) -> Iterator[tuple[Column, str, tuple[int, ...]]]:
    """Give the columns whose words may be told of.

    Args:
        layout: which columns are read.
        template: of the file.

    Yields:
        Our column, its title in the file, where its cells stand.
    """
    for name, slot in layout.slots.items():
        if template.columns[name].type in ASKED:
            yield template.columns[name], layout.shown[name], (slot,)
    if template.months is not None and layout.months:
        slots = tuple(slot for _month, slot in layout.months)
        yield months_column(template.months), "", slots
