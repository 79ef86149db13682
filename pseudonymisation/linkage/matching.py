"""Features of many rows, some of known persons → persons, and questions for humans.

Obvious clusters first; then cluster against cluster with all their values, round after
round until nothing more is joined; what stays likely but unsure becomes one question
per pair of persons.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pseudonymisation.identities.normalise import Features
from pseudonymisation.linkage.clusters import gather
from pseudonymisation.linkage.columns import Columns, columns_of
from pseudonymisation.linkage.further_names import told_apart
from pseudonymisation.linkage.grouping import join
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.rounds import Rounds
from pseudonymisation.linkage.rules import LinkageRules
from pseudonymisation.linkage.scoring import Scored, Scorer
from pseudonymisation.linkage.swaps import turn, turned_rows
from pseudonymisation.linkage.twins import Twins, twins_by_rate, twins_of


Integers = NDArray[np.int64]
Bits = NDArray[np.float64]
ROUNDS = 4
KNOWN_PERSON = -1
"""The mark of a person already known: two of them are never joined unasked."""


@dataclass(frozen=True, slots=True, repr=False)
class Matched:
    """What became of the rows of a run.

    Attributes:
        person: number of each row's person, from 0 without gaps.
        asked: pairs of persons that a human should compare, likeliest first.
        bits: log2 odds by which each row was joined to the anchor of its person (a
            known person, else its first row), the weakest comparison on the way
            counting; infinite for the anchor and what was known to belong to it.
        twins: how many of the pairs that may be twins are.
    """

    person: Integers
    asked: Scored
    bits: Bits
    twins: Twins

    def __repr__(self) -> str:
        return f"Matched({len(self.person)} rows, {len(self.asked.a)} questions)"


def match(
    features: Sequence[Features] | Columns,
    *,
    rules: LinkageRules,
    known: Sequence[int | None] = (),
    marks: Sequence[frozenset[int]] = (),
    population: int = 0,
) -> Matched:
    """Match rows with one another and with known persons.

    Args:
        features: one per row, the known persons' members among them; or the columns
            of the rows.
        rules: how.
        known: per row, number of the known person it belongs to, or None; empty where
            nobody is known.
        marks: per row, numbers from 0 of what only one person may bear, such as the
            sender that tells its people apart by codes; empty where there are none.
        population: records among which the rows lie, where they are but some.

    Returns:
        Persons and questions; two known persons keep apart.
    """
    columns = turned_columns(features)
    if not columns.rows:
        none = np.empty(0, dtype=np.int64)
        return Matched(none, _nothing(), np.empty(0), twins_by_rate(rules.twins))
    person_of = _known_numbers(known, columns.rows)
    cluster = _first_clusters(columns, person_of, marks)
    borne = _marks(cluster, person_of, marks)
    lexicon = lexicon_of(columns, person_of < 0)
    scorer = Scorer(rules, lexicon, population=max(population, columns.rows))
    bits = _first_bits(columns, cluster, person_of, scorer)
    rounds = Rounds(columns, lexicon, scorer, largest_block=rules.largest_block)
    for _round in range(ROUNDS):
        scored, size = rounds.compare(cluster)
        rank = _ranks(cluster, person_of)
        joined = join(scored, size=size, rank=rank, marks=borne, rules=rules)
        if joined.number.max() + 1 == len(size):
            break
        bits = np.minimum(bits, joined.bits[cluster])
        borne = _joined_marks(borne, joined.number)
        cluster = joined.number[cluster]
        rounds.carry(scored, joined.number)
    else:
        scored, size = rounds.compare(cluster)
    worth = scored.bits >= rules.ask_bits
    if (person_of < 0).all() and not population:
        clusters = gather(columns, cluster)
        twins = twins_of(scored, clusters, rules=rules, asked=worth)
    else:
        twins = twins_by_rate(rules.twins)
    asked = twins.weighed(scored.only(np.flatnonzero(worth)), size)
    asked = told_apart(likeliest_first(asked), columns, cluster, rules=rules)
    return Matched(cluster, asked, bits, twins)


def first_of_each(person: Integers) -> Integers:
    """Find the first row of each person.

    Args:
        person: number of each row's person, from 0 without gaps.

    Returns:
        One row per person.
    """
    found: Integers = np.unique(person, return_index=True)[1]
    return found


def turned_columns(features: Sequence[Features] | Columns) -> Columns:
    """Make columns and turn the rows whose names are exchanged.

    Args:
        features: one per row; or their columns, which may be turned already.

    Returns:
        The columns.
    """
    columns = features if isinstance(features, Columns) else columns_of(features)
    turned = turned_rows(columns)
    return turn(columns, turned) if turned.any() else columns


def _known_numbers(known: Sequence[int | None], rows: int) -> Integers:
    if not len(known):
        return np.full(rows, -1, dtype=np.int64)
    return np.array([-1 if person is None else person for person in known], np.int64)


def _ranks(cluster: Integers, person_of: Integers) -> Integers:
    """Rank clusters: known persons first, then by their first rows."""
    first = first_of_each(cluster)
    known = np.zeros(len(first), dtype=np.bool_)
    known[cluster[person_of >= 0]] = True
    return np.where(known, first, first + len(cluster))


def _first_bits(
    columns: Columns, cluster: Integers, person_of: Integers, scorer: Scorer
) -> Bits:
    """Weigh rows that agree entirely against the first one that does."""
    bits = np.full(len(cluster), np.inf)
    first = first_of_each(cluster)[cluster]
    joined = np.flatnonzero((first != np.arange(len(cluster))) & (person_of < 0))
    if len(joined):
        alone = gather(columns, np.arange(len(cluster)))
        bits[joined] = scorer.score(alone, first[joined], joined).bits
    return bits


def _first_clusters(
    columns: Columns, person_of: Integers, marks: Sequence[frozenset[int]]
) -> Integers:
    """Put a known person's members together, and new rows that agree entirely."""
    full = (columns.day > 0) & (columns.whole >= 0) & (columns.first >= 0)
    keys = np.stack((columns.whole, columns.first, columns.day))
    marked = np.array([bool(found) for found in marks], dtype=np.bool_)
    alone = np.flatnonzero(~full | marked if len(marks) else ~full)
    keys[:, alone] = np.stack((-2 - alone, alone, alone))
    there = np.flatnonzero(person_of >= 0)
    nothing = np.full(len(there), -1)
    keys[:, there] = np.stack((nothing, person_of[there], nothing))
    return _numbered(keys)


