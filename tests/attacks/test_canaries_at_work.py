"""Canaries go through reviewing, keys, approvals, erasure, encoding and crashes.

The other canaries (`test_canaries`) are many and go through files; these few go through
every door at which somebody decides. The only file that may name them is the one asked
for by two persons and two custodians.
"""

import csv
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile

import pytest
from typer.testing import CliRunner

from commands.main import app
from config.failure import Failure
from parcours.matching.links import (
    join_codes,
    read_links,
    refuse_linkage,
    separate_person,
)
from parcours.matching.operations import (
    answer_question,
    list_questions,
    take_back_answer,
)
from pseudonymisation.values import PartialDate
from tests.attacks.traces import Scanner, canary_names
from tests.unit.commands.test_keys import pipe
from tests.unit.parcours.matching.conftest import open_house


NAMES = list(canary_names(40))
SCANNER = Scanner([name for pair in NAMES for name in pair])
VAULT = ("vault.db", "keys/")
PHRASE = "correct cheval pile agrafe"
FIRST, SECOND = "le premier gardien", "le second gardien"
TEMPLATE = ("--template", "mission_locale")
CRASH = """
from commands.main import run
from pseudonymisation.desk import Desk
def admit(self, rows, **_options):
    held = [(row.birth_name, row.given_names) for row in rows]
    try:
        raise ValueError(repr(held))
    except ValueError as cause:
        raise RuntimeError(f"while admitting {held}") from cause
Desk.admit = admit
run()
"""


class Work:
    """A territory, what stands beside it, and all that was said of it."""

    def __init__(self, folder, outside):
        self.folder, self.outside, self.said = folder, outside, []

    def run(self, *words, phrases=(), code=0):
        fds = [pipe(text) for text in phrases]
        told = CliRunner().invoke(
            app, ["--dir", str(self.folder), *(str(w).format(*fds) for w in words)]
        )
        self.said += [told.output, repr(told.exception)]
        assert told.exit_code == code, (words, told.output, told.exception)
        return told

    def file(self, name, lines):
        path = self.outside / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path


class Heard(logging.Handler):
    """Keeps every message of every logger."""

    def __init__(self, said):
        super().__init__(logging.DEBUG)
        self.said = said

    def emit(self, record):
        self.said.append(self.format(record))


@pytest.fixture(scope="module")
def work(territory_made, tmp_path_factory):
    ground = tmp_path_factory.mktemp("at_work")
    done = Work(ground / "territory", ground / "outside")
    done.outside.mkdir()
    temporary = ground / "temporary"
    temporary.mkdir()
    heard = Heard(done.said)
    logging.getLogger().addHandler(heard)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(temporary))
        patch.setattr(tempfile, "tempdir", None)
        patch.setattr(logging.root, "level", logging.DEBUG)
        with open_house(territory_made, done.folder) as house:
            persons = decide(house, done)
        protect(done, persons)
        compare(done)
        crash(done)
    logging.getLogger().removeHandler(heard)
    return done


def canary(number, **fields):
    surname, given = NAMES[number]
    born = PartialDate(2004 + number % 5, 1 + number % 12, 3 + number % 20)
    own = {"birth_name": surname, "given_names": given, "birth_date": born}
    return own | fields


def decide(house, done):
    """Create, review, answer, take back, separate, refuse, join codes."""
    rose = house.contexts["rose"]
    for number in range(12):
        house.person("school", **canary(number, code=f"E{number}"))
    twice = canary(0, code="M0") | {"birth_name": NAMES[20][0]}
    house.person("mission", **twice)  # another family name: a question
    line, *_others = list_questions(rose, desk=house.desk)
    done.said.append(repr(line))
    for said in ("unsure", "same"):
        answer_question(rose, desk=house.desk, ref=line.ref, answer=said)
    take_back_answer(rose, desk=house.desk, ref=line.ref)
    answer_question(rose, desk=house.desk, ref=line.ref, answer="same")
    one = house.person("school", **canary(1, code="E1"))
    house.person("mission", **canary(1, code="M1"))
    links = read_links(rose, person=one)
    done.said.append(repr(links))
    left = links[-1].subject
    done.said += separate_person(rose, desk=house.desk, person=one, subjects=[left])
    house.person("mission", **canary(2, code="M2"))
    two = house.person("school", **canary(2, code="E2"))
    done.said.append(
        refuse_linkage(house.contexts["mission"], desk=house.desk, person=two)
    )
    for code in ("E3", "E404"):
        try:
            join_codes(
                house.contexts["school"],
                desk=house.desk,
                code=code,
                other_organisation="mission_locale",
                other_code="M0",
            )
        except Failure as refused:
            done.said += [str(refused), repr(refused)]
    return [house.person("school", **canary(n, code=f"E{n}")) for n in range(4, 8)]


