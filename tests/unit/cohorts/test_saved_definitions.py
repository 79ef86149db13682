"""Versions are kept as written, numbered once, and compared in plain words."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import config
from cohorts.definition.pitfalls import pitfalls
from cohorts.saved.differences import differences
from cohorts.saved.failures import VersionUnknown
from cohorts.saved.store import SavedDefinitions, Version
from parcours.nomenclature import read_nomenclature
from tests.properties.definitions import definitions
from tests.properties.effort import tries
from tests.spec.cohort.tables import definition


NOON = datetime(2025, 9, 1, 12, tzinfo=UTC)
WORDS = read_nomenclature(Path(config.__file__).parent)
TEXT = """\
name: essai
label: {fr: "Essai", en: "Trial"}
origin: {dropout: true}
outcome:
  - {code: retour, label: {fr: "retour", en: "return"}, reengagement: strict}
"""


def version(text="a", *, name="essai", author="eva"):
    return Version(name, 0, author, NOON, "pourquoi", "0" * 64, text)


@pytest.fixture
def store(tmp_path):
    return SavedDefinitions(tmp_path / "evaluation.db")


def test_versions_are_numbered_from_one_and_keep_their_text(store):
    store.save(version("a"))
    store.save(version("b"))

    assert [(one.number, one.text) for one in store.versions("essai")] == [
        (1, "a"),
        (2, "b"),
    ]
    assert store.find("essai", 1) == replace(version("a"), number=1)


def test_saving_the_same_text_again_is_the_same_version(store):
    first = store.save(version("a"))

    assert store.save(version("a", author="ana")) == first


def test_draft_is_one_s_own_and_gives_way_to_the_next(store):
    store.keep_draft(version("a"))
    store.keep_draft(version("b"))

    assert [one.text for one in store.versions("essai", author="eva")] == ["b"]
    assert store.versions("essai", author="ana") == []
    assert store.latest() == {}


def test_saving_a_version_ends_one_s_draft(store):
    store.keep_draft(version("a"))
    store.keep_draft(version("c", author="ana"))
    store.save(version("b"))

    assert [one.text for one in store.versions(author="eva")] == ["b"]
    assert [one.text for one in store.versions(author="ana")] == ["c", "b"]


def test_version_that_is_not_there_is_refused(store):
    store.save(version("a"))

    for number in (0, 2):
        with pytest.raises(VersionUnknown):
            store.find("essai", number)


def test_reading_makes_no_store(store, tmp_path):
    assert store.versions() == []
    assert not (tmp_path / "evaluation.db").exists()


def test_two_who_save_at_once_get_two_numbers(store):
    store.save(version("first"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda k: store.save(version(f"t{k}")), range(8)))

    assert sorted(one.number for one in found) == list(range(2, 10))


def test_differences_are_sentences():
    wide = TEXT.replace("reengagement: strict", "reengagement: wide")
    found = differences(definition(TEXT), definition(wide), nomenclature=WORDS)

    assert [one.side for one in found] == ["gone", "come"]
    assert "emploi" in found[1].text


def test_same_definition_has_no_difference():
    assert differences(definition(TEXT), definition(TEXT), nomenclature=WORDS) == ()


@given(pair=st.lists(definitions(), min_size=2, max_size=2))
@tries(30)
def test_what_changes_the_hash_is_always_told(pair):
    first, second = pair

    assert bool(differences(first, second, nomenclature=WORDS)) == (first != second)


def codes(text, *, as_of=None):
    return {one.code for one in pitfalls(definition(text), as_of=as_of)}


CAREFUL = (
    TEXT
    + 'competing:\n  - {code: d, label: {fr: "d", en: "d"}, follow_up: [deces]}\n'
    + "censoring: {follow_up: [perdu_de_vue]}\n"
)


def test_careful_definition_has_no_warning():
    assert codes(CAREFUL) == set()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (TEXT, "no_competing"),
        (TEXT + "censoring: {follow_up: [deces]}\n", "death_censored"),
        (TEXT, "lost_not_censored"),
        (
            CAREFUL.replace("[perdu_de_vue]", "[perdu_de_vue], unknown_gap_days: null"),
            "silence_bridged",
        ),
        (CAREFUL + "clock: age\nat_risk_floor: null\n", "no_floor"),
        (CAREFUL.replace("true", "true, occurrence: every"), "repeated"),
        (CAREFUL.replace("true", "true, prevalent: exclude"), "prevalent_left_out"),
        (CAREFUL.replace("dropout: true", "intervention_end: [a]"), "end_of_action"),
        (CAREFUL.replace("dropout: true", "enters: {neet: true}"), "summer"),
        (CAREFUL + "clock: calendar_months\ncovariates: [sex]\n", "ties"),
        (
            CAREFUL.replace("dropout: true", "intervention_start: [a]")
            + 'exposures:\n  - {code: a, label: {fr: "a", en: "a"}, '
            + "interventions: [a]}\n",
            "exposed_from_origin",
        ),
    ],
)
def test_each_pitfall_has_its_warning(text, code):
    assert code in codes(text)
    assert code not in codes(CAREFUL)


def test_horizon_that_nobody_can_have_reached_is_said():
    text = CAREFUL.replace("true", "true, from_day: 2025-01-01")

    assert "too_recent" in codes(text, as_of=NOON.date())
    assert "too_recent" not in codes(text)
