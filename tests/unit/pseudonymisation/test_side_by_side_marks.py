"""The marks beside two identities say what the reasons of the question say."""

import math

import pytest

from pseudonymisation.agreement import side_by_side
from pseudonymisation.desk import Identity, PartialDate
from pseudonymisation.identities.normalise import features
from pseudonymisation.linkage.matching import compare, match
from pseudonymisation.linkage.questions import (
    reason_text,
    reasons_of,
    two_reviewers_needed,
)
from pseudonymisation.linkage.rules import read_linkage_rules
from tests.unit.pseudonymisation.conftest import someone


def identity(**changes):
    fields = {
        "birth_name": "Zzbrixmor",
        "usage_name": None,
        "given_names": "Léopoldine",
        "birth_date": PartialDate(2007, 3, 14),
        "sex": "F",
        "commune": "Trifouilly",
        "postcode": "99001",
    }
    return Identity(**(fields | changes))


def marks(one, other):
    pairs = side_by_side([identity(**one)], [identity(**other)])
    return {pair.field: pair.agreement for pair in pairs}


def dates(one, other):
    both = ({"birth_date": PartialDate(*date)} for date in (one, other))
    return marks(*both)["birth_date"]


def reasons(one, other):
    """Give the reasons for which two rows, a letter of the name apart, are asked."""
    rows = [
        features(someone(**one)),
        features(someone(**other, birth_name="Zzbrixmmor")),
    ]
    asked = match(rows, rules=read_linkage_rules()).asked
    assert len(asked.a) == 1
    return reasons_of(asked, 0)


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        ((2003, 5, 26), (2003, 1, 1), "incomplete"),  # 1 January tells the year alone
        ((2003, 1, 1), (2003, 1, 15), "incomplete"),
        ((2003, 5), (2003, 5, 26), "incomplete"),
        ((2003, 1, 1), (2003, 1, 1), "incomplete"),
        ((2003, 5, 26), (2003, 5, 26), "same"),
        ((2003, 5, 26), (2003, 5, 16), "close"),  # one figure
        ((2003, 5, 26), (2004, 5, 26), "close"),
        ((2003, 5, 6), (2003, 6, 5), "close"),  # day and month turned
        ((2003, 5, 26), (2009, 5, 26), "different"),
        ((2003, 5, 26), (2005, 1, 1), "different"),
        ((2003, 5, 26), (2004, 6, 27), "different"),
    ],
)
def test_a_date_is_marked_at_the_level_of_the_linkage(one, other, mark):
    assert dates(one, other) == dates(other, one) == mark


def test_a_date_two_thirds_right_is_given_a_reason_of_its_own():
    rows = [
        features(someone(birth_date=PartialDate(year, 3, 14))) for year in (2007, 2013)
    ]
    scored = compare(
        rows, persons=[1, 2], rules=read_linkage_rules(), least_bits=-math.inf
    )
    found = reasons_of(scored, 0)

    assert "birth_date_part" in found
    assert "à un chiffre près" not in reason_text(" ".join(found))


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        (("Lille", "59000"), ("Roubaix", "59100"), "different"),
        (("Roubaix", "59100"), ("Roubaix", "59110"), "close"),
        (("Roubaix", "59100"), ("ROUBAIX", "59100"), "same"),
        ((None, "59000"), (None, "59100"), "different"),
        (("Lille", "59000"), ("Lille", None), "missing"),
    ],
)
def test_postcodes_of_two_communes_are_never_close(one, other, mark):
    sides = ({"commune": place[0], "postcode": place[1]} for place in (one, other))

    assert marks(*sides)["postcode"] == mark


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        ("St-Denis", "Saint-Denis", "same"),
        ("Villeneuve-d’Ascq", "VILLENEUVE D ASCQ CEDEX", "same"),
        ("Tourcoing", "Tourcoign", "close"),
        ("Lille", "Roubaix", "different"),
    ],
)
def test_communes_are_compared_as_places(one, other, mark):
    sides = ({"commune": name, "postcode": None} for name in (one, other))

    assert marks(*sides)["commune"] == mark


@pytest.mark.parametrize(
    ("one", "other", "mark"),
    [
        ("Léopoldine", "LEOPOLDINE", "same"),
        ("Léopoldine", "Léopolidne", "close"),
        ("Léopoldine", "Isidorine, Léopoldine", "close"),
        ("Léopoldine Anne", "Isidorine Anne", "different"),
        ("Alexandre", "Alex", "close"),
    ],
)
def test_given_names_are_marked_by_the_first_one(one, other, mark):
    sides = ({"given_names": names} for names in (one, other))

    assert marks(*sides)["given_names"] == mark


def test_half_a_double_name_is_close_and_another_name_different():
    double = {"birth_name": "Zzbrixmor-Qwantel"}

    assert marks({}, double)["birth_name"] == "close"
    assert marks({"birth_name": "Vrombi"}, double)["birth_name"] == "different"


def test_other_further_names_are_a_reason_and_take_two():
    found = reasons(
        {"given_names": "Léopoldine, Kenza"}, {"given_names": "Léopoldine, Hortense"}
    )

    assert "given_names_further" in found
    assert two_reviewers_needed(" ".join(found))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Léopoldine, Hortense", "Léopoldine, Hortensse"),
        ("Jean-Luc", "Jeanluc, Hortense"),  # "jean" is half of the first name
    ],
)
def test_further_names_misspelt_or_absent_are_no_other_names(one, other):
    found = reasons({"given_names": one}, {"given_names": other})

    assert "given_names_further" not in found
    assert "given_names_spelling" in found
    assert not two_reviewers_needed(" ".join(found))
    assert "jumeaux" not in reason_text(" ".join(found))
