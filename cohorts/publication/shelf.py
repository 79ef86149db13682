"""`evaluation.db`: editions that were asked for, each kept as it was.

An edition never changes. Whether it was agreed to stands with the approvals of the
record; whether it was published stands here too, with who did it and when.
"""

import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine, literal_column
from sqlmodel import Field, Session, col, select

from cohorts.disclosure.ledger import EvaluationModel
from cohorts.publication.content import Content, read_content
from cohorts.publication.failures import EditionChanged, EditionUnknown


class EditionRow(EvaluationModel, table=True):
    """One edition."""

    __tablename__ = "edition"

    ref: str = Field(primary_key=True)
    digest: str
    extract: str
    as_of: str
    rules_version: str
    asked_at: str
    asked_by: str
    content: bytes
    published_at: str = ""
    published_by: str = ""
    second: str = ""


@dataclass(frozen=True)
class Edition:
    """An edition as kept.

    Attributes:
        ref: what it is called by: that of the request for approval.
        digest: of its content.
        extract: name of the extract.
        as_of: day of knowledge, YYYY-MM-DD.
        rules_version: version of the disclosure rules.
        asked_at: instant, UTC, ISO text.
        asked_by: login.
        published_at: instant, "" = not published.
        published_by: login, likewise.
        second: login of who agreed, likewise.
    """

    ref: str
    digest: str
    extract: str
    as_of: str
    rules_version: str
    asked_at: str
    asked_by: str
    published_at: str
    published_by: str
    second: str


class Shelf:
    """The editions of a territory.

    Args:
        file: the evaluators' store; made with its owner's rights alone.
    """

    def __init__(self, file: Path) -> None:
        file.touch(mode=0o600)
        self._engine: Engine = create_engine(f"sqlite:///{file}")
        EvaluationModel.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()

    def put(self, ref: str, content: Content, *, account: str, now: datetime) -> None:
        """Keep an edition.

        Args:
            ref: of the request.
            content: what it says.
            account: login of who asks.
            now: the instant.
        """
        figures = content.figures
        with Session(self._engine) as session, session.begin():
            session.add(
                EditionRow(
                    ref=ref,
                    digest=content.digest,
                    extract=figures.extract,
                    as_of=figures.as_of,
                    rules_version=figures.rules_version,
                    asked_at=now.isoformat(),
                    asked_by=account,
                    content=zlib.compress(content.text.encode("utf-8")),
                )
            )

    def publish(self, ref: str, *, account: str, second: str, now: datetime) -> None:
        """Say that an edition is published; a second time changes nothing.

        Args:
            ref: of the edition.
            account: login of who publishes.
            second: login of who agreed.
            now: the instant.

        Raises:
            EditionUnknown: there is none.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(EditionRow, ref)
            if row is None:
                raise EditionUnknown
            if not row.published_at:
                row.published_at = now.isoformat()
                row.published_by, row.second = account, second
                session.add(row)

    def content(self, ref: str) -> Content:
        """Read what an edition says.

        Args:
            ref: of the edition.

        Returns:
            The content, which still has its digest.

        Raises:
            EditionUnknown: there is none.
            EditionChanged: it no longer has it, or cannot be read.
        """
        with Session(self._engine) as session:
            row = session.get(EditionRow, ref)
        if row is None:
            raise EditionUnknown
        try:
            content = read_content(zlib.decompress(row.content).decode("utf-8"))
        except (zlib.error, ValueError):
            raise EditionChanged from None
        if content.digest != row.digest:
            raise EditionChanged
        return content

    def editions(self) -> list[Edition]:
        """List the editions, the latest first.

        Returns:
            Without their content.
        """
        newest = select(EditionRow).order_by(
            col(EditionRow.asked_at).desc(), literal_column("rowid").desc()
        )
        names = Edition.__dataclass_fields__
        with Session(self._engine) as session:
            return [
                Edition(**{name: getattr(row, name) for name in names})
                for row in session.exec(newest)
            ]
