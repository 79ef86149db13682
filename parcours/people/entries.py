"""What every new fact of casework carries, and what is checked before it is written."""

from collections.abc import Container
from datetime import date
from typing import Any

from parcours.access.context import Context
from parcours.people.failures import DayImpossible, UnknownWord
from parcours.record.models import SourceSubject


def stamp(context: Context, subject: SourceSubject) -> dict[str, Any]:
    """Give the columns that say who recorded a fact, when, for whom.

    Args:
        context: the operation's context.
        subject: the subject the fact hangs on.

    Returns:
        Keyword arguments of a fact's row.
    """
    return {
        "organisation_id": subject.organisation_id,
        "subject_id": subject.id,
        "author_id": context.principal.account_id,
        "visibility": "organisation" if subject.anonymous else "shared",
        "known_on": context.today(),
        "recorded_at": context.now(),
        "recorded_on": context.today(),
    }


def retire(context: Context, row: Any, *, because: str) -> None:
    """Make a row stop counting from today on; it stays readable as of before.

    Args:
        context: the operation's context.
        row: a fact.
        because: superseded | withdrawn.
    """
    row.retired_at = context.now()
    row.retired_on = context.today()
    row.retired_because = because
    row.retired_by_id = context.principal.account_id


def require_word(code: str, words: Container[str], field: str) -> None:
    """Refuse a code that the nomenclature does not hold.

    Args:
        code: the code chosen.
        words: the codes in force.
        field: the field at fault.

    Raises:
        UnknownWord: it is not among them.
    """
    if code not in words:
        raise UnknownWord(field)


def require_days(
    *, starts_on: date, ends_on: date | None, today: date, field: str = "starts_on"
) -> None:
    """Refuse days that cannot be.

    Args:
        starts_on: first day.
        ends_on: first day after, None where open.
        today: the civil day; nothing recorded as done starts later.
        field: the field at fault.

    Raises:
        DayImpossible: a start in the future, or an end not after the start.
    """
    if starts_on > today:
        raise DayImpossible(field)
    if ends_on is not None and ends_on <= starts_on:
        raise DayImpossible("ends_on")
