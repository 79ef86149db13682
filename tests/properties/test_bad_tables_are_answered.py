"""Every method of `parcours estimate` on every bad table: an answer or a named refusal.

Never an unexpected error, a NaN in the JSON, a curve of NaN, or rows left out in
silence: the persons of an answer are those of the table.
"""

import csv
import json
import math

import pytest

from cohorts.outside.answer import answer_table
from cohorts.outside.wish import METHODS, Wish
from commands.estimate_text import as_text
from config.failure import Failure


N = 30
BLANK = {"upper": "", "to": ""}


def row(i, **cells):
    plain = {
        "id": i,
        "start": 0,
        "stop": 1 + (i * 7) % 11,
        "event": int(i % 3 > 0),
        "group": "ab"[i % 2],
        "x": (i * 5) % 7,
        "z": (i * 3) % 5,
        "w": 1,
        "lower": (i * 7) % 11,
        "upper": 1 + (i * 7) % 11,
        "from": "A",
        "to": "B",
    }
    return plain | cells


COLUMNS = tuple(row(0))


def rows(change=lambda _: {}, n=N):
    return [row(i, **change(i)) for i in range(n)]


def one_cell(column, value):
    return rows(lambda i: {column: value} if i == 3 else {})


TABLES = {
    "plain": rows(),
    "empty": [],
    "one row": rows(n=1),
    "one event": [row(0, event=1)],
    "two rows": rows(n=2),
    "all censored": rows(lambda _: {"event": 0} | BLANK),
    "everybody has the event": rows(lambda _: {"event": 1}),
    "one group": rows(lambda _: {"group": "a"}),
    "a group without event": rows(lambda i: {"event": 1 - i % 2}),
    "a blank group": one_cell("group", ""),
    "a negative duration": one_cell("stop", -1),
    "durations of zero": rows(lambda i: {"stop": 0, "lower": 0} if i < 4 else {}),
    "all durations zero": rows(lambda _: {"stop": 0, "lower": 0, "upper": 0}),
    "entry on the exit": rows(lambda _: {"start": 3, "stop": 3}),
    "entry after the exit": rows(
        lambda _: {"start": 5, "stop": 3, "lower": 5, "upper": 3}
    ),
    "late entry": rows(lambda i: {"start": i % 5, "stop": i % 5 + 1 + i % 3}),
    "a curve that collapses": [
        row(0, stop=1, event=1),
        *(row(i, start=2, stop=3 + i % 4) for i in range(1, N)),
    ],
    "decimal exits beside whole entries": rows(lambda _: {"stop": "1,5"}),
    "persons twice": rows(lambda i: {"id": i % 5}),
    "persons whose rows cancel out": rows(
        lambda i: {"id": i % 3, "start": 0, "stop": 4}
    ),
    "equal rows": rows(n=1) * N,
    "a constant covariate": rows(lambda _: {"x": 1}),
    "collinear covariates": rows(lambda i: {"z": 2 * ((i * 5) % 7)}),
    "separation": rows(lambda i: {"x": i % 2, "event": i % 2, "stop": 1 + i % 6}),
    "a perfect order": rows(lambda i: {"stop": i + 1, "x": -i, "event": 1}),
    "text for a duration": one_cell("stop", "trois"),
    "text for an event": rows(lambda _: {"event": "oui"}),
    "text for a covariate": one_cell("x", "un"),
    "weights of a million": rows(lambda _: {"w": 1e6}),
    "one weight of 1e12": one_cell("w", 1e12),
    "weights of nearly nothing": rows(lambda _: {"w": 1e-9}),
    "a weight of zero": one_cell("w", 0),
    "a negative weight": one_cell("w", -1),
    "decimal weights": rows(lambda i: {"w": 0.5 + i % 3}),
    "a duration that is not a number": one_cell("stop", "nan"),
    "an infinite duration": one_cell("stop", "inf"),
    "a covariate that is not a number": one_cell("x", "nan"),
    "an infinite covariate": one_cell("x", "inf"),
    "an entry of minus infinity": one_cell("start", "-inf"),
    "an infinite weight": one_cell("w", "inf"),
    "a huge covariate": rows(lambda i: {"x": 1e300 * (i % 5)}),
    "a large covariate": rows(lambda i: {"x": 1e9 + i % 5}),
    "a tiny covariate": rows(lambda i: {"x": 1e-300 * (i % 5)}),
    "dates in nanoseconds": rows(
        lambda i: {"stop": 17 * 10**17 + i, "lower": 10**17, "upper": 10**18}
    ),
    "huge durations": rows(lambda i: {"stop": 1e300 * (1 + i % 5)}),
    "a decimal event": rows(lambda _: {"event": 0.5}),
    "a negative event": one_cell("event", -1),
    "an event of 100": one_cell("event", 100),
    "thirty causes": rows(lambda i: {"event": i % 30}, n=90),
    "a rare cause": rows(lambda i: {"event": 2 if i == 7 else i % 2}),
    "bounds the wrong way round": rows(lambda _: {"lower": 4, "upper": 2}),
    "a blank person": one_cell("id", ""),
    "no state entered": rows(lambda _: {"to": "censor"}),
    "a state into itself": rows(lambda _: {"to": "A"}),
    "a group a row": rows(lambda i: {"group": f"g{i}"}),
}

