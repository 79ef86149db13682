"""The paths of a cohort as sequences of months: how mixed, how eventful, which types.

No one path is shown: the index plot stands on blocks of persons, each told by its most
frequent situation, and types under the threshold are only counted.
"""

import numpy as np
from sqlmodel import Session

from cohorts.disclosure.cells import Flags, kept_back, n_told, told_share, without
from cohorts.disclosure.head_counts import least_told, tell
from cohorts.event_table.followed import MonthlyStates, read_monthly_states
from cohorts.risk_table.numbers import Integers
from cohorts.sequences import distances
from cohorts.sequences.describe import (
    mean_months,
    passage_rates,
    state_shares,
    transversal_entropy,
)
from cohorts.sequences.indicators import PathIndicators, path_indicators
from cohorts.sequences.paths import Paths, keep_distinct
from cohorts.sequences.typology import Typology, pam, ward
from cohorts.workbench.answers import PathsAnswer, TypeOfPath
from cohorts.workbench.failures import NobodyFollowed
from cohorts.workbench.frame import OpenCohort, open_cohort
from cohorts.workbench.leaving import count_cases, leaving
from cohorts.workbench.path_parts import in_each, paths_parts
from cohorts.workbench.situations import labels_of, pooled
from parcours.access.context import Context
from parcours.access.guard import operation


DISTANCES = {
    "om": distances.optimal_matching,
    "hamming": distances.hamming,
    "dynamic_hamming": distances.dynamic_hamming,
}
METHODS = {"pam": pam, "ward": ward}
TRIED = range(2, 9)
MOST_BLOCKS = 400


@operation("workbench.paths", kind="read", about="name")
def type_paths(
    context: Context,
    session: Session,
    *,
    name: str,
    extract: str | None = None,
    months: int = 24,
    n_types: int | None = None,
    distance: str = "om",
    method: str = "pam",
) -> PathsAnswer:
    """Describe and type the paths of a cohort.

    Args:
        context: who asks.
        session: given by the guard.
        name: name of the definition.
        extract: name of the extract, None = the latest.
        months: length of the paths, from the origin.
        n_types: how many types; None = the widest average silhouette of 2 to 8.
        distance: one of `DISTANCES`.
        method: one of `METHODS`.

    Returns:
        Distributions, types, their quality.

    Raises:
        CohortUnknown, ExtractUnreadable: as `cohort.run`.
        NobodyFollowed: too few paths are known that long.
        TooManyPaths: more different paths than can be compared.
    """
    with open_cohort(context, name=name, extract=extract) as cohort:
        followed = read_monthly_states(cohort.engine, months=months)
        n_cases = count_cases(cohort)
    if len(followed.codes) < max(2 * cohort.threshold, 2):
        raise NobodyFollowed(months)
    paths = _paths(followed, cohort)
    between = DISTANCES[distance](paths)
    most = min(max(TRIED), len(paths.distinct) - 1)
    tried = {k: METHODS[method](paths, between, k) for k in TRIED if k <= most}
    if not tried:
        raise NobodyFollowed(months)
    qualities = {k: one.quality.silhouette for k, one in tried.items()}
    chosen = n_types if n_types in tried else max(qualities, key=qualities.__getitem__)
    typology = tried[chosen]
    found = path_indicators(paths)
    types = _types(paths, typology, found, cohort)
    labels = labels_of(paths.states, cohort.nomenclature)
    blocks, block_type, size = _blocks(paths, typology, between, cohort)
    shown = block_type < len(types)
    return PathsAnswer(
        definition=cohort.definition,
        manifest=cohort.manifest,
        states=paths.states,
        labels=labels,
        months=months,
        shares=without(
            state_shares(paths),
            kept_back(in_each(paths), threshold=cohort.threshold),
        ),
        entropy=transversal_entropy(paths),
        mean_months=mean_months(paths),
        rates=passage_rates(paths),
        blocks=blocks[shown],
        block_size=size,
        block_type=block_type[shown],
        types=types,
        qualities=qualities,
        hidden_types=typology.size.size - len(types),
        n=tell(paths.n_persons, base=cohort.base),
        n_left_out=tell(followed.n_cases - paths.n_persons, base=cohort.base),
        complexity=float(found.complexity.mean()),
        turbulence=float(found.turbulence_share.mean()),
        released=leaving(
            cohort,
            "types",
            paths_parts(
                paths,
                typology,
                found,
                least=cohort.rules.threshold_publication if cohort.base else 1,
            ),
            n=n_cases,
            asked=(months, n_types, distance, method),
            labels=labels,
        ),
    )


def _paths(followed: MonthlyStates, cohort: OpenCohort) -> Paths:
    codes = followed.codes.to_numpy()
    persons = {
        state: int((codes == k).any(axis=1).sum())
        for k, state in enumerate(followed.states)
    }
    names = pooled(persons, threshold=cohort.threshold)
    states = tuple(sorted(set(names.values())))
    place = np.array([states.index(names[state]) for state in followed.states])
    return keep_distinct(place[codes], states)


def _types(
    paths: Paths, typology: Typology, found: PathIndicators, cohort: OpenCohort
) -> tuple[TypeOfPath, ...]:
    rows = paths.of_persons
    told = []
    everybody = tell(paths.n_persons, base=cohort.base)
    least = least_told(cohort.base)
    n_shown = n_told(typology.size, least=least, threshold=cohort.threshold)
    for k in range(n_shown):
        there = typology.of_person == k
        part = keep_distinct(rows[there], paths.states)
        n = tell(int(typology.size[k]), base=cohort.base)
        told.append(
            TypeOfPath(
                n=n,
                share=told_share(n, everybody),
                shares=without(state_shares(part), _rare(part, cohort)),
                silhouette=float(typology.silhouette[k]),
                visited=float(found.visited[there].mean()),
                transitions=float(found.transitions[there].mean()),
                complexity=float(found.complexity[there].mean()),
                turbulence=float(found.turbulence_share[there].mean()),
            )
        )
    return tuple(told)


def _rare(part: Paths, cohort: OpenCohort) -> Flags:
    """Flag the situations that too few of a type ever held, in all months, (T, S)."""
    codes = part.of_persons
    ever = [(codes == k).any(axis=1).sum() for k in range(len(part.states))]
    flags = kept_back(np.array([ever]), threshold=cohort.threshold)
    return np.repeat(flags, part.n_months, axis=0)


def _blocks(
    paths: Paths, typology: Typology, between: distances.Distances, cohort: OpenCohort
) -> tuple[Integers, Integers, int]:
    """Cut persons, by type and closeness to its middle, into blocks told as one."""
    to_middle = between[typology.medoid[typology.of_path], np.arange(len(between))]
    order = np.lexsort((to_middle[paths.which], typology.of_person))
    size = max(cohort.threshold, -(-paths.n_persons // MOST_BLOCKS))
    rows, kinds = [], []
    n_states = len(paths.states)
    codes = paths.of_persons
    for k in range(typology.size.size):
        members = order[typology.of_person[order] == k]
        for first in range(0, members.size - size + 1, size):
            last = first + size
            if members.size - last < size:  # the rest goes with the last block
                last = members.size
            part = codes[members[first:last]]
            counted = np.apply_along_axis(np.bincount, 0, part, minlength=n_states)
            rows.append(counted.argmax(axis=0))
            kinds.append(k)
    return (
        np.array(rows, np.int64).reshape(-1, paths.n_months),
        np.array(kinds, np.int64),
        size,
    )
