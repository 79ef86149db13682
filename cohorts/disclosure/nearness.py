"""Two editions of a table → by how many persons they differ, at least.

A group is compared part by part; where its parts were told together otherwise, by its
sum alone. A group told again counts as the edition that told it first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from cohorts.disclosure.table_ledger import Edition


WHOLE = ""
Rows: TypeAlias = Mapping[str, Counter[str]]  # group → part → persons
Known: TypeAlias = tuple[Edition, Rows]


def rows_of(edition: Edition) -> dict[str, Counter[str]]:
    """Read the exact rows of an edition.

    Args:
        edition: as the ledger gives it.

    Returns:
        group → part → persons.
    """
    found: dict[str, Counter[str]] = {}
    for (group, part), n in edition.counts.items():
        row = found.setdefault(group, Counter())
        if part != WHOLE:
            row[part] = n
    return found


def moved_between(before: Counter[str], after: Counter[str]) -> int:
    """Count the persons by which two rows differ.

    Args:
        before: part → persons.
        after: part → persons; of other parts, only the sums can be compared.

    Returns:
        Persons, at least.
    """
    if before.keys() != after.keys():
        return abs(before.total() - after.total())
    return sum(abs(before[part] - after[part]) for part in before)


def nearest_edition(rows: Rows, known: Iterable[Known], *, least: int) -> Known | None:
    """Find the latest edition of the whole table from which only a few moved.

    Args:
        rows: of today.
        known: editions with their rows, oldest first.
        least: persons by which two editions must differ.

    Returns:
        The edition, None where there is none.
    """
    same = [one for one in known if _apart(one[1], rows) < least]
    return same[-1] if same else None


def _apart(before: Rows, after: Rows) -> int:
    """Count the persons by which two tables differ, at least."""
    return sum(
        moved_between(
            before.get(group, Counter(dict.fromkeys(after.get(group, ()), 0))),
            after.get(group, Counter(dict.fromkeys(before.get(group, ()), 0))),
        )
        for group in before.keys() | after.keys()
    )


def nearest_row(
    group: str, row: Counter[str], known: Iterable[Known], *, least: int
) -> Known | None:
    """Find the edition whose row of the group stands where only a few moved since.

    A row that was told again is of the edition that told it first.

    Args:
        group: its label.
        row: of today.
        known: editions with their rows, oldest first.
        least: persons by which two rows must differ.

    Returns:
        The edition, None where there is none.
    """
    own = [one for one in known if group in one[1]]
    near = [one for one in own if moved_between(one[1][group], row) < least]
    if not near or near[-1][1][group] == row:
        return near[-1] if near else None
    return next(one for one in near if one[1][group] == near[-1][1][group])
