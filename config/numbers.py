"""Numbers, shares and days as people of the language write them."""

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from config.translation import current_language
from config.typography import NARROW, _


NOTHING = "–"
MINUS = "−"
CENTS = 100  # of a euro


def day(on: date | None) -> str:
    """Write a civil day: "3 sept. 2025".

    Args:
        on: the day, or None.

    Returns:
        The day in the language in use, a dash for None.
    """
    if on is None:
        return NOTHING
    return str(format_date(on, "d MMM y", locale=current_language()))


def month(on: date) -> str:
    """Write a month: "sept. 2025".

    Args:
        on: any day of it.

    Returns:
        The month in the language in use.
    """
    return str(format_date(on, "MMM y", locale=current_language()))


def whole(number: float) -> str:
    """Write a whole number: "1 234".

    Args:
        number: rounded here.

    Returns:
        The number in the language in use.
    """
    return _signed(format_decimal(round(number), locale=current_language()))


def decimal(number: float, digits: int = 1) -> str:
    """Write a number with a fixed number of decimals: "4,5".

    Args:
        number: any number.
        digits: decimals.

    Returns:
        The number in the language in use.
    """
    pattern = "#,##0." + "0" * digits
    return _signed(format_decimal(number, pattern, locale=current_language()))


def _signed(text: object) -> str:
    """Write a minus as a minus: a hyphen is another sign, and may end a line."""
    return str(text).replace("-", MINUS)


def euros(cents: int | None) -> str:
    """Write an amount: "12 500 €", with its cents where it has any.

    Args:
        cents: of euro, None for none.

    Returns:
        The amount in the language in use, a dash for None.
    """
    if cents is None:
        return NOTHING
    number = decimal(cents / CENTS, 2) if cents % CENTS else whole(cents // CENTS)
    return f"{number}{NARROW}€" if current_language() == "fr" else f"€{number}"


def percent(share: float | None) -> str:
    """Write a share without decimals: "42 %".

    Args:
        share: 0 to 1, or None.

    Returns:
        The percentage, a dash for None.
    """
    if share is None or share != share:
        return NOTHING
    space = NARROW if current_language() == "fr" else ""
    return f"{whole(100 * share)}{space}%"


def interval(share: float | None, low: float | None, high: float | None) -> str:
    """Write a share with its limits: "42 % (35 à 49)".

    Args:
        share: 0 to 1, or None.
        low: lower limit.
        high: upper limit.

    Returns:
        The text; a dash for None, and for a share without limits; "moins de 8 %" where
        it would be 0 %.
    """
    if share is None or share != share:
        return NOTHING
    if low is None or high is None or low != low or high != high:
        return NOTHING
    limits = _("({low} à {high})").format(low=whole(100 * low), high=whole(100 * high))
    if is_nearly_none(share):
        return _("moins de {share}").format(share=percent(_over(high)))
    if is_nearly_all(share):
        return _("plus de {share}").format(share=percent(_under(low)))
    return f"{percent(share)} {limits}"


def is_nearly_none(share: float) -> bool:
    """Tell whether a share would be written 0 %, which nobody can know.

    Args:
        share: 0 to 1.

    Returns:
        Whether it rounds to nothing.
    """
    return round(100 * share) <= 0


def is_nearly_all(share: float) -> bool:
    """Tell whether a share would be written 100 %.

    Args:
        share: 0 to 1.

    Returns:
        Whether it rounds to everything.
    """
    return round(100 * share) >= 100


def _over(high: float) -> float:
    return max(math.ceil(round(100 * high, 6)), 1) / 100


def _under(low: float) -> float:
    return min(math.floor(100 * low), 99) / 100  # nothing is more than the whole


def between(low: float, high: float) -> str:
    """Write the limits of a share of which no point can be told: "entre 6 et 47 %".

    Args:
        low: lower limit, 0 to 1.
        high: upper limit.

    Returns:
        The range; "moins de 30 %" from nought, "plus de 60 %" up to the whole.
    """
    if is_nearly_none(low):
        return _("moins de {share}").format(share=percent(_over(high)))
    if is_nearly_all(high):
        return _("plus de {share}").format(share=percent(_under(low)))
    return _("entre {low} et {high}").format(low=whole(100 * low), high=percent(high))


def near(share: float | None) -> str:
    """Write a share of rounded counts that has no limits: "42 %", "proche de 0 %".

    Args:
        share: 0 to 1, or None.

    Returns:
        The percentage; no nought and no whole, which rounded counts cannot tell.
    """
    if share is not None and is_nearly_none(share):
        return _("proche de 0 %")
    if share is not None and is_nearly_all(share):
        return _("proche de 100 %")
    return percent(share)


def near_hundred(share: float) -> str:
    """Write a share of rounded counts as a number of a hundred: "42".

    Args:
        share: 0 to 1.

    Returns:
        The number; no nought and no whole.
    """
    if is_nearly_none(share):
        return _("presque aucun")
    return _("presque tous") if is_nearly_all(share) else whole(100 * share)


def of_hundred(share: float, low: float, high: float) -> str:
    """Write a share as a number of a hundred: "42 (35 à 49)", "moins de 8".

    Args:
        share: 0 to 1.
        low: lower limit.
        high: upper limit.

    Returns:
        The words of a sentence « sur 100 jeunes, … ».
    """
    if is_nearly_none(share):
        return _("moins de {share}").format(share=whole(100 * _over(high)))
    if is_nearly_all(share):
        return _("plus de {share}").format(share=whole(math.floor(100 * low)))
    limits = _("({low} à {high})").format(low=whole(100 * low), high=whole(100 * high))
    return f"{whole(100 * share)} {limits}"
