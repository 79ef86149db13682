"""Young people of one worksite association, and ways to look at what was saved."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from parcours.record.models import Attendance, AuditLine, HeadCount, Intervention
from parcours.worksites.operations import read_sheet, save_sheet
from parcours.worksites.sheet import NewSheet, Participant
from tests.unit.parcours.people.conftest import TODAY, House, house


__all__ = ["house"]
MONDAY = date(2025, 11, 3)
WEEK = [MONDAY + timedelta(days=i) for i in range(5)]
NAMES = (
    *("Vrontalbe", "Qwantel", "Zorglub", "Bruxilde"),
    *("Ostrevant", "Pimprenel", "Ganelon", "Ysolde"),
)
assert WEEK[-1] < TODAY


@dataclass
class Sites:
    """A house with young people of the worksite association."""

    house: House
    people: list[str]

    @property
    def me(self):
        return self.house.workers["site"]

    def save(self, sheet, *, ref="site1", based_on=None):
        return save_sheet(self.me, ref=ref, new=sheet, based_on=based_on)

    def read(self, ref="site1"):
        return read_sheet(self.me, ref=ref)

    def live(self, table):
        with self.house.territory.record.read() as session:
            found = select(table).where(col(table.retired_at).is_(None))
            return [row.model_copy() for row in session.exec(found)]

    def state(self):
        """All that counts now, without ids and instants."""
        told = {
            Attendance: "subject_id starts_on hours presence parents_agreed",
            Intervention: "subject_id kind starts_on ends_on hours state modality",
            HeadCount: "title on n n_girls n_11_13",
        }
        return {
            table.__tablename__: sorted(
                (tuple(getattr(row, name) for name in names.split()))
                for row in self.live(table)
            )
            for table, names in told.items()
        }

    def audited(self):
        with self.house.territory.record.read() as session:
            lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
            return [line.model_copy() for line in lines]


def grid(people, days=WEEK, hours=7.0):
    return tuple(
        Participant(each, tuple((on, hours) for on in days)) for each in people
    )


def worksite(persons, **fields):
    given = {
        "kind": "chantier_educatif",
        "starts_on": WEEK[0],
        "ends_on": WEEK[-1],
        "title": "Peinture du gymnase",
        "place": "Les Tilleuls",
        "contract": "cdd_usage_ai",
        "people": grid(persons),
    }
    return NewSheet(**(given | fields))


@pytest.fixture
def sites(house):
    people = [house.new_person("site", birth_name=name) for name in NAMES[:3]]
    return Sites(house, people)
