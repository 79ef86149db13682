"""Sums of days over persons → shares of days that may be shown, by group.

A share of days of many persons is told to the whole per cent, with its limits; groups
of a few persons, and what would give them by subtraction, are not told. It is told
exactly, so it must be one of days: of a few things a person (facts, meetings, persons
themselves) an exact share gives the count away, and it is refused, whatever it is of.

Source: Cochran (1977), Sampling Techniques, 6.4, for the error of a ratio of sums.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt

from cohorts.disclosure.complementary import MASKED, hidden_groups
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.head_counts import PUBLIC, Told, rounded_by, tell
from cohorts.disclosure.rules import Rules
from cohorts.estimates.intervals import quantile_of_normal


_SEAL = object()  # held here only
CONFIDENCE = 0.95
FEWEST_DAYS = 28
"""Days a person on average, below which a ratio counts few things, not time."""


@dataclass(frozen=True)
class Sums:
    """What a ratio of days and its error need; exact, never shown.

    Attributes:
        n: persons.
        days: days observed, summed over persons.
        counted: days of them that count.
        counted_2: sum of the squares of each person's counted days.
        crossed: sum of the products of counted and observed days.
        days_2: sum of the squares of observed days.
    """

    n: int
    days: float
    counted: float
    counted_2: float
    crossed: float
    days_2: float

    @property
    def ratio(self) -> float:
        """Counted days among observed days, 0 to 1."""
        return self.counted / self.days

    @property
    def std_error(self) -> float:
        """Error of the ratio, each person counting as one draw."""
        r, n = self.ratio, self.n
        spread = self.counted_2 - 2 * r * self.crossed + r * r * self.days_2
        return sqrt(max(spread, 0.0) * n / max(n - 1, 1)) / self.days


@dataclass(frozen=True)
class RatioOfGroup:
    """One group's share of days.

    Attributes:
        group: its label.
        n: persons.
        share: of their observed days, to the whole per cent; None where not told.
        low: lower limit at 95 %, None likewise.
        high: upper limit at 95 %, None likewise.
        hidden: "masked" where it is not told; else "".
        told_on: day of the earlier edition whose figures are told again, "" = none.
    """

    group: str
    n: Told
    share: float | None
    low: float | None
    high: float | None
    hidden: str = ""
    told_on: str = ""


@dataclass(frozen=True)
class ReleasedRatios:
    """Ratios that may be shown; made by `release_ratios`, by nothing else."""

    groups: tuple[RatioOfGroup, ...]
    rules_version: str
    seal: object = field(repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        """Refuse ratios that did not pass through `release_ratios`."""
        if self.seal is not _SEAL:
            raise NotProtectable


def release_ratios(
    sums: Mapping[str, Sums], *, rules: Rules, disclosure: str
) -> ReleasedRatios:
    """Protect ratios of days by group.

    Args:
        sums: group → exact sums, each person in one group.
        rules: the rules in force.
        disclosure: what the extract's manifest says.

    Returns:
        Every group, told or hidden with the reason; all hidden where the sums are of
        few things a person.

    Raises:
        NotProtectable: a manifest value that no rule covers.
    """
    if disclosure not in (PUBLIC, "protected"):
        raise NotProtectable
    base = rounded_by(rules, disclosure)
    hidden = hidden_groups(
        {label: one.n for label, one in sums.items()},
        threshold=rules.threshold_publication if base else 1,
        complementary=rules.complementary and bool(base),
    )
    if base and counts_things(sums.values()):
        hidden = dict.fromkeys(sums, MASKED)
    return ReleasedRatios(
        tuple(_group(label, one, hidden, base) for label, one in sums.items()),
        rules.version if base else PUBLIC,
        seal=_SEAL,
    )


def counts_things(sums: Iterable[Sums]) -> bool:
    """Tell whether ratios are of few things a person, and not of days.

    Args:
        sums: of every group.

    Returns:
        Whether everybody together has fewer than four weeks of units each.
    """
    known = list(sums)
    return sum(one.days for one in known) < FEWEST_DAYS * sum(one.n for one in known)


def retold(
    released: ReleasedRatios, former: Mapping[str, RatioOfGroup]
) -> ReleasedRatios:
    """Tell groups in which only a few moved by the figures of an earlier edition.

    Args:
        released: as they would be told today.
        former: group → how it was told, with the day; others are told as today.

    Returns:
        The ratios that may be told; what is hidden today is hidden.
    """
    groups = tuple(
        one if one.hidden else former.get(one.group, one) for one in released.groups
    )
    return replace(released, groups=groups)


def _group(label: str, sums: Sums, hidden: dict[str, str], base: int) -> RatioOfGroup:
    why = hidden.get(label, "" if sums.days > 0 else MASKED)
    if why:
        return RatioOfGroup(label, Told(0, is_hidden=True), None, None, None, why)
    spread = quantile_of_normal(CONFIDENCE) * sums.std_error
    low, high = max(sums.ratio - spread, 0.0), min(sums.ratio + spread, 1.0)
    if not base:
        return RatioOfGroup(label, tell(sums.n, base=0), sums.ratio, low, high)
    share, low, high = (round(value, 2) for value in (sums.ratio, low, high))
    return RatioOfGroup(label, tell(sums.n, base=base), share, low, high)
