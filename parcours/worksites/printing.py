"""A sheet → a page to print and to sign: short codes and initials, no name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from pathlib import Path

from sqlmodel import Session

from config.numbers import day as day_text
from config.numbers import decimal, whole
from config.translation import _, current_language, label
from config.typography import typeset
from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation, short_form
from parcours.people.cards import PersonCard
from parcours.people.operations import with_initials
from parcours.worksites.participants import own_people
from parcours.worksites.sheet import NewSheet, Participant
from parcours.worksites.storing import latest, read_stored
from pseudonymisation.desk import Desk


STYLE = Path(__file__).with_name("attendance.css")
COLUMNS = 14  # days on one page; the hours of longer sheets are summed anyway
BLANK_LINES = 2  # for who comes unannounced


@dataclass(frozen=True)
class _Line:
    code: str
    initials: str
    cells: tuple[str, ...]


@operation("worksites.print", kind="vault", about="ref")
def attendance_page(
    context: Context, session: Session, *, desk: Desk, ref: str
) -> bytes:
    """Make the attendance sheet of an action, to print and sign.

    Args:
        context: who asks.
        session: given by the guard.
        desk: the door to the vault, for the initials.
        ref: the sheet.

    Returns:
        One HTML page in UTF-8 that loads nothing.

    Raises:
        NotWithinReach: absent, withdrawn, or another organisation's.
    """
    row = latest(context, session, ref)
    if row is None:
        raise NotWithinReach(context.operation)
    sheet = read_stored(session, row).content
    cards = [
        PersonCard(who.pseudonym, None, who.sex, "inconnue", None, None)
        for who, _s in own_people(
            context, session, [each.person for each in sheet.people]
        ).values()
    ]
    initials = {
        card.person: card.initials or "" for card in with_initials(context, desk, cards)
    }
    name = label(context.nomenclature.interventions[sheet.kind].labels)
    return _page(sheet, name, initials).encode()


def days_of(sheet: NewSheet) -> list[date]:
    """List the days of a sheet, without Saturdays and Sundays where nobody came.

    Args:
        sheet: the sheet.

    Returns:
        Days in order; all of them where the sheet holds no working day.
    """
    noted = {on for who in sheet.people for on, _hours in who.hours}
    n = (sheet.ends_on - sheet.starts_on).days + 1
    every = [sheet.starts_on + timedelta(days=i) for i in range(n)]
    return [on for on in every if on.weekday() < 5 or on in noted] or every


def _page(sheet: NewSheet, kind: str, initials: Mapping[str, str]) -> str:
    days = days_of(sheet)[:COLUMNS]
    lines = [_line(each, days, initials) for each in sheet.people]
    lines += [_Line("", "", ("",) * len(days)) for _i in range(BLANK_LINES)]
    dates = day_text(sheet.starts_on)
    if sheet.ends_on != sheet.starts_on:
        dates = f"{dates} – {day_text(sheet.ends_on)}"
    facts = [dates, *(part for part in (sheet.place, sheet.employer) if part)]
    notice = _(
        "Sans nom : code court et initiales. Ce papier se garde avec les pièces de "
        "l’action, pas sur un mur."
    )
    return f"""<!DOCTYPE html>
<html lang="{current_language()}">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<title>{_safe(_("Feuille d’émargement"))}</title>
<style>
{STYLE.read_text("utf-8")}</style>
</head>
<body>
<h1>{_safe(f"{kind}, {sheet.title}" if sheet.title else kind)}</h1>
<p>{_safe(" · ".join(facts))}</p>
<table>
<thead><tr>{_head(days)}</tr></thead>
<tbody>
{_rows(lines)}
</tbody>
</table>
<p class="note">{_safe(notice)}</p>
</body>
</html>
"""


def _safe(text: str) -> str:
    return escape(typeset(text))


def _head(days: Sequence[date]) -> str:
    names = [_("Code"), _("Initiales"), *(day_text(on) for on in days), _("Signature")]
    return "".join(f'<th scope="col">{escape(name)}</th>' for name in names)


def _line(who: Participant, days: Sequence[date], initials: Mapping[str, str]) -> _Line:
    noted = dict(who.hours)
    cells = tuple(_hours(noted[on]) if on in noted else "" for on in days)
    return _Line(short_form(who.person).upper(), initials.get(who.person, ""), cells)


def _hours(hours: float) -> str:
    if hours == 0:
        return _("absent")
    return f"{whole(hours) if hours == int(hours) else decimal(hours)} h"


def _rows(lines: Sequence[_Line]) -> str:
    return "\n".join(
        "<tr>"
        + f'<th scope="row">{escape(line.code)}</th><td>{escape(line.initials)}</td>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in line.cells)
        + "<td></td></tr>"
        for line in lines
    )
