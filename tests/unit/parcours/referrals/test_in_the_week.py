"""What « À faire cette semaine » asks about hand-overs agrees with their threads."""

from datetime import timedelta
from pathlib import Path

import pytest

import config
from parcours.referrals.accepting import accept
from parcours.referrals.answering import give, open_thread, refuse
from parcours.referrals.proposing import reopen, withdraw
from parcours.referrals.rules import read_relay_rules
from parcours.referrals.thread import OPEN
from parcours.reminders.measures import MEASURES
from parcours.reminders.operations import read_week, snooze
from parcours.reminders.reading import UNANSWERED
from parcours.reminders.rules import read_rules


CODE = "handover_without_answer"
MONTH = timedelta(days=30)


def asked(house):
    found = read_week(house.workers["mission"], desk=house.desk).reminders
    return [one for one in found if one.rule.code == CODE]


@pytest.fixture
def thread(house):
    return house.propose(house.told_person())


def accepted(house, thread):
    accept(house.workers["site"], desk=house.desk, thread=thread)


def refused(house, thread):
    site = house.workers["site"]
    refuse(site, thread=thread, by="organisation", reason="no_room")


def refused_by_young_person(house, thread):
    refuse(house.workers["mission"], thread=thread, by="young_person")


def taken_back(house, thread):
    withdraw(house.workers["mission"], thread=thread)


def test_a_hand_over_is_asked_about_once_silence_counts_as_no_news(house, thread):
    house.clock.instant += MONTH - timedelta(days=1)
    assert asked(house) == []

    house.clock.instant += timedelta(days=1)

    assert [one.due.what for one in asked(house)] == [
        "Chantiers éducatifs de Rivemarle"
    ]


def test_opening_it_or_giving_it_to_a_colleague_is_no_answer(house, thread):
    open_thread(house.workers["site"], thread=thread)
    colleague = house.workers["site"].principal.account_id
    give(house.workers["site"], thread=thread, colleague=colleague)
    house.clock.instant += MONTH

    assert [one.due.item for one in asked(house)] == [thread]


@pytest.mark.parametrize(
    "answer", [accepted, refused, refused_by_young_person, taken_back]
)
def test_an_answer_of_whomsoever_closes_the_question(house, thread, answer):
    house.clock.instant += MONTH
    assert asked(house) != []

    answer(house, thread)

    assert asked(house) == []


def test_what_is_proposed_again_counts_from_its_last_day(house, thread):
    refused(house, thread)
    house.clock.instant += MONTH
    reopen(house.workers["mission"], thread=thread, young_person="agreed")
    assert asked(house) == []

    house.clock.instant += MONTH

    assert len(asked(house)) == 1


def test_a_question_put_off_rests_when_the_other_side_opens_the_thread(house, thread):
    house.clock.instant += MONTH
    (one,) = asked(house)
    until = house.clock().date() + timedelta(days=7)
    snooze(house.workers["mission"], person=one.person, key=one.key, until=until)

    open_thread(house.workers["site"], thread=thread)

    assert asked(house) == []


def test_the_week_and_the_threads_mean_the_same_by_unanswered():
    shipped = Path(config.__file__).parent
    rules = read_rules(shipped, measures=frozenset(MEASURES))
    (days,) = [one.threshold for one in rules if one.code == CODE]

    assert set(UNANSWERED) == set(OPEN)
    assert days == read_relay_rules(shipped).no_news_days
