"""A thousand invented identities go through every work; outside the vault is no trace.

Import, extract, cohort, matching of a file, revealing, a page: then every byte that the
territory left is searched, in the pages that databases freed and in their logs too.
"""

import base64
import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from commands.main import app
from parcours.access.codes import code_at, step_of
from parcours.access.failures import NotWithinReach
from parcours.access.own_account import begin_own_factor, confirm_own_factor
from parcours.access.signing_in import sign_in
from parcours.people.operations import reveal_identity
from parcours.record.models import Person
from parcours.territory.opening import Territory
from parcours.territory.places import FOLDER_VARIABLE
from tests.attacks.traces import Scanner, canary_names
from tests.pages.conftest import APP, SECONDS, words_of


YOUNG = 1_000
NAMES = list(canary_names(YOUNG))
SCANNER = Scanner([name for pair in NAMES for name in pair])
HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Code postal;Commune;"
    "Situation;Date début situation"
)
VAULT = ("vault.db", "keys/")
PASSWORD = "quatre mots sans aucun lien"


def now():
    return datetime.now(UTC)


def rows():
    for n, (surname, given) in enumerate(NAMES):
        born = f"{1 + n % 28:02d}/{1 + n % 12:02d}/{2004 + n % 5}"
        yield (
            f"D{n};{surname.upper()};{given};{born};99900;Rivemarle;"
            f"{'CDI' if n % 3 else 'Demandeur d’emploi'};05/03/2025"
        )


class House:
    """A territory through which the canaries go, and all that was said meanwhile."""

    def __init__(self, folder, outside):
        self.folder, self.outside, self.said = folder, outside, []

    def run(self, *words):
        told = CliRunner().invoke(app, ["--dir", str(self.folder), *words])
        self.said.append(told.stdout + told.stderr + repr(told.exception))
        return told

    def spoken(self):
        return "\n".join(self.said).encode()


@pytest.fixture(scope="module")
def house(territory_made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("canaries") / "territory"
    shutil.copytree(territory_made, folder)
    outside = tmp_path_factory.mktemp("outside")
    one = House(folder, outside)
    load(one)
    analyse(one)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER_VARIABLE, str(folder))
        look(one)
    return one


def load(house):
    file = house.outside / "canaris.csv"
    lines = [HEADER, *rows(), f"D-bad;{NAMES[0][0]};{NAMES[0][1]};31/02/2006;;;CDI;x"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = ("intake", str(file), "--template", "mission_locale")
    told = json.loads(house.run(*words, "--json").stdout)
    assert told["accepted"] == YOUNG
    house.run(*words)  # the same file again
    assert house.run("intake", str(file), "--template", "absent").exit_code
    file.unlink()


def analyse(house):
    assert house.run("extract", "etude", "--json").exit_code == 0
    house.run("cohort", "run", "raccrochage_large", "--json")
    house.run("cohort", "run", "raccrochage_large", "--out", str(house.folder / "out"))
    house.run("indicators", "--json")
    house.run("linkage", "quality", "--draw", "5", "--json")
    house.run("audit", "verify", "--json")
    house.run("doctor", "--json")
    match(house)


def match(house):
    lines = ["record_id,nom,prenoms,date_naissance"]
    lines += [
        f"r{n},{a},{b},2006-03-{1 + n % 28:02d}" for n, (a, b) in enumerate(NAMES)
    ]
    records = house.outside / "records.csv"
    records.write_text("\n".join(lines) + "\n", encoding="utf-8")
    out = house.folder / "links.csv"
    told = house.run("linkage", "match", str(records), "--out", str(out), "--json")
    assert told.exit_code == 0
    records.write_text(
        lines[0] + f"\nr1,{NAMES[1][0]},x,not-a-date\n", encoding="utf-8"
    )
    assert house.run("linkage", "match", str(records), "--out", str(out)).exit_code == 1
    records.unlink()


def look(house):
    """A worker opens the pages, reveals one canary and asks for a stranger."""
    file = house.outside / "password"
    file.write_text(PASSWORD, encoding="utf-8")
    words = ("--role", "case_worker", "--organisation", "mission_locale")
    made = house.run("account", "add", "rose", *words, "--password-file", str(file))
    assert made.exit_code == 0
    territory = Territory.open(house.folder, environ={}, now=now)
    context = territory.context(territory.acting_as("rose"))
    token = enter_with_a_factor(territory, context)
    with territory.record.read() as session:
        person = session.exec(select(Person.pseudonym)).first()
    shown = reveal_identity(context, desk=territory.desk, person=person)
    assert SCANNER.hits(str(shown.birth_name).encode())
    with pytest.raises(NotWithinReach) as refused:
        reveal_identity(context, desk=territory.desk, person=person[:-4] + "aaaa")
    house.said += [repr(shown), str(refused.value)]
    page = AppTest.from_file(str(APP), default_timeout=SECONDS)
    page.session_state["token"] = token
    page.run()
    assert not page.exception
    assert page.title[0].value == "Mon portefeuille"
    house.said.append(words_of(page))
    territory.close()


def enter_with_a_factor(territory, context):
    """Set up the second factor that a case worker must have, and sign in with it."""
    offer = begin_own_factor(context)
    secret = base64.b32decode(offer.spelt.replace(" ", ""))
    step = step_of(now())
    confirm_own_factor(context, code=code_at(secret, step))
    _principal, token = sign_in(
        territory.record,
        territory.audit,
        login="rose",
        password=PASSWORD,
        code=code_at(secret, step + 1),
        words=territory.desk.words,
        now=now(),
    )
    return token


def test_the_names_went_into_the_vault(house):
    """Otherwise finding them nowhere would prove nothing."""
    territory = Territory.open(house.folder, environ={}, now=now)
    with territory.record.read() as session:
        persons = list(session.exec(select(Person.pseudonym)))
    territory.close()

    assert len(persons) == YOUNG


def test_no_file_outside_the_vault_holds_a_name(house):
    assert SCANNER.in_files(house.folder, but=VAULT) == {}


def test_the_vault_holds_none_in_clear(house):
    assert SCANNER.in_files(house.folder) == {}


def test_nothing_that_was_said_holds_a_name(house):
    assert SCANNER.hits(house.spoken()) == set()


def test_files_beside_the_territory_hold_none(house):
    assert SCANNER.in_files(house.outside) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "latin-1"])
def test_the_scanner_finds_a_planted_name_however_it_is_written(tmp_path, encoding):
    name = NAMES[37][0]
    for place, text in enumerate((name, name.upper(), name.lower(), name[::-1])):
        (tmp_path / f"f{place}").write_bytes(b"\0\1" + text.encode(encoding) + b"\xff")

    assert len(SCANNER.in_files(tmp_path)) == 4


@pytest.mark.parametrize("place", ["row", "freed page", "write-ahead log", "file name"])
def test_the_scanner_finds_a_name_wherever_a_database_leaves_it(tmp_path, place):
    name = NAMES[500][1]
    if place == "file name":
        (tmp_path / f"{name}.csv").touch()
    else:
        with closing(sqlite3.connect(tmp_path / "some.db")) as base:
            base.execute("PRAGMA secure_delete=OFF")
            if place == "write-ahead log":
                base.execute("PRAGMA journal_mode=WAL")
            base.execute("CREATE TABLE t (name TEXT)")
            base.execute("INSERT INTO t VALUES (?)", [name])
            base.commit()
            if place == "freed page":
                base.execute("DROP TABLE t")
                base.commit()
            found = SCANNER.in_files(tmp_path)
            assert found
            return

    assert SCANNER.in_files(tmp_path)
