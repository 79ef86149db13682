"""Typical paths → the exact figures that disclosure protects before they leave."""

import numpy as np

from cohorts.disclosure.bench_parts import Part, Shares, Sizes
from cohorts.disclosure.cells import n_told
from cohorts.risk_table.numbers import Floats, Integers
from cohorts.sequences.indicators import PathIndicators
from cohorts.sequences.paths import Paths
from cohorts.sequences.typology import Typology


QUARTER = 3  # months together: one month of a type would tell one young person


def in_each(paths: Paths) -> Integers:
    """Count the persons in each situation, month by month.

    Args:
        paths: of one group.

    Returns:
        (T, S).
    """
    codes = paths.of_persons
    states = range(len(paths.states))
    return np.stack([(codes == k).sum(axis=0) for k in states], axis=1)


def paths_parts(
    paths: Paths, typology: Typology, found: PathIndicators, *, least: int
) -> list[Part]:
    """Give the exact figures of typical paths.

    Args:
        paths: of everybody.
        typology: their types, the largest first.
        found: indicators of each person.
        least: persons of a type that may be published.

    Returns:
        Types with their sizes and indicators; situations by quarter in each; those of
        everybody by month, with their entropy.
    """
    sizes = typology.size.astype(np.int64)
    named = {
        "visited": found.visited,
        "transitions": found.transitions,
        "complexity": found.complexity,
        "turbulence": found.turbulence_share,
    }
    members = [typology.of_person == k for k in range(sizes.size)]
    means = {
        name: np.array([float(values[there].mean()) for there in members])
        for name, values in named.items()
    }
    counts = in_each(paths)
    everybody = Shares(
        key="everybody",
        states=paths.states,
        times=np.arange(paths.n_months),
        shares=counts / paths.n_persons,
        there=counts,
        followed=np.full(paths.n_months, paths.n_persons),
        entropy=True,
    )
    codes = paths.of_persons
    by_type = [
        _quarters(codes[there], paths.states, str(k + 1))
        for k, there in enumerate(members)
    ]
    # Everybody minus the types told is the others: no few persons.
    shown = n_told(sizes, least=least, threshold=least)
    return [Sizes("types", sizes, means), *by_type[:shown], everybody]


def _quarters(codes: Integers, states: tuple[str, ...], group: str) -> Shares:
    """Average a type over quarters; behind a share stand those of its leanest month."""
    starts = range(0, codes.shape[1], QUARTER)
    counts = np.stack([(codes == k).sum(axis=0) for k in range(len(states))], axis=1)
    parts = [counts[start : start + QUARTER] for start in starts]
    shares: Floats = np.stack([part.mean(axis=0) for part in parts]) / len(codes)
    ever = [
        [
            int((codes[:, start : start + QUARTER] == k).any(axis=1).sum())
            for k in range(len(states))
        ]
        for start in starts
    ]
    return Shares(
        key="distribution",
        states=states,
        times=np.arange(1, len(parts) + 1),
        shares=shares,
        there=np.array(ever, np.int64),
        followed=np.full(len(parts), len(codes)),
        group=group,
    )
