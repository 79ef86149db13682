"""What makes the linkage fast changes none of its decisions."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.linkage_people import invent_people
from bench.linkage_records import records_of
from pseudonymisation.identities.normalise import NameReader
from pseudonymisation.linkage.columns import RowColumns, columns_of, day_and_year
from pseudonymisation.linkage.grouping import join
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rounds import Rounds
from pseudonymisation.linkage.rules import read_linkage_rules
from pseudonymisation.linkage.scoring import Scored, Scorer
from pseudonymisation.values import IdentityRow, PartialDate


PEOPLE = 700
CLUSTERS = 9


def rows_of(seed):
    rng = random.Random(seed)
    people = list(invent_people(PEOPLE, rng))
    return [
        IdentityRow(
            row=number,
            organisation=organisation,
            code=None,
            birth_name=surname,
            usage_name=None,
            given_names=given_names,
            birth_date=PartialDate(*map(int, birth.split("-"))) if birth else None,
            sex=sex or None,
            commune=commune,
            postcode=postcode,
            may_link=True,
        )
        for number, (
            _person,
            organisation,
            surname,
            given_names,
            birth,
            sex,
            commune,
            postcode,
        ) in enumerate(records_of(people, rng))
    ]


@pytest.fixture(scope="module", params=[1, 2])
def rows(request):
    return rows_of(request.param)


def read_cell_by_cell(rows):
    found = RowColumns()
    for some in (rows[:300], rows[300:]):
        found.extend(
            [(row.birth_name, row.usage_name or "") for row in some],
            [row.given_names for row in some],
            births=[day_and_year(row.birth_date) for row in some],
            sexes=[row.sex for row in some],
            places=[(row.commune, row.postcode) for row in some],
        )
    return found.columns()


def test_reading_each_cell_once_gives_the_columns_of_reading_each_row(rows):
    reader = NameReader()
    by_row = columns_of([reader.features(row) for row in rows])
    by_cell = read_cell_by_cell(rows)

    assert list(by_cell.texts) == list(by_row.texts)
    for name in ("whole", "first", "day", "year", "sex", "place"):
        assert (getattr(by_cell, name) == getattr(by_row, name)).all()
    for name in ("surnames", "given", "further"):
        assert (getattr(by_cell, name).row == getattr(by_row, name).row).all()
        assert (getattr(by_cell, name).value == getattr(by_row, name).value).all()


def test_pairs_kept_from_a_round_weigh_what_they_would_weigh_anew(rows):
    columns, rules = read_cell_by_cell(rows), read_linkage_rules()
    lexicon = lexicon_of(columns, np.ones(columns.rows, dtype=np.bool_))

    def fresh():
        scorer = Scorer(rules, lexicon, population=columns.rows)
        return Rounds(columns, lexicon, scorer, largest_block=rules.largest_block)

    keeping, cluster = fresh(), np.arange(columns.rows)
    for _round in range(3):
        scored, size = keeping.compare(cluster)
        anew, _size = fresh().compare(cluster)

        for name in Scored.__dataclass_fields__:
            assert (getattr(scored, name) == getattr(anew, name)).all()
        rank = np.unique(cluster, return_index=True)[1]
        number = join(scored, size=size, rank=rank, marks=(), rules=rules).number
        keeping.carry(scored, number)
        cluster = number[cluster]


def test_the_order_of_the_rows_changes_no_one_s_company(rows):
    columns = read_cell_by_cell(rows)
    turned = read_cell_by_cell(rows[::-1])
    rules = read_linkage_rules()
    one = match(columns, rules=rules).person
    other = match(turned, rules=rules).person[::-1]
    together = {tuple(pair) for pair in np.column_stack((one, other)).tolist()}

    assert len(together) <= 1.002 * max(len(set(one)), len(set(other)))


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, CLUSTERS - 1),
            st.integers(0, CLUSTERS - 1),
            st.floats(-6, 12),
            st.sampled_from([0, 1, 3, 9]),
        ),
        max_size=30,
        unique_by=lambda pair: frozenset(pair[:2]),
    )
)
def test_joining_keeps_apart_as_if_every_pair_of_two_people_were_remembered(pairs):
    pairs = [pair for pair in pairs if pair[0] < pair[1]]
    n = len(pairs)
    level = np.full(n, 2, dtype=np.int8)
    scored = Scored(
        np.array([a for a, *_ in pairs], np.int64),
        np.array([b for _a, b, *_ in pairs], np.int64),
        np.array([bits for *_, bits, _g in pairs], np.float64),
        level,
        np.array([given_level for *_, given_level in pairs], np.int8),
        np.full(n, 6, dtype=np.int8),
        level,
        level,
        level,
    )
    rules = read_linkage_rules()
    one = np.ones(CLUSTERS, dtype=np.int64)
    found = join(scored, size=one, rank=np.arange(CLUSTERS), marks=(), rules=rules)

    assert partition(found.number.tolist()) == slow_join(pairs, rules)


def slow_join(pairs, rules):
    """Join the strongest pair first, over plain sets of clusters."""
    apart = {(a, b) for a, b, bits, level in pairs if level == 1 or bits < -2}
    group = {cluster: {cluster} for cluster in range(CLUSTERS)}
    ordered = sorted(pairs, key=lambda pair: -pair[2])
    for a, b, bits, level in ordered:
        if bits < rules.same_bits or level in (0, 1):
            continue
        one, other = group[a], group[b]
        if any((x, y) in apart or (y, x) in apart for x in one for y in other):
            continue
        for cluster in one | other:
            group[cluster] = one | other
    return {frozenset(members) for members in group.values()}


def partition(numbers):
    return {
        frozenset(i for i, number in enumerate(numbers) if number == wanted)
        for wanted in numbers
    }
