"""What outsiders read of a table of persons: never few, never few by subtraction."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from cohorts.disclosure.audit import Auditor
from cohorts.disclosure.counted import count_table
from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.ratios import Sums, release_ratios
from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.shares import ReleasedShares, hide, release_shares
from cohorts.disclosure.tables import window
from cohorts.indicators.figures import Figure
from cohorts.indicators.gaps import gaps
from cohorts.indicators.parts import finest
from tests.unit.cohorts.indicators.tables import SHIPPED


RULES = read_rules(SHIPPED)
LEAST = RULES.threshold_publication
TABLES = arrays.arrays(
    np.int64,
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    elements=st.integers(0, 60),
)


@given(TABLES)
def test_hidden_cells_of_a_line_are_never_few_together(counts):
    reasons = np.array(hide(counts, threshold=LEAST), dtype=object)
    hidden = reasons != ""

    for line, held in [
        *zip(counts, hidden, strict=True),
        *zip(counts.T, hidden.T, strict=True),
    ]:
        if held.any() and not held.all() and line.size > 1:
            assert held.sum() >= 2
            assert line[held].sum() >= LEAST
    assert hidden[counts < LEAST].all()


@settings(deadline=None, max_examples=40)
@given(TABLES)
def test_a_released_table_tells_multiples_of_the_block_and_no_small_cell(counts):
    table = {
        f"g{i}": {f"p{j}": int(n) for j, n in enumerate(row)}
        for i, row in enumerate(counts)
    }
    released = release_shares(table, rules=RULES, disclosure="protected")

    for group, row in zip(released.groups, counts, strict=True):
        if group.n.value is not None:
            assert row.sum() >= LEAST
            assert group.n.value % RULES.rounding_base == 0
        for part, n in zip(group.parts, row, strict=True):
            if part.share is not None:
                assert n >= LEAST
                assert part.low <= part.share <= part.high


def test_public_figures_are_exact():
    table = {"all": {"F": 3, "M": 1}}
    released = release_shares(table, rules=RULES, disclosure="public_data")

    assert [part.share for part in released.groups[0].parts] == [0.75, 0.25]


def test_an_unknown_wish_of_the_manifest_lets_nothing_pass():
    with pytest.raises(NotProtectable):
        release_shares({}, rules=RULES, disclosure="everything")
    with pytest.raises(NotProtectable):
        release_ratios({}, rules=RULES, disclosure="everything")


def test_a_table_made_by_hand_is_refused():
    with pytest.raises(NotProtectable):
        ReleasedShares((), "1")


def test_a_small_group_takes_another_with_it():
    sums = Sums(40, 4000.0, 1000.0, 30000.0, 110000.0, 420000.0)
    few = Sums(4, 400.0, 100.0, 3000.0, 11000.0, 42000.0)
    released = release_ratios(
        {"a": sums, "b": sums, "c": few}, rules=RULES, disclosure="protected"
    )

    assert [one.hidden for one in released.groups] == ["masked", "", "masked"]


def test_an_exact_share_of_few_things_a_person_is_refused_whatever_it_is_of():
    """Twelve young people with 30 facts: 29 of 30 would be read off 97 %."""
    facts = Sums(12, 30.0, 29.0, 75.0, 77.0, 80.0)
    days = Sums(12, 30.0 * 100, 29.0 * 100, 75.0e4, 77.0e4, 80.0e4)

    for sums, hidden in ((facts, "masked"), (days, "")):
        (told,) = release_ratios(
            {"all": sums}, rules=RULES, disclosure="protected"
        ).groups
        assert (told.hidden, told.share is None) == (hidden, bool(hidden))
    (exact,) = release_ratios(
        {"all": facts}, rules=RULES, disclosure="public_data"
    ).groups
    assert exact.share == pytest.approx(29 / 30)


def test_nothing_small_is_told_of_the_invented_territory(protected):
    for figure in protected.figures:
        if figure.is_told and figure.indicator != "ecart_fh_qpv":
            assert figure.n is not None, figure
            assert figure.n >= 6, figure
            assert figure.n % RULES.rounding_base == 0, figure
        else:
            assert figure.value is None or figure.indicator == "ecart_fh_qpv"


def test_no_word_says_which_hidden_cell_is_the_small_one():
    """Seven women beside thirty men: were the seven called few, they would be."""
    table = {"a": {"F": 7, "M": 30}, "b": {"F": 60, "M": 70}, "c": {"F": 40, "M": 50}}

    released = release_shares(table, rules=RULES, disclosure="protected")

    words = {part.hidden for group in released.groups for part in group.parts}
    assert words == {"", "masked"}


@settings(max_examples=40, deadline=None)
@given(
    arrays.arrays(
        np.int64,
        st.tuples(st.integers(1, 4), st.integers(2, 3)),
        elements=st.integers(0, 40),
    )
)
def test_no_small_cell_can_be_come_near_to_from_any_total(counts):
    """The reader has the totals of parts and the whole, as other answers tell them."""
    cells = {(f"g{i}", f"p{j}"): int(n) for (i, j), n in np.ndenumerate(counts)}
    table = count_table("t", cells)
    rows = {
        f"g{i}": {f"p{j}": int(n) for j, n in enumerate(row)}
        for i, row in enumerate(counts)
    }
    whole = {"": {f"p{j}": int(n) for j, n in enumerate(counts.sum(axis=0))}}
    told = {}
    for group in (
        *release_shares(whole, rules=RULES, disclosure="protected").groups,
        *release_shares(rows, rules=RULES, disclosure="protected").groups,
    ):
        told |= {(group.group, part.part): part.n for part in group.parts}
        told[group.group, ""] = group.n
    windows = {
        key: window(one, base=6, least=LEAST)
        for key, one in told.items()
        if one.value is not None and table.counts[key] >= LEAST
    }
    auditor = Auditor(list(table.counts), table.relations)

    for key, n in table.counts.items():
        if n < LEAST and told[key].value is None:
            assert auditor.bounds(key, windows).hides(LEAST) or not n


def test_parts_are_told_together_until_both_sexes_can_be_told():
    ways = ({"a": "a", "b": "b"}, {"a": "both", "b": "both"})
    rows = pd.DataFrame(
        {"sex": ["F", "F", "M", "M"], "part": list("abab"), "n": [12, 5, 30, 40]}
    )

    assert finest(rows, ways, least=11) == ways[0]
    assert finest(rows, ways, least=11, by="sex") == ways[1]
    assert finest(rows.assign(n=1), ways, least=11, by="sex") == ways[1]


def test_the_gap_is_told_at_the_longest_horizon_that_both_tell():
    def rate(group, months, value):
        low, high = (None, None) if value is None else (value - 0.1, value + 0.1)
        return Figure(
            "taux_raccrochage",
            breakdown="sex",
            group=group,
            variant="wide",
            months=months,
            n=30,
            value=value,
            low=low,
            high=high,
            hidden="" if value else "few_at_risk",
        )

    found = [rate("F", 12, None), rate("M", 12, 0.5), rate("F", 6, 0.4)]
    (gap,) = gaps([*found, rate("M", 6, 0.3)])

    assert (gap.months, gap.value) == (6, pytest.approx(0.1))
