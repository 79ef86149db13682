"""Released groups that all lie on one side of the whole are explained."""

from dataclasses import replace

import pytest

from cohorts.charts.apart import apart_sentence
from config.translation import use_language
from tests.unit.cohorts.report.subject_house import DEFINITION, subject


@pytest.fixture(autouse=True)
def french():
    use_language("fr")


def moved(estimate, by):
    groups = tuple(
        replace(
            group,
            at=tuple(replace(p, estimate=p.estimate + by) for p in group.at),
        )
        for group in estimate.groups
    )
    return replace(estimate, groups=groups)


@pytest.fixture
def both():
    found = subject()
    name = "sex"
    return found.whole.estimate, found.parts[name].estimate


@pytest.mark.parametrize(("by", "word"), [(0.5, "au-dessus"), (-0.5, "au-dessous")])
def test_groups_on_one_side_of_the_whole_are_said_to_be_so(both, by, word):
    whole, parts = both

    said = apart_sentence(DEFINITION, whole, moved(parts, by))

    assert word in said
    assert "arrondi" in said


def test_groups_around_the_whole_are_said_to_be_rounded_apart(both):
    whole, parts = both
    spread = replace(
        parts,
        groups=(
            moved(replace(parts, groups=parts.groups[:1]), -0.6).groups
            + moved(replace(parts, groups=parts.groups[1:2]), 0.6).groups
        ),
    )

    said = apart_sentence(DEFINITION, whole, spread)

    assert "arrondi à part" in said
    assert "au-dess" not in said
