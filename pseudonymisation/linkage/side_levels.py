"""Two sides of identities → the levels at which the linkage sees their fields agree.

The very comparison of the engine, on two clusters; nothing is weighed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pseudonymisation.identities.normalise import features
from pseudonymisation.linkage.clusters import gather
from pseudonymisation.linkage.columns import columns_of
from pseudonymisation.linkage.evidence import Comparer, Field
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.rules import Given, LinkageRules, read_linkage_rules
from pseudonymisation.values import Identity, IdentityRow


@dataclass(frozen=True, slots=True)
class SideLevels:
    """How far two sides agree; the best of any two of their values counts.

    Attributes:
        birth_name: `Surname` level of the names at birth alone.
        usage_name: of the names in use alone.
        given: `Given` level, FURTHER included.
        born: `Birth` level.
        commune: `Place` level.
    """

    birth_name: int
    usage_name: int
    given: int
    born: int
    commune: int


def side_levels(
    ones: Sequence[Identity],
    others: Sequence[Identity],
    *,
    rules: LinkageRules | None = None,
) -> SideLevels:
    """Compare two sides.

    Args:
        ones: versions of the first.
        others: of the second.
        rules: for the short forms; those of the product where none are given.

    Returns:
        A level per field, 0 where a side says nothing of it.
    """
    if not ones or not others:
        return SideLevels(0, 0, 0, 0, 0)
    rules = rules or _usual_rules()
    rows = [[_row(one) for one in side] for side in (ones, others)]
    at_birth = [
        [_row(one, usage=False, given=False) for one in s] for s in (ones, others)
    ]
    in_use = [
        [_row(one, birth=False, given=False) for one in s] for s in (ones, others)
    ]
    nameless = [
        [_row(one, birth=False, usage=False) for one in s] for s in (ones, others)
    ]
    whole = _levels(nameless, rules)
    return SideLevels(
        birth_name=_levels(at_birth, rules)[Field.SURNAME],
        usage_name=_levels(in_use, rules)[Field.SURNAME],
        given=_with_further(whole[Field.GIVEN], rows),
        born=whole[Field.BIRTH],
        commune=whole[Field.COMMUNE],
    )


@lru_cache(maxsize=1)
def _usual_rules() -> LinkageRules:
    return read_linkage_rules()


def _levels(
    sides: Sequence[Sequence[IdentityRow]], rules: LinkageRules
) -> dict[Field, int]:
    columns = columns_of([features(row) for side in sides for row in side])
    cluster = np.repeat(np.arange(2), [len(side) for side in sides])
    lexicon = lexicon_of(columns, np.ones(columns.rows, dtype=np.bool_))
    comparer = Comparer(rules, lexicon, columns.places)
    first = np.zeros(1, dtype=np.int64)
    found = comparer.compare(gather(columns, cluster), first, first + 1)
    return {field: int(level[0]) for field, level in found.level.items()}


def _with_further(level: int, sides: Sequence[Sequence[IdentityRow]]) -> int:
    """Lift a level where the first name of one is a further name of the other."""
    if not Given.MISSING < level < Given.FURTHER:
        return level
    one, other = ([features(row) for row in side] for side in sides)
    for these, those in ((one, other), (other, one)):
        first = {name for found in these for name in found.given}
        listed = {n for found in those for n in (*found.further, *found.weak)}
        if first & listed:
            return Given.FURTHER
    return level


def _row(
    one: Identity, *, birth: bool = True, usage: bool = True, given: bool = True
) -> IdentityRow:
    """Write an identity as a row of nobody, some of its names left out."""
    return IdentityRow(
        row=1,
        organisation="",
        code=None,
        birth_name=one.birth_name if birth else None,
        usage_name=one.usage_name if usage else None,
        given_names=one.given_names if given else None,
        birth_date=one.birth_date,
        sex=one.sex,
        commune=one.commune,
        postcode=one.postcode,
        may_link=True,
    )
