"""The house of the tests of people, for those of drafts, and how one keeps a draft."""

import pytest
from sqlmodel import select

from parcours.record.models import Draft
from parcours.worktop.operations import keep_draft
from tests.unit.parcours.people.conftest import house


__all__ = ["house"]
TYPED = {"kind": "pacea", "on": "hier", "note": "CV relu"}


@pytest.fixture
def kept(house):
    """Keep an entry of an intervention; give the young person's pseudonym."""

    def keep(worker="school", about=None, ref="1", **fields):
        about = about or house.new_person(worker)
        keep_draft(
            house.workers[worker],
            form="intervention",
            ref=ref,
            about=about,
            fields=TYPED | fields,
        )
        return about

    return keep


@pytest.fixture
def stored(house):
    """Read the rows of drafts as they lie."""

    def rows():
        with house.territory.record.read() as session:
            return session.exec(select(Draft)).all()

    return rows
