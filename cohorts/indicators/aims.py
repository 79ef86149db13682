"""What is aimed at → where it is drawn beside the figures of an indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from cohorts.indicators.actions import AimLine
from cohorts.indicators.catalogue import Indicator
from cohorts.indicators.figures import IndicatorSet


HUNDRED = 100
PER_CENT = "%"


@dataclass(frozen=True)
class Aim:
    """What an indicator shall come to.

    Attributes:
        label: in the territory's words, "" = the target of the definition.
        since: year of the baseline, "" = none.
        baseline: where it started, None = not said.
        due: year in which it shall be reached, "" = always.
        aim: where it shall arrive, in the unit of the figures.
        level: name of the level of the contract that it is of, "" = all of it. What is
            aimed at with one level is no target of the whole territory's figure.
    """

    label: str
    since: str
    baseline: float | None
    due: str
    aim: float
    level: str = ""


def aims_of_indicator(
    figures: IndicatorSet, indicator: Indicator, *, is_share: bool
) -> tuple[Aim, ...]:
    """Find what is aimed at with an indicator, of the whole contract or of a level.

    Args:
        figures: the set, with the targets of the contracts.
        indicator: which.
        is_share: whether its figures are shares; a target in per cent is read as one.

    Returns:
        The target of its definition, then those of contracts, of no action alone.
    """
    found = []
    if indicator.target is not None:
        found.append(Aim("", "", None, "", indicator.target))
    levels = {(x.contract, x.objective): x.name for x in figures.levels}
    own = [
        one for one in figures.aims if one.indicator == indicator.id and not one.action
    ]
    found += [
        Aim(
            one.label,
            one.since[:4],
            _scaled(one.baseline, one, is_share=is_share),
            one.due[:4],
            _scaled(one.aim, one, is_share=is_share),
            levels.get((one.contract, one.objective), one.objective),
        )
        for one in own
        if is_share == (one.unit.strip() == PER_CENT)
    ]
    return tuple(found)


def of_the_whole(aims: Sequence[Aim]) -> tuple[Aim, ...]:
    """Keep what may be drawn beside the figures of the whole territory.

    Args:
        aims: of an indicator.

    Returns:
        Those that are of no single level.
    """
    return tuple(one for one in aims if not one.level)


def axis_years(told: Sequence[str], aims: Sequence[Aim]) -> list[str]:
    """Give the years of an axis: told ones and those of the aims, without a hole.

    Args:
        told: years with a figure.
        aims: what is aimed at.

    Returns:
        Every year from the first to the last.
    """
    all_of = {int(year) for year in told}
    all_of |= {int(y) for one in aims for y in (one.since, one.due) if y.isdigit()}
    return [str(year) for year in range(min(all_of), max(all_of) + 1)] if all_of else []


def _scaled(value: float, one: AimLine, *, is_share: bool) -> float:
    return value / HUNDRED if is_share else value
