"""The numbers of a caution as texts: shares in percent, times with their unit."""

import math
from collections.abc import Mapping

from cohorts.guards.caution import Caution
from config.translation import _, current_language


LEAST_P = 0.001
CLOCKS = frozenset({"calendar_months", "age"})


def plain_words(caution: Caution) -> dict[str, str]:
    """Write a caution's numbers as they are: for a table of one's own.

    Args:
        caution: any.

    Returns:
        Name → text.
    """
    heads = {name: whole(value) for name, value in caution.heads.items()}
    return words_with(caution, heads)


def words_with(caution: Caution, heads: Mapping[str, str]) -> dict[str, str]:
    """Write a caution's numbers, its head counts as given.

    Args:
        caution: any.
        heads: name → head count as text.

    Returns:
        Name → text.
    """
    clock = caution.names.get("clock", "")
    numbers = {**caution.measures, **caution.settings}
    written = {name: _written(name, value, clock) for name, value in numbers.items()}
    return {**caution.names, **written, **heads, "group": caution.group}


def whole(value: float) -> str:
    """Write a count, or a weighted one with one decimal.

    Args:
        value: any number.

    Returns:
        Text in the language in use.
    """
    return _decimal(f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}")


def _written(name: str, value: float, clock: str) -> str:
    if math.isnan(value):
        return _("inconnu")
    if name.startswith("share"):
        return _("{n} %").format(n=f"{100 * value:.0f}")
    if name == "p":
        tiny = "< " + _decimal(f"{LEAST_P}")
        return tiny if value < LEAST_P else _decimal(f"{value:.3f}")
    if name == "time" or name.startswith("time_"):
        return _time(value, clock)
    return _decimal(f"{value:g}")


def _time(value: float, clock: str) -> str:
    number = _decimal(f"{value:g}")
    if clock == "days":
        return _("{n} jours").format(n=number)
    return _("{n} mois").format(n=number) if clock in CLOCKS else number


def _decimal(text: str) -> str:
    return text.replace(".", ",") if current_language() == "fr" else text
