"""Planning a team's work: whom each accompanies, who waits, several given at once."""

from datetime import timedelta
from random import Random

import pytest
from sqlmodel import select

from parcours.access.accounts import disable_account
from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.caseload.holding import held_by_nobody
from parcours.caseload.operations import read_caseload
from parcours.caseload.team import (
    Reassigned,
    list_held,
    read_team,
    reassign,
    take_back_reassignment,
)
from parcours.interventions.operations import (
    NewIntervention,
    log_contact,
    log_intervention,
)
from parcours.people.failures import AlreadyChanged, UnknownWord
from parcours.people.operations import (
    NewSituation,
    read_path,
    reveal_identity,
    search_people,
    update_situation,
)
from parcours.record.models import Assignment, AuditLine, Person
from tests.record_house import whom
from tests.unit.parcours.people.conftest import NOW, TODAY, narrowed


MEETINGS, ROWS = 20, (1, 2, 3, 5, 8, 20, 21, 1_000)
NAMES = ("Aglaé", "Zoltan", "Hortense", "Odilon")


def several(house, n=3, worker="mission"):
    return [
        house.new_person(worker, given_names=name, birth_date=None, code=f"J-{number}")
        for number, name in enumerate(NAMES[:n])
    ]


def line_of(team, login):
    return next(one for one in team.referents if one.login == login)


def mine(house, context):
    return {card.person for card in read_caseload(context, desk=house.territory.desk)}


def held(house, planner, login=None):
    return list_held(planner, desk=house.territory.desk, login=login)


def days_later(context, days):
    instant = NOW + timedelta(days=days)
    return type(context)(**{**vars(context), "now": lambda: instant})


def begun_before(house, days=100):
    """Let every assignment have begun some time ago."""
    with house.territory.record.write() as session:
        for row in session.exec(select(Assignment)):
            row.starts_on = TODAY - timedelta(days=days)


def disable(house, login):
    operator = house.territory.context(house.territory.operator())
    disable_account(operator, login=login)


def test_a_team_is_listed_by_name_with_what_each_accompanies(house, planner):
    house.colleague("mission", "abel")
    several(house)

    team = read_team(planner)

    assert [one.login for one in team.referents] == ["abel", "mission", "planner"]
    assert [one.n_people for one in team.referents] == [0, 3, 0]
    assert (team.n_left, team.n_free) == (0, 0)


def test_those_not_met_for_three_months_and_steps_that_passed_are_counted(
    house, planner
):
    first, second, third = several(house)
    begun_before(house)
    worker = house.workers["mission"]
    met = NewIntervention("premier_accueil", TODAY - timedelta(days=90))
    log_intervention(worker, person=first, new=met)
    planned = NewIntervention(
        "premier_accueil",
        TODAY - timedelta(days=91),
        next_step="Visiter le CFA",
        next_step_on=TODAY - timedelta(days=1),
    )
    log_intervention(worker, person=second, new=planned)

    line = line_of(read_team(planner), "mission")

    assert (line.n_people, line.n_long, line.n_overdue) == (3, 2, 1)
    cards = {c.person: c for c in read_caseload(worker, desk=house.territory.desk)}
    assert cards[third].last_contact_on is None


def test_several_are_given_at_once_and_taken_back_whole(house, planner):
    abel = house.colleague("mission", "abel")
    first, second, third = several(house)
    begun_before(house)

    done = reassign(planner, persons=[first, second], login="abel", former="mission")

    assert done.n == 2
    assert mine(house, abel) == {first, second}
    assert mine(house, house.workers["mission"]) == {third}
    take_back_reassignment(planner, done=done)
    assert mine(house, abel) == set()
    assert mine(house, house.workers["mission"]) == {first, second, third}


def test_one_line_of_the_audit_says_who_was_reassigned(house, planner):
    house.colleague("mission", "abel")
    people = several(house)

    reassign(planner, persons=people, login="abel", former="mission")

    with house.territory.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
        (line,) = [one for one in lines if one.operation == "caseload.reassign"]
        told = whom(house.territory.audit, session, line)
    assert line.n_results == 3
    assert set(told.split(",")) == set(people)


def test_a_colleague_who_also_accompanies_somebody_stays(house, planner):
    house.colleague("mission", "abel")
    zora = house.colleague("mission", "zora")
    people = several(house)
    reassign(planner, persons=people, login="zora")

    reassign(planner, persons=people, login="abel", former="mission")

    assert mine(house, zora) == set(people)
    assert mine(house, house.workers["mission"]) == set()


def test_nobody_is_reassigned_where_one_is_out_of_reach(house, planner):
    abel = house.colleague("mission", "abel")
    people = several(house, 2)
    stranger = house.new_person("school", given_names="Odilon", birth_date=None)

    with pytest.raises(NotWithinReach):
        reassign(planner, persons=[*people, stranger], login="abel", former="mission")

    assert mine(house, abel) == set()
    assert mine(house, house.workers["mission"]) == set(people)


@pytest.mark.parametrize("login", ["nobody", "school"])
def test_a_colleague_of_elsewhere_takes_nobody(house, planner, login):
    people = several(house, 1)

    with pytest.raises(UnknownWord):
        reassign(planner, persons=people, login=login)
    with pytest.raises(UnknownWord):
        held(house, planner, login)


