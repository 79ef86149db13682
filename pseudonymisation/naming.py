"""The names of persons and subjects: made, found again, renamed by a re-keying.

A name is a pseudonym under the root in service. A row of the vault does not hold it,
only a digest of it, its *lookup*, by which the row is found again. While a re-keying
is under way there are two roots; for a moment the record says the new names and rows
still hold the lookups of the old ones: whoever reads then goes through all rows once.

Knows no identity: random numbers and digests only.
"""

import secrets
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import Connection, TableClause, bindparam, column, select, table, update

from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.digest import KeyedDigest
from pseudonymisation.keys.keyring import KeyFiles
from pseudonymisation.keys.minter import Minter
from pseudonymisation.keys.roots import (
    PseudonymRoots,
    adopt_next,
    retire_former,
    stage_root,
)
from pseudonymisation.pseudonym import RECORD, SUBJECT, Pseudonym, spell


PARAMETERS = 10_000  # per statement
BATCH = 5_000  # rows rewritten by one statement
PERSONS = table("persons", column("id"), column("lookup"), column("person_id"))
SUBJECTS = table("subjects", column("id"), column("lookup"), column("subject_id"))
SOURCES = {RECORD: PERSONS, SUBJECT: SUBJECTS}
DIGEST_BYTES = 32


class _Root(NamedTuple):
    minters: dict[str, Minter]
    lookups: KeyedDigest


class _State(NamedTuple):
    roots: PseudonymRoots
    by_generation: dict[int, _Root]


