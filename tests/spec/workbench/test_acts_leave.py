"""What of a comparison may leave the bench: sealed, rounded, in every kind of file."""

import csv
import io
import os
from datetime import UTC, datetime

import pytest

from cohorts.disclosure.bench import release_tables
from cohorts.disclosure.bench_parts import Ratio, Ratios
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.rules import Rules
from cohorts.workbench.alike import compare_alike
from cohorts.workbench.landmarks import compare_at_landmarks
from cohorts.workbench.methods import (
    methods_of_alike,
    methods_of_landmark,
    methods_of_trial,
)
from cohorts.workbench.release import MIMES, release_figures
from cohorts.workbench.trials import emulate_strategies
from config.translation import use_language
from parcours.territory.opening import Territory
from tests.acts_house import ACTION, NAME, write_extract
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"
RULES = Rules("1", 5, 11, 6, 11, True)
WHENCE = Provenance("d", "h", "e", "2025-01-01", "1")


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    extracts = folder / "extracts"
    write_extract(next(extracts.iterdir()), extracts / NAME)
    territory = Territory.open(
        folder, environ=dict(os.environ), now=lambda: datetime.now(UTC)
    )
    return territory.context(territory.operator())


@pytest.fixture(scope="module")
def answers(bench):
    asked = {"name": COHORT, "extract": NAME, "kinds": (ACTION,)}
    return {
        "landmark": compare_at_landmarks(bench, **asked),
        "trial": emulate_strategies(bench, covariates=("sex",), n_draws=40, **asked),
        "weighted": compare_alike(bench, covariates=("sex",), n_draws=40, **asked),
    }


def test_each_design_offers_all_that_its_page_draws(answers):
    keys = {
        name: [table.key for table in answer.released.tables]
        for name, answer in answers.items()
    }

    assert keys == {
        "landmark": ["landmarks", "sides"],
        "trial": ["strategies", "sides", "differences"],
        "weighted": ["alike", "sides", "differences", "balance"],
    }


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", list(MIMES))
def test_every_table_is_written_in_every_kind_of_file(bench, answers, kind, language):
    for answer in answers.values():
        for table in answer.released.tables:
            file = release_figures(
                bench,
                released=answer.released,
                table=table.key,
                kind=kind,
                language=language,
            )
            assert len(file.content) > 100


def test_a_file_says_its_rows_in_words(bench, answers):
    released = answers["weighted"].released
    file = release_figures(
        bench, released=released, table="balance", kind="csv", language="fr"
    )
    rows = list(
        csv.reader(io.StringIO(file.content.decode("utf-8-sig")), delimiter=";")
    )

    assert rows[0][:4] == [
        "Caractéristique",
        "Niveau",
        "Comparaison",
        "Écart standardisé",
    ]
    assert {"Avant", "Après"} == {row[2] for row in rows[1:]}


def test_shares_that_leave_come_in_blocks_of_the_smaller_side(answers):
    (released,) = [answers["weighted"].released]
    table = released.table("sides")
    shares = {row[3] for row in table.rows if row[3] is not None}

    assert shares
    assert shares != {
        round(float(value), 2)
        for curve in answers["weighted"].curves
        for value in curve.estimate[3::3]
    }


def sides(*, counts):
    row = Ratio(("3", "reached", "6"), 0.237, 0.1, 0.4, None, counts)
    return Ratios(
        "sides", ("landmark", "side", "month"), (row,), 100, 1, "share", by_blocks=True
    )


def released(part):
    return release_tables(
        "landmark",
        [part],
        labels={},
        n=300,
        rules=RULES,
        provenance=WHENCE,
        disclosure="protected",
    )


def test_a_share_is_rounded_to_what_a_block_weighs_and_its_limits_hold_it():
    (row,) = released(sides(counts=(60, 90, 20, 30))).tables[0].rows

    assert row[3:6] == (0.2, 0.05, 0.45)  # blocks of 6 of 60; half a block wider


@pytest.mark.parametrize(
    "counts", [(10, 90, 10, 30), (60, 90, 10, 30), (60, 90, 20, 3)]
)
def test_a_share_that_few_stand_behind_does_not_leave(counts):
    with pytest.raises(TooFew):
        released(sides(counts=counts))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_paragraph_says_how_each_was_made_and_on_what_it_rests(answers, language):
    use_language(language)
    try:
        texts = [
            methods_of_landmark(answers["landmark"]),
            methods_of_trial(answers["trial"]),
            methods_of_alike(answers["weighted"]),
        ]
    finally:
        use_language("fr")

    for text in texts:
        whole = str(text)
        assert COHORT in whole
        assert answers["trial"].definition.hash[:12] in whole
