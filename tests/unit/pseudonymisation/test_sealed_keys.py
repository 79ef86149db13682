"""Key files under a passphrase, and split between two custodians."""

import json
import os

import pytest

from pseudonymisation.desk import Desk
from pseudonymisation.failures import KeysAlreadyThere, KeysMalformed, KeysMissing
from pseudonymisation.keys.failures import (
    KeysSealed,
    PassphraseTooShort,
    PassphraseWrong,
    ShareDamaged,
    ShareOfAnother,
    SharesDoNotFit,
)
from pseudonymisation.keys.files import SEALED, read_keys
from pseudonymisation.keys.keyring import (
    AUDIT,
    ENCRYPTION,
    FILES,
    PSEUDONYM,
    Keyring,
)
from pseudonymisation.keys.passphrase import passphrase_from, read_descriptor
from pseudonymisation.keys.report import half_written, report_files
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.keys.seal import STRENGTH, Strength, box_up, open_box
from pseudonymisation.keys.sealing import seal_keys
from pseudonymisation.keys.shares import (
    ShareFile,
    both_present,
    combine,
    restore,
    split_keys,
)
from tests.unit.pseudonymisation.conftest import NOW


PHRASE = "correct cheval pile agrafe"
WEAK = Strength(2, 19 * 1024, 1)


@pytest.fixture
def keys(tmp_path):
    Keyring.create(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def sealed(keys):
    seal_keys(keys, PHRASE, strength=WEAK)
    return keys


def secrets_in(keys):
    ring = Keyring.open(keys, lambda: PHRASE)
    return [*ring.wrapping.values(), ring.roots.root, ring.audit_root]


def test_sealed_files_open_with_the_passphrase_to_the_same_keys(keys):
    before = secrets_in(keys)
    seal_keys(keys, PHRASE, strength=WEAK)

    assert secrets_in(keys) == before
    assert {(keys / name).stat().st_mode & 0o777 for name in FILES} == {0o600}


def test_a_sealed_file_shows_nothing_of_its_keys(keys):
    inside = [json.loads((keys / name).read_text()) for name in FILES]
    seal_keys(keys, PHRASE, strength=WEAK)
    shown = "".join((keys / name).read_text() for name in FILES)

    for content in inside:
        for secret in [content.get("root"), *content.get("keys", {}).values()]:
            assert secret is None or secret not in shown


def test_every_file_has_a_salt_of_its_own(sealed):
    boxes = [json.loads((sealed / name).read_text())[SEALED] for name in FILES]

    assert len({box["salt"] for box in boxes}) == len(FILES)
    assert {box["kdf"] for box in boxes} == {"argon2id"}


def test_the_product_s_own_strength_is_that_of_rfc_9106():
    assert Strength(passes=3, memory_kib=65_536, lanes=4) == STRENGTH


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_passphrase_is_refused_by_name(sealed, name):
    with pytest.raises(PassphraseWrong) as refused:
        read_keys(sealed / name, lambda: "another passphrase")

    assert refused.value.code == "KEYS-008"
    assert refused.value.where.file == name
    assert "another" not in str(refused.value)


def test_nobody_to_ask_is_said_so(sealed):
    with pytest.raises(KeysSealed) as refused:
        Keyring.open(sealed)

    assert refused.value.code == "KEYS-007"


def test_a_short_passphrase_seals_nothing(keys):
    before = [(keys / name).read_bytes() for name in FILES]
    with pytest.raises(PassphraseTooShort):
        seal_keys(keys, "court", strength=WEAK)

    assert [(keys / name).read_bytes() for name in FILES] == before


def test_a_sealed_file_in_the_place_of_another_is_refused(sealed):
    (sealed / AUDIT).write_bytes((sealed / PSEUDONYM).read_bytes())

    with pytest.raises(PassphraseWrong):
        Keyring.open(sealed, lambda: PHRASE)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 2**40),
        ("memory_kib", 8),
        ("passes", 10**9),
        ("lanes", 0),
        ("lanes", "4"),
        ("kdf", "md5"),
        ("salt", "c2hvcnQ="),
        ("box", "?"),
    ],
)
def test_absurd_parameters_are_refused_before_they_cost_anything(sealed, field, value):
    content = json.loads((sealed / AUDIT).read_text())
    content[SEALED][field] = value
    (sealed / AUDIT).write_text(json.dumps(content))

    with pytest.raises(KeysMalformed):
        read_keys(sealed / AUDIT, lambda: PHRASE)


