"""The programme and who it reached → participations and spending, released.

Spending per young person is a division of what actions spent, by their reports, by a
told number of young people: it describes what was organised for how many. It is no
price of a success, and says nothing of what would have happened without the action. An
action whose report does not say what it spent has none: a grant is no spending.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from cohorts.disclosure.head_counts import block
from cohorts.indicators.actions import ActionLine
from cohorts.indicators.figures import ALL, WHOLE, Figure
from cohorts.indicators.of_activity import Desk


ACTION = "action"
PARTICIPATIONS, SPENDING = "participations", "depense_par_jeune"
DIVISOR = "jeunes_des_actions"  # a count, told by what is divided by it
GIRLS, QPV = "filles", "qpv"
PER_PERSON, PER_PARTICIPATION = "", "participation"
CENTS = 100


@dataclass(frozen=True)
class Reached:
    """How many a sum of money is divided by, as told, and what it may be.

    Attributes:
        told: the figure of the young people, or of the participations.
        part: young people, or participations.
    """

    told: Figure
    part: str


def figures_of_counts(
    by_action: pd.DataFrame, everything: pd.DataFrame, *, desk: Desk
) -> Iterator[Figure]:
    """Release participations, with the shares of girls and of residents of a QPV.

    Args:
        by_action: as `event_table.programme.count_participations` of actions.
        everything: the same of all head-counts, whatever they hang on.
        desk: the rules.

    Yields:
        Figures of participations, of each period, of the whole and by action.
    """
    whole = everything.drop(columns="action").groupby("period", as_index=False).sum()
    for breakdown, rows in ((WHOLE, whole.assign(action=ALL)), (ACTION, by_action)):
        for period, own in rows.groupby("period", sort=True):
            like = Figure(PARTICIPATIONS, breakdown=breakdown, period=str(period))
            groups = [str(one) for one in own["action"]]
            numbers = {g: {ALL: int(n)} for g, n in zip(groups, own["n"], strict=True)}
            yield from desk.counts(numbers, like)
            for part, column, known in (
                (GIRLS, "girls", "of_known_sex"),
                (QPV, "qpv", "of_known_place"),
            ):
                table = _parted(own, column, known, part=part)
                yield from desk.shares(table, like, {part: part})


def divisors(in_spent: Mapping[str, int], *, desk: Desk) -> Iterator[Figure]:
    """Release how many young people the actions of known spending of a year name.

    Args:
        in_spent: year → distinct young people named in any action that says what it
            spent.
        desk: the rules.

    Yields:
        One count per year, which only a division is made of.
    """
    for year, n in sorted(in_spent.items()):
        yield from desk.counts({ALL: {ALL: n}}, Figure(DIVISOR, period=year))


def is_divisor(figure: Figure) -> bool:
    """Tell whether a figure only serves a division."""
    return figure.indicator == DIVISOR


def figures_of_spending(
    actions: Iterable[ActionLine], figures: Iterable[Figure], *, desk: Desk
) -> Iterator[Figure]:
    """Divide what actions spent by the young people, or participations, told of them.

    Args:
        actions: the funded ones.
        figures: told already: the active caseload and participations by action, and
            the divisors of whole years.
        desk: the rules.

    Yields:
        Figures of depense_par_jeune in euros, by action and year, and of all actions of
        a year that name young people; none of an action of unknown spending. The limits
        are what rounding leaves open.
    """
    cents, known = _cents(actions), list(figures)
    reached = [
        Reached(
            one, PER_PARTICIPATION if one.indicator == PARTICIPATIONS else PER_PERSON
        )
        for one in known
        if one.breakdown == ACTION
        and not one.part
        and one.indicator in ("file_active", PARTICIPATIONS)
    ]
    base = block(desk.rules, disclosure=desk.disclosure)
    naming: dict[str, int] = {}
    for one in reached:
        spent = cents.get((one.told.group, one.told.period))
        if spent is None:
            continue
        if one.part == PER_PERSON:
            naming[one.told.period] = naming.get(one.told.period, 0) + spent
        yield _divided(one, spent, base=base)
    for told in filter(is_divisor, known):
        if told.period in naming:
            whole = Reached(told, PER_PERSON)
            yield _divided(whole, naming[told.period], base=base)


def _cents(actions: Iterable[ActionLine]) -> dict[tuple[str, str], int]:
    """Add up what was spent by action and year; one that says nothing is left out."""
    found: dict[tuple[str, str], int] = {}
    for one in actions:
        if one.spent_cents is not None:
            key = (one.action, str(one.year))
            found[key] = found.get(key, 0) + one.spent_cents
    return found


def _divided(reached: Reached, cents: int, *, base: int) -> Figure:
    told = reached.told
    own = replace(told, indicator=SPENDING, part=reached.part)
    if not told.n:
        return replace(own, n=None, value=None, hidden=told.hidden or "small")
    euros, half = cents / CENTS, base / 2
    least, most = max(told.n - half, 1.0), told.n + half
    return replace(own, value=euros / told.n, low=euros / most, high=euros / least)


def _parted(
    own: pd.DataFrame, column: str, known: str, *, part: str
) -> dict[str, dict[str, int]]:
    """Part the participations of which it is known; a group without any is left out."""
    found = {}
    for row in own.to_dict("records"):
        whole = 0 if pd.isna(row[known]) else int(row[known])
        if whole:
            inside = min(int(row[column]), whole)
            found[str(row["action"])] = {part: inside, "other": whole - inside}
    return found
