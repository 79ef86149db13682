"""A file's header → which cells are read, and which are dropped unread.

Only what the template lists and the convention lets through is read. Forbidden columns
(law) and, where work is anonymous, columns of civil identity are never kept beyond the
split of the line; the others that nobody listed are scanned for national numbers only.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from config.failure import Where
from parcours.intake.dates import parse_month
from parcours.intake.failures import ColumnsDuplicated, MinimumColumnsMissing
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
    """

    kept: tuple[int, ...]
    slots: dict[str, int]
    months: tuple[tuple[date, int], ...]
    shown: dict[str, str]
    dropped: tuple[str, ...]
    unknown: tuple[str, ...]
    month_headers: tuple[str, ...]


def recogniser(template: Template) -> Callable[[Sequence[str]], int]:
    """Make the function that counts the headers a template knows.

    Args:
        template: the template.

    Returns:
        Headers → how many are known; months count.
    """
    known = _aliases(template)

    def recognise(headers: Sequence[str]) -> int:
        found = sum(1 for header in headers if fold_word(header) in known)
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
) -> Layout:
    """Decide for each column of a file whether and as what it is read.

    Args:
        table: the opened table.
        template: the template.
        settings: patterns of forbidden columns.
        lets_through: headers of one column → whether the convention lets it in.
        name: the file's name, for messages.

    Returns:
        The layout.

    Raises:
        ColumnsDuplicated: two columns of the same header or meaning.
        MinimumColumnsMissing: nobody can be recognised, or nothing is dated.
    """
    where = Where(name, table.header_line)
    _refuse_duplicates(table.header, where)
    aliases, sorter = _aliases(template), _Sorter(template, settings)
    forbidden: list[int] = []
    unread: list[int] = []
    months: list[int] = []
    used: dict[str, int] = {}
    for position, header in enumerate(table.header):
        column = aliases.get(fold_word(header))
        if sorter.is_forbidden(header):
            forbidden.append(position)
        elif column and lets_through(template.columns[column].headers):
            if column in used:
                both = (table.header[used[column]], header)
                raise ColumnsDuplicated(where, columns=both)
            used[column] = position
        elif template.months and template.months.header.fullmatch(header):
            months.append(position)
        else:
            unread.append(position)
    _refuse_poor(template, used, months, where)
    return _layout(table.header, used, months, forbidden, unread)


def _aliases(template: Template) -> dict[str, str]:
    return {
        fold_word(header): column.name
        for column in template.columns.values()
        for header in column.headers
    }


class _Sorter:
    def __init__(self, template: Template, settings: IntakeSettings) -> None:
        civil = settings.civil_identity if template.anonymous else ()
        self._patterns = (*settings.forbidden, *civil)

    def is_forbidden(self, header: str) -> bool:
        return forbidden_header(header, self._patterns) is not None


def _refuse_duplicates(header: Sequence[str], where: Where) -> None:
    counts = Counter(fold_word(title) for title in header if title)
    twice = {
        shown_name(title, position)
        for position, title in enumerate(header)
        if counts[fold_word(title)] > 1
    }
    if twice:
        raise ColumnsDuplicated(where, columns=tuple(sorted(twice)))


def _refuse_poor(
    template: Template, used: dict[str, int], months: list[int], where: Where
) -> None:
    """Refuse a file without its minimum: somebody or something, and a date."""
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
        raise MinimumColumnsMissing(where, columns=tuple(missing))


def _layout(
    header: Sequence[str],
    used: dict[str, int],
    months: list[int],
    forbidden: list[int],
    unread: list[int],
) -> Layout:
    kept = tuple(sorted({*used.values(), *months, *unread}))
    place = {position: index for index, position in enumerate(kept)}
    dated = [(parse_month(header[position]), position) for position in months]
    known = sorted((month, position) for month, position in dated if month is not None)
    return Layout(
        kept=kept,
        slots={column: place[position] for column, position in used.items()},
        months=tuple((month, place[position]) for month, position in known),
        shown={c: shown_name(header[p], p) for c, p in used.items()},
        dropped=tuple(shown_name(header[p], p) for p in forbidden),
        unknown=tuple(shown_name(header[p], p) for p in unread),
        month_headers=tuple(header[position] for _month, position in known),
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
