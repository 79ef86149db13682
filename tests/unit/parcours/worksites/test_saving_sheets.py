"""A sheet is saved whole or not at all, corrected without loss, and taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from parcours.access.failures import NotWithinReach
from parcours.interventions.failures import OfASheet
from parcours.interventions.habits import read_habits
from parcours.interventions.operations import withdraw_intervention
from parcours.people.failures import PathFrozen
from parcours.people.operations import read_path
from parcours.record.models import Attendance, HeadCount, Intervention, Sheet
from parcours.rights.recording import protect
from parcours.worksites.failures import (
    DayOutside,
    HoursImpossible,
    NamesForbidden,
    NamesNeeded,
    NobodyThere,
    PartsExceed,
    SheetChanged,
    WordsNumber,
    WordsTooLong,
)
from parcours.worksites.listing import list_sheets
from parcours.worksites.operations import undo_sheet, withdraw_sheet
from parcours.worksites.sheet import Count, NewSheet, Participant, arranged
from tests.record_house import whom
from tests.unit.parcours.people.conftest import TODAY
from tests.unit.parcours.worksites.conftest import WEEK, grid, worksite


def street_round(n=12, **fields):
    return NewSheet("rencontre_rue", TODAY, TODAY, counts=(Count(TODAY, n, **fields),))


def test_one_save_makes_an_intervention_for_each_with_the_sum_of_their_hours(sites):
    sites.save(worksite(sites.people))

    made = sites.live(Intervention)
    assert [(row.hours, row.state, row.sheet_ref) for row in made] == [
        (35.0, "done", "site1")
    ] * 3
    assert {(row.starts_on, row.ends_on) for row in made} == {
        (WEEK[0], WEEK[-1] + timedelta(days=1))
    }
    assert len(sites.live(Attendance)) == 15


def test_the_hours_of_a_group_are_no_habit_of_the_entry_for_one(sites):
    sites.save(worksite(sites.people))

    assert not read_habits(sites.me).kinds


def test_the_path_of_each_shows_it(sites):
    sites.save(worksite(sites.people))

    path = read_path(sites.me, person=sites.people[0])

    assert [(each.kind, each.hours) for each in path.interventions] == [
        ("chantier_educatif", 35.0)
    ]


def test_a_save_is_one_line_of_audit_that_names_everyone(sites):
    before = len(sites.audited())

    sites.save(worksite(sites.people))

    (line,) = sites.audited()[before:]
    audit = sites.house.territory.audit
    with sites.house.territory.record.read() as session:
        assert set(whom(audit, session, line).split(",")) == set(sites.people)
        assert audit.verify(session).holds
    assert line.operation == "worksites.save"
    assert line.n_results == 3


def test_a_sheet_reads_back_as_it_was_saved(sites):
    some = Participant(
        sites.people[0],
        ((WEEK[0], 7.0), (WEEK[1], 0.0), (WEEK[2], 3.25)),
        left=True,
        parents_agreed=True,
        inspection_on=date(2025, 10, 1),
    )
    sheet = worksite([], people=(some, Participant(sites.people[1])))

    sites.save(sheet)

    assert sites.read().content == arranged(sheet)
    assert {row.state for row in sites.live(Intervention)} == {"interrupted", "planned"}


def test_saved_twice_it_changes_nothing(sites):
    first = sites.save(worksite(sites.people))
    before = sites.state()

    again = sites.save(worksite(sites.people))

    assert (again.version, again.changed) == (first.version, 0)
    assert sites.state() == before
    assert len(sites.live(Sheet)) == 1


def test_a_correction_touches_only_what_differs(sites):
    saved = sites.save(worksite(sites.people))
    rows = {row.id for row in sites.live(Attendance)}
    told = {row.id for row in sites.live(Intervention)}
    first, *others = grid(sites.people)
    shorter = replace(first, hours=(*first.hours[:4], (WEEK[4], 3.5)))

    sites.save(worksite([], people=(shorter, *others)), based_on=saved.version)

    assert len(rows & {row.id for row in sites.live(Attendance)}) == 14
    assert len(told & {row.id for row in sites.live(Intervention)}) == 2
    assert sorted(row.hours for row in sites.live(Intervention)) == [31.5, 35.0, 35.0]


def test_who_is_removed_loses_the_intervention_and_the_others_keep_theirs(sites):
    saved = sites.save(worksite(sites.people))
    kept = {row.id for row in sites.live(Intervention) if row.subject_id is not None}

    sites.save(worksite(sites.people[:2]), based_on=saved.version)

    left = {row.id for row in sites.live(Intervention)}
    assert len(left) == 2
    assert left < kept
    assert not read_path(sites.me, person=sites.people[2]).interventions


def test_an_undone_correction_restores_what_counted_before(sites):
    saved = sites.save(worksite(sites.people))
    before, content = sites.state(), sites.read().content
    changed = sites.save(
        worksite(sites.people[:1], title="Autre"), based_on=saved.version
    )

    undo_sheet(sites.me, ref="site1", version=changed.version)

    assert sites.state() == before
    assert sites.read().content == content


def test_an_undone_first_save_leaves_nothing_that_counts(sites):
    saved = sites.save(worksite(sites.people))

    undone = undo_sheet(sites.me, ref="site1", version=saved.version)

    assert undone.version is None
    assert not any(sites.state().values())
    with pytest.raises(NotWithinReach):
        sites.read()


def test_a_withdrawn_sheet_may_be_saved_anew(sites):
    saved = sites.save(worksite(sites.people))
    withdraw_sheet(sites.me, ref="site1", version=saved.version)

    sites.save(worksite(sites.people[:1]))

    assert len(sites.live(Intervention)) == 1


def test_who_saves_on_an_older_version_is_told_and_nothing_is_lost(sites):
    saved = sites.save(worksite(sites.people))
    sites.save(worksite(sites.people[:2]), based_on=saved.version)
    before = sites.state()

    with pytest.raises(SheetChanged):
        sites.save(worksite(sites.people, title="Autre"), based_on=saved.version)

    assert sites.state() == before


def test_an_undo_of_a_version_that_no_longer_counts_is_refused(sites):
    saved = sites.save(worksite(sites.people))
    sites.save(worksite(sites.people[:2]), based_on=saved.version)

    with pytest.raises(SheetChanged):
        undo_sheet(sites.me, ref="site1", version=saved.version)


def test_one_young_person_out_of_reach_and_nothing_is_saved(sites):
    stranger = sites.house.new_person("school", birth_name="Ailleurs")

    with pytest.raises(NotWithinReach):
        sites.save(worksite([*sites.people, stranger]))

    assert not any(sites.state().values())


def test_the_sheet_of_another_organisation_reads_as_absent(sites):
    saved = sites.save(worksite(sites.people))
    school = sites.house.workers["school"]

    for touch in (undo_sheet, withdraw_sheet):
        with pytest.raises(NotWithinReach):
            touch(school, ref="site1", version=saved.version)
    with pytest.raises(NotWithinReach):
        type(sites)(replace_worker(sites.house, "school"), []).save(street_round())


def replace_worker(house, login):
    return replace(house, workers=house.workers | {"site": house.workers[login]})


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ({"people": ()}, NobodyThere),
        ({"kind": "rencontre_rue"}, NamesForbidden),
        ({"title": "x" * 81}, WordsTooLong),
        ({"place": "1 85 05 78 006 084 91"}, WordsNumber),
        ({"employer": "Halle, 1 85 05 78 006 084 91 " * 4}, WordsNumber),
        ({"people": "fine"}, HoursImpossible),
        ({"people": "outside"}, DayOutside),
        ({"kind": "cej", "counts": (Count(WEEK[0], 3),)}, NamesNeeded),
    ],
)
def test_a_sheet_that_cannot_be_is_refused_and_nothing_is_saved(sites, fields, cause):
    odd = {
        "fine": (Participant(sites.people[0], ((WEEK[0], 1.1),)),),
        "outside": (Participant(sites.people[0], ((TODAY, 7.0),)),),
    }
    given = {k: odd.get(v, v) if isinstance(v, str) else v for k, v in fields.items()}

    with pytest.raises(cause):
        sites.save(worksite(sites.people, **given))

    assert not any(sites.state().values())


def test_a_street_round_is_a_head_count_without_anyone(sites):
    sites.save(street_round(12, n_girls=5, n_11_13=4, n_14_15=8))

    (count,) = sites.live(HeadCount)
    assert (count.n, count.n_girls, count.title) == (
        12,
        5,
        "Présence sociale, travail de rue",
    )
    assert not sites.live(Intervention)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"n_girls": 13}, "n_girls"),
        ({"n_qpv": 13}, "n_qpv"),
        ({"n_11_13": 7, "n_14_15": 6}, "bands"),
    ],
)
def test_a_part_greater_than_its_whole_is_refused_by_its_field(sites, parts, field):
    with pytest.raises(PartsExceed) as refused:
        sites.save(street_round(12, **parts))

    assert refused.value.where.column == field


def test_a_count_keeps_neither_title_nor_place_typed_freely(sites):
    sites.save(replace(street_round(), title="Chez Zorglub", place="rue Zorglub"))

    (count,) = sites.live(HeadCount)
    assert "Zorglub" not in count.title
    assert count.place is None


def test_who_works_under_anonymity_may_count_what_others_must_name(sites):
    sheet = NewSheet("premier_accueil", TODAY, TODAY, counts=(Count(TODAY, 4),))

    with pytest.raises(NamesNeeded):
        sites.save(sheet)
    type(sites)(replace_worker(sites.house, "street"), []).save(sheet, ref="s2")


def test_a_worksite_to_come_is_prepared_without_hours(sites):
    later = TODAY + timedelta(days=20)
    plan = tuple(Participant(each, parents_agreed=True) for each in sites.people)

    sites.save(worksite([], people=plan, starts_on=later, ends_on=later))

    assert {row.state for row in sites.live(Intervention)} == {"planned"}
    assert sites.read().content.people[0].parents_agreed is True


def test_the_list_gives_the_latest_first_with_totals(sites):
    sites.save(worksite(sites.people))
    sites.save(street_round(12), ref="round1")

    listed = list_sheets(sites.me, since=date(2025, 1, 1), until=TODAY)
    elsewhere = list_sheets(
        sites.house.workers["school"], since=date(2025, 1, 1), until=TODAY
    )

    assert [(e.ref, e.people, e.hours, e.counted) for e in listed.lines] == [
        ("round1", 0, 0.0, 12),
        ("site1", 3, 105.0, 0),
    ]
    assert (listed.n, listed.people, listed.hours, listed.counted) == (2, 3, 105.0, 12)
    assert elsewhere.n == 0


def test_the_hours_of_a_frozen_path_are_not_changed(sites):
    saved = sites.save(worksite(sites.people))
    protect(
        sites.me, person=sites.people[0], kind="restriction", asked_by="young_person"
    )
    before = sites.state()

    with pytest.raises(PathFrozen):
        sites.save(
            worksite([], people=grid(sites.people, hours=3.0)), based_on=saved.version
        )
    with pytest.raises(PathFrozen):
        withdraw_sheet(sites.me, ref="site1", version=saved.version)
    first, *others = grid(sites.people)
    sites.save(
        worksite([], people=(first, *(replace(one, left=True) for one in others))),
        based_on=saved.version,
    )

    assert sites.state() != before


def test_an_intervention_of_a_sheet_is_changed_by_the_sheet_alone(sites):
    sites.save(worksite(sites.people))
    person = sites.people[0]
    (made,) = read_path(sites.me, person=person).interventions

    with pytest.raises(OfASheet):
        withdraw_intervention(sites.me, person=person, intervention=made.id)
