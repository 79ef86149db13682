"""A vault indexed under other rules is found, refused, indexed anew; whatever death."""

import os
import signal
import sqlite3
import threading
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from pseudonymisation import reindex
from pseudonymisation.desk import PartialDate
from pseudonymisation.identities import spelling
from pseudonymisation.identities.integrity import IntegrityKey, watch
from pseudonymisation.identities.migrations import run
from pseudonymisation.linkage import index_version, tokens
from pseudonymisation.linkage.index_failures import IndexOutdated, IndexUnproven
from pseudonymisation.values import Decision
from tests.unit.pseudonymisation.conftest import open_desk, someone


pytestmark = pytest.mark.usefixtures("rules_may_change")

PEOPLE = 7
NAMES = [
    "Zzbrixmor",
    "Qwundel",
    "Wzatomir",
    "Ozzifran",
    "Ybbucher",
    "Fzelanne",
    "Kozzinaud",
]
GIVEN = ["Léopoldine", "Théo", "Inès", "Wassim", "Margaux", "Yanis", "Solène"]
OTHER_SOUNDS = (("zz", "tch"), *spelling._HOMOPHONES)
STEPS = (
    "begun",
    "tokens deleted",
    "deletion committed",
    "batch written",
    "batch committed",
    "proven",
    "closed",
)


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(reindex, "BATCH", 3)
    monkeypatch.setattr(reindex, "TOKENS_PER_BATCH", 40)
    monkeypatch.setattr(reindex, "FEW", 0)


def rows():
    """Some known by a code, some by their whole identity alone."""
    return [
        someone(
            row=n,
            code=f"c{n}" if n % 2 else None,
            birth_name=NAMES[n],
            given_names=GIVEN[n],
            birth_date=PartialDate(2000 + n, 3 + n, 14 + n),
        )
        for n in range(PEOPLE)
    ]


def add(desk, *some):
    with desk.intent(kind="test", author="zoe") as intent:
        admitted = desk.admit(some, intent=intent)
        intent.prepare()
        intent.finish()
    return admitted


@pytest.fixture
def older(folder, monkeypatch):
    """A vault written by a code with other sounds and other whole identities."""
    whole = tokens._whole
    with monkeypatch.context() as before:
        before.setattr(spelling, "_HOMOPHONES", OTHER_SOUNDS)
        before.setattr(
            tokens, "_whole", lambda *them: (w := whole(*them)) and ("old", *w)
        )
        with open_desk(folder) as desk:
            desk.before = add(desk, *rows())
            return [one.person for one in desk.before]


def stored(folder, query):
    vault = sqlite3.connect(folder / "vault.db")
    found = vault.execute(query).fetchall()
    vault.close()
    return found


def test_a_vault_of_today_has_nothing_to_do(desk):
    add(desk, *rows())
    done = desk.reindex()

    assert (done.indexed, done.proven) == (0, 0)
    assert done.name == index_version.index_version()


def test_under_other_rules_nobody_is_admitted_or_erased_and_all_can_be_revealed(
    folder, older
):
    with open_desk(folder) as desk:
        with pytest.raises(IndexOutdated):
            add(desk, *rows())
        with (
            pytest.raises(IndexOutdated),
            desk.intent(kind="test", author="zoe") as intent,
        ):
            desk.erase(older[0], intent=intent, day=date(2026, 1, 5))
        assert len(desk.reveal_many(older, "college")) == PEOPLE


def test_indexed_anew_everybody_is_known_again(folder, older):
    with open_desk(folder) as desk:
        done = desk.reindex()
        again = add(desk, *rows())
        near = add(desk, someone(row=9, organisation="club", birth_name="Zzbrixmoor",
                                 birth_date=PartialDate(2000, 3, 14)))  # fmt: skip

        assert (done.indexed, done.proven) == (PEOPLE, PEOPLE)
        assert [one.decision for one in again] == [Decision.KNOWN] * PEOPLE
        assert [one.person for one in again] == older
        assert near[0].person == older[0]
        assert desk.integrity().holds
        assert desk.reindex().indexed == 0


def test_the_index_made_anew_is_the_one_that_a_new_vault_has(folder, older, tmp_path):
    with open_desk(folder) as desk:
        desk.reindex()
    kept = folder / "kept.db"
    (folder / "vault.db").rename(kept)
    for left in folder.glob("vault.db-*"):
        left.unlink()
    with open_desk(folder) as desk:
        add(desk, *rows())
    query = "SELECT token, hex(sealed) FROM tokens ORDER BY 1, 2"
    handles = "SELECT handle, handle_by IS NULL FROM subjects ORDER BY id"
    ours = sqlite3.connect(kept)

    assert ours.execute(query).fetchall() == stored(folder, query) != []
    assert ours.execute(handles).fetchall() == stored(folder, handles)
    ours.close()


def test_a_few_identities_are_indexed_as_the_vault_is_opened(
    folder, older, monkeypatch
):
    monkeypatch.setattr(reindex, "FEW", PEOPLE)
    with open_desk(folder) as desk:
        assert [one.decision for one in add(desk, *rows())] == [Decision.KNOWN] * PEOPLE


def test_at_an_opening_whoever_holds_the_vault_is_not_waited_for(
    folder, older, monkeypatch
):
    monkeypatch.setattr(reindex, "FEW", 0)
    with open_desk(folder) as desk, desk.intent(kind="test", author="zoe"):
        monkeypatch.setattr(reindex, "FEW", PEOPLE)
        with open_desk(folder) as other:
            assert len(other.reveal_many(older, "college")) == PEOPLE


