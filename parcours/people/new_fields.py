"""What may be typed on a new page: nothing shaped like a NIR, dates that exist."""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from parcours.people.failures import (
    BirthDateImpossible,
    FieldImpossible,
    NationalNumber,
)
from pseudonymisation.identities.refusals import contains_nir, may_be_a_name
from pseudonymisation.values import PartialDate


NAMES = ("birth_name", "usage_name", "given_names")
LONGEST_CODE = 40
YOUNGEST, OLDEST = 5, 40  # completed years
_POSTCODE = re.compile(r"[0-9]{5}")


def check_fields(typed: Mapping[str, str | None]) -> None:
    """Refuse a field that cannot be kept, before anything is admitted.

    Args:
        typed: field → what was typed in it.

    Raises:
        NationalNumber: a number shaped like a NIR, in any field.
        FieldImpossible: a name with digits, a postcode that is not five digits, a
            code that is too long or may be a name.
    """
    for field, text in typed.items():
        if text and contains_nir(text):
            raise NationalNumber(field)
    for field in NAMES:
        if any(sign.isdigit() for sign in typed.get(field) or ""):
            raise FieldImpossible(field)
    postcode = (typed.get("postcode") or "").strip()
    if postcode and not _POSTCODE.fullmatch(postcode):
        raise FieldImpossible("postcode")
    code = typed.get("code") or ""
    if len(code) > LONGEST_CODE or may_be_a_name(code):
        raise FieldImpossible("code")


def check_birth_date(born: PartialDate | None, *, today: date) -> None:
    """Refuse a date of birth that does not exist, is to come, or is out of age.

    Args:
        born: as far as it is known.
        today: the civil day.

    Raises:
        BirthDateImpossible: 31 February, tomorrow, an age outside 5 to 40 years.
    """
    if born is None:
        return
    if born.day is not None and born.month is None:
        raise BirthDateImpossible
    first, last = _bounds(born)
    if first > today or _age(first, today) < YOUNGEST or _age(last, today) > OLDEST:
        raise BirthDateImpossible


def _bounds(born: PartialDate) -> tuple[date, date]:
    """Give the first and the last day that a partial date may mean."""
    early, late = born.month or 1, born.month or 12
    try:
        length = monthrange(born.year, late)[1]
        first = date(born.year, early, born.day or 1)
        return first, date(born.year, late, born.day or length)
    except ValueError:
        raise BirthDateImpossible from None


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
