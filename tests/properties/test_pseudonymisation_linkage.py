"""What holds of any two identities, and of any order of rows."""

from hypothesis import given
from hypothesis import strategies as st

from pseudonymisation.identities.normalise import features
from pseudonymisation.identities.refusals import contains_nir, looks_like_nir, nir_key
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.linkage.choose import Known, choose
from pseudonymisation.linkage.compare import compare
from pseudonymisation.linkage.decide import Answer, judge
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


@everyday
@given(rows, rows)
def test_comparing_two_rows_is_the_same_in_either_order(one, other):
    a, b = features(one), features(other)

    assert judge(compare(a, b)) == judge(compare(b, a))


@everyday
@given(rows, rows)
def test_what_may_be_linked_always_shares_a_token(one, other):
    a, b = features(one), features(other)
    linked = judge(compare(a, b)).answer is Answer.LINK

    assert not linked or MAKER.tokens(a) & MAKER.tokens(b)


@everyday
@given(rows, rows)
def test_a_link_needs_two_full_dates_of_birth_and_no_contrary_sex(one, other):
    a, b = features(one), features(other)
    if judge(compare(a, b)).answer is Answer.LINK:
        assert a.birth_full
        assert b.birth_full
        assert {a.sex, b.sex} != {"F", "M"}


@everyday
@given(rows, rows)
def test_two_codes_of_one_organisation_are_never_linked(one, other):
    known = Known(1, [features(one)], {other.organisation})
    choice = choose(
        features(other), [known], organisation=other.organisation, has_code=True
    )

    assert choice.person is None


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
