"""`parcours linkage review|answer|separate`: no name on the command line."""

import json

import pytest
from typer.testing import CliRunner

from commands.main import app


@pytest.fixture
def run(house):
    one = house.person("school", code="E1")
    other = house.person("mission", birth_name="Qwantelbo", code="M1")

    def running(*words, login="rose"):
        folder = str(house.territory.folder)
        return CliRunner().invoke(
            app, ["--dir", folder, "--as", login, "linkage", *words]
        )

    running.persons = one, other
    return running


def asked(run, **options):
    return json.loads(run("review", "--json", **options).stdout)


def test_the_queue_is_listed_without_a_name(run):
    found = asked(run)
    (line,) = found["shown"]

    assert found["questions"] == 1
    assert set(line["persons"]) == set(run.persons)
    text = run("review", "--limit", "1").stdout
    assert "1 question à vérifier." in text
    assert line["ref"] in text
    assert "Vrontalbe" not in text + json.dumps(found)


def test_an_answer_and_its_separation(run, house):
    (line,) = asked(run)["shown"]
    answered = run("answer", line["ref"], "same", "--json")
    assert json.loads(answered.stdout)["outcome"] == "joined"
    (kept,) = {house.path("operator", person).person for person in run.persons}
    shown = json.loads(run("separate", kept, "--show", "--json").stdout)
    assert len(shown) == 2
    separated = json.loads(run("separate", kept, "--json").stdout)

    assert {kept, *separated["persons"]} == set(run.persons)
    assert asked(run)["questions"] == 0


def test_who_is_no_reviewer_is_refused(run):
    (line,) = asked(run)["shown"]

    assert run("answer", line["ref"], "same", login="school").exit_code == 1
    assert asked(run)["questions"] == 1


def test_a_wrong_answer_is_taken_back_by_its_author(run, house):
    (line,) = asked(run)["shown"]
    run("answer", line["ref"], "different")
    assert asked(run)["questions"] == 0
    assert run("take-back", login="paul").exit_code == 1
    taken = run("take-back", line["ref"], "--json")

    assert json.loads(taken.stdout) == {
        "question": line["ref"],
        "outcome": "taken_back",
    }
    assert asked(run)["shown"][0] == line
    assert run("take-back").exit_code == 1
