"""The steps of a hand-over: where it stands, what may come next, how long it took."""

from datetime import date, timedelta
from pathlib import Path

import pytest

import config
from parcours.referrals.rules import read_relay_rules
from parcours.referrals.sight import Looker, sight
from parcours.referrals.thread import (
    Delays,
    Step,
    delays,
    is_unread,
    reminder_on,
    shown_state,
)


RULES = read_relay_rules(Path(config.__file__).parent)
DAY = date(2025, 9, 1)


def steps(*said):
    """Make steps of `kind side day` words."""
    split = [one.split() for one in said]
    return [
        Step(kind, {"s": "sender", "r": "recipient"}[side], DAY + timedelta(int(day)))
        for kind, side, day in split
    ]


def shown(*said, after=0):
    return shown_state(steps(*said), today=DAY + timedelta(after), rules=RULES)


def test_silence_is_no_news_from_the_thirtieth_day_on():
    assert shown("proposed s 0", after=29) == "proposed"
    assert shown("proposed s 0", after=30) == "no_news"
    assert shown("proposed s 0", "seen r 2", after=30) == "no_news"


def test_an_answer_is_never_no_news():
    assert shown("proposed s 0", "accepted r 40", after=400) == "accepted"


def test_a_word_or_a_reminder_is_no_answer():
    said = ("proposed s 0", "word r 3", "reminder s 31")

    assert shown(*said, after=32) == "no_news"


def test_a_hand_over_proposed_again_counts_its_days_anew():
    said = ("proposed s 0", "refused_by_organisation r 5", "proposed s 50")

    assert shown(*said, after=60) == "proposed"


def test_one_reminds_once_there_is_no_news_then_once_a_week():
    first = steps("proposed s 0")
    second = steps("proposed s 0", "reminder s 31")

    assert reminder_on(first, rules=RULES) == DAY + timedelta(30)
    assert reminder_on(second, rules=RULES) == DAY + timedelta(38)


def test_what_the_other_side_did_is_unread_until_one_opens_it():
    asked = steps("proposed s 0")
    opened = steps("proposed s 0", "seen r 1")
    answered = steps("proposed s 0", "seen r 1", "given r 1", "accepted r 2")
    read = [*answered, Step("seen", "sender", DAY)]

    assert [is_unread(s, "recipient") for s in (asked, opened)] == [True, False]
    assert [is_unread(s, "sender") for s in (opened, answered, read)] == [
        False,
        True,
        False,
    ]


def test_delays_are_days_of_the_last_round():
    said = steps(
        "proposed s 0",
        "seen r 1",
        "refused_by_young_person r 4",
        "proposed s 20",
        "seen r 23",
        "accepted r 30",
    )

    found = delays(said, first_intervention_on=DAY + timedelta(41))

    assert found == Delays(seen=3, answered=10, first_intervention=21)


def test_what_has_not_come_has_no_delay():
    found = delays(steps("proposed s 0"), first_intervention_on=None)

    assert found == Delays(None, None, None)


#   who looks                          | proposed seen accepted refused_o refused_y out
SIGHTS = """
    sender case_worker                 | whole whole whole whole whole whole
    sender coordinator                 | whole whole whole whole whole whole
    recipient coordinator              | whole whole whole thread thread thread
    recipient case_worker asked        | whole whole whole thread thread thread
    recipient case_worker nobodys      | whole whole whole thread thread thread
    recipient case_worker              | .     .     whole .      .      .
    third case_worker asked            | .     .     .     .      .      .
    third coordinator                  | .     .     .     .      .      .
    third evaluator                    | .     .     .     .      .      .
"""
STATES = (
    "proposed",
    "seen",
    "accepted",
    "refused_by_organisation",
    "refused_by_young_person",
    "withdrawn",
)


@pytest.mark.parametrize("row", SIGHTS.strip().splitlines())
def test_who_sees_what_at_each_state(row):
    who, cells = row.split("|")
    side, role, *marks = who.split()
    looker = Looker(
        None if side == "third" else side,
        role,
        is_asked="asked" in marks,
        is_nobodys="nobodys" in marks,
    )

    seen = [sight(looker, state) or "." for state in STATES]

    assert seen == cells.split()
