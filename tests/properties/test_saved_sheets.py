"""Whatever is saved, corrected and taken back: the record tells exactly that."""

import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from parcours.access.sessions import principal_of
from parcours.people.creation import NewPerson, create_person
from parcours.record.models import Account, Attendance, Intervention, Organisation
from parcours.territory.opening import Territory
from parcours.worksites.operations import read_sheet, save_sheet, undo_sheet
from parcours.worksites.sheet import NewSheet, Participant, arranged
from pseudonymisation.values import PartialDate
from tests.properties.effort import tries


NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
DAYS = [date(2025, 11, 3) + timedelta(days=i) for i in range(4)]
HOURS = st.integers(0, 40).map(lambda quarters: quarters / 4)
GRIDS = st.dictionaries(
    st.integers(0, 3), st.dictionaries(st.sampled_from(DAYS), HOURS), min_size=1
)
REFS = count()


@pytest.fixture(scope="module")
def site(territory_made, tmp_path_factory):
    """A worker of a worksite association and four young people."""
    folder = tmp_path_factory.mktemp("sheets") / "territory"
    shutil.copytree(territory_made, folder)
    territory = Territory.open(folder, environ={}, now=lambda: NOW)
    with territory.record.write() as session:
        mine = select(Organisation).where(Organisation.code == "chantiers")
        account = Account(
            login="site",
            display_name="Zorglub",
            role="case_worker",
            organisation_id=session.exec(mine).one().id,
            created_at=NOW,
        )
        session.add(account)
        session.flush()
        principal = principal_of(session, account)
    me = territory.context(principal)
    people = [
        create_person(
            me,
            desk=territory.desk,
            new=NewPerson(
                birth_name=name,
                given_names="Maïlys",
                birth_date=PartialDate(2007, 5, 14),
                sex="F",
            ),
        )
        for name in ("Vrontalbe", "Qwantel", "Ostrevant", "Pimprenel")
    ]
    yield me, people
    territory.close()


def sheet_of(people, grid):
    return NewSheet(
        "chantier_educatif",
        DAYS[0],
        DAYS[-1],
        people=tuple(
            Participant(people[i], tuple(hours.items())) for i, hours in grid.items()
        ),
    )


def counting(me, ref):
    """What counts of a sheet now: hours of days and of interventions, by subject."""
    found = []
    with me.record.read() as session:
        for table in (Attendance, Intervention):
            rows = session.exec(
                select(table).where(
                    table.sheet_ref == ref, col(table.retired_at).is_(None)
                )
            )
            found.append(
                sorted((row.subject_id, row.starts_on, row.hours or 0) for row in rows)
            )
    return found


@tries(12)
@given(first=GRIDS, second=GRIDS)
def test_hours_agree_and_a_correction_taken_back_restores(site, first, second):
    me, people = site
    ref = f"sheet{next(REFS)}"
    saved = save_sheet(me, ref=ref, new=sheet_of(people, first))
    days, made = counting(me, ref)

    again = save_sheet(me, ref=ref, new=sheet_of(people, first))
    corrected = save_sheet(
        me, ref=ref, new=sheet_of(people, second), based_on=saved.version
    )
    days_then, made_then = counting(me, ref)
    if corrected.changed:
        undo_sheet(me, ref=ref, version=corrected.version)

    assert again.changed == 0
    for these_days, those_made in ((days, made), (days_then, made_then)):
        assert sum(row[2] for row in these_days) == sum(row[2] for row in those_made)
    assert counting(me, ref) == [days, made]
    assert read_sheet(me, ref=ref).content == arranged(sheet_of(people, first))