def test_weaker_parameters_written_into_a_box_do_not_open_it():
    box = box_up(b"x", PHRASE, name="n", strength=Strength(3, 19 * 1024, 1))
    box["passes"] = 2

    with pytest.raises(PassphraseWrong):
        open_box(box, lambda: PHRASE, name="n")


def test_sealing_again_changes_the_passphrase(sealed):
    seal_keys(sealed, "une autre phrase longue", old=lambda: PHRASE, strength=WEAK)

    Keyring.open(sealed, lambda: "une autre phrase longue")
    with pytest.raises(PassphraseWrong):
        Keyring.open(sealed, lambda: PHRASE)


def test_sealing_that_died_between_two_files_is_finished_by_another(keys):
    whole = {name: (keys / name).read_bytes() for name in FILES}
    seal_keys(keys, PHRASE, strength=WEAK)
    (keys / AUDIT).write_bytes(whole[AUDIT])
    Keyring.open(keys, lambda: PHRASE)
    seal_keys(keys, PHRASE, strength=WEAK)

    assert all(report.sealed == WEAK for report in report_files(keys))


def test_a_vault_opens_with_sealed_keys(sealed, tmp_path):
    url = f"sqlite:///{tmp_path}/vault.db"
    with Desk.open(
        url=url, keys_folder=sealed, now=lambda: NOW, passphrase=lambda: PHRASE
    ) as desk:
        assert desk.pending() == []
    assert len(read_roots(sealed, lambda: PHRASE).root) == 32


def test_a_passphrase_comes_from_a_descriptor_once():
    read_descriptor.cache_clear()
    reader, writer = os.pipe()
    os.write(writer, f"{PHRASE}\nrest".encode())
    os.close(writer)
    asked = passphrase_from({"PARCOURS_PASSPHRASE_FD": str(reader)}, prompt="?")

    assert [asked(), asked()] == [PHRASE, PHRASE]
    os.close(reader)
    read_descriptor.cache_clear()


def test_a_passphrase_comes_from_a_variable_that_is_named():
    environ = {"PARCOURS_PASSPHRASE_ENV": "MINE", "MINE": PHRASE}

    assert passphrase_from(environ, prompt="?")() == PHRASE
    assert passphrase_from({"PARCOURS_PASSPHRASE_ENV": "MINE"}, prompt="?")() is None
    assert passphrase_from({"PARCOURS_PASSPHRASE_FD": "no"}, prompt="?")() is None


# Shares


def share(path, phrase=PHRASE):
    return ShareFile(path, lambda: phrase)


@pytest.fixture
def split(keys, tmp_path):
    """Two shares of the root of pseudonyms, each under a passphrase of its own."""
    two = (share(tmp_path / "a", "le premier gardien"), share(tmp_path / "b"))
    split_keys(keys, PSEUDONYM, two, strength=WEAK)
    return two


def test_two_shares_make_the_file_in_either_order(keys, split):
    whole = read_keys(keys / PSEUDONYM)
    one, other = split

    assert combine((one, other), of=PSEUDONYM) == whole
    assert combine((other, one), of=PSEUDONYM) == whole
    both_present(keys, split, of=PSEUDONYM)


def test_one_share_is_noise_and_closed_to_others(keys, split):
    whole = json.dumps(read_keys(keys / PSEUDONYM)).encode()
    for one, phrase in zip(split, ("le premier gardien", PHRASE), strict=True):
        file = json.loads(one.path.read_text())
        name = f"{PSEUDONYM}|{file['split']}|{file['number']}"
        half = open_box(file[SEALED], lambda phrase=phrase: phrase, name=name)
        assert len(half) == len(whole)
        assert half != whole
        assert one.path.stat().st_mode & 0o777 == 0o600


def test_a_lost_key_file_is_made_again_from_its_shares(keys, split):
    before = read_keys(keys / PSEUDONYM)
    with pytest.raises(KeysAlreadyThere):
        restore(keys, split, of=PSEUDONYM)
    (keys / PSEUDONYM).unlink()
    restore(keys, split, of=PSEUDONYM)

    assert read_keys(keys / PSEUDONYM) == before


def test_a_missing_share_is_named(split):
    split[1].path.unlink()

    with pytest.raises(KeysMissing, match="b"):
        combine(split, of=PSEUDONYM)


