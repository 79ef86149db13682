"""Every changed amount is kept: what it was, who changed it, when and why."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.access.failures import AccessDenied
from parcours.programme.amount_history import KINDS, changes_between
from parcours.programme.budget import EXPENSE, INCOME, Line
from parcours.programme.deciding import amend
from parcours.programme.failures import (
    AmountImpossible,
    ApplicationChanged,
    ConditionMissing,
    NoLongerEditable,
    TextRefused,
)
from parcours.programme.following import add_report
from tests.programme_house import a_budget, an_application
from tests.properties.effort import tries


DAY = date(2025, 11, 22)


def told(programme):
    return [
        (x.change.what, x.change.funder, x.change.before, x.change.after, x.reason)
        for x in programme.read().amounts
    ]


def change(programme, amounts, reason="Avenant du comité", *, by=None, based_on=None):
    return amend(
        by or programme.officer,
        code="JARDIN",
        based_on=based_on or programme.read().version,
        granted=amounts,
        reason=reason,
    )


@pytest.fixture
def funded(programme):
    programme.save()
    programme.fund()
    return programme


def test_a_draft_keeps_no_history_and_a_deposited_application_does(programme):
    programme.save()
    programme.save(an_application(lines=a_budget(90_000)), based_on=1)
    assert told(programme) == []

    programme.move("submitted")
    new = an_application(lines=a_budget(120_000))
    programme.save(new, based_on=programme.read().version)

    assert sorted(told(programme), key=str) == [
        ("asked", "etat_147", 50_000, 80_000, ""),
        ("asked", None, 90_000, 120_000, ""),
    ]


def test_the_decision_and_the_report_stand_in_the_history(funded):
    lines = funded.read().content.lines
    spent = {line.id: 70_000 for line in lines if line.side == EXPENSE}
    add_report(funded.officer, code="JARDIN", year=2025, done="Fait.", spent=spent)

    assert told(funded) == [
        ("spent", None, None, 70_000, "Bilan 2025"),
        ("granted", "commune", None, 40_000, ""),
        ("granted", "etat_147", None, 60_000, ""),
    ]


def test_a_corrected_amount_tells_who_when_and_why(funded):
    (first, _second) = funded.amounts()
    before = funded.read().version

    saved = change(funded, {first: 50_000})

    (latest, *_others) = funded.read().amounts
    assert saved.version == before + 1
    assert told(funded)[0] == (
        *("granted", "etat_147", 60_000, 50_000),
        "Avenant du comité",
    )
    assert (latest.on, latest.role, latest.by) == (
        *(DAY, "policy_officer"),
        "policy_officer",
    )


def test_the_same_amount_again_is_no_change(funded):
    n = len(told(funded))

    change(funded, funded.amounts())

    assert len(told(funded)) == n


@pytest.mark.parametrize(
    ("amount", "reason", "error"),
    [
        (50_000, "  ", ConditionMissing),
        (60_001, "Trop", AmountImpossible),
        (-1, "Moins que rien", AmountImpossible),
        (50_000, "a" * 1501, TextRefused),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(funded, amount, reason, error):
    (first, _second) = funded.amounts()
    before = funded.read()

    with pytest.raises(error):
        change(funded, {first: amount}, reason)

    assert funded.read() == before


def test_an_action_keeps_something_granted_and_a_colleague_is_not_overwritten(funded):
    with pytest.raises(ConditionMissing):
        change(funded, dict.fromkeys(funded.amounts(), 0))
    with pytest.raises(ApplicationChanged):
        change(funded, funded.amounts(share=0.5), based_on=1)


def test_only_a_funded_action_that_is_not_closed_is_corrected(programme):
    programme.save()
    with pytest.raises(NoLongerEditable):
        change(programme, {})
    programme.fund()
    add_report(programme.officer, code="JARDIN", year=2025, done="Fait.")
    for state in ("running", "reported", "closed"):
        programme.move(state)
    with pytest.raises(NoLongerEditable):
        change(programme, programme.amounts(share=0.5))


def test_nobody_else_corrects_an_amount(funded):
    for other in (funded.reader, funded.council):
        with pytest.raises(AccessDenied):
            change(funded, funded.amounts(share=0.5), by=other)


CENTS = st.one_of(st.none(), st.integers(0, 3))
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from([EXPENSE, INCOME]),
        st.sampled_from("ab"),
        st.integers(0, 3),
        st.sampled_from([None, "caf"]),
        granted_cents=CENTS,
        spent_cents=CENTS,
    ),
    max_size=4,
)


def slowly(lines):
    """Give every amount that stands, as a bag."""
    return Counter(
        (x.side, x.funder, x.label, what, getattr(x, f"{what}_cents"))
        for x in lines
        for what in KINDS
        if getattr(x, f"{what}_cents") is not None
    )


@tries(60)
@given(before=LINES, after=LINES)
def test_the_changes_lead_from_one_budget_to_the_other(before, after):
    bag = slowly(before)
    for one in changes_between(before, after):
        key = (one.side, one.funder, one.label, one.what)
        bag[*key, one.before] -= one.before is not None
        bag[*key, one.after] += one.after is not None

    assert +bag == slowly(after)


@tries(30)
@given(lines=LINES)
def test_a_budget_differs_from_itself_in_nothing_whatever_its_rows(lines):
    again = [replace(line, id=n) for n, line in enumerate(lines)]

    assert changes_between(lines, again) == []
