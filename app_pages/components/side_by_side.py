"""Two identities beside each other: what each says, and in words how far they agree."""

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from app_pages.components import formats
from app_pages.components.tables import table
from app_pages.components.words import _, plain


DIFFERING = ("close", "incomplete", "swapped", "different")


class Compared(Protocol):
    """One field of two identities."""

    @property
    def field(self) -> str:
        """Stable name."""

    @property
    def a(self) -> tuple[str, ...]:
        """Values of the first."""

    @property
    def b(self) -> tuple[str, ...]:
        """Values of the second."""

    @property
    def agreement(self) -> str:
        """Same | close | incomplete | swapped | different | missing."""


def show_both(
    fields: Sequence[Compared],
    *,
    before: Sequence[Sequence[str]] = (),
    after: Sequence[Sequence[str]] = (),
) -> None:
    """Draw both sides, field by field; on a telephone, one card per field.

    Args:
        fields: those that neither side knows are left out.
        before: rows of four texts above them.
        after: rows below.
    """
    rows = [
        [field_name(one.field), _values(one, one.a), _values(one, one.b), _mark(one)]
        for one in fields
        if one.a or one.b
    ]
    with st.container(key="side_by_side"):
        table(
            ["", _("Premier parcours"), _("Second parcours"), _("Comparaison")],
            [*before, *rows, *after],
            alt=_("Les deux identités, champ par champ, et ce qui diffère."),
        )


def field_name(field: str) -> str:
    """Name a field of an identity.

    Args:
        field: stable name.

    Returns:
        In the language in use.
    """
    return {
        "birth_name": _("Nom de naissance"),
        "usage_name": _("Nom d’usage"),
        "given_names": _("Prénoms"),
        "birth_date": _("Date de naissance"),
        "sex": _("Sexe"),
        "commune": _("Commune"),
        "postcode": _("Code postal"),
    }[field]


def written(field: str, value: str) -> str:
    """Write a value of an identity, harmless in Markdown.

    Args:
        field: stable name.
        value: as stored; a date as YYYY-MM-DD or shorter.

    Returns:
        A date of birth in figures, whose slips are then seen.
    """
    if field == "birth_date":
        return "/".join(reversed(value.split("-")))
    return plain(value)


def said_by(field: str, said: Sequence[tuple[str, str]]) -> str:
    """Write what several say of a field: "14/05/2008 (Collège), 15/05/2008 (Club)".

    Args:
        field: stable name.
        said: value and who says it.

    Returns:
        Harmless in Markdown.
    """
    one = "{value} ({who})"
    return ", ".join(
        one.format(value=written(field, value), who=plain(who)) for value, who in said
    )


def _values(one: Compared, values: tuple[str, ...]) -> str:
    if not values:
        return formats.NOTHING
    text = _(" ou ").join(written(one.field, value) for value in values)
    return f"**{text}**" if one.agreement in DIFFERING else text


def _mark(one: Compared) -> str:
    return {
        "same": _("= identique"),
        "close": _("≈ proche"),
        "incomplete": _("≈ incomplète"),
        "swapped": _("⇄ nom et prénom inversés"),
        "different": _("≠ différent"),
        "missing": _("non comparable"),
    }[one.agreement]
