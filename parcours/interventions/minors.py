"""Minors and hours on a work site: what to warn of. Pure; nothing here ever refuses.

The rules are data (`config/minors.yaml`); a caution is a sentence for people, with the
day or the hours that call for it, never a name. The room of collective sheets asks the
same questions before it saves a whole grid.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from config.numbers import day as day_text
from config.numbers import decimal, whole
from config.translation import _
from parcours.people.days import age_in_years


CautionCode = Literal[
    "age_unknown",
    "too_young",
    "outside_holidays",
    "holidays_not_known",
    "half_of_holiday",
    "hours_day",
    "hours_week",
    "hours_12_months",
]


@dataclass(frozen=True)
class WorkedDay:
    """One day of work of one young person.

    Attributes:
        on: the day.
        hours: hours worked, None where they were not counted.
    """

    on: date
    hours: float | None = None


@dataclass(frozen=True)
class AgeBand:
    """What holds between two ages, in completed years, both included.

    Attributes:
        shortest_holiday_days: a shorter school holiday does not count.
        half_of_holiday: half of the holiday, at least, must stay free.
    """

    first_age: int
    last_age: int
    hours_day: float
    hours_week: float
    only_school_holidays: bool
    shortest_holiday_days: int
    half_of_holiday: bool


@dataclass(frozen=True)
class Stretch:
    """Days `[starts_on, ends_on)`."""

    starts_on: date
    ends_on: date

    def holds(self, on: date) -> bool:
        """Tell whether a day lies in it."""
        return self.starts_on <= on < self.ends_on

    @property
    def days(self) -> int:
        """Count its days."""
        return (self.ends_on - self.starts_on).days


@dataclass(frozen=True)
class MinorRules:
    """The rules in force.

    Attributes:
        work_kinds: codes of interventions that are work.
        lowest_age: under it no contract of work is possible.
        most_hours: hours in twelve months after which the exemption is lost.
        known: stretches whose school holidays are listed.
        holidays: those of the territory's zone, in order.
    """

    work_kinds: frozenset[str]
    lowest_age: int
    most_hours: float
    bands: tuple[AgeBand, ...]
    known: tuple[Stretch, ...]
    holidays: tuple[Stretch, ...]

    def holiday_of(self, on: date) -> Stretch | None:
        """Find the school holiday of a day.

        Args:
            on: a day.

        Returns:
            The holiday, None on a day of school or one that is not known.
        """
        return next((each for each in self.holidays if each.holds(on)), None)


@dataclass(frozen=True)
class Caution:
    """Something to check before, or after, a work site is saved.

    Attributes:
        code: stable name.
        text: one sentence for people, in the language in use.
        on: the first day concerned, None where it is no matter of a day.
    """

    code: CautionCode
    text: str
    on: date | None = None


def spread(
    starts_on: date, ends_on: date | None, hours: float | None
) -> list[WorkedDay]:
    """Spread the hours of a stretch evenly over its days.

    Where the mean of a day is over a limit, one of its days surely is.

    Args:
        starts_on: first day.
        ends_on: first day after, None for a single day.
        hours: hours of the whole stretch, None where not counted.

    Returns:
        One worked day for each, 366 at most.
    """
    n = min(max(((ends_on or starts_on) - starts_on).days, 1), 366)
    each = None if hours is None else hours / n
    return [WorkedDay(starts_on + timedelta(days=i), each) for i in range(n)]


def cautions(
    days: Sequence[WorkedDay],
    *,
    birth_month: date | None,
    before: Sequence[WorkedDay] = (),
    rules: MinorRules,
) -> tuple[Caution, ...]:
    """Say what to check about the work of one young person.

    Args:
        days: the days about to be saved, or just saved.
        birth_month: first day of the month of birth; a birthday counts from it on.
        before: other days already on record, for the week and the twelve months.
        rules: the rules in force.

    Returns:
        At most one caution of each code, in a fixed order; empty where all is well.
    """
    if not days:
        return ()
    merged = _by_day([*before, *days])
    wanted = sorted({day.on for day in days})
    found: list[Caution | None] = []
    if birth_month is None:
        found.append(_age_unknown())
    else:
        ages = {on: age_in_years(birth_month, on) or 0 for on in wanted}
        found += [
            _too_young(ages, rules),
            _outside_holidays(ages, rules),
            _not_known(ages, rules),
            _half_of_holiday(ages, merged, rules),
            _hours_a_day(ages, merged, rules),
            _hours_a_week(ages, merged, rules),
        ]
    found.append(_hours_12_months(wanted, merged, rules))
    return tuple(one for one in found if one is not None)


def most_hours_in_12_months(
    days: Iterable[WorkedDay], *, around: Sequence[date]
) -> float:
    """Give the most hours worked in twelve months that hold one of some days.

    Args:
        days: worked days, in any order.
        around: days of which one at least must lie in the twelve months.

    Returns:
        Hours; days without counted hours add none.
    """
    known = _by_day(days)
    if not around:
        return 0.0
    first, last = min(around), max(around)
    ends = {on for on in known if first <= on < _year_later(last)} | set(around)
    return max(
        sum(hours or 0.0 for on, hours in known.items() if on <= end < _year_later(on))
        for end in ends
        if any(on <= end < _year_later(on) for on in around)
    )


def _hours(hours: float) -> str:
    return whole(hours) if abs(hours - round(hours)) < 0.05 else decimal(hours)


def _age_unknown() -> Caution:
    text = _("Âge inconnu : les règles du travail des mineurs n’ont pas été vérifiées.")
    return Caution("age_unknown", text)


def _year_later(on: date) -> date:
    try:
        return on.replace(year=on.year + 1)
    except ValueError:  # 29 February
        return date(on.year + 1, 3, 1)


def _by_day(days: Iterable[WorkedDay]) -> dict[date, float | None]:
    found: dict[date, float | None] = {}
    for day in days:
        former = found.get(day.on)
        both = former is None and day.hours is None
        found[day.on] = None if both else (former or 0.0) + (day.hours or 0.0)
    return found


def _band(age: int, rules: MinorRules) -> AgeBand | None:
    return next((b for b in rules.bands if b.first_age <= age <= b.last_age), None)


def _too_young(ages: dict[date, int], rules: MinorRules) -> Caution | None:
    days = [on for on, age in ages.items() if age < rules.lowest_age]
    if not days:
        return None
    text = _("Âge inférieur à {n} ans : un contrat de travail n’est pas possible.")
    return Caution("too_young", text.format(n=rules.lowest_age), days[0])


def _outside_holidays(ages: dict[date, int], rules: MinorRules) -> Caution | None:
    for on, age in ages.items():
        band = _band(age, rules)
        if band is None or not band.only_school_holidays or not _is_known(on, rules):
            continue
        holiday = rules.holiday_of(on)
        if holiday is None or holiday.days < band.shortest_holiday_days:
            text = _(
                "À {age} ans, le travail n’est possible que pendant des vacances "
                "scolaires d’au moins {n} jours : le {day} n’en est pas."
            )
            told = text.format(age=age, n=band.shortest_holiday_days, day=day_text(on))
            return Caution("outside_holidays", told, on)
    return None


def _is_known(on: date, rules: MinorRules) -> bool:
    return any(each.holds(on) for each in (*rules.known, *rules.holidays))


def _not_known(ages: dict[date, int], rules: MinorRules) -> Caution | None:
    for on, age in ages.items():
        band = _band(age, rules)
        if band and band.only_school_holidays and not _is_known(on, rules):
            text = _(
                "À {age} ans, le travail n’est possible que pendant les vacances "
                "scolaires : celles du {day} ne sont pas dans la configuration."
            )
            told = text.format(age=age, day=day_text(on))
            return Caution("holidays_not_known", told, on)
    return None


def _half_of_holiday(
    ages: dict[date, int], merged: dict[date, float | None], rules: MinorRules
) -> Caution | None:
    """Warn where no rest without a break is as long as half of the holiday."""
    for on, age in ages.items():
        band, holiday = _band(age, rules), rules.holiday_of(on)
        if band is None or not band.half_of_holiday or holiday is None:
            continue
        worked = sorted(day for day in merged if holiday.holds(day))
        edges = [holiday.starts_on - timedelta(days=1), *worked, holiday.ends_on]
        rest = max((b - a).days - 1 for a, b in itertools.pairwise(edges))
        if 2 * rest < holiday.days:
            text = _(
                "À {age} ans, un repos continu d’au moins la moitié des vacances est "
                "dû : ici {rest} jours sur {n}."
            )
            told = text.format(age=age, rest=rest, n=holiday.days)
            return Caution("half_of_holiday", told, on)
    return None


def _hours_a_day(
    ages: dict[date, int], merged: dict[date, float | None], rules: MinorRules
) -> Caution | None:
    for on, age in ages.items():
        band, hours = _band(age, rules), merged.get(on)
        if band and hours is not None and hours > band.hours_day:
            text = _("À {age} ans, {most} h au plus par jour : {hours} h le {day}.")
            told = text.format(
                age=age,
                most=_hours(band.hours_day),
                hours=_hours(hours),
                day=day_text(on),
            )
            return Caution("hours_day", told, on)
    return None


def _hours_a_week(
    ages: dict[date, int], merged: dict[date, float | None], rules: MinorRules
) -> Caution | None:
    for on, age in ages.items():
        band = _band(age, rules)
        monday = on - timedelta(days=on.weekday())
        week = [monday + timedelta(days=i) for i in range(7)]
        hours = sum(merged.get(day) or 0.0 for day in week)
        if band and hours > band.hours_week:
            text = _(
                "À {age} ans, {most} h au plus par semaine : {hours} h la semaine du "
                "{day}."
            )
            told = text.format(
                age=age,
                most=_hours(band.hours_week),
                hours=_hours(hours),
                day=day_text(monday),
            )
            return Caution("hours_week", told, monday)
    return None


def _hours_12_months(
    wanted: list[date], merged: dict[date, float | None], rules: MinorRules
) -> Caution | None:
    days = [WorkedDay(on, hours) for on, hours in merged.items()]
    hours = most_hours_in_12_months(days, around=wanted)
    if hours <= rules.most_hours:
        return None
    text = _("Plus de {most} h en 12 mois : {hours} h, l’exonération est perdue.")
    told = text.format(most=_hours(rules.most_hours), hours=_hours(hours))
    return Caution("hours_12_months", told)
