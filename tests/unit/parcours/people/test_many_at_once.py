"""Many workers at once in one process: nobody is refused, nobody reads another's."""

import threading
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func
from sqlmodel import select

from parcours.caseload.operations import read_caseload
from parcours.interventions.habits import read_habits
from parcours.interventions.operations import NewIntervention, log_intervention
from parcours.people.operations import (
    NewSituation,
    read_path,
    search_people,
    update_situation,
)
from parcours.record.models import AuditLine, Intervention
from parcours.worktop.operations import drop_draft, keep_draft, read_drafts
from tests.unit.parcours.people.conftest import TODAY


EACH = 2  # entries of each worker
PER_HOUSE = 2  # workers of each organisation
KIND = "premier_accueil"


def at_once(works):
    """Run each work in a thread of its own, all begun together."""
    gate, broken = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            work()
        except BaseException as error:
            broken.append(repr(error))

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return broken


def day_of_work(desk, login, context, person, read):
    """Draft, save, open, search and list, as pages ask for it."""
    note = f"Essai {login}."
    for n in range(EACH):
        fields, ref = {"note": note}, f"{login}-{n}"
        keep_draft(context, form="intervention", ref=ref, about=person, fields=fields)
        read[login, "drafts"] = read_drafts(context)
        new = NewIntervention(KIND, TODAY - timedelta(days=n), note=note)
        log_intervention(context, person=person, new=new, anyway=True)
        drop_draft(context, ref=ref, about=person)
        update_situation(context, person=person, new=NewSituation("lycee", TODAY))
        read[login, "path"] = read_path(context, person=person)
        read[login, "found"] = search_people(context, desk=desk, text="V-1")
        read[login, "caseload"] = read_caseload(context, desk=desk)
        read[login, "habits"] = read_habits(context)


@pytest.fixture
def crowd(house):
    """Workers of four organisations that know the same young person, all at work."""
    known = {name: house.new_person(name, code="V-1") for name in house.workers}
    workers = {
        f"{name}-{n}": (house.colleague(name, f"{name}-{n}"), known[name])
        for name in known
        for n in range(PER_HOUSE)
    }
    read = {}
    works = [
        partial(day_of_work, house.territory.desk, login, context, person, read)
        for login, (context, person) in workers.items()
    ]
    return house, workers, at_once(works), read


def test_nobody_is_refused_and_everything_saved_is_there(crowd):
    house, workers, broken, _read = crowd

    assert broken == []
    with house.territory.record.read() as session:
        saved = session.exec(select(func.count()).select_from(Intervention)).one()
        lines = session.exec(select(func.count()).select_from(AuditLine)).one()
        verdict = house.territory.audit.verify(session)
    assert saved == len(workers) * EACH
    assert lines >= len(workers) * EACH * 7
    assert verdict.broken_at is None


def test_each_reads_what_their_organisation_may_and_their_own_drafts(crowd):
    _house, workers, _broken, read = crowd

    for login, (_context, person) in workers.items():
        ours = login.split("-", maxsplit=1)[0]
        notes = {one.note for one in read[login, "path"].interventions if one.note}
        assert notes
        assert all(note.startswith(f"Essai {ours}-") for note in notes)
        assert [one.person for one in read[login, "found"]] == [person]
        assert [one.fields["note"] for one in read[login, "drafts"]] == [
            f"Essai {login}."
        ]
        assert read[login, "habits"].persons == (person,)
        assert read[login, "caseload"] == []


def test_what_street_workers_tell_at_once_is_read_by_no_other(crowd):
    _house, workers, _broken, read = crowd

    street = {
        one.organisation for one in read["street-0", "path"].interventions if one.mine
    }
    for login in workers:
        told = {one.organisation for one in read[login, "path"].interventions}
        assert (not told & street) != login.startswith("street")
