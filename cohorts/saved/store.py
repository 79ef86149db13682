"""`evaluation.db`: versions of definitions, each kept for ever as it was written.

A version never changes; saving the same text again is the same version. A draft
belongs to its author, one per name, and gives way to the next.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, UniqueConstraint, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, col, select

from cohorts.saved.failures import StoreBusy, VersionUnknown


DRAFT = 0
TRIES = 5
WAITING = {"timeout": 20, "isolation_level": None}
"""Seconds for others to end; transactions are begun by us, not by the driver."""


class SavedModel(SQLModel, registry=registry()):
    """Base of the tables of saved definitions."""


class SavedDefinition(SavedModel, table=True):
    """One version, or one author's draft (number 0)."""

    __tablename__ = "saved_definition"
    __table_args__ = (UniqueConstraint("name", "number", "draft_of"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    number: int
    draft_of: str
    author: str
    saved_at: str
    note: str
    hash: str = Field(index=True)
    text: str


@dataclass(frozen=True)
class Version:
    """A saved definition.

    Attributes:
        name: of the definition.
        number: 1, 2, 3…; 0 is a draft.
        author: login of who saved it.
        saved_at: instant, UTC.
        note: why, in a few words; "" = nothing said.
        hash: of the definition's meaning, when it was saved.
        text: its YAML.
    """

    name: str
    number: int
    author: str
    saved_at: datetime
    note: str
    hash: str
    text: str

    @property
    def is_draft(self) -> bool:
        """Whether it may still change."""
        return self.number == DRAFT


class SavedDefinitions:
    """The saved definitions of a territory.

    Args:
        path: the evaluators' store, made on the first save.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def save(
        self, version: Version, *, replaces_draft: bool = True
    ) -> Version:  # number is given here
        """Keep a new version, or find that the latest says the same already.

        Args:
            version: what to keep; its number is not read.
            replaces_draft: forget the author's draft of that name.

        Returns:
            The version, with its number.

        Raises:
            StoreBusy: others save under this name all the time.
        """
        for _attempt in range(TRIES):
            try:
                return self._append(version, replaces_draft=replaces_draft)
            except (IntegrityError, OperationalError):
                continue  # somebody took the number in between
        raise StoreBusy

    def _append(self, version: Version, *, replaces_draft: bool) -> Version:
        engine = self._engine(writes=True)
        try:
            with Session(engine) as session, session.begin():
                latest = session.exec(
                    select(SavedDefinition)
                    .where(SavedDefinition.name == version.name)
                    .where(SavedDefinition.number > DRAFT)
                    .order_by(col(SavedDefinition.number).desc())
                ).first()
                if latest is not None and latest.text == version.text:
                    return _version(latest)
                row = _row(version, 1 if latest is None else latest.number + 1, "")
                session.add(row)
                draft = _draft(session, version.name, version.author)
                if replaces_draft and draft is not None:
                    session.delete(draft)
                session.flush()
                return _version(row)
        finally:
            engine.dispose()

    def keep_draft(self, version: Version) -> Version:
        """Keep the author's draft of a name, in place of the former one.

        Args:
            version: what to keep; its number is not read.

        Returns:
            The draft.

        Raises:
            StoreBusy: the store is being written all the time.
        """
        for _attempt in range(TRIES):
            engine = self._engine(writes=True)
            try:
                with Session(engine) as session, session.begin():
                    former = _draft(session, version.name, version.author)
                    if former is not None:
                        session.delete(former)
                        session.flush()
                    row = _row(version, DRAFT, version.author)
                    session.add(row)
                    session.flush()
                    return _version(row)
            except (IntegrityError, OperationalError):
                continue
            finally:
                engine.dispose()
        raise StoreBusy

    def versions(self, name: str | None = None, *, author: str = "") -> list[Version]:
        """List the versions, with the drafts of one author.

        Args:
            name: of a definition; None = all.
            author: whose drafts to list too; "" = nobody's.

        Returns:
            By name, then by number.
        """
        if not self._path.is_file():
            return []
        wanted = select(SavedDefinition).where(
            col(SavedDefinition.draft_of).in_({"", author})
        )
        if name is not None:
            wanted = wanted.where(SavedDefinition.name == name)
        order = (col(SavedDefinition.name), col(SavedDefinition.number))
        engine = self._engine()
        try:
            with Session(engine) as session:
                return [_version(row) for row in session.exec(wanted.order_by(*order))]
        finally:
            engine.dispose()

    def latest(self) -> dict[str, Version]:
        """Give the latest version of each definition, drafts left out.

        Returns:
            name → version.
        """
        return {one.name: one for one in self.versions() if not one.is_draft}

    def find(self, name: str, number: int) -> Version:
        """Find one version.

        Args:
            name: of the definition.
            number: 1, 2, 3…

        Returns:
            The version.

        Raises:
            VersionUnknown: there is none.
        """
        for one in self.versions(name):
            if one.number == number:
                return one
        raise VersionUnknown

    def _engine(self, *, writes: bool = False) -> Engine:
        self._path.touch(mode=0o600)  # for its account alone
        engine = create_engine(f"sqlite:///{self._path}", connect_args=WAITING)
        if writes:
            event.listen(engine, "begin", _take_turn)
        SavedModel.metadata.create_all(engine)
        return engine


def _take_turn(connection: Connection) -> None:
    """Lock before reading: who reads first and writes then is refused, not queued."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _draft(session: Session, name: str, author: str) -> SavedDefinition | None:
    wanted = select(SavedDefinition).where(
        SavedDefinition.name == name, SavedDefinition.draft_of == author
    )
    return session.exec(wanted).first()


def _row(version: Version, number: int, draft_of: str) -> SavedDefinition:
    return SavedDefinition(
        name=version.name,
        number=number,
        draft_of=draft_of,
        author=version.author,
        saved_at=version.saved_at.isoformat(),
        note=version.note,
        hash=version.hash,
        text=version.text,
    )


def _version(row: SavedDefinition) -> Version:
    return Version(
        name=row.name,
        number=row.number,
        author=row.author,
        saved_at=datetime.fromisoformat(row.saved_at),
        note=row.note,
        hash=row.hash,
        text=row.text,
    )
