"""The grid of a sheet ↔ its young people; the days of a count ↔ its counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from app_pages.components.words import _
from app_pages.sheets_words import person, short_day
from parcours.people.cards import PersonCard
from parcours.worksites.printing import days_of
from parcours.worksites.sheet import PARTS, Count, NewSheet, Participant


STEP, MOST = 0.25, 24.0  # hours of a day
EMPTY = " "  # of a cell; Streamlit would write "None"
WHO, LEFT, AGREED, ASKED = "who", "left", "agreed", "asked"


def people_grid(
    sheet: NewSheet,
    cards: Mapping[str, PersonCard],
    *,
    key: str,
    is_work: bool,
) -> tuple[Participant, ...]:
    """Draw the grid of attendance and give what it holds now.

    Args:
        sheet: the sheet from which the grid is drawn.
        cards: initials and age by pseudonym.
        key: of the widget.
        is_work: whether permissions are asked.

    Returns:
        The young people still on it, with their hours.
    """
    import pandas as pd

    order = sorted(
        sheet.people, key=lambda each: person(each.person, cards.get(each.person))
    )
    days = _columns(sheet)
    rows = [_row(each, days, cards) for each in order]
    frame = pd.DataFrame(rows, index=range(len(rows)))
    shown = [WHO, *days, LEFT, *([AGREED, ASKED] if is_work else [])]
    edited = st.data_editor(
        frame,
        key=key,
        num_rows="delete",
        hide_index=True,
        placeholder=EMPTY,
        column_order=shown,
        column_config=_config(days),
        alt=_("Heures de chaque jeune, jour par jour"),
    )
    return tuple(
        _participant(order[int(str(i))], row, days)
        for i, row in edited.to_dict("index").items()
    )


def _columns(sheet: NewSheet) -> dict[str, date]:
    """Name the columns: the days of the sheet, and those noted outside of them."""
    noted = {on for who in sheet.people for on, _hours in who.hours}
    days = sorted({*days_of(sheet), *noted})
    return {f"d{on.isoformat()}": on for on in days}


def _row(
    who: Participant, days: Mapping[str, date], cards: Mapping[str, PersonCard]
) -> dict[str, Any]:
    noted = dict(who.hours)
    hours = {name: noted.get(on, float("nan")) for name, on in days.items()}
    return {
        WHO: person(who.person, cards.get(who.person)),
        **hours,
        LEFT: who.left,
        AGREED: who.parents_agreed is True,
        ASKED: who.inspection_on,
    }


def _config(days: Mapping[str, date]) -> dict[str, Any]:
    column = st.column_config
    hours = {
        name: column.NumberColumn(
            short_day(on),
            min_value=0.0,
            max_value=MOST,
            step=STEP,
            format="%g",
            help=_("Heures ; 0 = absent, vide = pas encore noté"),
            width=105,
        )
        for name, on in days.items()
    }
    return {
        WHO: column.TextColumn(_("Jeune"), disabled=True, pinned=True, width=170),
        **hours,
        LEFT: column.CheckboxColumn(_("Parti avant la fin"), width=160),
        AGREED: column.CheckboxColumn(
            _("Accord parental"),
            help=_("Accord écrit du représentant légal"),
            width=160,
        ),
        ASKED: column.DateColumn(
            _("Inspection du travail"),
            help=_("Jour de la demande, pour les 14–15 ans"),
            format="DD/MM/YYYY",
            width=185,
        ),
    }


def _participant(
    before: Participant, row: Mapping[Any, Any], days: Mapping[str, date]
) -> Participant:
    import pandas as pd

    noted = tuple(
        (on, float(row[name])) for name, on in days.items() if not pd.isna(row[name])
    )
    asked = row[ASKED]
    is_agreed = bool(row[AGREED])
    return replace(
        before,
        hours=noted,
        left=bool(row[LEFT]),
        parents_agreed=True if is_agreed else before.parents_agreed and None,
        inspection_on=None if pd.isna(asked) else _day(asked),
    )


def _day(value: Any) -> date:
    day: date = value.date() if hasattr(value, "date") else value
    return day


def counts_grid(
    sheet: NewSheet, days: Sequence[date], *, key: str
) -> tuple[Count, ...]:
    """Draw a line of numbers a day and give the counts that it holds now.

    Args:
        sheet: the sheet from which it is drawn.
        days: days that may be counted.
        key: of the widget.

    Returns:
        One count for each day with a number; parts without a whole count as zero.
    """
    import pandas as pd

    known = {count.on: count for count in sheet.counts}
    every = sorted({*days, *known})
    rows = [_counted(on, known.get(on)) for on in every]
    edited = st.data_editor(
        pd.DataFrame(rows, index=range(len(rows))),
        key=key,
        hide_index=True,
        placeholder=EMPTY,
        column_config=_count_config(),
        alt=_("Participants sans nom, jour par jour"),
    )
    found = []
    for i, row in edited.to_dict("index").items():
        numbers = {name: _number(row[name]) for name in ("n", *PARTS)}
        n = numbers.pop("n")
        if n is not None or any(part is not None for part in numbers.values()):
            found.append(Count(every[int(str(i))], n or 0, **numbers))
    return tuple(found)


def _counted(on: date, count: Count | None) -> dict[str, Any]:
    numbers = {
        name: float("nan") if count is None else getattr(count, name)
        for name in ("n", *PARTS)
    }
    cells = {
        name: float("nan") if number is None else float(number)
        for name, number in numbers.items()
    }
    return {"on": short_day(on), **cells}


def _number(cell: Any) -> int | None:
    import pandas as pd

    return None if pd.isna(cell) else int(cell)


def _count_config() -> dict[str, Any]:
    names = {
        "n": _("Participants"),
        "n_girls": _("dont filles"),
        "n_qpv": _("dont QPV"),
        "n_11_13": _("11–13 ans"),
        "n_14_15": _("14–15 ans"),
        "n_16_17": _("16–17 ans"),
        "n_18_25": _("18–25 ans"),
    }
    column = st.column_config
    return {
        "on": column.TextColumn(_("Jour"), disabled=True, pinned=True),
        **{
            name: column.NumberColumn(label, min_value=0, step=1, format="%d")
            for name, label in names.items()
        },
    }
