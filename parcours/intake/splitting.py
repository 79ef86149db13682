"""A row's cells → who it is about, and what it tells, apart.

The two halves are together only here: `Who` goes to the desk, the drafts and keyed
digests go to the record, and nothing joins them but the row's number.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from parcours.intake.columns import Layout
from parcours.intake.dates import next_month
from parcours.intake.drafts import (
    BirthDate,
    Draft,
    HeadCountDraft,
    SituationDraft,
    Who,
    WindowDraft,
)
from parcours.intake.facts import FactMaker, RowRuleBroken
from parcours.intake.table import FORMULA
from parcours.intake.template import Months, Template
from parcours.intake.values import Reader
from parcours.intake.words import NOTHING
from pseudonymisation.desk import IdentityRow, PartialDate


AGE_PARTS = ("n_11_13", "n_14_15", "n_16_17", "n_18_25")


class Split(NamedTuple):
    """A row, parted.

    Attributes:
        who: the identity half, None for a head-count.
        facts: what it tells of a young person.
        head_count: what it counts, None for persons.
    """

    who: Who | None
    facts: tuple[Draft, ...]
    head_count: HeadCountDraft | None = None


class Splitter:
    """Parts the rows of one file.

    Args:
        template: the meaning of the columns.
        layout: where they are.
        maker: makes the facts.
        month_reader: reads the cells of month columns.
    """

    def __init__(
        self,
        template: Template,
        *,
        layout: Layout,
        maker: FactMaker,
        month_reader: Callable[[str], str | None] | None,
    ) -> None:
        self._template, self._layout, self._maker = template, layout, maker
        self._month_reader = month_reader
        self._who_columns = [template.identity.get(f, "") for f in Who._fields]
        self._birth = template.identity.get("birth_date", "")

    def split(self, cells: tuple[str, ...], values: dict[str, Any]) -> Split:
        """Part one row.

        Args:
            cells: the kept cells.
            values: our name of each column → its typed value, filled ones only.

        Returns:
            The halves.

        Raises:
            RowRuleBroken: a rule between cells is broken.
        """
        if self._template.kind == "head_counts":
            return Split(None, (), head_count(self._template, values))
        who = self._who(values)
        facts = self._maker.facts(values)
        if self._month_reader is not None:
            facts += self._monthly(cells)
        if not any(_dates_something(fact) for fact in facts):
            raise RowRuleBroken("INTAKE-029", None)
        self._maker.check_ages(values.get(self._birth), facts)
        return Split(who, tuple(dict.fromkeys(facts)))

    def _who(self, values: dict[str, Any]) -> Who:
        who = Who(*map(values.get, self._who_columns))
        birth: PartialDate | None = values.get(self._birth)
        if birth is not None:
            born = BirthDate(birth.year, birth.month, birth.day)
            who = who._replace(birth_date=born)
        if who.code is None and (who.birth_name is None or who.given_names is None):
            raise RowRuleBroken("INTAKE-028", None)
        return who

    def _monthly(self, cells: tuple[str, ...]) -> list[Draft]:
        assert self._month_reader is not None  # noqa: S101  (checked by the caller)
        facts: list[Draft] = []
        previous: str | None = None
        start = end = date.min
        for index, (month, slot) in enumerate(self._layout.months):
            state = self._read_month(cells[slot], index)
            if state != previous or month != end:
                if previous is not None:
                    facts.append(SituationDraft(previous, start, end, "month", None))
                previous, start = state, month
            end = next_month(month)
        if previous is not None:
            facts.append(SituationDraft(previous, start, end, "month", None))
        observation = self._template.observation
        if facts and observation is not None and observation.window is None:
            first, last = self._layout.months[0][0], self._layout.months[-1][0]
            facts.append(WindowDraft(observation.kind, first, next_month(last)))
        return facts

    def _read_month(self, text: str, index: int) -> str | None:
        assert self._month_reader is not None  # noqa: S101  (checked by the caller)
        if not text:
            return None
        header = self._layout.month_headers[index]
        if text == FORMULA:
            raise RowRuleBroken("INTAKE-022", header)
        state = self._month_reader(text)
        if state is None:
            raise RowRuleBroken("INTAKE-030", header)
        return None if state == NOTHING else state


def head_count(template: Template, values: dict[str, Any]) -> HeadCountDraft:
    """Read a head-count and hold its parts against its total.

    Args:
        template: names the columns.
        values: typed values by our names.

    Returns:
        The head-count.

    Raises:
        RowRuleBroken: the title, day or total is missing, or a part exceeds the total.
    """
    told: dict[str, Any] = {
        field: values.get(column) for field, column in template.counts.items()
    }
    for field in ("title", "on", "n"):
        if told.get(field) is None:
            raise RowRuleBroken("INTAKE-038", template.counts[field])
    n = told["n"]
    for field, column in template.counts.items():
        if field.startswith("n_") and (told[field] or 0) > n:
            raise RowRuleBroken("INTAKE-037", column)
    if sum(told.get(part) or 0 for part in AGE_PARTS) > n:
        raise RowRuleBroken("INTAKE-037", template.counts["n"])
    return HeadCountDraft(**{**told, "on": told["on"].on})


def identity_row(
    who: Who, *, row: int, organisation: str, may_link: bool
) -> IdentityRow:
    """Give the desk its half.

    Args:
        who: the identity half.
        row: number by which the answer comes back.
        organisation: code of the sender.
        may_link: False where the sender works under anonymity.

    Returns:
        The desk's row.
    """
    birth = who.birth_date
    return IdentityRow(
        row=row,
        organisation=organisation,
        code=who.code,
        birth_name=who.birth_name,
        usage_name=who.usage_name,
        given_names=who.given_names,
        birth_date=PartialDate(birth.year, birth.month, birth.day) if birth else None,
        sex="F" if who.sex == "F" else "M" if who.sex == "M" else None,
        commune=who.commune,
        postcode=who.postcode,
        may_link=may_link,
    )


def month_reader(months: Months, read: Reader) -> Callable[[str], str | None]:
    """Make the reader of month cells.

    Args:
        months: the word map.
        read: remembering reader over it.

    Returns:
        Text → situation, `NOTHING` for a blank, None for an unknown word.
    """
    known: dict[str, str | None] = {}

    def situation(text: str) -> str | None:
        if text not in known:
            cell = read(text)
            known[text] = None if cell.refusal else (cell.value or NOTHING)
        return known[text]

    return situation


def _dates_something(fact: Draft) -> bool:
    return (
        hasattr(fact, "starts_on")
        and not hasattr(fact, "name")
        and not isinstance(fact, WindowDraft)
    )
