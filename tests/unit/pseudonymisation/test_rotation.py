"""The wrapping key rotates while others read and write, and survives any death."""

import os
import signal
import sqlite3
import threading
from pathlib import Path

import pytest

from pseudonymisation import rotation
from pseudonymisation.desk import Desk
from pseudonymisation.failures import CiphertextRefused, KeyUnknown
from pseudonymisation.keys.files import read_keys
from pseudonymisation.keys.keyring import ENCRYPTION, Keyring
from pseudonymisation.keys.seal import Strength
from pseudonymisation.keys.sealing import seal_keys
from tests.unit.pseudonymisation.conftest import NOW, open_desk, someone


PHRASE = "correct cheval pile agrafe"
WEAK = Strength(2, 19 * 1024, 1)
PEOPLE = 5
STEPS = (
    "key added",
    "batch written",
    "batch committed",
    "proven",
    "proven again",
    "retired",
    "log emptied",
)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)


@pytest.fixture
def people(admit, folder):
    rows = [someone(row=n, code=f"c{n}", birth_name=f"Zz{n}") for n in range(PEOPLE)]
    return [one.person for one in admit(*rows)]


def keys_in(folder: Path) -> list[str]:
    return list(read_keys(folder / "keys" / ENCRYPTION)["keys"])


def names_of(desk, people):
    found = desk.reveal_many(people, "college")
    return [found[person].birth_name for person in people]


NAMES = [f"Zz{n}" for n in range(PEOPLE)]


def test_after_a_rotation_everything_opens_under_the_new_key_alone(
    desk, folder, people
):
    (old,) = keys_in(folder)
    done = desk.rotate_keys(folder / "keys")

    assert keys_in(folder) == [done.key_id] != [old]
    assert (done.rewrapped, done.proven, done.retired) == (PEOPLE, PEOPLE, (old,))
    assert names_of(desk, people) == NAMES
    assert desk.integrity().holds
    with open_desk(folder) as again:
        assert names_of(again, people) == NAMES
        assert again.data_keys() == {done.key_id: PEOPLE}


def test_a_desk_opened_before_reads_and_writes_on(desk, folder, people, admit):
    with open_desk(folder) as other:
        other.rotate_keys(folder / "keys")

    assert names_of(desk, people) == NAMES
    (new,) = admit(someone(row=1, code="later", birth_name="Zzlater"))
    assert desk.reveal(new.person, organisation="college").birth_name == "Zzlater"
    assert list(desk.data_keys()) == keys_in(folder)


def test_a_writer_works_between_two_batches(desk, folder, people):
    admitted = []

    def write(name):
        if name == "batch committed" and not admitted:
            admitted.append(thread := threading.Thread(target=_admit, args=(folder,)))
            thread.start()

    done = desk.rotate_keys(folder / "keys", step=write)
    admitted[0].join()

    assert desk.data_keys() == {done.key_id: PEOPLE + 1}
    assert keys_in(folder) == [done.key_id]


def _admit(folder):
    with (
        open_desk(folder) as writer,
        writer.intent(kind="test", author="zoe") as intent,
    ):
        writer.admit([someone(code="between", birth_name="Zzbetween")], intent=intent)
        intent.prepare()
        intent.finish()


def _die_in_a_child(folder: Path, at: str) -> None:
    child = os.fork()
    if child == 0:
        try:
            with open_desk(folder) as desk:
                desk.rotate_keys(folder / "keys", step=lambda name: _die(name, at))
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def _die(name: str, at: str) -> None:
    if name == at:
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.parametrize("at", STEPS)
def test_killed_at_any_step_it_goes_on_and_nothing_is_lost(desk, folder, people, at):
    before = keys_in(folder)
    desk.close()
    _die_in_a_child(folder, at)

    with open_desk(folder) as after:
        assert names_of(after, people) == NAMES
        assert after.integrity().holds
        done = after.rotate_keys(folder / "keys")
        assert names_of(after, people) == NAMES
        assert after.data_keys() == {done.key_id: PEOPLE}
        assert after.integrity().holds
    assert keys_in(folder) == [done.key_id]
    assert done.key_id not in before


@pytest.mark.parametrize("moment", ["draft", "replaced"])
def test_killed_while_a_key_file_is_replaced_either_state_opens(
    desk, folder, people, moment, monkeypatch
):
    desk.close()
    child = os.fork()
    if child == 0:
        try:
            _kill_around_replacing(moment)
            with open_desk(folder) as dying:
                dying.rotate_keys(folder / "keys")
        finally:
            os._exit(9)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])

    with open_desk(folder) as after:
        assert names_of(after, people) == NAMES
        done = after.rotate_keys(folder / "keys")
        assert after.data_keys() == {done.key_id: PEOPLE}
    assert sorted(os.listdir(folder / "keys")) == [
        "audit.json",
        "encryption.json",
        "pseudonym.json",
        "recognition.json",
    ]


def _kill_around_replacing(moment: str) -> None:
    replace = Path.replace

    def dying(self, target):
        if moment == "replaced":
            replace(self, target)
        os.kill(os.getpid(), signal.SIGKILL)

    Path.replace = dying  # type: ignore[method-assign]  # in a child about to die


def test_sealed_keys_rotate_and_stay_sealed(desk, folder, people):
    seal_keys(folder / "keys", PHRASE, strength=WEAK)
    desk.close()
    url = f"sqlite:///{folder}/vault.db"
    with Desk.open(
        url=url,
        keys_folder=folder / "keys",
        now=lambda: NOW,
        passphrase=lambda: PHRASE,
    ) as sealed:
        done = sealed.rotate_keys(folder / "keys", passphrase=lambda: PHRASE)
        assert names_of(sealed, people) == NAMES

    inside = read_keys(folder / "keys" / ENCRYPTION, lambda: PHRASE)
    assert list(inside["keys"]) == [done.key_id]
    assert done.key_id not in (folder / "keys" / ENCRYPTION).read_text()


def test_a_data_key_that_does_not_open_keeps_the_old_key(desk, folder, people):
    old = keys_in(folder)

    def spoil(name):
        if name == "proven":
            vault = sqlite3.connect(folder / "vault.db")
            vault.execute("UPDATE persons SET key_id = ? WHERE id = 1", (old[0],))
            vault.commit()
            vault.close()

    with pytest.raises(CiphertextRefused):
        desk.rotate_keys(folder / "keys", step=spoil)
    assert set(old) < set(keys_in(folder))


def test_a_backup_from_before_a_rotation_does_not_open_with_the_new_keys(
    desk, folder, people
):
    backup = folder / "backup.db"
    vault = sqlite3.connect(folder / "vault.db")
    vault.execute("VACUUM INTO ?", (str(backup),))
    vault.close()
    desk.rotate_keys(folder / "keys")

    url = f"sqlite:///{backup}"
    with (
        Desk.open(url=url, keys_folder=folder / "keys", now=lambda: NOW) as old,
        pytest.raises(KeyUnknown),
    ):
        old.reveal(people[0], organisation="college")
    Keyring.open(folder / "keys")
