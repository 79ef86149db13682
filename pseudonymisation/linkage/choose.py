"""One row against the persons who may be the same: link, ask, or a new person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pseudonymisation.identities.normalise import Features
from pseudonymisation.linkage.compare import Level, compare, known_given_names
from pseudonymisation.linkage.decide import Answer, Verdict, judge


MOST_QUESTIONS = 3  # per row: the best-scored


@dataclass(slots=True, repr=False)
class Known:
    """A person of the vault, as far as matching needs.

    Attributes:
        person: id of the person's row.
        members: features of their linkable identities, all different.
        coded_by: organisations that know them under a code of their own.
    """

    person: int
    members: list[Features] = field(default_factory=list)
    coded_by: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"Known(person={self.person}, members={len(self.members)})"


@dataclass(frozen=True, slots=True)
class Question:
    """A person whom a human should compare with the row's.

    Attributes:
        person: id of the person's row.
        reason: see `questions.reason_text`.
        score: 0 to 1.
    """

    person: int
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with a row.

    Attributes:
        person: the person to link to, or None for a new one.
        questions: to be asked about the person linked to, or the new one.
    """

    person: int | None
    questions: tuple[Question, ...] = ()


def choose(
    row: Features, known: Iterable[Known], *, organisation: str, has_code: bool
) -> Choice:
    """Choose the person of a row.

    Args:
        row: its features.
        known: persons sharing a token with it, those just met included.
        organisation: the sender.
        has_code: whether the sender gave a code: two codes of one sender are two
            people as far as the sender says.

    Returns:
        The choice.
    """
    links: list[tuple[Verdict, Known]] = []
    questions: list[Question] = []
    for person in known:
        verdict = _against(row, person)
        if has_code and organisation in person.coded_by:
            verdict = _same_organisation(verdict)
        if verdict.answer is Answer.LINK:
            links.append((verdict, person))
        elif verdict.answer is Answer.ASK:
            questions.append(Question(person.person, verdict.reason, verdict.score))
    return _settle(links, questions)


def _against(row: Features, person: Known) -> Verdict:
    """Judge the row by the member nearest to it, unless another one is a twin.

    A member under a misspelt name is no twin: it came in as one error from another.
    """
    verdicts = [judge(compare(row, member)) for member in person.members]
    best = max(verdicts, key=lambda v: (v.answer, v.score))
    if best.answer is not Answer.LINK or best.reason == "exact":
        return best
    for verdict, member in zip(verdicts, person.members, strict=True):
        if verdict.twins_signature and _bears_a_known_name(member):
            return Verdict(Answer.ASK, "given_name_close", best.score)
    return best


def _same_organisation(verdict: Verdict) -> Verdict:
    if verdict.answer is Answer.LINK:
        return Verdict(Answer.ASK, "same_organisation", verdict.score)
    return Verdict(Answer.APART, "", verdict.score)


def _settle(links: list[tuple[Verdict, Known]], questions: list[Question]) -> Choice:
    links.sort(key=lambda found: (-found[0].score, found[1].person))
    if len(links) > 1 and not _one_person_perhaps(links):
        rivals = [Question(p.person, "several_candidates", v.score) for v, p in links]
        return Choice(None, tuple(rivals[:MOST_QUESTIONS]))
    if links:
        others = [
            Question(p.person, "several_candidates", v.score) for v, p in links[1:]
        ]
        return Choice(links[0][1].person, tuple(others[:MOST_QUESTIONS]))
    questions.sort(key=lambda q: (-q.score, q.person))
    return Choice(None, tuple(questions[:MOST_QUESTIONS]))


def _one_person_perhaps(links: Sequence[tuple[Verdict, Known]]) -> bool:
    """Tell whether the best candidate may be taken although there are others.

    It may where it alone agrees exactly, or where nothing says that the second is
    someone else: no organisation knows both, same sex, same given name.
    """
    (best, first), (next_best, second) = links[0], links[1]
    if best.reason == "exact" and next_best.reason != "exact":
        return True
    if first.coded_by & second.coded_by:
        return False
    return not any(_two_people(a, b) for a in first.members for b in second.members)


def _two_people(one: Features, other: Features) -> bool:
    found = compare(one, other)
    both_known = _bears_a_known_name(one) and _bears_a_known_name(other)
    return found.sexes_differ or (found.given <= Level.CLOSE and both_known)


def _bears_a_known_name(member: Features) -> bool:
    return not known_given_names().isdisjoint(member.given)
