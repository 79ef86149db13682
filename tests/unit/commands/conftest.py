import io
import shutil
import sys
from datetime import UTC, datetime

import pytest

from commands import main
from parcours.territory.opening import Territory


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