@pytest.mark.parametrize("place", [40, 150, -20])
def test_a_damaged_share_is_told_from_a_wrong_passphrase(split, place):
    content = bytearray(split[0].path.read_bytes())
    content[place] ^= 1
    split[0].path.write_bytes(bytes(content))

    with pytest.raises((ShareDamaged, ShareOfAnother)):
        combine(split, of=PSEUDONYM)


def test_a_truncated_share_is_damaged(split):
    split[0].path.write_bytes(split[0].path.read_bytes()[:-30])

    with pytest.raises(ShareDamaged) as refused:
        combine(split, of=PSEUDONYM)
    assert refused.value.code == "KEYS-010"


def test_a_custodian_s_wrong_passphrase_is_refused(split):
    wrong = (share(split[0].path, "the wrong passphrase"), split[1])

    with pytest.raises(PassphraseWrong):
        combine(wrong, of=PSEUDONYM)


def test_custodians_passphrases_exchanged_open_nothing(split):
    one, other = split
    turned = (
        ShareFile(one.path, other.passphrase),
        ShareFile(other.path, one.passphrase),
    )

    with pytest.raises(PassphraseWrong):
        combine(turned, of=PSEUDONYM)


def test_the_same_share_twice_is_refused(split):
    with pytest.raises(SharesDoNotFit) as refused:
        combine((split[0], split[0]), of=PSEUDONYM)
    assert refused.value.code == "KEYS-012"


def test_shares_of_two_splits_do_not_fit(keys, split, tmp_path):
    again = (share(tmp_path / "c"), share(tmp_path / "d"))
    split_keys(keys, PSEUDONYM, again, strength=WEAK)

    with pytest.raises(SharesDoNotFit):
        combine((split[0], again[1]), of=PSEUDONYM)


def test_a_share_of_another_key_file_is_refused(keys, split, tmp_path):
    others = (share(tmp_path / "c"), share(tmp_path / "d"))
    split_keys(keys, ENCRYPTION, others, strength=WEAK)

    with pytest.raises(ShareOfAnother) as refused:
        combine((split[0], others[1]), of=PSEUDONYM)
    assert refused.value.code == "KEYS-011"
    with pytest.raises(ShareOfAnother):
        combine((split[0], share(keys / AUDIT)), of=PSEUDONYM)


def test_shares_of_keys_no_longer_in_use_prove_nothing(split, tmp_path):
    Keyring.create(tmp_path / "others")

    with pytest.raises(SharesDoNotFit):
        both_present(tmp_path / "others", split, of=PSEUDONYM)


def test_a_share_never_overwrites_a_file(keys, tmp_path):
    (tmp_path / "a").write_text("mine")
    two = (share(tmp_path / "a"), share(tmp_path / "b"))
    with pytest.raises(KeysAlreadyThere):
        split_keys(keys, PSEUDONYM, two, strength=WEAK)

    assert (tmp_path / "a").read_text() == "mine"
    assert not (tmp_path / "b").exists()


def test_a_custodian_s_short_passphrase_leaves_no_share(keys, tmp_path):
    two = (share(tmp_path / "a"), share(tmp_path / "b", "court"))
    with pytest.raises(PassphraseTooShort):
        split_keys(keys, PSEUDONYM, two, strength=WEAK)

    assert not (tmp_path / "a").exists()


# The report


def test_the_report_says_what_each_file_is_and_what_its_loss_would_cost(keys):
    seal_keys(keys, PHRASE, strength=WEAK)
    (keys / AUDIT).chmod(0o644)
    (keys / PSEUDONYM).unlink()
    encryption, pseudonym, _recognition, audit = report_files(keys)

    assert (encryption.present, encryption.sealed, encryption.mode) == (
        True,
        WEAK,
        "600",
    )
    assert (pseudonym.present, pseudonym.trouble) == (False, "KEYS-001")
    assert (audit.closed, audit.trouble) == (False, "KEYS-002")
    assert len({encryption.if_lost, pseudonym.if_lost, audit.if_lost}) == 3


def test_a_draft_left_by_a_death_is_reported_and_dropped_by_sealing(keys):
    (keys / "audit.json.new").write_text("{}")
    assert half_written(keys) == ["audit.json.new"]
    seal_keys(keys, PHRASE, strength=WEAK)

    assert half_written(keys) == []
