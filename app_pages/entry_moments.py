"""When unsaved entries were kept, as their buttons say it."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st
from babel.dates import format_datetime

from app_pages.components.words import _
from app_pages.visit import Visit
from config.translation import current_language


def say_lost(visit: Visit, at: datetime) -> None:
    """Say that what was typed at a moment does not open any more, and is gone."""
    text = _("Votre saisie du {moment} ne s’ouvre plus : elle a été effacée.")
    st.markdown(text.format(moment=moment(visit, at)))


def moment(visit: Visit, at: datetime, *, clock: str = "HH:mm") -> str:
    """Write when a draft was kept: « lundi 23 novembre à 14:05 »."""
    local = at.astimezone(ZoneInfo(visit.context.time_zone))
    french = current_language() == "fr"
    form = f"EEEE d MMMM 'à' {clock}" if french else f"EEEE d MMMM 'at' {clock}"
    return str(format_datetime(local, form, locale=current_language()))


def moments(visit: Visit, ats: Sequence[datetime]) -> list[str]:
    """Write when several were kept, to the second where a minute has two of them.

    Args:
        visit: who is here.
        ats: when they were kept.

    Returns:
        One text each.
    """
    told = [moment(visit, at) for at in ats]
    return [
        text if told.count(text) == 1 else moment(visit, at, clock="HH:mm:ss")
        for text, at in zip(told, ats, strict=True)
    ]
