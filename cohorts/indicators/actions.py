"""A funded action as the dashboard lists it: words and money of the programme.

What was asked, granted and spent is public; the young people whom it reached are told
by figures alone, which went through disclosure.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd


FIRST_DAY = date(1970, 1, 1)  # days of extracts are counted from it


@dataclass(frozen=True)
class ActionLine:
    """One funded action of one year.

    Attributes:
        action: code under which interventions and head-counts hang.
        application: code of its application.
        title: its title.
        organisation: code of its holder.
        contract: code of its contract.
        year: of its call.
        objective: code of its level, "" = none.
        pillar: code of the level at the top, "" = none.
        themes: codes, in order.
        state: on the as-of day.
        cost_cents: what it costs, in cents of euro; None = not said.
        granted_cents: what funders gave; None likewise.
        spent_cents: what was spent; None until its report.
    """

    action: str
    application: str
    title: str
    organisation: str
    contract: str
    year: int
    objective: str = ""
    pillar: str = ""
    themes: tuple[str, ...] = ()
    state: str = ""
    cost_cents: int | None = None
    granted_cents: int | None = None
    spent_cents: int | None = None

    @property
    def is_spent(self) -> bool:
        """Whether a report says what was spent."""
        return self.spent_cents is not None


@dataclass(frozen=True)
class LevelLine:
    """A pillar, priority, objective or axis of a contract."""

    contract: str
    objective: str
    parent: str
    kind: str
    name: str


@dataclass(frozen=True)
class AimLine:
    """A target: from where, to where, until which day.

    Attributes:
        contract: code of its contract.
        objective: code of its level, "" = none.
        action: code of its action, "" = none.
        label: what is aimed at, in the territory's words.
        indicator: id of the indicator that tells it, "" = none does.
        unit: of both values.
        baseline: where it started.
        aim: where it shall arrive.
        due: YYYY-MM-DD.
        since: day of the baseline, likewise; "" = not said.
    """

    contract: str
    objective: str
    action: str
    label: str
    indicator: str
    unit: str
    baseline: float
    aim: float
    due: str
    since: str = ""


def lines_of(rows: pd.DataFrame) -> tuple[ActionLine, ...]:
    """Read the actions that an extract lists.

    Args:
        rows: as `event_table.programme.list_actions`.

    Returns:
        One line each, by year and application.
    """
    return tuple(_line(row) for row in rows.to_dict("records"))


def levels_of(rows: pd.DataFrame) -> tuple[LevelLine, ...]:
    """Read the levels of the contracts.

    Args:
        rows: as `event_table.programme.list_levels`.

    Returns:
        One line each.
    """
    names = ("contract", "objective", "parent", "kind", "name")
    return tuple(
        LevelLine(*(_text(row, name) for name in names))
        for row in rows.to_dict("records")
    )


def aims_of(rows: pd.DataFrame) -> tuple[AimLine, ...]:
    """Read the targets of the contracts.

    Args:
        rows: as `event_table.programme.list_aims`.

    Returns:
        One line each.
    """
    return tuple(
        AimLine(
            contract=_text(row, "contract"),
            objective=_text(row, "objective"),
            action=_text(row, "action"),
            label=_text(row, "label"),
            indicator=_text(row, "indicator"),
            unit=_text(row, "unit"),
            baseline=float(str(row["baseline"])),
            aim=float(str(row["aim"])),
            due=_day(row, "due"),
            since=_day(row, "baseline_day"),
        )
        for row in rows.to_dict("records")
    )


def _line(row: Mapping[Hashable, object]) -> ActionLine:
    return ActionLine(
        action=_text(row, "action"),
        application=_text(row, "application"),
        title=_text(row, "title"),
        organisation=_text(row, "organisation"),
        contract=_text(row, "contract"),
        year=int(float(str(row["year"]))),
        objective=_text(row, "objective"),
        pillar=_text(row, "pillar"),
        themes=tuple(word for word in _text(row, "themes").split(",") if word),
        state=_text(row, "state"),
        cost_cents=_cents(row, "cost_cents"),
        granted_cents=_cents(row, "granted_cents"),
        spent_cents=_cents(row, "spent_cents"),
    )


def _text(row: Mapping[Hashable, object], name: str) -> str:
    return "" if _is_missing(row[name]) else str(row[name])


def _day(row: Mapping[Hashable, object], name: str) -> str:
    if _is_missing(row[name]):
        return ""
    return (FIRST_DAY + timedelta(days=int(float(str(row[name]))))).isoformat()


def _cents(row: Mapping[Hashable, object], name: str) -> int | None:
    return None if _is_missing(row[name]) else int(float(str(row[name])))


def _is_missing(value: object) -> bool:
    return value is None or value is pd.NA or value != value
