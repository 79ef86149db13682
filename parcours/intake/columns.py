"""A file's header → which cells are read, and which are dropped unread.

Only what the template lists and the convention lets through is read. Forbidden columns
(law) and, where work is anonymous, columns of civil identity are never kept beyond the
split of the line; the others that nobody listed are scanned for national numbers only.
"""

from collections import Counter
from collections.abc import Callable, Collection, Sequence, Sized
from dataclasses import dataclass
from datetime import date

from config.failure import Where
from parcours.intake.dates import parse_month
from parcours.intake.failures import ColumnsDuplicated, MinimumColumnsMissing
from parcours.intake.learned import IGNORED, Learned
from parcours.intake.settings import IntakeSettings
from parcours.intake.table import Table
from parcours.intake.template import Template
from parcours.intake.words import fold_word
from pseudonymisation.identities.refusals import contains_nir, forbidden_header


LONGEST_NAME = 60  # characters of a header that messages repeat


@dataclass(frozen=True)
class Layout:
    """Where the template's columns are in the file.

    Attributes:
        kept: positions in the file of the cells to hand over, ascending.
        slots: our name of a column → its position among the kept cells.
        months: (first day of the month, position among the kept cells).
        shown: our name of a column → its header as messages give it.
        dropped: headers of forbidden columns, dropped unread.
        unknown: headers dropped because nobody listed them.
        month_headers: header of each month, beside `months`.
        ignored: those of `unknown` that were told to mean nothing.
    """

    kept: tuple[int, ...]
    slots: dict[str, int]
    months: tuple[tuple[date, int], ...]
    shown: dict[str, str]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    month_headers: tuple[str, ...]
    ignored: tuple[str, ...] = ()


def recogniser(
    template: Template, learned: Learned | None = None
) -> Callable[[Sequence[str]], int]:
    """Make the function that counts the headers a template knows.

    Args:
        template: the template.
        learned: titles of the sender's own.

    Returns:
        Headers → how many are known; months count.
    """
    known = _aliases(template)

    def recognise(headers: Sequence[str]) -> int:
        found = sum(
            1
            for header in headers
            if fold_word(header) in known or (learned and learned.column(header))
        )
        months = template.months
        if months is not None:
            found += sum(1 for h in headers if months.header.fullmatch(h))
        return found

    return recognise


def lay_out(
    table: Table,
    *,
    template: Template,
    settings: IntakeSettings,
    lets_through: Callable[[Sequence[str]], bool],
    name: str,
    learned: Learned | None = None,
    may_lack: bool = False,
) -> Layout:
    """Decide for each column of a file whether and as what it is read.

    Args:
        table: the opened table.
        template: the template.
        settings: patterns of forbidden columns.
        lets_through: headers of one column → whether the convention lets it in.
        name: the file's name, for messages.
        learned: what the sender's own titles were told to mean.
        may_lack: give the layout of a file without its minimum too.

    Returns:
        The layout.

    Raises:
        ColumnsDuplicated: two columns of the same header or meaning.
        MinimumColumnsMissing: nobody can be recognised, or nothing is dated.
    """
    where = Where(name, table.header_line)
    _refuse_duplicates(table.header, where)
    columns = _Columns(template, settings, lets_through)
    for position, header in enumerate(table.header):
        columns.sort(position, header, table.header, where)
    if learned is not None:
        columns.learn(table.header, learned)
    lacks = missing_columns(template, columns.used, columns.months)
    if lacks is not None and not may_lack:
        raise MinimumColumnsMissing(where, columns=lacks)
    return _layout(table.header, columns)


def _aliases(template: Template) -> dict[str, str]:
    return {
        fold_word(header): column.name
        for column in template.columns.values()
        for header in column.headers
    }


