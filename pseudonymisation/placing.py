"""New rows and the stored persons near them → groups, their persons, questions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pseudonymisation.candidates import Known
from pseudonymisation.identities.normalise import Features
from pseudonymisation.linkage.matching import Matched, match
from pseudonymisation.linkage.questions import reasons_of
from pseudonymisation.linkage.rules import LinkageRules
from pseudonymisation.linkage.scoring import probability
from pseudonymisation.values import IdentityRow


@dataclass(frozen=True, slots=True)
class Question:
    """Two groups that a human should compare.

    Attributes:
        a: a group.
        b: another.
        reason: stable words, see `linkage.questions.reason_text`.
        score: probability that they are one person, 0 to 1.
    """

    a: int
    b: int
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of the rows that were matched.

    Attributes:
        group: group of each row, by the row's place.
        score: probability by which each row joined its group's anchor, by the row's
            place; 1 for the anchor.
        known: person of each group that holds a stored one.
        questions: at least one of the two groups holds a new row.
        asked: the groups about which a human is asked.
    """

    group: Mapping[int, int]
    score: Mapping[int, float]
    known: Mapping[int, int]
    questions: Sequence[Question]
    asked: Collection[int]


def place_rows(
    rows: Mapping[int, tuple[IdentityRow, Features]],
    known: Sequence[Known],
    *,
    rules: LinkageRules,
    population: int,
) -> Placed:
    """Match new rows with one another and with stored persons.

    Args:
        rows: by their place; each a subject of its own.
        known: persons who share a token with one of them.
        rules: how.
        population: identities that the vault holds.

    Returns:
        The placing.
    """
    senders: dict[str, int] = {}

    def mark(organisation: str) -> int:
        return senders.setdefault(organisation, len(senders))

    members = [(person, member) for person in known for member in person.members]
    matched = match(
        [*(found for _row, found in rows.values()), *(m for _person, m in members)],
        rules=rules,
        known=[*(None for _ in rows), *(person.person for person, _m in members)],
        marks=[
            *(
                frozenset((mark(row.organisation),)) if row.own_code else frozenset()
                for row, _found in rows.values()
            ),
            *(frozenset(map(mark, person.coded_by)) for person, _m in members),
        ],
        population=population + len(rows),
    )
    groups = matched.person.tolist()
    held = {
        group: person.person
        for group, (person, _m) in zip(groups[len(rows) :], members, strict=True)
    }
    group = dict(zip(rows, groups, strict=False))
    questions = _questions(matched, set(group.values()))
    asked = {group for question in questions for group in (question.a, question.b)}
    score = dict(zip(rows, map(probability, matched.bits.tolist()), strict=False))
    return Placed(group, score, held, questions, asked)


def _questions(matched: Matched, new: Collection[int]) -> list[Question]:
    asked = matched.asked
    pairs = zip(asked.a.tolist(), asked.b.tolist(), asked.bits.tolist(), strict=True)
    return [
        Question(a, b, " ".join(reasons_of(asked, pair)), probability(bits))
        for pair, (a, b, bits) in enumerate(pairs)
        if a in new or b in new
    ]
