"""`parcours estimate`: refusals in their own words, intervals, states named."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cohorts.estimates.failures import NoEventAtAll, NothingToCompare, OneGroupOnly
from cohorts.outside.failures import ColumnNotNamed
from commands.estimate import estimate


DATA = Path(__file__).parents[2] / "published" / "data"
SPELLS = DATA / "invented_episodes.csv"
ENTRIES = DATA / "mvad_joblessness_entries.csv"
STATES = ("--id", "id", "--start", "start", "--stop", "stop", "--from", "from")
STATES = ("--method", "multi-state", *STATES, "--to", "to")
ORDERED = ("--id", "id", "--start", "start", "--stop", "stop", "--event", "event")
ORDERED = (*ORDERED, "--covariates", "male,gcse5eq,funemp")


def run(table, *arguments):
    app = typer.Typer()
    app.command()(estimate)
    return CliRunner().invoke(app, [str(table), *arguments])


def answer(table, *arguments):
    result = run(table, *arguments, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def written(tmp_path, *lines):
    table = tmp_path / "t.csv"
    table.write_text("\n".join(["t,e,g,w", *lines]), encoding="utf-8")
    return table


def refusal(table, method="log-rank", group="g"):
    columns = ("--method", method, "--duration", "t", "--event", "e")
    named = ("--group", group) if group else ()
    return run(table, *columns, *named).exception


def test_a_comparison_without_a_group_asks_for_its_column(tmp_path):
    refused = refusal(written(tmp_path, "1,1,a,1", "2,0,b,1"), group="")

    assert isinstance(refused, ColumnNotNamed)
    assert refused.options == ("--group",)


@pytest.mark.parametrize("method", ["log-rank", "gray"])
def test_each_comparison_of_nothing_has_its_own_words(tmp_path, method):
    one = refusal(written(tmp_path, "1,1,a,1", "2,0,a,1"), method)
    none = refusal(written(tmp_path, "1,0,a,1", "2,0,b,1"), method)
    apart = refusal(written(tmp_path, "1,0,a,1", "2,1,b,1"), method)

    assert [type(each) for each in (one, none, apart)] == [
        OneGroupOnly,
        NoEventAtAll,
        NothingToCompare,
    ]
    assert len({each.code for each in (one, none, apart)}) == 3
    assert len({each.what for each in (one, none, apart)}) == 3
    assert len({each.remedy for each in (one, none, apart)}) == 3


def test_a_stratum_without_event_does_not_hide_the_others(tmp_path):
    table = tmp_path / "t.csv"
    rows = ["t,e,g,s", "1,1,a,x", "2,1,b,x", "3,2,a,x", "4,0,b,x", "5,1,a,x"]
    rows += ["1,0,a,y", "2,0,b,y"]
    table.write_text("\n".join(rows), encoding="utf-8")
    columns = ("--method", "gray", "--duration", "t", "--event", "e", "--group", "g")

    found = answer(table, *columns, "--strata", "s")

    assert {test["cause"] for test in found["tests"]} == {"1", "2"}


def test_situations_are_called_so_and_not_causes():
    whole = run(SPELLS, *STATES).stdout
    at = run(SPELLS, *STATES, "--at", "6").stdout

    assert "situation out" in whole
    assert "situation" in at
    assert "cause" not in whole + at


def test_chances_of_passing_are_printed_and_add_up():
    text = run(SPELLS, *STATES, "--at", "6,12").stdout
    found = answer(SPELLS, *STATES, "--at", "6,12", "--since", "2")
    (group,) = found["groups"]

    assert "chance d’être dans chacune plus tard" in text
    assert {one["since"] for one in group["transitions"]} == {2}
    for source in ("school", "out", "job"):
        for time in (6, 12):
            chances = [
                one["estimate"]
                for one in group["transitions"]
                if one["from"] == source and one["time"] == time
            ]
            assert sum(chances) == pytest.approx(1)
    for one in group["transitions"]:
        assert one["low"] <= one["estimate"] <= one["high"]
        assert one["n_at_start"] > 0
    passages = group["transitions"]
    changes = {(one["from"], one["to"]): one["n_changes"] for one in passages}
    assert sum(changes.values()) == found["n_events"]


def test_before_anything_moves_everybody_is_where_they_were(tmp_path):
    table = tmp_path / "t.csv"
    rows = ["id,start,stop,from,to", "1,0,5,a,b", "1,5,9,b,censor", "2,0,9,b,censor"]
    table.write_text("\n".join(rows), encoding="utf-8")

    (group,) = answer(table, *STATES, "--at", "2")["groups"]

    assert {
        (one["from"], one["to"]): one["estimate"] for one in group["transitions"]
    } == {
        ("a", "a"): 1,
        ("a", "b"): 0,
        ("b", "a"): 0,
        ("b", "b"): 1,
    }


def test_the_order_of_events_has_a_name_and_both_clocks():
    theirs = json.loads((DATA / "regression_r.json").read_text())
    total = answer(ENTRIES, "--method", "pwp", *ORDERED)
    gap = answer(ENTRIES, "--method", "pwp", "--clock", "gap", *ORDERED)

    assert total["method"] == "pwp"
    assert len(total["terms"]) == len(gap["terms"]) == 3
    assert total["terms"][0]["coef"] != gap["terms"][0]["coef"]
    assert all(term["robust_std_error"] for term in total["terms"])
    assert set(theirs) >= {"pwp_total", "pwp_gap"}


def test_short_names_are_understood():
    long = answer(ENTRIES, "--method", "andersen-gill", *ORDERED)
    short = answer(ENTRIES, "--method", "ag", *ORDERED)

    assert short == long


def test_a_median_or_quantile_that_is_not_reached_is_said_so(tmp_path):
    rows = [f"{k},{int(k < 4)},a,1" for k in range(1, 11)]
    columns = ("--method", "kaplan-meier", "--duration", "t", "--event", "e")
    text = run(written(tmp_path, *rows), *columns, "--quantiles", ".2,.9").stdout

    assert "médiane : non atteinte (borne basse" in text
    assert "quantile 0,9 : non atteinte" in text
    assert "quantile 0,2 : 2,5 (" in text
    assert "à plus, borne haute non atteinte)" in text


def test_a_restricted_mean_stands_with_its_interval(tmp_path):
    rows = [f"{k},{k % 2},a,{1 + k % 3 / 2}" for k in range(1, 31)]
    table = written(tmp_path, *rows)
    columns = ("--method", "kaplan-meier", "--duration", "t", "--event", "e")
    for weights in ((), ("--weights", "w")):
        arguments = (*columns, "--rmst", "12", *weights)
        (group,) = answer(table, *arguments)["groups"]
        (mean,) = group["rmst"]
        assert mean["low"] < mean["estimate"] < mean["high"]
        half = (mean["high"] - mean["low"]) / 2
        assert half <= 1.9600 * mean["std_error"]
        assert " à 1" in run(table, *arguments).stdout.split("moyenne restreinte")[1]
