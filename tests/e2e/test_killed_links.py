"""An answer, a separation or a refusal killed with -9 leaves nothing, or everything."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from commands.opening import instant
from parcours.matching.links import refuse_linkage, separate_person
from parcours.matching.operations import answer_question, list_questions
from parcours.territory.opening import Territory
from pseudonymisation.pseudonym import Pseudonym
from tests.e2e.killed import die_at
from tests.unit.parcours.matching.conftest import open_house


STEPS = {"prepared": False, "recording": False, "recorded": True}
"""Each step at which a process dies, and whether its work stands afterwards."""
WORKS = ("answer", "separate", "refuse")
BY_HAND = ("intents", "finished_intent", "audit_line", "vault_seal", "alembic_version")

DEATHS = {
    "prepared": "after pseudonymisation.desk:Intent.prepare",
    "recording": "after parcours.matching.following:follow",
    "recorded": "at pseudonymisation.desk:Intent.finish",
}


def persons_of(folder):
    record = sqlite3.connect(folder / "record.db")
    found = record.execute("SELECT pseudonym FROM person ORDER BY id").fetchall()
    record.close()
    return [name for (name,) in found]


def work(folder, what):
    """Do one work of a reviewer, or of a worker, in a territory."""
    territory = Territory.open(Path(folder), environ={}, now=instant)
    rose = territory.context(territory.acting_as("rose"))
    mission = territory.context(territory.acting_as("mission"))
    desk = territory.desk
    try:
        if what == "answer":
            (line,) = list_questions(rose, desk=desk)
            answer_question(rose, desk=desk, ref=line.ref, answer="same")
        else:
            person = persons_of(Path(folder))[0]  # perhaps one that leads to the other
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
    die_at(
        "tests.e2e.test_killed_links:work",
        [(DEATHS[step], folder, what) for (what, step), folder in folders.items()],
    )
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
