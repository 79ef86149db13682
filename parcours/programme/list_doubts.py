"""Cells of a programming list that seem to hold something of a person."""

from dataclasses import dataclass, field

from config.translation import _
from parcours.programme.doubts import WordsUnconfirmed
from parcours.programme.failures import ListProblem


@dataclass(frozen=True)
class TypedCell:
    """A cell of free text that a list brings."""

    line: int
    column: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class CellDoubt:
    """A cell that seems to hold something of a person; never what it says.

    Attributes:
        key: the application and the field, by which it is confirmed.
        line: of the file.
        column: its title.
        words: what it seems to hold, in the language in use.
    """

    key: str
    line: int
    column: str
    words: str


def to_confirm(doubt: CellDoubt) -> ListProblem:
    """Refuse a cell that is not confirmed, as any other that cannot be kept."""
    return ListProblem(
        doubt.line,
        doubt.column,
        WordsUnconfirmed.code,
        _("Ce texte semble contenir {what}.").format(what=doubt.words),
        _("Écrivez-le sans personne, ou confirmez qu’aucune n’y est reconnaissable."),
    )
