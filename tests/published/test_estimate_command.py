"""`parcours estimate` from file to JSON, every method against R's answers."""

import json
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from cohorts.outside.failures import ColumnNotNamed
from commands.estimate import estimate


DATA = Path(__file__).parent / "data"
EXITS = DATA / "mvad_jobless_exit.csv"
COVARIATES = "male,catholic,Grammar,funemp,gcse5eq,fmpr,livboth"
CLOSE = {"rel": 1e-6, "abs": 1e-9}


def run(table, *arguments):
    app = typer.Typer()
    app.command()(estimate)
    return CliRunner().invoke(app, [str(table), *arguments])


def answer(table, *arguments):
    result = run(table, *arguments, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    return json.loads(result.stdout)


def exits(method, *arguments, event="event"):
    columns = ("--duration", "duration", "--event", event)
    return answer(EXITS, "--method", method, *columns, *arguments)


def assert_terms(terms, theirs, *, error="se", robust=False):
    ours = {term["term"]: term for term in terms}
    for row in theirs.to_dict("records"):
        term = ours[row["term"]]
        assert term["coef"] == pytest.approx(row["coef"], **CLOSE)
        name = "robust_std_error" if robust else "std_error"
        assert term[name] == pytest.approx(row[error], **CLOSE)


def cox_of_r(model):
    table = pd.read_csv(DATA / "mvad_cox.csv")
    return table[table["model"] == model]


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_cox_equals_r(ties):
    found = exits("cox", "--covariates", COVARIATES, "--ties", ties)
    theirs = cox_of_r(ties)
    assert_terms(found["terms"], theirs)
    assert found["log_likelihood"] == pytest.approx(theirs["loglik"].iloc[0], rel=1e-9)
    first = theirs.iloc[0]
    term = found["terms"][0]
    for ours, name in {"hazard_ratio": "hr", "low": "lower", "high": "upper"}.items():
        assert term[ours] == pytest.approx(first[name], **CLOSE)
    assert term["z"] == pytest.approx(first["z"], **CLOSE)
    assert term["p"] == pytest.approx(first["p"], **CLOSE)


def test_weighted_cox_has_the_robust_errors_of_r():
    found = exits("cox", "--covariates", COVARIATES, "--weights", "weight")
    theirs = cox_of_r("weighted robust")
    assert_terms(found["terms"], theirs, error="robust_se", robust=True)


def test_each_cause_is_fitted_in_turn_as_in_r():
    found = exits("cox", "--covariates", COVARIATES, event="cause")
    for cause, name in {"1": "employment", "2": "education/training"}.items():
        terms = [term for term in found["terms"] if term["cause"] == cause]
        assert_terms(terms, cox_of_r(f"cause-specific {name}"))
    assert "log_likelihood" not in found


def test_a_stratified_cox_equals_r():
    found = exits(
        "cox",
        *("--covariates", COVARIATES.replace("gcse5eq,", ""), "--strata", "gcse5eq"),
    )
    assert_terms(found["terms"], cox_of_r("stratified gcse5eq"))


def test_the_check_of_proportional_hazards_equals_r():
    found = exits("cox", "--covariates", COVARIATES)
    tests = {test["name"]: test for test in found["tests"]}
    for row in pd.read_csv(DATA / "mvad_coxzph_km.csv").to_dict("records"):
        test = tests[f"zph {row['term']}"]
        assert test["statistic"] == pytest.approx(row["chisq"], **CLOSE)
        assert test["df"] == row["df"]


def test_fine_gray_equals_r():
    found = exits("fine-gray", "--covariates", COVARIATES, event="cause")
    theirs = pd.read_csv(DATA / "mvad_finegray_cmprsk.csv")
    for cause in (1, 2):
        terms = [term for term in found["terms"] if term["cause"] == str(cause)]
        rows = theirs[theirs["cause"] == cause]
        assert_terms(terms, rows, error="se(coef)", robust=True)


def test_exact_ties_equal_r():
    found = exits("cox", "--covariates", COVARIATES, "--ties", "exact")
    theirs = pd.read_csv(DATA / "mvad_ties_gcse5eq.csv").set_index("model").loc["exact"]
    (term,) = [term for term in found["terms"] if term["term"] == "gcse5eq"]
    assert term["coef"] == pytest.approx(theirs["coef"], **CLOSE)
    assert term["std_error"] == pytest.approx(theirs["se.coef."], **CLOSE)


@pytest.mark.parametrize("link", ["cloglog", "logit"])
def test_a_model_of_discrete_time_equals_r(link):
    found = exits("discrete-time", "--covariates", COVARIATES, "--link", link)
    theirs = json.loads((DATA / "regression_r.json").read_text())[link]
    ours = [(term["coef"], term["std_error"]) for term in found["terms"]]
    expected = zip(theirs["coef"], theirs["se"], strict=True)
    for one, other in zip(ours, expected, strict=True):
        assert one == pytest.approx(other, **CLOSE)


def test_gray_s_tests_equal_r():
    found = answer(
        DATA / "invented_spells.csv",
        *("--method", "gray", "--duration", "exit", "--event", "cause"),
        *("--group", "group"),
    )
    theirs = json.loads((DATA / "nonparametric.json").read_text())["gray"]
    for test in found["tests"]:
        assert test["statistic"] == pytest.approx(theirs[test["cause"]], rel=1e-9)
    assert [test["name"] for test in found["tests"]] == ["gray", "gray"]


def test_a_stratified_weighted_log_rank_test_equals_r():
    found = answer(
        DATA / "invented_spells.csv",
        *("--method", "log-rank", "--duration", "exit", "--event", "cause"),
        *("--group", "group", "--strata", "stratum", "--rho", "1"),
    )
    theirs = json.loads((DATA / "nonparametric.json").read_text())
    theirs = theirs["log_rank_strata_rho1"]
    statistic = theirs["statistic"]
    assert found["tests"][0]["statistic"] == pytest.approx(statistic, rel=1e-9)
    expected = [group["n_expected"] for group in found["groups"]]
    observed = [group["n_events"] for group in found["groups"]]
    assert expected == pytest.approx(theirs["expected"], rel=1e-9)
    assert observed == pytest.approx(theirs["observed"], rel=1e-9)


def test_a_second_episode_is_no_late_entry(tmp_path):
    table = tmp_path / "episodes.csv"
    rows = ["id,start,stop,e,x"]
    for person in range(30):
        rows += [f"{person},0,{5 + person % 7},1,{person % 2}"]
        rows += [f"{person},{5 + person % 7},{15 + person % 5},1,{person % 2}"]
    table.write_text("\n".join(rows), encoding="utf-8")
    found = answer(
        table,
        *("--method", "andersen-gill", "--id", "id", "--start", "start"),
        *("--stop", "stop", "--event", "e", "--covariates", "x"),
    )
    assert not any("tardives" in note for note in found["notes"])


def test_wrong_use_says_in_words_what_was_expected():
    from commands.wording import in_french

    assert in_french("Invalid value: --quantiles sont entre 0 et 1, exclus.") == (
        "--quantiles sont entre 0 et 1, exclus."
    )


def test_quantiles_equal_r():
    found = answer(
        DATA / "invented_spells.csv",
        *("--method", "kaplan-meier", "--duration", "exit", "--event", "cause"),
        *("--quantiles", ".1,.25,.5,.75"),
    )
    theirs = json.loads((DATA / "nonparametric.json").read_text())["quantiles"]
    for k, quantile in enumerate(found["groups"][0]["quantiles"]):
        assert quantile["share"] == theirs["share"][k]
        assert quantile["estimate"] == theirs["estimate"][k]
        assert quantile["low"] == theirs["low"][k]
        assert quantile["high"] == theirs["high"][k]


def test_shares_in_states_and_expected_times_equal_r(tmp_path):
    rows = pd.read_csv(DATA / "invented_episodes.csv")
    length = (rows["stop"] - rows["start"]).groupby(rows["id"]).transform("sum")
    person = rows.groupby("id")
    span = person["stop"].transform("max") - person["start"].transform("min")
    table = tmp_path / "episodes.parquet"
    rows[length == span].to_parquet(table)
    found = answer(
        table,
        *("--method", "multi-state", "--id", "id", "--start", "start"),
        *("--stop", "stop", "--from", "from", "--to", "to", "--rmst", "24"),
    )
    theirs = json.loads((DATA / "nonparametric.json").read_text())
    (group,) = found["groups"]
    for curve in group["curves"]:
        expected = theirs["multistate"][curve["cause"]]
        assert curve["estimate"] == pytest.approx(expected["estimate"], abs=1e-10)
        assert curve["std_error"] == pytest.approx(expected["std_error"], abs=1e-10)
    stays = {mean["cause"]: mean["estimate"] for mean in group["rmst"]}
    assert stays == pytest.approx(theirs["stay_24"])


def test_repeated_events_keep_each_person_together_as_r():
    found = answer(
        DATA / "mvad_training_tv_long.csv",
        *("--method", "andersen-gill", "--id", "id", "--start", "start"),
        *(
            "--stop",
            "stop",
            "--event",
            "event",
            "--covariates",
            "training,gcse5eq,male",
        ),
    )
    theirs = pd.read_csv(DATA / "mvad_immortal_time.csv")
    theirs = theirs[theirs["model"] == "time-varying"].set_index("term")
    for term in found["terms"]:
        assert term["coef"] == pytest.approx(theirs.loc[term["term"], "coef"], **CLOSE)
        assert term["robust_std_error"] is not None


def test_intervals_have_a_curve_and_a_median():
    found = answer(
        DATA / "invented_intervals.csv",
        *("--method", "turnbull", "--lower", "lower", "--upper", "upper", "--at", "6"),
    )
    (group,) = found["groups"]
    assert group["n"] == 160
    assert 0 < group["at"][0]["low"] < group["at"][0]["estimate"] < 1
    assert group["median"]["estimate"] > 6


def test_groups_may_be_compared_by_their_restricted_means():
    found = exits("kaplan-meier", "--group", "gcse5eq", "--rmst", "24")
    (test,) = [test for test in found["tests"] if test["name"] == "rmst"]
    first, second = (group["rmst"][0] for group in found["groups"])
    gap = first["estimate"] - second["estimate"]
    spread = first["std_error"] ** 2 + second["std_error"] ** 2
    assert test["statistic"] == pytest.approx(gap**2 / spread)


def test_people_read_coefficients_in_an_aligned_table():
    result = run(
        EXITS,
        *("--method", "cox", "--duration", "duration", "--event", "event"),
        *("--covariates", "factor(gcse5eq),male"),
    )
    assert "gcse5eq=1" in result.stdout
    assert "rapport" in result.stdout


@pytest.mark.parametrize(
    ("method", "missing"),
    [
        ("cox", "--covariates / --group"),
        ("turnbull", "--lower"),
        ("multi-state", "--from"),
        ("gray", "--group"),
        ("andersen-gill", "--id"),
    ],
)
def test_a_column_that_the_method_needs_is_asked_for_by_name(method, missing):
    result = run(EXITS, "--method", method)
    assert isinstance(result.exception, ColumnNotNamed)
    assert missing in result.exception.options


def test_a_cell_that_is_no_number_is_named_by_line_without_its_value(tmp_path):
    table = tmp_path / "table.csv"
    table.write_text("t,e,x\n1,1,2\n2,secret,3\n", encoding="utf-8")
    result = run(
        table, "--method", "cox", "--duration", "t", "--event", "e", "--covariates", "x"
    )
    assert result.exception.where.line == 3
    assert "secret" not in str(result.exception)
