"""The set of an extract, computed once and kept: released figures, in no way a person.

Kept in the evaluators' own store, under a digest of everything it depends on: another
extract, another rule or another definition is another key, and the set is made anew.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlmodel import Field, Session, select

from cohorts.disclosure.ledger import EvaluationModel
from cohorts.indicators.figures import IndicatorSet


MADE_BY = 7  # raise when the computation changes: kept sets are then made anew


class KeptSet(EvaluationModel, table=True):
    """One set, as JSON."""

    __tablename__ = "indicator_set"

    key: str = Field(primary_key=True)
    extract: str = Field(index=True)
    made_at: str
    figures: str


class KeptSets:
    """The kept sets of a territory.

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

    def find(self, key: str) -> IndicatorSet | None:
        """Give the set kept under a key, None without one."""
        with Session(self._engine) as session:
            found = session.get(KeptSet, key)
            return IndicatorSet.from_dict(json.loads(found.figures)) if found else None

    def keep(self, key: str, made: IndicatorSet, *, now: datetime) -> None:
        """Keep a set in the place of the extract's former ones.

        Args:
            key: digest of what it depends on.
            made: the set.
            now: the instant.
        """
        text = json.dumps(made.as_dict(), ensure_ascii=False)
        former = select(KeptSet).where(KeptSet.extract == made.extract)
        with Session(self._engine) as session, session.begin():
            for row in session.exec(former):
                session.delete(row)
            session.flush()
            session.add(
                KeptSet(
                    key=key,
                    extract=made.extract,
                    made_at=now.isoformat(),
                    figures=text,
                )
            )


def key_of(parts: Iterable[str]) -> str:
    """Digest everything that a set depends on.

    Args:
        parts: texts of manifests, rules and definitions, in order.

    Returns:
        64 hex digits.
    """
    digest = hashlib.sha256(str(MADE_BY).encode())
    for part in parts:
        digest.update(f"\n{len(part)}\n{part}".encode())
    return digest.hexdigest()
