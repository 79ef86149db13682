"""A territory of before, whose unsaved entries lay in clear, seals them."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

from parcours.record.store import RecordStore
from parcours.territory.places import places
from parcours.territory.repair import repair
from parcours.worktop.operations import read_drafts
from tests.unit.parcours.people.conftest import NOW, house
from tests.unit.parcours.record.test_upgrading import step_back


__all__ = ["house"]
CANARY = "Zirkonium-gespräch-4711"


def now():
    return NOW


def as_before(folder, account, person):
    """Put the record one revision back, with an unsaved entry as it then lay."""
    store = RecordStore.open(f"sqlite:///{folder / 'record.db'}")
    step_back(store, "0008")
    store.close()
    word, long = f'{{"note": "{CANARY}"}}', f'{{"note": "{CANARY * 3_000}"}}'
    rows = (
        (account, "intervention", person, word, "2025-11-21"),
        (account, "intervention", "v1.record.gone", long, "2025-11-21"),
    )
    with closing(sqlite3.connect(folder / "record.db")) as record:
        record.executemany(
            "INSERT INTO draft (account_id, form, about, content, saved_at)"
            " VALUES (?, ?, ?, ?, ? || ' 08:00:00.000000')",
            rows,
        )
        record.commit()


def bytes_of(folder):
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_what_lay_in_clear_is_sealed_by_the_repair_and_comes_back(house):
    person = house.new_person()
    worker, territory = house.workers["school"], house.territory
    territory.record.close()
    as_before(territory.folder, worker.principal.account_id, person)
    assert CANARY.encode() in bytes_of(territory.folder)
    found = places(territory.folder, {})

    assert "record.schema" in repair(found, now=now)

    assert CANARY.encode() not in bytes_of(territory.folder)
    with closing(sqlite3.connect(territory.folder / "record.db")) as record:
        assert record.execute("PRAGMA freelist_count").fetchone() == (0,)  # rebuilt
    (draft,) = read_drafts(worker)
    assert (draft.about, dict(draft.fields)) == (person, {"note": CANARY})
    assert draft.saved_at == datetime(2025, 11, 21, 8, tzinfo=UTC)
    assert repair(found, now=now) == []
