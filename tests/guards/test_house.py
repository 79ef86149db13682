"""The house itself: sizes, words at each door, one-way arrows, nothing that betrays."""

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
PACKAGES = (
    "config",
    "pseudonymisation",
    "parcours",
    "cohorts",
    "app_pages",
    "commands",
)
MOST_LINES = 400


def modules():
    return [
        path
        for name in (*PACKAGES, "bench")
        for path in sorted((ROOT / name).rglob("*.py"))
        if "versions" not in path.parts
    ]


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imported(path):
    """Give the names that a module imports."""
    return {
        alias.name
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Import)
        for alias in node.names
    }


def test_no_module_holds_two_ideas_nor_do_its_tests():
    long = {
        str(path.relative_to(ROOT)): n
        for path in (*modules(), *(ROOT / "tests").rglob("*.py"))
        if (n := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }

    assert not long


def test_every_room_says_what_comes_in_and_goes_out():
    silent = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name == "__init__.py" and not ast.get_docstring(tree(path))
    ]

    assert not silent


def test_a_room_s_door_holds_words_and_nothing_else():
    busy = [
        str(path.relative_to(ROOT))
        for path in modules()
        if path.name == "__init__.py" and len(tree(path).body) > 1
    ]

    assert not busy


def test_no_drawer_is_called_utils():
    assert not [p for p in modules() if {"utils", "helpers", "misc"} & set(p.parts)]


def test_the_arrows_point_one_way():
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("forbidden", ["pickle", "shelve", "marshal"])
def test_nothing_is_kept_in_a_form_that_runs_code(forbidden):
    users = [
        str(path.relative_to(ROOT)) for path in modules() if forbidden in imported(path)
    ]

    assert not users


def test_yaml_is_read_by_the_one_strict_reader():
    users = [
        str(path.relative_to(ROOT))
        for path in modules()
        if "import yaml" in path.read_text(encoding="utf-8")
    ]

    assert users == ["config/reading.py"]


def test_the_locks_name_no_package_host():
    for lock in (ROOT / "requirements").glob("*.lock"):
        assert "http" not in lock.read_text(encoding="utf-8")
