"""The many tables of one answer → each told anew, or by the figures of before.

A dashboard is told month after month, and a reader keeps every month. So each of its
tables is held against all that was told of it: a table in which fewer young people
moved than the threshold is told by the figures of before, under their day, and in any
table a group in which fewer moved. Shares of days are held by the young people behind
them, curves by `count_ledger`. All is written down together, with the numbers that
decided, once the answer stands.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime

from cohorts.disclosure.audit import Key
from cohorts.disclosure.count_ledger import CountLedger
from cohorts.disclosure.head_counts import Told, block
from cohorts.disclosure.nearness import (
    WHOLE,
    Rows,
    nearest_edition,
    nearest_row,
    rows_of,
)
from cohorts.disclosure.ratios import (
    RatioOfGroup,
    ReleasedRatios,
    Sums,
    release_ratios,
)
from cohorts.disclosure.ratios import retold as retold_ratios
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules, Verdict
from cohorts.disclosure.shares import (
    Former,
    Held,
    ReleasedShares,
    Table,
    release_shares,
    retold,
)
from cohorts.disclosure.table_ledger import Edition, Line, Share, TableLedger
from cohorts.risk_table.counts import Counts


@dataclass(frozen=True)
class TableVerdict:
    """What became of one table.

    Attributes:
        name: what is counted.
        verdict: PASS, REVIEW (little is left to read) or FAIL (nothing is told).
        n_told: cells that are told.
        n_cells: cells.
        evidence: the numbers that decided, safe to print.
        told_on: day of the earlier edition that is told again, "" = none.
    """

    name: str
    verdict: str
    n_told: int
    n_cells: int
    evidence: tuple[str, ...]
    told_on: str = ""


@dataclass(frozen=True)
class ToldCells:
    """A table as it is about to be told; exact counts stay in the rooms behind.

    Attributes:
        name: what is counted.
        counts: exact persons by group and part, "" = the group.
        told: rounded persons likewise, None = not told, or told as of another day.
    """

    name: str
    counts: Mapping[tuple[str, str], int]
    told: Mapping[tuple[str, str], int | None]


class Series:
    """The tables of one answer, on the evaluators' store.

    Args:
        url: SQLAlchemy URL of the evaluators' store.
        rules: the rules in force.
        source: where every table comes from.
        account: login of who asks.
        now: the instant.
    """

    def __init__(
        self,
        url: str,
        *,
        rules: Rules,
        source: Provenance,
        account: str,
        now: datetime,
    ) -> None:
        self._tables, self._curves = TableLedger(url), CountLedger(url)
        self.rules, self.source = rules, source
        self._account, self._now = account, now
        self._lines: list[Line] = []
        self._verdicts: list[TableVerdict] = []
        self._cells: dict[str, ToldCells] = {}

    @property
    def verdicts(self) -> tuple[TableVerdict, ...]:
        """What became of each table so far, in order."""
        return tuple(self._verdicts)

    def tables(self) -> tuple[ToldCells, ...]:
        """Give the tables of shares and head counts so far, in order."""
        return tuple(self._cells.values())

    def hide(self, places: Iterable[tuple[str, str, str]]) -> None:
        """Hide more of what is about to be told.

        Args:
            places: table, group and part; a group's part "" hides all of the group.
        """
        more: dict[str, set[tuple[str, str]]] = {}
        for name, group, part in places:
            more.setdefault(name, set()).add((group, part))
        for at, line in enumerate(self._lines):
            held = more.get(line.name)
            if held is None:
                continue
            told = {
                key: None if key in held or (key[0], WHOLE) in held else value
                for key, value in line.told.items()
            }
            self._lines[at] = replace(line, told=told)
            self._judge_again(line.name, told)

    def _judge_again(self, name: str, told: Mapping[Key, int | None]) -> None:
        at = next(k for k, one in enumerate(self._verdicts) if one.name == name)
        former = self._verdicts[at]
        kept = [one for one in former.evidence if not one.startswith("cells")]
        n_told = sum(value is not None for value in told.values())
        self._add(name, n_told, len(told), (*kept, "with_all_tables"), former.told_on)
        self._verdicts[at] = self._verdicts.pop()

    def write(self) -> None:
        """Write every table in the ledger, all or none."""
        self._tables.write_all(
            self._lines, account=self._account, now=self._now, rules=self.rules
        )
        self._lines.clear()

    def close(self) -> None:
        """Let go of the store."""
        self._tables.close()
        self._curves.close()

    def shares(
        self, name: str, table: Table, *, held: Set[Held] = frozenset()
    ) -> ReleasedShares:
        """Release a table in the light of what was told of it.

        Args:
            name: what is counted, the same in every edition.
            table: group → part → exact persons.
            held: cells that may not be told whatever their size.

        Returns:
            Today's figures, or those of before where only a few moved.
        """
        today = release_shares(
            table, rules=self.rules, disclosure="protected", held=held
        )
        rows: dict[str, Counter[str]] = {
            group: Counter(parts) for group, parts in table.items()
        }
        known = [(one, rows_of(one)) for one in self._known(name)]
        least = self.rules.threshold_publication
        near = nearest_edition(rows, known, least=least)
        if near is not None:
            same = near[1] == rows
            former = {group: _former(near[0], group, same=same) for group in near[1]}
            told = retold(today, former, rules=self.rules, whole=True)
            self._note(name, told, rows, is_new=False)
            return told
        before = {
            group: one
            for group, row in rows.items()
            if (one := nearest_row(group, row, known, least=least))
        }
        former = {
            group: _former(one[0], group, same=one[1][group] == rows[group])
            for group, one in before.items()
        }
        told = retold(today, former, rules=self.rules)
        kept = rows | {group: one[1][group] for group, one in before.items()}
        self._note(name, told, kept, is_new=True)
        return told

    def ratios(self, name: str, sums: Mapping[str, Sums]) -> ReleasedRatios:
        """Release shares of days in the light of what was told of them.

        Args:
            name: what is counted, the same in every edition.
            sums: group → exact sums.

        Returns:
            Today's figures; those of before for a group of nearly the same persons.
        """
        today = release_ratios(sums, rules=self.rules, disclosure="protected")
        behind = {group: _parts(one) for group, one in sums.items()}
        former: dict[str, RatioOfGroup] = {}
        same: set[str] = set()
        for edition in self._known(name):  # the latest that is near stands
            for key, one in self._tables.shares(edition).items():
                (group,) = key
                n = edition.counts[key]
                apart = abs(n - sums[group].n) if group in sums else None
                if apart is None or apart >= self.rules.threshold_publication:
                    continue
                if one.sums == behind[group]:  # told as then, of today
                    former.pop(group, None)
                    same.add(group)
                else:
                    former[group] = _ratio(group, edition, one)
                    same.discard(group)
        told = retold_ratios(today, former)
        self._note_ratios(name, told, sums, again=same | former.keys())
        return told

    def curve(
        self, counts: Counts, source: Provenance, *, grouping: str
    ) -> tuple[Counts, Provenance]:
        """Choose the edition of a curve that may be told.

        Args:
            counts: exact counts.
            source: where they come from.
            grouping: name of the breakdown, "" = the whole.

        Returns:
            As `CountLedger.settle`.
        """
        return self._curves.settle(
            counts,
            source,
            rules=self.rules,
            account=self._account,
            now=self._now,
            grouping=grouping,
        )

    def note_curve(
        self,
        name: str,
        *,
        told: int,
        hidden: int,
        evidence: tuple[str, ...],
        told_on: str = "",
    ) -> None:
        """Note what became of a curve; its counts stand in `count_ledger`.

        Args:
            name: what is counted.
            told: groups that are told.
            hidden: groups that are not.
            evidence: the numbers that decided.
            told_on: day of the earlier edition that is told again, "" = none.
        """
        self._add(name, told, told + hidden, evidence, told_on)
        self._lines.append(self._line(name, {}, {}, is_new=False))

    def _known(self, name: str) -> list[Edition]:
        if any(one.name == name for one in self._verdicts):
            raise ValueError("two tables of one answer have one name")
        return [
            one
            for one in self._tables.editions(name)
            if one.rules_version == self.rules.version
        ]

    def _note(
        self, name: str, told: ReleasedShares, rows: Rows, *, is_new: bool
    ) -> None:
        shown: dict[Key, int | None] = {}
        for group in told.groups:
            shown[group.group, WHOLE] = group.n.value
            for part in group.parts:
                shown[group.group, part.part] = part.n.value
        counts: dict[Key, int] = {
            (group, part): n for group, row in rows.items() for part, n in row.items()
        }
        counts |= {(group, WHOLE): row.total() for group, row in rows.items()}
        days = [one.told_on for one in told.groups if one.told_on]
        n_told = sum(value is not None for value in shown.values())
        evidence = (*self._limits(), *told.evidence)
        self._add(name, n_told, len(shown), evidence, max(days, default=""))
        all_told: dict[Key, int | None] = {key: shown.get(key) for key in counts}
        again = {one.group for one in told.groups if one.told_on}
        self._cells[name] = ToldCells(
            name,
            {(group, part): n for (group, part), n in counts.items()},
            {
                (group, part): None if group in again else n
                for (group, part), n in all_told.items()
            },
        )
        self._lines.append(self._line(name, counts, all_told, is_new=is_new))

    def _note_ratios(
        self,
        name: str,
        told: ReleasedRatios,
        sums: Mapping[str, Sums],
        *,
        again: set[str],
    ) -> None:
        fresh = [one for one in told.groups if one.group not in again]
        counts: dict[Key, int] = {(one.group,): sums[one.group].n for one in fresh}
        shares: dict[Key, Share] = {
            (one.group,): Share(one.share, one.low, one.high, _parts(sums[one.group]))
            for one in fresh
        }
        shown: dict[Key, int | None] = {(one.group,): one.n.value for one in fresh}
        n_told = sum(not one.hidden for one in told.groups)
        days = [one.told_on for one in told.groups if one.told_on]
        self._add(name, n_told, len(told.groups), self._limits(), max(days, default=""))
        line = self._line(name, counts, shown, is_new=bool(fresh))
        self._lines.append(replace(line, shares=shares))

    def _limits(self) -> tuple[str, ...]:
        base = max(block(self.rules, disclosure="protected"), self.rules.rounding_base)
        return (
            f"threshold={self.rules.threshold_publication}",
            f"rounding_base={base}",
        )

    def _add(
        self, name: str, told: int, cells: int, evidence: tuple[str, ...], day: str
    ) -> None:
        numbers = (*evidence, f"cells={cells}", f"cells_hidden={cells - told}")
        verdict = Verdict.PASS if 2 * told >= cells else Verdict.REVIEW
        verdict = verdict if told else Verdict.FAIL
        self._verdicts.append(
            TableVerdict(name, verdict.name, told, cells, numbers, day)
        )

    def _line(
        self,
        name: str,
        counts: Mapping[Key, int],
        told: Mapping[Key, int | None],
        *,
        is_new: bool,
    ) -> Line:
        last = self._verdicts[-1]
        return Line(
            name=name,
            counts=counts,
            told=told,
            provenance=self.source,
            verdict=last.verdict,
            evidence=last.evidence,
            rules_version=self.rules.version,
            is_new=is_new,
        )


def _former(edition: Edition, group: str, *, same: bool) -> Former:
    """Give a group as it was told; where nothing moved, it is of today as well."""
    return Former(
        "" if same else edition.provenance.as_of,
        edition.told.get((group, WHOLE)),
        {
            part: edition.told.get((name, part))
            for name, part in edition.counts
            if name == group and part != WHOLE
        },
    )


def _parts(sums: Sums) -> tuple[float, ...]:
    return (sums.days, sums.counted, sums.counted_2, sums.crossed, sums.days_2)


def _ratio(group: str, edition: Edition, share: Share) -> RatioOfGroup:
    n = edition.told.get((group,))
    hidden = "masked" if n is None or share.share is None else ""
    told = Told(0, is_hidden=True) if n is None else Told(n)
    day = "" if hidden else edition.provenance.as_of
    return RatioOfGroup(group, told, share.share, share.low, share.high, hidden, day)
