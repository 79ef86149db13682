"""Clone, censor, weight; weights and bounds for the lost: against known truth."""

import json

import numpy as np
import pandas as pd
import pytest

from cohorts.exposure.cases import cases_from_frame
from cohorts.exposure.emulation import emulate_trial
from cohorts.exposure.failures import (
    BeyondFollowUp,
    EventNotSaid,
    GroupsDoNotOverlap,
    LateEntryNotCovered,
    MonthsNotWhole,
    NobodyToCompare,
    OptionImpossible,
)
from cohorts.exposure.logit import fit_logit
from cohorts.exposure.loss import bounds_of_loss, censoring_weights, weighted_for_loss
from cohorts.regression.design import Categorical
from cohorts.regression.table_failures import ColumnMissing, TimesOutOfRange


MONTHS = 24
GRACE = 3
DIPLOMA = [Categorical("diploma")]
HAZARD = (0.02, 0.07)  # of the event, without and with a diploma
START = (0.05, 0.15)  # of the action, each month
LOSS = (0.01, 0.06)


def rng(seed=4):
    return np.random.default_rng(seed)


def drawn(n=6_000, ratio=1.0, seed=3, lost=False):
    """Month by month: the event first, then a start, then a loss."""
    chance = rng(seed)
    diploma = chance.integers(0, 2, n)
    exposed, stop = np.full(n, np.nan), np.full(n, MONTHS)
    cause, present, gone = np.zeros(n, int), np.ones(n, bool), np.zeros(n, int)
    for month in range(1, MONTHS + 1):
        started = ~np.isnan(exposed)
        hazard = np.take(HAZARD, diploma) * np.where(started, ratio, 1)
        event = present & (chance.random(n) < hazard)
        stop[event], cause[event] = month, 1
        present &= ~event
        starts = present & ~started & (chance.random(n) < np.take(START, diploma))
        exposed[starts] = month
        leaves = present & lost & (chance.random(n) < np.take(LOSS, diploma))
        stop[leaves], gone[leaves] = month, 1
        present &= ~leaves
    return pd.DataFrame(
        {
            "person": np.arange(n),
            "entry": 0,
            "exit": stop,
            "cause": cause,
            "exposed": exposed,
            "diploma": diploma,
            "lost": gone,
        }
    )


def truth(ratio=1.0, grace=GRACE, months=MONTHS):
    """Exact shares with the event: never starting, starting within the grace."""
    never, within = 0.0, 0.0
    for hazard, start in zip(HAZARD, START, strict=True):
        never += (1 - (1 - hazard) ** months) / 2
        waiting, going, had = 1.0, 0.0, 0.0
        for month in range(1, months + 1):
            had += waiting * hazard + going * hazard * ratio
            waiting, going = waiting * (1 - hazard), going * (1 - hazard * ratio)
            moves = 1.0 if month == grace else start * (month < grace)
            waiting, going = waiting * (1 - moves), going + waiting * moves
        within += had / 2
    return never, within


def emulate(rows=None, covariates=DIPLOMA, **options):
    options = {"grace": GRACE, "horizon": MONTHS, "n_draws": 20} | options
    rows = drawn() if rows is None else rows
    return emulate_trial(
        cases_from_frame(rows), covariates, rng=options.pop("rng", rng()), **options
    )


def test_ever_starting_looks_protective_where_the_action_does_nothing():
    """The control of the next test: the naive share by month 24 in this cohort."""
    rows = drawn()
    ever = rows["exposed"].notna()
    naive = rows.loc[ever, "cause"].mean() - rows.loc[~ever, "cause"].mean()

    assert naive < -0.15


def test_an_action_that_does_nothing_is_found_to_do_nothing():
    share, mean, _ratio = emulate(n_draws=40).contrasts

    assert abs(share.estimate) < 2.5 * share.std_error
    assert abs(mean.estimate) < 2.5 * mean.std_error


@pytest.mark.parametrize("control", ["never", "later"])
def test_the_true_shares_of_both_strategies_are_found(control):
    found = emulate(drawn(20_000, ratio=2.0), control=control, truncate=None)
    never, within = truth(2.0)
    share = found.contrasts[0]

    assert share.treated == pytest.approx(within, abs=3 * share.std_error)
    assert within - never > 0.15
    if control == "never":
        assert share.control == pytest.approx(never, abs=0.02)
    else:
        assert never < share.control < within


