"""Correct, withdraw, undo: nothing told disappears, and two workers do not collide."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from parcours.access.failures import NotWithinReach
from parcours.interventions.failures import WordsToConfirm
from parcours.interventions.habits import read_habits
from parcours.interventions.history import check_minors, read_history
from parcours.interventions.operations import (
    NewIntervention,
    correct_intervention,
    log_contact,
    log_intervention,
    withdraw_intervention,
)
from parcours.interventions.undo import withdraw_contact, withdraw_situation
from parcours.people.failures import AlreadyChanged, UnknownWord
from parcours.people.operations import NewSituation, read_path, update_situation
from parcours.record.models import Intervention, SituationFact
from pseudonymisation.values import PartialDate
from tests.unit.parcours.people.conftest import TODAY


NEW = NewIntervention("accomp_educatif", date(2025, 11, 3), hours=1.5, note="CV relu")


def logged(house, new=NEW, worker="school"):
    person = house.new_person(worker)
    return person, log_intervention(house.workers[worker], person=person, new=new)


def at_work(house, worker="school"):
    return house.workers[worker]


def test_an_entry_keeps_its_channel(house):
    person, row = logged(house, replace(NEW, channel="phone"))

    (entry,) = read_history(at_work(house), person=person)

    assert entry.latest.id == row
    assert entry.latest.new.channel == "phone"


def test_an_unknown_channel_or_reason_is_refused(house):
    person, row = logged(house)

    with pytest.raises(UnknownWord):
        log_intervention(
            at_work(house), person=person, new=replace(NEW, channel="pigeon")
        )
    with pytest.raises(UnknownWord):
        withdraw_intervention(
            at_work(house), person=person, intervention=row, reason="humeur"
        )


def test_a_correction_is_told_with_who_when_why_and_what_changed(house):
    person, row = logged(house)

    correct_intervention(
        at_work(house),
        person=person,
        intervention=row,
        new=replace(NEW, hours=2.0, note=None),
        reason="typo",
    )

    (entry,) = read_history(at_work(house), person=person)
    first, second = entry.versions
    assert (first.ended, first.reason, first.ended_by) == (
        "superseded",
        "typo",
        "school",
    )
    assert (second.changed, second.by, entry.counts) == (
        ("hours", "note"),
        "school",
        True,
    )


def test_a_withdrawn_entry_stays_in_the_history_and_leaves_the_path(house):
    person, row = logged(house)

    withdraw_intervention(
        at_work(house), person=person, intervention=row, reason="did_not_happen"
    )

    (entry,) = read_history(at_work(house), person=person)
    assert not entry.counts
    assert entry.latest.reason == "did_not_happen"
    assert not read_path(at_work(house), person=person).interventions


def test_a_correction_keeps_what_it_does_not_speak_of(house):
    person, row = logged(house)
    with house.territory.record.write() as session:
        session.get(Intervention, row).precision = "month"

    again = correct_intervention(
        at_work(house), person=person, intervention=row, new=replace(NEW, hours=3.0)
    )

    with house.territory.record.read() as session:
        assert session.get(Intervention, again).precision == "month"


def test_two_corrections_of_one_entry_do_not_write_over_each_other(house):
    person, row = logged(house)
    theirs = replace(NEW, note="lettre relue")
    correct_intervention(at_work(house), person=person, intervention=row, new=theirs)

    with pytest.raises(AlreadyChanged):
        correct_intervention(
            at_work(house),
            person=person,
            intervention=row,
            new=replace(NEW, note="appel passé"),
        )

    (entry,) = read_history(at_work(house), person=person)
    assert entry.holds(row)
    assert entry.latest.new == theirs


def test_the_history_of_another_organisation_is_not_told(house):
    person, _row = logged(house)

    with pytest.raises(NotWithinReach):
        read_history(at_work(house, "site"), person=person)


def test_a_contact_is_taken_back(house):
    person = house.new_person()
    row = log_contact(
        at_work(house), person=person, on=TODAY, result="rdv_pris", channel="phone"
    )

    withdraw_contact(at_work(house), person=person, contact=row)

    assert not read_path(at_work(house), person=person).contacts
    with pytest.raises(AlreadyChanged):
        withdraw_contact(at_work(house), person=person, contact=row)


def test_a_contact_of_another_organisation_cannot_be_taken_back(house):
    person = house.new_person()
    row = log_contact(at_work(house), person=person, on=TODAY, result="rdv_pris")
    house.new_person("mission")

    with pytest.raises(NotWithinReach):
        withdraw_contact(at_work(house, "site"), person=person, contact=row)


def test_a_situation_taken_back_leaves_the_path_as_it_was(house):
    person = house.new_person()
    worker = at_work(house)
    update_situation(worker, person=person, new=NewSituation("lycee", date(2025, 9, 1)))
    before = read_path(worker, person=person).spells
    row = update_situation(
        worker, person=person, new=NewSituation("decroche", date(2025, 11, 3))
    )

    withdraw_situation(worker, person=person, situation=row)

    assert read_path(worker, person=person).spells == before


def test_a_confirmation_taken_back_gives_the_former_verification_again(house):
    person = house.new_person()
    worker = at_work(house)
    same = NewSituation("lycee", date(2025, 9, 1))
    old = update_situation(worker, person=person, new=same)
    with house.territory.record.write() as session:
        session.get(SituationFact, old).verified_on = date(2025, 9, 15)
    before = read_path(worker, person=person)
    row = update_situation(worker, person=person, new=same)
    assert read_path(worker, person=person).last_verified_on == TODAY

    withdraw_situation(worker, person=person, situation=row)

    after = read_path(worker, person=person)
    assert after.last_verified_on == date(2025, 9, 15)
    assert after.spells == before.spells


def test_what_one_last_used_comes_first_for_oneself_alone(house):
    person, _row = logged(house, replace(NEW, channel="visit"))
    worker = at_work(house)
    log_intervention(worker, person=person, new=NewIntervention("pacea", TODAY))
    other = house.new_person(given_names="Aglaé", birth_date=PartialDate(2007, 1, 1))
    log_intervention(worker, person=other, new=replace(NEW, hours=0.5))

    habits = read_habits(worker)

    assert list(habits.kinds) == ["accomp_educatif", "pacea"]
    assert habits.kinds["accomp_educatif"].hours == 0.5
    assert habits.persons == (other, person)
    assert not read_habits(at_work(house, "mission")).kinds


def test_an_entry_taken_back_is_no_habit(house):
    person, row = logged(house)

    withdraw_intervention(at_work(house), person=person, intervention=row)

    assert not read_habits(at_work(house)).kinds


def test_doubtful_words_are_asked_again_and_kept_if_confirmed(house):
    person = house.new_person()
    doubtful = replace(NEW, note="orienté vers l’hôpital")

    with pytest.raises(WordsToConfirm) as refusal:
        log_intervention(at_work(house), person=person, new=doubtful)
    log_intervention(at_work(house), person=person, new=doubtful, anyway=True)

    assert refusal.value.where.column == "note"
    assert "hôpital" not in str(refusal.value)
    assert len(read_history(at_work(house), person=person)) == 1


def test_a_site_is_checked_against_the_hours_already_on_record(house):
    person = house.new_person(birth_date=PartialDate(2000, 5, 14))
    worker = at_work(house)
    site = NewIntervention("chantier_educatif", date(2025, 10, 20), hours=400.0)
    site = replace(site, ends_on=site.starts_on + timedelta(days=30))
    assert check_minors(worker, person=person, new=site) == ()
    log_intervention(worker, person=person, new=site)

    found = check_minors(worker, person=person, new=site)

    assert [one.code for one in found] == ["hours_12_months"]


def test_what_is_no_work_calls_for_no_rule_of_work(house):
    person = house.new_person(birth_date=PartialDate(2014, 5, 14))

    assert check_minors(at_work(house), person=person, new=NEW) == ()
