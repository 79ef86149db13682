"""Times in words: a delay or an age, a median and a mean always with their interval."""

import math
from dataclasses import replace

import pytest

from cohorts.charts import moments
from cohorts.estimates.describe import describe
from cohorts.estimates.results import Median
from cohorts.risk_table.counts import count_cells
from config.translation import use_language
from tests.unit.cohorts.report.subject_house import DEFINITION


NOWHERE = math.nan
BY_AGE = replace(DEFINITION, clock="age", horizons_months=(216, 222, 300))


@pytest.fixture(autouse=True)
def french():
    use_language("fr")
    yield
    use_language("fr")


def cell(*values, of=DEFINITION):
    estimate, low, high = values
    reached = not math.isnan(estimate)
    return moments.median_cell(of, Median(estimate, low, high, reached))


def told(text):
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_a_horizon_is_a_delay_or_an_age():
    assert told(moments.delay(DEFINITION, 12)) == "12 mois"
    assert told(moments.within(DEFINITION, 12)) == "dans les 12 mois"
    assert [told(moments.delay(BY_AGE, n)) for n in (216, 222)] == [
        "18 ans",
        "18,5 ans",
    ]
    assert told(moments.within(BY_AGE, 216)) == "avant 18 ans"
    assert told(moments.at(BY_AGE, 300)) == "à 25 ans"


def test_an_age_is_said_in_english_too():
    use_language("en")

    assert told(moments.within(BY_AGE, 216)) == "by age 18"


def test_a_median_stands_with_its_interval():
    month = moments.per_month(DEFINITION)

    assert told(cell(6 * month, 3 * month, 9 * month)) == "6,0 mois (3,0 à 9,0)"
    assert told(cell(240, 228, 252, of=BY_AGE)) == "20,0 ans (19,0 à 21,0)"


def test_what_a_median_does_not_reach_is_said():
    month = moments.per_month(DEFINITION)

    assert told(cell(NOWHERE, NOWHERE, NOWHERE)) == "non atteinte"
    assert told(cell(NOWHERE, 6 * month, NOWHERE)) == "non atteinte (au moins 6,0 mois)"
    assert told(cell(6 * month, 3 * month, NOWHERE)) == (
        "6,0 mois (3,0 à plus, borne haute non atteinte)"
    )


def estimate_of(definition, times):
    counts = count_cells(times, [1] * len(times), clock=definition.clock)
    outcome = definition.outcomes[0].code
    counts = replace(counts, causes=(outcome,))
    return describe(
        counts,
        at=definition.horizons,
        rmst=definition.horizons[-1:],
        outcome=outcome,
    )


def test_the_answer_of_a_cohort_by_age_speaks_of_ages_alone():
    estimate = estimate_of(BY_AGE, [200 + k for k in range(120)])
    group = estimate.groups[0]
    means = moments.means_sentence(BY_AGE, group, confidence=0.95)
    text = told(moments.headline(BY_AGE, estimate) + " " + means)

    assert "avant 25 ans" in text
    assert "à l’âge de 21,6 ans (20,7 à 22,4)" in text
    assert "Âge moyen à la première issue" in text
    assert "mois" not in text


def test_means_stand_with_their_interval():
    estimate = estimate_of(DEFINITION, [10 * k for k in range(1, 60)])
    group = estimate.groups[0]
    text = told(moments.means_sentence(DEFINITION, group, confidence=0.95))
    (mean,) = group.restricted_means
    low, high = (x / moments.per_month(DEFINITION) for x in mean.limits(0.95))

    assert f"({low:.1f} à {high:.1f})".replace(".", ",") in text
    assert "±" not in text
