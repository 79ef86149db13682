"""A small English catalogue of the tests' own, and French again after each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from config import translation


CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: en\\n"

msgid "ligne {line}"
msgstr "line {line}"
"""


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read in English, from a catalogue with one entry."""
    (tmp_path / "en.po").write_text(CATALOGUE.lstrip(), encoding="utf-8")
    monkeypatch.setattr(translation, "LOCALES", tmp_path)
    translation._catalogue.cache_clear()
    translation.use_language("en")
    yield
    translation.use_language("fr")
    translation._catalogue.cache_clear()
