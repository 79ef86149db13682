"""A load or an undo killed with -9 leaves nothing, or everything, in both stores.

The process dies at a named step of its own work, as a power cut would end it there.
Each death is looked at three times: as it lies, once opened again, and once the same
work was asked for again.
"""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlmodel import col, select

from commands.doctor_readers import READERS
from commands.opening import instant
from parcours.intake.operations import load_file, undo_batch
from parcours.record.models import Link, Person
from parcours.territory.examination import State, examine
from parcours.territory.opening import Territory
from parcours.territory.places import places
from pseudonymisation.pseudonym import Pseudonym
from tests.e2e.killed import die_at


N_ROWS = 600  # more than one statement asks for at once
HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation"
)
STEPS = ("admitted", "prepared", "recording", "recorded")
A_FEW_PAGES = 100_000  # bytes of a write-ahead log: more than opening leaves there
NOTHING = ("admitted", "prepared", "recording")
"""Steps whose death takes the whole work back; after the other all of it stands."""

DEATHS = {
    "admitted": "at pseudonymisation.desk:Intent.prepare",
    "prepared": "after pseudonymisation.desk:Intent.prepare",
    "recording": "after parcours.intake.operations:load_batch",
    "recording undo": "after parcours.intake.operations:withdraw_batch",
    "recorded": "at pseudonymisation.desk:Intent.finish",
}


def work(what, folder, word):
    """Load a file, or undo a batch."""
    if what == "load":
        load(Path(folder), Path(word))
    else:
        undo(Path(folder), word)


