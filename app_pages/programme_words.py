"""The programme in words: money, labels, days, what a move still lacks."""

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, named, plain
from app_pages.visit import Visit
from config.numbers import CENTS, euros
from parcours.programme.settings import ProgrammeSettings, read_programme_settings


AT = "programme_at"  # code of the application that is open
LEVEL_AT = "programme_level"
CONTRACT_AT = "programme_contract"
__all__ = [
    "AT",
    "CENTS",
    "CONTRACT_AT",
    "LEVEL_AT",
    "close_application",
    "euros",
    "lacking",
    "names",
    "open_application",
    "opinion_name",
    "settings_of",
    "state_name",
]


def settings_of(visit: Visit) -> ProgrammeSettings:
    """Give the territory's words of the programme.

    Args:
        visit: who is here.

    Returns:
        The settings.
    """
    return read_programme_settings(visit.context.config)


def state_name(settings: ProgrammeSettings, state: str) -> str:
    """Name a state in the language in use."""
    return named(settings.states[state].labels)


def opinion_name(settings: ProgrammeSettings, code: str | None) -> str:
    """Name an opinion, a dash where there is none."""
    return named(settings.opinions[code].labels) if code else formats.NOTHING


def lacking(conditions: tuple[str, ...]) -> str:
    """Say what a move still lacks, in one line; blank where nothing is."""
    texts = {
        "complete": _("titre, résumé, objectif et thème"),
        "balanced": _("un budget équilibré"),
        "call_open": _("un appel à projets ouvert aujourd’hui"),
        "instructed": _("l’avis d’une institution"),
        "heard": _("l’avis du conseil citoyen"),
        "amounts": _("les montants accordés"),
        "reason": _("un motif"),
        "report": _("le bilan de l’action"),
    }
    return ", ".join(texts[one] for one in conditions)


def names(codes: tuple[str, ...], words: object) -> str:
    """Name several codes of a list, joined by commas; a code without name stays."""
    found = words if isinstance(words, dict) else dict(words)  # type: ignore[call-overload]
    return ", ".join(
        named(dict(found[code].labels)) if code in found else plain(code)
        for code in codes
    )


def open_application(code: str) -> None:
    """Open the page of an application from here on."""
    st.session_state[AT] = code


def close_application() -> None:
    """Go back to the list that the application was opened from."""
    st.session_state.pop(AT, None)
