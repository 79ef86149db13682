"""Rows about young people who were erased: held back, and said so in the answer.

The vault keeps keyed digests of what an erased person was known by. A row that meets
one is not loaded, so that nobody comes back by the next monthly file; the partner
reads why. What the digests do not recognise makes a new person (docs/adr/0011).
"""

from collections.abc import Sequence
from typing import NamedTuple

from parcours.intake.bulk import unique
from parcours.intake.checking import GoodRow
from parcours.intake.drafts import Who
from parcours.intake.opening import Opened
from parcours.intake.refusals import Refusal
from parcours.intake.splitting import identity_row
from pseudonymisation.desk import Desk, IdentityRow


ERASED = "INTAKE-039"


class Held(NamedTuple):
    """Rows parted by whether they are about an erased person.

    Attributes:
        rows: to be loaded, in their order.
        refused: why each of the others is not.
    """

    rows: tuple[GoodRow, ...]
    refused: tuple[Refusal, ...]


def hold_back(desk: Desk, rows: Sequence[GoodRow], opened: Opened) -> Held:
    """Part the rows about erased persons from the others.

    Args:
        desk: the vault's door.
        rows: good rows, new or changed.
        opened: the file and its sender.

    Returns:
        The two parts.
    """
    people = people_of(rows)
    met = desk.erased(identities_of(people, opened))
    gone = {who for number, who in enumerate(people, start=1) if number in met}
    kept = tuple(row for row in rows if row.who not in gone)
    held = (row for row in rows if row.who is not None and row.who in gone)
    return Held(kept, tuple(Refusal(row.line, None, ERASED) for row in held))


def people_of(rows: Sequence[GoodRow]) -> list[Who]:
    """List the identity halves of rows, each once.

    Args:
        rows: of one file.

    Returns:
        Them, in the order in which they are met.
    """
    return unique(row.who for row in rows if row.who is not None)


def identities_of(people: Sequence[Who], opened: Opened) -> list[IdentityRow]:
    """Give the desk its half, numbered from 1.

    Args:
        people: from `people_of`.
        opened: the file and its sender.

    Returns:
        The desk's rows, in the same order.
    """
    return [
        identity_row(
            who,
            row=number,
            organisation=opened.organisation,
            may_link=not opened.anonymous,
        )
        for number, who in enumerate(people, start=1)
    ]