class Names:
    """Names persons and subjects, under the root in service.

    Args:
        roots: of pseudonyms.
        files: where they came from, asked again when a re-keying may have changed
            them; None where they stay as they are.
    """

    def __init__(self, roots: PseudonymRoots, *, files: KeyFiles | None = None) -> None:
        self._files = files
        self._state = _state(roots)

    def __repr__(self) -> str:
        return f"Names(active={self.active})"

    def refresh(self) -> None:
        """Take the roots anew where their file has changed.

        Raises:
            KeysFailure: the changed file does not open.
        """
        newer = self._files.newer_roots() if self._files is not None else None
        if newer is not None:
            self._state = _state(newer)

    @property
    def roots(self) -> PseudonymRoots:
        """Give the roots as last read."""
        return self._state.roots

    @property
    def active(self) -> int:
        """Give the generation of the root in service."""
        return self._state.roots.active

    def mint(
        self, domain: str, identifier: bytes, *, generation: int | None = None
    ) -> Pseudonym:
        """Name a person (domain "record") or a subject (domain "subject").

        Args:
            domain: one of the two.
            identifier: their random number.
            generation: of a root that is there; the one in service if left out.

        Returns:
            The pseudonym.
        """
        state = self._state
        root = state.by_generation[generation or state.roots.active]
        return root.minters[domain].mint(identifier)

    def study(self, domain: str) -> Minter:
        """Give what names persons and subjects in a study.

        Args:
            domain: of the study.

        Returns:
            The minter, under the root in service.

        Raises:
            PseudonymMalformed: the name cannot be that of a domain.
        """
        roots = self._state.roots
        return Minter(roots.root, domain, generation=roots.active)

    def lookup(self, pseudonym: Pseudonym) -> bytes:
        """Digest a pseudonym as its row holds it, 32 bytes.

        A pseudonym of a root that is gone gives a digest that no row holds.
        """
        state = self._state
        root = state.by_generation.get(pseudonym.generation)
        root = root or state.by_generation[state.roots.active]
        return root.lookups.digest("lookup", pseudonym.text)

    def lookups(
        self, connection: Connection, domain: str, wanted: Iterable[Pseudonym]
    ) -> dict[bytes, Pseudonym]:
        """Digest pseudonyms as their rows hold them at this moment.

        Args:
            connection: to the vault.
            domain: of all of them.
            wanted: pseudonyms.

        Returns:
            Pseudonym by the lookup to search for.
        """
        found = {self.lookup(pseudonym): pseudonym for pseudonym in wanted}
        if len(self._state.by_generation) == 1:
            return found
        there = _present(connection, SOURCES[domain], found)
        missing = {p for lookup, p in found.items() if lookup not in there}
        if missing:
            found.update(self._scanned(connection, domain, missing))
        return found

    def _scanned(
        self, connection: Connection, domain: str, missing: set[Pseudonym]
    ) -> Iterator[tuple[bytes, Pseudonym]]:
        _id, lookup, identifier = SOURCES[domain].c
        for held, number in connection.execute(select(lookup, identifier)):
            for generation in self._state.by_generation:
                name = self.mint(domain, number, generation=generation)
                if name in missing:
                    yield held, name

    def stage(self) -> None:
        """Draw the next root beside the one in service; see `keys.roots`."""
        self._change(stage_root)

    def adopt(self, connection: Connection) -> None:
        """Put the next root into service, and the lookups of every row under it.

        Args:
            connection: a writing transaction, committed by the caller.
        """
        self._change(adopt_next)
        for domain, source in SOURCES.items():
            self._look_up_anew(connection, domain, source)

    def retire(self) -> None:
        """Destroy the former root; see `keys.roots`."""
        self._change(retire_former)

    def renamed(
        self, connection: Connection, domain: str
    ) -> Iterator[tuple[Pseudonym, Pseudonym]]:
        """Tell the next name of every row.

        Args:
            connection: to the vault.
            domain: "record" or "subject".

        Yields:
            The name in service and the next one.
        """
        _id, _lookup, identifier = SOURCES[domain].c
        active = self.active
        for number in connection.execute(select(identifier)).scalars():
            yield (
                self.mint(domain, number, generation=active),
                self.mint(domain, number, generation=active + 1),
            )

    def nobody(self, domain: str) -> Pseudonym:
        """Draw a next name that is nobody's: for those whom the vault has forgotten."""
        digest = secrets.token_bytes(DIGEST_BYTES)
        return spell(domain, digest, generation=self.active + 1)

    def strays(self, connection: Connection) -> int:
        """Count the rows that are not to be found under the root in service.

        Args:
            connection: to the vault.

        Returns:
            How many; 0 once a re-keying has gone through.
        """
        return sum(
            held != self.lookup(self.mint(domain, number))
            for domain, source in SOURCES.items()
            for held, number in connection.execute(select(*source.c[1:]))
        )

    def _change(self, step: object) -> None:
        if self._files is not None:
            self._files.change_roots(step)  # type: ignore[arg-type]
            self.refresh()

    def _look_up_anew(
        self, connection: Connection, domain: str, source: TableClause
    ) -> None:
        number, held, identifier = source.c
        change = (
            update(source)
            .where(number == bindparam("row"))
            .values(lookup=bindparam("now"))
        )
        rows = connection.execute(select(number, held, identifier)).all()
        anew = [
            {"row": row[0], "now": now}
            for row in rows
            if (now := self.lookup(self.mint(domain, row[2]))) != row[1]
        ]
        for start in range(0, len(anew), BATCH):
            connection.execute(change, anew[start : start + BATCH])


def _state(roots: PseudonymRoots) -> _State:
    return _State(
        roots,
        {
            generation: _Root(
                {d: Minter(root, d, generation=generation) for d in SOURCES},
                KeyedDigest(purpose_key(root, "lookup")),
            )
            for generation, root in roots.by_generation.items()
        },
    )


def _present(
    connection: Connection, source: TableClause, wanted: Iterable[bytes]
) -> set[bytes]:
    lookups = list(wanted)
    there: set[bytes] = set()
    for start in range(0, len(lookups), PARAMETERS):
        part = lookups[start : start + PARAMETERS]
        held = select(source.c.lookup).where(source.c.lookup.in_(part))
        there.update(connection.execute(held).scalars())
    return there
