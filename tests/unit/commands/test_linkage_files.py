"""What the commands on files of identities say of what they could not take."""

import json
import sys

import pytest
from typer.testing import CliRunner

from commands.main import app, run
from config.translation import use_language


POOR = (
    "record_id;nom;prenoms;date_naissance\n"
    "a;Zzbrix;Ines;2007-02-31\nb;Zzbrix;Ines;2007-02-28\nc;;;\n"
)


@pytest.fixture
def match(tmp_path):
    (tmp_path / "a.csv").write_text(POOR, encoding="utf-8")

    def call(*options):
        words = [str(tmp_path / "a.csv"), "--out", str(tmp_path / "l.csv"), *options]
        return CliRunner().invoke(app, ["linkage", "match", *words]).stdout

    return call


def test_what_was_not_taken_is_said_by_reason_and_line(match):
    said = match().splitlines()

    assert said[0] == "2 lignes, 2 personnes, 0 lien, 0 question à relire."
    assert said[1].endswith("inconnue : 1 ligne (ligne 2)")
    assert said[2].endswith("date de naissance : 1 ligne (ligne 4)")
    assert len(said) == 3


def test_a_program_gets_the_lines_by_reason(match):
    told = json.loads(match("--json"))

    assert told["remarks"] == {"birth_unread": [2]}
    assert told["refused"] == {"empty": [4]}


@pytest.mark.parametrize(
    "words",
    [
        ["linkage", "match", "zz.csv", "--out", "l.csv"],
        ["linkage", "encode", "zz.csv", "--key", "k", "--out", "l.csv"],
        ["linkage", "match-encoded", "zz.csv", "zz.csv", "--out", "l.csv"],
        ["estimate", "zz.csv", "--method", "km"],
        ["intake", "zz.csv", "--template", "mission_locale"],
    ],
)
def test_an_absent_file_is_said_to_be_absent(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["parcours", *words])
    monkeypatch.setenv("PARCOURS_LANG", "fr")
    with pytest.raises(SystemExit) as ended:
        run()
    use_language("fr")

    assert ended.value.code == 2
    assert "Le fichier « zz.csv » n’existe pas." in capsys.readouterr().err
