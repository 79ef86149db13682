"""Source subjects: found again by their organisation's code or whole identity."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pseudonymisation.candidates import PARAMETERS
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.identities.writer import in_parts
from pseudonymisation.people import People
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.vault import Vault


@dataclass(slots=True, repr=False)
class Subject:
    """A source subject already there.

    Attributes:
        number: id of its row.
        pseudonym: in the domain "subject".
        person: id of the row of the person it is linked to.
        version: of its latest identity, 0 for none.
        digest: of its latest identity, b"" for none.
        seen: whether the intent at work made it or has noted meeting it.
        may_link: False where it is compared with nobody, whatever a row says.
        refuses: the young person refused linkage.
    """

    number: int
    pseudonym: Pseudonym
    person: int
    version: int = 0
    digest: bytes = b""
    seen: bool = False
    may_link: bool = True
    refuses: bool = False

    def __repr__(self) -> str:
        return f"Subject(number={self.number})"


class Subjects:
    """The subjects met in one intent, by their handle.

    Args:
        connection: the intent's transaction.
        vault: the opened vault.
        people: keys and pseudonyms met so far.
    """

    def __init__(self, connection: Connection, vault: Vault, people: People) -> None:
        self._connection = connection
        self._vault = vault
        self._people = people
        self._by_handle: dict[bytes, Subject] = {}
        self._stored = connection.execute(select(func.max(subjects.c.id))).scalar()

    def load(self, handles: Iterable[bytes]) -> None:
        """Read the stored subjects that have one of these handles.

        Args:
            handles: of a chunk of rows.
        """
        if not self._stored:
            return
        wanted = [h for h in set(handles) if h not in self._by_handle]
        for part in in_parts(sorted(wanted), size=PARAMETERS):
            self._read(part)

    def find(self, handle: bytes | None) -> Subject | None:
        """Find a subject by its handle.

        Args:
            handle: of a row, None where it has none.

        Returns:
            The subject, or None where it is new.
        """
        return self._by_handle.get(handle) if handle is not None else None

    def remember(self, handle: bytes, subject: Subject) -> None:
        """Let later rows of the same subject find it.

        Args:
            handle: of the row that made it.
            subject: what was made.
        """
        self._by_handle[handle] = subject

    def _read(self, handles: Iterable[bytes]) -> None:
        query = (
            select(
                subjects.c.id,
                subjects.c.handle,
                subjects.c.subject_id,
                subjects.c.unlinkable_by,
                subjects.c.refused_by,
                links.c.person,
                persons.c.person_id,
                persons.c.wrapped_key,
                persons.c.key_id,
                identities.c.version,
                identities.c.digest,
            )
            .join(links, links.c.subject == subjects.c.id)
            .join(persons, persons.c.id == links.c.person)
            .outerjoin(identities, identities.c.subject == subjects.c.id)
            .where(
                subjects.c.handle.in_(handles),
                links.c.revoked_at.is_(None),
                links.c.withdrawn_by.is_(None),
                subjects.c.id <= self._stored,
            )
            .order_by(subjects.c.id.desc(), identities.c.version)
        )
        for row in self._connection.execute(query):
            self._people.learn(
                row.person,
                person_id=row.person_id,
                wrapped=row.wrapped_key,
                key_id=row.key_id,
            )
            self._by_handle[row.handle] = Subject(
                row.id,
                self._vault.subject(row.subject_id),
                row.person,
                row.version or 0,
                row.digest or b"",
                may_link=row.unlinkable_by is None,
                refuses=row.refused_by is not None,
            )


def who_refuse(vault: Vault, asked: Collection[Pseudonym]) -> set[Pseudonym]:
    """Tell of which subjects the young person refused linkage; no identity is opened.

    Args:
        vault: the opened vault.
        asked: pseudonyms (domain "subject").

    Returns:
        Those who refused.
    """
    by_lookup = {vault.lookup(pseudonym): pseudonym for pseudonym in asked}
    found: set[Pseudonym] = set()
    with reading(vault.engine) as connection:
        for part in in_parts(sorted(by_lookup), size=PARAMETERS):
            query = select(subjects.c.lookup).where(
                subjects.c.lookup.in_(part),
                subjects.c.refused_by.is_not(None),
                subjects.c.withdrawn_by.is_(None),
            )
            found.update(by_lookup[row] for row in connection.execute(query).scalars())
    return found
