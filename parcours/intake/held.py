"""A partner's table in hand: read once, corrected cell by cell, never written down.

Only the cells that may be read are here: forbidden columns were dropped as their lines
were split. What is corrected stays beside the file, so that the partner can be told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from parcours.intake.table import Row, Table


Place = tuple[int, int]
"""Line of a cell, and the position of its column in the file's header."""


@dataclass(frozen=True)
class Correction:
    """What somebody wrote instead of a cell.

    Attributes:
        text: the new cell, never shown in a message.
        code: key of `refusals.RULES` that the file's own cell broke, if it did.
    """

    text: str = field(repr=False)
    code: str | None = None


@dataclass(frozen=True)
class HeldTable:
    """A table whose rows are in memory.

    Attributes:
        table: as opened; its own rows are not read again.
        kept: positions in the header of the cells that were kept.
        lines: the rows as the file has them.
        content_digest: SHA-256 of the file, to tell the same one sent twice.
        corrections: what was written instead of some cells.
    """

    table: Table = field(repr=False)
    kept: tuple[int, ...]
    lines: tuple[Row, ...] = field(repr=False)
    content_digest: str
    corrections: Mapping[Place, Correction] = field(
        default_factory=lambda: MappingProxyType({}), repr=False
    )

    def as_table(self) -> Table:
        """Give the table as corrected, for checking.

        Returns:
            A table whose rows are read from memory.
        """
        return replace(self.table, rows=self._rows, about_rows=len(self.lines))

    def _rows(self, kept: Sequence[int]) -> Iterator[Row]:
        place = {position: index for index, position in enumerate(self.kept)}
        slots = [place[position] for position in kept]
        corrected = {line for line, _position in self.corrections}
        same = tuple(kept) == self.kept
        for row in self.lines:
            if row.cells is None or (same and row.line not in corrected):
                yield row
                continue
            cells = [row.cells[slot] for slot in slots]
            if row.line in corrected:
                cells = [
                    self._now(row.line, position, cell)
                    for position, cell in zip(kept, cells, strict=True)
                ]
            yield Row(row.line, tuple(cells))

    def _now(self, line: int, position: int, cell: str) -> str:
        correction = self.corrections.get((line, position))
        return cell if correction is None else correction.text

    def corrected(self, place: Place, correction: Correction) -> "HeldTable":
        """Write something instead of a cell.

        Args:
            place: of the cell.
            correction: what to write; what the file itself has takes it back.

        Returns:
            The same table with it.
        """
        corrections = dict(self.corrections)
        former = corrections.pop(place, None)
        if self._own(place) != correction.text:
            code = former.code if former is not None else correction.code
            corrections[place] = replace(correction, code=code)
        return replace(self, corrections=MappingProxyType(corrections))

    def _own(self, place: Place) -> str | None:
        line, position = place
        row = next((row for row in self.lines if row.line == line), None)
        if row is None or row.cells is None or position not in self.kept:
            return None
        return row.cells[self.kept.index(position)]


def hold(table: Table, *, kept: tuple[int, ...], content_digest: str) -> HeldTable:
    """Read a table into memory.

    Args:
        table: as opened.
        kept: positions of the cells that may be read.
        content_digest: SHA-256 of the file.

    Returns:
        The table in hand.

    Raises:
        IntakeRefused: the file breaks while it is read.
    """
    return HeldTable(table, kept, tuple(table.rows(kept)), content_digest)
