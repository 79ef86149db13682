"""The sums over the blind index: thousands at once, the same as one at a time."""

import sqlite3
from random import Random

import pytest

from pseudonymisation.failures import VaultAltered
from pseudonymisation.identities import integrity
from pseudonymisation.identities.integrity import IntegrityKey
from pseudonymisation.keys.blocks import EntryDigest
from pseudonymisation.values import PartialDate
from tests.unit.pseudonymisation.conftest import open_desk, someone


ONE, OTHER = bytes(range(16)), bytes(range(16, 32))


def entries(n):
    rng = Random(5)
    return [(rng.randrange(-(2**63), 2**63), rng.randbytes(16)) for _ in range(n)]


def test_many_entries_add_up_to_what_each_gives():
    digest = EntryDigest(bytes(32))
    some = [*entries(500), (-(2**63), ONE), (2**63 - 1, b"\xff" * 16), (0, bytes(16))]

    assert digest.total(some) == sum(digest.one(a, b) for a, b in some)
    assert digest.total([]) == 0


def test_entries_exchanged_or_under_another_key_give_something_else():
    digest = EntryDigest(bytes(32))
    found = digest.total([(1, ONE), (2, OTHER)])

    assert found != digest.total([(1, OTHER), (2, ONE)])
    assert found != EntryDigest(b"1" * 32).total([(1, ONE), (2, OTHER)])


@pytest.mark.parametrize(
    "odd",
    [(1.5, ONE), ("1", ONE), (None, ONE), (1, ONE[1:]), (1, ONE + b"0"), (1, "é" * 16)],
)
def test_what_is_no_number_with_a_block_is_digested_as_it_is(odd):
    key = IntegrityKey(bytes(32), bytes(32))
    some = [(1, ONE), odd]

    assert EntryDigest(bytes(32)).total(some) is None
    assert key.rows("tokens", some) == sum(key.row("tokens", row) for row in some)
    assert key.row("tokens", odd) not in (
        key.row("tokens", (1, ONE)),
        key.row("tokens", (2, ONE)),
    )


STRANGER = someone(  # shares no token: a search that met an altered one is refused
    code="c3",
    birth_name="Wzat",
    given_names="Hortensius",
    birth_date=PartialDate(1999, 11, 2),
    sex="M",
    commune="Pétaouchnok",
    postcode="98002",
)


def add(folder, *rows):
    with open_desk(folder) as desk, desk.intent(kind="t", author="zoe") as intent:
        desk.admit(rows, intent=intent)
        intent.prepare()
        intent.finish()


@pytest.fixture
def old_form(folder, monkeypatch):
    """A vault whose sums were made when all rows were digested alike."""
    with monkeypatch.context() as before:
        before.setattr(integrity, "FORM", 1)
        before.setattr(
            IntegrityKey, "row", lambda key, table, row: key.digest((table, *row))
        )
        before.setattr(
            IntegrityKey,
            "rows",
            lambda key, table, rows: sum(key.digest((table, *row)) for row in rows),
        )
        add(folder, someone(code="c1"), someone(code="c2", birth_name="Qwun"))
        with open_desk(folder) as desk:
            assert desk.integrity().holds
    return folder


def test_sums_of_the_first_form_are_proven_and_made_anew(old_form):
    with open_desk(old_form) as desk:
        assert desk.integrity().holds
    add(old_form, someone(code="c3", birth_name="Wzat"))
    with open_desk(old_form) as desk:
        assert desk.integrity().holds


def test_a_vault_of_the_first_form_that_was_altered_does_not_open(old_form):
    alter(old_form, "UPDATE links SET person = 9 WHERE id = 1")
    with pytest.raises(VaultAltered):
        open_desk(old_form)


def alter(folder, statement):
    vault = sqlite3.connect(folder / "vault.db")
    vault.execute(statement)
    vault.commit()
    vault.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE tokens SET sealed = zeroblob(16)"
        " WHERE (token, sealed) IN (SELECT token, sealed FROM tokens LIMIT 1)",
        "UPDATE tokens SET token = token + 0.5e18 WHERE token < 0",
        "DELETE FROM tokens WHERE token = (SELECT MAX(token) FROM tokens)",
        "INSERT INTO tokens SELECT token + 1, sealed FROM tokens LIMIT 1",
    ],
)
def test_a_token_altered_past_the_doors_is_seen(folder, statement):
    add(folder, someone(code="c1"), someone(code="c2", birth_name="Qwun"))
    alter(folder, statement)
    add(folder, STRANGER)

    with open_desk(folder) as desk:
        assert desk.integrity().altered == ("tokens",)


def test_a_statement_that_fails_leaves_the_watch_in_place(folder):
    add(folder, someone(code="c1"))
    with open_desk(folder) as desk, desk.intent(kind="t", author="zoe") as intent:
        (taken,) = intent.connection.exec_driver_sql(
            "SELECT token, sealed FROM tokens LIMIT 1"
        ).fetchall()
        insert = "INSERT INTO tokens (token, sealed) VALUES (?, ?)"
        with pytest.raises(Exception, match="UNIQUE"):
            integrity.write_entries(intent.connection, insert, [(7, ONE), tuple(taken)])
        watching = intent.connection.exec_driver_sql(
            "SELECT COUNT(*) FROM sqlite_temp_master WHERE name = 'watch_INSERT_tokens'"
        ).scalar()
    assert watching == 1
