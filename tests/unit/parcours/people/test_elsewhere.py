"""That somebody else follows a young person is told as far as they chose."""

from datetime import date, timedelta

from sqlmodel import select

from parcours.caseload.operations import read_caseload
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.people.operations import (
    NewSituation,
    read_path,
    search_people,
    update_situation,
)
from parcours.record.models import Link, Person, SituationFact, SourceSubject
from parcours.rights.recording import record_sharing_choice
from tests.unit.parcours.people.conftest import TODAY


def card(house, worker, typed="Vrontalbe"):
    (found,) = search_people(
        house.workers[worker], desk=house.territory.desk, text=typed
    )
    return found


def tell(house, worker, person):
    situation = NewSituation("decroche", date(2025, 9, 15))
    update_situation(house.workers[worker], person=person, new=situation)


def known_to_all(house):
    person = house.new_person("school")
    assert house.new_person("mission") == house.new_person("site") == person
    return person


def met_in_the_street(house):
    """One of the mission whom a prevention team knows, and who agreed to share."""
    person = house.new_person("mission")
    in_the_street = house.new_person("street", code="J-17")
    tell(house, "street", in_the_street)
    with house.territory.record.write() as session:
        whole = session.exec(select(Person).where(Person.pseudonym == person)).one()
        subject = session.exec(
            select(SourceSubject.id).where(SourceSubject.code == "J-17")
        ).one()
        link = session.exec(select(Link).where(Link.subject_id == subject)).one()
        link.person_id = whole.id
    choose(house, "street", person, "agree")
    return person


def choose(house, worker, person, choice):
    record_sharing_choice(
        house.workers[worker], person=person, recipient="mission_locale", choice=choice
    )


def test_another_organisation_is_heard_of_where_a_convention_opens_what_it_told(house):
    person = known_to_all(house)
    assert not card(house, "mission").elsewhere

    tell(house, "school", person)

    assert card(house, "mission").elsewhere
    assert not card(house, "site").elsewhere
    assert not card(house, "school").elsewhere


def test_nobody_is_heard_of_once_the_young_person_refuses_it(house):
    person = known_to_all(house)
    tell(house, "school", person)

    choose(house, "school", person, "refuse")

    assert not card(house, "mission").elsewhere
    assert read_path(house.workers["mission"], person=person).elsewhere == ()


def test_an_agreed_anonymous_follow_up_is_on_the_path_but_never_said_elsewhere(house):
    person = met_in_the_street(house)
    with house.territory.record.write() as session:  # as if they had told it openly
        for fact in session.exec(select(SituationFact)):
            fact.visibility = "shared"

    view = read_path(house.workers["mission"], person=person)

    assert [spell.situation for spell in view.spells] == ["decroche"]
    assert view.elsewhere == ()
    assert not card(house, "mission").elsewhere


def test_a_path_names_those_who_told_something_one_may_see(house):
    person = known_to_all(house)
    tell(house, "school", person)

    def names(worker):
        return read_path(house.workers[worker], person=person).elsewhere

    assert len(names("mission")) == 1
    assert names("site") == names("school") == ()


def test_the_last_contact_of_a_card_is_any_that_one_may_see(house):
    person = known_to_all(house)
    for worker, days in (("site", 1), ("mission", 9)):
        met = NewIntervention("premier_accueil", TODAY - timedelta(days=days))
        log_intervention(house.workers[worker], person=person, new=met)

    (mine,) = read_caseload(house.workers["mission"], desk=house.territory.desk)

    view = read_path(house.workers["mission"], person=person)
    seen = max(one.starts_on for one in view.interventions)
    assert mine.last_contact_on == seen
