"""Two identities side by side, for the human asked; the caller has audited it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rapidfuzz.distance import OSA
from sqlalchemy import select

from pseudonymisation.asking import find_question
from pseudonymisation.decisions import in_force
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.identities.store import reading
from pseudonymisation.identities.tables import identities, links, persons, subjects
from pseudonymisation.people import People
from pseudonymisation.values import Comparison, FieldPair, Identity, PartialDate
from pseudonymisation.vault import Vault


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


@dataclass(slots=True, repr=False)
class _Side:
    organisations: list[str] = field(default_factory=list)
    identities: list[Identity] = field(default_factory=list)


def compare(vault: Vault, ref: str) -> Comparison:
    """Open both identities of a question.

    Only versions that may be compared are shown: what came under anonymity, or of
    someone who refuses linkage, is not.

    Args:
        vault: the opened vault.
        ref: reference of the question.

    Returns:
        The question, who knows each, and the fields with what differs.

    Raises:
        QuestionClosed: none waits under this reference.
    """
    people = People(vault)
    with reading(vault.engine) as connection:
        one, question = find_question(vault, connection, ref)
        sides = {person: _Side() for person in one.persons}
        for row in connection.execute(_VERSIONS.where(links.c.person.in_(sides))):
            side = sides[row.person]
            if row.organisation not in side.organisations:
                side.organisations.append(row.organisation)
            side.identities.append(people.open(row))
    a, b = (sides[person] for person in one.persons)
    return Comparison(
        question,
        (tuple(a.organisations), tuple(b.organisations)),
        tuple(_pair(name, a.identities, b.identities) for name in FIELDS),
    )


_VERSIONS = (
    select(
        links.c.person,
        persons.c.person_id,
        persons.c.wrapped_key,
        persons.c.key_id,
        subjects.c.organisation,
        identities.c.id,
        identities.c.version,
        identities.c.sealed,
    )
    .join(persons, persons.c.id == links.c.person)
    .join(subjects, subjects.c.id == links.c.subject)
    .join(identities, identities.c.subject == subjects.c.id)
    .where(in_force(links), identities.c.withdrawn_by.is_(None), identities.c.linkable)
    .order_by(identities.c.id.desc())
)


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
