import os

import pytest

from config.writing import (
    AnotherFileThere,
    NotWritable,
    WouldOverwriteInput,
    keep_inputs,
    keep_others,
    whole_file,
    write_whole,
)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.csv"
    path.write_bytes(b"what is read")
    return path


def _same(source):
    return source


def _roundabout(source):
    (source.parent / "folder").mkdir()
    return source.parent / "folder" / ".." / source.name


def _link(source):
    link = source.parent / "link.csv"
    link.symlink_to(source)
    return link


def _second_name(source):
    os.link(source, source.parent / "second.csv")
    return source.parent / "second.csv"


@pytest.mark.parametrize("named", [_same, _roundabout, _link, _second_name])
def test_no_input_is_written_over_by_whatever_name(source, named):
    with pytest.raises(WouldOverwriteInput):
        keep_inputs(source.parent / "other.csv", named(source), inputs=(source,))


def test_a_file_of_its_own_may_be_written(source):
    keep_inputs(source.parent / "other.csv", inputs=(source,))


def test_a_file_that_something_else_wrote_is_kept(source):
    with pytest.raises(AnotherFileThere):
        keep_others(source, starts=b"what is written")
    with pytest.raises(AnotherFileThere):
        keep_others(source, starts=None)


def test_a_file_that_the_command_wrote_is_written_again(source):
    keep_others(source, starts=b"what is")
    keep_others(source.parent / "absent.csv", starts=None)


def test_a_file_stays_as_it_was_until_the_new_one_is_whole(source):
    def _fail():
        with whole_file(source) as file:
            file.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        _fail()

    assert source.read_bytes() == b"what is read"
    assert list(source.parent.iterdir()) == [source]


def test_what_is_no_plain_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotWritable):
        write_whole(tmp_path / "pipe", b"some")
    with pytest.raises(NotWritable):
        write_whole(tmp_path / "absent" / "file.csv", b"some")
