"""A result file: what it was computed from, its figures, and whether it was touched."""

import json
from dataclasses import replace

import pytest

from cohorts.report.failures import ResultUnreadable
from cohorts.report.rerun import as_lines, compare
from cohorts.report.result_file import (
    Origins,
    differing,
    figures_of,
    read_result,
    write_result,
)
from tests.unit.cohorts.report.subject_house import subject


ORIGINS = Origins(
    program="1.2.3",
    cohort="raccrochage_strict",
    groups=("sex",),
    definition="name: raccrochage_strict",
    definition_hash="d" * 64,
    dropout_rules="version: 3",
    dropout_version=3,
    disclosure_version="1",
    extract="bilan_2025",
    as_of="2025-09-01",
    config_hash="c" * 64,
    tables={"persons": "a" * 64},
)


@pytest.fixture(scope="module")
def parts():
    return subject().parts


@pytest.fixture(scope="module")
def content(parts):
    return write_result(ORIGINS, parts)


def test_what_is_written_is_read_again_to_the_last_digit(content, parts):
    result = read_result(content, file="r.json")

    assert result.origins == ORIGINS
    assert result.figures == figures_of(parts)


@pytest.mark.parametrize(
    "change",
    [
        lambda fields: fields["extract"].update(name="autre"),
        lambda fields: fields["figures"]["all"].update(n=1),
        lambda fields: fields.update(version=2),
        lambda fields: fields.pop("sum"),
        lambda fields: fields.pop("rules"),
    ],
)
def test_a_file_that_was_touched_is_refused(content, change):
    fields = json.loads(content)
    change(fields)

    with pytest.raises(ResultUnreadable):
        read_result(json.dumps(fields).encode(), file="r.json")


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{}", b"[" * 100_000])
def test_what_is_no_result_is_refused(content):
    with pytest.raises(ResultUnreadable):
        read_result(content, file="r.json")


def test_figures_computed_again_are_the_same_digits(content, parts):
    again = compare(read_result(content, file="r"), figures_of(parts), ORIGINS)

    assert again.is_same
    assert again.n_numbers > 100
    assert not again.changes
    assert "Mêmes chiffres" in as_lines(again)[0]


def test_one_last_digit_is_seen_and_its_place_named(content, parts):
    figures = figures_of(parts)
    at = figures["sex"]["groups"][0]["at"][1]
    at["estimate"] = at["estimate"] * (1 + 2**-52)
    again = compare(read_result(content, file="r"), figures, ORIGINS)

    assert again.places == ("sex.groups[0].at[1].estimate",)
    assert not again.is_same


def test_what_has_changed_since_is_named(content, parts):
    now = replace(ORIGINS, dropout_version=4, tables={"persons": "b" * 64})
    again = compare(read_result(content, file="r"), figures_of(parts), now)

    assert {one.what for one in again.changes} == {"dropout_rules", "table:persons"}
    assert any("règles de décrochage : 3 → 4" in line for line in as_lines(again))


def test_notes_are_words_and_are_not_compared(content, parts):
    figures = figures_of(parts)
    figures["all"]["notes"] = ["in another language"]

    assert compare(read_result(content, file="r"), figures, ORIGINS).is_same


@pytest.mark.parametrize(
    ("then", "now"),
    [([1], [1, 2]), ({"a": 1}, {}), ({}, {"a": 1}), (1, 1.0)],
)
def test_whatever_is_not_the_same_differs(then, now):
    assert differing(then, now)