def protect(done, persons):
    """Seal, split, check, rotate; ask, agree, re-identify; erase; look after it."""
    for login, role in (("dora", "data_protection_officer"), ("ada", "administrator")):
        password = done.file("password", ["quatre mots sans aucun lien"])
        done.run("account", "add", login, "--role", role, "--password-file", password)
    one, two = done.outside / "one", done.outside / "two"
    split = ("keys", "split", "--share-1", one, "--share-1-fd", "{0}")
    done.run(*split, "--share-2", two, "--share-2-fd", "{1}", phrases=[FIRST, SECOND])
    asked = done.file("persons.csv", persons)
    told = done.run(
        "--as",
        "dora",
        "keys",
        "request",
        asked,
        "--reason",
        "enquête du comité de suivi",
        "--json",
    )
    ref = json.loads(told.stdout)["ref"]
    done.run("--as", "ada", "approvals", "agree", ref)
    done.run("--as", "ada", "approvals", "list", "--json")
    done.run(
        *("--as", "dora", "keys", "reidentify", asked, "--approval", ref),
        *("--share-1", one, "--share-1-fd", "{0}", "--share-2", two),
        *("--share-2-fd", "{1}", "--out", done.outside / "named.csv"),
        phrases=[FIRST, SECOND],
    )
    done.run("--as", "dora", "erase", "person", persons[0], "--yes", "--json")
    done.run("keys", "rotate", "--json")
    done.run("keys", "seal", "--new-fd", "{0}", phrases=[PHRASE])
    opened = ("--passphrase-fd", "{0}")
    for words in (
        ("keys", "check", "--json"),
        ("audit", "verify", "--json"),
        ("extract", "etude", "--json"),
        ("linkage", "review"),
        ("linkage", "quality", "--draw", "3", "--json"),
    ):
        done.run(*opened, *words, phrases=[PHRASE])
    refused = ("cohort", "run", "raccrochage_large", "--json")  # too few to count
    done.run(*opened, *refused, phrases=[PHRASE], code=1)


def compare(done):
    """Encode at two partners, a bad file and a spent key too; compare."""
    header = "record_id,nom,prenoms,date_naissance,code_postal"
    rows = [
        f"r{n},{a},{b},2006-03-{1 + n % 28:02d},99001" for n, (a, b) in enumerate(NAMES)
    ]
    theirs = [f"s{row[1:]}" for row in rows]  # the same people, under other numbers
    good, bad = done.file("good.csv", [header, *rows]), done.outside / "bad.csv"
    other = done.file("other.csv", [header, *theirs])
    done.file("bad.csv", [header, f"r1,{NAMES[0][0]},x,{NAMES[0][1]},"])
    key, copy = done.outside / "a.key", done.outside / "b.key"
    done.run("linkage", "project-key", key)
    shutil.copy(key, copy)
    coded = [done.folder / f"{name}.encoded" for name in "ab"]
    done.run("linkage", "encode", bad, "--key", key, "--out", coded[0], code=1)
    for file, one, out in ((good, key, coded[0]), (other, copy, coded[1])):
        done.run("linkage", "encode", file, "--key", one, "--out", out)
    done.run("linkage", "encode", good, "--key", key, "--out", coded[0], code=1)
    done.run(
        "linkage", "match-encoded", *coded, "--out", done.folder / "links.csv", "--json"
    )
    good.unlink()
    other.unlink()
    bad.unlink()


def crash(done):
    """Let the program fail while it holds names in its hands."""
    header = (
        "N° dossier;Nom de naissance;Prénom;Date de naissance;"
        "Situation;Date début situation"
    )
    file = done.file(
        "crash.csv",
        [header, f"D1;{NAMES[30][0]};{NAMES[30][1]};03/04/2007;CDI;05/03/2025"],
    )
    for more in ((), ("--json",)):
        fd = pipe(PHRASE)
        words = ("--dir", done.folder, "--passphrase-fd", fd, "intake", file)
        died = subprocess.run(
            [sys.executable, "-c", CRASH, *map(str, words), *TEMPLATE, *more],
            capture_output=True,
            text=True,
            check=False,
            pass_fds=[fd],
        )
        os.close(fd)
        assert died.returncode != 0
        done.said += [died.stdout, died.stderr]
    file.unlink()


def test_the_two_persons_and_two_custodians_did_get_the_names(work):
    """Else finding none elsewhere would prove nothing."""
    with (work.outside / "named.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))

    assert SCANNER.hits(repr(rows).encode())


def test_everyone_was_found_in_both_encoded_files(work):
    with (work.folder / "links.csv").open(encoding="utf-8", newline="") as file:
        links = [(r["record_id_a"], r["record_id_b"]) for r in csv.DictReader(file)]

    assert links == sorted((f"r{n}", f"s{n}") for n in range(len(NAMES)))


def test_no_file_of_the_territory_holds_a_name_nor_does_the_vault_in_clear(work):
    assert SCANNER.in_files(work.folder, but=VAULT) == {}
    assert SCANNER.in_files(work.folder) == {}


def test_no_file_beside_it_holds_a_name_but_the_one_that_was_asked_for(work):
    assert set(SCANNER.in_files(work.outside)) == {"named.csv"}


def test_no_temporary_file_is_left(work):
    left = work.folder.parent / "temporary"

    assert [path.name for path in left.rglob("*") if path.is_file()] == []


def test_nothing_said_printed_or_logged_holds_a_name_nor_does_any_crash(work):
    assert len(work.said) > 40
    assert SCANNER.hits("\n".join(work.said).encode()) == set()


def test_a_crash_left_its_incident(work):
    """The crash was seen by the program, which kept what it may."""
    assert list((work.folder / "logs").iterdir())
