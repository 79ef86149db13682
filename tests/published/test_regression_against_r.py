"""Our regressions against R survival, cmprsk and glm; values of `r/regression.R`."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cohorts.regression.cells import Names, cells_from_frame
from cohorts.regression.concordance import concordance
from cohorts.regression.cox import fit_cox
from cohorts.regression.curves import baseline, predict_curve
from cohorts.regression.design import Categorical, Numeric
from cohorts.regression.discrete import fit_discrete
from cohorts.regression.failures import TimeDoesNotVary
from cohorts.regression.fine_gray import fit_fine_gray
from cohorts.regression.proportional import check_proportional
from cohorts.regression.recurrent import andersen_gill, prentice_williams_peterson


DATA = Path(__file__).parent / "data"
SEVEN = ["male", "catholic", "Grammar", "funemp", "gcse5eq", "fmpr", "livboth"]
CLOSED = 1e-9  # relative; what iterates is run to rest on both sides
ITERATED = 1e-9
ROUNDED = 1e-6  # R's own default stop in the files of the first references
EPISODES = {"entry": "start", "exit": "stop", "cause": "event", "person": "id"}
SPELL = {"exit": "duration", "cause": "event"}
ARREST = {"exit": "week", "cause": "arrest"}


@cache
def reference():
    return json.loads((DATA / "regression_r.json").read_text())


@cache
def read(name):
    return pd.read_csv(DATA / name)


def levels(names):
    return [Categorical(name) for name in names]


def mvad(covariates=SEVEN, *, rows=None, **names):
    frame = read("mvad_jobless_exit.csv")
    frame = frame.assign(
        entry=frame["start_month"] - 1,
        end=frame["start_month"] - 1 + frame["duration"],
    )
    if rows is not None:
        frame = frame[rows(frame)]
    return cells_from_frame(frame, levels(covariates), names=Names(**(SPELL | names)))


def late_mvad(**names):
    return mvad(rows=lambda f: f["prevalent"] == 0, entry="entry", exit="end", **names)


def rossi(covariates):
    frame = read("rossi.csv")
    ages = pd.cut(frame["age"], [0, 20, 25, 99], labels=list("abc")).astype(str)
    return cells_from_frame(frame.assign(ages=ages), covariates, names=Names(**ARREST))


def rossi_numbers():
    names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
    numeric = {"age", "prio"}
    return rossi(
        [Numeric(name) if name in numeric else Categorical(name) for name in names]
    )


def rossi_levels():
    return rossi([Categorical("fin"), Categorical("ages"), Numeric("prio")])


def training():
    frame = read("mvad_training_tv_long.csv")
    return cells_from_frame(
        frame, levels(["training", "gcse5eq", "male"]), names=Names(**EPISODES)
    )


def entries():
    frame = read("mvad_joblessness_entries.csv")
    return cells_from_frame(
        frame, levels(["male", "gcse5eq", "funemp"]), names=Names(**EPISODES)
    )


def strata():
    return mvad(
        ["male", "catholic", "funemp", "livboth"], stratum=("gcse5eq", "Grammar")
    )


MODELS = {
    "mvad_efron": (mvad, {}),
    "mvad_breslow": (mvad, {"ties": "breslow"}),
    "mvad_breslow_robust": (mvad, {"ties": "breslow", "robust": True}),
    "mvad_robust": (mvad, {"robust": True}),
    "mvad_weighted": (lambda: mvad(weight="weight"), {}),
    "mvad_strata": (strata, {"robust": True}),
    "mvad_cause_1": (lambda: mvad(cause="cause"), {"cause": 1}),
    "mvad_cause_2": (lambda: mvad(cause="cause"), {"cause": 2}),
    "mvad_late": (late_mvad, {"robust": True}),
    "mvad_late_weighted": (lambda: late_mvad(weight="weight"), {}),
    "rossi_efron": (rossi_numbers, {}),
    "rossi_levels": (rossi_levels, {}),
    "training": (training, {}),
    "ag": (lambda: andersen_gill(entries()), {}),
    "ag_breslow": (lambda: andersen_gill(entries()), {"ties": "breslow"}),
    "pwp_total": (lambda: prentice_williams_peterson(entries(), most=3), {}),
    "pwp_gap": (
        lambda: prentice_williams_peterson(entries(), most=3, clock="gap"),
        {},
    ),
}


def close(values, wanted, tolerance=CLOSED):
    wanted = np.asarray(wanted, np.float64)
    assert np.asarray(values) == pytest.approx(wanted, rel=tolerance, abs=1e-14)


@pytest.mark.parametrize("dense", [True, False], ids=["table", "sums"])
@pytest.mark.parametrize("name", MODELS)
def test_cox_coefficients_errors_tests_and_concordance_equal_r(name, dense):
    make, options = MODELS[name]
    wanted = reference()[name]

    fit = fit_cox(make(), dense=dense, **options)

    model, tests = fit.model, {test.name: test for test in fit.model.tests}
    close(model.beta, wanted["coef"], ITERATED)
    close(np.sqrt(np.diag(model.model_covariance)), wanted["se"])
    close([model.null_log_likelihood, model.log_likelihood], wanted["loglik"], 1e-12)
    close(tests["score"].statistic, wanted["score"][0])
    close(tests["wald"].statistic, wanted["wald"][0])
    close(concordance(fit).share, wanted["concordance"][0])
    if wanted["robust_se"][0] is not None:
        assert model.robust
        close(model.errors, wanted["robust_se"])


@pytest.mark.parametrize("transform", ["km", "rank", "identity", "log"])
@pytest.mark.parametrize(
    "name",
    [
        "mvad_efron",
        "mvad_breslow",
        "mvad_weighted",
        "mvad_strata",
        "mvad_late",
        "rossi_efron",
        "rossi_levels",
        "training",
    ],
)
def test_the_check_of_proportional_hazards_equals_cox_zph(name, transform):
    make, options = MODELS[name]
    table = reference()[f"{name}_zph"][transform]

    fit = fit_cox(make(), **options)

    if table[0][0] is None:  # where the solver of R gives up, we say why
        with pytest.raises(TimeDoesNotVary):
            check_proportional(fit, transform=transform)
        return
    found = check_proportional(fit, transform=transform)
    tests = [*found.terms, found.whole]
    close([test.statistic for test in tests], [row[0] for row in table])
    assert [test.df for test in tests] == [int(row[1]) for row in table]
    close([test.p for test in tests], [row[2] for row in table])


@pytest.mark.parametrize(
    ("name", "transform", "file"),
    [
        ("mvad_efron", "km", "mvad_coxzph_km.csv"),
        ("mvad_efron", "rank", "mvad_coxzph_rank.csv"),
        ("rossi_efron", "rank", "rossi_coxzph_rank.csv"),
    ],
)
def test_the_check_equals_the_first_references(name, transform, file):
    make, options = MODELS[name]

    found = check_proportional(fit_cox(make(), **options), transform=transform)

    wanted = read(file)
    assert [test.name for test in found.terms] == list(wanted["term"])[:-1]
    statistics = [test.statistic for test in (*found.terms, found.whole)]
    close(statistics, wanted["chisq"], ROUNDED)


FIRST = {
    "efron": MODELS["mvad_efron"],
    "breslow": MODELS["mvad_breslow"],
    "weighted robust": MODELS["mvad_weighted"],
    "cause-specific employment": MODELS["mvad_cause_1"],
    "cause-specific education/training": MODELS["mvad_cause_2"],
    "stratified gcse5eq": (
        lambda: mvad([c for c in SEVEN if c != "gcse5eq"], stratum=("gcse5eq",)),
        {},
    ),
}


@pytest.mark.parametrize("name", FIRST)
def test_cox_equals_the_first_references(name):
    make, options = FIRST[name]
    rows = read("mvad_cox.csv").query("model == @name")

    model = fit_cox(make(), **options).model

    close(model.beta, rows["coef"], ROUNDED)
    error = "robust_se" if model.robust else "se"
    close(model.errors, rows[error], ROUNDED)
    close([one.low for one in model.coefficients], np.log(rows["lower"]), ROUNDED)
    close([one.p for one in model.coefficients], rows["p"], ROUNDED)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_cox_on_rossi_equals_the_first_references(ties):
    rows = read("rossi_cox.csv").query("model == @ties")

    model = fit_cox(rossi_numbers(), ties=ties).model

    close(model.beta, rows["coef"], ROUNDED)
    close(model.errors, rows["se"], ROUNDED)


def test_an_exposure_that_changes_in_time_undoes_the_immortal_time():
    rows = read("mvad_immortal_time.csv").query("model == 'time-varying'")

    fit = fit_cox(training(), robust=False)

    close(fit.model.beta, rows["coef"], ROUNDED)
    close(fit.model.errors, rows["se"], ROUNDED)


@pytest.mark.parametrize(
    ("model", "exposure"),
    [("naive ever-training (immortal time)", "ever_training"), ("landmark 12", "tr")],
)
def test_naive_and_landmark_exposures_equal_the_first_references(model, exposure):
    frame = read("mvad_sustained_employment.csv")
    frame = frame.assign(tr=(frame["first_training"] <= 12).astype(int))
    if exposure == "tr":
        frame = frame[frame["T"] > 12]
    rows = read("mvad_immortal_time.csv").query("model == @model")

    fit = fit_cox(
        cells_from_frame(
            frame,
            levels([exposure, "gcse5eq", "male"]),
            names=Names(exit="T", cause="E"),
        )
    )

    assert fit.model.n == rows["n"].iloc[0]
    assert fit.model.n_events == rows["nevent"].iloc[0]
    close(fit.model.beta, rows["coef"], ROUNDED)
    close(fit.model.errors, rows["se"], ROUNDED)


def test_the_curve_of_a_profile_and_its_error_equal_survfit():
    fit = fit_cox(mvad())
    profile = dict.fromkeys(SEVEN, "0") | {"male": 1, "funemp": 1}
    wanted = reference()["mvad_efron_curve"]

    curve = predict_curve(fit, profile | {"gcse5eq": 1, "livboth": 1})

    at = np.searchsorted(wanted["time"], curve.times)
    close(curve.estimate, np.array(wanted["surv"])[at])
    close(curve.std_error, np.array(wanted["std_err"])[at])


def test_the_curve_of_a_profile_with_numbers_equals_survfit():
    fit = fit_cox(rossi_levels())
    wanted = reference()["rossi_curve"]

    curve = predict_curve(fit, {"fin": "1", "ages": "b", "prio": 4})

    at = np.searchsorted(wanted["time"], curve.times)
    close(curve.estimate, np.array(wanted["surv"])[at])
    close(curve.std_error, np.array(wanted["std_err"])[at])
    by_hand = dict(
        zip([c.name for c in fit.model.coefficients], fit.model.beta, strict=True)
    )
    ratio = np.exp(by_hand["fin=1"] + by_hand["ages=b"] + 4 * by_hand["prio"])
    close(baseline(fit).hazard * ratio, np.array(wanted["cumhaz"])[at])


@pytest.mark.parametrize("dense", [True, False], ids=["table", "sums"])
@pytest.mark.parametrize("cause", [1, 2])
def test_fine_gray_coefficients_and_errors_equal_crr(cause, dense):
    wanted = reference()[f"crr_{cause}"]

    model = fit_fine_gray(mvad(cause="cause"), cause=cause, dense=dense).model

    close(model.beta, wanted["coef"], ITERATED)
    close(model.errors, wanted["se"])
    close(model.log_likelihood, wanted["loglik"][0], 1e-12)
    first = read("mvad_finegray_cmprsk.csv").query("cause == @cause")
    close(model.beta, first["coef"], ROUNDED)
    close(model.errors, first["se(coef)"], ROUNDED)


@pytest.mark.parametrize("dense", [True, False], ids=["table", "sums"])
@pytest.mark.parametrize("cause", [1, 2])
def test_fine_gray_as_survival_equals_finegray_with_robust_errors(cause, dense):
    wanted = reference()[f"finegray_{cause}_efron"]

    fit = fit_fine_gray(
        mvad(cause="cause"), cause=cause, convention="survival", dense=dense
    )

    close(fit.model.beta, wanted["coef"], ITERATED)
    close(fit.model.errors, wanted["robust_se"])
    close(np.sqrt(np.diag(fit.model.model_covariance)), wanted["se"])


def test_the_discrete_model_with_a_level_per_month_equals_glm():
    for link, tolerance in (("cloglog", 1e-7), ("logit", ITERATED)):
        wanted = reference()[link]

        model = fit_discrete(mvad(), link=link)

        close(model.beta, wanted["coef"], tolerance)
        close(model.errors, wanted["se"], tolerance)
        close(model.log_likelihood, wanted["loglik"][0])


def test_the_discrete_model_with_grouped_months_equals_glm():
    first = read("mvad_ties_gcse5eq.csv").set_index("model")
    for link, tolerance in (("cloglog", 1e-7), ("logit", ITERATED)):
        wanted = reference()[f"{link}_ends"]

        model = fit_discrete(mvad(), link=link, ends=(1, 2, 3, 6, 12, 24))

        close(model.beta, wanted["coef"], tolerance)
        close(model.errors, wanted["se"], tolerance)
        at = SEVEN.index("gcse5eq")
        close(model.beta[at], first.loc[link, "coef"], ROUNDED)
        # That file was made with glm's default stop, which shows in the fifth digit.
        close(model.errors[at], first.loc[link, "se.coef."], 5e-5)
