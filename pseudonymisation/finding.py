"""What a worker types → the persons of their organisation whom it may mean.

A single name cannot be searched in the vault: the blind index joins two fields or more,
since tokens of one could be counted. And opening every identity at each search takes
seconds. So the names that an organisation may read are opened once and kept in the
server's memory as a list of words, never elsewhere; each search first asks the vault
what changed since. Whoever reads the memory of a running server reads its keys too.

The caller decides who is within reach: what comes out here is only who might be meant.
"""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import SQLAlchemyError

from config.failure import Failure
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import (
    identities,
    intents,
    links,
    persons,
    subjects,
)
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.spelt_names import (
    MOST_WORDS,
    distances,
    names_of,
    spans,
    words_of,
)
from pseudonymisation.values import PartialDate
from pseudonymisation.vault import Vault


PARAMETERS = 10_000  # per statement; SQLite admits 32 766
AT_ONCE = 1_000  # identities opened between two looks at whether the desk closes
MANY = 2_000  # subjects: opening fewer takes no second
BLOCK = 200  # persons named at a time
_ONLY_ADD = frozenset({"create", "intake"})
"""Kinds of intents after which nobody changed but whom they brought something about."""


@dataclass(frozen=True, slots=True, repr=False)
class _Known:
    """One person under the names that the organisation may read."""

    number: int
    version: int
    person_id: bytes
    words: tuple[str, ...]
    birth: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Stamp:
    """How far the vault was read: its last rows, and what became of its intents."""

    intent: int
    identity: int
    link: int
    states: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, repr=False)
class _Index:
    """The names of one organisation's persons, turned round: word → persons."""

    stamp: _Stamp
    known: dict[int, _Known]
    people: list[_Known] = field(default_factory=list)
    births: NDArray[np.int16] = field(default_factory=lambda: np.zeros((0, 3), "i2"))
    words: list[str] = field(default_factory=list)
    holders: list[NDArray[np.int32]] = field(default_factory=list)


class Finder:
    """Finds persons by name and date of birth; holds names in memory.

    Args:
        vault: the opened vault.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._locks: dict[str, threading.Lock] = {}
        self._indexes: dict[str, _Index] = {}
        self._readers: dict[str, threading.Thread | None] = {}
        self._closing = threading.Event()

    def __repr__(self) -> str:
        return "Finder(…)"

    def forget(self) -> None:
        """Drop every name from memory; the next search reads them again."""
        self._indexes.clear()

    def close(self) -> None:
        """Stop reading, and drop every name."""
        self._closing.set()
        for reader in list(self._readers.values()):
            if reader is not None:
                reader.join()
        self.forget()

    def prepare(self, organisation: str) -> None:
        """Begin to read a large organisation's names, since a search may follow.

        Args:
            organisation: code.
        """
        if organisation in self._readers or organisation in self._indexes:
            return
        self._readers[organisation] = None
        if _is_large(self._vault, organisation):
            reader = threading.Thread(
                target=self._read, args=(organisation,), daemon=True
            )
            self._readers[organisation] = reader
            reader.start()

    def _read(self, organisation: str) -> None:
        with suppress(Failure, SQLAlchemyError):  # the search itself will say so
            self._fresh(organisation)

    def find(
        self, text: str, *, born: PartialDate | None = None, organisation: str
    ) -> Iterator[list[Pseudonym]]:
        """Find the persons whom a text may mean, among those an organisation knows.

        Args:
            text: family name, given name, or both in any order, slips included; may
                be empty where a date of birth is given.
            born: date of birth, as far as it is told.
            organisation: code; its own version of a name counts where it has one.

        Yields:
            Up to 200 pseudonyms at a time, nearest first.
        """
        words = words_of(text)[:MOST_WORDS]
        if not words and born is None:
            return
        index = self._fresh(organisation)
        errors = _errors(index, words)
        if born is not None:
            errors[~_born(index, born)] = np.inf
        order = np.argsort(errors, kind="stable")
        order = order[: int(np.isfinite(errors).sum())]
        for start in range(0, len(order), BLOCK):
            yield [
                self._vault.person(index.people[n].person_id)
                for n in order[start : start + BLOCK]
            ]

    def _fresh(self, organisation: str) -> _Index:
        lock = self._locks.setdefault(organisation, threading.Lock())
        with lock, reading(self._vault.engine) as connection:
            before = self._indexes.get(organisation)
            stamp = _stamp(connection)
            if before is not None and stamp == before.stamp:
                return before
            touched = None if before is None else _touched(connection, before.stamp)
            known = {} if before is None else dict(before.known)
            self._update(connection, organisation, known, touched)
            index = _turned_round(stamp, known)
            self._indexes[organisation] = index
            return index

    def _update(
        self,
        connection: Connection,
        organisation: str,
        known: dict[int, _Known],
        touched: set[int] | None,
    ) -> None:
        """Bring the names up to date; of some persons, or of all where None."""
        best = _best_versions(connection, organisation, touched)
        for person in list(known) if touched is None else touched:
            there, now = known.get(person), best.get(person)
            if there and (now is None or (now[0], now[1]) != _version(there)):
                del known[person]
        missing = {row[0]: p for p, row in best.items() if p not in known}
        people, reader = People(self._vault), NameReader()
        for part in in_parts(sorted(missing), size=AT_ONCE):
            if self._closing.is_set():
                return
            for row in connection.execute(_SEALED.where(identities.c.id.in_(part))):
                identity = people.open(row)
                known[missing[row.id]] = _Known(
                    number=row.id,
                    version=row.version,
                    person_id=row.person_id,
                    words=tuple(names_of(identity, reader)),
                    birth=_parts(identity.birth_date),
                )


def _is_large(vault: Vault, organisation: str) -> bool:
    theirs = select(subjects.c.id).where(subjects.c.organisation == organisation)
    with reading(vault.engine) as connection:
        return len(connection.execute(theirs.limit(MANY)).all()) == MANY


def _version(known: _Known) -> tuple[int, int]:
    return known.number, known.version


def _parts(birth: PartialDate | None) -> tuple[int, int, int]:
    if birth is None:
        return 0, 0, 0
    return birth.year, birth.month or 0, birth.day or 0


_SEALED = select(
    identities.c.id,
    identities.c.person,
    identities.c.version,
    identities.c.sealed,
    persons.c.person_id,
    persons.c.wrapped_key,
    persons.c.key_id,
).join(persons, persons.c.id == identities.c.person)


def _best_versions(
    connection: Connection, organisation: str, touched: Collection[int] | None
) -> dict[int, tuple[int, int]]:
    """Choose the version of each person: one's own first, then the latest."""
    best: dict[int, tuple[bool, int, int]] = {}
    for query in _readable(organisation, touched):
        for person, number, version, holder, linkable in connection.execute(query):
            own = holder == organisation
            if own or linkable:
                one = (own, number, version)
                best[person] = max(best.get(person, one), one)
    return {person: (number, version) for person, (_o, number, version) in best.items()}


