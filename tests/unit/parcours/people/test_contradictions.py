"""Two things on record that cannot both be true are told; a change is not one."""

from datetime import date

import pytest

from parcours.nomenclature import read_nomenclature
from parcours.people.held import AttributeView, contradictions
from parcours.printing.home_and_school import rows_of
from tests.record_house import CONFIG


CAP = "niv3_cap"
LADDER = ("aucun", "dnb", CAP, "niv4_bac")
ON = date(2025, 11, 22)
OLD, LATER = date(2023, 7, 1), date(2024, 7, 1)


def told(row, value, since, *, name="diploma", until=None, vintage=None, by="A"):
    return AttributeView(
        row,
        name,
        value,
        since,
        until,
        vintage,
        None,
        ON,
        by,
        mine=by == "A",
        corrected=False,
    )


def found(*views):
    groups = contradictions(views, ON, ladder=LADDER)
    return [tuple(view.value for view in group) for group in groups]


@pytest.mark.parametrize(
    ("views", "pairs"),
    [
        ([], []),
        ([told(1, "dnb", OLD), told(2, CAP, LATER, by="B")], []),
        ([told(1, CAP, OLD), told(2, "dnb", LATER, by="B")], [("dnb", CAP)]),
        ([told(1, "dnb", OLD), told(2, CAP, OLD, by="B")], [("dnb", CAP)]),
        ([told(1, CAP, OLD), told(2, "aucun", LATER)], [("aucun", CAP)]),
        ([told(1, CAP, OLD, until=LATER), told(2, "dnb", LATER)], []),
        ([told(1, "dnb", None), told(2, CAP, None, by="B")], [("dnb", CAP)]),
        ([told(1, "dnb", OLD), told(2, "dnb", LATER, by="B")], []),
        (
            [
                told(1, "SAINT-AUBRELLES", OLD, name="commune"),
                told(2, "Saint-Aubrelles", OLD, name="commune", by="B"),
            ],
            [],
        ),
        ([told(1, "a", OLD, name="school"), told(2, "b", LATER, name="school")], []),
        (
            [
                told(1, "a", OLD, name="school"),
                told(2, "b", OLD, name="school", by="B"),
            ],
            [("a", "b")],
        ),
        (
            [
                told(1, "QP059", OLD, name="residence_qpv", vintage=2015),
                told(2, "QN059", OLD, name="residence_qpv", vintage=2024),
            ],
            [],
        ),
        ([told(1, "dnb", OLD), told(2, "unheard_of", LATER, by="B")], []),
    ],
)
def test_what_cannot_both_be_true_is_found(views, pairs):
    assert found(*views) == pairs


def test_the_order_of_the_rows_changes_nothing():
    views = [told(1, CAP, OLD), told(2, "dnb", LATER, by="B")]

    assert found(*views) == found(*views[::-1])


def test_the_booklet_says_which_lines_are_to_be_checked():
    words = read_nomenclature(CONFIG)
    views = [told(1, CAP, OLD), told(2, "dnb", LATER, by="B")]
    plain = [told(1, "dnb", OLD), told(2, CAP, LATER, by="B")]

    doubted = [what for _since, _until, what in rows_of(views, words, on=ON)]

    assert all("à vérifier" in what for what in doubted)
    assert "à vérifier" not in str(rows_of(plain, words, on=ON))
