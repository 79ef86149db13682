"""Figures of few cells, told again and again → those of before while only a few moved.

For what is told besides curves and tables of the dashboard: who left a cohort and how,
head-counts of an action, what a structure's rows lack, answers of the evaluators'
bench. Each is compared, by its exact counts, with all that was told under its name.
Where fewer persons moved than the threshold, the former answer is told again: who knows
that one young person came or went learns nothing of them from the difference.

Kept in the evaluators' store, which holds no person. Exact counts stay there.
"""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from sqlalchemy import Engine, create_engine
from sqlmodel import Field, Session, col, select

from cohorts.disclosure.ledger import EvaluationModel
from cohorts.disclosure.rules import Rules


Axes: TypeAlias = Mapping[str, Mapping[str, int]]
"""Axis → cell → persons; the cells of one axis share no person."""


class ToldAnswer(EvaluationModel, table=True):
    """One answer that was told.

    Attributes:
        told_at: instant, UTC, ISO text.
        account: login of who asked first.
        name: what is told, the same in every edition.
        day: day of knowledge, YYYY-MM-DD.
        exact: JSON: exact counts by axis and cell, compressed; they stay in this store.
        answer: JSON: what was told, or what it was made of, compressed.
    """

    __tablename__ = "told_answer"

    id: int | None = Field(default=None, primary_key=True)
    told_at: str
    account: str
    name: str = Field(index=True)
    rules_version: str
    day: str
    exact: bytes
    answer: bytes


@dataclass(frozen=True)
class Answer:
    """What is to be told.

    Attributes:
        name: the same in every edition.
        exact: counts that tell whether somebody moved.
        content: what is told, or what it is made of, as JSON can write it.
    """

    name: str
    exact: Axes
    content: Any


@dataclass(frozen=True)
class Settled:
    """What may be told.

    Attributes:
        content: of today, or of an earlier day.
        day: that day, YYYY-MM-DD; "" = today's.
    """

    content: Any
    day: str = ""


class AnswerLedger:
    """The ledger of such answers, opened on the evaluators' store.

    Args:
        url: SQLAlchemy URL of the evaluators' store.
    """

    def __init__(self, url: str) -> None:
        self._engine: Engine = create_engine(url)
        place = self._engine.url.database
        if self._engine.url.get_backend_name() == "sqlite" and place:
            Path(place).touch(mode=0o600)  # for its account alone
        EvaluationModel.metadata.create_all(self._engine)

    def close(self) -> None:
        """Let go of the store's connections."""
        self._engine.dispose()

    def settle(
        self,
        answers: Iterable[Answer],
        *,
        rules: Rules,
        account: str,
        day: str,
        now: datetime,
    ) -> dict[str, Settled]:
        """Choose what may be told, and write down what is new; all or nothing.

        Args:
            answers: of today.
            rules: the rules in force.
            account: login of who asks.
            day: day of knowledge, YYYY-MM-DD.
            now: the instant.

        Returns:
            name → today's answer, or the latest former one from which only a few moved.
        """
        found: dict[str, Settled] = {}
        with Session(self._engine) as session, session.begin():
            for one in answers:
                near = _near(session, one, rules)
                if near is not None:
                    content = _unpacked(near.answer)
                    same = content == _plain(one.content)
                    found[one.name] = Settled(content, "" if same else near.day)
                    continue
                found[one.name] = Settled(_plain(one.content))
                session.add(
                    ToldAnswer(
                        told_at=now.isoformat(),
                        account=account,
                        name=one.name,
                        rules_version=rules.version,
                        day=day,
                        exact=_packed(one.exact),
                        answer=_packed(one.content),
                    )
                )
        return found


def _near(session: Session, one: Answer, rules: Rules) -> ToldAnswer | None:
    """Find the latest answer from which only a few moved."""
    rows = session.exec(
        select(ToldAnswer)
        .where(ToldAnswer.name == one.name, ToldAnswer.rules_version == rules.version)
        .order_by(col(ToldAnswer.id).desc())
    )
    least = rules.threshold_publication
    return next(
        (row for row in rows if moved(_unpacked(row.exact), one.exact) < least), None
    )


def moved(before: Axes, after: Axes) -> int:
    """Count the persons by which two answers differ, at least.

    Args:
        before: exact counts.
        after: exact counts.

    Returns:
        Those who came to, or who went from, the cells of an axis, whichever is more;
        of the axis of both in which most moved.
    """
    both = before.keys() & after.keys()
    if not both:  # nothing to compare them by: two different answers
        return sum(sum(cells.values()) for cells in after.values())
    return max(_moved(before[axis], after[axis]) for axis in both)


def _moved(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    changes = [
        after.get(cell, 0) - before.get(cell, 0)
        for cell in before.keys() | after.keys()
    ]
    came = sum(one for one in changes if one > 0)
    return max(came, came - sum(changes))


def _packed(content: Any) -> bytes:
    return zlib.compress(json.dumps(content, ensure_ascii=False).encode("utf-8"))


def _unpacked(content: bytes) -> Any:
    return json.loads(zlib.decompress(content))


def _plain(content: Any) -> Any:
    """Give content as the store gives it back: tuples are lists."""
    return json.loads(json.dumps(content, ensure_ascii=False))
