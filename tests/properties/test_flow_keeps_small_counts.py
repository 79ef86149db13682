"""Attrition and exits: nobody who reads all that is told finds a small count.

The attacker knows every rule, every number told and every sum, and on top of it the
exact size of the cohort; a linear programme gives the bounds of each count.
"""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from cohorts.disclosure.failures import NotProtectable
from cohorts.disclosure.flow import ReleasedFlow, laid_totals, protect_flow
from cohorts.disclosure.head_counts import Told, nearest
from cohorts.disclosure.rules import Rules
from cohorts.event_table.attrition import Exit, Step


RULES = Rules("test", 5, 11, 6, 11, True)
THRESHOLD = RULES.threshold_internal
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 400))


def chain(outs, kept):
    """Steps whose counts add up, persons and cases alike."""
    remaining, steps = sum(outs) + kept, []
    for place, out in enumerate(outs):
        steps.append(Step(f"step_{place}", remaining, out, remaining, out))
        remaining -= out
    return steps


def flow_of(outs, ends, *, disclosure="protected", published=False):
    exits = [Exit(f"end_{k}", "censored", {}, n, n) for k, n in enumerate(ends)]
    steps = chain(outs, sum(ends))
    return protect_flow(
        steps,
        exits,
        late=0,
        rules=RULES,
        disclosure=disclosure,
        published=published,
    )


def window(told, base):
    """What may have been told so, by the published rule."""
    if told.is_hidden:
        return 0, None
    if told.under:
        return 0, told.under - 1
    return told.n - base // 2, told.n + base // 2 - 1


def bounds(windows, sums):
    """Bounds of each unknown under its window and the known sums of some of them.

    A place written as ~k is taken away: k is the sum of the others.
    """
    size = len(windows)
    rows = [
        [float(k in parts) - float(~k in parts) for k in range(size)]
        for parts, _ in sums
    ] or None
    totals = [float(total) for _, total in sums] or None
    found = []
    for place in range(size):
        aim = np.zeros(size)
        aim[place] = 1.0
        low = linprog(aim, A_eq=rows, b_eq=totals, bounds=windows)
        high = linprog(-aim, A_eq=rows, b_eq=totals, bounds=windows)
        assert low.success
        assert high.success
        found.append((round(low.fun), round(-high.fun)))
    return found


def is_lost(low, high, *, least=THRESHOLD):
    return low >= least or (high >= least and high - low + 1 >= least)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(COUNTS, min_size=1, max_size=7).filter(lambda e: sum(e) >= THRESHOLD),
    st.booleans(),
)
def test_no_exit_that_is_kept_back_can_be_found_from_the_others(ends, published):
    """Neither on the evaluators' screen nor, under its own threshold, in a report."""
    flow = flow_of([0, 0], ends, published=published)
    least = RULES.threshold_publication if published else THRESHOLD
    assume(sum(ends) >= least)
    told = [item.persons for item in flow.exits]

    everyone = [(range(len(ends)), sum(ends))]
    found = bounds([window(one, flow.base) for one in told], everyone)

    for one, (low, high) in zip(told, found, strict=True):
        assert one.value is not None or is_lost(low, high, least=least)
        assert one.value is None or one.value - flow.base // 2 >= least


@settings(max_examples=100, deadline=None)
@given(
    st.lists(COUNTS, min_size=1, max_size=7),
    st.lists(COUNTS, min_size=1, max_size=4).filter(lambda e: sum(e) >= THRESHOLD),
)
def test_no_step_that_is_kept_back_can_be_found_from_the_totals(outs, ends):
    flow = flow_of(outs, ends)
    told = [step.persons_out for step in flow.steps]

    # the last is what the first leaves: the attacker knows both totals as told
    kept, first = Told(flow.persons), Told(flow.steps[0].persons_in)
    whole = ([*range(len(outs) + 1), ~(len(outs) + 1)], 0)
    found = bounds([window(one, flow.base) for one in (*told, kept, first)], [whole])
    for one, (low, high) in zip(told, found, strict=False):
        assert one.value is not None or is_lost(low, high)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(COUNTS, min_size=1, max_size=7),
    st.lists(COUNTS, min_size=1, max_size=4).filter(lambda e: sum(e) >= THRESHOLD),
)
def test_totals_between_the_first_and_the_last_are_laid_from_what_is_told(outs, ends):
    flow = flow_of(outs, ends)
    told = tuple(step.persons_out for step in flow.steps)
    totals = [flow.steps[0].persons_in, *(step.persons_left for step in flow.steps)]

    assert totals[1:-1] == [step.persons_in for step in flow.steps[1:]]
    assert totals == sorted(totals, reverse=True)
    assert totals[-1] == flow.persons
    assert not [total for total in totals if total % flow.base]
    again = laid_totals(told, first=totals[0], last=totals[-1], base=flow.base)
    assert tuple(totals) == again  # a function of what is told: nothing else is in it


