"""Released estimates, shares and ratios → figures of one form, to read and to write.

A figure carries all that must be read with it: how many young people, how many were
still followed, whose follow-up stopped, the crude share and the worst case. It can only
be made from what disclosure released.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import Any, Self

from cohorts.disclosure.complementary import MASKED
from cohorts.disclosure.ratios import ReleasedRatios
from cohorts.disclosure.series import TableVerdict
from cohorts.disclosure.shares import ReleasedShares, SharesOfGroup
from cohorts.indicators.actions import ActionLine, AimLine, LevelLine


WHOLE = ""  # the breakdown that is none
ALL = "all"  # its one group, and the period that is every year


@dataclass(frozen=True)
class Figure:
    """One released number with what must be read beside it.

    Attributes:
        indicator: id of the indicator.
        breakdown: "" = the whole, or sex, age_band, qpv, neighbourhood, pillar, action,
            organisation, year.
        group: label of the group as counted, "all" for the whole.
        period: "2025", "2023-2025" for years together, "all" for every year.
        part: what part it is (a class, a family of situations), "" = the only one.
        variant: sense of the indicator, "" = the only one.
        months: horizon, None = none.
        n: young people it rests on, rounded; None where not told.
        value: share 0 to 1, or count, or months; None where not told.
        low: lower limit at 95 %, None where none.
        high: upper limit at 95 %, None where none.
        at_risk: still followed at the horizon, rounded; None where not told or none.
        lost: share whose follow-up stopped before the horizon; None likewise.
        naive: share with the outcome among all; None likewise.
        worst: the share if none of the lost ever has the outcome; None likewise.
        best: the share if each of them has it; None likewise.
        hidden: why it is not told: masked (small, or to protect a small one) |
            few_at_risk (the group is told, this horizon is not) | "".
        told_on: day of an earlier edition that is told again, since only a few young
            people moved from it; "" = the figure is of the extract's own day.
        rough: a share of so few that rounding alone may move it by ten points or more:
            its limits are told, and no point between them.
    """

    indicator: str
    breakdown: str = WHOLE
    group: str = ALL
    period: str = ALL
    part: str = ""
    variant: str = ""
    months: int | None = None
    n: int | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    at_risk: int | None = None
    lost: float | None = None
    naive: float | None = None
    worst: float | None = None
    best: float | None = None
    hidden: str = ""
    told_on: str = ""
    rough: bool = False

    @property
    def is_told(self) -> bool:
        """Whether there is a number to read."""
        return self.value is not None

    def as_dict(self) -> dict[str, Any]:
        """Give the figure as plain fields."""
        return dict(vars(self))


@dataclass(frozen=True)
class IndicatorSet:
    """Every indicator of an extract, as it may be shown.

    Attributes:
        extract: name of the extract.
        as_of: day of knowledge, YYYY-MM-DD.
        path_rules: version of the dropout and path rules.
        rules_version: version of the disclosure rules, "public_data" where none apply.
        threshold: least young people of a told group.
        figures: all of them.
        missing: id of an indicator → why it has no figure: a short code.
        periods: codes of the periods, years first, latest first.
        verdicts: what became of each table, () where no rule applies.
        actions: the funded actions with their money, which is public.
        levels: of the contracts.
        aims: targets of the contracts.
    """

    extract: str
    as_of: str
    path_rules: str
    rules_version: str
    threshold: int
    figures: tuple[Figure, ...]
    missing: Mapping[str, str]
    periods: tuple[str, ...]
    verdicts: tuple[TableVerdict, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    levels: tuple[LevelLine, ...] = ()
    aims: tuple[AimLine, ...] = ()

    def of(self, indicator: str, **chosen: object) -> Iterator[Figure]:
        """Find figures.

        Args:
            indicator: id.
            chosen: attributes of `Figure` and the value each must have.

        Yields:
            Those that have them all, in order.
        """
        for one in self._by_indicator.get(indicator, ()):
            if all(getattr(one, name) == value for name, value in chosen.items()):
                yield one

    def one(self, indicator: str, **chosen: object) -> Figure | None:
        """Find the first figure that has the attributes, None without one."""
        return next(self.of(indicator, **chosen), None)

    def as_dict(self) -> dict[str, Any]:
        """Give the set as plain fields for files and `--json`."""
        rest = asdict(replace(self, figures=()))  # thousands of them: asdict is slow
        return rest | {"figures": tuple(one.as_dict() for one in self.figures)}

    @cached_property
    def _by_indicator(self) -> Mapping[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for one in self.figures:
            found.setdefault(one.indicator, []).append(one)
        return {indicator: tuple(own) for indicator, own in found.items()}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Self:
        """Take a set from the fields that `as_dict` gave.

        Args:
            fields: as kept in the evaluators' store.

        Returns:
            The set.
        """
        return cls(
            **{
                **fields,
                "figures": tuple(Figure(**one) for one in fields["figures"]),
                "periods": tuple(fields["periods"]),
                "verdicts": tuple(
                    TableVerdict(**one | {"evidence": tuple(one["evidence"])})
                    for one in fields.get("verdicts", ())
                ),
                "actions": tuple(
                    ActionLine(**{**one, "themes": tuple(one["themes"])})
                    for one in fields["actions"]
                ),
                "levels": tuple(LevelLine(**one) for one in fields["levels"]),
                "aims": tuple(AimLine(**one) for one in fields["aims"]),
            }
        )


def of_shares(
    released: ReleasedShares,
    *,
    like: Figure,
    parts: Mapping[str, str] | None = None,
) -> list[Figure]:
    """Read the shares of a released table.

    Args:
        released: the table, its groups being those of the breakdown.
        like: indicator, breakdown, period and horizon of each figure.
        parts: part of the table → part of the figure; None = each under its own name.

    Returns:
        One figure per group and wanted part.
    """
    found = []
    for group in released.groups:
        for part in group.parts:
            if parts is not None and part.part not in parts:
                continue
            found.append(
                replace(
                    like,
                    group=group.group,
                    part=part.part if parts is None else parts[part.part],
                    n=group.n.value,
                    value=part.share,
                    low=part.low,
                    high=part.high,
                    hidden=part.hidden,
                    told_on=group.told_on if part.share is not None else "",
                )
            )
    return found


def of_counts(released: ReleasedShares, *, like: Figure) -> list[Figure]:
    """Read how many persons each group of a released table has.

    Args:
        released: the table.
        like: indicator, breakdown and period of each figure.

    Returns:
        One figure per group, whose value is its rounded number.
    """
    return [_count(group, like) for group in released.groups]


def _count(group: SharesOfGroup, like: Figure) -> Figure:
    n = group.n.value
    value = None if n is None else float(n)
    why = group.hidden or ("" if n is not None else MASKED)
    return replace(
        like, group=group.group, n=n, value=value, hidden=why, told_on=group.told_on
    )


def of_ratios(
    released: ReleasedRatios, *, like: Figure, times: float = 1.0
) -> list[Figure]:
    """Read the shares of days of groups.

    Args:
        released: the ratios.
        like: indicator, breakdown and horizon of each figure.
        times: what a share is multiplied by: months of the window for a mean time.

    Returns:
        One figure per group.
    """
    found = []
    for one in released.groups:
        values = [
            None if value is None else round(value * times, 2)
            for value in (one.share, one.low, one.high)
        ]
        found.append(
            replace(
                like,
                group=one.group,
                n=one.n.value,
                value=values[0],
                low=values[1],
                high=values[2],
                hidden=one.hidden,
                told_on=one.told_on,
            )
        )
    return found
