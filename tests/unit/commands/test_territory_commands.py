"""Commands that make a territory, keep its accounts, examine it and mend it."""

import json

import pytest

from pseudonymisation import reindex
from pseudonymisation.linkage import index_version
from tests.unit.pseudonymisation.conftest import open_desk, someone


PASSWORD = "quatre mots cornichon rail"


def test_init_makes_a_territory_and_refuses_to_make_it_twice(parcours, tmp_path):
    first = parcours("init", tmp_path / "new")
    second = parcours("init", tmp_path / "new")

    assert (first[0], second[0]) == (0, 1)
    assert second[2].startswith("TERRITORY-002")


def test_init_makes_the_three_stores_for_their_account_alone(parcours, tmp_path):
    parcours("init", tmp_path / "new")
    files = {path.name: path for path in (tmp_path / "new").glob("*.db*")}

    assert {"vault.db", "record.db", "evaluation.db", "vault.db.lock"} <= set(files)
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}


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


def test_doctor_closes_stores_that_others_could_read(parcours, folder):
    (folder / "record.db").chmod(0o644)
    _status, out, _err = parcours("doctor", "--repair", "--json", "--dir", folder)

    assert "stores.permissions" in json.loads(out)["repaired"]
    assert (folder / "record.db").stat().st_mode & 0o777 == 0o600


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
    assert [file["mode"] for file in told["files"]] == ["600"] * 4


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


@pytest.mark.usefixtures("rules_may_change")
def test_an_index_of_other_rules_is_found_by_the_doctor_and_made_anew(
    parcours, folder, monkeypatch
):
    with open_desk(folder) as desk, desk.intent(kind="test", author="zoe") as intent:
        desk.admit([someone(code="c1")], intent=intent)
        intent.prepare()
        intent.finish()
    monkeypatch.setattr(index_version, "FORMAT", 10_000)
    monkeypatch.setattr(reindex, "FEW", 0)
    examined = parcours("doctor", "--json", "--dir", folder)
    told = parcours("linkage", "reindex", "--dir", folder)
    again = parcours("linkage", "reindex", "--json", "--dir", folder)
    checks = {c["check"]: c for c in json.loads(examined[1])["checks"]}

    assert "VAULT-032" in checks["vault.opens"]["finding"]
    assert "parcours linkage reindex" in checks["vault.opens"]["remedy"]
    assert "1 identités indexées, 1 vérifiées" in told[1]
    assert json.loads(again[1])["indexed"] == 0
