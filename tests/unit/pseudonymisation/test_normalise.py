import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.normalise import (
    features,
    given_spellings,
    surname_spellings,
)
from pseudonymisation.identities.spelling import homophone, plain_letters
from tests.unit.pseudonymisation.conftest import someone


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("GaÃ«tan", "gaetan"),
        ("GAÃ«TAN", "gaetan"),
        ("N’Zzdiaye", "nzzdiaye"),
        ("Cœurzz", "coeurzz"),
        ("  DUZZ -  PONT ", "duzz-pont"),
        ("Zoe\u0308", "zoe"),
        ("Ömer", "omer"),
        ("Zzb. 2", "zzb"),
    ],
)
def test_a_name_becomes_plain_letters(written, plain):
    assert plain_letters(written) == plain


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("El Zzamrani", "ELZZAMRANI"),
        ("D'Zzangelo", "D Zzangelo"),
        ("de la Zzfontaine", "De La Zzfontaine"),
        ("Zzpop-Zzpic", "Zzpop Zzpic"),
        ("Zzpop-Zzpic", "Zzpic"),
        ("Zzpop épouse Zzpic", "ZZPIC"),
        ("Zzpop née Zzpic", "Zzpop"),
    ],
)
def test_two_spellings_of_a_family_name_meet(one, other):
    assert set(surname_spellings(one)) & set(surname_spellings(other))


def test_a_birth_name_and_a_usage_name_both_count():
    assert surname_spellings("Zzpop", "Zzpic") == ("zzpop", "zzpic")


@pytest.mark.parametrize(
    ("text", "first", "further"),
    [
        ("Hortense, Kenza", "hortense", ("kenza",)),
        ("Victor Abdel-Karim", "victor", ("abdelkarim",)),
        ("Jean Luc Marie", "jeanluc", ("marie",)),
        ("JEAN-LUC", "jeanluc", ()),
        ("Mohamed Amine", "mohamedamine", ()),
        ("Mme Hortense", "hortense", ()),
    ],
)
def test_the_first_given_name_is_told_from_the_others(text, first, further):
    given, others, _weak = given_spellings(text)

    assert (given, others) == ((first,), further)


def test_a_first_january_counts_as_a_year_alone():
    found = features(someone(birth_date=PartialDate(2007, 1, 1)))

    assert found.birth == (2007, None, None)
    assert found.day == ""


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("youcef", "youssef", True),
        ("killian", "kilian", True),
        ("philippe", "filipe", True),
        ("michel", "michele", False),
        ("lina", "lena", False),
        ("martine", "marine", False),
    ],
)
def test_names_that_sound_alike_have_one_key(one, other, alike):
    assert (homophone(one) == homophone(other)) is alike
