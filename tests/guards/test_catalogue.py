"""Every French text that a person may read has its English twin."""

import ast
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po


ROOT = Path(__file__).parents[2]
PACKAGES = (
    "config",
    "pseudonymisation",
    "parcours",
    "cohorts",
    "app_pages",
    "commands",
)


def sources():
    files = [path for name in PACKAGES for path in (ROOT / name).rglob("*.py")]
    return [*files, ROOT / "app.py"]


def texts_of(path):
    """Every literal handed to `_`, which must be a plain literal."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
            (argument,) = node.args
            if isinstance(argument, ast.Constant):
                yield argument.value
            else:
                assert not isinstance(argument, ast.JoinedStr), path


def places_in(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.fixture(scope="module")
def catalogue():
    with (ROOT / "config/locales/en.po").open("rb") as file:
        return {m.id: m.string for m in read_po(file, locale="en") if m.id}


def test_every_text_has_its_english(catalogue):
    texts = {text for path in sources() for text in texts_of(path)}

    missing = sorted(text for text in texts if not catalogue.get(text))

    assert not missing


def test_both_languages_have_the_same_places(catalogue):
    uneven = [
        french
        for french, english in catalogue.items()
        if english and places_in(french) != places_in(english)
    ]

    assert not uneven


def test_no_english_is_left_without_its_french(catalogue):
    literals = {
        node.value
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }

    left = [french for french in catalogue if french not in literals]

    assert not left