def test_without_the_covariate_of_both_start_and_event_it_is_biased():
    """The weights do the work: an unrelated covariate instead lets the bias through."""
    rows = drawn(20_000).assign(coin=rng(8).integers(0, 2, 20_000))
    share = emulate(rows, [Categorical("coin")]).contrasts[0]

    assert share.estimate > 3 * share.std_error


def slow_emulation(rows, *, grace, horizon, control):
    """Clones one by one, weights multiplied month by month, no counts."""
    last = grace if control == "later" else horizon
    x, y = [], []
    for row in rows.itertuples():
        for month in range(1, min(row.exit - (row.cause > 0), max(last, grace)) + 1):
            power = month / max(last, grace)
            x.append([power, power**2, power**3, row.diploma])
            y.append(float(row.exposed == month))
            if y[-1]:
                break
    fit = fit_logit(np.array(x), np.array(y), np.ones(len(y)), names=list("abcd"))

    def chance(month, diploma):
        power = month / max(last, grace)
        odds = fit.beta @ [1, power, power**2, power**3, diploma]
        return 1 / (1 + np.exp(-odds))

    shares = []
    for arm in (0, 1):
        kept, had = 1.0, 0.0
        for month in range(1, horizon + 1):
            at_risk = events = 0.0
            for row in rows.itertuples():
                start = row.exposed if row.exposed == row.exposed else 10**6
                until = row.exit
                if arm == 0 and start <= last:
                    until = min(until, start)
                if arm == 1 and start > grace:
                    until = min(until, grace)
                if until < month:
                    continue
                weight = 1.0
                if arm == 0:
                    for before in range(1, min(month - 1, last) + 1):
                        weight /= 1 - chance(before, row.diploma)
                elif month > grace and start == grace:
                    weight /= chance(grace, row.diploma)
                at_risk += weight
                events += weight * (row.cause > 0 and row.exit == month == until)
            had += kept * events / at_risk
            kept *= 1 - events / at_risk
            shares.append(had)
    return shares


@pytest.mark.parametrize("control", ["never", "later"])
def test_counted_clones_equal_clones_one_by_one(control):
    rows = drawn(250, ratio=1.5, lost=True)
    options = {"grace": 4, "horizon": 8, "control": control}
    found = emulate(rows, truncate=None, **options)
    ours = np.concatenate([curve.estimate for curve in found.curves])

    assert ours == pytest.approx(slow_emulation(rows, **options), rel=1e-8)


def test_arms_count_every_case_twice_and_tell_who_deviated():
    rows = drawn(2_000)
    found = emulate(rows)
    waits, starts = found.arms
    outlived = rows["exit"] > GRACE

    assert waits.n == starts.n == found.n == 2_000
    assert starts.n_deviated == (outlived & ~(rows["exposed"] <= GRACE)).sum()
    assert waits.n_deviated == (rows["exposed"] < rows["exit"]).sum()


def test_the_declared_protocol_and_its_word_go_with_the_figures():
    found = emulate(drawn(1_000))

    assert found.wording == "effet estimé, sous les hypothèses déclarées"
    assert len(found.protocol) == 6
    assert "diploma" in found.protocol[-1]
    assert json.loads(json.dumps(found.as_dict(), allow_nan=False))["protocol"]


def test_the_same_seed_gives_the_same_limits_another_one_others():
    rows = drawn(800)
    one, same, other = (emulate(rows, rng=rng(k)).as_dict() for k in (1, 1, 2))

    assert one == same
    assert one["contrasts"] != other["contrasts"]
    assert one["curves"][0]["estimate"] == other["curves"][0]["estimate"]


def test_those_exposed_at_the_origin_are_outside_the_trial_and_told():
    rows = drawn(1_000)
    rows.loc[:9, "exposed"] = [0, -3] * 5
    found = emulate(rows)

    assert (found.n, found.n_excluded) == (990, 10)
    assert any("10 cas" in note for note in found.notes)


def test_the_clock_of_days_is_cut_into_months():
    rows = drawn(1_000)
    days = rows.assign(exit=rows["exit"] * 30, exposed=rows["exposed"] * 30)
    found = emulate(days, period=30)

    assert found.as_dict() == emulate(rows).as_dict()


