"""`parcours cohort model`, `states`, `paths`, `exposure`, typed by an evaluator."""

import json
from datetime import date
from types import SimpleNamespace

import pytest

from cohorts.disclosure.head_counts import Told
from cohorts.workbench.exposures import ExposureAnswer, Window
from commands.cohort_bench_text import exposure_fields, exposure_text
from tests.demonstration_house import copy_demonstration
from tests.unit.cohorts.report.subject_house import DEFINITION


COHORT = "raccrochage_large"
COUNTS = ("n", "n_events", "n_left_out", "n_exposed", "n_events_exposed")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    return copy_demonstration(tmp_path_factory).folder


@pytest.fixture
def bench(parcours, demonstration):
    def call(*words):
        return parcours("cohort", *words, "--dir", demonstration)

    return call


def fields_of(answer):
    status, out, err = answer
    assert status == 0, err
    return json.loads(out)


def counts_in(fields):
    """Every head count, wherever it stands."""
    if isinstance(fields, dict):
        own = [fields[name] for name in COUNTS if fields.get(name) is not None]
        return own + [n for value in fields.values() for n in counts_in(value)]
    if isinstance(fields, list):
        return [n for value in fields for n in counts_in(value)]
    return []


def test_a_model_tells_ratios_with_their_limits(bench):
    found = fields_of(bench("model", COHORT, "--covariates", "sex", "--json"))

    (term,) = [one for one in found["terms"] if one["level"] == "M"]
    assert term["low"] < term["ratio"] < term["high"]
    assert found["kind"] == "cox"


def test_situations_over_time_are_shares(bench):
    found = fields_of(bench("states", COHORT, "--months", "12", "--json"))

    assert found["months"][0] == 0
    assert set(found["shares"]) == set(found["states"])
    shares = [n for each in found["shares"].values() for n in each if n is not None]
    assert shares
    assert not [n for n in shares if not 0 <= n <= 1]


def test_paths_are_typed(bench):
    arguments = ("--months", "12", "--types", "3")
    found = fields_of(bench("paths", COHORT, *arguments, "--json"))

    assert len(found["types"]) + found["hidden_types"] == 3
    assert found["months"] == 12


@pytest.mark.parametrize(
    "words",
    [
        ("model", COHORT, "--covariates", "sex,age_band"),
        ("states", COHORT),
        ("paths", COHORT, "--months", "12"),
    ],
)
def test_head_counts_are_told_in_blocks_and_words_are_french(bench, words):
    found = fields_of(bench(*words, "--json"))
    status, out, _err = bench(*words)

    assert counts_in(found)
    assert not [n for n in counts_in(found) if n % 6]
    assert status == 0
    assert "extraction" in out
    assert "jeunes" in out


def test_an_action_that_nobody_lived_is_refused_in_words(bench):
    status, _out, err = bench("exposure", COHORT, "--kinds", "vvv")

    assert status == 1
    assert "EXPOSURE-002" in err


def test_an_exposure_tells_its_ratio_window_by_window_and_dashes_what_is_kept_back():
    answer = ExposureAnswer(
        definition=DEFINITION,
        manifest=SimpleNamespace(extract="essai", as_of=date(2025, 9, 1)),
        cause="retour",
        kinds=("action",),
        wording="association",
        ratio=1.234567,
        low=0.9,
        high=1.7,
        windows=(Window(0, 3, 0.5, 0.2, 1.1), Window(3, None, None, None, None)),
        e_value=None,
        n=Told(60),
        n_exposed=Told(0, 9),
        n_events_exposed=Told(0, is_hidden=True),
    )
    fields, text = exposure_fields(answer), exposure_text(answer)

    assert fields["ratio"] == 1.23
    assert fields["n_exposed"] is None
    assert [one["ratio"] for one in fields["windows"]] == [0.5, None]
    assert "60 jeunes, dont < 9 touchés ; masqué issues ensuite" in text
    assert text.splitlines()[-1].split() == ["après", "3", "mois", "–", "–", "–"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("model", COHORT), "BENCH-001"),
        (("model", COHORT, "--covariates", "sex", "--outcome", "x"), "BENCH-002"),
        (("model", COHORT, "--covariates", "shoe"), "COHORT"),
        (("states", "nulle_part"), "COHORT"),
        (("paths", COHORT, "--months", "120"), "BENCH-003"),
    ],
)
def test_what_cannot_be_computed_is_refused_with_its_reason(bench, words, code):
    status, _out, err = bench(*words)

    assert status == 1
    assert code in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "words",
    [
        ("model", COHORT, "--covariates", "sex", "--kind", "magic"),
        ("paths", COHORT, "--distance", "far"),
        ("paths", COHORT, "--types", "1"),
        ("states", COHORT, "--months", "0"),
    ],
)
def test_wrong_use_ends_with_status_two(bench, words):
    assert bench(*words)[0] == 2
