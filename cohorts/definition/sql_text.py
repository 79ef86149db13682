"""Small pieces of SQL text: literals, lists, least of several days.

Templates are constants with `{names}`; what is filled in is a code checked by the
reader, a whole number, or another template: never free text.
"""

from collections.abc import Sequence
from datetime import date


EPOCH = date(1970, 1, 1)
FAR_DAY = 1_000_000  # later than any day: the year 4707


def day_number(day: date) -> int:
    """Count the days since 1970-01-01.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return (day - EPOCH).days


def quoted(text: str) -> str:
    """Write a text as an SQL literal.

    >>> quoted("l'été")
    "'l''été'"
    """
    return "'" + text.replace("'", "''") + "'"


def among(texts: Sequence[str]) -> str:
    """Write texts as the list of an IN.

    >>> among(("a", "b"))
    "('a', 'b')"
    """
    return "(" + ", ".join(quoted(text) for text in texts) + ")"


def least(days: Sequence[str], values: Sequence[str]) -> str:
    """Choose the value that belongs to the least day; ties go to the first.

    Engines name their least-of-several function differently; CASE is common to all.

    Args:
        days: n SQL expressions, none of which may be NULL.
        values: n SQL expressions.

    Returns:
        One SQL expression.
    """
    if len(days) == 1:
        return values[0]
    branches = []
    for place, day in enumerate(days[:-1]):
        tests = " AND ".join(f"{day} <= {other}" for other in days[place + 1 :])
        branches.append(f"WHEN {tests} THEN {values[place]}")
    return "CASE " + " ".join(branches) + f" ELSE {values[-1]} END"


def joined(parts: Sequence[str]) -> str:
    """Put common table expressions in a row, leaving out empty ones."""
    return ",\n".join(part.strip() for part in parts if part)
