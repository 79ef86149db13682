"""Partners and costs ↔ one cell of a programming list each. Pure.

A cell holds several: "Mission locale (Public, Accueille); Garage (…)" and "Salaires :
5 000; Achats : 250,50". What a cell cannot hold (a semicolon in a name) is written
without it, and a list that comes back unchanged is known by the same rule.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from parcours.programme.budget import EXPENSE, Line
from parcours.programme.content import Partner
from parcours.programme.list_refusals import CostsUnreadable, PartnerUnreadable
from parcours.programme.list_words import BETWEEN, Lexicon, lexicon, one_line
from parcours.programme.settings import ProgrammeSettings, Word


CENTS = 100
MARK = BETWEEN.strip()
INNER = ", "
SPECIAL = frozenset("(),;:")
Costs = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class PartnerWords:
    """The words of what a partner is and does, of which none would break a cell."""

    kinds: Lexicon
    roles: Lexicon


def partner_words(settings: ProgrammeSettings) -> PartnerWords:
    """Collect the words of partners; one with a comma or a bracket gives its code.

    Args:
        settings: of the programme.

    Returns:
        Words for both.
    """
    return PartnerWords(
        _lexicon(settings.partner_kinds.items()),
        _lexicon(settings.partner_roles.items()),
    )


def _lexicon(words: Iterable[tuple[str, Word]]) -> Lexicon:
    named = {code: word.labels["fr"] for code, word in words}
    return lexicon(
        {code: code if SPECIAL & set(text) else text for code, text in named.items()}
    )


def cell_text(text: str) -> str:
    """Write a name as a cell of several gives it back.

    >>> cell_text(" Garage ; du  Parc")
    'Garage , du Parc'
    """
    return one_line(text.replace(MARK, ","))


def told_partners(partners: Iterable[Partner]) -> tuple[Partner, ...]:
    """Tell partners as a list can, in order.

    Args:
        partners: of an application.

    Returns:
        The same, their names without what would part a cell.
    """
    return tuple(Partner(cell_text(x.name), x.kind, x.role) for x in partners)


def show_partners(partners: Iterable[Partner], words: PartnerWords) -> str:
    """Write partners in one cell.

    Args:
        partners: as `told_partners`.
        words: what they are and do.

    Returns:
        "Name (what it is, what it does)", several parted by semicolons.
    """
    return BETWEEN.join(
        f"{x.name} ({words.kinds.show(x.kind)}{INNER}{words.roles.show(x.role)})"
        for x in partners
    )


def read_partners(cell: str, words: PartnerWords) -> tuple[Partner, ...]:
    """Read the partners of a cell.

    Args:
        cell: as `show_partners` writes it, or typed.
        words: what they are and do.

    Returns:
        The partners, in order.

    Raises:
        PartnerUnreadable: a name without what it is and does.
    """
    return tuple(_partner(part, words) for part in _parts(cell))


def _partner(text: str, words: PartnerWords) -> Partner:
    name, opened, inside = text.removesuffix(")").rpartition("(")
    kind, comma, role = inside.partition(",")
    if not (opened and comma and name.strip() and text.endswith(")")):
        raise PartnerUnreadable
    return Partner(
        name.strip(), words.kinds.find(kind.strip()), words.roles.find(role.strip())
    )


def told_costs(lines: Iterable[Line]) -> Costs:
    """Tell the costs of a budget that has several, () where one total says all.

    Args:
        lines: of a budget.

    Returns:
        (label, cents), in order.
    """
    costs = [x for x in lines if x.side == EXPENSE]
    if len(costs) < len(("one", "other")):
        return ()
    return tuple((cell_text(x.label), x.asked_cents) for x in costs)


def show_costs(costs: Costs) -> str:
    """Write costs in one cell, in euros.

    >>> show_costs((("Salaires", 500_000), ("Achats", 25_050)))
    'Salaires : 5000,00; Achats : 250,50'
    """
    return BETWEEN.join(
        f"{label} : {cents // CENTS},{cents % CENTS:02d}" for label, cents in costs
    )


def read_costs(cell: str, amount: Callable[[str], int]) -> Costs:
    """Read the costs of a cell.

    Args:
        cell: as `show_costs` writes it, or typed.
        amount: reads an amount in euros as cents, or refuses it.

    Returns:
        (label, cents), in order; one alone is a total, and as good as none.

    Raises:
        CostsUnreadable: a part without a label or an amount.
    """
    found = []
    for part in _parts(cell):
        label, colon, euros = part.rpartition(":")
        if not (colon and label.strip() and euros.strip()):
            raise CostsUnreadable
        found.append((label.strip(), amount(euros)))
    return tuple(found)


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(MARK) if part.strip()]
