"""The programming list as a workbook: one line per application, French titles.

Texts are written as texts, so that no spreadsheet runs what somebody typed. The titles
are those that `list_reading` knows: the file comes back as it left.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.programme.budget import EXPENSE, INCOME, Line, total
from parcours.programme.content import NewApplication, Partner
from parcours.programme.list_cells import (
    Costs,
    PartnerWords,
    partner_words,
    show_costs,
    show_partners,
    told_costs,
    told_partners,
)
from parcours.programme.list_words import Lexicon, lexicon, one_line
from parcours.programme.settings import ProgrammeSettings, read_programme_settings
from parcours.programme.storing import content_of
from parcours.record.models import Application, Objective, Organisation, ProjectCall


CENTS = 100
SHEET, WORDS_SHEET = "Programmation", "Mots à employer"
COLUMNS = {  # field → title
    "code": "Code",
    "call": "Appel à projets",
    "title": "Intitulé de l’action",
    "organisation": "Porteur",
    "objective": "Objectif",
    "pilot": "Mené par compétence",
    "themes": "Thèmes",
    "axes": "Axes transversaux",
    "places": "Quartiers et communes",
    "audience": "Pour qui",
    "age_from": "Âge, de",
    "age_to": "Âge, à",
    "summary": "Résumé",
    "starts_on": "Premier jour",
    "ends_on": "Dernier jour",
    "state": "État",
    "partners": "Partenaires",
    "cost": "Coût total (€)",
    "costs": "Détail des dépenses (€)",
    "spent": "Dépensé (€)",
}
WIDE = {"title": 40, "organisation": 28, "objective": 32, "summary": 60} | {
    "partners": 48,
    "costs": 40,
}
EUROS, DAYS = '#,##0.00 "€"', "DD/MM/YYYY"


@dataclass(frozen=True)
class ListLine:
    """One line of the list: what a workbook can tell of an application.

    Attributes:
        code: of the application; words that have codes are held as codes.
        partners: with what they are and do.
        cost: cents.
        costs: (label, cents) of a budget that has several, else ().
        spent: cents, None where nothing was reported.
        asked: (funder, cents), those asked for nothing left out.
        granted: (funder, cents) of funders that grant, once decided.
    """

    code: str = ""
    call: str = ""
    title: str = ""
    organisation: str = ""
    objective: str = ""
    pilot: str = ""
    themes: tuple[str, ...] = ()
    axes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    audience: str = ""
    age_from: int | None = None
    age_to: int | None = None
    summary: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    state: str = ""
    partners: tuple[Partner, ...] = ()
    cost: int = 0
    costs: Costs = ()
    spent: int | None = None
    asked: tuple[tuple[str, int], ...] = ()
    granted: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class ListWords:
    """The words of every column that has any.

    Attributes:
        plain: field → its words, the same in every line.
        by_call: (field, call) → words of the levels of that call's contract.
        partners: what a partner is and does.
    """

    plain: Mapping[str, Lexicon]
    by_call: Mapping[tuple[str, str], Lexicon]
    partners: PartnerWords

    def of(self, field: str, call: str) -> Lexicon | None:
        """Give the words of a column in a line, None where it holds any text."""
        return self.plain.get(field) or self.by_call.get((field, call))


def titles(settings: ProgrammeSettings) -> dict[str, str]:
    """Give the titles of the list's columns.

    Args:
        settings: of the programme, for the funders.

    Returns:
        Field → title: the fixed ones, then `asked:FUNDER` and, for a funder whose
        amount the committee says, `granted:FUNDER`.
    """
    found = dict(COLUMNS)
    for code, funder in settings.funders.items():
        name = funder.labels["fr"]
        if funder.grants:
            found[f"asked:{code}"] = f"{name} : demandé (€)"
            found[f"granted:{code}"] = f"{name} : accordé (€)"
        else:
            found[f"asked:{code}"] = f"{name} (€)"
    return found


def list_line(
    content: NewApplication, state: str, settings: ProgrammeSettings
) -> ListLine:
    """Tell of an application what a list can tell.

    Args:
        content: what it tells.
        state: its state.
        settings: of the programme, for the funders.

    Returns:
        The line, its texts as a cell gives them back.
    """
    spent = [x.spent_cents for x in content.lines if x.side == EXPENSE]
    told = [cents for cents in spent if cents is not None]
    return ListLine(
        code=content.code,
        call=content.call,
        title=one_line(content.title),
        organisation=content.organisation,
        objective=content.objective or "",
        pilot=content.pilot or "",
        themes=content.themes,
        axes=content.axes,
        places=content.places,
        audience=one_line(content.audience),
        age_from=content.age_from,
        age_to=content.age_to,
        summary=one_line(content.summary),
        starts_on=content.starts_on,
        ends_on=content.ends_on,
        state=state,
        partners=told_partners(content.partners),
        cost=total(content.lines, EXPENSE),
        costs=told_costs(content.lines),
        spent=sum(told) if told else None,
        asked=_asked(content.lines),
        granted=_granted(content.lines, settings),
    )


def _asked(lines: Iterable[Line]) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for line in lines:
        if line.side == INCOME and line.funder and line.asked_cents:
            sums[line.funder] = sums.get(line.funder, 0) + line.asked_cents
    return tuple(sorted(sums.items()))


def _granted(
    lines: Iterable[Line], settings: ProgrammeSettings
) -> tuple[tuple[str, int], ...]:
    sums: dict[str, int] = {}
    for line in lines:
        funder = settings.funders.get(line.funder or "")
        if funder and funder.grants and line.granted_cents is not None:
            sums[funder.code] = sums.get(funder.code, 0) + line.granted_cents
    return tuple(sorted(sums.items()))


@operation("programme.export", kind="read")
def export_list(
    context: Context,
    session: Session,
    *,
    year: int | None = None,
    is_blank: bool = False,
) -> bytes:
    """Write the programming list as a workbook.

    Args:
        context: who asks.
        session: given by the guard.
        year: of the calls; all of them if left out.
        is_blank: the titles alone, to be filled in.

    Returns:
        The bytes of an .xlsx file.
    """
    settings = read_programme_settings(context.config)
    query = select(Application).join(
        ProjectCall, col(ProjectCall.id) == col(Application.call_id)
    )
    if year is not None:
        query = query.where(ProjectCall.year == year)
    rows = session.exec(query.order_by(col(Application.code))).all()
    lines = [
        list_line(content_of(session, row), row.state, settings)
        for row in ([] if is_blank else rows)
    ]
    context.trace.n_results = len(lines)
    words = list_words(context, session, settings)
    return write_list(lines, settings=settings, words=words, at=context.now())


def list_words(
    context: Context, session: Session, settings: ProgrammeSettings
) -> ListWords:
    """Collect the words that the cells of a list may hold.

    Args:
        context: for the territory's neighbourhoods.
        session: of the record.
        settings: of the programme.

    Returns:
        The words, in French: a list passes from hand to hand.
    """
    calls = session.exec(select(ProjectCall).order_by(col(ProjectCall.id))).all()
    holders = session.exec(select(Organisation).order_by(col(Organisation.code)))
    places = context.nomenclature.territories
    plain = {
        "call": lexicon({one.code: one.title for one in calls}),
        "organisation": lexicon({one.code: one.name for one in holders}),
        "pilot": lexicon(_labels(settings.institutions)),
        "themes": lexicon(_labels(settings.themes)),
        "places": lexicon({code: one.labels["fr"] for code, one in places.items()}),
        "state": lexicon(_labels(settings.states)),
    }
    across = {one.transversal for one in settings.generations.values()}
    by_call = {}
    for call in calls:
        levels = session.exec(
            select(Objective)
            .where(Objective.contract_id == call.contract_id)
            .order_by(col(Objective.id))
        ).all()
        for field, is_axis in (("objective", False), ("axes", True)):
            names = {x.code: x.name for x in levels if (x.kind in across) is is_axis}
            by_call[field, call.code] = lexicon(names)
    return ListWords(plain, by_call, partner_words(settings))


def _labels(words: Mapping[str, Any]) -> dict[str, str]:
    return {code: word.labels["fr"] for code, word in words.items()}


def write_list(
    lines: Sequence[ListLine],
    *,
    settings: ProgrammeSettings,
    words: ListWords,
    at: datetime,
) -> bytes:
    """Write lines as a workbook, with a second sheet of the words to use.

    Args:
        lines: of the list.
        settings: of the programme.
        words: of the columns.
        at: when it is made.

    Returns:
        The bytes of an .xlsx file.
    """
    book = openpyxl.Workbook()
    book.properties.creator = ""
    book.properties.created = book.properties.modified = at.replace(tzinfo=None)
    sheet = book.worksheets[0]
    sheet.title = SHEET
    columns = titles(settings)
    for number, (field, title) in enumerate(columns.items(), start=1):
        cell = sheet.cell(1, number, title)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = WIDE.get(field, 18)
    for row, line in enumerate(lines, start=2):
        for number, field in enumerate(columns, start=1):
            _write(sheet.cell(row, number), value_of(line, field, words))
    sheet.freeze_panes = "D2"
    _write_words(book.create_sheet(WORDS_SHEET), words)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def value_of(line: ListLine, field: str, words: ListWords) -> Any:
    """Give what a cell of the list holds.

    Args:
        line: of the list.
        field: of the column.
        words: of the columns.

    Returns:
        A text, a number of euros or of years, a day, or None.
    """
    if field == "partners":
        return show_partners(line.partners, words.partners) or None
    if field == "costs":
        return show_costs(line.costs) or None
    side, _colon, funder = field.partition(":")
    if funder:
        cents = dict(line.asked if side == "asked" else line.granted).get(funder)
        return None if cents is None else cents / CENTS
    value = getattr(line, field)
    if field in ("cost", "spent"):
        return None if value is None else value / CENTS
    found = words.of(field, line.call)
    if isinstance(value, tuple):
        return (found.show_all(value) if found else "; ".join(value)) or None
    if isinstance(value, str):
        return (found.show(value) if found else value) or None
    return value


def _write(cell: Any, value: Any) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # a text that starts with "=" stays one
    elif isinstance(value, date):
        cell.number_format = DAYS
    elif isinstance(value, float):
        cell.number_format = EUROS


def _write_words(sheet: Any, words: ListWords) -> None:
    """Write which words a column knows, one a line."""
    rows = [(COLUMNS[f], "", w) for f, x in words.plain.items() for w in _shown(x)]
    rows += [
        (COLUMNS[f], call, w)
        for (f, call), x in words.by_call.items()
        for w in _shown(x)
    ]
    rows += [
        (COLUMNS["partners"], "", word)
        for known in (words.partners.kinds, words.partners.roles)
        for word in _shown(known)
    ]
    for number, row in enumerate([("Colonne", "Appel", "Mot"), *rows], start=1):
        for place, text in enumerate(row, start=1):
            _write(sheet.cell(number, place), text or None)
    for letter, width in (("A", 24), ("B", 16), ("C", 60)):
        sheet.column_dimensions[letter].width = width


def _shown(found: Lexicon) -> list[str]:
    return list(found.shown.values())
