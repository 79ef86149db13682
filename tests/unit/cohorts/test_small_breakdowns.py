"""A breakdown of groups that are all too small does not hide the whole."""

from datetime import UTC, datetime

import pytest

from cohorts import analysing
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.workbench import for_workbench
from cohorts.operations import run_cohort
from parcours.territory.opening import Territory
from tests.demonstration_house import copy_demonstration


@pytest.fixture(scope="module")
def context(tmp_path_factory):
    folder = copy_demonstration(tmp_path_factory).folder
    territory = Territory.open(folder, environ={}, now=lambda: datetime.now(UTC))
    yield territory.context(territory.operator())
    territory.close()


def test_the_whole_is_shown_where_a_breakdown_is_too_small(context, monkeypatch):
    def small_by_sex(counts, *arguments, **options):
        if "F" in counts.groups:
            raise TooFew(5)
        return for_workbench(counts, *arguments, **options)

    monkeypatch.setattr(analysing, "for_workbench", small_by_sex)
    answer = run_cohort(context, name="raccrochage_large", groups=("sex", "age_band"))

    assert answer.whole.estimate.n > 0
    assert set(answer.by_group) == {"age_band"}
    assert "5" in answer.refusals["sex"]
    assert "sex" not in answer.released_by_group
    assert "sex" not in answer.cautions


def test_a_whole_that_is_too_small_is_refused_with_what_to_do(context):
    with pytest.raises(TooFew) as refused:
        run_cohort(context, name="emploi_apres_chantier")

    assert "parcours cohort list" in refused.value.remedy
