"""Texts that people write into a report, kept from year to year.

A text stands for its year and for every later one until it is written anew; what was
written before stays as it was. Kept in the evaluators' own store: no person is in it.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlmodel import Field, Session, col, select

from cohorts.disclosure.ledger import EvaluationModel


CONTEXT, READING, NEXT = "contexte", "lecture", "suite"
BLOCKS = (CONTEXT, READING, NEXT)
MOST_SIGNS = 4_000


class KeptBlock(EvaluationModel, table=True):
    """One text of one year; a later row of the same year replaces it."""

    __tablename__ = "report_block"

    id: int | None = Field(default=None, primary_key=True)
    about: str = Field(index=True)
    block: str
    year: int
    text: str
    author: str
    written_at: str


@dataclass(frozen=True)
class Block:
    """A text as it stands for a year.

    Attributes:
        text: in plain words, "" = none.
        year: of which it was written, None = never.
    """

    text: str = ""
    year: int | None = None


class Blocks:
    """The texts of a territory's reports.

    Args:
        file: the evaluators' store; made with its owner's rights alone.
    """

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.touch(mode=0o600)
        self._engine = create_engine(f"sqlite:///{file}")
        EvaluationModel.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()

    def read(self, about: str, *, year: int) -> dict[str, Block]:
        """Give the texts of a report.

        Args:
            about: code of the contract or of the action.
            year: of the report.

        Returns:
            block → its text of that year, else of the latest year before.
        """
        order = (col(KeptBlock.year), col(KeptBlock.id))
        wanted = select(KeptBlock).where(
            KeptBlock.about == about, col(KeptBlock.year) <= year
        )
        found = {name: Block() for name in BLOCKS}
        with Session(self._engine) as session:
            for row in session.exec(wanted.order_by(*order)):
                found[row.block] = Block(row.text, row.year)
        return found

    def write(
        self,
        about: str,
        block: str,
        text: str,
        *,
        year: int,
        author: str,
        now: datetime,
    ) -> None:
        """Write a text; what was written before stays.

        Args:
            about: code of the contract or of the action.
            block: one of `BLOCKS`.
            text: in plain words; "" takes it away from this year on.
            year: of the report.
            author: login.
            now: the instant.
        """
        with Session(self._engine) as session, session.begin():
            session.add(
                KeptBlock(
                    about=about,
                    block=block,
                    year=year,
                    text=text.strip(),
                    author=author,
                    written_at=now.isoformat(),
                )
            )