class _Columns:
    """Where each column of a file goes: used, a month, forbidden, or unread."""

    def __init__(
        self,
        template: Template,
        settings: IntakeSettings,
        lets_through: Callable[[Sequence[str]], bool],
    ) -> None:
        civil = settings.civil_identity if template.anonymous else ()
        self._patterns = (*settings.forbidden, *civil)
        self._template, self._lets_through = template, lets_through
        self._aliases = _aliases(template)
        self.used: dict[str, int] = {}
        self.months: list[int] = []
        self.forbidden: list[int] = []
        self.unread: list[int] = []
        self.ignored: list[int] = []

    def sort(
        self, position: int, header: str, headers: Sequence[str], where: Where
    ) -> None:
        """Put a column where its title says."""
        column = self._aliases.get(fold_word(header))
        months = self._template.months
        if forbidden_header(header, self._patterns) is not None:
            self.forbidden.append(position)
        elif column and self._may_be_read(column):
            if column in self.used:
                both = (headers[self.used[column]], header)
                raise ColumnsDuplicated(where, columns=both)
            self.used[column] = position
        elif months and months.header.fullmatch(header):
            self.months.append(position)
        else:
            self.unread.append(position)

    def learn(self, headers: Sequence[str], learned: Learned) -> None:
        """Take up the unread columns whose own title was told of."""
        for position in tuple(self.unread):
            column = learned.column(headers[position])
            if column is None:
                continue
            if column == IGNORED:
                self.ignored.append(position)
            elif column not in self.used and self._may_be_read(column):
                self.used[column] = position
                self.unread.remove(position)

    def _may_be_read(self, column: str) -> bool:
        known = self._template.columns.get(column)
        return known is not None and self._lets_through(known.headers)


def _refuse_duplicates(header: Sequence[str], where: Where) -> None:
    counts = Counter(fold_word(title) for title in header if title)
    twice = {
        shown_name(title, position)
        for position, title in enumerate(header)
        if counts[fold_word(title)] > 1
    }
    if twice:
        raise ColumnsDuplicated(where, columns=tuple(sorted(twice)))


def missing_columns(
    template: Template, used: Collection[str], months: Sized
) -> tuple[str, ...] | None:
    """Say what a file lacks of its minimum: somebody or something, and a date.

    Args:
        template: the template.
        used: our columns that the file has.
        months: its columns of months.

    Returns:
        Usual headers of the columns that are missing, None where the minimum is there.
    """
    groups: list[list[str]] = []
    if template.kind == "head_counts":
        groups = [[template.counts["on"]], [template.counts["n"]]]
    else:
        handles = [template.identity.get(f) for f in ("code", "birth_name")]
        groups.append([name for name in handles if name])
    if template.kind == "persons":
        groups.append([name for rule in template.facts for name in rule.starts])
    missing = [
        template.columns[group[0]].headers[0]
        for group in groups
        if group and not any(name in used for name in group)
    ]
    if missing or (template.kind == "monthly_states" and not months):
        return tuple(missing)
    return None


def _layout(header: Sequence[str], found: _Columns) -> Layout:
    kept = tuple(sorted({*found.used.values(), *found.months, *found.unread}))
    place = {position: index for index, position in enumerate(kept)}
    dated = [(parse_month(header[position]), position) for position in found.months]
    known = sorted((month, position) for month, position in dated if month is not None)
    return Layout(
        kept=kept,
        slots={column: place[position] for column, position in found.used.items()},
        months=tuple((month, place[position]) for month, position in known),
        shown={c: shown_name(header[p], p) for c, p in found.used.items()},
        dropped=tuple(shown_name(header[p], p) for p in found.forbidden),
        unknown=tuple(shown_name(header[p], p) for p in found.unread),
        month_headers=tuple(header[position] for _month, position in known),
        ignored=tuple(shown_name(header[p], p) for p in found.ignored),
    )


def shown_name(header: str, position: int) -> str:
    """Say which column it is, without repeating what might be a value.

    Args:
        header: the header as the file has it.
        position: from 0.

    Returns:
        The header, or its number where it is blank, long or number-like.
    """
    digits = sum(sign.isdigit() for sign in header)
    if not header or len(header) > LONGEST_NAME or digits > 4 or contains_nir(header):
        return f"n° {position + 1}"
    return header
