"""The words of rights: who asks, how they were told, which right, in which state."""

from datetime import date

import streamlit as st

from app_pages.components import formats
from app_pages.components.words import _, named
from app_pages.visit import Visit
from parcours.rights.requests import RequestLine
from parcours.rights.settings import Reason, read_rights


DAYS_SOON = 7  # of a due day that is marked as near


def who(code: str) -> str:
    """Name who asked or was told."""
    return {
        "young_person": _("le jeune"),
        "parents": _("ses parents"),
        "guardian": _("son tuteur"),
    }[code]


def how(code: str) -> str:
    """Say how somebody was told."""
    return {
        "spoken": _("de vive voix"),
        "paper": _("texte remis"),
        "post": _("par courrier"),
        "not_told": _("non informés"),
    }[code]


def right(kind: str) -> str:
    """Name a right."""
    return {
        "access": _("Accès à son dossier"),
        "portability": _("Copie à emporter ailleurs"),
        "rectification": _("Correction"),
        "opposition": _("Opposition"),
        "restriction": _("Gel du dossier"),
        "confidentiality": _("Confidentialité"),
        "erasure": _("Effacement"),
    }[kind]


def reasons(visit: Visit, which: str) -> dict[str, Reason]:
    """Give the reasons or fields of `config/rights.yaml`, by code.

    Args:
        visit: who is here.
        which: not_told | refused | fields.

    Returns:
        Code → reason.
    """
    return dict(getattr(read_rights(visit.context.config), which))


def reason(visit: Visit, which: str, code: str | None) -> str:
    """Name a reason or a field; a code that is no more stands for itself."""
    if code is None:
        return ""
    known = reasons(visit, which).get(code)
    return code if known is None else named(dict(known.labels))


def answer(visit: Visit, line: RequestLine) -> str:
    """Say where a request stands: until when, or how it was answered."""
    if line.state == "granted":
        return _("accordée le {day}").format(day=formats.day(line.answered_on))
    if line.state == "refused":
        text = _("refusée le {day} : {reason}")
        why = reason(visit, "refused", line.reason)
        return text.format(day=formats.day(line.answered_on), reason=why)
    left = (line.due_on - visit.today).days
    text = _("à répondre avant le {day}").format(day=formats.day(line.due_on))
    if left < 0:
        return f"▲ {text} : **{_('délai dépassé')}**"
    if left <= DAYS_SOON:
        return f"△ {text}"
    return text


def about(visit: Visit, line: RequestLine) -> str:
    """Name a request: the right, and for a correction what is to be corrected."""
    field = reason(visit, "fields", line.field)
    if not field:
        return right(line.kind)
    return _("{head} : {text}").format(head=right(line.kind), text=field)


def choose_who(key: str, *, codes: tuple[str, ...]) -> str:
    """Draw the choice of who asks or is told."""
    return str(st.selectbox(_("Qui"), codes, format_func=who, key=key))


def choose_day(visit: Visit, label: str, key: str) -> date:
    """Draw a day field; the operation refuses a day to come, in words."""
    chosen: date = st.date_input(
        label,
        value=visit.today,
        min_value=date.min,
        max_value=date.max,
        format="DD/MM/YYYY",
        key=key,
    )
    return chosen
