"""The command line: names, statuses, what is said and what is kept."""

import json
import subprocess
import sys
import types
from datetime import UTC, datetime
from typing import Annotated

import pytest
import typer

from commands import main
from commands.answers import keep_incident
from commands.lazy import Lazy
from commands.opening import Chosen
from parcours.territory.opening import machine_user


STABLE_NAMES = {
    "init",
    "doctor",
    "demo",
    "serve",
    "intake",
    "path",
    "extract",
    "cohort",
    "indicators",
    "programme",
    "publish",
    "report",
    "erase",
    "estimate",
    "linkage",
    "keys",
    "approvals",
    "audit",
    "account",
    "example",
}


def test_the_stable_names_are_there():
    assert set(main.COMMANDS) == STABLE_NAMES


def test_help_is_quick_because_it_imports_no_heavy_library():
    program = (
        "import sys; sys.argv = ['parcours', '--help']\n"
        "from commands.main import run\n"
        "try: run()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'duckdb', 'sqlmodel', 'streamlit', 'lifelines'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "[]"
    assert "intake" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--nosuch"], "L’option --nosuch n’existe pas"),
        (["nosuch"], "La commande 'nosuch' n’existe pas"),
        (["audit"], "Il manque le nom de la commande"),
        (["serve", "--port", "x"], "La valeur de '--port' ne convient pas"),
        (["intake", __file__], "Il manque l’option '--template'"),
        (["path"], "Il manque l’argument"),
        (["cohort", "--help"], "Commandes :"),
        (["serve", "--help"], "[par défaut : 8501"),
    ],
)
def test_typer_speaks_french_too(parcours, words, said):
    _status, out, err = parcours(*words)

    assert said in out + err
    for english in ("Usage: ", "Error", "Try '", "Commands", "Show this", "Invalid"):
        assert english not in out + err


def test_english_is_spoken_where_the_machine_does():
    program = "from commands.main import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--nosuch"],
        capture_output=True,
        text=True,
        env={"LANG": "en_GB.UTF-8", "PYTHONUTF8": "1"},
    )

    assert done.returncode == 2
    assert "No such option: --nosuch" in done.stderr


def test_help_of_intake_shows_both_of_its_forms(parcours):
    status, out, _err = parcours("intake", "--help")
    said = " ".join(out.split())

    assert status == 0
    assert "parcours intake FILE --template T [--dry-run] [--all-or-nothing]" in said
    assert "parcours intake undo BATCH" in said
    assert "--file-date" in said


def test_a_refusal_says_code_what_and_remedy_and_nothing_on_stdout(parcours, tmp_path):
    status, out, err = parcours("account", "list", "--dir", tmp_path)

    assert (status, out) == (1, "")
    assert len(err.splitlines()) == 3


def test_a_refusal_is_also_json_when_asked(parcours, tmp_path):
    status, out, _err = parcours("account", "list", "--json", "--dir", tmp_path)

    assert status == 1
    assert json.loads(out)["error"]["code"] == "TERRITORY-001"


@pytest.mark.parametrize(
    "words", [["nosuch"], ["account", "add"], ["--nosuch"], ["audit", "nosuch"]]
)
def test_wrong_use_ends_with_status_2(parcours, words):
    assert parcours(*words)[0] == 2


@pytest.mark.parametrize("before", [True, False])
def test_dir_stands_before_or_after_the_command(parcours, folder, before):
    words = ["--dir", folder], ["account", "list", "--json"]
    status, out, _err = parcours(
        *(words[0] + words[1] if before else words[1] + words[0])
    )

    assert status == 0
    assert [a["login"] for a in json.loads(out)["accounts"]] == [machine_user()]


def test_the_folder_may_come_from_the_environment(parcours, folder, monkeypatch):
    monkeypatch.setenv("PARCOURS_DIR", str(folder))

    assert parcours("account", "list")[0] == 0


def test_a_command_that_is_not_there_yet_is_refused_with_a_reason(
    parcours, monkeypatch
):
    planned = {"soon": Lazy("commands.nosuch", ("soon",), "")}
    monkeypatch.setattr(main.Main, "lazy", planned)

    status, _out, err = parcours("soon")

    assert status == 1
    assert err.startswith("PARCOURS-002")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["file.csv", "--template", "t"], "load file.csv t"),
        (["--template", "t", "file.csv"], "load file.csv t"),
        (["undo", "b1"], "undo b1"),
    ],
)
def test_a_group_may_leave_its_first_command_unnamed(
    parcours, monkeypatch, words, said
):
    def load(file: str, template: Annotated[str, typer.Option()]) -> None:
        typer.echo(f"load {file} {template}")

    def undo(batch: str) -> None:
        typer.echo(f"undo {batch}")

    module = types.SimpleNamespace(load=load, undo=undo)
    monkeypatch.setitem(sys.modules, "commands.invented", module)
    entry = Lazy("commands.invented", ("load", "undo"), "", default="load")
    monkeypatch.setattr(main.Main, "lazy", {"intake": entry})

    assert parcours("intake", *words)[:2] == (0, said + "\n")


def test_an_unexpected_error_keeps_its_lines_and_never_its_words(
    parcours, folder, monkeypatch
):
    secret = "born 2008-05-01"

    def fail(*_arguments, **_options):
        raise LookupError(secret) from ValueError(secret)

    monkeypatch.setattr("parcours.territory.opening.Territory.open", fail)
    status, out, err = parcours("account", "list", "--json", "--dir", folder)
    (kept,) = (folder / "logs").iterdir()
    content = json.loads(kept.read_text())

    assert status == 1
    assert content["reference"] in err
    assert [e["type"] for e in content["errors"]] == [
        "builtins.LookupError",
        "builtins.ValueError",
    ]
    assert "test_main.py" in str(content)
    assert secret not in out + err + kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


def test_an_incident_without_a_place_to_keep_it_is_told_all_the_same(tmp_path):
    incident = keep_incident(
        KeyError("x"), logs=tmp_path / "absent", at=datetime(2025, 9, 1, tzinfo=UTC)
    )

    assert incident.code == "PARCOURS-001"


def test_the_choice_of_options_is_frozen(tmp_path):
    with pytest.raises(AttributeError):
        Chosen(tmp_path).account = "x"
