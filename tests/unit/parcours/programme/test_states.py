"""Who may bring an application from which state to which: written out, and tried."""

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.programme.failures import (
    ConditionMissing,
    ProgrammeRefused,
    TransitionImpossible,
    TransitionNotYours,
)
from parcours.programme.settings import CONDITIONS, read_programme_settings
from parcours.programme.states import check_can_move, missing, moves_from
from tests.record_house import CONFIG, shipped_policy


SETTINGS = read_programme_settings(CONFIG)
ROLES = tuple(shipped_policy().roles)
# from → to: who, then what must stand. O policy officer, C citizens' council.
TABLE = """
    draft       submitted    O   complete balanced call_open
    draft       withdrawn    O
    submitted   instruction  O   complete balanced
    submitted   withdrawn    O   reason
    instruction council      O   complete balanced instructed
    instruction withdrawn    O   reason
    council     committee    OC  heard
    council     withdrawn    O   reason
    committee   funded       O   heard amounts
    committee   refused      O   heard reason
    committee   postponed    O   heard reason
    committee   withdrawn    O   reason
    postponed   instruction  O
    postponed   withdrawn    O   reason
    funded      running      O
    funded      cancelled    O   reason
    running     reported     O   report
    running     cancelled    O   reason
    reported    running      O   reason
    reported    closed       O   report
"""
LETTERS = {"O": "policy_officer", "C": "council_member"}


def rows():
    for line in TABLE.strip().splitlines():
        source, target, letters, *requires = line.split()
        yield source, target, {LETTERS[one] for one in letters}, set(requires)


EXPECTED = {(s, t): (roles, requires) for s, t, roles, requires in rows()}
PAIRS = list(product(SETTINGS.states, repeat=2))


def answer(source, target, role, met):
    try:
        check_can_move(SETTINGS, source=source, target=target, role=role, met=met)
    except ProgrammeRefused as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("role", ROLES)
def test_each_role_moves_what_the_table_says_and_nothing_else(role):
    allowed = {
        pair for pair in PAIRS if answer(*pair, role, frozenset(CONDITIONS)) is None
    }

    assert allowed == {pair for pair, (roles, _) in EXPECTED.items() if role in roles}


@pytest.mark.parametrize("pair", EXPECTED, ids="→".join)
def test_each_condition_of_a_move_is_required(pair):
    roles, requires = EXPECTED[pair]
    role = min(roles)

    assert answer(*pair, role, requires) is None
    for one in requires:
        assert answer(*pair, role, set(CONDITIONS) - {one}) is ConditionMissing


def test_a_move_that_is_not_written_is_impossible_before_it_is_somebody_else_s():
    assert answer("draft", "funded", "policy_officer", set()) is TransitionImpossible
    assert answer("draft", "submitted", "evaluator", set()) is TransitionNotYours


def test_moves_offered_are_those_of_the_role_with_what_they_lack():
    (move,) = moves_from(SETTINGS, "council", role="council_member")

    assert (move.target, missing(move, {"reason"})) == ("committee", ["heard"])


ATTEMPT = st.tuples(
    st.integers(0, 15),  # one of the moves of the table, or any state
    st.sampled_from(["policy_officer", "policy_officer", *ROLES]),
    st.frozensets(st.sampled_from(CONDITIONS), max_size=2),
)


@given(attempts=st.lists(ATTEMPT, max_size=40))
def test_no_history_leaves_the_table_and_no_money_goes_out_unheard(attempts):
    """Whatever is tried in whatever order, only paths of the written table come."""
    history = ["draft"]
    for number, role, lacking in attempts:
        state = history[-1]
        targets = [t for s, t in EXPECTED if s == state] + list(SETTINGS.states)
        target, met = targets[number % len(targets)], set(CONDITIONS) - lacking
        if answer(state, target, role, met) is None:
            roles, requires = EXPECTED[state, target]
            assert role in roles
            assert requires <= met
            history.append(target)

    assert all(pair in EXPECTED for pair in pairwise(history))
    funded = [s for s in history if SETTINGS.states[s].funded]
    if funded:
        first = history.index(funded[0])
        assert history[first - 2 : first] == ["council", "committee"]


def test_what_is_over_goes_nowhere_and_every_state_can_be_reached():
    reached, border = {"draft"}, {"draft"}
    while border:
        border = {t for s, t in EXPECTED if s in border} - reached
        reached |= border

    assert reached == set(SETTINGS.states)
    over = set(SETTINGS.states) - {s for s, _t in EXPECTED}
    assert over == {"refused", "closed", "withdrawn", "cancelled"}
