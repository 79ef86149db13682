import pandas as pd
import pytest

from cohorts.event_table.file_failures import (
    CellBlank,
    CellNotANumber,
    ColumnAbsent,
    ColumnTwice,
    DurationOutOfRange,
    EntryNotBeforeExit,
    EventCodeUnknown,
    FileNotATable,
    LineBroken,
    TableEmpty,
    TooManyEventCodes,
    WeightOutOfRange,
)
from cohorts.event_table.from_file import Columns, read_outside_table


PLAIN = Columns("t", "e")
ALL = Columns("t", "e", entry="s", group="g", weight="w")
HEAD = "t,e,s,g,w\n"
GOOD = "5,1,0,a,1\n"


def read(tmp_path, text, columns=PLAIN, *, encoding="utf-8"):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    return read_outside_table(path, columns=columns)


def rows(table):
    return sorted(table.cells[["exit", "cause", "n_rows"]].itertuples(index=False))


def test_rows_are_counted_by_cell(tmp_path):
    table = read(tmp_path, "t,e\n5,1\n5,1\n7,0\n")

    assert rows(table) == [(5, 1, 2), (7, 0, 1)]
    assert table.causes == ("1",)
    assert table.cells["exit"].dtype == "int64"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_encodings_and_separators_are_found_by_looking(tmp_path, encoding, separator):
    text = "durée,e,g\n5,1,éveil\n".replace(",", separator)

    table = read(tmp_path, text, Columns("durée", "e", group="g"), encoding=encoding)

    assert list(table.cells["group"]) == ["éveil"]


def test_decimal_commas_are_read_where_the_separator_allows_them(tmp_path):
    assert rows(read(tmp_path, "t;e\n2,5;1\n")) == [(2.5, 1, 1)]


def test_columns_that_are_not_asked_for_may_hold_anything(tmp_path):
    assert rows(read(tmp_path, 'note,t,e\n"a, ""b""\nc",5,1\n')) == [(5, 1, 1)]


def test_causes_keep_the_codes_of_the_column(tmp_path):
    table = read(tmp_path, "t,e\n1,3\n2,1\n3,0\n")

    assert table.causes == ("1", "3")
    assert rows(table) == [(1, 2, 1), (2, 1, 1), (3, 0, 1)]


def test_true_and_false_are_events_too(tmp_path):
    assert rows(read(tmp_path, "t,e\n1,True\n2,FALSE\n")) == [(1, 1, 1), (2, 0, 1)]


def test_labels_of_groups_are_kept_verbatim(tmp_path):
    text = "t,e,g\n1,1,01\n1,1,1\n1,1, yes\n1,1,na\n"

    table = read(tmp_path, text, Columns("t", "e", group="g"))

    assert set(table.cells["group"]) == {"01", "1", " yes", "na"}


def test_a_missing_group_as_r_writes_it_is_refused_at_its_line(tmp_path):
    with pytest.raises(CellBlank) as refused:
        read(tmp_path, "t,e,g\n1,1,a\n1,1,NA\n", Columns("t", "e", group="g"))

    assert refused.value.where.line == 3


def test_whole_weights_are_counted_as_rows_and_others_kept(tmp_path):
    columns = Columns("t", "e", weight="w")
    whole = read(tmp_path, "t,e,w\n5,1,3\n7,0,2\n", columns)
    parts = read(tmp_path, "t,e,w\n5,1,0.5\n7,0,2\n", columns)

    assert whole.weights_counted
    assert rows(whole) == [(5, 1, 3), (7, 0, 2)]
    assert list(parts.cells["weight"].sort_values()) == [0.5, 2]


def test_one_column_may_serve_twice(tmp_path):
    table = read(tmp_path, "t,e\n1,1\n2,0\n", Columns("t", "e", group="e"))

    assert set(table.cells["group"]) == {"0", "1"}


