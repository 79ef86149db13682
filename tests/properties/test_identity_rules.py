"""What holds of the reading of any identity, whatever the text."""

import unicodedata
from itertools import permutations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pseudonymisation.identities.births import partly_unknown, read_birth
from pseudonymisation.identities.known_words import known_words
from pseudonymisation.identities.normalise import (
    PARTICLES,
    bare_surnames,
    features,
    given_spellings,
    surname_spellings,
)
from pseudonymisation.identities.places import place_of, plain_place, plain_postcode
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.identity_file import sex_of
from pseudonymisation.linkage.tokens import TokenMaker
from pseudonymisation.values import PartialDate
from tests.properties.effort import tries
from tests.unit.pseudonymisation.conftest import someone


everyday = tries(150)
MAKER = TokenMaker(bytes(32))
SIGNS = " -',.;/()\"«»’´?\ufffd0129\u00ad\u200b"
MARKS = ("née", "ép.", "veuve", "dit", "Mme", "M.", "de la", "El", "St", "x", "inconnu")
texts = st.text(max_size=25) | st.lists(
    st.sampled_from(MARKS)
    | st.text("abcéèçñœßÉŁøüЖمãÃ©«" + SIGNS, min_size=1, max_size=8),
    max_size=5,
).map(" ".join)
words = st.text("abdéèçñœüo", min_size=3, max_size=8).filter(
    lambda word: plain_letters(word) not in PARTICLES | {"ne", "nee"}
)
PARTS = ("Zzbrïx", "Qœntel", "Ñzand", "Ézkin", "Zzçal", "Hüzbo", "Vàzot")
APOSTROPHES = "'’ʼ‘‛`´ʻʹʾʿˈ′＇"
HYPHENS = ("-", "‐", "‑", "–", "—", "−", " - ", "- ")


@everyday
@given(texts, texts, texts, texts, texts)
@example("«", "(", "-,", "\u0301", "F-")
def test_no_text_makes_the_reading_of_an_identity_fail(one, other, first, town, code):
    found = features(
        someone(
            birth_name=one,
            usage_name=other,
            given_names=first,
            commune=town,
            postcode=code,
        )
    )
    names = (*found.surnames, *found.bare, *found.given, *found.further, *found.weak)

    assert all(name.isalpha() for name in names)
    assert found.postcode == "" or len(found.postcode) == 5
    assert MAKER.tokens(found) is not None


@everyday
@given(texts | st.from_regex(r"[0-9xX?]{1,4}[-/. ][0-9xX]{1,2}[-/. ][0-9]{4}"))
def test_a_date_or_a_sex_is_read_or_refused_and_nothing_else(text):
    try:
        found = read_birth(text)
    except ValueError:
        found = None

    assert found is None or str(found.year) in unicodedata.normalize("NFKC", text)
    assert partly_unknown(text) is None or partly_unknown(text) == found
    assert sex_of(text) in ("F", "M", None)


@everyday
@given(texts)
def test_what_is_normal_stays_what_it_is(text):
    for spelling in surname_spellings(text):
        assert surname_spellings(spelling)[:1] in ((spelling,), ())
    for spelling in given_spellings(text)[0]:
        assert given_spellings(spelling)[0] == (spelling,)
    assert plain_letters(plain_letters(text)) == plain_letters(text)
    assert plain_place(plain_place(text)) == plain_place(text)
    assert plain_postcode(plain_postcode(text)) == plain_postcode(text)


@everyday
@given(texts, st.from_regex(r"\A[0-9]{4,5}\Z") | st.just(""))
def test_a_place_once_put_in_form_stays_so(commune, postcode):
    once = place_of(commune, postcode)

    assert place_of(*once) == once


@everyday
@given(texts)
def test_no_letter_of_a_name_is_invented(text):
    heard = plain_letters(text)
    joined = "".join(c for c in heard if c.isalpha())
    for short, long in (("ste", "sainte"), ("st", "saint")):  # the one documented table
        joined += joined.replace(short, long)
    first, further, weak = given_spellings(text)
    names = (*surname_spellings(text), *bare_surnames(text), *first, *further, *weak)
    letters = set(joined)

    assert all(set(name) <= letters for name in names)
    assert all(len(name) <= len(joined) for name in names)


