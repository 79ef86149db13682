import json
import os

import pytest

from pseudonymisation.failures import (
    CiphertextRefused,
    KeysAlreadyThere,
    KeysMalformed,
    KeysMissing,
    KeysReadableByOthers,
    KeyUnknown,
)
from pseudonymisation.keys.envelope import Envelope, place, seal, unseal
from pseudonymisation.keys.keyring import FILES, Keyring


@pytest.fixture
def keys(tmp_path):
    Keyring.create(tmp_path / "keys")
    return tmp_path / "keys"


def test_the_key_files_are_four_and_readable_by_their_owner_alone(keys):
    assert sorted(os.listdir(keys)) == sorted(FILES)
    assert {(keys / name).stat().st_mode & 0o777 for name in FILES} == {0o600}


def test_each_secret_is_another(keys):
    ring = Keyring.open(keys)
    recognition = ring.recognition.values()
    secrets = {*ring.wrapping.values(), ring.roots.root, *recognition, ring.audit_root}

    assert len(secrets) == 6
    assert all(len(secret) == 32 for secret in secrets)


@pytest.mark.parametrize("name", FILES)
def test_a_key_file_open_to_others_is_refused(keys, name):
    (keys / name).chmod(0o640)

    with pytest.raises(KeysReadableByOthers) as refused:
        Keyring.open(keys)
    assert refused.value.code == "KEYS-002"


@pytest.mark.parametrize("name", FILES)
def test_existing_keys_are_never_overwritten(keys, name):
    before = (keys / name).read_bytes()

    with pytest.raises(KeysAlreadyThere):
        Keyring.create(keys)
    assert (keys / name).read_bytes() == before


@pytest.mark.parametrize("name", FILES)
def test_an_absent_key_file_is_named(keys, name):
    (keys / name).unlink()

    with pytest.raises(KeysMissing, match=name):
        Keyring.open(keys)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"version": 1}', '{"version": 1, "root": "c2hvcnQ="}']
)
def test_a_damaged_key_file_is_refused(keys, content):
    (keys / "audit.json").write_text(content)

    with pytest.raises(KeysMalformed):
        Keyring.open(keys)


def test_a_sealed_row_moved_to_another_place_is_refused():
    key = bytes(32)
    sealed = seal(key, b"x", bound_to=place("source_identities", 1, "p1", 1))

    for elsewhere in (
        place("source_identities", 2, "p1", 1),
        place("source_identities", 1, "p2", 1),
        place("source_identities", 1, "p1", 2),
        place("persons", 1, "p1", 1),
    ):
        with pytest.raises(CiphertextRefused):
            unseal(key, sealed, bound_to=elsewhere)


def test_every_flipped_byte_of_a_sealed_row_is_noticed():
    key, bound_to = bytes(32), place("source_identities", 1, "p1", 1)
    sealed = seal(key, b"something", bound_to=bound_to)

    for position in range(len(sealed)):
        altered = bytearray(sealed)
        altered[position] ^= 1
        with pytest.raises(CiphertextRefused):
            unseal(key, bytes(altered), bound_to=bound_to)


def test_a_data_key_wrapped_for_one_person_does_not_open_for_another(keys):
    envelope = Envelope(Keyring.open(keys))
    data_key = envelope.new_data_key()
    wrapped = envelope.wrap(data_key, row=7)

    assert envelope.unwrap(wrapped, key_id=envelope.active, row=7) == data_key
    with pytest.raises(CiphertextRefused):
        envelope.unwrap(wrapped, key_id=envelope.active, row=8)


def test_a_wrapping_key_that_is_not_held_is_said_so(keys):
    envelope = Envelope(Keyring.open(keys))

    with pytest.raises(KeyUnknown):
        envelope.unwrap(bytes(60), key_id="k0", row=1)


def test_a_second_wrapping_key_leaves_the_old_rows_readable(keys):
    old = Envelope(Keyring.open(keys))
    wrapped = old.wrap(bytes(32), row=1)
    content = json.loads((keys / "encryption.json").read_text())
    content["keys"]["k2"] = json.loads((keys / "audit.json").read_text())["root"]
    content["active"] = "k2"
    (keys / "encryption.json").write_text(json.dumps(content))

    new = Envelope(Keyring.open(keys))
    assert new.active == "k2"
    assert new.unwrap(wrapped, key_id=old.active, row=1) == bytes(32)
