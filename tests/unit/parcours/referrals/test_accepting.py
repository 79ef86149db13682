"""Accepting a hand-over: the young person comes within reach, in both stores."""

import pytest
from sqlmodel import select

from parcours.access.failures import NotWithinReach
from parcours.people.operations import (
    read_path,
    reveal_identity,
)
from parcours.record.models import (
    SourceSubject,
)
from parcours.referrals.accepting import accept
from parcours.referrals.answering import open_thread
from parcours.referrals.reading import read_box
from pseudonymisation.failures import PersonUnknown


def everything(house, table):
    with house.territory.record.read() as session:
        return session.exec(select(table).order_by(table.id)).all()


def opened(house, worker, thread):
    return open_thread(house.workers[worker], thread=thread)


def test_before_it_accepts_the_recipient_has_the_packet_alone(house):
    person = house.told_person()
    thread = house.propose(person)

    found = opened(house, "site", thread)

    assert found.line.person is None
    site = house.workers["site"]
    with pytest.raises(NotWithinReach):
        read_path(site, person=person)
    with pytest.raises(NotWithinReach):
        reveal_identity(site, desk=house.desk, person=person)


def test_once_accepted_the_young_person_is_within_reach_under_their_name(house):
    person = house.told_person()
    thread = house.propose(person)
    site = house.workers["site"]

    accepted = accept(site, desk=house.desk, thread=thread)

    assert accepted == person
    identity = reveal_identity(site, desk=house.desk, person=person)
    assert identity.birth_name == "Vrontalbe"
    assert [r.state for r in read_path(site, person=person).referrals] == ["accepted"]
    sent = read_box(house.workers["mission"], desk=house.desk, box="sent")
    assert [(one.state, one.unread) for one in sent] == [("accepted", True)]


def test_accepting_leaves_both_stores_whole(house):
    thread = house.propose(house.told_person())

    accept(house.workers["site"], desk=house.desk, thread=thread)

    assert house.desk.pending() == []
    rows = everything(house, SourceSubject)
    assert [row.code for row in rows] == [None, None]
    assert len({row.subject for row in rows}) == 2


def test_under_anonymity_no_name_comes_along(house):
    person = house.told_person("street", birth_name=None, given_names=None, code="R7")
    thread = house.propose(person, "street", recipient="mission_locale")
    mission = house.workers["mission"]

    accepted = accept(mission, desk=house.desk, thread=thread)

    assert accepted == person
    with pytest.raises(PersonUnknown):
        reveal_identity(mission, desk=house.desk, person=person)
    assert len(read_path(mission, person=person).interventions) == 1


def test_a_page_that_the_recipient_has_already_is_joined_by_its_code(house):
    own = house.new_person("mission", code="ML-55")
    person = house.told_person("street", birth_name=None, given_names=None, code="R7")
    thread = house.propose(person, "street", recipient="mission_locale")
    mission = house.workers["mission"]

    accepted = accept(mission, desk=house.desk, thread=thread, own_code="ML-55")

    assert own != person
    identity = reveal_identity(mission, desk=house.desk, person=accepted)
    assert identity.given_names == "Maïlys"
    assert len(read_path(mission, person=accepted).interventions) == 1
    assert read_path(house.workers["street"], person=accepted).interventions


def test_who_is_known_to_the_recipient_already_gets_no_second_page(house):
    person = house.told_person()
    assert house.new_person("site") == person
    thread = house.propose(person)

    accept(house.workers["site"], desk=house.desk, thread=thread)

    assert len(everything(house, SourceSubject)) == 2
    assert house.desk.pending() == []


def test_a_twin_with_the_same_name_is_not_met_by_an_acceptance(house):
    person = house.told_person()
    other = house.new_person("school", given_names="Aglaé", sex="F")
    thread = house.propose(person)

    accept(house.workers["site"], desk=house.desk, thread=thread)

    assert (
        reveal_identity(
            house.workers["site"], desk=house.desk, person=person
        ).given_names
        == "Maïlys"
    )
    with pytest.raises(NotWithinReach):
        read_path(house.workers["site"], person=other)
