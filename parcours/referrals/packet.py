"""What a hand-over may tell: lines chosen one by one, frozen as they stood that day.

A packet holds codes, months and counts, the next step and a goal in their words; never
a name, a code of the young person or a pseudonym.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from parcours.people.days import age_in_years
from parcours.record.models import (
    Goal,
    Intervention,
    Person,
    SituationFact,
    SourceSubject,
)


VERSION = 1
DONE = ("done", "ongoing", "interrupted")


@dataclass(frozen=True)
class Line:
    """One line that may be told.

    Attributes:
        key: what the worker chooses it by.
        kind: age | situation | intervention | goal | next_step.
        code: word of the nomenclature, for a situation or an intervention.
        on: since when; first day of the first month, for interventions.
        until: last verified on; first day of the last month, for interventions.
        n: years of age, or number of interventions.
        text: of a goal or a next step.
    """

    key: str
    kind: str
    code: str | None = None
    on: date | None = None
    until: date | None = None
    n: int | None = None
    text: str | None = None

    @property
    def convention_kind(self) -> str:
        """Give the kind of fact that a convention must let through."""
        names = {"age": "situation", "next_step": "intervention"}
        return names.get(self.kind, self.kind)


def lines_of(
    session: Session, person: Person, subjects: Sequence[SourceSubject], *, today: date
) -> list[Line]:
    """List what the own organisation could tell of a young person today.

    Args:
        session: a session of the record.
        person: the young person.
        subjects: those by which the own organisation knows them.
        today: the civil day.

    Returns:
        Age, situation, interventions by kind, latest first, open goals, next step: only
        what the own organisation recorded itself.
    """
    ids = [subject.id or 0 for subject in subjects]
    age = age_in_years(person.birth_month, today)
    lines = [] if age is None else [Line("age", "age", n=age)]
    lines += _situation(session, ids, today)
    done = _in_force(session, Intervention, ids)
    lines += _interventions([row for row in done if row.state in DONE])
    lines += [
        Line(f"goal:{row.ref}", "goal", on=row.starts_on, text=row.label)
        for row in _in_force(session, Goal, ids)
        if row.state == "open" and row.label
    ]
    planned = [row for row in done if row.next_step]
    if planned:
        last = planned[-1]
        lines.append(
            Line("next_step", "next_step", on=last.next_step_on, text=last.next_step)
        )
    return lines


def _in_force(session: Session, table: Any, ids: list[int]) -> list[Any]:
    return list(
        session.exec(
            select(table)
            .where(col(table.subject_id).in_(ids), col(table.retired_on).is_(None))
            .order_by(col(table.starts_on), col(table.id))
        ).all()
    )


def _situation(session: Session, ids: list[int], today: date) -> list[Line]:
    facts = [
        fact
        for fact in _in_force(session, SituationFact, ids)
        if fact.ends_on is None or fact.ends_on > today
    ]
    if not facts:
        return []
    now = facts[-1]
    return [
        Line(
            "situation",
            "situation",
            code=now.situation,
            on=now.starts_on,
            until=now.verified_on,
        )
    ]


def _interventions(rows: Iterable[Intervention]) -> list[Line]:
    """Sum interventions by kind: first month, last month, how many."""
    by_kind: dict[str, list[date]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row.starts_on.replace(day=1))
    lines = [
        Line(
            f"intervention:{kind}",
            "intervention",
            code=kind,
            on=min(months),
            until=max(months),
            n=len(months),
        )
        for kind, months in by_kind.items()
    ]
    return sorted(lines, key=lambda line: line.until or date.min, reverse=True)


def to_json(lines: Sequence[Line], *, told_on: date) -> str:
    """Freeze lines.

    Args:
        lines: chosen.
        told_on: the day on which they stood so.

    Returns:
        JSON, the same for the same lines and day.
    """
    rows = [
        {name: value for name, value in asdict(line).items() if value is not None}
        for line in lines
    ]
    found = {"version": VERSION, "told_on": told_on, "lines": rows}
    return json.dumps(found, default=date.isoformat, ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> tuple[Line, ...]:
    """Read a packet again, as it was frozen.

    Args:
        text: as `to_json` wrote it.

    Returns:
        Its lines.

    >>> from_json(to_json([Line("age", "age", n=17)], told_on=date(2025, 9, 1)))[0].n
    17
    """
    return tuple(
        Line(
            key=row["key"],
            kind=row["kind"],
            code=row.get("code"),
            on=_day(row.get("on")),
            until=_day(row.get("until")),
            n=row.get("n"),
            text=row.get("text"),
        )
        for row in json.loads(text)["lines"]
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
