"""Errors say what, where, what was not done and how to mend it."""

import pytest

from config.failure import Failure, Where


class RowTooLong(Failure):
    """A row is too long."""

    code = "TEST-001"


def failure(where: Where | None = None) -> RowTooLong:
    return RowTooLong("Règle.", not_done="Rien.", remedy="Corrigez.", where=where)


def test_a_failure_reads_as_code_place_rule_consequence_and_remedy():
    text = str(failure(Where("f.csv", 42, "date")))

    assert text == (
        "TEST-001  f.csv, ligne 42, colonne « date »: Règle.\nRien.\nCorrigez."
    )


def test_a_failure_without_place_says_none():
    assert str(failure()) == "TEST-001  Règle.\nRien.\nCorrigez."


def test_a_place_may_be_partial():
    assert str(failure(Where(line=3))).startswith("TEST-001  ligne 3: ")


def test_a_failure_gives_plain_fields():
    assert failure(Where("f.csv", 42)).as_dict() == {
        "code": "TEST-001",
        "what": "Règle.",
        "file": "f.csv",
        "line": 42,
        "column": None,
        "not_done": "Rien.",
        "remedy": "Corrigez.",
    }


def test_empty_parts_leave_no_empty_line():
    error = RowTooLong("Règle.", not_done="", remedy="")

    assert str(error) == "TEST-001  Règle."


@pytest.mark.usefixtures("english")
def test_the_place_is_said_in_the_readers_language():
    assert str(failure(Where(line=3))).startswith("TEST-001  line 3: ")
