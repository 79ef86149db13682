"""Where a young person lived, their school and diploma, with their days, in words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from config.numbers import day
from config.typography import _
from parcours.nomenclature import Nomenclature
from parcours.people.attributes import (
    COMMUNE,
    DIPLOMA,
    OUTSIDE,
    RESIDENCE,
    SCHOOL,
)
from parcours.people.held import AttributeView, contradictions, told_once
from parcours.printing import wording


INSIDE = "inside"  # what a file says without naming which one


def value_said(name: str, value: str, words: Nomenclature) -> str:
    """Name the value of an attribute as the page of a young person does.

    Args:
        name: residence_qpv | commune | school | diploma.
        value: code, or short text.
        words: the territory's nomenclature.

    Returns:
        The label in the language in use; a code that is no more stands for itself.
    """
    if name == DIPLOMA:
        return wording.named(value, words.diplomas)
    if name != RESIDENCE:
        return value
    if value == OUTSIDE:
        return _("hors quartier prioritaire")
    if value == INSIDE:
        return _("en quartier prioritaire, sans savoir lequel")
    return wording.named(value, _neighbourhoods(words))


def rows_of(
    views: Iterable[AttributeView], words: Nomenclature, *, on: date
) -> tuple[tuple[str, str, str], ...]:
    """Write attributes as lines of a table, what was only said again left out.

    Args:
        views: in any order.
        words: the territory's nomenclature.
        on: the day of the booklet; what contradicts itself then is said to.

    Returns:
        (since, until, what), the first in time first.
    """
    views = tuple(views)
    groups = contradictions(views, on, ladder=tuple(words.diplomas))
    doubted = {view.id for group in groups for view in group}
    text = _("{head} : {text}")
    lines = (
        (
            day(one.starts_on) if one.starts_on else _("date inconnue"),
            day(one.ends_on) if one.ends_on else _("aujourd’hui"),
            text.format(
                head=_heads()[one.name],
                text=_doubted(_dated(one, words), is_doubted=one.id in doubted),
            ),
        )
        for one in reversed(told_once(views))
    )
    return tuple(dict.fromkeys(lines))  # two structures may say the same


def _dated(one: AttributeView, words: Nomenclature) -> str:
    said = value_said(one.name, one.value, words)
    if one.vintage is None:
        return said
    return _("{name} (liste {year})").format(name=said, year=one.vintage)


def _doubted(said: str, *, is_doubted: bool) -> str:
    if not is_doubted:
        return said
    return _("{said} (à vérifier : on nous a dit deux choses)").format(said=said)


def _heads() -> dict[str, str]:
    return {
        RESIDENCE: _("Quartier"),
        COMMUNE: _("Commune"),
        SCHOOL: _("École"),
        DIPLOMA: _("Diplôme"),
    }


def _neighbourhoods(words: Nomenclature) -> Mapping[str, Any]:
    """Give territories by our code and by the official one, that of files."""
    found: dict[str, Any] = dict(words.territories)
    for place in words.territories.values():
        if place.code_official is not None:
            found.setdefault(place.code_official, place)
    return found
