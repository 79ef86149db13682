"""Configuration is read strictly, and refusals say where without saying what."""

from datetime import date
from pathlib import Path

import pytest

from config.reading import (
    MAX_BYTES,
    ConfigurationRefused,
    Entry,
    read_yaml,
    read_yaml_text,
)


SECRET = "Zzyzxname"


def refusal(text: str) -> ConfigurationRefused:
    with pytest.raises(ConfigurationRefused) as caught:
        read_yaml_text(text, name="rules.yaml")
    return caught.value


def test_an_alias_is_refused_at_its_line():
    error = refusal(f"a: &x {SECRET}\nb:\n  c: *x\n")

    assert error.where.line == 3
    assert SECRET not in str(error)


def test_an_alias_bomb_is_refused_before_it_grows():
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [*{old}, *{old}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )

    assert refusal(bomb).where.line == 2


def test_a_key_written_twice_is_refused_at_the_second():
    error = refusal(f"a: 1\nb: 2\na: {SECRET}\n")

    assert (error.where.line, error.where.column) == (3, "a")
    assert SECRET not in str(error)


def test_a_nested_key_written_twice_is_refused():
    assert refusal("top:\n  a: 1\n  a: 2\n").where.line == 3


def test_a_file_over_one_mebibyte_is_refused(tmp_path: Path):
    path = tmp_path / "big.yaml"
    path.write_bytes(b"a: " + b"x" * MAX_BYTES)

    with pytest.raises(ConfigurationRefused, match="1 Mio"):
        read_yaml(path)


def test_a_file_of_exactly_one_mebibyte_is_read(tmp_path: Path):
    path = tmp_path / "full.yaml"
    path.write_bytes(b"a: b\n#" + b"x" * (MAX_BYTES - 6))

    assert read_yaml(path).text("a") == "b"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path):
    path = tmp_path / "latin.yaml"
    path.write_bytes(f"a: {SECRET} é".encode("cp1252"))

    with pytest.raises(ConfigurationRefused, match="UTF-8") as caught:
        read_yaml(path)
    assert SECRET not in str(caught.value)


def test_an_absent_file_is_refused_by_its_name_only(tmp_path: Path):
    with pytest.raises(ConfigurationRefused) as caught:
        read_yaml(tmp_path / "absent.yaml")

    assert caught.value.where.file == "absent.yaml"
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "No", "012", "12:30"])
def test_words_that_yaml_1_1_would_change_stay_text(word: str):
    assert read_yaml_text(f"a: {word}\n", name="x").text("a") == word


@pytest.mark.parametrize("word", ["no", "yes", "1"])
def test_only_true_and_false_are_boolean(word: str):
    entry = read_yaml_text(f"a: {word}\n", name="x")

    with pytest.raises(ConfigurationRefused):
        entry.boolean("a")


@pytest.mark.parametrize("word", ["012", "12:30", "0x1A", "1_000", "1e3"])
def test_odd_numbers_are_not_integers(word: str):
    entry = read_yaml_text(f"a: {word}\n", name="x")

    with pytest.raises(ConfigurationRefused):
        entry.integer("a")


def test_a_boolean_is_not_an_integer_nor_a_number():
    entry = read_yaml_text("a: true\nb: [true]\n", name="x")

    for take in (entry.integer, entry.number):
        with pytest.raises(ConfigurationRefused):
            take("a")
    with pytest.raises(ConfigurationRefused):
        entry.integers("b")


def test_plain_scalars_are_typed():
    entry = read_yaml_text(
        "i: -3\nf: .85\nt: true\nd: 2024-02-29\nn: null\ns: '5'\n", name="x"
    )

    assert entry.integer("i") == -3
    assert entry.number("f") == 0.85
    assert entry.boolean("t") is True
    assert entry.date_or_none("d") == date(2024, 2, 29)
    assert entry.text_or_none("n") is None
    assert entry.text("s") == "5"


def test_a_bare_number_is_not_a_text():
    entry = read_yaml_text("postcode: 1000\n", name="x")

    with pytest.raises(ConfigurationRefused):
        entry.text("postcode")


def test_a_day_that_does_not_exist_is_refused_at_its_line():
    error = refusal("a: 1\nb:\n  - 2024-02-30\n")

    assert error.where.line == 3
    assert "2024-02-30" not in str(error)


def test_unknown_keys_are_refused_with_their_line():
    entry = read_yaml_text(f"known: 1\nunknwon: {SECRET}\n", name="rules.yaml")
    entry.integer("known")

    with pytest.raises(ConfigurationRefused) as caught:
        entry.finish()
    assert caught.value.where.line == 2
    assert SECRET not in str(caught.value)


