"""How sheets are named and their days and hours written."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_date

from app_pages.components import formats
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from config.translation import current_language
from parcours.access.guard import short_form
from parcours.people.cards import PersonCard
from parcours.worksites.sheet import NewSheet


def kind_name(visit: Visit, code: str) -> str:
    """Name a kind of action.

    Args:
        visit: who is here.
        code: of the nomenclature.

    Returns:
        Its label; the code where the nomenclature no longer holds it.
    """
    kind = visit.context.nomenclature.interventions.get(code)
    return code if kind is None else named(kind.labels)


def days(starts_on: date, ends_on: date) -> str:
    """Write from when to when.

    Args:
        starts_on: first day.
        ends_on: last day, included.

    Returns:
        One day, or both.
    """
    if starts_on == ends_on:
        return formats.day(starts_on)
    return f"{formats.day(starts_on)} – {formats.day(ends_on)}"


def short_day(on: date) -> str:
    """Write a day for the head of a column: "lun. 3/11".

    Args:
        on: the day.

    Returns:
        Week day, day and month.
    """
    pattern = "EEE d/MM" if current_language() == "fr" else "EEE d MMM"
    return str(format_date(on, pattern, locale=current_language()))


def hours(number: float) -> str:
    """Write hours: "7 h", "3,25 h".

    Args:
        number: hours, in quarters.

    Returns:
        The hours in the language in use.
    """
    digits = 0 if number == int(number) else 1 if number * 2 == int(number * 2) else 2
    text = formats.whole(number) if digits == 0 else formats.decimal(number, digits)
    return f"{text}\N{NO-BREAK SPACE}h"


def people(n: int) -> str:
    """Count young people.

    Args:
        n: how many.

    Returns:
        "1 jeune", "8 jeunes".
    """
    return (_("{n} jeune") if n == 1 else _("{n} jeunes")).format(n=formats.whole(n))


def counted(n: int) -> str:
    """Count who was not named.

    Args:
        n: how many.

    Returns:
        "12 sans nom".
    """
    return _("{n} sans nom").format(n=formats.whole(n))


def person(pseudonym: str, card: PersonCard | None) -> str:
    """Name a young person in a list, without their name.

    Args:
        pseudonym: theirs.
        card: with initials and age, if they could be read.

    Returns:
        "J. D. · 17 ans · K3X7AB"; plain text.
    """
    code = short_form(pseudonym).upper()
    if card is None:
        return code
    age = "" if card.age is None else _("{n} ans").format(n=card.age)
    parts = [card.initials or _("Sans nom"), age, code]
    return " · ".join(part for part in parts if part)


def summary(sheet: NewSheet) -> str:
    """Sum a sheet up: "8 jeunes, 280 h, 4 sans nom".

    Args:
        sheet: the sheet.

    Returns:
        Its totals in words.
    """
    n = sum(count.n for count in sheet.counts)
    parts: list[str] = []
    if sheet.people:
        parts += [people(len(sheet.people)), hours(sheet.hours)]
    if n:
        parts.append(counted(n))
    return ", ".join(parts) or _("personne encore")


def titled(visit: Visit, kind: str, words: Iterable[str | None]) -> str:
    """Name a sheet in Markdown by its kind, its title and its place.

    Args:
        visit: who is here.
        kind: code of its kind.
        words: what the team typed, if anything.

    Returns:
        Markdown, what was typed escaped.
    """
    typed = ", ".join(plain(text) for text in words if text)
    name = f"**{kind_name(visit, kind)}**"
    return f"{name} – {typed}" if typed else name
