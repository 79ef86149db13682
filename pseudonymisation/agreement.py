"""Two sides of identities → field by field, what they say and how far they agree.

Pure: no key, no row. The eye of a human is helped, nothing is decided by it. How near
two values are is asked of the linkage itself (`linkage.side_levels`): a mark that the
reasons of the question contradict would help nobody.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Literal

from rapidfuzz.distance import OSA

from pseudonymisation.identities.places import place_of, plain_postcode
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.linkage.rules import (
    Binary,
    Birth,
    Given,
    LinkageRules,
    Place,
    Surname,
)
from pseudonymisation.linkage.side_levels import SideLevels, side_levels
from pseudonymisation.values import Contradiction, FieldPair, Identity, PartialDate


Agreement = Literal["same", "close", "incomplete", "different", "missing"]
FIELDS = (
    "birth_name",
    "usage_name",
    "given_names",
    "birth_date",
    "sex",
    "commune",
    "postcode",
)
STEADY = FIELDS[:5]  # what does not change when one moves house
ONE_SLIP = 1  # figures of a postcode, in one and the same commune
_BIRTH: dict[int, Agreement] = {
    Birth.MISSING: "missing",
    Birth.SAME_YEAR: "incomplete",
    Birth.SLIP: "close",
    Birth.TURNED: "close",
    Birth.EXACT: "same",
}
_PLACE: dict[int, Agreement] = {
    Place.MISSING: "missing",
    Place.NEAR: "close",
    Place.SAME: "same",
}


def side_by_side(
    ones: Sequence[Identity],
    others: Sequence[Identity],
    *,
    rules: LinkageRules | None = None,
) -> tuple[FieldPair, ...]:
    """Compare two sides, each one or more versions of an identity.

    Args:
        ones: versions of the first, the latest first.
        others: of the second.
        rules: of the linkage, for the short forms; those of the product without.

    Returns:
        One pair per field, in a fixed order.
    """
    levels = side_levels(ones, others, rules=rules)
    pairs = {name: _pair(name, ones, others, levels) for name in FIELDS}
    family, given = pairs["birth_name"], pairs["given_names"]
    if "same" not in (family.agreement, given.agreement) and _swapped(family, given):
        for pair in (family, given):
            pairs[pair.field] = replace(pair, agreement="swapped")
    return tuple(pairs.values())


def contradictions(
    told: Sequence[tuple[str, Identity]],
) -> tuple[Contradiction, ...]:
    """List the fields of one person on which organisations do not agree.

    Less is no contradiction: a month without its day, one given name out of two. Nor is
    a move: communes and postcodes are left out.

    Args:
        told: code of an organisation and what it says, the latest first.

    Returns:
        A contradiction per field, with all that is said of it.
    """
    found = []
    for name in STEADY:
        said: dict[tuple[str, str], str] = {}
        for organisation, identity in told:
            text = _written(getattr(identity, name))
            if text:
                said.setdefault((_plain(name, text), organisation), text)
        texts = list(said.values())
        if any(_contradict(name, a, b) for a, b in combinations(texts, 2)):
            values = tuple((text, who) for (_key, who), text in said.items())
            found.append(Contradiction(name, values))
    return tuple(found)


def _plain(name: str, text: str) -> str:
    return text if name == "birth_date" else " ".join(_words(text))


def _contradict(name: str, one: str, other: str) -> bool:
    if name == "birth_date":
        return not (one.startswith(other) or other.startswith(one))
    a, b = set(_words(one)), set(_words(other))
    glued = "".join(_words(one)) == "".join(_words(other))
    return not (a <= b or b <= a or glued)


def _words(text: str) -> list[str]:
    return plain_letters(text).replace("-", " ").split()


def _swapped(family: FieldPair, given: FieldPair) -> bool:
    """Tell whether each side's family name is the other's given name."""
    return all(map(_any_same, (family.a, given.a), (given.b, family.b)))


def _pair(
    name: str, a: Sequence[Identity], b: Sequence[Identity], levels: SideLevels
) -> FieldPair:
    ones, others = _values(name, a), _values(name, b)
    if not ones or not others:
        return FieldPair(name, ones, others, "missing")
    if name == "postcode":
        return FieldPair(name, ones, others, _postcodes(a, b, levels))
    if name == "birth_date":
        birth = _BIRTH.get(levels.born, "different")
        return FieldPair(name, ones, others, birth)
    if name == "commune":
        place = _PLACE.get(levels.commune, "different")
        return FieldPair(name, ones, others, place)
    return FieldPair(name, ones, others, _words_agree(name, ones, others, levels))


def _words_agree(
    name: str, ones: Sequence[str], others: Sequence[str], levels: SideLevels
) -> Agreement:
    """Compare names or sexes: written alike, near enough for the linkage, or not."""
    if _any_same(ones, others):
        return "same"
    level, different = {
        "birth_name": (levels.birth_name, Surname.DIFFERENT),
        "usage_name": (levels.usage_name, Surname.DIFFERENT),
        "given_names": (levels.given, Given.DIFFERENT),
        "sex": (Binary.DIFFERENT, Binary.DIFFERENT),
    }[name]
    if not level:
        return "missing"
    return "close" if level > different else "different"


def _any_same(ones: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether two values are the same words, hyphens and spaces aside."""
    return any(
        "".join(_words(one)) == "".join(_words(other))
        for one, other in product(ones, others)
    )


def _postcodes(
    a: Sequence[Identity], b: Sequence[Identity], levels: SideLevels
) -> Agreement:
    """Compare postcodes; one figure off is a slip only where the commune is the same.

    59000 and 59100 are a figure apart, and two towns.
    """
    if set(_values("postcode", a)) & set(_values("postcode", b)):
        return "same"
    ones, others = _codes(a), _codes(b)
    if ones & others:
        return "same"
    if not ones or not others:
        return "missing"
    slip = any(
        OSA.distance(one, other) == ONE_SLIP for one, other in product(ones, others)
    )
    return "close" if slip and levels.commune == Place.SAME else "different"


def _codes(found: Sequence[Identity]) -> set[str]:
    """List comparable postcodes; what a CEDEX line says is no residence."""
    codes = set()
    for one in found:
        commune, code = one.commune or "", one.postcode or ""
        known = place_of(commune, code).code
        if not known and "cedex" not in f"{commune} {code}".lower():
            known = plain_postcode(code)
        codes.add(known)
    return codes - {""}


def _values(name: str, found: Sequence[Identity]) -> tuple[str, ...]:
    """List what the versions of an identity say, each once, the latest first."""
    said = [_written(getattr(identity, name)) for identity in found]
    unique: dict[str, str] = {}
    for text in filter(None, said):
        unique.setdefault(plain_letters(text), text)
    return tuple(unique.values())


def _written(value: object) -> str:
    if isinstance(value, PartialDate):
        parts = (value.month, value.day)
        return "-".join(
            [f"{value.year:04}", *(f"{p:02}" for p in parts if p is not None)]
        )
    return "" if value is None else str(value)
