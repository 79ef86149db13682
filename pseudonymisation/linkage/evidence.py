"""Pairs of clusters → how far each field agrees, and how rare what they share is.

The levels alone, weighed by nothing yet: `fitting` estimates from them what each is
worth in the file at hand. The commune and the postcode stand apart here, for in some
files either may be wrong while the other holds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.linkage.clusters import Clusters
from pseudonymisation.linkage.levels import (
    given_levels,
    place_levels,
    surname_levels,
)
from pseudonymisation.linkage.lexicon import Lexicon
from pseudonymisation.linkage.ragged import Integers, Ragged, best, crossed
from pseudonymisation.linkage.rules import (
    Binary,
    Birth,
    Given,
    LinkageRules,
    Place,
    Surname,
)
from pseudonymisation.linkage.scoring import births_of, compared


Levels = NDArray[np.int8]
Bits = NDArray[np.float64]


class Field(StrEnum):
    """What two records are compared by."""

    SURNAME = "surname"
    GIVEN = "given_name"
    BIRTH = "birth_date"
    SEX = "sex"
    COMMUNE = "commune"
    POSTCODE = "postcode"


LEVELS: dict[Field, type[IntEnum]] = {
    Field.SURNAME: Surname,
    Field.GIVEN: Given,
    Field.BIRTH: Birth,
    Field.SEX: Binary,
    Field.COMMUNE: Place,
    Field.POSTCODE: Place,
}
"""The levels of each field; 0 where either says nothing, the last where both agree."""
RARE = (Field.SURNAME, Field.GIVEN, Field.COMMUNE, Field.POSTCODE)
"""Fields whose agreement tells the more, the rarer the value."""


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """Compared pairs, one entry per pair.

    Attributes:
        level: per field, how far it agrees.
        rarity: per field of `RARE`, -log2 of how often a record bears the rarest
            value that both have; 0 where they share none.
        turned: whether family and given name agree in each other's place alone.
        further: `Binary` levels of the further given names.
    """

    level: dict[Field, Levels]
    rarity: dict[Field, Bits]
    turned: NDArray[np.bool_]
    further: Levels

    def __repr__(self) -> str:
        return f"Evidence({len(self.turned)} pairs)"


class Comparer:
    """Compares the clusters of one run.

    Args:
        rules: for the short forms.
        lexicon: of the run's names.
        places: postcodes and communes, by their numbers.
    """

    def __init__(
        self, rules: LinkageRules, lexicon: Lexicon, places: Sequence[str]
    ) -> None:
        self._rules = rules
        self._names = lexicon
        self._places = places
        self._rarity = {
            Field.SURNAME: _rarity(lexicon.as_surname, lexicon.rows),
            Field.GIVEN: _rarity(lexicon.as_given, lexicon.rows),
            Field.COMMUNE: _rarity(lexicon.communes, lexicon.rows),
            Field.POSTCODE: _rarity(lexicon.places, lexicon.rows),
        }

    def __repr__(self) -> str:
        return "Comparer(…)"

    def compare(self, clusters: Clusters, a: Integers, b: Integers) -> Evidence:
        """Compare pairs of clusters.

        Args:
            clusters: what each says.
            a: numbers of the first.
            b: numbers of the second.

        Returns:
            The evidence.
        """
        level: dict[Field, Levels] = {
            Field.BIRTH: births_of(clusters, a, b),
            Field.SEX: compared(clusters.sex, a, b),
        }
        rarity: dict[Field, Bits] = {}
        for field, values in self._rare(clusters):
            level[field], rarity[field] = self._one(field, values, values, a, b)
        turned = self._turn(clusters, a, b, level, rarity)
        further = compared(clusters.further, a, b)
        return Evidence(level, rarity, turned, further)

    def _rare(self, clusters: Clusters) -> Iterator[tuple[Field, Ragged]]:
        yield Field.SURNAME, clusters.surnames
        yield Field.GIVEN, clusters.given
        yield Field.COMMUNE, clusters.commune
        yield Field.POSTCODE, clusters.place

    def _one(
        self, field: Field, one: Ragged, other: Ragged, a: Integers, b: Integers
    ) -> tuple[Levels, Bits]:
        found = crossed(one, other, a, b)
        level = self._levels(field, found.left, found.right)
        agree = level == max(LEVELS[field])
        rarity = np.where(agree, self._rarity[field][found.left], 0.0)
        return (
            best(found, level, pairs=len(a), missing=0),
            best(found, rarity, pairs=len(a), missing=0.0),
        )

    def _levels(self, field: Field, left: Integers, right: Integers) -> Levels:
        names = self._names
        if field is Field.SURNAME:
            return surname_levels(left, right, texts=names.texts, sounds=names.sound)
        if field is Field.GIVEN:
            return given_levels(
                left, right, texts=names.texts, sounds=names.sound, rules=self._rules
            )
        return place_levels(left, right, texts=self._places)

    def _turn(
        self,
        clusters: Clusters,
        a: Integers,
        b: Integers,
        level: dict[Field, Levels],
        rarity: dict[Field, Bits],
    ) -> NDArray[np.bool_]:
        """Read the names in each other's place where they agree so, and only so."""
        apart = (level[Field.SURNAME] <= Surname.DIFFERENT) & (
            level[Field.GIVEN] <= Given.DIFFERENT
        )
        turned: NDArray[np.bool_] = np.zeros(len(a), dtype=np.bool_)
        odd = np.flatnonzero(apart)
        family, given = clusters.surnames, clusters.given
        ways = {
            Field.SURNAME: self._one(Field.SURNAME, family, given, a[odd], b[odd]),
            Field.GIVEN: self._one(Field.GIVEN, given, family, a[odd], b[odd]),
        }
        agree = (ways[Field.SURNAME][0] > Surname.DIFFERENT) & (
            ways[Field.GIVEN][0] > Given.DIFFERENT
        )
        chosen = odd[agree]
        for field, (levels, rare) in ways.items():
            level[field][chosen] = levels[agree]
            rarity[field][chosen] = rare[agree]
        turned[chosen] = True
        return turned


def _rarity(count: Integers, rows: int) -> Bits:
    """Give -log2 of how often each value is borne; one never counted is borne once."""
    found: Bits = -np.log2(np.maximum(count, 1) / max(rows, 1))
    return found
