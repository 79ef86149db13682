import pytest

from pseudonymisation.identities.refusals import (
    contains_nir,
    forbidden_header,
    forbidden_headers,
    looks_like_nir,
    nir_key,
)


BODY = "2070999123456"  # no département 99 commune 123: nobody's number
WHOLE = f"{BODY}{nir_key(BODY):02d}"
CORSICAN = "1 07 12 2A 999 321"
CORSICAN_KEY = nir_key(CORSICAN.replace(" ", ""))


@pytest.mark.parametrize(
    "cell",
    [
        BODY,
        WHOLE,
        f"{WHOLE[0]} {WHOLE[1:3]} {WHOLE[3:5]} {WHOLE[5:7]} 123 456 {WHOLE[13:]}",
        f"{WHOLE[0]}.{WHOLE[1:3]}.{WHOLE[3:5]}.{WHOLE[5:7]}.123.456",
        f" {WHOLE[:13]} / {WHOLE[13:]}",
        f"{BODY}.0",
        "2.07099912345E+14",
        CORSICAN,
        CORSICAN.lower().replace(" ", ""),
        "1071220999321",
        "1075099999321",
        "２０７０９９９１２３４５６",
        BODY.replace("", "\u202f").strip(),
        BODY.replace("0", "O"),
        "2 O7 o9 99 123 456",
    ],
)
def test_a_cell_of_the_shape_of_a_nir_is_refused(cell):
    assert looks_like_nir(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "Zzbrixmor",
        "2007-03-14",
        "0612345678",
        "12345678901234",  # SIRET: fourteen digits
        "9070999123456",  # no such sex
        "2071399123456",  # no such month
        "2070900123456",  # no such département
        "0597065J",
        "123456789AB",
    ],
)
def test_other_numbers_pass(cell):
    assert not looks_like_nir(cell)
    assert not contains_nir(cell)


@pytest.mark.parametrize(
    "text",
    [
        f"numéro {WHOLE}, à rappeler",
        f"n°{BODY}.",
        f"n°{BODY.replace('0', 'O')}.",
        "sécu 2 95 O5 78 OO6 O84 36",
        f"vu le 14/03 ; SS 2 07 09 99 123 456 {WHOLE[13:]}",
        f"sa sécu : {CORSICAN} {CORSICAN_KEY:02d}",
        "({})".format(" ".join(WHOLE)),
    ],
)
def test_a_nir_inside_free_text_is_found(text):
    assert contains_nir(text)


@pytest.mark.parametrize(
    "text",
    [
        "rappeler au 06 12 34 56 78 avant le 14/03/2026",
        "SIRET 123 456 789 00012",
        "de 2024-09-01 à 2025-06-30, 12 séances, 30 h",
        "tél. 06 12 34 56 78 ou 07 98 76 54 32",
        "tél. O6 12 34 56 78, 2o places, 3 o 4",
    ],
)
def test_telephones_dates_and_siret_in_free_text_pass(text):
    assert not contains_nir(text)


def test_a_forbidden_header_is_found_whatever_its_accents_and_case():
    patterns = ["nir", "n(umero)? (de )?secu(rite sociale)?"]

    assert forbidden_header("N° de Sécurité_Sociale", ["n (de )?securite sociale"])
    assert forbidden_header("NIR (15)", patterns) == "nir"
    assert forbidden_header("Numéro Sécu", patterns)


def test_a_header_that_only_contains_the_letters_is_not_forbidden():
    assert forbidden_header("Avenir souhaité", ["nir"]) is None
    assert forbidden_headers(["Nom", "NIR", "Avenir"], ["nir"]) == [1]
