"""An answer, a separation or a refusal killed with -9 leaves nothing, or everything."""

import shutil
import signal
import sqlite3
import subprocess
import sys

import pytest

from commands.opening import instant
from parcours.matching.links import refuse_linkage, separate_person
from parcours.matching.operations import answer_question, list_questions
from parcours.territory.opening import Territory
from pseudonymisation.pseudonym import Pseudonym
from tests.unit.parcours.matching.conftest import open_house


STEPS = {"prepared": False, "recording": False, "recorded": True}
"""Each step at which a process dies, and whether its work stands afterwards."""
WORKS = ("answer", "separate", "refuse")
BY_HAND = ("intents", "finished_intent", "audit_line", "vault_seal", "alembic_version")

DRIVER = """
import os, signal, sys
from pathlib import Path
from parcours.matching import following
from pseudonymisation.desk import Intent
from tests.e2e.test_killed_links import work

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

def after(doing):
    def done(*arguments, **options):
        doing(*arguments, **options)
        die()
    return done

PATCHES = {
    "prepared": (Intent, "prepare", after(Intent.prepare)),
    "recording": (following, "follow", after(following.follow)),
    "recorded": (Intent, "finish", die),
}
for line in sys.stdin.read().splitlines():
    folder, step, what = line.split("|")
    child = os.fork()
    if child == 0:
        try:
            setattr(*PATCHES[step])
            work(Path(folder), what)
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "survived", flush=True)
"""


def persons_of(folder):
    record = sqlite3.connect(folder / "record.db")
    found = record.execute("SELECT pseudonym FROM person ORDER BY id").fetchall()
    record.close()
    return [name for (name,) in found]


def work(folder, what):
    """Do one work of a reviewer, or of a worker, in a territory."""
    territory = Territory.open(folder, environ={}, now=instant)
    rose = territory.context(territory.acting_as("rose"))
    mission = territory.context(territory.acting_as("mission"))
    desk = territory.desk
    try:
        if what == "answer":
            (line,) = list_questions(rose, desk=desk)
            answer_question(rose, desk=desk, ref=line.ref, answer="same")
        else:
            person = persons_of(folder)[0]  # perhaps one that leads to the other
            if what == "separate":
                separate_person(rose, desk=desk, person=person)
            else:
                refuse_linkage(mission, desk=desk, person=person)
    finally:
        territory.close()


def told(folder):
    """All that both stores hold but the traces of who asked."""
    found = {}
    for name in ("vault.db", "record.db"):
        store = sqlite3.connect(folder / name)
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            if table not in BY_HAND and not table.startswith("sqlite_"):
                rows = store.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                found[name, table] = sorted(rows, key=repr)
        store.close()
    return found


def shape(folder):
    """How many rows each table holds: instants and random numbers aside."""
    return {table: len(rows) for table, rows in told(folder).items()}


@pytest.fixture(scope="module")
def starts(tmp_path_factory, territory_made):
    """A territory with a question, and one in which it was answered."""
    ground = tmp_path_factory.mktemp("killed_links")
    with open_house(territory_made, ground / "asked") as house:
        house.person("school", code="E1")
        house.person("mission", birth_name="Qwantelbo", code="M1")
    joined = shutil.copytree(ground / "asked", ground / "joined")
    work(joined, "answer")
    return {"answer": ground / "asked", "separate": joined, "refuse": joined}


@pytest.fixture(scope="module")
def dead(starts, tmp_path_factory):
    ground = tmp_path_factory.mktemp("dead_links")
    folders = {
        (what, step): shutil.copytree(starts[what], ground / f"{what}-{step}")
        for what in WORKS
        for step in STEPS
    }
    orders = [f"{folder}|{step}|{what}" for (what, step), folder in folders.items()]
    done = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input="\n".join(orders),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(int(signal.SIGKILL))] * len(orders), done.stderr
    return folders


@pytest.mark.parametrize("what", WORKS)
@pytest.mark.parametrize("step", STEPS)
def test_a_killed_work_on_links_leaves_nothing_or_everything(
    starts, dead, tmp_path, what, step
):
    folder = dead[what, step]
    whole = shutil.copytree(starts[what], tmp_path / "whole")
    work(whole, what)

    territory = Territory.open(folder, environ={}, now=instant)
    persons = [Pseudonym.parse(name) for name in persons_of(folder)]
    readable = territory.desk.reveal_many(persons, None)
    territory.close()

    if STEPS[step]:
        assert shape(folder) == shape(whole)
    else:
        assert told(folder) == told(starts[what])
        work(folder, what)
        assert shape(folder) == shape(whole)
    assert all(identity.given_names for identity in readable.values())