@everyday
@given(st.text("aàâbcçdeéèêfghiïjklmnñoôpqrstuùüvwxyÿz", max_size=20))
def test_accents_alone_are_taken_from_french_letters(text):
    apart = unicodedata.normalize("NFD", text)

    assert plain_letters(text) == "".join(c for c in apart if c.isascii())


@everyday
@given(texts, st.from_regex(r"\A[0-9]{4,5}\Z") | texts)
def test_a_postcode_has_the_digits_of_its_cell_or_stands_in_the_table(commune, cell):
    code = place_of(commune, cell).code
    words = known_words()
    told = {c for d in words.divided for c in d.codes}
    told |= {m.postcodes[0] for m in words.merged}
    digits = "".join(c for c in unicodedata.normalize("NFKC", cell) if c.isdigit())

    assert code == "" or code in told or code.lstrip("0") in digits


@everyday
@given(st.lists(words, min_size=2, max_size=4, unique=True))
def test_given_names_parted_by_commas_are_the_same_names_in_any_order(names):
    found = {
        frozenset(first + further)
        for first, further, _weak in (
            given_spellings(", ".join(order)) for order in permutations(names)
        )
    }

    assert len(found) == 1


@everyday
@given(st.lists(words, min_size=2, max_size=3, unique=True), st.sampled_from(" -"))
def test_a_double_name_has_the_same_parts_in_any_order(parts, between):
    found = {
        frozenset(surname_spellings(between.join(order))) - {"".join(order)}
        for order in ([plain_letters(p) for p in some] for some in permutations(parts))
    }

    assert len(found) == 1


def broken(text, times, encoding):
    """Read UTF-8 as another encoding, where that can be."""
    for _time in range(times):
        try:
            text = text.encode("utf-8").decode(encoding)
        except UnicodeDecodeError:
            return text
    return text


def without_accents(text):
    apart = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in apart if not unicodedata.combining(c))


dressings = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        without_accents,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: broken(text, 1, "latin-1"),
        lambda text: broken(text, 1, "cp1252"),
        lambda text: broken(text, 2, "cp1252"),
        lambda text: broken(text, 2, "latin-1"),
        lambda text: f"  {text}\u00a0",
        lambda text: "\u200b".join(text),
    ]
)


@everyday
@given(
    st.sampled_from(PARTS),
    st.sampled_from(PARTS),
    st.sampled_from(APOSTROPHES),
    st.sampled_from(HYPHENS),
    dressings,
)
def test_index_and_handles_are_the_same_however_a_name_is_dressed(
    one, other, apostrophe, hyphen, dress
):
    plain = someone(birth_name=f"N'{one}-{other}", given_names=f"{other}-{one}")
    dressed = someone(
        birth_name=f"N{apostrophe}{dress(f'{one}{hyphen}{other}')}",
        given_names=dress(f"{other}{hyphen.strip()}{one}"),
    )
    a, b = features(plain), features(dressed)

    assert MAKER.tokens(a) == MAKER.tokens(b)
    assert MAKER.handle(plain, a) == MAKER.handle(dressed, b) is not None


@pytest.mark.parametrize("merged", known_words().merged, ids=lambda m: m.names[0])
def test_every_name_and_postcode_of_merged_communes_is_one_place(merged):
    codes = {place_of(name, "").code for name in merged.names}
    codes |= {place_of("", code).code for code in merged.postcodes}

    assert codes == {merged.postcodes[0]}


@pytest.mark.parametrize("divided", known_words().divided, ids=lambda d: d.name)
def test_an_arrondissement_is_one_place_by_name_by_postcode_and_by_its_insee_code(
    divided,
):
    for part, code in enumerate(divided.codes, start=1):
        ways = [(f"{divided.name} {part}e", ""), (divided.name, code), ("", code)]
        ways += [("", old) for old, new in divided.renamed.items() if new == code]
        assert {place_of(*way).code for way in ways} == {code}
    assert place_of(divided.name, next(iter(divided.whole))).code == ""


@everyday
@given(st.dates())
def test_a_default_date_of_birth_tells_nothing_and_a_first_january_its_year(day):
    known = features(someone(birth_date=PartialDate(day.year, day.month, day.day)))
    default = (day.year, day.month, day.day) in known_words().unknown_births

    assert (known.birth is None) == default
    assert known.birth_full == (not default and (day.month, day.day) != (1, 1))