TIMES = {"duration": "stop", "event": "event"}
EPISODES = {"person": "id", "start": "start", "stop": "stop"}
READ = {"at": (0.0, 3.0, 99.0), "rmst": (3.0, 50.0)}
WISHES = (
    Wish("kaplan-meier", **TIMES, group="group", quantiles=(0.25,), **READ),
    Wish("kaplan-meier", **TIMES, entry="start", weights="w", **READ),
    Wish("nelson-aalen", **TIMES, entry="start", group="group", **READ),
    Wish("aalen-johansen", **TIMES, group="group", **READ),
    Wish("aalen-johansen", **TIMES, entry="start", weights="w"),
    Wish("log-rank", **TIMES, group="group", weights="w"),
    Wish("log-rank", **TIMES, group="group", rho=1.0, trend=True, strata=("z",)),
    Wish("gray", **TIMES, group="group", strata=("z",)),
    Wish("cox", **TIMES, covariates=("x", "z")),
    Wish("cox", **TIMES, group="group", weights="w", cluster="id"),
    Wish(
        "cox",
        start="start",
        stop="stop",
        event="event",
        covariates=("x",),
        strata=("group",),
        cluster="id",
    ),
    Wish("cox", **TIMES, covariates=("factor(x)", "group"), ties="breslow"),
    Wish("fine-gray", **TIMES, covariates=("x",), entry="start", weights="w"),
    Wish("discrete-time", **TIMES, covariates=("x", "z")),
    Wish("discrete-time", **TIMES, group="group", link="logit", cluster="id"),
    Wish("firth", **TIMES, group="group", weights="w", cluster="id"),
    Wish("turnbull", lower="lower", upper="upper", group="group", at=(2.0,)),
    Wish("multi-state", **EPISODES, state_from="from", state_to="to", **READ),
    Wish("mean-cumulative", **EPISODES, event="event", group="group", **READ),
    Wish("andersen-gill", **EPISODES, event="event", covariates=("x",)),
    Wish("andersen-gill", **EPISODES, event="event", group="group", weights="w"),
    Wish("pwp", **EPISODES, event="event", covariates=("x",)),
)


@pytest.fixture
def table(tmp_path):
    def write(lines):
        path = tmp_path / "table.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS, delimiter=";")
            writer.writeheader()
            writer.writerows(lines)
        return path

    return write


def told_by_name(refusal):
    assert refusal.code.rpartition("-")[2] != "000", refusal.code
    assert refusal.what
    assert refusal.remedy


def answered(path, wish, lines):
    """Answer, and check that the answer is whole; None where it is refused by name."""
    try:
        answer = answer_table(path, wish)
    except Failure as refusal:
        return told_by_name(refusal)
    json.dumps(answer.as_dict(), allow_nan=False)
    assert as_text(answer)
    persons = {line["id"] for line in lines}
    told = {len(lines), len(persons)}
    if wish.weights:
        told.add(round(sum(float(line["w"]) for line in lines)))
    assert answer.n in told, (wish.method, answer.n)
    for group in answer.groups:
        for curve in group.curves:
            assert all(math.isfinite(value) for value in curve.estimate.tolist())
    for term in answer.terms:
        assert math.isfinite(term.coef)
        assert term.std_error > 0
    return answer


@pytest.mark.parametrize("name", TABLES)
def test_a_bad_table_is_answered_whole_or_refused_by_name(table, name):
    path = table(TABLES[name])

    for wish in WISHES:
        answered(path, wish, TABLES[name])


def test_every_method_meets_the_bad_tables():
    assert {wish.method for wish in WISHES} == set(METHODS)


def test_every_method_answers_the_plain_table(table):
    """The refusals above are of what is bad, not of everything."""
    path = table(TABLES["plain"])
    refused = [w.method for w in WISHES if answered(path, w, TABLES["plain"]) is None]

    assert refused == []
