"""By which index the record is entered: by the young person, never by all there is."""

from dataclasses import replace

import pytest
from sqlmodel import col

from parcours.people.path_view import SHOWN
from parcours.people.visibility import persons_within, viewer, visible_facts
from parcours.record.models import Person


def plan_of(session, statement):
    compiled = statement.compile(
        session.get_bind(), compile_kwargs={"literal_binds": True}
    )
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}")
    return [row[-1] for row in rows]


@pytest.mark.parametrize("table", SHOWN)
def test_facts_are_found_by_their_person_whoever_may_see_them(house, table):
    with house.territory.record.read() as session:
        looking = viewer(house.workers["mission"], session)
        plan = plan_of(session, visible_facts(table, [1, 2], looking))

    assert any("ix_link_person_id" in step for step in plan)
    assert any(f"ix_{table.__tablename__}_subject_id" in step for step in plan)
    assert not any("organisation_id" in step for step in plan)


def test_the_reach_of_an_organisation_is_asked_of_each_person_in_turn(house):
    context = replace(house.workers["mission"], scope="own_organisation")
    one = col(Person.pseudonym) == "v1.record.nobody"
    with house.territory.record.read() as session:
        plan = plan_of(session, persons_within(context).where(one))

    assert any("ix_person_pseudonym" in step for step in plan)
    assert not any("SCAN" in step for step in plan)
