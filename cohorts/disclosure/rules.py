"""`config/disclosure.yaml` → the rules in force, with their version."""

from dataclasses import dataclass
from enum import IntEnum


class Verdict(IntEnum):
    """How a release ended; the worst of several is their maximum."""

    PASS = 0
    REVIEW = 1
    FAIL = 2


@dataclass(frozen=True)
class Rules:
    """What a shown count must respect.

    Attributes:
        version: version of the rules, printed with each figure.
        threshold_internal: least persons shown to an evaluator, on pseudonyms.
        threshold_publication: least persons shown to anyone else.
        rounding_base: shown counts are multiples of this many persons.
        minimum_at_risk: a curve stops where fewer are still at risk.
        complementary: hide a second group where one hidden group would be the rest.
        dominance: hide a cell in which one organisation contributes a larger share.
    """

    version: str
    threshold_internal: int
    threshold_publication: int
    rounding_base: int
    minimum_at_risk: int
    complementary: bool
    dominance: float = 0.85
