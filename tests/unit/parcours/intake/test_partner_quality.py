"""How complete and fresh each structure’s data are, counted on the record."""

from datetime import timedelta

import pytest

from parcours.access.failures import AccessDenied
from parcours.intake.partner_quality import read_data_quality
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.people.attributes import NewAttribute, record_attribute
from parcours.people.operations import NewSituation, update_situation
from tests.unit.parcours.people.conftest import TODAY, house


__all__ = ["house"]


@pytest.fixture
def officer(house):
    return house.colleague("school", "chef", role="policy_officer")


def quality(house, officer):
    found = read_data_quality(officer, desk=house.territory.desk)
    return {one.code: one for one in found.partners}


def test_nobody_known_nothing_told(house, officer):
    assert quality(house, officer) == {}


def test_each_structure_is_counted_by_what_it_told_itself(house, officer):
    mine = house.new_person("school")
    house.new_person("school", birth_name="Zorglub", sex=None)
    house.new_person("site", birth_name="Qwantel")
    me = house.workers["school"]
    update_situation(
        me,
        person=mine,
        new=NewSituation("college", TODAY - timedelta(days=400)),
    )
    log_intervention(me, person=mine, new=NewIntervention("accomp_educatif", TODAY))
    record_attribute(
        me,
        person=mine,
        new=[NewAttribute("residence_qpv", "outside", TODAY, how="declared")],
    )

    found = quality(house, officer)

    school = found["education_nationale"]
    assert (school.n, school.last_on, school.sends_files) == (2, TODAY, False)
    assert school.known == {
        "sex": 1,
        "birth": 2,
        "residence": 1,
        "situation": 1,
        "recent": 1,
    }
    assert found["chantiers"].known["situation"] == 0
    assert set(found) == {"education_nationale", "chantiers"}


def test_a_caseworker_does_not_read_it(house):
    with pytest.raises(AccessDenied):
        read_data_quality(house.workers["school"], desk=house.territory.desk)
