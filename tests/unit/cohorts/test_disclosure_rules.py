"""The rules of a territory may ask for more than the law, never for less."""

from pathlib import Path

import pytest

from cohorts.disclosure.reading import read_rules
from config.failure import Failure


SHIPPED = Path(__file__).parents[3] / "config" / "disclosure.yaml"


def rules_with(folder, old, new):
    text = SHIPPED.read_text(encoding="utf-8")
    assert old in text
    (folder / "disclosure.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return read_rules(folder)


def test_thresholds_may_be_raised(tmp_path):
    rules = rules_with(tmp_path, "publication: 11", "publication: 20")

    assert (rules.threshold_internal, rules.threshold_publication) == (5, 20)
    assert rules.dominance == 0.85


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("threshold_publication: 11", "threshold_publication: 10"),
        ("threshold_internal: 5", "threshold_internal: 4"),
        ("minimum_at_risk: 11", "minimum_at_risk: 4"),
        ("dominance: 0.85", "dominance: 0.9"),
        ("dominance: 0.85", "dominance: 0"),
        ("base: 6", "base: 5"),
    ],
)
def test_a_weaker_rule_is_refused(tmp_path, old, new):
    with pytest.raises(Failure):
        rules_with(tmp_path, old, new)