@settings(max_examples=100, deadline=None)
@given(st.data(), st.integers(THRESHOLD, 900))
def test_the_same_young_people_are_told_by_one_figure_in_every_cohort(data, everyone):
    figures = set()
    for _cohort in range(4):
        kept = data.draw(st.integers(THRESHOLD, everyone))
        out = data.draw(st.integers(0, everyone - kept))
        outs = [out, everyone - kept - out]
        figures.add(flow_of(outs, [kept]).steps[0].persons_in)

    assert figures == {nearest(everyone, base=6)}


def test_six_hundred_are_six_hundred_whatever_leaves_at_the_steps():
    for outs in ([2, 4, 1], [33, 8, 9], [3, 3, 3, 3, 3]):
        assert flow_of(outs, [600 - sum(outs)]).steps[0].persons_in == 600


@settings(max_examples=100, deadline=None)
@given(
    st.lists(COUNTS, min_size=1, max_size=7),
    st.lists(COUNTS, min_size=1, max_size=7).filter(lambda e: sum(e) >= THRESHOLD),
)
def test_a_number_that_is_told_is_near_the_true_one(outs, ends):
    flow = flow_of(outs, ends)
    told = [step.persons_out for step in flow.steps]
    told += [item.persons for item in flow.exits]

    for one, exact in zip(told, [*outs, *ends], strict=True):
        if one.under:
            assert exact < one.under
        elif not one.is_hidden:
            assert abs(one.n - exact) <= flow.base / 2
            assert exact >= flow.least


def test_two_young_people_beside_one_other_end_hide_both():
    told = [item.persons for item in flow_of([0], [9, 2]).exits]

    assert [one.value for one in told] == [None, None]


def test_public_data_are_told_as_they_are():
    flow = flow_of([3, 0], [4, 1], disclosure="public_data")

    assert [item.persons.value for item in flow.exits] == [4, 1]
    assert flow.steps[0].persons_out.value == 3
    assert flow.persons == 5


def test_no_small_number_is_in_the_fields_for_programs():
    fields = flow_of([3, 40], [55, 2, 0, 4]).as_dict()
    kinds = [*fields["attrition"], *fields["exits"], fields]
    names = ("persons", "cases", "persons_out", "cases_out", "late_entries")

    numbers = [kind.get(name) for kind in kinds for name in names]

    assert not [n for n in numbers if n is not None and n < THRESHOLD]


def test_an_unknown_disclosure_of_a_flow_is_refused():
    with pytest.raises(NotProtectable):
        flow_of([0], [40], disclosure="whatever")


def test_a_flow_cannot_be_made_by_hand():
    with pytest.raises(NotProtectable):
        ReleasedFlow((), (), 3, 3, Told(0), 6)


@settings(max_examples=100, deadline=None)
@given(st.lists(COUNTS, min_size=1, max_size=5), st.integers(0, 12))
def test_a_total_of_one_block_is_told_as_fewer_than(outs, kept):
    flow = flow_of(outs, [kept])
    plain = flow.as_dict()

    for step, told in zip(flow.steps, plain["attrition"], strict=True):
        assert told["persons_in"] is None or told["persons_in"] >= flow.least
        assert flow.total(step.persons_left).value in (None, step.persons_left)
    assert plain["persons"] is None or plain["persons"] >= flow.least
    assert flow.total(flow.base) == Told(0, under=flow.least)
