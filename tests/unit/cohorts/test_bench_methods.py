"""What the bench says of its methods: what was done, on what, and whose work it is."""

import re
from datetime import UTC, datetime

import pytest

from cohorts.disclosure.head_counts import Told
from cohorts.exposure.evalue import e_value
from cohorts.workbench.exposures import ExposureAnswer
from cohorts.workbench.methods import (
    methods_of_exposure,
    methods_of_model,
    methods_of_paths,
    methods_of_states,
)
from cohorts.workbench.models import fit_cohort_model
from cohorts.workbench.paths import type_paths
from cohorts.workbench.states import follow_states
from config.translation import use_language
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


COHORT = "raccrochage_large"


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    territory = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield territory.context(territory.operator())
    territory.close()


@pytest.fixture(scope="module")
def states(context):
    return follow_states(context, name=COHORT)


@pytest.fixture(scope="module")
def paths(context):
    return type_paths(context, name=COHORT, months=12)


@pytest.fixture(params=["fr", "en"], autouse=True)
def language(request):
    use_language(request.param)
    yield request.param
    use_language("fr")


def paragraphs(context, states, paths):
    model = fit_cohort_model(context, name=COHORT, covariates=("sex",))
    return [
        (states, methods_of_states(states)),
        (model, methods_of_model(model)),
        *(
            (paths, methods_of_paths(paths, distance=one, is_chosen=one == "om"))
            for one in ("om", "hamming", "dynamic_hamming")
        ),
    ]


def test_a_paragraph_names_definition_extract_and_day(context, states, paths):
    for answer, text in paragraphs(context, states, paths):
        assert answer.definition.hash[:12] in text.paragraph
        assert answer.manifest.extract in text.paragraph
        assert str(answer.manifest.as_of.year) in text.paragraph


def test_every_number_cited_is_a_reference_and_every_reference_is_cited(
    context, states, paths
):
    for _answer, text in paragraphs(context, states, paths):
        cited = {
            int(n)
            for group in re.findall(r"\[([\d, ]+)\]", text.paragraph)
            for n in group.split(",")
        }
        assert cited == set(range(1, len(text.references) + 1))
        assert text.references


def test_the_distance_that_was_used_is_the_one_cited(paths):
    text = methods_of_paths(paths, distance="hamming", is_chosen=False)

    assert any("Hamming RW" in work for work in text.references)
    assert not any("Abbott" in work for work in text.references)


def test_an_exposure_cites_immortal_time(states):
    answer = ExposureAnswer(
        definition=states.definition,
        manifest=states.manifest,
        cause="x",
        kinds=("k",),
        wording="association",
        ratio=1.0,
        low=0.5,
        high=2.0,
        windows=(),
        e_value=e_value(1.0, 0.5, 2.0, rare=True),
        n=Told(60),
        n_exposed=Told(30),
        n_events_exposed=Told(12),
    )

    text = methods_of_exposure(answer)

    assert any("Suissa" in work for work in text.references)
