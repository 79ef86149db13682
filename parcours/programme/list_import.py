"""Operation: a programming list comes back, kept whole or refused by line and column.

All or nothing: where one cell cannot be, nothing of the file is written. Files are
opened by the guards of intake: no macro, no bomb, no formula, no external link.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from config.failure import Where
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.intake.failures import ColumnsDuplicated, FileEmpty
from parcours.intake.reading import open_table
from parcours.intake.settings import read_settings
from parcours.intake.words import fold_word
from parcours.programme.applications import FIRST, write_application
from parcours.programme.budget import has_amounts
from parcours.programme.content import NewApplication
from parcours.programme.doubts import doubts_of, note_confirmed, places_of
from parcours.programme.failures import (
    AmountImpossible,
    CodeTaken,
    ColumnMissing,
    ConditionMissing,
    ListRefused,
    NoLongerEditable,
    ProgrammeRefused,
    TransitionImpossible,
)
from parcours.programme.funding import make_action
from parcours.programme.list_doubts import CellDoubt, TypedCell, to_confirm
from parcours.programme.list_problems import problem_of
from parcours.programme.list_reading import ReadRow, Refused, line_of, read_row
from parcours.programme.list_telling import told_by
from parcours.programme.listing import (
    ListLine,
    list_line,
    list_words,
    titles,
    value_of,
)
from parcours.programme.settings import ProgrammeSettings, read_programme_settings
from parcours.programme.storing import add_step, content_of
from parcours.record.models import Application


NEW, CHANGED, SAME = "new", "changed", "same"
PLACES = {  # field of a refusal → field of the column that shows it
    "ages": "age_from",
    "budget": "cost",
    "amount": "cost",
    "granted": "cost",
    "amounts": "cost",
    "complete": "objective",
    "side": "cost",
    "funder": "cost",
}


@dataclass(frozen=True)
class CellChange:
    """One cell of a list that differs from what is on record.

    Attributes:
        column: its title.
        before: what is on record, None = nothing.
        after: what the list says, likewise.
    """

    column: str
    before: Any
    after: Any


@dataclass(frozen=True)
class LineChange:
    """One line of a list that brings or changes an application.

    Attributes:
        line: in the file.
        code: of the application.
        title: of the action.
        is_new: whether it is not on record yet.
        cells: what changes; of a new one, all that it tells.
    """

    line: int
    code: str
    title: str
    is_new: bool
    cells: tuple[CellChange, ...]


@dataclass(frozen=True)
class Imported:
    """What came of a file: how many applications are new, changed, the same.

    Attributes:
        n_new: brought.
        n_changed: changed.
        n_same: as they were.
        changes: line by line, in the order of the file.
        doubts: cells that seem to hold something of a person.
    """

    n_new: int
    n_changed: int
    n_same: int
    changes: tuple[LineChange, ...] = ()
    doubts: tuple[CellDoubt, ...] = ()


@operation("programme.import", kind="write")
def import_list(
    context: Context,
    session: Session,
    *,
    content: bytes,
    name: str,
    confirmed: Collection[str] = (),
) -> Imported:
    """Take in a programming list; nothing of it where one line cannot be.

    A line whose code is new is written with the state that the list gives, if an
    application may begin there. One that is known changes only while it may, and never
    its state. A list as it was exported changes nothing.

    Args:
        context: who sends it.
        session: given by the guard.
        content: the file.
        name: what to call it.
        confirmed: keys of cells that seemed to hold something of a person, and in
            which nobody is recognisable.

    Returns:
        How many lines did what.

    Raises:
        IntakeRefused: the file cannot be opened, or is dangerous.
        ColumnMissing: no column holds the codes.
        ListRefused: which cells cannot be, or are to be confirmed, and why.
    """
    told = _taken(context, session, content=content, name=name)
    unsaid = [one for one in told.doubts if one.key not in confirmed]
    if unsaid:
        raise ListRefused(list(map(to_confirm, unsaid)))
    if told.doubts:
        note_confirmed(context, [one.key for one in told.doubts])
    return told


@operation("programme.preview_import", kind="write")
def preview_list(
    context: Context, session: Session, *, content: bytes, name: str
) -> Imported:
    """Tell what a list would change, and change nothing.

    The list is taken in whole, by the very rules of `import_list`, and taken back
    before the answer.

    Args:
        context: who sends it.
        session: given by the guard.
        content: the file.
        name: what to call it.

    Returns:
        What it would bring and change, line by line.

    Raises:
        As `import_list`.
    """
    tried = session.begin_nested()
    try:
        return _taken(context, session, content=content, name=name)
    finally:
        tried.rollback()
        session.expire_all()


def _taken(
    context: Context, session: Session, *, content: bytes, name: str
) -> Imported:
    settings = read_programme_settings(context.config)
    reader = _Reader(context, session, settings)
    columns = titles(settings)
    known = {fold_word(title): field for field, title in columns.items()}
    table = open_table(
        content,
        name=name,
        settings=read_settings(context.config),
        recognise=lambda header: sum(fold_word(one) in known for one in header),
    )
    kept = [i for i, head in enumerate(table.header) if fold_word(head) in known]
    fields = [known[fold_word(table.header[i])] for i in kept]
    if "code" not in fields:
        raise ColumnMissing(columns["code"])
    if len(set(fields)) < len(fields):
        twice = tuple(columns[one] for one in fields if fields.count(one) > 1)
        where = Where(name, table.header_line)
        raise ColumnsDuplicated(where, columns=tuple(dict.fromkeys(twice)))
    counts = dict.fromkeys((NEW, CHANGED, SAME), 0)
    problems = []
    for row in table.rows(kept):
        try:
            counts[reader.take(read_row(row, fields))] += 1
        except Refused as place:
            title = columns.get(PLACES.get(place.field, place.field), columns["code"])
            problems.append(
                problem_of(
                    place.refusal, line=row.line, column=title, field=place.field
                )
            )
    if problems:
        raise ListRefused(problems)
    if not any(counts.values()):
        raise FileEmpty(Where(name))
    context.trace.n_results = sum(counts.values())
    return Imported(
        counts[NEW],
        counts[CHANGED],
        counts[SAME],
        tuple(reader.changes),
        reader.doubts(),
    )


class _Reader:
    """Takes rows one by one into the record; the transaction is the guard's."""

    def __init__(
        self, context: Context, session: Session, settings: ProgrammeSettings
    ) -> None:
        self.context, self.session, self.settings = context, session, settings
        self.words = list_words(context, session, settings)
        self.columns = titles(settings)
        self.seen: set[str] = set()
        self.changes: list[LineChange] = []
        self.typed: dict[str, TypedCell] = {}

    def doubts(self) -> tuple[CellDoubt, ...]:
        """Tell which of the cells brought seem to hold something of a person."""
        found = doubts_of(
            self.context.config,
            {key: one.text for key, one in self.typed.items()},
            known=places_of(self.context),
        )
        return tuple(
            CellDoubt(
                one.field,
                self.typed[one.field].line,
                self.typed[one.field].column,
                one.words,
            )
            for one in found
        )

    def take(self, row: ReadRow) -> str:
        """Write a row: new, changed or same.

        Args:
            row: of the file.

        Returns:
            What became of it.

        Raises:
            Refused: it cannot be, and in which field.
        """
        try:
            return self._take(row)
        except ProgrammeRefused as refusal:
            raise Refused(refusal.field or "code", refusal) from None

    def _take(self, row: ReadRow) -> str:
        if row.code in self.seen:
            raise CodeTaken
        self.seen.add(row.code)
        query = select(Application).where(Application.code == row.code)
        known = self.session.exec(query).first()
        held = content_of(self.session, known) if known else None
        former = list_line(held, known.state, self.settings) if known and held else None
        line = line_of(
            row,
            former,
            words=self.words,
            settings=self.settings,
            today=self.context.today(),
        )
        if known is None or held is None or former is None:
            self._begin(line)
            self._note(row.line, line, ListLine())
            return NEW
        if line == former:
            return SAME
        self._change(known, held, line, former)
        self._note(row.line, line, former)
        return CHANGED

    def _note(self, number: int, line: ListLine, former: ListLine) -> None:
        """Note what a line changes, as its cells show it."""
        cells = []
        for field, title in self.columns.items():
            before = value_of(former, field, self.words)
            after = value_of(line, field, self.words)
            if before == after:
                continue
            cells.append(CellChange(title, before, after))
            # What is no word of a list is free text, in whatever column it stands.
            if isinstance(after, str) and self.words.of(field, line.call) is None:
                key = f"{line.code}/{field}"
                self.typed[key] = TypedCell(number, title, after)
        change = LineChange(
            number, line.code, line.title, not former.code, tuple(cells)
        )
        self.changes.append(change)

    def _begin(self, line: ListLine) -> None:
        state_code = line.state or FIRST
        if state_code not in self.settings.entry_states:
            raise TransitionImpossible
        state = self.settings.states[state_code]
        empty = NewApplication(line.code, line.call, line.organisation, line.title)
        new = told_by(line, empty, None)
        if state_code != FIRST and not (new.objective and new.themes):
            raise Refused("themes" if new.objective else "objective", _incomplete())
        if state.funded and not has_amounts(new.lines, self.settings.funders):
            raise ConditionMissing("amounts")
        if not state.funded and line.granted:
            raise AmountImpossible("granted")
        row = write_application(self.context, self.session, new, None, self.settings)
        add_step(self.context, self.session, row, target=state_code, source=None)
        if state.funded:
            make_action(self.session, row)

    def _change(
        self,
        row: Application,
        held: NewApplication,
        line: ListLine,
        former: ListLine,
    ) -> None:
        if line.state != former.state:
            raise TransitionImpossible
        if not self.settings.states[row.state].editable:
            raise Refused("state", NoLongerEditable())
        if (line.granted, line.spent) != (former.granted, former.spent):
            raise AmountImpossible("granted")
        told = told_by(line, held, former)
        write_application(self.context, self.session, told, row, self.settings)


def _incomplete() -> ProgrammeRefused:
    return ConditionMissing("complete")
