"""A reminder put off rests on after two paths are joined, and after they part again."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.matching.operations import (
    answer_question,
    list_questions,
    take_back_answer,
)
from parcours.record.models import Snooze
from parcours.reminders.operations import read_week, snooze


LONG = timedelta(days=200)  # enough for the first reminders of both


@pytest.fixture
def two(house):
    one = house.person("school", code="E1")
    other = house.person("mission", birth_name="Qwantelbo", code="M1")
    house.situation("school", one, "college", date(2023, 9, 4))
    house.situation("mission", other, "recherche_emploi", date(2025, 10, 1))
    for worker, person in (("school", one), ("mission", other)):
        new = NewIntervention(
            "premier_accueil",
            date(2025, 11, 20),
            next_step="visite",
            next_step_on=date(2025, 11, 24),
        )
        log_intervention(house.contexts[worker], person=person, new=new)
    house.clock.instant += timedelta(hours=1)
    return {"school": one, "mission": other}


def put_off(house, two, worker, code):
    asked = week(house, worker)
    every = (*asked.reminders, *asked.foreseen)
    found = [one for one in every if one.rule.code == code]
    until = house.contexts[worker].today() + timedelta(days=7)
    for one in found:
        snooze(house.contexts[worker], person=two[worker], key=one.key, until=until)
    house.clock.instant += timedelta(hours=1)


def week(house, worker):
    return read_week(house.contexts[worker], desk=house.desk)


def resting(house, worker):
    return sorted(one.rule.code for one, _until in week(house, worker).put_off)


def join(house):
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    answer_question(
        house.contexts["rose"], desk=house.desk, ref=line.ref, answer="same"
    )
    house.clock.instant += timedelta(minutes=1)


def part(house):
    take_back_answer(house.contexts["rose"], desk=house.desk, ref=None)
    house.clock.instant += timedelta(minutes=1)


@pytest.mark.parametrize("code", ["not_informed", "step_due"])
@pytest.mark.parametrize("worker", ["school", "mission"])
def test_what_was_put_off_rests_after_a_join_and_after_its_undoing(
    house, two, worker, code
):
    put_off(house, two, worker, code)

    join(house)
    assert resting(house, worker) == [code]
    part(house)
    assert resting(house, worker) == [code]


def test_a_step_put_off_while_joined_rests_with_its_own_path(house, two):
    join(house)
    for worker in two:
        put_off(house, two, worker, "step_due")
    house.clock.instant -= timedelta(hours=2)  # a join is taken back within minutes

    part(house)

    assert [resting(house, worker) for worker in two] == [["step_due"], ["step_due"]]


def test_what_was_put_off_of_the_one_is_asked_of_the_other_once_they_part(house, two):
    put_off(house, two, "school", "not_informed")
    put_off(house, two, "mission", "not_informed")
    join(house)
    part(house)

    with house.territory.record.read() as session:
        rows = session.exec(select(Snooze)).all()
    assert len({(row.account_id, row.alert, row.person_id) for row in rows}) == len(
        rows
    )
    by_account = {}
    for row in rows:
        by_account.setdefault(row.account_id, set()).add(row.person_id)
    assert all(len(persons) == 1 for persons in by_account.values())
