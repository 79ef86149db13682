"""A text → the persons within reach whom it may mean, without reading the others.

Codes and pseudonyms are looked up in the record; names and dates of birth are asked of
the vault, which knows who bears them in one's own organisation. Whatever comes out is
then held against the reach, in SQL: who is not within it is as if they were not there.
"""

import re
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.people.asked import read_asked
from parcours.people.visibility import persons_within
from parcours.record.models import Link, Person, SourceSubject
from pseudonymisation.desk import Desk


_PART_OF_PSEUDONYM = re.compile(r"(?:v\d{1,4}\.record\.)?([a-z2-7]{6,52})")
_FEW_SIGNS = re.compile(r"[a-z2-7]{4,5}")  # as one copies them; a few may share them
_AFTER_ALL = "\x7f"  # sorts after every sign of a pseudonym


def find_persons(
    context: Context, session: Session, *, desk: Desk, text: str, most: int
) -> list[Person]:
    """Find the persons whom a text may mean.

    Args:
        context: the operation's context; its scope decides.
        session: a session of the record.
        desk: the door to the vault.
        text: a name, a date of birth, a code, a pseudonym or its first signs.
        most: how many are wanted.

    Returns:
        Persons within reach: first by code or pseudonym, then by name, nearest first;
        last by four or five signs of a pseudonym, which may be a name as well.
    """
    wanted = text.strip()
    if not wanted:
        return []
    found = _exactly(context, session, wanted)
    if found and not wanted.replace(" ", "").isalpha():
        return found[:most]  # what is spelt in letters alone may be a name as well
    found += _by_name(context, session, desk=desk, text=wanted, most=most)
    if len(found) < most and _FEW_SIGNS.fullmatch(wanted.casefold()):
        found += _within(context, session, _spelt(session, wanted.casefold()))
    return list({person.id: person for person in found}.values())[:most]


def _exactly(context: Context, session: Session, wanted: str) -> list[Person]:
    """Find by own organisation's code, or the first signs of a pseudonym."""
    found = set(session.exec(_coded(context, wanted)).all())
    part = _PART_OF_PSEUDONYM.fullmatch(wanted.casefold())
    if part:
        found |= set(session.exec(_spelt(session, part[1])).all())
    return _within(context, session, sorted(found)) if found else []


def _within(context: Context, session: Session, rows: Any) -> list[Person]:
    """Keep of selected rows those within reach."""
    reach = persons_within(context).where(col(Person.id).in_(rows))
    return list(session.exec(reach.order_by(col(Person.id))).all())


def _coded(context: Context, wanted: str) -> Any:
    code = col(SourceSubject.code)
    return (
        select(Link.person_id)
        .join(SourceSubject, col(SourceSubject.id) == col(Link.subject_id))
        .where(
            SourceSubject.organisation_id == context.principal.organisation_id,
            col(Link.revoked_on).is_(None),
            or_(
                code.in_([wanted, wanted.upper(), wanted.lower()]),
                func.lower(code) == wanted.lower(),
            ),
        )
    )


def _spelt(session: Session, signs: str) -> Any:
    last = session.exec(select(func.max(Person.pseudonym))).one() or ""
    start = f"{last.rpartition('.')[0]}.{signs}"  # all are of one generation
    pseudonym = col(Person.pseudonym)
    return select(Person.id).where(pseudonym >= start, pseudonym < start + _AFTER_ALL)


def _by_name(
    context: Context, session: Session, *, desk: Desk, text: str, most: int
) -> list[Person]:
    organisation = context.principal.organisation_code
    if organisation is None:
        return []
    asked = read_asked(text, today=context.today())
    found: list[Person] = []
    for block in desk.find(asked.name, born=asked.born, organisation=organisation):
        names = [str(pseudonym) for pseudonym in block]
        reach = persons_within(context).where(col(Person.pseudonym).in_(names))
        there = {person.pseudonym: person for person in session.exec(reach)}
        found += [there[name] for name in names if name in there]
        if len(found) >= most:
            break
    return found
