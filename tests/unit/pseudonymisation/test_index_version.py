"""The version of the index: one in every process, another for any change of rules."""

import os
import subprocess
import sys
from dataclasses import replace

import pytest

from pseudonymisation.identities import known_words, spelling
from pseudonymisation.linkage import index_version


pytestmark = pytest.mark.usefixtures("rules_may_change")

OTHER_SOUNDS = (("zz", "tch"), *spelling._HOMOPHONES)


def test_the_version_is_the_same_in_another_process():
    code = (
        "from pseudonymisation.linkage.index_version import index_version;"
        "print(index_version())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout.strip()
        for seed in ("1", "2")
    ]
    assert told == [index_version.index_version()] * 2


@pytest.mark.parametrize(
    ("rule", "value"),
    [
        ("pseudonymisation.identities.spelling._HOMOPHONES", OTHER_SOUNDS),
        ("pseudonymisation.identities.normalise.PARTICLES", frozenset({"zz"})),
        ("pseudonymisation.identities.normalise.SHORTEST_PART", 4),
        ("pseudonymisation.linkage.tokens._blocks", lambda *_: {("one", "two")}),
        ("pseudonymisation.linkage.tokens._whole", lambda *_: ("one",)),
        ("pseudonymisation.linkage.index_version.FORMAT", 10_000),
    ],
)
def test_any_change_of_the_rules_gives_another_version(rule, value, monkeypatch):
    before = index_version.index_version()
    monkeypatch.setattr(rule, value)

    assert index_version.index_version() != before


def test_a_word_added_to_the_known_ones_gives_another_version(tmp_path, monkeypatch):
    before = index_version.index_version()
    words = known_words.known_words()
    changed = replace(words, insee={**words.insee, "99999": "trifouilly"})
    monkeypatch.setattr(known_words, "known_words", lambda: changed)

    assert index_version.index_version() != before


def test_a_data_file_beside_the_rules_is_part_of_the_version(tmp_path, monkeypatch):
    before = index_version.index_version()
    monkeypatch.setattr(
        index_version.normalise, "__file__", str(tmp_path / "normalise.py")
    )
    (tmp_path / "communes.csv").write_text("99001,Trifouilly\n", encoding="utf-8")
    with_table = index_version.index_version()
    (tmp_path / "communes.csv").write_text("99002,Trifouilly\n", encoding="utf-8")

    assert len({before, with_table, index_version.index_version()}) == 3


def test_the_rules_of_a_process_are_gone_through_once(monkeypatch):
    monkeypatch.undo()  # as the program asks
    first = index_version.index_version()
    asked = index_version._read_once.cache_info().misses

    assert [index_version.index_version() for _again in range(3)] == [first] * 3
    assert index_version._read_once.cache_info().misses == asked == 1
    assert first == index_version.name_rules()
