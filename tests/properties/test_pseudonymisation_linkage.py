"""What holds of any two identities, and of any order of rows."""

from hypothesis import given
from hypothesis import strategies as st

from pseudonymisation.identities.normalise import NameReader, features
from pseudonymisation.identities.refusals import contains_nir, looks_like_nir, nir_key
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rules import read_linkage_rules
from pseudonymisation.linkage.tokens import TokenMaker
from pseudonymisation.values import IdentityRow, PartialDate
from tests.properties.effort import tries


SURNAMES = ("Zzbrix", "Zzbrxi", "Qwantel", "Qwantel-Zzbrix", "Zzbrixe")
GIVENS = (
    "Lina",
    "Léna",
    "Lisa",
    "Quentin",
    "Quentn",
    "Jean Luc",
    "Jean-Luc",
    "Lina, Eva",
)
DATES = (
    PartialDate(2007, 3, 4),
    PartialDate(2007, 4, 3),
    PartialDate(2007, 1, 1),
    PartialDate(2007),
    None,
)
MAKER = TokenMaker(bytes(32))
RULES = read_linkage_rules()

rows = st.builds(
    IdentityRow,
    row=st.just(1),
    organisation=st.sampled_from(["a", "b"]),
    code=st.none(),
    birth_name=st.sampled_from((*SURNAMES, None)),
    usage_name=st.sampled_from((*SURNAMES, None)),
    given_names=st.sampled_from((*GIVENS, None)),
    birth_date=st.sampled_from(DATES),
    sex=st.sampled_from(["F", "M", None]),
    commune=st.sampled_from(["Trifouilly", None]),
    postcode=st.none(),
    may_link=st.just(True),
)
everyday = tries(150)


def joined(*some, **options):
    persons = match([features(row) for row in some], rules=RULES, **options).person
    return len(set(persons.tolist())) < len(some)


@everyday
@given(rows, rows)
def test_matching_two_rows_is_the_same_in_either_order(one, other):
    assert joined(one, other) == joined(other, one)


@everyday
@given(rows, rows)
def test_what_is_joined_always_shares_a_token(one, other):
    tokens = [MAKER.tokens(features(row)) for row in (one, other)]

    assert not joined(one, other) or tokens[0] & tokens[1]


@everyday
@given(rows, rows)
def test_two_full_dates_that_have_less_than_two_parts_in_common_are_never_joined(
    one, other
):
    a, b = features(one), features(other)
    if a.birth_full and b.birth_full and joined(one, other):
        same = sum(x == y for x, y in zip(a.birth, b.birth, strict=True))
        turned = a.birth == (b.birth[0], b.birth[2], b.birth[1])
        assert turned or same >= 2


@everyday
@given(rows, rows)
def test_two_codes_of_one_sender_are_never_joined(one, other):
    assert not joined(one, other, marks=[frozenset((1,)), frozenset((1,))])


@everyday
@given(rows, rows, rows)
def test_two_known_persons_are_never_joined_whatever_comes(one, other, third):
    found = match(
        [features(row) for row in (one, other, third)],
        rules=RULES,
        known=[None, 7, 8],
    )

    assert found.person[1] != found.person[2]


@everyday
@given(st.lists(rows, max_size=6))
def test_reading_names_once_changes_nothing(some):
    reader = NameReader()

    assert [reader.features(row) for row in some] == [features(row) for row in some]


@everyday
@given(st.text(max_size=30))
def test_plain_letters_stay_what_they_are(text):
    once = plain_letters(text)

    assert plain_letters(once) == once
    assert all(c.isalpha() or c in " -," for c in once)


numbers = st.builds(
    "{}{:02d}{:02d}{}{:03d}{:03d}".format,
    st.sampled_from("12"),
    st.integers(0, 99),
    st.integers(1, 12),
    st.sampled_from(["01", "59", "75", "2A", "2B", "97", "99"]),
    st.integers(1, 999),
    st.integers(1, 999),
)


@everyday
@given(numbers, st.sampled_from(["", " ", ".", "-", "\u00a0"]), st.booleans())
def test_every_nir_is_found_however_it_is_spaced(body, separator, keyed):
    whole = f"{body}{nir_key(body):02d}" if keyed else body
    groups = (whole[:1], whole[1:3], whole[3:5], whole[5:7], whole[7:10], whole[10:13])
    spaced = separator.join((*groups, whole[13:])).strip(separator or None)

    assert looks_like_nir(spaced)
    assert contains_nir(f"voir {spaced} svp")


@everyday
@given(st.dates().map(str), st.integers(0, 9_999_999_999).map(str))
def test_dates_and_short_numbers_are_no_nir(day, number):
    assert not contains_nir(day)
    assert not looks_like_nir(number)
