"""Two sides of identities → field by field, what they say and how far they agree.

Pure: no key, no row. The eye of a human is helped, nothing is decided by it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Literal

from rapidfuzz.distance import OSA

from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.values import Contradiction, FieldPair, Identity, PartialDate


Agreement = Literal["same", "close", "different", "missing"]
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
LETTERS_PER_ERROR = 4  # one error is called close for so many letters
UNCHANGED, TURNED = 1, 3  # parts of a date


def side_by_side(
    ones: Sequence[Identity], others: Sequence[Identity]
) -> tuple[FieldPair, ...]:
    """Compare two sides, each one or more versions of an identity.

    Args:
        ones: versions of the first, the latest first.
        others: of the second.

    Returns:
        One pair per field, in a fixed order.
    """
    pairs = {name: _pair(name, ones, others) for name in FIELDS}
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
    across = (family.a, given.b), (given.a, family.b)
    return all(_best(x, y, _text_agreement) == "same" for x, y in across)


def _pair(name: str, a: Sequence[Identity], b: Sequence[Identity]) -> FieldPair:
    ones, others = _values(name, a), _values(name, b)
    agreement = _AGREEMENTS.get(name, _text_agreement)
    return FieldPair(name, ones, others, _best(ones, others, agreement))


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


def _best(
    ones: Sequence[str],
    others: Sequence[str],
    agreement: Callable[[str, str], Agreement],
) -> Agreement:
    """Give the best agreement of any two values."""
    order: tuple[Agreement, ...] = ("same", "close", "different")
    found = {agreement(a, b) for a in ones for b in others}
    return next((level for level in order if level in found), "missing")


def _text_agreement(one: str, other: str) -> Agreement:
    a, b = _words(one), _words(other)
    if a == b or "".join(a) == "".join(b):
        return "same"
    joined, against = "".join(a), "".join(b)
    allowed = max(len(joined), len(against)) // LETTERS_PER_ERROR
    errors = OSA.distance(joined, against)
    return "close" if set(a) & set(b) or errors <= allowed else "different"


def _date_agreement(one: str, other: str) -> Agreement:
    if one == other:
        return "same"
    if one.startswith(other) or other.startswith(one):
        return "close"
    a, b = one.split("-"), other.split("-")
    turned = len(a) == TURNED and a == [b[0], *reversed(b[1:])]
    differing = sum(x != y for x, y in zip(a, b, strict=False))
    return "close" if turned or differing == UNCHANGED else "different"


def _code_agreement(one: str, other: str) -> Agreement:
    """Compare postcodes: figures, of which one may slip."""
    if one == other:
        return "same"
    return "close" if OSA.distance(one, other) == 1 else "different"


_AGREEMENTS = {"birth_date": _date_agreement, "postcode": _code_agreement}
