"""Unsaved words lie sealed: no file tells one, and no row can be moved."""

import dataclasses
from datetime import timedelta

import pytest
from sqlmodel import select

from parcours.keeping.erasure import erase_person
from parcours.keeping.keys import rotate
from parcours.record.models import Draft, DraftPerson
from parcours.territory.opening import Territory, forget_old_drafts
from parcours.worktop.operations import keep_draft, read_drafts
from tests.unit.parcours.people.conftest import NOW


CANARY = "Zirkonium-gespräch-4711"
FORMS = {
    "sheet": {"title": CANARY, "content": CANARY},
    "goal": {"label": CANARY},
    "step": {"label": CANARY},
    "relay": {"note": CANARY},
    "correction": {"row": "1", "note": CANARY},
    "count": {"place": CANARY, "n": "14"},
}
ABOUT_NOBODY = ("count", "sheet")


def bytes_of(folder):
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def change(house, work):
    with house.territory.record.write() as session:
        work(session, session.exec(select(Draft)).all())


def test_no_file_of_the_territory_tells_what_was_typed(house, kept):
    person = kept(note=CANARY)
    worker = house.workers["school"]
    for n, (form, fields) in enumerate(FORMS.items()):
        about = {} if form in ABOUT_NOBODY else {"about": person}
        keep_draft(worker, form=form, ref=f"form{n}", fields=fields, **about)

    assert len(read_drafts(worker)) == len(FORMS) + 1
    found = bytes_of(house.territory.folder)
    assert b"form3" in found  # the files were read
    assert CANARY.encode() not in found
    assert CANARY.encode("utf-16-le") not in found


def other_account(house, session, row):
    row.account_id = house.workers["site"].principal.account_id


def other_form(house, session, row):
    row.form = "correction"


def other_entry(house, session, row):
    row.ref = "another"


def other_person(house, session, row):
    named = session.exec(select(DraftPerson)).one()
    named.person_id += 1
    session.add(named)


def other_words(house, session, row):
    row.sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])


def other_key(house, session, row):
    row.key_id = "kffffffff"


@pytest.mark.parametrize(
    "move",
    [other_account, other_form, other_entry, other_person, other_words, other_key],
)
def test_a_draft_that_was_moved_or_altered_does_not_open(house, kept, move):
    kept()
    house.new_person(birth_name="Zorglub")
    worker = house.workers["school"]
    reader = worker
    if move is other_account:
        theirs = house.workers["site"].principal.account_id
        mine = dataclasses.replace(worker.principal, account_id=theirs)
        reader = dataclasses.replace(worker, principal=mine)

    change(house, lambda session, rows: move(house, session, rows[0]))

    (draft,) = read_drafts(reader)
    assert (draft.opens, dict(draft.fields)) == (False, {})


def test_a_rotation_of_the_keys_seals_drafts_anew(house, kept):
    kept()
    worker, territory = house.workers["school"], house.territory
    operator = territory.context(territory.operator())

    done = rotate(operator, desk=territory.desk, keys_folder=territory.places.keys)

    (draft,) = read_drafts(worker)
    assert draft.fields["note"] == "CV relu"
    with territory.record.read() as session:
        assert session.exec(select(Draft.key_id)).one() == done.key_id


def test_without_a_seal_nothing_is_kept(house, kept, stored):
    person = house.new_person()
    bare = dataclasses.replace(house.workers["school"], words=None)

    keep_draft(bare, form="goal", ref="1", about=person, fields={"label": "Le permis"})

    assert stored() == []


def test_the_drafts_about_an_erased_person_go_and_others_stay(house, kept, stored):
    gone, stays = kept(), house.new_person(birth_name="Zorglub", given_names="Noé")
    worker = house.workers["school"]
    keep_draft(worker, form="goal", ref="3", about=stays, fields={"label": "Permis"})
    keep_draft(
        worker, form="sheet", ref="4", people=(stays, gone), fields={"title": "Jardin"}
    )
    operator = house.colleague("school", "dpo", role="data_protection_officer")

    erase_person(operator, desk=house.territory.desk, person=gone)

    assert [row.ref for row in stored()] == ["3"]


def test_a_house_where_nobody_types_forgets_old_drafts_when_it_opens(
    house, kept, stored
):
    kept()
    territory = house.territory
    later = NOW + timedelta(days=8)

    assert not forget_old_drafts(territory.record, territory.config, now=NOW)
    Territory.open(territory.folder, environ={}, now=lambda: later).close()

    assert stored() == []
