"""How many threads an extract is worth, by what its manifest says."""

import json

import pytest

from cohorts.event_table.failures import ExtractUnreadable
from cohorts.event_table.load import MANIFEST, MANY_PERSONS, threads_for


def extract_of(folder, persons):
    fields = {
        "extract": "etude",
        "as_of": "2025-01-01",
        "config_hash": "0",
        "rules_version": 1,
        "persons": persons,
    }
    (folder / MANIFEST).write_text(json.dumps(fields), encoding="utf-8")
    return folder


def test_a_small_extract_keeps_one_thread_busy(tmp_path):
    assert threads_for(extract_of(tmp_path, MANY_PERSONS)) == 1


def test_a_large_extract_keeps_two_threads_busy(tmp_path):
    assert threads_for(extract_of(tmp_path, MANY_PERSONS + 1)) == 2


def test_an_extract_without_a_manifest_is_refused(tmp_path):
    with pytest.raises(ExtractUnreadable):
        threads_for(tmp_path)
