"""Words of a programming list lead back to their codes, whatever the labels are."""

from hypothesis import given
from hypothesis import strategies as st

from parcours.programme.list_words import lexicon, one_line


CODE = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
LABEL = st.one_of(
    st.sampled_from(["Sport", "sport", "SPÔRT", "a", "b", "x; y", ""]),
    st.text(max_size=12),
    CODE,
)
LABELS = st.dictionaries(CODE, LABEL, max_size=8)


@given(labels=LABELS)
def test_each_word_shown_leads_back_to_its_code(labels):
    words = lexicon(labels)

    for code in labels:
        assert words.find(words.show(code)) == code
        assert words.find(one_line(words.show(code))) == code


@given(labels=LABELS, data=st.data())
def test_several_words_in_one_cell_come_back_in_their_order(labels, data):
    words = lexicon(labels)
    chosen = data.draw(st.permutations(sorted(labels)))

    assert words.find_all(words.show_all(chosen)) == tuple(chosen)


@given(text=st.text(max_size=40))
def test_a_text_on_one_line_stays_as_it_is(text):
    once = one_line(text)

    assert one_line(once) == once
    assert "\n" not in once
