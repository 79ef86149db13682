"""Proposing a hand-over: to whom, what is told, what the young person said."""

import json
from dataclasses import replace

import pytest
from sqlmodel import select

from parcours.access.conventions import Conventions
from parcours.access.failures import ConventionMissing
from parcours.people.failures import UnknownWord
from parcours.people.operations import (
    NewSituation,
    update_situation,
)
from parcours.record.models import (
    Organisation,
    Protection,
    Referral,
    SharingChoice,
    SourceSubject,
)
from parcours.referrals.answering import open_thread, refuse
from parcours.referrals.asking import list_recipients, tell
from parcours.referrals.failures import (
    AgreementNeeded,
    NothingTold,
    RelayAlreadyOpen,
    YoungPersonNotAsked,
    YoungPersonRefuses,
)


def everything(house, table):
    with house.territory.record.read() as session:
        return session.exec(select(table).order_by(table.id)).all()


def opened(house, worker, thread):
    return open_thread(house.workers[worker], thread=thread)


def test_one_may_ask_only_whom_a_convention_names(house):
    person = house.new_person("mission")

    found = list_recipients(house.workers["mission"], person=person)

    assert {one.code for one in found} == {"chantiers", "prevention_specialisee"}
    assert all(one.needs_agreement for one in found)
    assert found[0].colleagues[0].name == "Zorglub site"
    assert found[0].colleagues[0].login == ""


def test_without_a_convention_in_force_nothing_is_proposed(house):
    person = house.told_person()
    worker = house.workers["mission"]
    house.workers["mission"] = replace(worker, conventions=Conventions(()))

    with pytest.raises(ConventionMissing):
        house.propose(person)

    assert everything(house, Referral) == []


def test_who_was_not_told_is_not_handed_over(house):
    with pytest.raises(YoungPersonNotAsked):
        house.propose(house.told_person(), young_person="not_yet")


def test_under_anonymity_to_be_told_is_not_enough(house):
    person = house.told_person("street", birth_name=None, given_names=None, code="R7")

    with pytest.raises(AgreementNeeded):
        house.propose(
            person, "street", recipient="mission_locale", young_person="informed"
        )


def test_a_convention_without_agreement_lets_an_informed_person_be_handed_over(house):
    person = house.told_person("school")
    options = {"recipient": "mission_locale", "young_person": "informed"}

    thread = house.propose(person, "school", lines=("situation",), **options)

    assert opened(house, "mission", thread).young_person == "informed"
    assert everything(house, SharingChoice) == []


def test_a_convention_on_situations_lets_no_intervention_be_told(house):
    person = house.told_person("school")
    worker = house.workers["school"]

    lines = tell(worker, person=person, recipient="mission_locale")

    assert {line.kind for line in lines} == {"age", "situation"}
    with pytest.raises(UnknownWord):
        house.propose(
            person,
            "school",
            recipient="mission_locale",
            young_person="informed",
            lines=("next_step",),
        )


def test_what_was_agreed_is_kept_per_recipient_with_the_age_and_ends_with_a_no(house):
    person = house.told_person("street", birth_name=None, given_names=None, code="R7")
    thread = house.propose(person, "street", recipient="mission_locale")
    (choice,) = everything(house, SharingChoice)

    refuse(house.workers["mission"], thread=thread, by="young_person")

    assert (choice.choice, choice.age, choice.ends_on) == ("agree", 17, None)
    (after,) = everything(house, SharingChoice)
    assert after.ends_on == house.workers["mission"].today()


def test_a_limit_that_the_young_person_set_stops_a_hand_over(house):
    person = house.told_person()
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject)).one()
        session.add(
            Protection(
                kind="confidentiality",
                starts_on=house.clock().date(),
                asked_by="young_person",
                organisation_id=subject.organisation_id,
                subject_id=subject.id,
                known_on=house.clock().date(),
                recorded_at=house.clock(),
                recorded_on=house.clock().date(),
            )
        )

    with pytest.raises(YoungPersonRefuses):
        house.propose(person)


def test_a_choice_against_the_recipient_stops_a_hand_over(house):
    person = house.told_person()
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject)).one()
        site = session.exec(
            select(Organisation).where(Organisation.code == "chantiers")
        ).one()
        session.add(
            SharingChoice(
                subject_id=subject.id,
                recipient_id=site.id,
                starts_on=house.clock().date(),
                recorded_at=house.clock(),
                choice="refuse",
            )
        )

    with pytest.raises(YoungPersonRefuses):
        house.propose(person)


def test_one_hand_over_at_a_time_waits_for_one_organisation(house):
    person = house.told_person()
    house.propose(person)

    with pytest.raises(RelayAlreadyOpen):
        house.propose(person)


def test_at_least_one_line_is_told(house):
    with pytest.raises(NothingTold):
        house.propose(house.told_person(), lines=())


def test_a_packet_holds_the_lines_chosen_and_no_identity(house):
    person = house.told_person(code="DOSSIER-88")
    lines = ("age", "situation", "intervention:premier_accueil", "next_step")
    thread = house.propose(person, lines=lines)

    found = opened(house, "site", thread)
    (row,) = everything(house, Referral)

    assert [line.key for line in found.packet] == list(lines)
    assert found.packet[0].n == 17
    for secret in ("Vrontalbe", "Maïlys", "DOSSIER-88", "2008", person):
        assert secret not in row.packet
    assert json.loads(row.packet)["told_on"] == "2025-11-22"


def test_a_packet_stays_as_it_was_whatever_happens_later(house):
    person = house.told_person()
    thread = house.propose(person)
    before = opened(house, "site", thread).packet
    house.clock.move(days=20)

    update_situation(
        house.workers["mission"],
        person=person,
        new=NewSituation("apprentissage", house.workers["mission"].today()),
    )

    assert opened(house, "site", thread).packet == before
