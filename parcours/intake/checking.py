"""A table → its good rows, parted, and its refused ones, named by place and code."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from config.failure import Where
from parcours.intake.columns import Layout
from parcours.intake.drafts import Draft, HeadCountDraft, Who
from parcours.intake.facts import FactMaker, RowRuleBroken
from parcours.intake.failures import FileEmpty, RowCountDiffers
from parcours.intake.learned import MONTHS, Learned
from parcours.intake.neighbourhoods import Neighbourhoods
from parcours.intake.refusals import Refusal
from parcours.intake.settings import IntakeSettings
from parcours.intake.splitting import Splitter, month_reader
from parcours.intake.table import Row, Table
from parcours.intake.template import Column, Months, Template
from parcours.intake.values import CellReaders, Reader
from parcours.nomenclature import Nomenclature
from pseudonymisation.identities.refusals import contains_nir


Progress = Callable[[int, int], None]
"""(rows done, rows in all)."""
Digest = Callable[..., str]
"""Parts of a row → keyed digest."""

REPORT_EVERY = 500
ACCENT_SAMPLES = 5
_FIVE_DIGITS = re.compile(r"\d(?:[\s.\-/_,]{0,3}\d){4}")
_CLEAN_REMEMBERED = 100_000


class GoodRow(NamedTuple):
    """A row that may be loaded. Its `who` is never shown.

    Attributes:
        line: its line in the file.
        who: identity half, None for a head-count.
        facts: event half.
        head_count: count half.
        key: keyed digest of what names the row across files.
        digest: keyed digest of the whole row.
    """

    line: int
    who: Who | None
    facts: tuple[Draft, ...]
    head_count: HeadCountDraft | None
    key: str
    digest: str


@dataclass(frozen=True)
class CheckedFile:
    """What a file holds.

    Attributes:
        good: rows that may be loaded, in file order.
        refused: why the others may not.
        warnings: what was remarked in good rows.
        n_rows: rows in all, total lines apart.
        n_refused: rows refused.
        accents: places of the first accented cells, to check the encoding by eye.
    """

    good: tuple[GoodRow, ...]
    refused: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    n_rows: int
    n_refused: int
    accents: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Setting:
    """What checking needs besides the table.

    Attributes:
        template: meaning of the columns.
        settings: what every file must respect.
        nomenclature: the territory's words.
        organisation: code of the sender.
        today: day of loading.
        digest: keyed digest of parts.
        learned: what the sender's own words were told to mean.
    """

    template: Template
    settings: IntakeSettings
    nomenclature: Nomenclature
    organisation: str
    today: date
    digest: Digest
    learned: Learned | None = None


def check_table(
    table: Table,
    layout: Layout,
    *,
    setting: Setting,
    name: str,
    declared_rows: int | None = None,
    progress: Progress | None = None,
) -> CheckedFile:
    """Read and check every row.

    Args:
        table: opened at its header.
        layout: which columns are read.
        setting: template, words, sender, day.
        name: the file's name, for messages.
        declared_rows: how many rows the sender announced.
        progress: told of the rows done.

    Returns:
        Good and refused rows.

    Raises:
        FileEmpty: no row under the header.
        RowCountDiffers: not the number of rows announced.
        IntakeRefused: the file breaks while it is read.
    """
    checker = _Checker(table, layout, setting)
    for row in _counted(table, layout, progress):
        checker.take(row)
    if declared_rows is not None and declared_rows != checker.n_rows:
        raise RowCountDiffers(Where(name), declared=declared_rows, found=checker.n_rows)
    if checker.n_rows == 0:
        raise FileEmpty(Where(name))
    return checker.result()


def _counted(table: Table, layout: Layout, progress: Progress | None) -> Iterator[Row]:
    for done, row in enumerate(table.rows(layout.kept), start=1):
        if progress is not None and done % REPORT_EVERY == 0:
            progress(done, max(done, table.about_rows))
        yield row


class _Checker:
    """Takes rows one by one and keeps what comes of them."""

    def __init__(self, table: Table, layout: Layout, setting: Setting) -> None:
        self._layout, self._setting = layout, setting
        template = setting.template
        readers = readers_of(setting, table.epoch)
        self._readers: tuple[tuple[str, int, Reader], ...] = tuple(
            (name, slot, readers.reader(template.columns[name]))
            for name, slot in layout.slots.items()
        )
        self._splitter = Splitter(
            template,
            layout=layout,
            maker=FactMaker(
                template, setting.nomenclature.interventions, setting.today
            ),
            month_reader=_months(template, readers),
        )
        self._taught = readers.taught
        self._digested = _digested_slots(layout)
        self._key_slots = _key_slots(template, layout)
        self._clean: set[str] = set()
        self._keys: dict[str, int] = {}
        self.n_rows = 0
        self._good: list[GoodRow] = []
        self._refused: list[Refusal] = []
        self._warnings: list[Refusal] = []
        self._refused_lines = 0
        self._accents: list[tuple[int, str]] = []

    def take(self, row: Row) -> None:
        self.n_rows += 1
        broken = self._refusals(row)
        if broken:
            self._refused += broken
            self._refused_lines += 1

    def _refusals(self, row: Row) -> list[Refusal]:
        """Keep a good row, or say why it is refused."""
        if row.cells is None:
            return [Refusal(row.line, None, "INTAKE-020")]
        if place := self._nir_slot(row.cells):
            return [Refusal(row.line, self._column_at(place - 1), "INTAKE-021")]
        values, broken, warned = self._values(row.line, row.cells)
        if broken:
            return broken
        try:
            who, facts, head_count = self._splitter.split(row.cells, values)
        except RowRuleBroken as rule:
            column = self._layout.shown.get(rule.column or "", rule.column)
            return [Refusal(row.line, column, rule.code)]
        key, digest = self._name_row(row.cells)
        self._good.append(GoodRow(row.line, who, facts, head_count, key, digest))
        self._warnings += warned
        self._sample_accents(row.line, row.cells)
        return []

    def _values(
        self, line: int, cells: tuple[str, ...]
    ) -> tuple[dict[str, Any], list[Refusal], list[Refusal]]:
        values: dict[str, Any] = {}
        broken: list[Refusal] = []
        warned: list[Refusal] = []
        for name, slot, read in self._readers:
            text = cells[slot]
            if not text:
                continue
            value, refusal, warning = read(text)
            if value is not None:
                values[name] = value
            if refusal is not None:
                broken.append(Refusal(line, self._layout.shown[name], refusal))
            if warning is not None:
                warned.append(Refusal(line, self._layout.shown[name], warning))
        return values, broken, warned

    def _nir_slot(self, cells: tuple[str, ...]) -> int:
        """Give 1 + the position of a cell that holds a national number, or 0."""
        for position, cell in enumerate(cells):
            if len(cell) > 10 and cell not in self._clean:
                if _FIVE_DIGITS.search(cell) and contains_nir(cell):
                    return position + 1
                if len(self._clean) < _CLEAN_REMEMBERED:
                    self._clean.add(cell)
        return 0

    def _column_at(self, position: int) -> str | None:
        for name, slot in self._layout.slots.items():
            if slot == position:
                return self._layout.shown[name]
        return None

    def _name_row(self, cells: tuple[str, ...]) -> tuple[str, str]:
        setting = self._setting
        start = (setting.organisation, setting.template.code)
        named = [cells[slot] for slot in self._key_slots]
        key = setting.digest("key", *start, *named)
        nth = self._keys[key] = self._keys.get(key, 0) + 1
        if nth > 1:
            key = setting.digest("key", str(nth), *start, *named)
        whole = [part for name, slot in self._digested for part in (name, cells[slot])]
        if self._taught:  # another meaning of the same word is another row
            whole += self._meanings(cells)
        return key, setting.digest("row", *start, *whole)

    def _meanings(self, cells: tuple[str, ...]) -> list[str]:
        months = ((MONTHS, slot) for _month, slot in self._layout.months)
        told = (
            (name, self._taught.get((name, cells[slot])))
            for name, slot in (*sorted(self._layout.slots.items()), *months)
        )
        return [
            part for name, code in told if code is not None for part in (name, code)
        ]

    def _sample_accents(self, line: int, cells: tuple[str, ...]) -> None:
        if len(self._accents) >= ACCENT_SAMPLES or "".join(cells).isascii():
            return
        for name, slot in self._layout.slots.items():
            if not cells[slot].isascii() and len(self._accents) < ACCENT_SAMPLES:
                self._accents.append((line, self._layout.shown[name]))

    def result(self) -> CheckedFile:
        return CheckedFile(
            good=tuple(self._good),
            refused=tuple(sorted(self._refused, key=lambda r: r.line)),
            warnings=tuple(self._warnings),
            n_rows=self.n_rows,
            n_refused=self._refused_lines,
            accents=tuple(self._accents),
        )


def readers_of(setting: Setting, epoch: date) -> CellReaders:
    """Make the readers of a file's cells.

    Args:
        setting: template, words, sender, day.
        epoch: day 0 of the file's serial dates.

    Returns:
        The maker of each column's reader.
    """
    return CellReaders(
        setting.template,
        settings=setting.settings,
        neighbourhoods=Neighbourhoods(
            setting.nomenclature.territories.values(),
            answers=setting.settings.vocabularies["yes_no"],
        ),
        today=setting.today,
        epoch=epoch,
        learned=setting.learned,
    )


def months_column(months: Months) -> Column:
    """Give the column that all columns of months are read as.

    Args:
        months: of a template.

    Returns:
        A column of words.
    """
    return Column(MONTHS, (), "word", words=months.words)


def _months(
    template: Template, readers: CellReaders
) -> Callable[[str], str | None] | None:
    if template.months is None:
        return None
    column = months_column(template.months)
    return month_reader(template.months, readers.reader(column))


def _digested_slots(layout: Layout) -> tuple[tuple[str, int], ...]:
    months = ((month.isoformat(), slot) for month, slot in layout.months)
    return (*sorted(layout.slots.items()), *months)


def _key_slots(template: Template, layout: Layout) -> tuple[int, ...]:
    """Choose what names a row: the code, else the identity, and the key columns."""
    identity = template.identity
    if identity.get("code") in layout.slots:
        who = [identity["code"]]
    else:
        fields = ("birth_name", "given_names", "birth_date")
        who = [identity[field] for field in fields if field in identity]
    names = [*who, *template.row_key]
    return tuple(layout.slots[name] for name in names if name in layout.slots)
