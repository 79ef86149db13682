"""Links and questions of a run, beside the truth of its file."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Judged:
    """How well a file was linked; pairs are pairs of records.

    Attributes:
        precision: pairs joined that are one person's, of those joined.
        recall: pairs joined that are one person's, of those there are.
        false_pairs: pairs joined that are two people's.
        twin_pairs: those of them that are two twins'.
        questions: pairs of persons put to a human.
        recall_after: recall once every question is answered truthfully, and answered
            pairs of persons are put together.
    """

    precision: float
    recall: float
    false_pairs: int
    twin_pairs: int
    questions: int
    recall_after: float


def judge(records: Path, links: Path, *, twins: Mapping[int, int]) -> Judged:
    """Judge a run.

    Args:
        records: CSV with `record_id` and `person`, the truth.
        links: CSV with `record_id` and `person_id`; `<stem>.review.csv` beside it holds
            the questions, where there are any.
        twins: the other twin of each.

    Returns:
        The judgement.
    """
    truth, found = _column(records, "person"), _column(links, "person_id")
    both = Counter((found[record], truth[record]) for record in truth)
    right, joined = _pairs(both.values()), _pairs(Counter(found.values()).values())
    there = _pairs(Counter(truth.values()).values())
    review = links.with_suffix(".review.csv")
    questions = _rows(review) if review.exists() else []
    answered = _answered(truth, found, questions)
    after = _pairs(
        Counter((answered[found[record]], truth[record]) for record in truth).values()
    )
    return Judged(
        precision=right / joined if joined else 1.0,
        recall=right / there if there else 1.0,
        false_pairs=joined - right,
        twin_pairs=_twin_pairs(both, twins),
        questions=len(questions),
        recall_after=after / there if there else 1.0,
    )


def pairs_quality(records: Path, links: Path) -> tuple[float, float, float]:
    """Give precision, recall and F1 of a run, in pairs of records."""
    judged = judge(records, links, twins={})
    precision, recall = judged.precision, judged.recall
    return precision, recall, 2 * precision * recall / (precision + recall)


def _answered(
    truth: Mapping[str, str], found: Mapping[str, str], questions: Iterable[Any]
) -> dict[str, str]:
    """Put together the persons whom truthful answers make one."""
    parent = {person: person for person in found.values()}

    def root(person: str) -> str:
        while parent[person] != person:
            person = parent[person]
        return person

    for question in questions:
        one, other = question["record_id_a"], question["record_id_b"]
        if truth[one] == truth[other]:
            parent[root(found[one])] = root(found[other])
    return {person: root(person) for person in parent}


def _twin_pairs(both: Mapping[tuple[str, str], int], twins: Mapping[int, int]) -> int:
    return sum(
        count * both.get((person, str(twins[int(one)])), 0)
        for (person, one), count in both.items()
        if one.isdigit() and int(one) in twins and int(one) < twins[int(one)]
    )


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _column(path: Path, name: str) -> dict[str, str]:
    return {row["record_id"]: row[name] for row in _rows(path)}


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
