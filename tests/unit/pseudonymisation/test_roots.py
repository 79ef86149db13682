"""The root of pseudonyms and its generations; recognition under keys of its own."""

import json

import pytest

from pseudonymisation.failures import KeysMissing
from pseudonymisation.keys.derive import purpose_key
from pseudonymisation.keys.files import PSEUDONYM, RECOGNITION, read_keys
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.keys.roots import (
    USES,
    adopt_next,
    is_parted,
    part_recognition,
    read_recognition,
    read_roots,
    retire_former,
    stage_root,
)
from pseudonymisation.keys.seal import Strength
from pseudonymisation.keys.sealing import seal_keys
from tests.unit.pseudonymisation.conftest import open_desk, someone


PHRASE = "correct cheval pile agrafe"
WEAK = Strength(2, 19 * 1024, 1)


@pytest.fixture
def keys(tmp_path):
    Keyring.create(tmp_path / "keys")
    return tmp_path / "keys"


def make_as_before(keys):
    """Leave the keys as territories had them whose recognition hung on the root."""
    (keys / RECOGNITION).unlink()
    content = json.loads((keys / PSEUDONYM).read_text())
    del content["generation"]
    (keys / PSEUDONYM).write_text(json.dumps(content))


def test_a_root_is_staged_adopted_and_the_former_one_retired(keys):
    first = read_roots(keys).root
    stage_root(keys)
    staged = read_roots(keys)
    adopt_next(keys)
    adopted = read_roots(keys)
    retire_former(keys)
    alone = read_roots(keys)

    assert (staged.active, staged.staged, staged.root) == (1, True, first)
    assert (adopted.active, adopted.staged, adopted.to_retire) == (2, False, True)
    assert adopted.by_generation[1] == first
    assert adopted.root == staged.by_generation[2] != first
    assert dict(alone.by_generation) == {2: adopted.root}


def test_each_step_taken_twice_is_taken_once(keys):
    for step in (stage_root, adopt_next, retire_former):
        step(keys)
        once = (keys / PSEUDONYM).read_bytes()
        step(keys)
        assert (keys / PSEUDONYM).read_bytes() == once
    adopt_next(keys)  # nothing is staged
    assert (keys / PSEUDONYM).read_bytes() == once


def test_no_step_leaves_the_seal(keys):
    seal_keys(keys, PHRASE, strength=WEAK)
    for step in (stage_root, adopt_next, retire_former):
        step(keys, lambda: PHRASE)
        assert "root" not in (keys / PSEUDONYM).read_text()
    assert read_roots(keys, lambda: PHRASE).active == 2


def test_recognition_does_not_move_with_the_root(keys):
    before = read_recognition(keys)
    for step in (stage_root, adopt_next, retire_former):
        step(keys)

    assert read_recognition(keys) == before
    assert len({*before.values(), read_roots(keys).root}) == len(USES) + 1


@pytest.mark.parametrize("sealed", [False, True])
def test_keys_of_before_are_parted_as_they_were(keys, sealed):
    make_as_before(keys)
    root = read_roots(keys).root
    assert not is_parted(keys)
    before = read_recognition(keys)
    if sealed:
        seal_keys(keys, PHRASE, strength=WEAK)
    else:
        assert part_recognition(keys)

    assert before == {use: purpose_key(root, use) for use in USES}
    assert read_recognition(keys, lambda: PHRASE) == before
    assert ("keys" in (keys / RECOGNITION).read_text()) is not sealed
    assert not part_recognition(keys, lambda: PHRASE)


def test_lost_keys_of_recognition_are_never_made_up(keys):
    (keys / RECOGNITION).unlink()

    with pytest.raises(KeysMissing):
        Keyring.open(keys)
    assert not part_recognition(keys)


def test_a_vault_of_before_knows_its_people_again_after_the_parting(folder):
    (folder / "keys").mkdir(exist_ok=True)
    with open_desk(folder):
        pass
    make_as_before(folder / "keys")
    with open_desk(folder) as desk, desk.intent(kind="test", author="zoe") as intent:
        (first,) = desk.admit([someone(code="c1")], intent=intent)
        intent.prepare()
        intent.finish()
    part_recognition(folder / "keys")
    with open_desk(folder) as desk, desk.intent(kind="test", author="zoe") as intent:
        (again,) = desk.admit([someone(code="c1")], intent=intent)

    assert again.subject == first.subject
    assert read_keys(folder / "keys" / PSEUDONYM).get("generation") is None
