"""Hand-overs: random steps through the operations end where a plain reading ends.

The reference is a table written by hand, asked step by step; the operations refuse what
it does not allow, whatever happened before, and the row that extracts and answers to
partners would read tells the same as the thread.
"""

import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from parcours.access.failures import AccessDenied
from parcours.record.models import Referral, ReferralStep
from parcours.referrals.accepting import accept
from parcours.referrals.answering import open_thread, refuse, say
from parcours.referrals.failures import MoveImpossible, ReminderTooSoon
from parcours.referrals.proposing import remind, reopen, withdraw
from parcours.territory.opening import Territory
from tests.properties.effort import tries
from tests.record_house import Clock
from tests.unit.parcours.referrals.conftest import CODES, House


NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
WAITING = ("proposed", "seen")
OVER = ("refused_org", "refused_yp", "withdrawn")


def plain(state, act, day, *, asked_on, reminded_on):
    """Tell by hand where an act leads, "no" where it is not possible."""
    who, what = act
    if what == "word":
        return "no" if state == "withdrawn" else state
    if what == "open":
        return "seen" if (who, state) == ("site", "proposed") else state
    if what == "again":
        return "proposed" if who == "mission" and state in OVER else "no"
    if state not in WAITING:
        return "no"
    if what == "refuse_yp":
        return "refused_yp"
    if (who, what) == ("site", "accept"):
        return "accepted"
    if (who, what) == ("site", "refuse"):
        return "refused_org"
    if (who, what) == ("mission", "withdraw"):
        return "withdrawn"
    if (who, what) == ("mission", "remind"):
        late = day - asked_on >= 30
        again = reminded_on is None or day - reminded_on >= 7
        return state if late and again else "no"
    return "no"


def do(house, thread, act):
    who, what = act
    context = house.workers[who]
    acts = {
        "word": lambda: say(context, thread=thread, note="rappeler lundi"),
        "open": lambda: open_thread(context, thread=thread),
        "again": lambda: reopen(context, thread=thread, young_person="agreed"),
        "refuse_yp": lambda: refuse(context, thread=thread, by="young_person"),
        "refuse": lambda: refuse(
            context, thread=thread, by="organisation", reason="no_room"
        ),
        "accept": lambda: accept(context, desk=house.desk, thread=thread),
        "withdraw": lambda: withdraw(context, thread=thread),
        "remind": lambda: remind(context, thread=thread),
    }
    acts[what]()


WORDS = {
    "proposed": ("proposed", False),
    "seen": ("proposed", False),
    "accepted": ("accepted", True),
    "refused_org": ("refused", True),
    "refused_yp": ("refused", True),
}
ACTS = st.tuples(
    st.sampled_from(["mission", "site", "street"]),
    st.sampled_from(
        ["word", "open", "again", "refuse_yp", "refuse", "accept", "withdraw", "remind"]
    ),
)


class Walked:
    """The house of every example; not a dataclass, which failures would print whole."""

    def __init__(self, house):
        self.house = house
        self.drawn = []


@pytest.fixture(scope="module")
def walked(territory_made, tmp_path_factory):
    """One territory for every example, with a young person of their own each."""
    folder = tmp_path_factory.mktemp("walked") / "territory"
    shutil.copytree(territory_made, folder)
    territory = Territory.open(folder, environ={}, now=lambda: NOW)
    house = House(territory, {}, Clock(NOW))
    for login in ("mission", "site", "street"):
        house.account(login, CODES[login])
    yield Walked(house)
    territory.close()


@tries(10)
@given(st.lists(st.tuples(ACTS, st.integers(0, 35)), min_size=3, max_size=10))
def test_random_steps_end_where_a_plain_reading_ends(walked, acts):
    number = len(walked.drawn)
    walked.drawn.append(number)
    _walk(walked.house, acts, f"P{number}")


def _walk(house, acts, code):
    thread = house.propose(
        house.told_person(birth_name=None, given_names=None, code=code)
    )
    state, day, asked_on, reminded_on = "proposed", 0, 0, None
    for act, days in acts:
        day += days
        house.clock.move(days=days)
        after = plain(state, act, day, asked_on=asked_on, reminded_on=reminded_on)
        if act[0] == "street":
            with pytest.raises(AccessDenied):
                do(house, thread, act)
            continue
        if after == "no":
            with pytest.raises((MoveImpossible, ReminderTooSoon, AccessDenied)):
                do(house, thread, act)
            continue
        if act == ("site", "open") and state in OVER:
            after = state
        do(house, thread, act)
        if act[1] == "again":
            asked_on, reminded_on = day, None
        if act[1] == "remind":
            reminded_on = day
        state = after
    _compare(house.territory, thread, state)


def _compare(territory, thread, state):
    with territory.record.read() as session:
        rows = session.exec(
            select(Referral).where(Referral.thread == thread).order_by(Referral.id)
        ).all()
        of_it = select(ReferralStep).where(ReferralStep.thread == thread)
        steps = session.exec(of_it).all()
    current = rows[-1]
    assert all(row.packet == rows[0].packet for row in rows)
    assert steps[0].kind == "proposed"
    if state == "withdrawn":
        assert current.retired_because == "withdrawn"
    else:
        assert current.retired_on is None
        assert (current.state, current.answered_on is not None) == WORDS[state]