def _numbered(keys: Integers) -> Integers:
    """Number distinct columns of keys; sorting is faster than a set of rows."""
    order = np.lexsort(keys)
    ordered = keys[:, order]
    first = np.concatenate(([True], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)))
    number = np.empty(keys.shape[1], dtype=np.int64)
    number[order] = np.cumsum(first) - 1
    return number


def _marks(
    cluster: Integers, person_of: Integers, marks: Sequence[frozenset[int]]
) -> list[set[int]]:
    there = np.flatnonzero(person_of >= 0)
    if not len(there) and not any(marks):
        return []
    borne: list[set[int]] = [set() for _ in range(int(cluster.max()) + 1)]
    for row in there.tolist():
        borne[cluster[row]].add(KNOWN_PERSON)
    for row, found in enumerate(marks):
        borne[cluster[row]].update(found)
    return borne


def _joined_marks(marks: list[set[int]], joined: Integers) -> list[set[int]]:
    if not marks:
        return marks
    together: list[set[int]] = [set() for _ in range(int(joined.max()) + 1)]
    for old, new in enumerate(joined.tolist()):
        together[new] |= marks[old]
    return together


def likeliest_first(scored: Scored) -> Scored:
    """Put the likeliest pairs first."""
    return scored.only(np.argsort(-scored.bits, kind="stable"))


def _nothing() -> Scored:
    none, levels = np.empty(0, np.int64), np.empty(0, np.int8)
    return Scored(none, none, np.empty(0), *(levels,) * 6)


def compare(
    features: Sequence[Features],
    *,
    persons: Sequence[int],
    rules: LinkageRules,
    least_bits: float,
) -> Scored:
    """Compare known persons with one another, joining nobody.

    Args:
        features: of their identities.
        persons: number of the person of each.
        rules: how.
        least_bits: pairs that weigh less are left out.

    Returns:
        Pairs of numbers of persons.
    """
    if not features:
        return _nothing()
    columns = turned_columns(features)
    numbers, cluster = np.unique(np.array(persons, np.int64), return_inverse=True)
    lexicon = lexicon_of(columns, np.ones(columns.rows, dtype=np.bool_))
    scorer = Scorer(rules, lexicon, population=columns.rows)
    rounds = Rounds(columns, lexicon, scorer, largest_block=rules.largest_block)
    scored, size = rounds.compare(cluster)
    scored = twins_by_rate(rules.twins).weighed(scored, size)
    near = scored.only(np.flatnonzero(scored.bits >= least_bits))
    return replace(near, a=numbers[near.a], b=numbers[near.b])
