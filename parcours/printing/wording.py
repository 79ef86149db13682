"""The words of a booklet: codes and days → French or English for a young person."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from babel.dates import format_date

from config.numbers import day as long_day
from config.translation import current_language, label
from config.typography import _


_ASIDE = re.compile(r" \(.*\)")


def named(code: str | None, words: Mapping[str, Any]) -> str:
    """Name a code of a nomenclature; one that is no more stands for itself.

    Args:
        code: the code, None for nothing.
        words: code → term with `labels`.

    Returns:
        The label in the language in use.
    """
    if code is None:
        return ""
    term = words.get(code)
    return code if term is None else str(label(dict(term.labels)))


def short(code: str, words: Mapping[str, Any]) -> str:
    """Name a code without what stands between brackets: that is for the trade."""
    return _ASIDE.sub("", named(code, words))


def span(starts_on: date, ends_on: date | None) -> str:
    """Write a stretch `[starts_on, ends_on)`.

    Args:
        starts_on: first day.
        ends_on: first day after, None for one day or while it lasts.

    Returns:
        "3 sept. 2025", or "du 3 sept. 2025 au 1 oct. 2025".
    """
    if ends_on is None:
        return long_day(starts_on)
    text = _("du {first} au {last}")
    return text.format(first=long_day(starts_on), last=long_day(ends_on))


def days_of_a_year(days: Iterable[date]) -> str:
    """Write days of one year, which is not repeated.

    Args:
        days: of one year.

    Returns:
        "3 mars, 10 mars, 4 avr.".
    """
    locale = current_language()
    written = [str(format_date(one, "d MMM", locale=locale)) for one in sorted(days)]
    return ", ".join(dict.fromkeys(written))


def who(code: str) -> str:
    """Name who was told, to the young person themselves."""
    return {
        "young_person": _("toi"),
        "parents": _("tes parents"),
        "guardian": _("ton tuteur"),
    }.get(code, code)


def how(code: str) -> str:
    """Say how somebody was told."""
    return {
        "spoken": _("de vive voix"),
        "paper": _("texte remis"),
        "post": _("par courrier"),
        "not_told": _("non informés"),
    }.get(code, code)


def protection(kind: str) -> str:
    """Say what a protection does."""
    return {
        "opposition": _("Tu t’es opposé : rien de ce dossier ne sert plus."),
        "restriction": _("Ton dossier est gelé, le temps d’une vérification."),
        "confidentiality": _("Les autres structures ne voient pas ton dossier."),
    }.get(kind, kind)


def state(code: str) -> str:
    """Say where a goal, a step or an intervention stands; nothing while it is open."""
    return {
        "reached": _("atteint"),
        "done": _("fait"),
        "dropped": _("laissé de côté"),
        "planned": _("prévu"),
        "ongoing": _("en cours"),
        "interrupted": _("interrompu"),
        "cancelled": _("annulé"),
    }.get(code, "")


def kinds(codes: Iterable[str]) -> str:
    """Name kinds of facts, as conventions open them."""
    names = {
        "situation": _("situations"),
        "intervention": _("interventions"),
        "contact": _("contacts"),
        "follow_up": _("statut de suivi"),
        "attribute": _("quartier, école, diplôme"),
        "referral": _("relais"),
        "goal": _("objectifs"),
        "right": _("droits"),
    }
    return ", ".join(names.get(code, code) for code in codes)


def relay_state(code: str) -> str:
    """Say where a hand-over stands."""
    return {
        "proposed": _("proposé"),
        "accepted": _("accepté"),
        "refused": _("refusé"),
        "no_news": _("sans nouvelle"),
        "done": _("fait"),
    }.get(code, code)