def test_a_wrong_kind_is_refused_without_its_value():
    entry = read_yaml_text(f"\n\na: {SECRET}\n", name="rules.yaml")

    for take in (
        entry.integer,
        entry.number,
        entry.boolean,
        entry.date_or_none,
        entry.texts,
        entry.integers,
        entry.entry,
        entry.entries,
    ):
        with pytest.raises(ConfigurationRefused) as caught:
            take("a")
        assert caught.value.where.line == 3
        assert SECRET not in str(caught.value)


def test_lists_of_the_wrong_kind_are_refused():
    entry = read_yaml_text("a: [1, x]\n", name="x")

    for take in (entry.texts, entry.integers, entry.entries):
        with pytest.raises(ConfigurationRefused):
            take("a")


def test_a_choice_outside_the_list_is_refused_without_its_value():
    entry = read_yaml_text(f"a: {SECRET}\n", name="x")

    with pytest.raises(ConfigurationRefused) as caught:
        entry.choice("a", ("one", "two"))
    assert SECRET not in str(caught.value)


def test_labels_need_french_and_english():
    entry = read_yaml_text('label: {fr: "Oui"}\n', name="x")

    with pytest.raises(ConfigurationRefused):
        entry.labels()


def test_labels_accept_no_third_language():
    entry = read_yaml_text("label: {fr: Oui, en: Yes, de: Ja}\n", name="x")

    with pytest.raises(ConfigurationRefused):
        entry.labels()


def test_absent_keys_take_their_defaults():
    entry = read_yaml_text("a: null\n", name="x")

    assert entry.text("t", "d") == "d"
    assert entry.integer("i", 2) == 2
    assert entry.number("f", 2.5) == 2.5
    assert entry.boolean("b", default=True) is True
    assert entry.choice("c", ("d",), "d") == "d"
    assert entry.texts("l") == entry.integers("l") == entry.entries("l") == ()
    assert entry.entry_or_none("a") is None
    assert entry.integer_or_none("a") is None
    assert entry.date_or_none("a") is None


def test_nested_blocks_keep_their_own_lines():
    entry = read_yaml_text("a:\n  - b: 1\n  - b: x\n", name="x")

    first, second = entry.entries("a")
    assert first.integer("b") == 1
    with pytest.raises(ConfigurationRefused) as caught:
        second.integer("b")
    assert caught.value.where.line == 3


def test_keys_that_are_data_are_taken_together():
    entry = read_yaml_text("x: 1\ny: 2\n", name="x")

    assert dict(entry.items()) == {"x": 1, "y": 2}
    entry.finish()


def test_deep_nesting_is_refused_before_the_stack_ends():
    error = refusal("a: " + "[" * 50_000)

    assert error.where.line == 1


def test_a_number_of_thousands_of_digits_stays_text():
    digits = "9" * 5_000

    assert read_yaml_text(f"a: {digits}\n", name="x").text("a") == digits


def test_a_control_character_far_in_the_file_is_placed():
    text = "a: b\n" * 3 + "b: \x07\n"

    assert refusal(text).where.line == 4


@pytest.mark.parametrize("text", ["- a\n", "word\n", "", "# nothing\n"])
def test_the_top_must_be_a_mapping(text: str):
    refusal(text)


@pytest.mark.parametrize(
    "text", [f"a: [{SECRET}\n", f"a: {{{SECRET}\n", f'a: "{SECRET}\n', "a:\tb: c\n"]
)
def test_unreadable_yaml_is_refused_without_its_content(text: str):
    assert SECRET not in str(refusal(text))


@pytest.mark.parametrize("text", ["a: \x00\n", "a: \x07\n"])
def test_control_characters_are_refused(text: str):
    refusal(text)


def test_two_documents_in_a_file_are_refused():
    refusal("a: 1\n---\na: 2\n")


def test_a_key_that_is_not_a_word_is_refused():
    refusal("? [a, b]\n: 1\n")


def test_python_objects_are_never_built():
    entry = read_yaml_text("a: !!python/object/apply:os.getcwd []\n", name="x")

    assert entry.texts("a") == ()


def test_merge_keys_bring_nothing_in():
    assert isinstance(read_yaml_text("a: {b: 1}\n", name="x").entry("a"), Entry)
    refusal("a: &a {b: 1}\nc:\n  <<: *a\n")


def test_what_one_reader_took_is_not_taken_for_the_next():
    text = "known: 1\nblock: {inner: 2}\nmany: [{each: 3}]\n"
    first = read_yaml_text(text, name="rules.yaml")
    first.items()
    first.entry("block").items()
    first.entries("many")[0].values.clear()

    second = read_yaml_text(text, name="rules.yaml")

    assert second.entries("many")[0].values == {"each": 3}
    for entry in (second, second.entry("block")):
        with pytest.raises(ConfigurationRefused):
            entry.finish()


def test_a_file_that_changed_is_read_as_it_stands(tmp_path: Path):
    path = tmp_path / "rules.yaml"
    path.write_text("a: 1\n")
    before = read_yaml(path).integer("a")
    path.write_text("a: 2\n")

    assert (before, read_yaml(path).integer("a")) == (1, 2)
