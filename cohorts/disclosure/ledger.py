"""The release ledger: what was shown to whom, so that differences can be seen coming.

Kept in the evaluators' own store (`evaluation.db`), which holds no person: names of
definitions, hashes, sizes. Two releases on one extract whose populations differ by a
few persons would tell about these few by subtraction.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel, select

from cohorts.disclosure.released import Provenance


class EvaluationModel(SQLModel, registry=registry()):
    """Base of the tables of the evaluators' store."""


class Release(EvaluationModel, table=True):
    """One released figure.

    Attributes:
        released_at: instant, UTC, ISO text.
        account: login of who asked.
        grouping: names of the groupings, comma-separated, "" = none.
        n_exact: exact persons behind it; stays in this store.
    """

    __tablename__ = "release"

    id: int | None = Field(default=None, primary_key=True)
    released_at: str
    account: str
    definition: str
    definition_hash: str = Field(index=True)
    extract: str = Field(index=True)
    as_of: str
    grouping: str
    n_exact: int
    rules_version: str


class Leaving(Protocol):
    """A sealed figure: released estimates and tables alike."""

    @property
    def provenance(self) -> Provenance:
        """Where it comes from."""
        ...

    @property
    def rules_version(self) -> str:
        """Version of the disclosure rules it was made under."""
        ...


class ReleaseLedger:
    """The ledger, opened on the evaluators' store.

    Args:
        url: SQLAlchemy URL of the evaluators' store.
    """

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        if (
            self._engine.url.get_backend_name() == "sqlite"
            and self._engine.url.database
        ):
            Path(self._engine.url.database).touch(mode=0o600)  # for its account alone
        EvaluationModel.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()

    def record(
        self,
        released: Leaving,
        *,
        account: str,
        grouping: tuple[str, ...],
        n_exact: int,
        now: datetime,
    ) -> None:
        """Write one release.

        Args:
            released: the figure.
            account: login of who asked.
            grouping: names of the groupings.
            n_exact: exact persons behind the figure.
            now: the instant.
        """
        source = released.provenance
        with Session(self._engine) as session, session.begin():
            session.add(
                Release(
                    released_at=now.isoformat(),
                    account=account,
                    definition=source.definition,
                    definition_hash=source.definition_hash,
                    extract=source.extract,
                    as_of=source.as_of,
                    grouping=",".join(grouping),
                    n_exact=n_exact,
                    rules_version=released.rules_version,
                )
            )

    def is_too_close(self, released: Leaving, *, n_exact: int, threshold: int) -> bool:
        """Tell whether an earlier release of the extract differs by only a few persons.

        Args:
            released: the release in question.
            n_exact: exact persons behind it.
            threshold: least difference in persons.

        Returns:
            True where another definition on the same extract had 1 to threshold − 1
            persons more or fewer.
        """
        source = released.provenance
        earlier = select(Release).where(
            Release.extract == source.extract,
            Release.definition_hash != source.definition_hash,
        )
        with Session(self._engine) as session:
            sizes = [row.n_exact for row in session.exec(earlier)]
        return any(0 < abs(size - n_exact) < threshold for size in sizes)

    def releases(self) -> list[Release]:
        """List the releases, oldest first.

        Returns:
            Detached rows.
        """
        with Session(self._engine, expire_on_commit=False) as session:
            return list(session.exec(select(Release).order_by(Release.released_at)))
