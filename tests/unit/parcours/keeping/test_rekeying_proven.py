"""What would go wrong is seen before the former root goes; territories of before."""

import json
import shutil

import pytest

from parcours.approvals.operations import decide_approval
from parcours.keeping.failures import RekeyingUnproven
from parcours.keeping.rekeying import request_rekeying
from parcours.record.models import Person
from parcours.territory.examination import State, examine
from parcours.territory.founding import NamesOfOtherKeys
from parcours.territory.places import places
from parcours.territory.repair import repair
from pseudonymisation.keys.files import PSEUDONYM, RECOGNITION
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.naming import Names
from tests.rekeying_house import (
    ERASED,
    FIRST,
    NOW,
    SECOND,
    acting,
    agreed,
    grow,
    lives,
    load,
    names_in,
    opened,
    persons,
    rekeyed,
)


def test_somebody_whom_the_vault_does_not_know_stops_it_with_nothing_renamed(
    before, grown
):
    with before.record.write() as session:
        one = session.get(Person, 1)
        one.pseudonym = "v1.record." + "a" * 52
        session.add(one)
    names = names_in(before.folder)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert names_in(before.folder) == names
    roots = read_roots(before.places.keys)
    assert (roots.active, roots.staged) == (1, True)


def test_a_row_left_under_its_former_lookup_keeps_the_former_root(before, monkeypatch):
    monkeypatch.setattr(Names, "_look_up_anew", lambda *_arguments: None)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert read_roots(before.places.keys).to_retire


def test_a_former_name_in_a_free_page_keeps_the_former_root(before, monkeypatch):
    monkeypatch.setattr("parcours.record.store._rebuild", lambda _cursor: True)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert read_roots(before.places.keys).to_retire


def test_a_former_name_typed_into_a_reason_is_counted_and_told(before):
    name = persons(before)[0]
    asked = request_rekeying(
        acting(before, "dpo"), desk=before.desk, reason=f"fuite de {name}"
    )
    for login in ("second", "third"):
        decide_approval(acting(before, login), ref=asked.ref, agree=True)

    assert rekeyed(before, asked.ref).told == 1


def test_a_record_from_before_does_not_open_with_the_next_root(grown, after):
    after.close()
    for file in after.folder.glob("record.db*"):
        file.unlink()
    shutil.copy(grown / "record.db", after.folder / "record.db")

    with pytest.raises(NamesOfOtherKeys):
        opened(after.folder)


# Territories of before


def test_recognition_that_hung_on_the_root_is_parted_first_and_knows_everybody(
    territory_made, tmp_path
):
    made = shutil.copytree(territory_made, tmp_path / "made")
    (made / "keys" / RECOGNITION).unlink()
    content = json.loads((made / "keys" / PSEUDONYM).read_text())
    del content["generation"]
    (made / "keys" / PSEUDONYM).write_text(json.dumps(content))
    folder = grow(made, tmp_path / "territory")
    whole = lives(folder)
    territory = opened(folder)
    rekeyed(territory, agreed(territory))
    again = load(territory, SECOND, FIRST)
    erased = load(territory, ERASED.replace("D3", "D8"))
    territory.close()

    assert lives(folder) == whole
    assert (again.already_known, again.persons_new) == (2, 0)
    assert [r.code for r in erased.refused] == ["INTAKE-039"]
    assert (folder / "keys" / RECOGNITION).exists()


def test_repair_parts_what_hung_on_the_root(territory_made, tmp_path):
    folder = shutil.copytree(territory_made, tmp_path / "territory")
    (folder / "keys" / RECOGNITION).unlink()
    content = json.loads((folder / "keys" / PSEUDONYM).read_text())
    del content["generation"]
    (folder / "keys" / PSEUDONYM).write_text(json.dumps(content))
    place = places(folder, {})

    assert "keys.parted" in {
        c.name for c in examine(place, now=lambda: NOW) if c.state is State.WARNING
    }
    assert repair(place, now=lambda: NOW) == ["keys.parted"]
    assert repair(place, now=lambda: NOW) == []
