"""The demonstration at every size that it offers: what cannot be told is said to be."""

import json

import pytest
from typer.testing import CliRunner

from commands.main import app


HORIZONS = [3, 6, 12, 24]


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