def test_a_vault_from_before_versions_is_indexed_anew(folder):
    with open_desk(folder) as desk:
        before = [one.person for one in add(desk, *rows())]
        key = desk._vault.integrity
    _downgrade(folder, key)

    with open_desk(folder) as desk:
        with pytest.raises(IndexOutdated):
            add(desk, *rows())
        assert desk.reindex().indexed == PEOPLE
        assert [one.person for one in add(desk, *rows())] == before
        assert desk.integrity().holds


def _downgrade(folder: Path, key: IntegrityKey) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    engine = create_engine(f"sqlite:///{folder}/vault.db")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0003")
        connection.exec_driver_sql("DELETE FROM vault_seal")
    watch(engine, key)  # seals what that version had
    engine.dispose()


@pytest.mark.parametrize("at", STEPS)
def test_killed_at_any_step_it_goes_on_and_nobody_is_lost(folder, older, at):
    _die_in_a_child(folder, at)

    with open_desk(folder) as desk:
        assert desk.integrity().holds
        assert len(desk.reveal_many(older, "college")) == PEOPLE
        if at != "closed":
            with pytest.raises(IndexOutdated):
                add(desk, *rows())
        desk.reindex()
        assert [one.person for one in add(desk, *rows())] == older
        assert desk.integrity().holds


def test_killed_in_the_middle_it_does_not_begin_anew(folder, older):
    _die_in_a_child(folder, "batch committed")

    with open_desk(folder) as desk:
        assert desk.reindex().indexed == PEOPLE - reindex.BATCH


def test_killed_in_the_middle_the_former_rules_take_it_back_as_well(
    folder, older, monkeypatch
):
    _die_in_a_child(folder, "batch committed")
    whole = tokens._whole
    monkeypatch.setattr(spelling, "_HOMOPHONES", OTHER_SOUNDS)
    monkeypatch.setattr(
        tokens, "_whole", lambda *them: (w := whole(*them)) and ("old", *w)
    )

    with open_desk(folder) as desk:
        with pytest.raises(IndexOutdated):
            add(desk, *rows())
        assert desk.reindex().indexed == PEOPLE
        assert [one.person for one in add(desk, *rows())] == older


def _die_in_a_child(folder: Path, at: str) -> None:
    child = os.fork()
    if child == 0:
        try:
            with open_desk(folder) as desk:
                desk.reindex(step=lambda name: _die(name, at))
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)
    assert os.WTERMSIG(status) == signal.SIGKILL


def _die(name: str, at: str) -> None:
    if name == at:
        os.kill(os.getpid(), signal.SIGKILL)


def test_others_reveal_join_and_erase_nobody_between_two_batches(folder, older):
    seen, at_work = [], []

    def work():
        with open_desk(folder) as other:
            with other.intent(kind="test", author="zoe") as intent:
                other.join(keep=older[0], gone=older[6], intent=intent)
                intent.prepare()
                intent.finish()
            seen.append(len(other.reveal_many(older[:6], "college")))

    def begin(name):
        if name == "batch committed" and not at_work:
            at_work.append(thread := threading.Thread(target=work))
            thread.start()

    with open_desk(folder) as desk:
        done = desk.reindex(step=begin)
        at_work[0].join()
        assert seen == [6]
        assert done.proven == PEOPLE
        assert desk.integrity().holds


@pytest.mark.parametrize(
    "spoil",
    [
        "DELETE FROM tokens WHERE token = (SELECT MIN(token) FROM tokens)",
        "INSERT INTO tokens (token, sealed) VALUES (12, zeroblob(16))",
        "UPDATE subjects SET handle = x'00' WHERE id = 1",
        "UPDATE source_identities SET indexed_by = NULL WHERE id = 2",
    ],
)
def test_an_index_that_the_identities_do_not_give_is_not_put_in_use(
    folder, older, spoil, monkeypatch
):
    committed = []

    def after_the_last_batch(name):
        if name == "batch committed":
            committed.append(name)
            if len(committed) == 3:  # 3 + 3 + 1 identities
                vault = sqlite3.connect(folder / "vault.db")
                vault.execute(spoil)
                vault.commit()
                vault.close()

    with open_desk(folder) as desk:
        real = reindex._fill

        def fill(*args, **words):
            return (0, 0) if len(committed) == 3 else real(*args, **words)

        with monkeypatch.context() as patched:
            patched.setattr(reindex, "_fill", fill)
            with pytest.raises(IndexUnproven):
                desk.reindex(step=after_the_last_batch)
        with pytest.raises(IndexOutdated):
            add(desk, *rows())
        assert desk.reindex().indexed == PEOPLE
        assert [one.person for one in add(desk, *rows())] == older


def test_tombstones_of_other_rules_are_counted_and_hold_back_by_the_code(
    folder, monkeypatch
):
    with monkeypatch.context() as before:
        before.setattr(spelling, "_HOMOPHONES", OTHER_SOUNDS)
        with open_desk(folder) as desk:
            admitted = add(desk, *rows())
            with desk.intent(kind="erasure", author="zoe") as intent:
                desk.erase(admitted[1].person, intent=intent, day=date(2026, 1, 5))
                intent.prepare()
                intent.finish()
    with open_desk(folder) as desk:
        assert desk.reindex().older_tombstones > 0
        assert desk.erased(rows()) == {1}


def test_without_the_key_no_token_of_the_vault_can_be_made(desk, folder):
    add(desk, *rows())
    held = {token for (token,) in stored(folder, "SELECT token FROM tokens")}
    found = [index_version.normalise.features(row) for row in rows()]
    ours = {t for one in found for t in desk._vault.tokens.tokens(one)}
    guessed = {
        t
        for key in (bytes(32), b"parcours".ljust(32, b"0"), b"0" * 32)
        for one in found
        for t in tokens.TokenMaker(key).tokens(one)
    }
    assert ours == held  # the control
    assert not guessed & held
