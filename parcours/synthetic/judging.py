"""Records linked by the product, against the persons they truly are."""

from dataclasses import dataclass

import numpy as np

from parcours.synthetic.population import Ints


@dataclass(frozen=True)
class LinkageScore:
    """How well records were brought together, over pairs of records.

    Attributes:
        precision: of the pairs put together, the share that truly are one person.
        recall: of the pairs that truly are one person, the share put together.
        n_records: records judged.
    """

    precision: float
    recall: float
    n_records: int


def judge_linkage(person: Ints, found: Ints) -> LinkageScore:
    """Count the pairs that are right, wrong and missed.

    Args:
        person: true person of each record, shape (n,).
        found: person that the product made of it, shape (n,).

    Returns:
        The score; 1 where there is no pair to judge.

    >>> judge_linkage(np.array([1, 1, 1, 2]), np.array([7, 7, 8, 8])).precision
    0.5
    """
    right = _pairs(np.stack([person, found], axis=1))
    put, true = _pairs(found[:, None]), _pairs(person[:, None])
    return LinkageScore(
        precision=right / put if put else 1.0,
        recall=right / true if true else 1.0,
        n_records=len(person),
    )


def _pairs(keys: Ints) -> int:
    if not len(keys):
        return 0
    _unique, sizes = np.unique(keys, axis=0, return_counts=True)
    return int((sizes * (sizes - 1) // 2).sum())
