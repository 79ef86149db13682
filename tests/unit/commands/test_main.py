"""The command line: names, statuses, what is said and what is kept."""

import io
import json
import shutil
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
from commands.serve import app_file, interface
from commands.streamlit_safety import SAFE, check_settings, unsafe_settings
from parcours.territory.examination import State
from parcours.territory.opening import Territory, machine_user


PASSWORD = "quatre mots cornichon rail"
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
    "erase",
    "estimate",
    "linkage",
    "keys",
    "approvals",
    "audit",
    "account",
    "example",
}


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    folder = tmp_path_factory.mktemp("model") / "territory"
    now = datetime(2025, 9, 1, tzinfo=UTC)
    Territory.create(folder, environ={}, now=lambda: now).close()
    return folder


@pytest.fixture
def folder(model, tmp_path):
    return shutil.copytree(model, tmp_path / "territory")


@pytest.fixture
def parcours(monkeypatch, capsys):
    """Run the command line in this process: status, stdout, stderr."""

    def call(*words, typed=""):
        monkeypatch.setattr(sys, "argv", ["parcours", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as end:
            main.run()
        shown = capsys.readouterr()
        return end.value.code or 0, shown.out, shown.err

    return call


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
        (["intake", "f.csv"], "Il manque l’option '--template'"),
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


def test_init_makes_a_territory_and_refuses_to_make_it_twice(parcours, tmp_path):
    first = parcours("init", tmp_path / "new")
    second = parcours("init", tmp_path / "new")

    assert (first[0], second[0]) == (0, 1)
    assert second[2].startswith("TERRITORY-002")


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


def test_accounts_are_added_with_a_typed_password_and_disabled(parcours, folder):
    add = ("account", "add", "b.zorglub", "--role", "evaluator", "--dir", folder)
    added = parcours(*add, typed=PASSWORD + "\n")
    disabled = parcours("account", "disable", "b.zorglub", "--dir", folder)

    assert (added[0], disabled[0]) == (0, 0)
    assert "désactivé" in disabled[1]
    assert PASSWORD not in "".join(added[1:])


def test_a_weak_password_is_refused_without_being_repeated(parcours, folder):
    add = ("account", "add", "b.zorglub", "--role", "evaluator", "--dir", folder)
    status, out, err = parcours(*add, typed="Motdepasse2024!\n")

    assert status == 1
    assert err.startswith("ACCESS-005")
    assert "Motdepasse2024" not in out + err


def test_as_chooses_the_acting_account_and_its_rights(parcours, folder):
    add = ("account", "add", "b.zorglub", "--role", "evaluator", "--dir", folder)
    parcours(*add, typed=PASSWORD + "\n")
    status, _out, err = parcours(
        "audit", "verify", "--as", "b.zorglub", "--dir", folder
    )

    assert status == 1
    assert err.startswith("ACCESS-001")


def test_verifying_the_journal_gives_a_checkpoint_that_can_be_given_back(
    parcours, folder
):
    _status, out, _err = parcours("audit", "verify", "--json", "--dir", folder)
    checkpoint = json.loads(out)["checkpoint"]
    again = parcours("audit", "verify", "--against", checkpoint, "--dir", folder)
    wrong = parcours("audit", "verify", "--against", "1:00", "--dir", folder)

    assert (again[0], wrong[0]) == (0, 1)


def test_doctor_lists_checks_with_states_and_remedies(parcours, folder):
    status, out, _err = parcours("doctor", "--json", "--dir", folder)
    answer = json.loads(out)
    named = {check["check"] for check in answer["checks"]}

    assert (status, answer["state"]) == (0, "warning")
    assert {"record.opens", "vault.integrity", "audit", "streamlit"} <= named


def test_doctor_repairs_what_it_can(parcours, folder):
    (folder / "keys" / "audit.json").chmod(0o644)
    before = parcours("doctor", "--dir", folder)
    after = parcours("doctor", "--repair", "--json", "--dir", folder)

    assert (before[0], after[0]) == (1, 0)
    assert json.loads(after[1])["repaired"] == ["keys.permissions"]


def test_doctor_answers_where_there_is_no_territory(parcours, tmp_path):
    status, out, _err = parcours("doctor", "--dir", tmp_path)

    assert status == 1
    assert "parcours init" in out


def test_doctor_names_one_cause_where_there_is_no_territory(parcours, tmp_path):
    _status, out, _err = parcours("doctor", "--json", "--dir", tmp_path / "absent")

    assert [check["check"] for check in json.loads(out)["checks"]] == ["folder"]


def test_init_makes_the_three_stores_for_their_account_alone(parcours, tmp_path):
    parcours("init", tmp_path / "new")
    files = {path.name: path for path in (tmp_path / "new").glob("*.db*")}

    assert {"vault.db", "record.db", "evaluation.db", "vault.db.lock"} <= set(files)
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}


def test_doctor_closes_stores_that_others_could_read(parcours, folder):
    (folder / "record.db").chmod(0o644)
    _status, out, _err = parcours("doctor", "--repair", "--json", "--dir", folder)

    assert "stores.permissions" in json.loads(out)["repaired"]
    assert (folder / "record.db").stat().st_mode & 0o777 == 0o600


def test_the_interface_is_ours_wherever_the_command_is_run(monkeypatch, tmp_path):
    (tmp_path / "app.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)

    assert (app_file().parent / ".streamlit" / "config.toml").exists()


def test_keys_are_made_beforehand_elsewhere_and_checked(
    parcours, tmp_path, monkeypatch
):
    monkeypatch.setenv("PARCOURS_KEYS", str(tmp_path / "safe"))
    made = parcours("keys", "create", "--dir", tmp_path / "new")
    again = parcours("keys", "create", "--dir", tmp_path / "new")
    parcours("init", tmp_path / "new")
    checked = parcours("keys", "check", "--json", "--dir", tmp_path / "new")

    assert (made[0], again[0], checked[0]) == (0, 1, 0)
    told = json.loads(checked[1])
    assert (told["opens"], told["sound"], told["identities"]) == (True, True, 0)
    assert [file["mode"] for file in told["files"]] == ["600"] * 3


def test_linkage_matches_a_file_without_any_territory(parcours, tmp_path):
    (tmp_path / "in.csv").write_text(
        "record_id,nom,prenoms,date_naissance\n"
        "1,Zorglub,Bulbe,2008-05-01\n2,ZORGLUB,bulbe,2008-05-01\n"
    )
    out = tmp_path / "links.csv"
    status, text, _err = parcours(
        "linkage", "match", tmp_path / "in.csv", "--out", out, "--json"
    )

    assert status == 0
    assert json.loads(text)["persons"] == 1
    assert out.read_text().startswith("record_id,person_id,decision")


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


def test_the_interface_starts_with_safe_flags_and_without_foreign_ones(tmp_path):
    foreign = {"STREAMLIT_SERVER_ENABLE_CORS": "false", "HOME": "/h"}
    words, environ = interface(tmp_path, port=8601, environ=foreign)

    assert "--server.port=8601" in words
    assert "--server.enableXsrfProtection=true" in words
    assert "--client.showErrorDetails=none" in words
    assert "--server.address=127.0.0.1" in words
    assert environ == {"HOME": "/h", "PARCOURS_DIR": str(tmp_path)}


def test_the_shipped_interface_settings_are_safe():
    file = app_file().parent / ".streamlit" / "config.toml"

    assert check_settings(file).state is State.OK


@pytest.mark.parametrize(
    "text",
    [
        "[server]\nenableCORS = false",
        "[server]\nenableXsrfProtection = false",
        "[server]\nenableStaticServing = true",
        '[client]\nshowErrorDetails = "full"',
        "[browser]\ngatherUsageStats = true",
        "[server]\nport = 8501",
        "not toml",
    ],
)
def test_unsafe_or_silent_interface_settings_are_found(tmp_path, text):
    (tmp_path / "config.toml").write_text(text)

    assert check_settings(tmp_path / "config.toml").state is State.FAILED


def test_settings_are_named_and_not_quoted():
    wrong = {**SAFE, "server.enableCORS": "an invented value"}

    assert unsafe_settings(wrong) == ["server.enableCORS"]


def test_the_choice_of_options_is_frozen(tmp_path):
    with pytest.raises(AttributeError):
        Chosen(tmp_path).account = "x"