def _readable(
    organisation: str, touched: Collection[int] | None
) -> Iterator[Select[Any]]:
    in_force = (links.c.revoked_at.is_(None), links.c.withdrawn_by.is_(None))
    theirs = (
        select(links.c.person)
        .join(subjects, subjects.c.id == links.c.subject)
        .where(subjects.c.organisation == organisation, *in_force)
    )
    query = (
        select(
            links.c.person,
            identities.c.id,
            identities.c.version,
            subjects.c.organisation,
            identities.c.linkable,
        )
        .join(subjects, subjects.c.id == links.c.subject)
        .join(identities, identities.c.subject == subjects.c.id)
        .where(*in_force, identities.c.withdrawn_by.is_(None))
        .where(links.c.person.in_(theirs))
    )
    if touched is None:
        yield query
        return
    for part in in_parts(sorted(touched), size=PARAMETERS):
        yield query.where(links.c.person.in_(part))


def _stamp(connection: Connection) -> _Stamp:
    intent, identity, link = (
        connection.execute(select(func.max(table.c.id))).scalar() or 0
        for table in (intents, identities, links)
    )
    return _Stamp(intent, identity, link, _states(connection, intent))


def _states(connection: Connection, until: int) -> tuple[tuple[str, int], ...]:
    query = (
        select(intents.c.state, func.count())
        .where(intents.c.id <= until)
        .group_by(intents.c.state)
        .order_by(intents.c.state)
    )
    return tuple((str(state), int(n)) for state, n in connection.execute(query))


def _touched(connection: Connection, before: _Stamp) -> set[int] | None:
    """List the persons about whom something came since; None where any may differ."""
    if _states(connection, before.intent) != before.states:
        return None
    since = select(intents.c.kind, intents.c.state).where(intents.c.id > before.intent)
    if any(kind not in _ONLY_ADD for kind, _state in connection.execute(since)):
        return None
    found: set[int] = set()
    for table, last in ((identities, before.identity), (links, before.link)):
        new = select(table.c.person).where(table.c.id > last)
        found.update(connection.execute(new).scalars())
    return found


def _turned_round(stamp: _Stamp, known: dict[int, _Known]) -> _Index:
    people = [known[person] for person in sorted(known)]
    holders: dict[str, list[int]] = {}
    for place, one in enumerate(people):
        for word in one.words:
            holders.setdefault(word, []).append(place)
    births = np.array([one.birth for one in people], "i2").reshape(-1, 3)
    arrays = [np.array(places, "i4") for places in holders.values()]
    return _Index(stamp, known, people, births, list(holders), arrays)


def _errors(index: _Index, words: Sequence[str]) -> NDArray[np.float32]:
    """Sum, per person, the fewest errors that explain every word typed."""
    n = len(index.people)
    best = [np.zeros(n, "f4")]
    for start, end, word in spans(words):
        if end == len(best):
            best.append(np.full(n, np.inf, "f4"))
        here = np.full(n, np.inf, "f4")
        to_names = distances(word, index.words)
        for which in np.flatnonzero(np.isfinite(to_names)):
            holders = index.holders[which]
            here[holders] = np.minimum(here[holders], to_names[which])
        best[end] = np.minimum(best[end], best[start] + here)
    return best[-1]


def _born(index: _Index, born: PartialDate) -> NDArray[np.bool_]:
    """Tell who was born then, as far as it is told."""
    same: NDArray[np.bool_] = index.births[:, 0] == born.year
    for column, part in ((1, born.month), (2, born.day)):
        if part is not None:
            same &= index.births[:, column] == part
    return same
