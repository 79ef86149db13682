import sqlite3

import pytest

from pseudonymisation.desk import Decision, PartialDate
from pseudonymisation.failures import IntentUnknown, PersonUnknown
from tests.unit.pseudonymisation.conftest import someone


TABLES = ("persons", "subjects", "source_identities", "links", "tokens", "questions")


def batch(desk, *rows):
    with desk.intent(kind="intake", author="zoe") as intent:
        admissions = desk.admit(rows, intent=intent)
        intent.prepare()
        intent.finish()
        return intent.ref, admissions


def undo(desk, ref):
    with desk.intent(kind="undo", author="zoe") as intent:
        gone = desk.withdraw(ref, intent=intent)
        intent.prepare()
        intent.finish()
    return gone


def contents(folder):
    vault = sqlite3.connect(folder / "vault.db")
    found = {t: vault.execute(f"SELECT * FROM {t}").fetchall() for t in TABLES}  # noqa: S608
    vault.close()
    return found


def test_a_batch_withdrawn_leaves_the_vault_as_before(desk, folder):
    batch(desk, someone(code="A1"))
    before = contents(folder)
    elsewhere = {"organisation": "mission-locale"}
    ref, added = batch(
        desk,
        someone(row=1, code="B1", **elsewhere),
        someone(row=2, code="B2", given_names="Aglaé", **elsewhere),
    )

    assert undo(desk, ref) == [a.subject for a in added]
    assert contents(folder) == before


def test_a_new_version_of_an_older_subject_goes_and_the_older_stays(desk, folder):
    batch(desk, someone(code="A1"))
    before = contents(folder)
    ref, _added = batch(desk, someone(code="A1", birth_name="Qwantel"))

    assert undo(desk, ref) == []
    assert contents(folder) == before


def test_a_subject_met_again_by_a_later_batch_stays(desk):
    ref, (first,) = batch(desk, someone(code="A1"))
    batch(desk, someone(code="A1"))

    assert undo(desk, ref) == []
    assert desk.reveal(first.person, organisation=None).given_names == "Léopoldine"


def test_a_person_to_whom_a_later_subject_is_linked_stays(desk):
    ref, (first,) = batch(desk, someone(code="A1"))
    _ref, (second,) = batch(desk, someone(organisation="mission-locale", code="B"))

    assert undo(desk, ref) == [first.subject]
    assert desk.reveal(second.person, organisation=None).birth_name == "Zzbrixmor"


def test_a_withdrawal_that_the_record_lacks_comes_back(desk, folder):
    ref, (first,) = batch(desk, someone(code="A1"))
    before = contents(folder)
    with desk.intent(kind="undo", author="zoe") as intent:
        desk.withdraw(ref, intent=intent)
        intent.prepare()
    with pytest.raises(PersonUnknown):
        desk.reveal(first.person, organisation=None)
    desk.recover(lambda _ref: False)

    assert contents(folder) == before


def test_after_withdrawal_the_same_rows_are_new_again(desk):
    ref, _first = batch(desk, someone(code="A1"))
    undo(desk, ref)
    _ref, (again,) = batch(
        desk, someone(code="A1", birth_date=PartialDate(2007, 3, 14))
    )

    assert again.decision is Decision.NEW


def test_an_unknown_batch_is_refused(desk):
    with pytest.raises(IntentUnknown):
        undo(desk, "0" * 32)
