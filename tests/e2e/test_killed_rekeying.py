"""A re-keying killed with -9 at any step loses nobody; starting again finishes it."""

import signal
import subprocess
import sys

import pytest

from parcours.territory.examination import State, examine
from pseudonymisation.keys.roots import read_roots
from tests.rekeying_house import (
    NOW,
    agreed,
    copy,
    grown_once,
    lives,
    names_in,
    opened,
    rekeyed,
    rows,
    traces,
)


BEFORE = ("approved", "root drawn", "staged", "prepared", "renamed")
"""Steps at which a death leaves the former names."""
AFTER = (
    "recorded",
    "file adopted",
    "lookups written",
    "adopted",
    "proven",
    "scrubbed",
    "root destroyed",
    "retired",
)
"""Steps at which a death leaves the next names."""

DRIVER = """
import os, signal, sys
from pathlib import Path
from pseudonymisation import naming
from pseudonymisation.intent import Intent
from tests.rekeying_house import opened, rekeyed

def die(*_arguments, **_options):
    os.kill(os.getpid(), signal.SIGKILL)

def after(doing):
    def done(*arguments, **options):
        doing(*arguments, **options)
        die()
    return done

PATCHES = {
    "root drawn": (naming, "stage_root", after(naming.stage_root)),
    "file adopted": (naming, "adopt_next", after(naming.adopt_next)),
    "lookups written": (naming.Names, "adopt", after(naming.Names.adopt)),
    "root destroyed": (naming, "retire_former", after(naming.retire_former)),
}
for line in sys.stdin.read().splitlines():
    folder, step, ref = line.split("|")
    child = os.fork()
    if child == 0:
        try:
            if step in PATCHES:
                setattr(*PATCHES[step])
            rekeyed(opened(Path(folder)), ref, step=lambda n: die() if n == step else 0)
        finally:
            os._exit(9)
    _pid, status = os.waitpid(child, 0)
    print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else "survived", flush=True)
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory, territory_made):
    """A territory whose re-keying is agreed, and the reference of that."""
    folder = grown_once(tmp_path_factory, territory_made)
    territory = opened(folder)
    ref = agreed(territory)
    territory.close()
    return folder, ref


@pytest.fixture(scope="module")
def before(grown):
    """What the territory tells of everybody, and its rows, before any death."""
    folder = grown[0]
    return lives(folder), rows(folder)


@pytest.fixture(scope="module")
def dead(grown, tmp_path_factory):
    ground, (start, ref) = tmp_path_factory.mktemp("dead_rekeying"), grown
    folders = {
        step: copy(start, ground / step.replace(" ", "-") / "territory")
        for step in (*BEFORE, *AFTER)
        if not (ground / step.replace(" ", "-")).mkdir()
    }
    orders = [f"{folder}|{step}|{ref}" for step, folder in folders.items()]
    done = subprocess.run(
        [sys.executable, "-c", DRIVER],
        input="\n".join(orders),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == [str(int(signal.SIGKILL))] * len(orders), done.stderr
    return folders


@pytest.mark.parametrize("step", [*BEFORE, *AFTER])
def test_a_killed_rekeying_loses_nobody_and_is_finished_by_starting_again(
    grown, before, dead, step
):
    start, ref = grown
    folder, former = dead[step], names_in(start)
    assert (names_in(folder) == former) is (step in BEFORE)

    told = lives(folder), rows(folder)
    assert told == before  # at once: opening settles what was half done
    whole = read_roots(folder / "keys")
    assert whole.active == (1 if step in BEFORE else 2)

    if step not in ("root destroyed", "retired"):
        territory = opened(folder)
        done = rekeyed(territory, ref)
        territory.close()
        assert (done.done, done.generation) == (True, 2)

    assert (lives(folder), rows(folder)) == before
    assert names_in(folder).isdisjoint(former)
    assert traces(folder, former) == []
    assert dict(read_roots(folder / "keys").by_generation).keys() == {2}
    territory = opened(folder)
    checks = examine(territory.places, now=lambda: NOW)
    territory.close()
    assert [c.name for c in checks if c.state is State.FAILED] == []
    assert next(c for c in checks if c.name == "pseudonyms").state is State.OK
