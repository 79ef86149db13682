"""Paths → numbers that tell how eventful each one is.

Transitions, states visited, entropy of time spent, turbulence, complexity, as R
TraMineR defines them. They describe a path's form, not its worth: a turbulent path is
no bad path, and no page shows these numbers about one young person.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cohorts.risk_table.numbers import Floats, Integers
from cohorts.sequences.describe import entropy
from cohorts.sequences.paths import Paths


@dataclass(frozen=True, eq=False)
class PathIndicators:
    """One value per person, (N,) each.

    Attributes:
        transitions: changes of state.
        visited: distinct states.
        entropy: of the months spent in each state, over its largest value.
        turbulence: of Elzinga & Liefbroer, from 1.
        turbulence_share: the same, from 0 to 1.
        complexity: of Gabadinho et al., from 0 to 1.
    """

    transitions: Integers
    visited: Integers
    entropy: Floats
    turbulence: Floats
    turbulence_share: Floats
    complexity: Floats


def path_indicators(paths: Paths) -> PathIndicators:
    """Measure each person's path.

    Args:
        paths: of any group.

    Returns:
        The indicators, in the order of the persons.

    Source: Elzinga & Liefbroer (2007); Gabadinho, Ritschard, Müller & Studer (2011);
        TraMineR `seqtransn`, `seqient`, `seqST`, `seqici`.
    """
    n_states, length = len(paths.states), paths.n_months
    months = np.stack(
        [(paths.distinct == k).sum(axis=1) for k in range(n_states)], axis=1
    )
    mixed = entropy(months / length) / np.log(n_states)
    changes = (paths.distinct[:, 1:] != paths.distinct[:, :-1]).sum(axis=1)
    turbulence = np.array([_turbulence(*_spells(path)) for path in paths.distinct])
    most = _most_turbulent(n_states, length)
    share = (turbulence - 1) / (most - 1)
    complexity = np.sqrt(changes / max(length - 1, 1) * mixed)
    each = paths.which
    return PathIndicators(
        transitions=changes[each].astype(np.int64),
        visited=(months > 0).sum(axis=1)[each].astype(np.int64),
        entropy=mixed[each],
        turbulence=turbulence[each],
        turbulence_share=share[each],
        complexity=complexity[each],
    )


def n_subsequences(states: npt.ArrayLike) -> float:
    """Count the distinct subsequences of a sequence, the empty one included.

    Args:
        states: codes, in order.

    Returns:
        The count.

    Source: Elzinga, Rahmann & Wang (2008).

    >>> n_subsequences([0, 1, 0])
    7.0
    """
    total = 1.0
    last: dict[int, float] = {}
    for state in np.asarray(states).tolist():
        total, last[state] = 2 * total - last.get(state, 0.0), total
    return total


def _spells(path: npt.NDArray[np.int8]) -> tuple[npt.NDArray[np.int8], Floats]:
    begins = np.concatenate(([0], np.flatnonzero(path[1:] != path[:-1]) + 1))
    return path[begins], np.diff(np.append(begins, path.size)).astype(np.float64)


def _turbulence(states: npt.NDArray[np.int8], lasted: Floats) -> float:
    spread = float(np.mean((lasted - lasted.mean()) ** 2))
    most = (lasted.size - 1) * (1 - float(lasted.mean())) ** 2
    return float(np.log2(n_subsequences(states) * (most + 1) / (spread + 1)))


def _most_turbulent(n_states: int, length: int) -> float:
    """Give the turbulence of the states in turn, changing each month."""
    turn = (np.arange(length) % n_states).astype(np.int8)
    return _turbulence(*_spells(turn))
