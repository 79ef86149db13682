"""Agreement → link, ask, or two people.

Links are made only where everything agrees, or all but one typing error in one field.
Twins never merge: same family name and birth date with another given name is at most
a question. A missing or partial birth date never links.
"""

from dataclasses import dataclass
from enum import IntEnum

from pseudonymisation.linkage.compare import Agreement, Level


_WEIGHT = {
    Level.EXACT: 1.0,
    Level.TYPO: 0.9,
    Level.CLOSE: 0.7,
    Level.PART: 0.5,
    Level.MISSING: 0.4,
    Level.DIFFERENT: 0.0,
}
_MOST_ERRORS_TO_ASK = 2


class Answer(IntEnum):
    """What a comparison allows, from least to most."""

    APART = 0
    ASK = 1
    LINK = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a comparison allows, and why.

    Attributes:
        answer: link, ask or apart.
        reason: stable word, see `questions.reason_text`.
        score: 0 to 1, to order questions; not a probability.
        twins_signature: surname and birth agree, given names do not.
    """

    answer: Answer
    reason: str
    score: float
    twins_signature: bool = False


def judge(found: Agreement) -> Verdict:
    """Decide what an agreement allows.

    Args:
        found: field by field.

    Returns:
        The verdict.
    """
    score = _score(found)
    fields = (found.surname, found.given, found.birth)
    errors = sum(level in (Level.TYPO, Level.CLOSE) for level in fields)
    errors += found.swapped
    sure = all(level >= Level.TYPO for level in fields)
    twins = found.given <= Level.CLOSE and min(found.surname, found.birth) >= Level.TYPO
    if sure and errors <= 1 and not found.sexes_differ:
        return _sure(found, errors, score)
    reason = _reason_to_ask(found, errors)
    answer = Answer.ASK if reason else Answer.APART
    return Verdict(answer, reason, score, twins)


def _sure(found: Agreement, errors: int, score: float) -> Verdict:
    if found.further_differ:
        return Verdict(Answer.ASK, "further_given_names_differ", score, True)
    return Verdict(Answer.LINK, "one_error" if errors else "exact", score)


def _reason_to_ask(found: Agreement, errors: int) -> str:
    """Name what a human should look at; "" where these are two people."""
    surname, given, birth = found.surname, found.given, found.birth
    names_agree = min(surname, given) >= Level.TYPO
    if Level.EXACT in (birth,) and surname is Level.EXACT and given is Level.DIFFERENT:
        return "" if found.sexes_differ else "given_name_other"
    if birth is Level.EXACT and given is Level.EXACT and surname is Level.DIFFERENT:
        return "surname_changed" if found.sexes_agree and found.same_place else ""
    if min(surname, given, birth) >= Level.CLOSE and errors <= _MOST_ERRORS_TO_ASK:
        if found.sexes_differ:
            return "sex_differs"
        return "given_name_close" if given is Level.CLOSE else "two_errors"
    if given is Level.PART and surname is Level.EXACT and birth is Level.EXACT:
        return "given_name_part"
    if names_agree and errors <= 1 and not found.sexes_differ:
        if birth is Level.PART:
            return "birth_date_partial"
        if birth is Level.MISSING and found.same_place:
            return "birth_date_missing"
    return ""


def _score(found: Agreement) -> float:
    fields = (
        0.35 * _WEIGHT[found.surname]
        + 0.30 * _WEIGHT[found.given]
        + 0.35 * _WEIGHT[found.birth]
    )
    return round(fields * (0.8 if found.sexes_differ else 1.0), 3)
