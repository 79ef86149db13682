"""Whom a line of the audit is about → a keyed handle that outlives every pseudonym.

A pseudonym changes when the pseudonyms of a territory are keyed anew; a line of the
audit never does, or the chain would break. So lines do not name the pseudonym: they
name the row of the record, whose number stays, digested under a key that the record
does not hold. Whoever takes the record alone cannot tell whom a line is about.

    h1.person.…   a person of the record      h1.subject.…   a source subject
    h1.unknown.…  a name under which the record knows nobody
    h1.address.…  a network address from which somebody tried to sign in

Source: HMAC-SHA256 (RFC 2104); the key is derived from the chain's by a message that no
line can be, since a line begins with a bracket.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from parcours.record.models import Person, SourceSubject


PSEUDONYM = re.compile(r"v[0-9]+\.(record|subject)\.[^,]*")
"""Loosely: what was mistyped is nobody’s, and does not stay in clear either."""
SHORT = 10
"""Signs of a handle in a list: one in 2⁵⁰ is mistaken for another."""
_PREFIX = "h1"
_LABEL = b"parcours/v1/.audit handles"
_PERSON = Person.__table__  # type: ignore[attr-defined]
_SUBJECT = SourceSubject.__table__  # type: ignore[attr-defined]
_NAMED = {
    "record": ("person", _PERSON.c.id, _PERSON.c.pseudonym),
    "subject": ("subject", _SUBJECT.c.id, _SUBJECT.c.subject),
}
_IN_CHUNK = 500  # values of one IN (…)


class Handles:
    """Makes the handles of a territory.

    Args:
        key: of the audit chain.
    """

    def __init__(self, key: bytes) -> None:
        self._key = hmac.digest(key, _LABEL, hashlib.sha256)

    def __repr__(self) -> str:
        return "Handles()"

    def of(self, session: Session, about: str | None) -> str | None:
        """Write a handle in the place of every pseudonym.

        Args:
            session: of the record.
            about: a pseudonym, several with commas between, or anything else.

        Returns:
            The handle of one; the short handles of several; anything else as it came.
        """
        if about is None or not PSEUDONYM.search(about):
            return about
        if PSEUDONYM.fullmatch(about):
            return self.by_name(session, [about])[about]
        names = about.split(",")
        found = self.by_name(session, [n for n in names if PSEUDONYM.fullmatch(n)])
        return ",".join(short(found[n]) if n in found else n for n in names)

    def by_name(self, session: Session, names: Sequence[str]) -> dict[str, str]:
        """Give the handles of pseudonyms.

        Args:
            session: of the record.
            names: pseudonyms of persons and subjects.

        Returns:
            Handle by pseudonym, for each of them.
        """
        found: dict[str, str] = {}
        for domain, (kind, number, name) in _NAMED.items():
            ours = [text for text in names if text.split(".", 2)[1] == domain]
            for start in range(0, len(ours), _IN_CHUNK):
                query = select(name, number).where(
                    name.in_(ours[start : start + _IN_CHUNK])
                )
                for text, row in session.connection().execute(query):
                    found[text] = self._handle(kind, str(row))
        return {n: found.get(n) or self._handle("unknown", n) for n in names}

    def of_address(self, address: str) -> str:
        """Give the handle of a network address, for counting tries from it.

        Args:
            address: as the server saw it.

        Returns:
            A keyed digest: the four thousand million addresses cannot be gone through.
        """
        return self._handle("address", address)

    def names(self, session: Session, wanted: Iterable[str | None]) -> dict[str, str]:
        """Give the present pseudonyms behind handles, short ones too.

        Args:
            session: of the record.
            wanted: what lines are about.

        Returns:
            Pseudonym by handle, for those who are in the record.
        """
        asked = {one for about in wanted if about for one in about.split(",")}
        found: dict[str, str] = {}
        if not any(one.startswith(_PREFIX) for one in asked):
            return found
        for kind, number, name in _NAMED.values():
            for row, text in session.connection().execute(select(number, name)):
                handle = self._handle(kind, str(row))
                found |= {h: text for h in (handle, short(handle)) if h in asked}
        return found

    def _handle(self, kind: str, what: Any) -> str:
        digest = hmac.digest(self._key, f"{kind}:{what}".encode(), hashlib.sha256)
        spelt = base64.b32encode(digest[:20]).decode("ascii").lower()
        return f"{_PREFIX}.{kind}.{spelt}"


def short(handle: str) -> str:
    """Give a handle as it stands in a list.

    Args:
        handle: `h1.<kind>.<32 signs>`.

    Returns:
        `h1.<kind>.<10 signs>`.
    """
    kind, _dot, spelt = handle.rpartition(".")
    return f"{kind}.{spelt[:SHORT]}"
