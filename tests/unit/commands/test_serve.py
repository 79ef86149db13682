"""`parcours serve` starts our interface, with safe settings and no others."""

import pytest

from commands.serve import app_file, interface
from commands.streamlit_safety import SAFE, check_settings, unsafe_settings
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
