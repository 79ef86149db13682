"""A young person with a path of their own, their words, and readers."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from parcours.goals.operations import NewGoal, NewStep, set_goal, set_step
from parcours.interventions.operations import (
    NewIntervention,
    log_contact,
    log_intervention,
)
from parcours.people.operations import NewSituation, reveal_identity, update_situation
from parcours.record.models import Goal
from parcours.rights.recording import (
    NewInformation,
    record_information,
    record_sharing_choice,
)
from tests.unit.parcours.people.conftest import TODAY
from tests.unit.parcours.rights.conftest import house, officer


__all__ = ["house", "officer"]
WISH = "Trouver un patron en cuisine"
NAMED_STEP = "Rappeler la Mission locale"


@pytest.fixture
def person(house):
    """Known to the school and the mission locale; the school writes."""
    worker, desk = house.workers["school"], house.territory.desk
    someone = house.new_person("school")
    house.new_person("mission")
    for code, on in (("lycee", date(2024, 9, 2)), ("decroche", date(2025, 3, 3))):
        update_situation(worker, person=someone, new=NewSituation(code, on))
    set_goal(
        worker,
        person=someone,
        new=NewGoal(WISH, date(2025, 9, 1), own_words=True),
    )
    with house.territory.record.read() as session:
        ref = session.exec(select(Goal.ref).order_by(col(Goal.id).desc())).first()
    for label, mine in (("Faire mon CV", True), (NAMED_STEP, False)):
        step = NewStep(
            label,
            date(2025, 9, 8),
            goal_ref=ref,
            due_on=date(2025, 12, 1),
            by_young_person=mine,
        )
        set_step(worker, person=someone, new=step)
    for days in (0, 7, 14):
        on = date(2025, 9, 15) + timedelta(days=days)
        note = "Est venu avec son frère" if days == 0 else None
        log(worker, someone, on, note=note)
    log(worker, someone, date(2025, 12, 4), state="planned")
    log_contact(worker, person=someone, on=TODAY, result=contact_of(worker))
    record_information(
        worker, person=someone, new=NewInformation("young_person", "spoken", TODAY)
    )
    record_sharing_choice(worker, person=someone, recipient="chantiers", choice="agree")
    reveal_identity(house.workers["mission"], desk=desk, person=someone)
    return someone


def kind_of(worker):
    """The first kind of intervention that may be recorded under a name."""
    kinds = worker.nomenclature.interventions.items()
    return next(code for code, kind in kinds if kind.named != "forbidden")


def contact_of(worker):
    return next(iter(worker.nomenclature.contact_results))


def log(worker, person, on, **fields):
    new = NewIntervention(kind_of(worker), on, **fields)
    return log_intervention(worker, person=person, new=new)
