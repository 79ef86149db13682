"""Funded actions → what was granted and what was spent, never one for the other.

Granted: what funders gave, known once the committee decided. Spent: what the action
cost in all, known once its report says it. They are two kinds of money (a grant is a
part of what is spent), so they are never added up, nor is one told for the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from cohorts.indicators.actions import ActionLine
from cohorts.indicators.reading import euros
from config.numbers import whole
from config.typography import _


GONE = ("withdrawn", "cancelled")  # not funded any more, whatever was granted before


@dataclass(frozen=True)
class Money:
    """What is known of the money of several actions.

    Attributes:
        n: funded actions.
        granted_cents: what funders gave, in cents of euro; None = not said of any.
        n_granted: actions of which it is known.
        spent_cents: what they spent by their reports; None likewise.
        n_spent: actions of which it is known.
    """

    n: int
    granted_cents: int | None
    n_granted: int
    spent_cents: int | None
    n_spent: int


def money_of(actions: Sequence[ActionLine]) -> Money:
    """Add up what was granted, and apart from it what was spent.

    Args:
        actions: of one year; those that were given up are left out.

    Returns:
        Both sums, each with the number of actions that it is of.
    """
    funded = [one for one in actions if one.state not in GONE]
    granted = [x.granted_cents for x in funded if x.granted_cents is not None]
    spent = [one.spent_cents for one in funded if one.spent_cents is not None]
    return Money(
        n=len(funded),
        granted_cents=sum(granted) if granted else None,
        n_granted=len(granted),
        spent_cents=sum(spent) if spent else None,
        n_spent=len(spent),
    )


def money_said(money: Money, *, year: int) -> list[str]:
    """Say how many actions are funded, for how much, and what they spent.

    Args:
        money: of the actions of a year.
        year: of their call.

    Returns:
        Two sentences; none without an action.
    """
    if not money.n:
        return []
    text = _("{n} actions financées en {year}, {granted} accordés par les financeurs.")
    if money.n == 1:
        text = _(
            "Une action financée en {year}, {granted} accordés par les financeurs."
        )
    if money.granted_cents is None:
        text = _("{n} actions financées en {year} ; aucun montant accordé n’est connu.")
        if money.n == 1:
            text = _(
                "Une action financée en {year} ; aucun montant accordé n’est connu."
            )
    elif money.n_granted < money.n:
        text = _(
            "{n} actions financées en {year}, {granted} accordés par les financeurs à "
            "{known} d’entre elles."
        )
        if money.n_granted == 1:
            text = _(
                "{n} actions financées en {year}, {granted} accordés par les "
                "financeurs à l’une d’entre elles."
            )
    said = text.format(
        n=whole(money.n),
        year=year,
        granted=euros(money.granted_cents),
        known=whole(money.n_granted),
    )
    return [said, spent_said(money)]


def spent_said(money: Money) -> str:
    """Say what was spent, and of how many actions it is known.

    Args:
        money: of the actions of a year.

    Returns:
        One sentence.
    """
    if money.spent_cents is None:
        return _("Dépensé : aucun bilan ne le dit encore.")
    text = _("Dépensé : {spent}, d’après les bilans de {known} actions sur {n}.")
    if money.n_spent == 1:
        text = _("Dépensé : {spent}, d’après le bilan d’une action sur {n}.")
    return text.format(
        spent=euros(money.spent_cents), known=whole(money.n_spent), n=whole(money.n)
    )
