"""What a sheet must be before it is saved: pure rules, each refusal by its field."""

from collections.abc import Container
from datetime import date
from itertools import pairwise

from parcours.nomenclature import InterventionKind
from parcours.people.entries import require_word
from parcours.people.failures import DayImpossible
from parcours.worksites.failures import (
    CountImpossible,
    DayOutside,
    HoursImpossible,
    NamesForbidden,
    NamesNeeded,
    NobodyThere,
    PartsExceed,
    SheetTooLarge,
    WordsNumber,
    WordsTooLong,
)
from parcours.worksites.sheet import BANDS, PARTS, Count, NewSheet, Participant
from pseudonymisation.identities.refusals import contains_nir


MOST_DAYS = 62
MOST_PEOPLE = 60
MOST_HOURS = 24
QUARTERS = 4  # of an hour
MOST_COUNTED = 100_000
LONGEST_WORDS = 80


def require_sheet(
    sheet: NewSheet,
    *,
    kind: InterventionKind,
    contracts: Container[str],
    today: date,
    anonymous: bool,
) -> None:
    """Refuse a sheet that cannot be.

    Args:
        sheet: arranged.
        kind: its kind, of the nomenclature.
        contracts: codes of contracts.
        today: the civil day; days are noted once they came.
        anonymous: the organisation works under anonymity and may count what others
            must name.

    Raises:
        SheetRefused: one of its classes, which names the field.
        DayImpossible: an end before its start.
        UnknownWord: no such contract.
    """
    if sheet.ends_on < sheet.starts_on:
        raise DayImpossible("ends_on")
    if (sheet.ends_on - sheet.starts_on).days >= MOST_DAYS:
        raise SheetTooLarge("ends_on", most=MOST_DAYS)
    for field in ("title", "place", "employer"):
        _require_words(getattr(sheet, field) or "", field)
    if sheet.contract is not None:
        require_word(sheet.contract, contracts, "contract")
    if not 0 <= (sheet.cost_cents or 0) <= 10**10:
        raise CountImpossible("cost")
    _require_who(sheet, kind, anonymous=anonymous)
    for who in sheet.people:
        _require_hours(who, sheet, today)
    _require_counts(sheet, today)


def _require_words(text: str, field: str) -> None:
    if contains_nir(text):
        raise WordsNumber(field)
    if len(text) > LONGEST_WORDS:
        raise WordsTooLong(field, most=LONGEST_WORDS)


def _require_who(sheet: NewSheet, kind: InterventionKind, *, anonymous: bool) -> None:
    if sheet.people and kind.named == "forbidden":
        raise NamesForbidden
    if sheet.counts and kind.named == "required" and not anonymous:
        raise NamesNeeded
    if not sheet.people and not sheet.counts:
        raise NobodyThere("n" if kind.named == "forbidden" else "people")
    if len(sheet.people) > MOST_PEOPLE:
        raise SheetTooLarge("people", most=MOST_PEOPLE)


def _require_hours(who: Participant, sheet: NewSheet, today: date) -> None:
    days = [on for on, _hours in who.hours]
    if len(set(days)) != len(days):
        raise HoursImpossible
    for on, hours in who.hours:
        quarters = hours * QUARTERS
        if not 0 <= hours <= MOST_HOURS or quarters != int(quarters):
            raise HoursImpossible
        if not sheet.starts_on <= on <= min(sheet.ends_on, today):
            raise DayOutside


def _require_counts(sheet: NewSheet, today: date) -> None:
    if any(a.on == b.on for a, b in pairwise(sheet.counts)):
        raise CountImpossible
    for count in sheet.counts:
        if not sheet.starts_on <= count.on <= min(sheet.ends_on, today):
            raise DayOutside("on")
        require_parts(count)


def require_parts(count: Count) -> None:
    """Refuse a head-count whose parts exceed it.

    Args:
        count: the numbers of one day.

    Raises:
        CountImpossible: nobody, or a negative number.
        PartsExceed: girls, QPV, one age band, or all bands together over the whole.
    """
    if not 1 <= count.n <= MOST_COUNTED:
        raise CountImpossible("n")
    for field in PARTS:
        part = getattr(count, field)
        if part is not None and part < 0:
            raise CountImpossible(field)
        if part is not None and part > count.n:
            raise PartsExceed(field, whole=count.n)
    if sum(getattr(count, field) or 0 for field in BANDS) > count.n:
        raise PartsExceed("bands", whole=count.n)
