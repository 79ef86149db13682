"""Entries name a funded action by hand; what it reaches is summed without a name."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import col, select

from parcours.access.failures import AccessDenied
from parcours.interventions.operations import (
    NewIntervention,
    correct_intervention,
    log_intervention,
)
from parcours.people.failures import UnknownWord
from parcours.programme.applications import list_applications
from parcours.programme.choosing import list_actions
from parcours.programme.following import add_report, read_action
from parcours.programme.reaching import read_reach
from parcours.record.models import HeadCount, Intervention, Sheet
from parcours.worksites.operations import read_sheet, save_sheet, undo_sheet
from parcours.worksites.sheet import Count, NewSheet, Participant
from tests.programme_house import an_application


DAY = date(2025, 11, 3)
IN_YEAR = date(2026, 1, 15)  # of the call
EVENING = NewSheet("soiree", DAY, DAY, counts=(Count(DAY, 30, n_girls=12),))
TALK = NewIntervention("accomp_educatif", DAY)


@pytest.fixture
def funded(programme, house):
    """A funded action and its row."""
    programme.save()
    programme.fund()
    (choice,) = list_actions(house.workers["site"])
    return choice


def live(house, table):
    with house.territory.record.read() as session:
        rows = session.exec(select(table).where(col(table.retired_at).is_(None)))
        return [row.model_copy() for row in rows]


def put_off(house, day):
    """Let every count be of another day."""
    with house.territory.record.write() as session:
        for row in session.exec(select(HeadCount)):
            row.on = day
            session.add(row)


def named_on(house, table):
    return [row.action_id for row in live(house, table)]


def test_a_worker_chooses_among_what_was_funded_their_own_first(
    programme, house, funded
):
    programme.save(an_application("AUTRE", organisation="mission_locale"))
    programme.save(an_application("BROUILLON"))
    programme.fund("AUTRE")

    mine = list_actions(house.workers["mission"])

    assert [(one.is_own, one.holder) for one in mine] == [
        (True, mine[0].holder),
        (False, funded.holder),
    ]
    assert funded.is_own
    assert funded.holds_on(date(2026, 12, 31))
    assert not funded.holds_on(DAY)


def test_an_action_given_up_is_no_longer_offered_nor_taken(programme, house, funded):
    programme.move("cancelled", reason="Terrain vendu")

    assert list_actions(house.workers["site"]) == []
    assert read_reach(programme.reader) == []
    with pytest.raises(UnknownWord):
        save_sheet(
            house.workers["site"],
            ref="s1",
            new=replace(EVENING, action_id=funded.id),
        )
    assert live(house, Sheet) == []


def test_a_sheet_carries_its_action_to_counts_and_interventions(house, funded):
    me, who = house.workers["site"], house.new_person("site")
    sheet = NewSheet(
        "chantier_educatif",
        DAY,
        DAY,
        action_id=funded.id,
        people=(Participant(who, ((DAY, 7.0),)),),
    )
    save_sheet(me, ref="s1", new=sheet)
    save_sheet(me, ref="s2", new=replace(EVENING, action_id=funded.id))

    assert named_on(house, Intervention) == [funded.id]
    assert named_on(house, HeadCount) == [funded.id]
    assert read_sheet(me, ref="s1").content.action_id == funded.id


def test_an_action_named_afterwards_changes_what_was_saved_and_an_undo_takes_it_back(
    house, funded
):
    me = house.workers["site"]
    first = save_sheet(me, ref="s1", new=EVENING)
    second = save_sheet(
        me,
        ref="s1",
        new=replace(EVENING, action_id=funded.id),
        based_on=first.version,
    )
    assert named_on(house, HeadCount) == [funded.id]

    undo_sheet(me, ref="s1", version=second.version)

    assert named_on(house, HeadCount) == [None]
    assert read_sheet(me, ref="s1").content == EVENING


def test_a_sheet_saved_again_with_its_action_changes_nothing(house, funded):
    sheet = replace(EVENING, action_id=funded.id)
    save_sheet(house.workers["site"], ref="s1", new=sheet)

    assert save_sheet(house.workers["site"], ref="s1", new=sheet).changed == 0


def test_an_intervention_names_its_action_and_a_correction_keeps_it(house, funded):
    me, who = house.workers["site"], house.new_person("site")
    row = log_intervention(me, person=who, new=replace(TALK, action_id=funded.id))

    correct_intervention(me, person=who, intervention=row, new=replace(TALK, hours=2.0))

    assert named_on(house, Intervention) == [funded.id]


def test_an_action_that_nobody_funded_is_refused_and_nothing_is_written(house, funded):
    me, who = house.workers["site"], house.new_person("site")

    with pytest.raises(UnknownWord):
        log_intervention(me, person=who, new=replace(TALK, action_id=funded.id + 99))

    assert live(house, Intervention) == []


def test_reach_sums_counts_and_money_and_knows_what_was_not_counted(
    programme, house, funded
):
    me = house.workers["site"]
    whole = replace(EVENING, action_id=funded.id)
    save_sheet(me, ref="s1", new=whole)
    uncounted = replace(whole, counts=(Count(DAY, 20, n_qpv=8),))
    save_sheet(me, ref="s2", new=uncounted)
    put_off(house, IN_YEAR)
    lines = programme.read().content.lines
    spent = {line.id: 90_000 for line in lines if line.funder is None}
    add_report(programme.officer, code="JARDIN", year=2025, done="Fait.", spent=spent)

    (one,) = read_reach(programme.reader)

    reached = one.reached
    assert (reached.n, reached.n_sheets) == (50, 2)
    assert (reached.n_girls, reached.of_girls) == (12, 30)
    assert (reached.n_qpv, reached.of_qpv) == (8, 20)
    assert (one.granted_cents, one.spent_cents, one.year) == (100_000, 90_000, 2026)
    assert read_action(programme.reader, code="JARDIN").reached == reached


def test_reach_is_of_the_year_of_the_call_like_the_money_beside_it(
    programme, house, funded
):
    me = house.workers["site"]
    save_sheet(me, ref="s1", new=replace(EVENING, action_id=funded.id))

    (one,) = read_reach(programme.reader)

    assert (one.year, one.reached.n) == (2026, 0)
    assert read_action(programme.reader, code="JARDIN").reached.n == 30


def test_a_worker_reads_no_reach_and_an_officer_lists_no_action(programme, house):
    with pytest.raises(AccessDenied):
        read_reach(house.workers["site"])
    with pytest.raises(AccessDenied):
        list_actions(programme.officer)
    assert list_applications(programme.officer) == []
