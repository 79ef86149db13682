from pathlib import Path

import pytest

import config
from config.reading import read_yaml
from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.known_words import folded, known_words
from pseudonymisation.identities.normalise import (
    features,
    given_spellings,
    surname_spellings,
)
from pseudonymisation.identities.spelling import homophone, plain_letters
from pseudonymisation.identity_file import sex_of
from pseudonymisation.linkage.columns import columns_of
from pseudonymisation.linkage.swaps import turned_rows
from pseudonymisation.linkage.tokens import TokenMaker
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("El Zzamrani", "Zzamrani"),
        ("van den Zzberg", "ZZBERG"),
        ("M Zzbarek", "Zzbarek"),
    ],
)
def test_a_name_without_its_particle_meets_the_name_with_it(one, other):
    a, b = (features(someone(birth_name=name)) for name in (one, other))

    assert set(a.surnames + a.bare) & set(b.surnames + b.bare)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Zzmartin", "Zzmartin"),
        ("Inconnu", "Inconnue"),
        ("Mme Zzpop", "Mme Zzpic"),
    ],
)
def test_names_that_only_seem_to_share_a_part_do_not_meet(one, other):
    a, b = (features(someone(birth_name=name)) for name in (one, other))

    assert not set(a.surnames + a.bare) & set(b.surnames + b.bare)


def test_an_identity_is_known_again_as_before_by_the_name_with_its_particle():
    assert features(someone(birth_name="El Zzamrani")).surnames == ("elzzamrani",)


def test_the_import_and_the_linkage_read_sexes_alike():
    vocabularies = read_yaml(Path(config.__file__).parent / "intake.yaml")
    words = vocabularies.entry("vocabularies").entry("sex").entry("words")
    read = {word: sex_of(word) for sex in "FM" for word in words.texts(sex)}

    assert read == {word: sex for sex in "FM" for word in words.texts(sex)}
    assert set(map(folded, read)) == set(known_words().sexes)
    assert not any(map(sex_of, words.texts("nothing")))


@pytest.mark.parametrize(
    "sent", ["Mmme", "mme dupont", "fuchsia", "hybride", "12", "g1"]
)
def test_a_word_that_only_begins_like_a_sex_is_none(sent):
    assert sex_of(sent) is None


def placed(*places):
    rows = [features(someone(commune=c, postcode=p)) for c, p in places]
    numbers = columns_of(rows).place.tolist()
    return [None if number == 0 else number for number in numbers]


def test_a_commune_without_postcode_takes_the_only_one_the_run_knows():
    full, alone, other = placed(
        ("Zzville-lès-Prés", "99001"), ("ZZVILLE LES PRES", ""), ("Zzbourg", "99002")
    )

    assert full == alone != other


def test_a_commune_of_several_postcodes_tells_none_by_its_name():
    *_full, alone = placed(
        ("Zzville", "99001"), ("Zzville", "99002"), ("Zzville", None)
    )

    assert alone is None


def test_paris_alone_disagrees_with_no_arrondissement():
    assert placed(("Paris", "75018"), ("PARIS", ""), ("Paris", "75000")) == [
        1,
        None,
        None,
    ]


def test_a_commune_known_by_its_name_alone_is_still_compared():
    one, other, third = placed(("Zzville", ""), ("ZZVILLE", None), ("Zzbourg", ""))

    assert one == other != third


def test_comparison_and_index_know_a_name_without_its_particle():
    born = {"birth_date": None, "commune": None, "postcode": None}
    a, b = (
        features(someone(birth_name=name, **born))
        for name in ("El Zzamrani", "Zzamrani")
    )
    surnames = columns_of([a, b]).surnames
    maker = TokenMaker(bytes(32))

    assert len(set(surnames.value[surnames.row == 0]) & set(surnames.value)) == 2
    assert surnames.value[surnames.row == 1][0] in surnames.value[surnames.row == 0]
    assert maker.tokens(a) & maker.tokens(b)


def run(*names):
    rows = [features(someone(birth_name=b, given_names=g)) for b, g in names]
    return turned_rows(columns_of(rows)).tolist()


COMPANY = [("Zzrenret", name) for name in ("Hugo", "Lina", "Adam", "Agathe", "Alban")]


def test_a_row_whose_names_are_exchanged_is_turned():
    assert run(*COMPANY, ("Agnès", "Zzrenret")) == [False] * 5 + [True]


def test_a_usual_row_is_not_turned():
    assert not any(run(*COMPANY, ("Zzrenret", "Agnès"), ("Alain", "Albane")))