def test_what_a_leaver_held_waits_for_somebody_at_once(house, planner):
    abel = house.colleague("mission", "abel")
    people = several(house)
    house.new_person("school", given_names="Odilon", birth_date=None, code="S-1")
    disable(house, "mission")

    team = read_team(planner)
    assert (team.n_left, team.n_free) == (3, 0)
    assert "mission" not in [one.login for one in team.referents]
    waiting = held(house, planner)
    assert {card.person for card in waiting.cards} == set(people)
    assert waiting.n == 3
    assert all(card.initials for card in waiting.cards)

    reassign(planner, persons=people, login="abel")
    assert mine(house, abel) == set(people)
    assert read_team(planner).n_left == 0


def test_those_met_of_late_whom_nobody_holds_wait_for_somebody(house, planner):
    first, second, third = several(house)
    worker = house.workers["mission"]
    for person, days in ((first, 10), (second, 3), (third, 400)):
        met = NewIntervention("premier_accueil", TODAY - timedelta(days=days))
        log_intervention(worker, person=person, new=met)
    with house.territory.record.write() as session:
        for row in session.exec(select(Assignment)):
            row.ends_on = row.starts_on

    assert read_team(planner).n_free == 2
    assert [card.person for card in held(house, planner).cards] == [second, first]


def test_a_long_list_of_the_unheld_is_cut_where_it_is_still_sure(house, planner):
    """Read whole and sorted, it begins with what a few rows of each table tell."""
    people = [
        house.new_person(
            "mission",
            given_names=f"{name} {more}",
            birth_date=None,
            code=f"{name[0]}-{more[0]}",
        )
        for name in NAMES[:2]
        for more in NAMES[2:]
    ]
    rng, worker = Random(7), house.workers["mission"]
    last = {}
    for nth in range(2 * MEETINGS):
        person, days = rng.choice(people), rng.randrange(30)
        on = TODAY - timedelta(days=days)
        if nth % 2:
            new = NewIntervention("premier_accueil", on)
            log_intervention(worker, person=person, new=new)
        else:
            log_contact(worker, person=person, on=on, result="rdv_pris")
        last[person] = max(last.get(person, on), on)
    with house.territory.record.write() as session:
        for row in session.exec(select(Assignment)):
            row.ends_on = row.starts_on
    with house.territory.record.read() as session:
        named = {one.id: one.pseudonym for one in session.exec(select(Person))}
        found = {n: held_by_nobody(planner, session, rows=n) for n in ROWS}
    rows_of = {pseudonym: row for row, pseudonym in named.items()}
    whole = sorted(last, key=lambda one: (-last[one].toordinal(), rows_of[one]))

    for n, some in found.items():
        told = [named[row] for row in some.persons]
        assert told == whole[: len(told)]
        assert some.is_whole == (n > MEETINGS)
        assert not some.is_whole or len(told) == len(whole)


def test_a_reassignment_of_another_or_changed_since_is_not_taken_back(house, planner):
    house.colleague("mission", "abel")
    house.colleague("mission", "zora")
    other = house.colleague("mission", "second", role="coordinator")
    people = several(house)
    done = reassign(planner, persons=people, login="abel", former="mission")

    with pytest.raises(AlreadyChanged):
        take_back_reassignment(other, done=done)
    with pytest.raises(AlreadyChanged):
        take_back_reassignment(days_later(planner, 1), done=done)
    reassign(planner, persons=people, login="zora", former="abel")
    with pytest.raises(AlreadyChanged):
        take_back_reassignment(planner, done=done)
    with pytest.raises(AlreadyChanged):
        take_back_reassignment(planner, done=Reassigned(1, (), (10**6,)))


def test_a_worker_plans_for_nobody(house):
    worker = house.workers["mission"]
    people = several(house, 1)

    for refused in (
        lambda: read_team(worker),
        lambda: held(house, worker),
        lambda: reassign(worker, persons=people, login="mission"),
        lambda: take_back_reassignment(worker, done=Reassigned(0, (), ())),
    ):
        with pytest.raises(AccessDenied):
            refused()


@pytest.mark.parametrize(("days", "reads"), [(0, True), (29, True), (30, False)])
def test_a_former_referent_reads_for_thirty_days_and_writes_nothing(
    house, planner, days, reads
):
    house.colleague("mission", "abel")
    (person,) = several(house, 1)
    begun_before(house)
    reassign(planner, persons=[person], login="abel", former="mission")
    former = narrowed(days_later(house.workers["mission"], days), "own_caseload")
    desk = house.territory.desk

    found = search_people(former, desk=desk, text=person)
    assert [card.person for card in found] == ([person] if reads else [])
    if reads:
        path = read_path(former, person=person)
        assert (path.person, path.read_only) == (person, True)
        reveal_identity(former, desk=desk, person=person)
    else:
        with pytest.raises(NotWithinReach):
            read_path(former, person=person)
        with pytest.raises(NotWithinReach):
            reveal_identity(former, desk=desk, person=person)
    new = NewSituation("decroche", TODAY)
    with pytest.raises(NotWithinReach):
        update_situation(former, person=person, new=new)
    assert mine(house, former) == set()


def test_who_holds_a_young_person_does_not_read_only(house, planner):
    abel = house.colleague("mission", "abel", scope="own_caseload")
    (person,) = several(house, 1)
    reassign(planner, persons=[person], login="abel", former="mission")

    assert not read_path(abel, person=person).read_only
    assert not read_path(house.workers["mission"], person=person).read_only


def test_what_was_taken_back_at_once_lets_nobody_read(house, planner):
    abel = house.colleague("mission", "abel", scope="own_caseload")
    (person,) = several(house, 1)
    done = reassign(planner, persons=[person], login="abel", former="mission")
    read_path(abel, person=person)

    take_back_reassignment(planner, done=done)

    with pytest.raises(NotWithinReach):
        read_path(abel, person=person)
