"""What an evaluator reads of their own table: ties as asked, weights, no durations."""

import pytest

from cohorts.outside.answer import answer_table
from cohorts.outside.failures import TiesNotTaken
from cohorts.outside.wish import Wish


ROWS = [
    (t, cause, t % 3 - 1 if t > 4 else -1, group)
    for t, cause, group in (
        (1, 1, 0), (2, 0, 1), (2, 1, 1), (3, 2, 0), (3, 1, 0), (4, 1, 1), (5, 2, 1),
        (5, 1, 0), (6, 0, 0), (6, 1, 1), (7, 1, 1), (8, 2, 0), (8, 0, 1), (9, 1, 0),
    )
]  # fmt: skip


@pytest.fixture
def table(tmp_path):
    lines = [f"{t},{c},{max(e, 0)},{g},2" for t, c, e, g in ROWS]
    file = tmp_path / "table.csv"
    file.write_text("\n".join(["t,cause,entry,g,w", *lines]), encoding="utf-8")
    return file


def fine_gray(table, **more):
    wish = Wish("fine-gray", duration="t", event="cause", covariates=("g",), **more)
    return answer_table(table, wish)


def coefficient(answer):
    return next(term.coef for term in answer.terms if term.cause == "1")


def test_ties_of_fine_and_gray_are_taken_as_asked_and_said(table):
    plain, efron = fine_gray(table), fine_gray(table, ties="efron")

    assert coefficient(plain) == coefficient(fine_gray(table, ties="breslow"))
    assert coefficient(plain) != coefficient(efron)
    assert any("Breslow" in note for note in plain.notes)
    assert any("Efron" in note for note in efron.notes)


def test_late_entry_takes_ties_after_efron_and_says_so(table):
    late = fine_gray(table, entry="entry")

    assert any("Efron" in note for note in late.notes)
    with pytest.raises(TiesNotTaken):
        fine_gray(table, entry="entry", ties="breslow")


@pytest.mark.parametrize("method", ["fine-gray", "firth"])
def test_exact_ties_are_refused_where_they_are_not_known(table, method):
    wish = Wish(method, duration="t", event="cause", covariates=("g",), ties="exact")

    with pytest.raises(TiesNotTaken):
        answer_table(table, wish)


def test_weights_that_count_as_rows_make_no_ties(tmp_path):
    file = tmp_path / "weights.csv"
    file.write_text("t,e,w\n1,1,5\n2,1,3\n3,1,4\n4,0,2\n", encoding="utf-8")
    answer = answer_table(
        file, Wish("kaplan-meier", duration="t", event="e", weights="w")
    )

    assert not any("ex æquo" in note for note in answer.notes)
    assert any("poids" in note for note in answer.notes)


@pytest.mark.parametrize("method", ["kaplan-meier", "cox"])
def test_a_duration_of_nothing_is_said(tmp_path, method):
    file = tmp_path / "zero.csv"
    lines = "t,e,g\n0,1,1\n0,0,0\n1,1,0\n2,1,1\n3,1,0\n4,0,1\n"
    file.write_text(lines, encoding="utf-8")
    wish = Wish(method, duration="t", event="e", covariates=("g",))

    notes = answer_table(file, wish).notes

    assert any("durée nulle : 2" in note for note in notes)
