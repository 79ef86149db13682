"""Choices of a correction: what was done, and what may be left open beside it."""

from collections.abc import Callable, Iterable
from typing import Any

from app_pages.components.words import _
from app_pages.entry_drafts import Place, among, start
from app_pages.entry_state import kind_name
from app_pages.visit import Visit


def kind_field(
    visit: Visit, where: Any, place: Place, kind: str, changed: Callable[[], None]
) -> str | None:
    """Draw what was done; give the code chosen.

    Args:
        visit: who is here.
        where: column to draw in.
        place: the form.
        kind: what is on record.
        changed: called when it changed.

    Returns:
        The code, None where it may not be recorded with a name.
    """
    kinds = [
        code
        for code, one in visit.context.nomenclature.interventions.items()
        if one.named != "forbidden"
    ]
    key = place.widget(place.fields["kind"])
    among(key, kinds)
    start(key, kind if kind in kinds else None)
    chosen: str | None = where.selectbox(
        _("Intervention"),
        kinds,
        index=None if kind not in kinds else 0,
        format_func=lambda code: kind_name(visit, code),
        key=key,
        on_change=changed,
    )
    return chosen


def code_field(
    where: Any,
    named: tuple[Place, str, str],
    offered: tuple[Iterable[str], Callable[[str], str]],
    held: tuple[str | None, Callable[[], None]],
) -> str | None:
    """Draw a choice that may be left open; give the code, None for none.

    Args:
        where: column to draw in.
        named: the form, the field, its label.
        offered: the codes, and how each is called.
        held: what is on record, and what is called when it changed.

    Returns:
        The code chosen.
    """
    (place, name, label), (codes, told), (former, changed) = named, offered, held
    options = ["", *codes]
    key = place.widget(place.fields[name])
    among(key, options)
    start(key, former if former in options else "")
    chosen: str | None = where.selectbox(
        label, options, format_func=told, key=key, on_change=changed
    )
    return chosen or None