def test_competing_outcomes_are_counted_as_such():
    rows = drawn(2_000)
    whole = emulate(rows).contrasts[0]
    rows.loc[rows.index % 2 == 0, "cause"] *= 2
    with pytest.raises(EventNotSaid):
        emulate(rows)
    part = emulate(rows, cause=1).contrasts[0]

    assert part.control < 0.7 * whole.control


@pytest.mark.parametrize(
    "options",
    [
        {"grace": 0},
        {"grace": 24},
        {"horizon": 3},
        {"control": "sometimes"},
        {"truncate": 0.7},
        {"period": 0},
    ],
)
def test_impossible_options_are_refused(options):
    with pytest.raises(OptionImpossible):
        emulate(drawn(100), **options)


def test_what_the_clock_does_not_allow_is_refused():
    rows = drawn(300)
    with pytest.raises(LateEntryNotCovered):
        emulate(rows.assign(entry=np.where(rows["exit"] > 2, 1, 0)))
    with pytest.raises(MonthsNotWhole):
        emulate(rows.assign(exit=rows["exit"] + 0.5))
    with pytest.raises(BeyondFollowUp):
        emulate(rows, horizon=60)
    with pytest.raises(NobodyToCompare):
        emulate(rows.assign(exposed=np.nan))


def test_a_covariate_that_decides_alone_is_refused():
    rows = drawn(400)
    rows["sign"] = rows["exposed"].notna().astype(int)
    with pytest.raises(GroupsDoNotOverlap):
        emulate(rows, [Categorical("sign")])


def test_weights_for_loss_find_the_share_that_the_lost_hide():
    """Those with a diploma are lost more and have the event more."""
    rows = drawn(20_000, lost=True)
    found = weighted_for_loss(
        cases_from_frame(rows),
        DIPLOMA,
        horizon=MONTHS,
        rng=rng(),
        lost="lost",
        truncate=None,
        n_draws=20,
    )
    never, _within = truth()

    assert found.weighted.estimate[-1] == pytest.approx(never, abs=0.012)
    assert found.plain.estimate[-1] < never - 0.03
    assert found.weighted.low[-1] < never < found.weighted.high[-1]
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_without_loss_the_weights_are_one():
    weights = censoring_weights(
        cases_from_frame(drawn(500)), DIPLOMA, horizon=12, lost="lost"
    )

    assert np.all(weights.weight == 1)
    assert weights.n_lost == 0


def test_weights_for_loss_are_the_product_of_the_chances_to_stay():
    cases = cases_from_frame(drawn(3_000, lost=True))
    weights = censoring_weights(cases, DIPLOMA, horizon=10, lost="lost", truncate=None)
    kept = np.cumprod(1 - weights.chance, axis=0)

    assert np.all(weights.weight[0] == 1)
    assert weights.weight[1:] == pytest.approx(1 / kept[:-1])
    assert weights.chance.mean(axis=0) == pytest.approx(LOSS, abs=0.01)


def test_bounds_hold_the_truth_whoever_was_lost():
    rows = drawn(4_000, lost=True)
    (found,) = bounds_of_loss(cases_from_frame(rows), at=MONTHS, lost="lost")
    never, _within = truth()

    assert found.low < never < found.high
    assert found.low < found.estimate < found.high
    assert found.n_lost == ((rows["lost"] == 1) & (rows["exit"] < MONTHS)).sum()


def test_bounds_are_counts_where_all_is_known_but_the_lost():
    rows = drawn(1_000, lost=True)
    for level, own in rows.groupby("diploma"):
        found = bounds_of_loss(
            cases_from_frame(rows), at=MONTHS, lost="lost", column="diploma"
        )[level]
        lost = (own["lost"] == 1) & (own["exit"] < MONTHS)

        assert found.low == pytest.approx(own["cause"].mean())
        assert found.high == pytest.approx((own["cause"] + lost).mean())


def test_without_loss_the_bounds_meet():
    (found,) = bounds_of_loss(cases_from_frame(drawn(300)), at=12, lost="lost")

    assert found.low == found.estimate == found.high


def test_a_column_of_the_lost_that_cannot_be_is_refused():
    cases = cases_from_frame(drawn(50).assign(odd=2))
    with pytest.raises(ColumnMissing):
        bounds_of_loss(cases, at=3, lost="absente")
    with pytest.raises(TimesOutOfRange):
        bounds_of_loss(cases, at=3, lost="odd")
    with pytest.raises(OptionImpossible):
        bounds_of_loss(cases, at=0)
