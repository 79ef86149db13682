"""Closing an accompaniment, reopening it, and who counts as lost to follow-up."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import NotWithinReach
from parcours.caseload.operations import read_caseload
from parcours.interventions.operations import log_contact
from parcours.people.failures import AlreadyChanged, DayImpossible, UnknownWord
from parcours.people.follow_up import (
    NotLostYet,
    close_follow_up,
    read_follow_up,
    reopen_follow_up,
)
from parcours.people.operations import NewSituation, read_path, update_situation
from parcours.people.situations import answer_situation
from parcours.record.models import FollowUp, SituationFact
from tests.unit.parcours.people.conftest import NOW, TODAY


LOST = "perdu_de_vue"


@pytest.fixture
def later(house):
    def go_on(worker="school", **by):
        instant = NOW + timedelta(**by)
        return replace(house.workers[worker], now=lambda: instant)

    return go_on


def try_to_reach(context, person, *days, result="sans_reponse"):
    for day in days:
        on = TODAY + timedelta(days=day)
        log_contact(context, person=person, on=on, result=result)


def statuses(house):
    with house.territory.record.read() as session:
        rows = session.exec(select(FollowUp).order_by(FollowUp.id)).all()
    return [(one.status, one.starts_on, one.retired_because) for one in rows]


def test_nobody_is_lost_because_a_worker_says_so(house):
    person = house.new_person()

    with pytest.raises(NotLostYet) as refusal:
        close_follow_up(house.workers["school"], person=person, status=LOST, on=TODAY)

    assert "3 tentatives et 6 mois" in refusal.value.what
    assert "0 sur 3" in refusal.value.remedy
    assert statuses(house) == []


@pytest.mark.parametrize(
    ("attempts", "days"),
    [
        pytest.param((100, 110), 200, id="two attempts"),
        pytest.param((100, 100, 100), 200, id="three in one day"),
        pytest.param((100, 110, 120), 170, id="not yet six months"),
    ],
)
def test_months_alone_or_attempts_alone_do_not_make_one_lost(
    house, later, attempts, days
):
    person, then = house.new_person(), later(days=days)
    try_to_reach(then, person, *attempts)

    with pytest.raises(NotLostYet):
        close_follow_up(then, person=person, status=LOST, on=then.today())

    assert not read_follow_up(then, person=person).is_lost


def test_who_is_lost_by_the_rule_is_dated_at_the_last_contact(house, later):
    person, then = house.new_person(), later(days=230)
    try_to_reach(then, person, 10, result="rdv_pris")
    try_to_reach(then, person, 100, 110, 120)
    assert read_follow_up(then, person=person).is_lost

    close_follow_up(then, person=person, status=LOST, on=then.today())

    assert statuses(house) == [(LOST, TODAY + timedelta(days=10), None)]


def test_attempts_count_again_from_each_established_contact(house, later):
    person, then = house.new_person(), later(days=230)
    try_to_reach(then, person, 10, 20)
    try_to_reach(then, person, 30, result="rdv_pris")
    try_to_reach(then, person, 40)

    quiet = read_follow_up(then, person=person).silence

    assert quiet.attempts == (TODAY + timedelta(days=40),)
    assert quiet.missing == 2
    assert quiet.long_enough_on == date(2026, 6, 22)


def test_a_closed_accompaniment_leaves_the_caseload_and_keeps_the_path(house):
    person, mine = house.new_person(), house.workers["school"]

    close_follow_up(mine, person=person, status="clos_relais", on=TODAY)

    assert read_caseload(mine, desk=house.territory.desk) == []
    assert read_follow_up(mine, person=person).is_closed
    assert read_path(mine, person=person).follow_up == ((TODAY, "clos_relais"),)


def test_what_is_closed_is_not_closed_again(house):
    person, mine = house.new_person(), house.workers["school"]
    close_follow_up(mine, person=person, status="clos_relais", on=TODAY)

    with pytest.raises(AlreadyChanged):
        close_follow_up(mine, person=person, status="demenage", on=TODAY)


def test_a_reopened_accompaniment_is_in_my_caseload_again(house):
    person, mine = house.new_person(), house.workers["school"]
    close_follow_up(mine, person=person, status="demenage", on=TODAY)

    reopen_follow_up(mine, person=person)

    cards = read_caseload(mine, desk=house.territory.desk)
    assert [card.person for card in cards] == [person]
    assert [one[0] for one in statuses(house)] == ["demenage", "suivi"]


def test_a_death_recorded_by_mistake_is_withdrawn(house):
    person, mine = house.new_person(), house.workers["school"]
    close_follow_up(mine, person=person, status="deces", on=TODAY)

    reopen_follow_up(mine, person=person)

    assert statuses(house) == [("deces", TODAY, "withdrawn")]
    assert not read_follow_up(mine, person=person).is_closed


def test_what_is_open_is_not_reopened(house):
    with pytest.raises(AlreadyChanged):
        reopen_follow_up(house.workers["school"], person=house.new_person())


@pytest.mark.parametrize("status", ["suivi", "opposition", "fin_etude", "veille", "x"])
def test_only_a_reason_that_closes_may_be_chosen(house, status):
    with pytest.raises(UnknownWord):
        close_follow_up(
            house.workers["school"],
            person=house.new_person(),
            status=status,
            on=TODAY,
        )


def test_an_accompaniment_is_not_closed_on_a_day_to_come(house):
    with pytest.raises(DayImpossible):
        close_follow_up(
            house.workers["school"],
            person=house.new_person(),
            status="demenage",
            on=TODAY + timedelta(days=1),
        )


@pytest.mark.parametrize("act", [read_follow_up, reopen_follow_up])
def test_another_structures_follow_up_is_out_of_reach(house, act):
    person = house.new_person("mission")

    with pytest.raises(NotWithinReach):
        act(house.workers["school"], person=person)


def test_reasons_offer_lost_to_follow_up_only_where_the_rule_says_so(house, later):
    person, then = house.new_person(), later(days=230)
    assert LOST not in read_follow_up(then, person=person).reasons

    try_to_reach(then, person, 100, 110, 120)

    assert LOST in read_follow_up(then, person=person).reasons


def facts(house):
    with house.territory.record.read() as session:
        rows = session.exec(
            select(SituationFact)
            .where(SituationFact.retired_on.is_(None))
            .order_by(SituationFact.id)
        ).all()
    return [(f.situation, f.starts_on, f.ends_on, f.verified_on) for f in rows]


def in_training(house, later):
    person, start = house.new_person(), TODAY - timedelta(days=20)
    new = NewSituation("formation_pro", start, precision="month")
    update_situation(house.workers["school"], person=person, new=new)
    return person, start, later(days=30)


def test_still_in_training_is_verified_today_with_its_start_as_known(house, later):
    person, start, then = in_training(house, later)

    answer_situation(then, person=person, situation="formation_pro", answer="still")

    assert facts(house) == [("formation_pro", start, None, then.today())]
    with house.territory.record.read() as session:
        rows = session.exec(select(SituationFact)).all()
    assert {row.precision for row in rows} == {"month"}


def test_no_longer_in_training_ends_it_and_what_follows_is_unknown(house, later):
    person, start, then = in_training(house, later)

    answer_situation(then, person=person, situation="formation_pro", answer="ended")

    day = then.today()
    assert facts(house) == [
        ("formation_pro", start, day, TODAY),
        ("inconnue", day, None, None),
    ]
    assert read_path(then, person=person).spells[-1].situation == "inconnue"


def test_not_knowing_ends_nothing_and_verifies_nothing(house, later):
    person, start, then = in_training(house, later)

    answer_situation(then, person=person, situation="formation_pro", answer="unknown")

    assert facts(house) == [
        ("formation_pro", start, None, TODAY),
        ("inconnue", then.today(), None, None),
    ]
    path = read_path(then, person=person)
    assert path.spells[-1].situation == "formation_pro"
    assert path.last_verified_on == TODAY


def test_an_answer_about_a_situation_that_changed_meanwhile_is_refused(house, later):
    person, _start, then = in_training(house, later)
    new = NewSituation("emploi_durable", TODAY)
    update_situation(then, person=person, new=new)

    with pytest.raises(AlreadyChanged):
        answer_situation(then, person=person, situation="formation_pro", answer="still")


def test_a_situation_believed_no_longer_may_still_be_confirmed(house, later):
    person, start, _then = in_training(house, later)
    long_after = later(days=400)
    spells = read_path(long_after, person=person).spells
    assert spells[-1].situation == "inconnue"

    answer_situation(
        long_after, person=person, situation="formation_pro", answer="still"
    )

    spells = read_path(long_after, person=person).spells
    assert [(one.situation, one.starts_on) for one in spells] == [
        ("formation_pro", start)
    ]
