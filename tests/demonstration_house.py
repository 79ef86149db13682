"""One small demonstration, made by its own command, for every test of a run.

The first process that needs it makes it; the others wait for it, and all take copies.
"""

import json
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from typer.testing import CliRunner

from commands.main import app
from tests.made_once import made_once


YOUNG, SEED = 400, 5
ANSWER, MADE = "answer.json", "territory"
SIGN_IN = re.compile(r"(\w+) / ([\w-]+)")


@dataclass(frozen=True)
class Demonstration:
    """A folder of one's own, and what the command said when it made the model of it."""

    folder: Path
    exit_code: int
    stdout: str
    stderr: str = field(repr=False)

    def passwords(self):
        return dict(SIGN_IN.findall(self.stderr))


def run_demo(folder, *options):
    """Run the command in this process."""
    words = ["demo", "--dir", str(folder), "--young", str(YOUNG), "--seed", str(SEED)]
    return CliRunner().invoke(
        app, [*words, "--no-serve", *options], catch_exceptions=False
    )


def copy_demonstration(tmp_path_factory):
    """Give a process a demonstration that no other reads or writes."""
    place = made_once(tmp_path_factory, "demonstration", _make)
    folder = tmp_path_factory.mktemp("demonstration") / "territory"
    shutil.copytree(place / MADE, folder)
    said = json.loads((place / ANSWER).read_text(encoding="utf-8"))
    return Demonstration(folder, *said)


def _make(place):
    made = run_demo(place / MADE, "--json")
    said = (made.exit_code, made.stdout, made.stderr)
    (place / ANSWER).write_text(json.dumps(said), encoding="utf-8")
