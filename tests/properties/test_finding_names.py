"""Names turned round in memory find whom a slow comparison of each with each finds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from pseudonymisation.finding import _errors, _Known, _Stamp, _turned_round


SYLLABLES = st.sampled_from(["zo", "vra", "mil", "ta", "nour", "bel", "li", "el"])
NAMES = st.lists(SYLLABLES, min_size=1, max_size=4).map("".join)
PERSONS = st.lists(st.lists(NAMES, min_size=1, max_size=4, unique=True), max_size=8)


@st.composite
def typed(draw):
    """Words as someone types them: names, cut short, with a letter turned or lost."""
    words = []
    for name in draw(st.lists(NAMES, min_size=1, max_size=5)):
        at = draw(st.integers(0, len(name)))
        change = draw(st.sampled_from(["none", "cut", "lost", "turned"]))
        if change == "cut":
            name = name[: max(at, 1)]
        elif change == "lost":
            name = name[:at] + name[at + 1 :] or name
        elif change == "turned":
            name = name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
        words.append(name)
    return words


def one_word(word, names):
    allowed = min(2, len(word) // 4) + 0.5
    errors = min(
        min(OSA.distance(word, n), OSA.distance(word, n[: len(word)]) + 0.5)
        for n in names
    )
    return errors if errors <= allowed else np.inf


def slowly(words, names):
    """The fewest errors over every way to part the words in runs of one to four."""
    if not words:
        return 0.0
    return min(
        one_word("".join(words[:n]), names) + slowly(words[n:], names)
        for n in range(1, min(4, len(words)) + 1)
    )


@settings(max_examples=150, deadline=None)
@given(persons=PERSONS, words=typed())
def test_each_person_is_as_far_from_what_is_typed_as_a_slow_reference_says(
    persons, words
):
    known = {
        n: _Known(n, 1, bytes([n]), tuple(names), (0, 0, 0))
        for n, names in enumerate(persons)
    }
    index = _turned_round(_Stamp(0, 0, 0, ()), known)

    found = _errors(index, words)

    assert found.tolist() == [slowly(words, names) for names in persons]
