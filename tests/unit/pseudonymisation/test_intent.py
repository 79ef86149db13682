"""Vault and record agree after a death at any step."""

import signal
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from pseudonymisation.desk import Decision, Desk
from pseudonymisation.failures import IntentMisused, RecoveryNeeded
from pseudonymisation.keys.keyring import Keyring
from tests.unit.pseudonymisation.conftest import open_desk, someone


def prepare_only(desk: Desk) -> str:
    with desk.intent(kind="test", author="zoe") as intent:
        desk.admit([someone()], intent=intent)
        intent.prepare()
        return intent.ref


def test_leaving_before_prepare_changes_nothing(desk, admit):
    with desk.intent(kind="preview", author="zoe") as intent:
        previewed = desk.admit([someone()], intent=intent)

    assert previewed[0].decision is Decision.NEW
    assert desk.pending() == []
    assert admit(someone())[0].decision is Decision.NEW


def fail_midway(desk: Desk) -> None:
    with desk.intent(kind="test", author="zoe") as intent:
        desk.admit([someone()], intent=intent)
        raise ZeroDivisionError


def test_an_error_before_prepare_changes_nothing(desk, admit):
    with pytest.raises(ZeroDivisionError):
        fail_midway(desk)

    assert admit(someone())[0].decision is Decision.NEW


def test_a_prepared_intent_is_pending_until_recovered(desk):
    ref = prepare_only(desk)

    assert [one.ref for one in desk.pending()] == [ref]
    with pytest.raises(RecoveryNeeded), desk.intent(kind="test", author="zoe"):
        pass


def test_what_the_record_lacks_is_undone(desk, admit):
    ref = prepare_only(desk)
    done = desk.recover(lambda _ref: False)

    assert [(one.ref, one.outcome) for one in done] == [(ref, "undone")]
    assert desk.pending() == []
    assert admit(someone())[0].decision is Decision.NEW


def test_what_the_record_holds_is_finished(desk, admit):
    ref = prepare_only(desk)
    done = desk.recover(lambda asked: asked == ref)

    assert [one.outcome for one in done] == ["finished"]
    assert admit(someone())[0].decision is Decision.KNOWN


def test_recovery_leaves_alone_what_another_process_is_doing(desk, folder):
    with desk.intent(kind="test", author="zoe") as intent:
        desk.admit([someone()], intent=intent)
        intent.prepare()
        with open_desk(folder) as other:
            assert other.recover(lambda _ref: False) == []
        intent.finish()
    assert desk.pending() == []


def test_the_steps_of_an_intent_keep_their_order(desk):
    intent = desk.intent(kind="test", author="zoe")
    with pytest.raises(IntentMisused):
        intent.prepare()
    with intent, pytest.raises(IntentMisused):
        intent.finish()


def test_rows_are_refused_once_prepared(desk):
    with desk.intent(kind="test", author="zoe") as intent:
        intent.prepare()
        with pytest.raises(IntentMisused):
            desk.admit([someone()], intent=intent)
        intent.finish()


STEPS = {
    "admitted": False,
    "prepared": False,
    "recording": False,
    "recorded": True,
    "finished": True,
}
"""Each step at which a process dies, and whether its work stands afterwards."""

DYING = textwrap.dedent(
    """
    import os, signal, sqlite3, sys
    from pathlib import Path
    from tests.unit.pseudonymisation.conftest import open_desk, someone

    def work(folder, step):
        def die_at(name):
            if name == step:
                os.kill(os.getpid(), signal.SIGKILL)

        record = sqlite3.connect(folder / "record.db")
        record.execute("CREATE TABLE batches (ref TEXT, person TEXT)")
        record.commit()
        with open_desk(folder) as desk:
            with desk.intent(kind="test", author="zoe") as intent:
                admission = desk.admit([someone()], intent=intent)[0]
                die_at("admitted")
                intent.prepare()
                die_at("prepared")
                record.execute(
                    "INSERT INTO batches VALUES (?, ?)",
                    (intent.ref, str(admission.person)),
                )
                die_at("recording")
                record.commit()
                die_at("recorded")
                intent.finish()
                die_at("finished")

    for step in sys.argv[2:]:
        child = os.fork()
        if child == 0:
            try:
                work(Path(sys.argv[1]) / step, step)
            finally:
                os._exit(9)
        _pid, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "survived", flush=True)
    """
)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """One folder for each step, left by a process that died there."""
    ground = tmp_path_factory.mktemp("killed")
    for step in STEPS:
        Keyring.create(ground / step / "keys")
    died = subprocess.run(
        [sys.executable, "-c", DYING, str(ground), *STEPS],
        capture_output=True,
        text=True,
        check=True,
    )
    assert died.stdout.split() == [str(int(signal.SIGKILL))] * len(STEPS), died.stderr
    return ground


@pytest.mark.parametrize(("step", "kept"), STEPS.items())
def test_a_killed_process_leaves_both_stores_or_neither(killed, step, kept):
    folder = killed / step
    record = sqlite3.connect(folder / "record.db")
    recorded = dict(record.execute("SELECT ref, person FROM batches"))
    record.close()
    with open_desk(folder) as desk:
        desk.recover(lambda ref: ref in recorded)
        assert desk.pending() == []
        with desk.intent(kind="test", author="zoe") as intent:
            again = desk.admit([someone()], intent=intent)[0]

    assert bool(recorded) is kept
    assert (again.decision is Decision.KNOWN) is kept
    if kept:
        assert str(again.person) in recorded.values()
