"""`parcours cohort guards`, and the same in the report, on a real small territory."""

import json

import pytest

from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"


@pytest.fixture(scope="module")
def territory(tmp_path_factory):
    return copy_demonstration(tmp_path_factory).folder


@pytest.fixture
def command(parcours, territory):
    return lambda *words: parcours(*words, "--dir", territory)


def test_what_could_mislead_is_said_in_words(command):
    status, said, _err = command("cohort", "guards", COHORT, "--group", "sex")

    assert status == 0
    for title in ("Avec et sans l’été", "Nouvelles anciennes", "Au pire"):
        assert title in said


def test_programs_read_the_same_figures(command):
    _status, said, _err = command("cohort", "guards", COHORT, "--json")
    fields = json.loads(said)

    assert fields["cohort"] == COHORT
    assert fields["summer"]["as_asked_has_rule"] is True
    assert {"stale", "reasons", "loss", "weighted", "warnings"} <= set(fields)
    for one in fields["loss"]:
        if one["bounds"]:
            assert one["bounds"]["low"] <= one["bounds"]["estimate"]
            assert one["bounds"]["estimate"] <= one["bounds"]["high"]


def test_taking_part_later_is_no_group(command):
    status, _said, err = command("cohort", "guards", COHORT, "--group", "parrainage")

    assert status == 1
    assert err.startswith("COHORT-008")
    assert "Atelier" in err


def test_a_report_says_what_could_mislead(command, tmp_path):
    out = tmp_path / "bilan.html"
    command("report", COHORT, "--group", "sex", "--out", out)
    written = out.read_text("utf-8")

    assert "Ce qui pourrait tromper" in written
    assert "Avec et sans l’été" in written
