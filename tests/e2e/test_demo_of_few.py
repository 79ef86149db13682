"""The demonstration at every size that it offers: what cannot be told is said to be."""

import json
import sqlite3

import pytest
from typer.testing import CliRunner

from cohorts.indicators.figures import IndicatorSet
from commands.main import app


HORIZONS = [3, 6, 12, 24]
BOTH_SEXES = 12  # indicators at least that tell girls and boys, of 300 young people


def demo(folder, *options):
    words = ["demo", "--dir", str(folder), "--no-serve", "--seed", "1"]
    return CliRunner().invoke(app, [*words, *options], catch_exceptions=False)


@pytest.mark.parametrize("young", [60, 120, 300])
def test_a_territory_of_few_young_people_is_told_whole(tmp_path, young):
    folder = tmp_path / "territory"
    made = demo(folder, "--young", str(young), "--json")
    again = demo(folder, "--young", str(young))

    assert made.exit_code == 0, made.stderr
    rows = json.loads(made.stdout)["reengagement"]
    assert [row["horizon_months"] for row in rows] == HORIZONS
    for row in rows:
        assert 0 <= row["truth"] <= 1
        told = [row[name] for name in ("estimate", "low", "high")]
        assert told == [None] * 3 or told[1] <= told[0] <= told[2]
    assert again.exit_code == 0
    untold = sum(row["estimate"] is None for row in rows)
    assert again.stdout.count("trop peu de jeunes pour le dire") == untold
    if young == 300:
        assert len(telling_both_sexes(folder)) >= BOTH_SEXES


def telling_both_sexes(folder):
    """Give the indicators that tell girls and boys of one period."""
    store = sqlite3.connect(folder / "evaluation.db")
    ((text,),) = store.execute("SELECT figures FROM indicator_set")
    store.close()
    groups = {}
    for one in IndicatorSet.from_dict(json.loads(text)).figures:
        if one.breakdown == "sex" and one.is_told:
            like = (one.indicator, one.period, one.part, one.variant, one.months)
            groups.setdefault(like, set()).add(one.group)
    return {like[0] for like, told in groups.items() if {"F", "M"} <= told}
