import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from commands.estimate import estimate


DATA = Path(__file__).parents[2] / "published" / "data"
MVAD = str(DATA / "mvad_jobless_exit.csv")


def run(*arguments):
    app = typer.Typer()
    app.command()(estimate)
    return CliRunner().invoke(app, [MVAD, "--duration", "duration", *arguments])


def answer(*arguments):
    result = run("--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_holds_curves_points_median_and_mean():
    result = answer(
        *("--method", "aalen-johansen", "--event", "cause", "--at", "1,3,24"),
        *("--rmst", "24"),
    )

    (group,) = result["groups"]
    assert result["method"] == "aalen-johansen"
    assert (result["n"], result["n_events"]) == (342, 295)
    assert group["group"] == "all"
    assert [curve["cause"] for curve in group["curves"]] == ["1", "2"]
    assert [(p["time"], p["cause"]) for p in group["at"]][:2] == [(1, "1"), (3, "1")]
    assert group["at"][1]["n_at_risk"] == 133
    assert group["at"][1]["estimate"] == pytest.approx(0.146858374, abs=1e-8)
    assert group["median"] == {"estimate": 2, "low": 2, "high": 2}
    assert group["rmst"][0]["estimate"] == pytest.approx(7.112, abs=1e-3)
    assert any("ties" in note for note in result["notes"])


def test_a_test_between_groups_comes_with_its_p():
    result = answer("--method", "log-rank", "--event", "event", "--group", "gcse5eq")

    (test,) = result["tests"]
    assert test["name"] == "log-rank"
    assert test["cause"] is None
    assert test["df"] == 1
    assert test["statistic"] == pytest.approx(15.008031858726, abs=1e-8)
    assert [group["group"] for group in result["groups"]] == ["0", "1"]


def test_weights_that_are_not_whole_have_robust_errors():
    result = answer(
        *("--method", "kaplan-meier", "--event", "event", "--weights", "weight"),
        *("--at", "24"),
    )

    assert result["groups"][0]["at"][0]["n_at_risk"] == pytest.approx(40.81)
    assert any("robustes" in note for note in result["notes"])


def test_people_read_an_aligned_table_in_french():
    result = run("--method", "kaplan-meier", "--event", "event", "--group", "male")

    assert result.exit_code == 0
    assert "médiane : 2 (2 à 2)" in result.stdout
    assert "à risque" in result.stdout
    assert "0,9" in result.stdout
    assert "log-rank : khi²" in result.stdout


def test_causes_stand_beside_their_values_for_people():
    result = run(
        *("--method", "aalen-johansen", "--event", "cause", "--at", "3,99"),
    )

    assert "cause" in result.stdout
    assert "–" in result.stdout


def test_curves_of_causes_and_expected_events_are_laid_out_too():
    curves = run("--method", "nelson-aalen", "--event", "cause")
    tests = run("--method", "log-rank", "--event", "cause", "--group", "male")

    assert "cause 2" in curves.stdout
    assert "attendus" in tests.stdout
    assert "log-rank, cause 1" in tests.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--method", "guessing", "--event", "event"],
        ["--method", "kaplan-meier", "--event", "event", "--at", "soon"],
        ["--method", "kaplan-meier", "--event", "event", "--rmst", "-3"],
        ["--method", "kaplan-meier", "--event", "event", "--confidence", "95"],
    ],
)
def test_wrong_use_ends_with_status_two(arguments):
    assert run(*arguments).exit_code == 2


def test_late_entries_are_out_of_the_risk_set_until_they_enter(tmp_path):
    table = tmp_path / "late.csv"
    table.write_text("t;e;s\n3;1;0\n5;1;4\n6;0;0\n", encoding="utf-8")
    app = typer.Typer()
    app.command()(estimate)
    words = ["--method", "kaplan-meier", "--duration", "t", "--event", "e"]

    result = CliRunner().invoke(app, [str(table), *words, "--entry", "s", "--json"])

    (curve,) = json.loads(result.stdout)["groups"][0]["curves"]
    assert curve["n_at_risk"] == [2, 2, 1]
    assert curve["estimate"] == [0.5, 0.25, 0.25]
