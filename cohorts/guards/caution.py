"""The value that every guard gives: what was found, how grave, with which numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding weighs on what may be concluded.

    Attributes:
        KNOW: the figure stands; read it with this in mind.
        CARE: the figure may mislead unless something is done.
        STOP: the figure must not be read as it is.
    """

    KNOW = 0
    CARE = 1
    STOP = 2


@dataclass(frozen=True)
class Caution:
    """One thing to know before a figure is read.

    Attributes:
        code: stable name of the finding; `wording` has its sentence and its remedy.
        severity: how grave it is.
        group: label of the group it is about, "" = all of them.
        heads: counts of persons or cases, exact; only disclosure may tell them.
        measures: estimates, shares, p-values; NaN where not known.
        settings: thresholds and horizons, which are nobody's.
        names: codes and labels that are nobody's (causes, organisations, clock).
        rests_on: the heads without which nothing of it may be told.
    """

    code: str
    severity: Severity
    group: str = ""
    heads: Mapping[str, float] = field(default_factory=dict)
    measures: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, float] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()


def by_gravity(cautions: Iterable[Caution]) -> tuple[Caution, ...]:
    """Order cautions, the gravest first, as they came within one gravity.

    Args:
        cautions: any cautions.

    Returns:
        Each once.
    """
    return tuple(sorted(cautions, key=lambda one: -one.severity))
