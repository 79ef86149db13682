"""The sums over the blind index: thousands at once, the same as one at a time."""

import sqlite3
from random import Random

import pytest

from pseudonymisation.failures import VaultAltered
from pseudonymisation.identities import integrity
from pseudonymisation.identities.integrity import IntegrityKey
from pseudonymisation.keys.blocks import PairDigest
from tests.unit.pseudonymisation.conftest import open_desk, someone


def pairs(n):
    rng = Random(5)
    return [(rng.randrange(-(2**63), 2**63), rng.randrange(1, 10**6)) for _ in range(n)]


def test_many_pairs_add_up_to_what_each_gives():
    digest = PairDigest(bytes(32))
    some = [*pairs(500), (-(2**63), 0), (2**63 - 1, 2**63 - 1), (0, 0)]

    assert digest.total(some) == sum(digest.one(a, b) for a, b in some)
    assert digest.total([]) == 0


def test_pairs_exchanged_or_under_another_key_give_something_else():
    digest = PairDigest(bytes(32))

    assert digest.one(1, 2) != digest.one(2, 1)
    assert digest.one(1, 2) != PairDigest(b"1" * 32).one(1, 2)


@pytest.mark.parametrize("odd", [1.5, "1", b"1", None])
def test_what_is_no_whole_number_is_digested_as_it_is(odd):
    key = IntegrityKey(bytes(32), bytes(32))
    some = [(1, 2), (odd, 3)]

    assert PairDigest(bytes(32)).total(some) is None
    assert key.rows("tokens", some) == sum(key.row("tokens", row) for row in some)
    assert key.row("tokens", (odd, 3)) not in (
        key.row("tokens", (1, 3)),
        key.row("tokens", (2, 3)),
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
    alter(old_form, "UPDATE tokens SET identity = 9 WHERE identity = 1")
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
        "UPDATE tokens SET identity = identity + 0.5 WHERE identity = 1",
        "UPDATE tokens SET identity = 'a' WHERE identity = 1",
        "DELETE FROM tokens WHERE token = (SELECT MAX(token) FROM tokens)",
        "INSERT INTO tokens SELECT token + 1, identity FROM tokens LIMIT 1",
    ],
)
def test_a_token_altered_past_the_doors_is_seen(folder, statement):
    add(folder, someone(code="c1"), someone(code="c2", birth_name="Qwun"))
    alter(folder, statement)
    add(folder, someone(code="c3", birth_name="Wzat"))

    with open_desk(folder) as desk:
        assert desk.integrity().altered == ("tokens",)


def test_a_statement_that_fails_leaves_the_watch_in_place(folder):
    add(folder, someone(code="c1"))
    with open_desk(folder) as desk, desk.intent(kind="t", author="zoe") as intent:
        (taken,) = intent.connection.exec_driver_sql(
            "SELECT token, identity FROM tokens LIMIT 1"
        ).fetchall()
        insert = "INSERT INTO tokens (token, identity) VALUES (?, ?)"
        with pytest.raises(Exception, match="UNIQUE"):
            integrity.write_pairs(intent.connection, insert, [(7, 1), tuple(taken)])
        watching = intent.connection.exec_driver_sql(
            "SELECT COUNT(*) FROM sqlite_temp_master WHERE name = 'watch_INSERT_tokens'"
        ).scalar()
    assert watching == 1
