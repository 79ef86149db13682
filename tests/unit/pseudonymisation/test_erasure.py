"""An erased person is gone from every byte, and does not come back unnoticed."""

import sqlite3
from datetime import date

import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.failures import ErasedPersonMet, PersonUnknown
from tests.unit.pseudonymisation.conftest import open_desk, someone


DAY = date(2026, 1, 5)


@pytest.fixture
def erase(desk):
    """Erase a person under one finished intent, then scrub."""

    def _erase(person):
        with desk.intent(kind="erasure", author="zoe") as intent:
            subjects = desk.erase(person, intent=intent, day=DAY)
            intent.prepare()
            intent.finish()
        assert desk.scrub()
        return subjects

    return _erase


def secrets_of(folder):
    """Everything in the vault from which the person could be read or joined."""
    vault = sqlite3.connect(folder / "vault.db")
    found = [
        value
        for query in (
            "SELECT wrapped_key, person_id, lookup FROM persons",
            "SELECT sealed, digest FROM source_identities",
            "SELECT subject_id, lookup, handle FROM subjects",
        )
        for row in vault.execute(query)
        for value in row
        if value is not None
    ]
    tokens = [t for (t,) in vault.execute("SELECT token FROM tokens")]
    vault.close()
    return found + [token.to_bytes(8, "big", signed=True) for token in tokens]


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.glob("vault.db*")))


def test_after_an_erasure_no_byte_of_the_vault_holds_what_it_held(
    desk, folder, admit, erase
):
    (one,) = admit(someone(code="c1"))
    admit(someone(code="c2", organisation="club"))
    held = secrets_of(folder)
    (other,) = admit(someone(code="c9", birth_name="Qwautre", given_names="Zoltan"))
    before = bytes_of(folder)
    assert all(secret in before for secret in held)  # the search does find them
    subjects = erase(one.person)

    after = bytes_of(folder)
    assert [secret for secret in held if secret in after] == []
    assert len(subjects) == 2
    assert desk.reveal(other.person, organisation="college").birth_name == "Qwautre"
    assert desk.integrity().holds


def test_while_a_reader_holds_the_log_scrubbing_says_that_it_is_not_done(
    desk, folder, admit
):
    (one,) = admit(someone())
    reader = sqlite3.connect(folder / "vault.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM persons").fetchone()
    with desk.intent(kind="erasure", author="zoe") as intent:
        desk.erase(one.person, intent=intent, day=DAY)
        intent.prepare()
        intent.finish()

    desk._vault.engine.dispose()
    raw = sqlite3.connect(folder / "vault.db")
    assert raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()[0] == 0
    raw.close()
    reader.execute("COMMIT")
    reader.close()
    assert desk.scrub()


def test_nobody_reads_an_erased_person(desk, admit, erase):
    (one,) = admit(someone())
    erase(one.person)

    with pytest.raises(PersonUnknown):
        desk.reveal(one.person, organisation="college")
    assert list(desk.find("Zzbrixmor", organisation="college")) == []
    with (
        pytest.raises(PersonUnknown),
        desk.intent(kind="erasure", author="zoe") as intent,
    ):
        desk.erase(one.person, intent=intent, day=DAY)


BACK = {
    "the same row": someone(code="c1"),
    "the code alone": someone(code="c1", birth_name=None, given_names=None),
    "the identity from elsewhere": someone(organisation="club"),
    "a code and the identity from elsewhere": someone(organisation="club", code="7"),
    "names misspelt alike": someone(organisation="club", given_names="Leopoldyne"),
    "day and month exchanged": someone(
        organisation="club", birth_date=PartialDate(2007, 3, 14)
    ),
    "names exchanged": someone(
        organisation="club", birth_name="Léopoldine", given_names="Zzbrixmor"
    ),
}


@pytest.mark.parametrize("how", BACK)
def test_a_later_row_about_an_erased_person_is_met(desk, admit, erase, how):
    (one,) = admit(someone(code="c1"))
    erase(one.person)

    assert desk.erased([BACK[how]]) == {1}
    with pytest.raises(ErasedPersonMet), desk.intent(kind="t", author="zoe") as intent:
        desk.admit([BACK[how]], intent=intent)


OTHERS = {
    "a twin": someone(given_names="Maximilien", sex="M"),
    "a namesake": someone(birth_date=PartialDate(2008, 6, 2)),
    "another code": someone(code="c2", birth_name="Qwautre", given_names="Zoltan"),
    "the same code elsewhere": someone(
        code="c1", organisation="club", birth_name=None, given_names=None
    ),
}


@pytest.mark.parametrize("who", OTHERS)
def test_somebody_else_is_not_taken_for_an_erased_person(desk, admit, erase, who):
    (one,) = admit(someone(code="c1"))
    erase(one.person)

    assert desk.erased([OTHERS[who]]) == set()


def test_a_young_person_who_comes_back_begins_anew(desk, admit, erase):
    (one,) = admit(someone())
    erase(one.person)
    with desk.intent(kind="create", author="zoe") as intent:
        (again,) = desk.admit([someone()], intent=intent, returning=True)
        intent.prepare()
        intent.finish()

    assert again.person != one.person
    assert again.subject != one.subject


def test_an_erasure_that_the_record_lacks_is_undone(desk, folder, admit):
    (one,) = admit(someone())
    with desk.intent(kind="erasure", author="zoe") as intent:
        desk.erase(one.person, intent=intent, day=DAY)
        intent.prepare()
    desk.recover(lambda _ref: False)

    assert desk.reveal(one.person, organisation="college").birth_name == "Zzbrixmor"
    assert desk.erased([someone()]) == set()
    assert desk.integrity().holds


def test_an_erasure_that_the_record_holds_is_finished_and_scrubbed(desk, folder, admit):
    (one,) = admit(someone())
    held = secrets_of(folder)
    with desk.intent(kind="erasure", author="zoe") as intent:
        desk.erase(one.person, intent=intent, day=DAY)
        intent.prepare()
    desk.close()
    with open_desk(folder) as later:
        later.recover(lambda _ref: True)

        after = bytes_of(folder)
        assert [secret for secret in held if secret in after] == []
        assert later.erased([someone()]) == {1}


def test_a_tombstone_tells_nothing_without_the_key(desk, folder, admit, erase):
    (one,) = admit(someone(code="c1"))
    erase(one.person)
    vault = sqlite3.connect(folder / "vault.db")
    rows = vault.execute("SELECT digest, kind FROM tombstones").fetchall()
    vault.close()

    assert {kind for _digest, kind in rows} == {"handle", "identity", "names"}
    assert {len(digest) for digest, _kind in rows} == {16}