def name(number):
    """An invented name, two or more letters away from every other."""
    digest = hashlib.sha256(str(number).encode()).hexdigest()[:12]
    return "Zz" + "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def partner_file():
    """Rows of invented people, no two of whom are alike."""
    rows = [
        f"D{n:05};{name(n)};{name(n + N_ROWS)};{1 + n % 28:02}/{1 + n // 28 % 12:02}/"
        f"{2003 + n % 5};15/01/2025;chômage;20/02/2025"
        for n in range(N_ROWS)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


TELL_RECORD = (
    "SELECT count(*) FROM batch WHERE state = 'loaded'",
    "SELECT count(*) FROM situation_fact WHERE retired_on IS NULL",
    "SELECT count(*) FROM observation_window WHERE retired_on IS NULL",
    "SELECT count(DISTINCT person_id) FROM link WHERE revoked_on IS NULL",
    "SELECT count(DISTINCT subject_id) FROM link WHERE revoked_on IS NULL",
)
TELL_VAULT = (
    "SELECT count(*) FROM intents WHERE state = 'pending'",
    "SELECT count(*) FROM persons WHERE withdrawn_by IS NULL",
    "SELECT count(*) FROM subjects WHERE withdrawn_by IS NULL",
    "SELECT count(*) FROM source_identities WHERE withdrawn_by IS NULL",
    "SELECT count(*) FROM links WHERE withdrawn_by IS NULL AND revoked_at IS NULL",
)


def told(folder):
    """What stands in both stores, by numbers."""
    found = []
    for name, queries in (("record.db", TELL_RECORD), ("vault.db", TELL_VAULT)):
        connection = sqlite3.connect(folder / name)
        found.append(tuple(connection.execute(q).fetchone()[0] for q in queries))
        connection.close()
    return tuple(found)


def opened(folder):
    return Territory.open(folder, environ={}, now=instant)


def load(folder, file):
    territory = opened(folder)
    try:
        return load_file(
            territory.context(territory.operator()),
            desk=territory.desk,
            source=file,
            template="mission_locale",
        )
    finally:
        territory.close()


def undo(folder, ref):
    territory = opened(folder)
    try:
        context = territory.context(territory.operator())
        undo_batch(context, desk=territory.desk, ref=ref)
    finally:
        territory.close()


def findings(folder):
    """Names of the checks that are not well, leaving out where the keys lie."""
    checks = examine(places(folder, {}), now=instant, readers=READERS)
    return [c.name for c in checks if c.state is not State.OK and "keys." not in c.name]


@pytest.fixture(scope="module")
def ground(tmp_path_factory):
    return tmp_path_factory.mktemp("killed")


@pytest.fixture(scope="module")
def file(ground):
    path = ground / "invented.csv"
    path.write_text(partner_file(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def empty(ground):
    folder = ground / "empty"
    Territory.create(folder, environ={}, now=instant).close()
    return folder


@pytest.fixture(scope="module")
def full(ground, empty, file):
    folder = shutil.copytree(empty, ground / "full")
    answer = load(folder, file)
    assert (answer.accepted, answer.persons_new) == (N_ROWS, N_ROWS)
    return folder, answer.batch


@pytest.fixture(scope="module")
def withdrawn(ground, full):
    folder = shutil.copytree(full[0], ground / "withdrawn")
    undo(folder, full[1])
    return folder


@pytest.fixture(scope="module")
def dead(ground, empty, full, file):
    """One folder for each kind of work and step, left by a process that was killed."""
    folders, orders = {}, []
    for what, start, word in (("load", empty, file), ("undo", *full)):
        for step in STEPS:
            folder = shutil.copytree(start, ground / f"{what}-{step}")
            folders[what, step] = folder
            death = DEATHS.get(f"{step} {what}", DEATHS[step])
            orders.append((death, what, folder, word))
    die_at("tests.e2e.test_killed_intake:work", orders)
    return folders


@pytest.fixture
def left(dead, tmp_path):
    """Give a copy of what one death left, so that no test sees another's mending."""

    def copying(what, step):
        return shutil.copytree(dead[what, step], tmp_path / "left")

    return copying


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_load_leaves_nothing_or_everything(left, empty, full, file, step):
    folder, (whole, _ref) = left("load", step), full
    waiting = step != "admitted"
    assert findings(folder) == (["intents"] if waiting else [])

    opened(folder).close()

    assert told(folder) == told(empty if step in NOTHING else whole)
    assert findings(folder) == []
    assert load(folder, file).accepted == (N_ROWS if step in NOTHING else 0)
    assert told(folder) == told(whole)


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_undo_leaves_nothing_or_everything(left, full, withdrawn, step):
    folder, (whole, ref) = left("undo", step), full

    opened(folder).close()

    assert told(folder) == told(whole if step in NOTHING else withdrawn)
    assert findings(folder) == []
    if step in NOTHING:
        undo(folder, ref)
    assert told(folder) == told(withdrawn)


@pytest.mark.parametrize(("what", "step"), [("load", "recorded"), ("undo", "prepared")])
def test_no_person_is_half_linked_after_a_death(left, what, step):
    folder = left(what, step)
    territory = opened(folder)
    with territory.record.read() as session:
        query = (
            select(Person.pseudonym).join(Link).where(col(Link.revoked_on).is_(None))
        )
        persons = [Pseudonym.parse(text) for text in session.exec(query)]
    known = territory.desk.reveal_many(persons, None)
    territory.close()

    assert len(persons) == len(set(persons)) == len(known) == N_ROWS
    assert all(identity.birth_name for identity in known.values())


@pytest.mark.parametrize("journal", ["vault.db-wal", "record.db-wal"])
def test_the_command_killed_while_it_writes_a_store_is_whole_when_asked_again(
    empty, full, file, tmp_path, journal
):
    folder = shutil.copytree(empty, tmp_path / "territory")
    program = "from commands.main import run; run()"
    words = ["--dir", folder, "intake", file, "--template", "mission_locale"]
    with subprocess.Popen(
        [sys.executable, "-c", program, *words],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        watched = folder / journal
        while process.poll() is None and not is_larger(watched, A_FEW_PAGES):
            time.sleep(0.001)
        process.kill()

    opened(folder).close()
    assert told(folder) in (told(empty), told(full[0]))
    load(folder, file)
    assert told(folder) == told(full[0])
    assert findings(folder) == []


def is_larger(path, size):
    return path.exists() and path.stat().st_size > size
