"""`parcours serve` starts our interface, with safe settings and no others."""

import pytest
from typer.testing import CliRunner

from commands.main import app
from commands.serve import app_file, interface
from commands.streamlit_safety import (
    GUARDS,
    NEVER,
    SAFE,
    SETTINGS,
    InterfaceUnsafe,
    check_settings,
    other_files,
    refuse_unsafe,
    unsafe_settings,
)
from parcours.territory.examination import State


def test_the_interface_is_ours_wherever_the_command_is_run(monkeypatch, tmp_path):
    (tmp_path / "app.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)

    assert (app_file().parent / ".streamlit" / "config.toml").exists()


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


RUNNING = {**SAFE, **dict.fromkeys(NEVER)}
WEAK = {
    "server.enableXsrfProtection": False,
    "server.enableCORS": False,
    "server.enableStaticServing": True,
    "server.address": "0.0.0.0",  # noqa: S104 - what is refused
    "server.corsAllowedOrigins": ["https://example.org"],
    "server.trustedUserHeaders": {"X-User": "email"},
    "server.enableAgentApi": True,
    "client.showErrorDetails": "full",
    "browser.gatherUsageStats": True,
    "global.developmentMode": True,
}


def test_what_weakens_the_interface_is_all_tried_below():
    assert {*GUARDS, *NEVER, "server.address"} == set(WEAK)


def test_the_interface_runs_under_safe_settings():
    refuse_unsafe(RUNNING.__getitem__)


@pytest.mark.parametrize("name", WEAK)
def test_the_interface_refuses_to_run_under_one_weak_setting(name):
    with pytest.raises(InterfaceUnsafe) as refusal:
        refuse_unsafe({**RUNNING, name: WEAK[name]}.__getitem__)

    assert name in str(refusal.value)


def test_no_address_means_every_address_and_is_refused():
    with pytest.raises(InterfaceUnsafe):
        refuse_unsafe({**RUNNING, "server.address": None}.__getitem__)


@pytest.mark.parametrize("where", ["home", "here"])
def test_a_file_of_the_user_or_of_the_folder_that_weakens_it_is_found(tmp_path, where):
    shipped = app_file().parent / SETTINGS
    file = tmp_path / where / SETTINGS
    file.parent.mkdir(parents=True)
    folders = {"home": tmp_path / "home", "here": tmp_path / "here"}
    others = other_files(**folders, shipped=shipped)
    assert check_settings(shipped, others=others).state is State.OK

    file.write_text("[server]\nenableCORS = false\n")
    check = check_settings(shipped, others=others)

    assert (check.state, "server.enableCORS" in check.finding) == (State.FAILED, True)
    file.write_text("not toml")
    assert check_settings(shipped, others=others).state is State.FAILED


def test_the_server_does_not_start_beside_a_weak_file(tmp_path, monkeypatch):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / SETTINGS).write_text("[client]\nshowErrorDetails = 'full'\n")
    monkeypatch.chdir(tmp_path)
    started = []
    monkeypatch.setattr("commands.serve.run_interface", lambda *_: started.append(1))

    result = CliRunner().invoke(app, ["serve", "--dir", str(tmp_path)])

    assert isinstance(result.exception, InterfaceUnsafe)
    assert not started
