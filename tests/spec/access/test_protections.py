"""What each protection and each choice closes, for each reader and each use.

Columns: the organisation that recorded it (own), another one that a convention opens
it to (conv), another one that the young person agreed to (agr), an extract made today
(now), an extract made today as of a day before (past), and a new entry of the own
organisation (write). x: there, or done; a dot: not.
"""

from dataclasses import replace
from datetime import date

import pytest

from parcours.access.context import Context
from parcours.people.failures import PathFrozen
from parcours.people.operations import NewSituation, read_path, update_situation
from parcours.record.models import FollowUp, Protection, SharingChoice
from tests.record_house import START, add_account, context_for
from tests.unit.parcours.extract.house import DAY, a_house, rows


SCHOOL, MISSION, SITE = "education_nationale", "mission_locale", "chantiers"
LATER = date(2025, 10, 1)
#  what the young person set      | own conv agr now past write
TABLE = """
    nothing                       |  x   x    x   x   x    x
    opposition                    |  x   .    .   .   .    x
    opposition, lifted            |  x   x    x   x   x    x
    opposition, by a file         |  x   .    .   .   .    x
    restriction                   |  x   .    .   .   x    .
    restriction, lifted           |  x   x    x   x   x    x
    confidentiality               |  x   .    .   x   x    x
    confidentiality, lifted       |  x   x    x   x   x    x
    refusal of both               |  x   .    .   x   x    x
    refusal of both, ended        |  x   x    x   x   x    x
"""


@pytest.fixture
def house(tmp_path):
    with a_house(tmp_path) as one:
        for code in (SCHOOL, MISSION, SITE):
            one.organisation(code)
        one.worker = add_account(one.store, role="case_worker")
        yield one


def at(house, code):
    """Give the context of a worker of an organisation, on the later day."""
    place = {"organisation_id": house.organisations[code], "organisation_code": code}
    return context_for(house.store, replace(house.worker, **place), now=house.clock)


def a_young_person(house):
    """The school recorded « decroche »; mission locale and chantiers know them too."""
    person = house.person()
    school = house.subject(person, organisation=SCHOOL)
    house.situation(school, "decroche", organisation=SCHOOL)
    for code in (MISSION, SITE):
        house.subject(person, organisation=code)
    choose(house, school, SITE, "agree")
    return person, school


def choose(house, subject, recipient, choice, **fields):
    house.add(
        SharingChoice(
            subject_id=subject,
            recipient_id=house.organisations[recipient],
            starts_on=DAY,
            recorded_at=START,
            choice=choice,
            **fields,
        )
    )


def protect(house, subject, kind, **fields):
    known = {"recorded_on": LATER, "starts_on": LATER, "asked_by": "young_person"}
    house.fact(Protection, subject, kind=kind, organisation=SCHOOL, **known | fields)


def set_up(house, subject, what):
    kind, _comma, then = what.partition(", ")
    if then == "by a file":
        told = {"status": kind, "starts_on": LATER, "recorded_on": LATER}
        house.fact(FollowUp, subject, organisation=SCHOOL, **told)
    elif kind == "refusal of both":
        end = {"ends_on": LATER} if then else {}
        choose(house, subject, MISSION, "refuse", **end)
        choose(house, subject, SITE, "refuse", **end)
    elif then == "lifted":
        protect(house, subject, kind, retired_on=LATER, retired_because="superseded")
        protect(house, subject, kind, ends_on=LATER)
    elif kind != "nothing":
        protect(house, subject, kind)


def pseudonym(house, person):
    from parcours.record.models import Person

    with house.store.read() as session:
        return session.get(Person, person).pseudonym


def is_read(context: Context, name: str) -> bool:
    return [s.situation for s in read_path(context, person=name).spells] == ["decroche"]


def is_extracted(house, as_of):
    extract = house.extract(as_of=as_of)
    return [f["situation"] for f in rows(extract, "situation_facts")] == ["decroche"]


def is_written(context, name):
    try:
        update_situation(context, person=name, new=NewSituation("lycee", LATER))
    except PathFrozen:
        return False
    return True


def expected():
    for line in TABLE.strip().splitlines():
        what, _bar, cells = line.partition("|")
        yield what.strip(), [cell == "x" for cell in cells.split()]


@pytest.mark.parametrize(("what", "wanted"), list(expected()))
def test_a_protection_closes_exactly_what_the_table_says(house, what, wanted):
    person, school = a_young_person(house)
    set_up(house, school, what)
    house.clock.move(days=(LATER - DAY).days)
    name = pseudonym(house, person)

    found = [
        is_read(at(house, SCHOOL), name),
        is_read(at(house, MISSION), name),
        is_read(at(house, SITE), name),
        is_extracted(house, LATER),
        is_extracted(house, DAY),
        is_written(at(house, SCHOOL), name),
    ]

    assert found == wanted


def test_a_refusal_told_to_one_closes_what_the_others_recorded_too(house):
    person, _school = a_young_person(house)
    other = house.subject(person, organisation=SITE)
    choose(house, other, MISSION, "refuse")

    assert not is_read(at(house, MISSION), pseudonym(house, person))


def test_an_agreement_told_to_the_school_opens_the_schools_facts_despite_it(house):
    person, school = a_young_person(house)
    other = house.subject(person, organisation=SITE)
    choose(house, other, MISSION, "refuse")
    choose(house, school, MISSION, "agree")

    assert is_read(at(house, MISSION), pseudonym(house, person))


def test_reading_a_past_day_does_not_go_round_a_protection(house):
    person, school = a_young_person(house)
    protect(house, school, "confidentiality")
    house.clock.move(days=(LATER - DAY).days)

    view = read_path(at(house, MISSION), person=pseudonym(house, person), as_of=DAY)

    assert view.spells == ()


def test_a_frozen_file_leaves_the_files_of_others_in_the_extract(house):
    person, school = a_young_person(house)
    mission = house.subject(person, organisation=MISSION)
    house.situation(mission, "cfa", organisation=MISSION)
    protect(house, school, "restriction")

    extract = house.extract(as_of=LATER)

    assert extract.manifest.persons == 1
    assert [f["situation"] for f in rows(extract, "situation_facts")] == ["cfa"]


def test_a_person_whose_files_are_all_frozen_is_not_counted(house):
    subject = house.subject(house.person(), organisation=SCHOOL)
    house.situation(subject, organisation=SCHOOL)
    protect(house, subject, "restriction")

    extract = house.extract(as_of=LATER)

    assert extract.manifest.persons == 0
    assert rows(extract, "groupings") == []


def test_an_opposition_takes_the_joint_path_of_before_out_too(house):
    """Frozen and opposed at once: the opposition reaches every path of theirs."""
    person, school = a_young_person(house)
    mission = house.subject(person, organisation=MISSION)
    house.situation(mission, "cfa", organisation=MISSION)
    protect(house, school, "restriction", recorded_on=DAY, starts_on=DAY)
    protect(house, school, "opposition")

    assert house.extract(as_of=DAY).manifest.persons == 0
