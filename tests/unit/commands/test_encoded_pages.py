"""The commands of the pages on encoded linkage run as they are written."""

import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import docs
from commands.main import app
from pseudonymisation.keys.project import ProjectKeyRefused


PAGES = ("rapprochement-code.md", "encoded-linkage.md")
COMMANDS = re.compile(r"^```\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADER = "record_id,nom,prenoms,date_naissance,sexe,code_postal\n"
FILES = {
    "college.csv": "c1,Zzbrixmor,Léopoldine,2007-03-14,F,99001\n"
    "c2,Qwantel,Ines,2006-02-02,F,99001\n",
    "mission.csv": "m1,ZZBRIXMOR,Leopoldine,14/03/2007,F,99001\n"
    "m2,Autrenom,Zoé,2005-01-09,F,99003\n",
}


def lines_of(page):
    text = (Path(docs.__file__).parent / page).read_text(encoding="utf-8")
    return [line for block in COMMANDS.findall(text) for line in block.splitlines()]


def run(line):
    program, *words = shlex.split(line)
    if program == "cp":
        shutil.copy(words[-2], words[-1])
        return
    assert program == "parcours"
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 0, told.output


@pytest.fixture
def partners(tmp_path, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).write_text(HEADER + content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_find_the_one_person_known_to_both(page, partners):
    lines = lines_of(page)
    for line in lines:
        run(line)
    (written,) = (w for w in shlex.split(lines[-1]) if w in ("liens.csv", "links.csv"))
    with (partners / written).open(encoding="utf-8", newline="") as file:
        links = [(r["record_id_a"], r["record_id_b"]) for r in csv.DictReader(file)]

    assert links == [("c1", "m1")]


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_leave_their_outputs_alone_and_no_key(page, partners):
    before = {path.name for path in partners.iterdir()}
    for line in lines_of(page):
        run(line)
    new = {path.name for path in partners.iterdir()} - before

    assert len(new) == 5  # two spent keys, two encoded files, the links
    for spent in partners.glob("*.key"):
        assert "root" not in spent.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_encoding_again_with_a_page_s_key_is_refused(page, partners):
    lines = lines_of(page)
    for line in lines:
        run(line)
    encode = next(line for line in lines if " encode " in line)
    told = CliRunner().invoke(app, shlex.split(encode)[1:])

    assert isinstance(told.exception, ProjectKeyRefused)


def test_the_two_pages_say_the_same_commands():
    shapes = [
        [[w for w in shlex.split(line) if "." not in w] for line in lines_of(page)]
        for page in PAGES
    ]

    assert shapes[0] == shapes[1]
