"""A budget: costs, who is asked, what was granted; in cents of euro. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parcours.programme.failures import (
    AmountImpossible,
    BudgetUnbalanced,
    WordUnknown,
)
from parcours.programme.settings import Funder


MOST_CENTS = 10**11  # a thousand million euros: beyond, a slip of the keyboard
EXPENSE, INCOME = "expense", "income"


@dataclass(frozen=True)
class Line:
    """One line of a budget.

    Attributes:
        side: expense | income.
        label: what for.
        asked_cents: as asked.
        funder: who pays, of an income.
        line: the funder's own budget line.
        granted_cents: as decided, None before.
        spent_cents: as reported, None before.
        id: row on record, None while it is not.
    """

    side: str
    label: str
    asked_cents: int
    funder: str | None = None
    line: str | None = None
    granted_cents: int | None = None
    spent_cents: int | None = None
    id: int | None = None


def total(lines: Iterable[Line], side: str) -> int:
    """Sum what is asked on one side.

    Args:
        lines: of a budget.
        side: expense | income.

    Returns:
        Cents.
    """
    return sum(line.asked_cents for line in lines if line.side == side)


def is_balanced(lines: Sequence[Line]) -> bool:
    """Tell whether a budget adds up, and is one.

    Args:
        lines: of a budget.

    Returns:
        Whether costs are over nought and equal to the income.
    """
    cost = total(lines, EXPENSE)
    return cost > 0 and cost == total(lines, INCOME)


def require_balanced(lines: Sequence[Line]) -> None:
    """Refuse a budget that does not add up.

    Args:
        lines: of a budget; an empty one is not refused.

    Raises:
        BudgetUnbalanced: costs and income differ.
    """
    cost, income = total(lines, EXPENSE), total(lines, INCOME)
    if cost != income:
        raise BudgetUnbalanced(cost_cents=cost, income_cents=income)


def require_lines(lines: Sequence[Line], funders: Mapping[str, Funder]) -> None:
    """Refuse lines that cannot be.

    Args:
        lines: of a budget.
        funders: those of the territory.

    Raises:
        AmountImpossible: negative, or absurd.
        WordUnknown: no such side or funder, or an income without funder.
    """
    for line in lines:
        if not 0 <= line.asked_cents <= MOST_CENTS:
            raise AmountImpossible
        if line.side not in (EXPENSE, INCOME):
            raise WordUnknown("side")
        if line.side == INCOME and line.funder not in funders:
            raise WordUnknown("funder")


def awaits_amount(line: Line, funders: Mapping[str, Funder]) -> bool:
    """Tell whether the committee has to say an amount for a line.

    Args:
        line: of a budget.
        funders: those of the territory.

    Returns:
        Whether it is asked of a funder that grants.
    """
    funder = funders.get(line.funder or "")
    return line.side == INCOME and funder is not None and funder.grants


def has_amounts(lines: Sequence[Line], funders: Mapping[str, Funder]) -> bool:
    """Tell whether the committee has said all amounts, and granted something.

    Args:
        lines: of a budget.
        funders: those of the territory.

    Returns:
        Whether every line that awaits an amount has one, and one is over nought.
    """
    asked = [line for line in lines if awaits_amount(line, funders)]
    said = [line.granted_cents for line in asked if line.granted_cents is not None]
    return len(said) == len(asked) and any(said)


def require_grant(line: Line, cents: int) -> None:
    """Refuse an amount that cannot be granted.

    Args:
        line: what was asked.
        cents: what would be granted.

    Raises:
        AmountImpossible: negative, or more than was asked.
    """
    if not 0 <= cents <= line.asked_cents:
        raise AmountImpossible("granted")


def granted(lines: Iterable[Line]) -> int:
    """Sum what was granted.

    Args:
        lines: of a budget.

    Returns:
        Cents.
    """
    return sum(line.granted_cents or 0 for line in lines if line.side == INCOME)
