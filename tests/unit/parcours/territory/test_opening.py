"""Making, opening, examining and repairing a territory."""

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlmodel import col, select, text

from parcours.access.accounts import list_accounts
from parcours.access.failures import AccountRefused
from parcours.keeping.keys import check_keys
from parcours.record.failures import RecordUnreachable, SchemaTooNew
from parcours.record.models import AuditLine, FinishedIntent
from parcours.record.store import RecordStore
from parcours.territory.examination import State, examine, worst
from parcours.territory.founding import TerritoryAlreadyThere, TerritoryMissing
from parcours.territory.opening import Territory, machine_user
from parcours.territory.places import chosen_folder, places
from parcours.territory.repair import repair
from pseudonymisation.desk import IdentityRow, PartialDate
from pseudonymisation.failures import KeysMissing, KeysReadableByOthers
from pseudonymisation.keys.seal import Strength
from pseudonymisation.keys.sealing import seal_keys


WEAK = Strength(2, 19 * 1024, 1)


def now():
    return datetime(2025, 9, 1, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def model(tmp_path_factory):
    """Make one territory, of which tests take copies."""
    folder = tmp_path_factory.mktemp("model") / "territory"
    Territory.create(folder, environ={}, now=now).close()
    return folder


@pytest.fixture
def folder(model, tmp_path):
    return shutil.copytree(model, tmp_path / "territory")


@pytest.fixture
def territory(folder):
    opened = Territory.open(folder, environ={}, now=now)
    yield opened
    opened.close()


def open_refused(folder, failure, environ=None):
    with pytest.raises(failure) as refusal:
        Territory.open(folder, environ=environ or {}, now=now)
    return str(refusal.value)


def states(folder, environ=None):
    checks = examine(places(folder, environ or {}), now=now)
    return {check.name: check.state for check in checks if check.state is not State.OK}


def leave_pending(territory, *, recorded):
    """Die between the two stores, as a kill would."""
    row = IdentityRow(
        row=1,
        organisation="mission_locale",
        code="1",
        birth_name="Zorglub",
        usage_name=None,
        given_names="Bulbe",
        birth_date=PartialDate(2008, 5, 1),
        sex="M",
        commune=None,
        postcode=None,
        may_link=True,
    )
    with territory.desk.intent(kind="test", author="a") as intent:
        territory.desk.admit([row], intent=intent)
        intent.prepare()
        if recorded:
            with territory.record.write() as session:
                session.add(
                    FinishedIntent(ref=intent.ref, kind="test", recorded_at=now())
                )


def test_a_new_territory_has_the_folders_of_the_design(folder):
    names = {path.name for path in folder.iterdir() if not path.name.endswith("lock")}

    assert {"config", "keys", "vault.db", "record.db", "extracts"} <= names
    assert {"published", "logs"} <= names


def test_only_its_own_account_may_enter_the_folder_and_the_keys(folder):
    paths = [folder, folder / "keys", *(folder / "keys").iterdir()]

    assert [p for p in paths if stat.S_IMODE(p.stat().st_mode) & 0o077] == []


def test_the_machines_user_is_its_operator(territory):
    principal = territory.operator()

    assert (principal.login, principal.role) == (machine_user(), "operator")


def test_the_user_is_asked_of_the_system_and_not_of_a_variable(monkeypatch):
    monkeypatch.setenv("LOGNAME", "somebody-else")
    monkeypatch.setenv("USER", "somebody-else")

    assert machine_user() != "somebody-else"


def test_the_chain_begins_with_the_territory(territory):
    with territory.record.read() as session:
        first = session.exec(select(AuditLine).order_by(col(AuditLine.seq))).first()

    assert (first.seq, first.operation) == (1, "territory.create")


def test_acting_as_another_account_leaves_the_machines_user_in_the_audit(territory):
    list_accounts(territory.context(territory.acting_as(machine_user())))
    with territory.record.read() as session:
        line = session.get(AuditLine, 2)

    assert line.session == f"machine:{machine_user()}"


def test_acting_as_nobody_is_refused(territory):
    with pytest.raises(AccountRefused):
        territory.acting_as("nobody")


def test_a_territory_is_not_made_over_another(folder):
    with pytest.raises(TerritoryAlreadyThere):
        Territory.create(folder, environ={}, now=now)


def test_a_territory_that_could_not_be_made_leaves_nothing_behind(tmp_path):
    wrong = {"PARCOURS_RECORD_URL": f"sqlite:///{tmp_path}/absent/record.db"}
    with pytest.raises(RecordUnreachable):
        Territory.create(tmp_path / "new", environ=wrong, now=now)

    Territory.create(tmp_path / "new", environ={}, now=now).close()


def test_keys_may_live_elsewhere(tmp_path):
    environ = {"PARCOURS_KEYS": str(tmp_path / "safe")}
    Territory.create(tmp_path / "territory", environ=environ, now=now).close()

    assert not (tmp_path / "territory" / "keys").exists()
    assert (tmp_path / "safe" / "audit.json").exists()
    open_refused(tmp_path / "territory", KeysMissing)
    Territory.open(tmp_path / "territory", environ=environ, now=now).close()


def test_another_folder_is_not_a_territory(tmp_path):
    open_refused(tmp_path, TerritoryMissing)


def test_keys_open_to_others_are_refused(folder):
    (folder / "keys" / "audit.json").chmod(0o644)

    open_refused(folder, KeysReadableByOthers)


def test_addresses_and_keys_are_never_shown(folder, territory):
    secret = "invented-password"
    environ = {"PARCOURS_RECORD_URL": f"nosuch://user:{secret}@host/record"}
    message = open_refused(folder, RecordUnreachable, environ)
    shown = f"{message}{territory!r}{territory.places!r}{places(folder, environ)!r}"

    assert secret not in shown
    assert str(folder) not in shown


def test_a_record_of_a_newer_version_is_not_opened(folder):
    store = RecordStore.open(f"sqlite:///{folder / 'record.db'}")
    with store.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num='9'"))
    store.close()

    open_refused(folder, SchemaTooNew)


@pytest.mark.parametrize("recorded", [True, False])
def test_opening_settles_what_a_dead_process_left(folder, territory, recorded):
    leave_pending(territory, recorded=recorded)
    before = states(folder)
    Territory.open(folder, environ={}, now=now).close()

    assert "intents" in before
    assert "intents" not in states(folder)


def test_the_folder_is_chosen_by_option_then_variable_then_default(tmp_path):
    environ = {"PARCOURS_DIR": "elsewhere"}

    assert chosen_folder(tmp_path, environ) == tmp_path
    assert str(chosen_folder(None, environ)) == "elsewhere"
    assert str(chosen_folder(None, {})) == "territory"


def test_a_fresh_territory_is_well_but_for_the_place_of_its_keys(folder):
    assert states(folder) == {"keys.permissions": State.WARNING}


def test_the_worst_state_counts(folder):
    (folder / "keys").chmod(0o755)

    assert worst(examine(places(folder, {}), now=now)) is State.FAILED


def test_a_damaged_store_is_found(folder):
    content = bytearray((folder / "record.db").read_bytes())
    content[8192:40960] = os.urandom(32768)
    (folder / "record.db").write_bytes(content)

    found = states(folder)

    assert State.FAILED in (found.get("record.integrity"), found.get("record.opens"))


def test_a_link_changed_past_the_software_is_found(folder, territory):
    leave_pending(territory, recorded=True)
    assert "vault.rows" not in states(folder)
    with closing(sqlite3.connect(folder / "vault.db")) as vault:
        changed = vault.execute("UPDATE links SET person = person + 1").rowcount
        vault.commit()

    checks = {c.name: c for c in examine(places(folder, {}), now=now)}

    assert changed == 1
    assert checks["vault.integrity"].state is State.OK  # SQLite sees nothing
    assert checks["vault.rows"].state is State.FAILED
    assert "links" in checks["vault.rows"].finding
    assert checks["vault.rows"].remedy


def test_rows_under_sealed_keys_are_said_to_be_unverified(folder):
    seal_keys(folder / "keys", new="correct cheval pile agrafe", strength=WEAK)
    checks = {c.name: c for c in examine(places(folder, {}), now=now)}

    assert checks["vault.rows"].state is State.WARNING
    assert "non vérifiées" in checks["vault.rows"].finding
    assert checks["vault.rows"].remedy


def test_an_edited_journal_is_found(folder, territory):
    list_accounts(territory.context(territory.operator()))
    with territory.record.write() as session:
        session.connection().execute(text("UPDATE audit_line SET actor='x'"))

    assert states(folder)["audit"] is State.FAILED


def test_a_misspelt_configuration_is_found_with_its_place(folder):
    file = folder / "config" / "access.yaml"
    file.write_text(file.read_text().replace("touches:", "touche:", 1))
    checks = {c.name: c for c in examine(places(folder, {}), now=now)}

    assert checks["config.access.yaml"].state is State.FAILED
    assert checks["config.access.yaml"].remedy


def test_repair_closes_permissions_and_settles_intents_once(folder, territory):
    leave_pending(territory, recorded=False)
    folder.chmod(0o755)
    (folder / "keys" / "audit.json").chmod(0o640)
    found = places(folder, {})
    first, second = repair(found, now=now), repair(found, now=now)

    assert first == ["folder", "keys.permissions", "intents"]
    assert second == []


def test_examining_a_folder_that_is_no_territory_answers_too(tmp_path):
    assert states(tmp_path)["folder"] is State.FAILED


def test_examining_changes_no_pending_intent(folder, territory):
    leave_pending(territory, recorded=False)

    assert states(folder) == states(folder)


def test_the_right_keys_open_the_vault(territory):
    context = territory.context(territory.operator())

    assert (
        check_keys(
            context, desk=territory.desk, keys_folder=territory.places.keys
        ).opened
        == 0
    )
