"""Two sides of identities → field by field, what they say and how far they agree.

Pure: no key, no row. The eye of a human is helped, nothing is decided by it.
"""

from collections.abc import Callable, Sequence
from typing import Literal

from rapidfuzz.distance import OSA

from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.values import FieldPair, Identity, PartialDate


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
    return tuple(_pair(name, ones, others) for name in FIELDS)


def _pair(name: str, a: Sequence[Identity], b: Sequence[Identity]) -> FieldPair:
    ones, others = _values(name, a), _values(name, b)
    agreement = _date_agreement if name == "birth_date" else _text_agreement
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
    a, b = (plain_letters(text).replace("-", " ").split() for text in (one, other))
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
