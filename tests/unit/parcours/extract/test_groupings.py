"""An extract also says who would be whom with fewer links, and with more."""

import numpy as np
import pyarrow.parquet as pq

from parcours.record.models import Contact
from pseudonymisation.pseudonym import Pseudonym
from tests.unit.parcours.extract.house import DAY, rows


def subject_name(number):
    return Pseudonym(f"v1.subject.{number:052d}")


def person_name(number):
    letters = np.base_repr(number, 4).translate(str.maketrans("0123", "abcd"))
    return Pseudonym(f"v1.record.{letters:a>52}")


def groupings(extract):
    return sorted(
        tuple(row.values())
        for row in pq.read_table(extract.folder / "groupings.parquet").to_pylist()
    )


def test_a_weak_link_is_taken_apart_in_the_pessimistic_grouping_alone(house):
    person = house.person()
    house.subject(person)
    house.subject(person, organisation="prevention_specialisee")

    found = groupings(house.extract(weak=[subject_name(2)]))

    assert {(person, optimistic) for _s, person, _p, optimistic in found} == {(1, 1)}
    assert {pessimistic for _s, _person, pessimistic, _o in found} == {1, 2}


def test_a_likely_question_joins_two_in_the_optimistic_grouping_alone(house):
    house.subject(house.person())
    house.subject(house.person(), organisation="prevention_specialisee")

    found = groupings(house.extract(likely=[(person_name(1), person_name(2))]))

    assert {row[3] for row in found} == {1}
    assert all(person == pessimistic for _s, person, pessimistic, _o in found)


def test_a_question_about_someone_absent_joins_nobody(house):
    house.subject(house.person())

    found = groupings(house.extract(likely=[(person_name(1), person_name(9))]))

    assert found == [(1, 1, 1, 1)]


def test_facts_of_one_subject_bear_its_number_in_every_table(house):
    person = house.person()
    one = house.subject(person)
    other = house.subject(person, organisation="prevention_specialisee")
    house.situation(one)
    house.fact(Contact, one, starts_on=DAY, result="rdv_pris")
    house.situation(other, organisation="prevention_specialisee")

    extract = house.extract()
    facts = {r["organisation"]: r["subject"] for r in rows(extract, "situation_facts")}
    (contact,) = rows(extract, "contacts")

    assert set(facts.values()) == {1, 2}
    assert contact["subject"] == facts["mission_locale"]
