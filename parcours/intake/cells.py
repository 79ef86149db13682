"""What one cell says: a value, a broken rule, or a remark."""

from typing import Any, NamedTuple


class Cell(NamedTuple):
    """What a cell says.

    Attributes:
        value: typed value, None where it says nothing.
        refusal: code of a broken rule, which refuses the row.
        warning: code of a remark.
    """

    value: Any = None
    refusal: str | None = None
    warning: str | None = None


BLANK = Cell()
