"""What counts as having met a young person: told once, for lists, alerts, follow-up.

An intervention that took place is a meeting unless its result says that nobody was
reached; a contact is one where its result says so. A call without an answer moves no
"last contact": it would hide that somebody is being lost.
"""

from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from parcours.nomenclature import Nomenclature
from parcours.record.models import Contact, Intervention


TOOK_PLACE = ("ongoing", "done", "interrupted")
Meeting = type[Contact] | type[Intervention]


def established(words: Nomenclature) -> tuple[str, ...]:
    """List the results of contacts at which the young person was really reached.

    Args:
        words: the nomenclature.

    Returns:
        Codes.
    """
    results = words.contact_results.values()
    return tuple(one.code for one in results if one.established)


def was_met(table: Meeting, words: Nomenclature) -> ColumnElement[bool]:
    """Give the condition on a fact that says that somebody was met.

    Args:
        table: contacts or interventions.
        words: the nomenclature.

    Returns:
        A condition for a query on this table.
    """
    reached = col(table.result).in_(established(words))
    if table is Contact:
        return reached
    took_place = col(Intervention.state).in_(TOOK_PLACE)
    return took_place & or_(col(table.result).is_(None), reached)