@pytest.mark.parametrize(
    ("line", "column", "failure"),
    [
        ("SECRET,1,0,a,1", "t", CellNotANumber),
        (",1,0,a,1", "t", CellBlank),
        ("-771,1,0,a,1", "t", DurationOutOfRange),
        ("inf,1,0,a,1", "t", DurationOutOfRange),
        ("5,SECRET,0,a,1", "e", CellNotANumber),
        ("5,,0,a,1", "e", CellBlank),
        ("5,0.771,0,a,1", "e", EventCodeUnknown),
        ("5,-771,0,a,1", "e", EventCodeUnknown),
        ("5,771,0,a,1", "e", EventCodeUnknown),
        ("5,1,771,a,1", "s", EntryNotBeforeExit),
        ("5,1,5,a,1", "s", EntryNotBeforeExit),
        ("5,1,,a,1", "s", CellBlank),
        ("5,1,0,,1", "g", CellBlank),
        ("5,1,0,a,0", "w", WeightOutOfRange),
        ("5,1,0,a,SECRET", "w", CellNotANumber),
    ],
)
def test_a_bad_cell_is_refused_at_its_line_without_its_value(
    tmp_path, line, column, failure
):
    with pytest.raises(failure) as refusal:
        read(tmp_path, HEAD + GOOD + "\n" + GOOD + line + "\n" + GOOD, ALL)

    assert refusal.value.where.line == 5
    assert refusal.value.where.column == column
    assert "SECRET" not in str(refusal.value)
    assert "771" not in str(refusal.value)


def test_the_line_is_right_after_a_cell_of_two_lines(tmp_path):
    with pytest.raises(CellBlank) as refusal:
        read(tmp_path, 't,e,note\n1,1,"a\nb"\n,1,c\n')

    assert refusal.value.where.line == 4


def test_a_line_with_a_cell_too_many_is_refused_at_its_line(tmp_path):
    with pytest.raises(LineBroken) as refusal:
        read(tmp_path, "t,e\n1,1\n2,1,SECRET\n")

    assert refusal.value.where.line == 3
    assert "SECRET" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_a_column_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ColumnAbsent) as refusal:
        read(tmp_path, "t,x\n1,1\n")

    assert refusal.value.where.column == "e"


def test_a_column_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(ColumnTwice):
        read(tmp_path, "t,e,e\n1,1,1\n")


@pytest.mark.parametrize("text", ["", "\n", "t,e\n", "t,e\n\n\n"])
def test_a_table_without_rows_is_refused(tmp_path, text):
    with pytest.raises(TableEmpty):
        read(tmp_path, text)


@pytest.mark.parametrize("start", [b"\x89PNG\r\n\x1a\n\0\0", b"PAR1 but no more"])
def test_a_file_of_another_kind_is_refused(tmp_path, start):
    path = tmp_path / "table.csv"
    path.write_bytes(start)

    with pytest.raises(FileNotATable):
        read_outside_table(path, columns=PLAIN)


def test_a_column_with_too_many_codes_is_not_an_event(tmp_path):
    lines = "".join(f"1,{code}\n" for code in range(30))

    with pytest.raises(TooManyEventCodes):
        read(tmp_path, "t,e\n" + lines)


def test_parquet_gives_the_same_cells_as_csv(tmp_path):
    frame = pd.DataFrame(
        {"t": [5, 5, 7], "e": [True, True, False], "g": ["0", "1", "0"]}
    )
    columns = Columns("t", "e", group="g")
    frame.to_parquet(tmp_path / "table.parquet")
    frame.to_csv(tmp_path / "table.csv", index=False)

    one, other = (
        read_outside_table(tmp_path / name, columns=columns).cells
        for name in ("table.parquet", "table.csv")
    )

    order = ["exit", "group"]
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True),
        other.sort_values(order, ignore_index=True),
    )


def test_a_bad_cell_of_parquet_is_refused_at_its_row(tmp_path):
    path = tmp_path / "table.parquet"
    pd.DataFrame({"t": [5.0, None], "e": [1, 0]}).to_parquet(path)

    with pytest.raises(CellBlank) as refusal:
        read_outside_table(path, columns=PLAIN)

    assert refusal.value.where.line == 2
