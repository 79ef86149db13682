"""A sheet as one value: what a page fills in and what the record gives back.

From it follow, without asking anything else, the days of attendance and the one
intervention of each young person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta


ABSENT, EXPECTED, LEFT, PRESENT = "absent", "expected", "left", "present"
BANDS = ("n_11_13", "n_14_15", "n_16_17", "n_18_25")
PARTS = ("n_girls", "n_qpv", *BANDS)
Days = tuple[tuple[date, float], ...]


@dataclass(frozen=True)
class Participant:
    """One young person on a sheet.

    Attributes:
        person: pseudonym.
        hours: (day, hours) for each day noted; 0 hours: absent that day.
        left: gave up before the end.
        parents_agreed: written agreement of the legal guardian, None where not asked.
        inspection_on: day of the request to the labour inspection.
    """

    person: str
    hours: Days = ()
    left: bool = False
    parents_agreed: bool | None = None
    inspection_on: date | None = None

    @property
    def total(self) -> float:
        """Sum the hours of all days."""
        return sum(hours for _on, hours in self.hours)


@dataclass(frozen=True)
class Count:
    """How many took part on one day without being named; the others are its parts."""

    on: date
    n: int
    n_girls: int | None = None
    n_qpv: int | None = None
    n_11_13: int | None = None
    n_14_15: int | None = None
    n_16_17: int | None = None
    n_18_25: int | None = None


@dataclass(frozen=True)
class NewSheet:
    """A whole sheet.

    Attributes:
        kind: code in the nomenclature of interventions.
        starts_on: first day.
        ends_on: last day, included.
        title: a few words of the team's own, never a young person's name.
        place: where.
        contract: code of `config/worksites.yaml`, for a worksite.
        employer: who employs, for a worksite.
        cost_cents: what it cost, in cents of euro.
        action_id: row of the funded action that it is part of, None for none.
        people: those who are named.
        counts: those who are counted without a name, one count a day.
    """

    kind: str
    starts_on: date
    ends_on: date
    title: str = ""
    place: str | None = None
    contract: str | None = None
    employer: str | None = None
    cost_cents: int | None = None
    action_id: int | None = None
    people: tuple[Participant, ...] = ()
    counts: tuple[Count, ...] = ()

    @property
    def hours(self) -> float:
        """Sum the hours of everyone."""
        return sum(each.total for each in self.people)


@dataclass(frozen=True)
class DayRow:
    """What one row of attendance tells."""

    hours: float | None
    presence: str
    parents_agreed: bool | None = None
    inspection_on: date | None = None


@dataclass(frozen=True)
class Told:
    """What the intervention of one young person tells.

    Attributes:
        starts_on: first day present; of the sheet where nobody was seen yet.
        ends_on: first day after, None for a single day or while it lasts.
        hours: sum of the days, None where no day was noted.
        state: planned | ongoing | done | interrupted | cancelled.
    """

    starts_on: date
    ends_on: date | None
    hours: float | None
    state: str


def arranged(sheet: NewSheet) -> NewSheet:
    """Write a sheet in its one order, so that two that tell the same are equal.

    Args:
        sheet: as it came.

    Returns:
        People by pseudonym, days and counts in time order, texts without blanks.
    """
    people = [
        replace(
            each,
            hours=tuple(sorted((on, float(hours)) for on, hours in each.hours)),
        )
        for each in sheet.people
    ]
    return replace(
        sheet,
        title=sheet.title.strip(),
        place=(sheet.place or "").strip() or None,
        employer=(sheet.employer or "").strip() or None,
        contract=sheet.contract or None,
        people=tuple(sorted(people, key=lambda each: each.person)),
        counts=tuple(sorted(sheet.counts, key=lambda each: each.on)),
    )


def rows_of(who: Participant, sheet: NewSheet) -> dict[date, DayRow]:
    """Give the rows of attendance of one young person.

    Args:
        who: the young person.
        sheet: theirs.

    Returns:
        day → row; one row of the first day where no day was noted yet.
    """
    asked = (who.parents_agreed, who.inspection_on)
    if not who.hours:
        return {sheet.starts_on: DayRow(None, LEFT if who.left else EXPECTED, *asked)}
    last = max(on for on, _hours in who.hours)
    return {
        on: DayRow(hours, _presence(hours, has_left=who.left and on == last), *asked)
        for on, hours in who.hours
    }


def _presence(hours: float, *, has_left: bool) -> str:
    if has_left:
        return LEFT
    return PRESENT if hours > 0 else ABSENT


def participant(person: str, rows: Mapping[date, DayRow]) -> Participant:
    """Read one young person back from their rows.

    Args:
        person: pseudonym.
        rows: day → row, at least one.

    Returns:
        The participant of whom `rows_of` gives these rows.
    """
    ordered = [rows[on] for on in sorted(rows)]
    return Participant(
        person,
        tuple((on, rows[on].hours or 0.0) for on in sorted(rows) if _noted(rows[on])),
        left=any(row.presence == LEFT for row in ordered),
        parents_agreed=ordered[0].parents_agreed,
        inspection_on=ordered[0].inspection_on,
    )


def _noted(row: DayRow) -> bool:
    return row.hours is not None


def told(who: Participant, sheet: NewSheet, *, today: date, needs_hours: bool) -> Told:
    """Sum one young person's days into one intervention.

    Args:
        who: the young person.
        sheet: theirs.
        today: the civil day.
        needs_hours: whether the kind counts hours; where it does not, who stands on
            the sheet of a day gone by took part.

    Returns:
        Days, hours and state.
    """
    there = [on for on, hours in who.hours if hours > 0]
    state = _state(who, there, sheet, today=today, needs_hours=needs_hours)
    first = min(there, default=sheet.starts_on)
    last = max(there, default=sheet.ends_on)
    is_open = state == "ongoing" or last == first
    return Told(
        starts_on=first,
        ends_on=None if is_open else last + timedelta(days=1),
        hours=who.total if who.hours else None,
        state=state,
    )


def _state(
    who: Participant,
    there: list[date],
    sheet: NewSheet,
    *,
    today: date,
    needs_hours: bool,
) -> str:
    is_over = sheet.ends_on <= today
    if who.left:
        return "interrupted"
    if there:
        return "done" if is_over else "ongoing"
    if who.hours:
        return "cancelled" if is_over else "planned"
    return "done" if is_over and not needs_hours else "planned"


def filled(
    people: Iterable[Participant], days: Iterable[date], hours: float
) -> tuple[Participant, ...]:
    """Note the same hours for everyone on every day that is still empty.

    Args:
        people: the participants.
        days: days to fill.
        hours: hours of a day.

    Returns:
        The participants; what was noted before stays.
    """
    blank = dict.fromkeys(days, hours)
    return tuple(
        replace(each, hours=tuple(sorted((blank | dict(each.hours)).items())))
        for each in people
    )
