"""Rows of a programming list → what each one tells, or where it cannot. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from parcours.intake.dates import parse_moment
from parcours.intake.table import FORMULA, Row
from parcours.programme.budget import MOST_CENTS
from parcours.programme.content import Partner
from parcours.programme.failures import (
    AmountImpossible,
    CellUnreadable,
    DaysImpossible,
    ProgrammeRefused,
    WordUnknown,
)
from parcours.programme.list_cells import read_costs, read_partners
from parcours.programme.list_refusals import (
    CostsDoNotAddUp,
    CostsUnreadable,
    PartnerUnreadable,
)
from parcours.programme.list_words import one_line
from parcours.programme.listing import CENTS, ListLine, ListWords
from parcours.programme.settings import ProgrammeSettings


MOST_YEARS = 120
LONGEST_NUMBER = 30  # signs: an amount, however it is spaced


class Refused(Exception):
    """A refusal with the field at fault, to be told by the title of its column."""

    def __init__(self, field: str, refusal: ProgrammeRefused) -> None:
        super().__init__(field)
        self.field, self.refusal = field, refusal


@dataclass(frozen=True)
class ReadRow:
    """One row of a file.

    Attributes:
        line: its line in the file.
        cells: field → text, of the columns that the file has.
    """

    line: int
    cells: dict[str, str]

    @property
    def code(self) -> str:
        """Give the application's code, blank where there is none."""
        return self.cells.get("code", "")


def read_row(row: Row, fields: Iterable[str]) -> ReadRow:
    """Name the cells of a row.

    Args:
        row: of the table; None cells where its width is wrong.
        fields: of the columns kept, in their order.

    Returns:
        The row.

    Raises:
        Refused: a formula, or too many cells.
    """
    if row.cells is None:
        raise Refused("code", CellUnreadable())
    cells = dict(zip(fields, row.cells, strict=False))
    for field, text in cells.items():
        if text == FORMULA:
            raise Refused(field, CellUnreadable())
    return ReadRow(row.line, {field: one_line(text) for field, text in cells.items()})


def line_of(
    row: ReadRow,
    former: ListLine | None,
    *,
    words: ListWords,
    settings: ProgrammeSettings,
    today: date,
) -> ListLine:
    """Read what a row tells; what it has no column for stays as it was.

    Args:
        row: of the file.
        former: what is on record of the same code, None where nothing is.
        words: of the columns.
        settings: for the funders.
        today: for years of two digits.

    Returns:
        The line.

    Raises:
        Refused: a cell that cannot be read.
    """
    held, cells = former or ListLine(), row.cells
    call = _word(words, "call", cells, "")
    told: dict[str, Any] = {"call": call} if call or "call" in cells else {}
    call = call or held.call
    for field in ("code", "title", "audience", "summary"):
        if field in cells:
            told[field] = cells[field]
    for field in ("organisation", "objective", "pilot", "state"):
        if field in cells:
            told[field] = _word(words, field, cells, call)
    for field in ("themes", "axes", "places"):
        if field in cells:
            told[field] = _several(words, field, cells[field], call)
    for field in ("age_from", "age_to"):
        if field in cells:
            told[field] = _age(cells[field], field)
    for field in ("starts_on", "ends_on"):
        if field in cells:
            told[field] = _day(cells[field], field, today)
    if "partners" in cells:
        told["partners"] = _partners(cells["partners"], words)
    return replace(held, **told, **_money(cells, held, settings))


def _partners(cell: str, words: ListWords) -> tuple[Partner, ...]:
    try:
        return read_partners(cell, words.partners)
    except PartnerUnreadable as refusal:
        raise Refused("partners", refusal) from None


def _word(words: ListWords, field: str, cells: dict[str, str], call: str) -> str:
    found, text = words.of(field, call), cells.get(field, "")
    return found.find(text) if found else text


def _several(words: ListWords, field: str, text: str, call: str) -> tuple[str, ...]:
    found = words.of(field, call)
    if found is not None:
        return found.find_all(text)
    return tuple(part for part in (one.strip() for one in text.split(";")) if part)


def _age(text: str, field: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 3 or int(text) > MOST_YEARS:
        raise Refused(field, WordUnknown("ages"))
    return int(text)


def _day(text: str, field: str, today: date) -> date | None:
    if not text:
        return None
    found = parse_moment(text, order="dmy", today=today)
    if isinstance(found, str) or found.precision != "day":
        raise Refused(field, DaysImpossible(field))
    return found.on


def _money(
    cells: dict[str, str], held: ListLine, settings: ProgrammeSettings
) -> dict[str, Any]:
    asked, granted = dict(held.asked), dict(held.granted)
    for code, funder in settings.funders.items():
        _amount(cells, f"asked:{code}", code, asked)
        if funder.grants:
            _amount(cells, f"granted:{code}", code, granted)
            if code in granted and not cells.get(f"asked:{code}"):
                asked.setdefault(code, granted[code])
    told: dict[str, Any] = {
        "asked": tuple(sorted((code, n) for code, n in asked.items() if n)),
        "granted": tuple(sorted(granted.items())),
    }
    told |= _costs(cells, held, sum(asked.values()))
    if "spent" in cells:
        told["spent"] = _cents(cells["spent"], "spent") if cells["spent"] else None
    return told


def _costs(cells: dict[str, str], held: ListLine, asked: int) -> dict[str, Any]:
    """Read the total and its detail, of which either gives the other."""
    cell = cells.get("cost", "")
    cost = _cents(cell, "cost") if cell else None
    if "costs" not in cells:
        return {"cost": held.cost or asked if cost is None else cost}
    try:
        costs = read_costs(cells["costs"], lambda text: _cents(text, "costs"))
    except CostsUnreadable as refusal:
        raise Refused("costs", refusal) from None
    if len(costs) == 1:  # one cost is a total
        cost, costs = costs[0][1] if cost is None else cost, ()
    elif costs and cost is None:
        cost = sum(cents for _label, cents in costs)
    elif costs and cost != sum(cents for _label, cents in costs):
        raise Refused("costs", CostsDoNotAddUp())
    return {"cost": held.cost or asked if cost is None else cost, "costs": costs}


def _amount(
    cells: dict[str, str], field: str, code: str, amounts: dict[str, int]
) -> None:
    if field in cells:
        amounts.pop(code, None)
        if cells[field]:
            amounts[code] = _cents(cells[field], field)


def _cents(text: str, field: str) -> int:
    """Read an amount in euros: "12 500", "12 500,50 €", "12500.5"."""
    plain = "".join(text.replace("€", "").split()).replace(",", ".")
    if len(plain) > LONGEST_NUMBER or not set(plain) <= set("0123456789.-"):
        raise Refused(field, AmountImpossible())
    try:
        cents = Decimal(plain) * CENTS
    except InvalidOperation:
        raise Refused(field, AmountImpossible()) from None
    whole = round(cents)
    if abs(cents - whole) > Decimal("0.001") or not 0 <= whole <= MOST_CENTS:
        raise Refused(field, AmountImpossible())
    return whole
