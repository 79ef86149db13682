"""Paths → what a group's months look like: shares, entropy, passages, usual paths.

Definitions are those of R TraMineR, against which the tests compare.
"""

from dataclasses import dataclass

import numpy as np

from cohorts.risk_table.numbers import Floats, Integers
from cohorts.sequences.paths import Paths


@dataclass(frozen=True, eq=False)
class Frequent:
    """A path that several persons share.

    Attributes:
        path: its states, (T,).
        weight: of the persons who share it.
    """

    path: Integers
    weight: float


def state_shares(paths: Paths) -> Floats:
    """Give the share in each state, month by month.

    Args:
        paths: of one group.

    Returns:
        Shares, (T, K); each row sums to 1.

    Source: TraMineR `seqstatd`.
    """
    hot = _hot(paths)
    shares: Floats = np.einsum("dtk,d->tk", hot, paths.share) / paths.share.sum()
    return shares


def transversal_entropy(paths: Paths) -> Floats:
    """Tell how mixed each month is, from 0 (one state) to 1 (all alike).

    Args:
        paths: of one group.

    Returns:
        Entropy over the logarithm of the number of states, (T,).

    Source: TraMineR `seqstatd(...)$Entropy`.
    """
    shares = state_shares(paths)
    mixed: Floats = entropy(shares) / np.log(len(paths.states))
    return mixed


def mean_months(paths: Paths) -> Floats:
    """Give the mean number of months in each state, (K,); sums to T."""
    total: Floats = state_shares(paths).sum(axis=0)
    return total


def passage_rates(paths: Paths) -> Floats:
    """Give the monthly rates of passing from state (row) to state (column).

    Args:
        paths: of one group.

    Returns:
        Rates, (K, K); rows sum to 1, or are 0 for a state that nobody leaves a month
        in.

    Source: TraMineR `seqtrate`.
    """
    rates: Floats = _rates(monthly_passages(paths).sum(axis=0))
    return rates


def monthly_passages(paths: Paths) -> Floats:
    """Count the passages between each month and the next, (T - 1, K, K), weighted."""
    n_states = len(paths.states)
    passages = np.zeros((paths.n_months - 1, n_states, n_states))
    weight = paths.share
    for month in range(paths.n_months - 1):
        np.add.at(
            passages[month],
            (paths.distinct[:, month], paths.distinct[:, month + 1]),
            weight,
        )
    return passages


def most_frequent(paths: Paths, n: int) -> tuple[Frequent, ...]:
    """Give the paths that the most persons share.

    Args:
        paths: of one group.
        n: how many.

    Returns:
        The paths by falling weight; equal weights in the order of their states.
    """
    weight = paths.share
    order = np.argsort(-weight, kind="stable")[:n]
    return tuple(
        Frequent(paths.distinct[k].astype(np.int64), float(weight[k])) for k in order
    )


def entropy(shares: Floats) -> Floats:
    """Give Shannon's entropy of the last axis, in natural logarithms."""
    logs = np.log(shares, out=np.zeros_like(shares), where=shares > 0)
    total: Floats = -(shares * logs).sum(axis=-1)
    return np.abs(total)  # not -0.0


def _rates(passages: Floats) -> Floats:
    whole = passages.sum(axis=-1, keepdims=True)
    rates: Floats = np.divide(
        passages, whole, out=np.zeros_like(passages), where=whole > 0
    )
    return rates


def _hot(paths: Paths) -> Floats:
    states = np.arange(len(paths.states))
    return np.asarray(paths.distinct[:, :, None] == states, np.float64)
