"""`parcours publish`: asked for by one, agreed to by another, written as a site."""

import json
import sqlite3
from contextlib import closing

import pytest

from tests.demonstration_house import copy_demonstration


OFFICER, SECOND = "chefdeprojet", "deuxieme"
WHY = "Comité de pilotage de décembre"


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    return copy_demonstration(tmp_path_factory).folder


@pytest.fixture
def command(parcours, territory, tmp_path):
    """Run `parcours publish …` as somebody; the second officer is opened once."""

    def call(login, *words):
        return parcours("publish", *words, "--dir", territory, "--as", login)

    password = tmp_path / "password"
    password.write_text("une phrase assez longue pour passer\n", encoding="utf-8")
    parcours(
        *("account", "add", SECOND, "--role", "policy_officer"),
        *("--password-file", password, "--dir", territory),
    )
    return call


def asked(command):
    """Ask for what is read now, and give the reference of the request."""
    digest = json.loads(command(OFFICER, "preview", "--json")[1])["digest"]
    words = ("ask", "--digest", digest, "--reason", WHY, "--json")
    return json.loads(command(OFFICER, *words)[1])["edition"]


def states(command):
    told = json.loads(command(OFFICER, "editions", "--json")[1])["editions"]
    return {one["edition"]: one["state"] for one in told}


def last_operation(territory):
    with closing(sqlite3.connect(territory / "record.db")) as record:
        words = "SELECT operation FROM audit_line ORDER BY seq DESC"
        return record.execute(words).fetchone()[0]


def test_an_edition_goes_from_reading_to_the_site_by_two_persons(
    command, territory, tmp_path
):
    ref = asked(command)
    assert states(command)[ref] == "waiting"
    agreed = command(SECOND, "agree", ref, "--json")
    assert json.loads(agreed[1]) == {"edition": ref, "state": "agreed"}
    released = json.loads(command(OFFICER, "release", ref, "--json")[1])["editions"]
    assert [(one["edition"], one["state"]) for one in released] == [(ref, "used")]

    out = tmp_path / "site"
    status, said, _err = command(OFFICER, "--out", out, "--edition", ref, "--json")

    assert status == 0
    assert json.loads(said)["edition"] == ref
    assert (out / "fr" / "index.html").is_file()
    assert last_operation(territory) == "release.site"


def test_what_would_leave_is_told_table_by_table_with_its_digest(command):
    status, said, _err = command(OFFICER, "preview")
    told = json.loads(command(OFFICER, "preview", "--json")[1])

    assert status == 0
    assert said.splitlines()[-1] == f"Empreinte : {told['digest']}"
    assert len(said.splitlines()) == len(told["verdicts"]) + 2
    assert {one["verdict"] for one in told["verdicts"]} <= {"PASS", "REVIEW", "FAIL"}


def test_nobody_agrees_to_their_own_request_by_command(command):
    ref = asked(command)
    status, _said, err = command(OFFICER, "agree", ref)

    assert status == 1
    assert "APPROVAL" in err
    assert states(command)[ref] == "waiting"


def test_a_refused_edition_is_not_released(command, tmp_path):
    ref = asked(command)
    command(SECOND, "refuse", ref)

    assert command(OFFICER, "release", ref)[0] == 1
    assert states(command)[ref] == "refused"
    assert command(OFFICER, "--out", tmp_path / "site", "--edition", ref)[0] == 1
    assert not (tmp_path / "site").exists()


def test_what_was_not_read_is_not_asked_for(command):
    before = states(command)
    status, _said, err = command(OFFICER, "ask", "--digest", "0" * 64, "--reason", WHY)

    assert (status, states(command)) == (1, before)
    assert "PUBLISH" in err
