"""A thief who can write to the vault changes it: every change is seen.

Ten thousand flipped bits, rows swapped, rows put back to what they were, rows dropped,
doubled, and tokens moved. The control: what our own doors write is never suspected.
"""

import random
import shutil
import sqlite3
import struct
from collections import Counter
from datetime import date

import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.identities.integrity import columns_of, verify
from tests.unit.pseudonymisation.conftest import open_desk, someone


NOW_DAY = date(2026, 1, 5)
FLIPS = 10_000
SEED = 20_260_105


@pytest.fixture(scope="module")
def vault_folder(tmp_path_factory):
    """A vault in which something of everything has happened, and its earlier state."""
    from pseudonymisation.keys.keyring import Keyring

    folder = tmp_path_factory.mktemp("vault")
    Keyring.create(folder / "keys")
    with open_desk(folder) as desk:
        _write(desk, someone(code="c1"), someone(organisation="club"))
        _write(desk, someone(code="c2", birth_name="Qwun", given_names="Zoltan"))
        _copy(folder, "earlier.db")
        _write(
            desk,
            someone(code="c1", commune="Ailleurs"),
            someone(birth_name="Zzbrixmoor", birth_date=PartialDate(2007, 3, 15)),
        )
        (three,) = _write(desk, someone(code="c3", birth_name="Qwdeux", sex="M"))
        with desk.intent(kind="erasure", author="zoe") as intent:
            desk.erase(three.person, intent=intent, day=NOW_DAY)
            intent.prepare()
            intent.finish()
        assert desk.integrity().holds
    return folder


def _write(desk, *rows):
    with desk.intent(kind="test", author="zoe") as intent:
        answers = desk.admit(rows, intent=intent)
        intent.prepare()
        intent.finish()
    return answers


def _copy(folder, name):
    source = sqlite3.connect(folder / "vault.db")
    source.execute("VACUUM INTO ?", (str(folder / name),))
    source.close()


@pytest.fixture
def thief(vault_folder, tmp_path):
    """A connection that no door of ours made, on a copy; and the verifier's key."""
    shutil.copytree(vault_folder, tmp_path / "v")
    connection = sqlite3.connect(tmp_path / "v" / "vault.db", isolation_level=None)
    with open_desk(tmp_path / "v") as desk:
        key = desk._vault.integrity
    yield connection, key
    connection.close()


def seen(connection, key):
    return not verify(connection.execute, key).holds


def cells(connection):
    """Every cell of every table: (table, rowid or key clause, column, value)."""
    tables = columns_of(connection.execute)
    tables["vault_seal"] = ("id", "counter", "sealed")
    found = []
    for table, columns in tables.items():
        keys = [r for r in connection.execute(f"PRAGMA table_info({table})") if r[5]]
        names = [r[1] for r in keys]
        for row in connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            held = dict(zip(columns, row, strict=True))
            where = {name: held[name] for name in names}
            found += [(table, where, name, held[name]) for name in columns]
    return found


def flipped(value, rng):
    """Flip one bit of a value as SQLite stores it."""
    if value is None:
        return rng.getrandbits(8)
    if isinstance(value, int):
        return value ^ (1 << rng.randrange(31 if abs(value) < 2**31 else 62))
    if isinstance(value, float):
        (bits,) = struct.unpack("<q", struct.pack("<d", value))
        return struct.unpack("<d", struct.pack("<q", bits ^ (1 << rng.randrange(50))))[
            0
        ]
    if isinstance(value, bytes):
        changed = bytearray(value)
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        return bytes(changed)
    position = rng.randrange(len(value))
    letter = chr(ord(value[position]) ^ (1 << rng.randrange(7)))
    return value[:position] + letter + value[position + 1 :]


def change(connection, table, where, name, value):
    clause = " AND ".join(f"{column} = ?" for column in where)
    connection.execute(
        f"UPDATE {table} SET {name} = ? WHERE {clause}", (value, *where.values())
    )


@pytest.mark.slow
def test_ten_thousand_flipped_bits_are_all_seen(thief):
    connection, key = thief
    rng = random.Random(SEED)
    places = cells(connection)
    tried, missed = Counter(), []
    while sum(tried.values()) < FLIPS:
        table, where, name, value = rng.choice(places)
        if value == "":
            continue
        connection.execute("BEGIN")
        try:
            change(connection, table, where, name, flipped(value, rng))
            tried[table] += 1
            if not seen(connection, key):
                missed.append((table, name))
        except sqlite3.IntegrityError:
            pass  # a number already taken: SQLite itself refuses the change
        connection.execute("ROLLBACK")

    assert missed == []
    assert {"persons", "links", "tokens", "tombstones", "vault_seal"} <= set(tried)
    assert not seen(connection, key)


def _swap(row, one, other):
    if row == one:
        return (row[0], *other[1:])
    return (row[0], *one[1:]) if row == other else row


def test_swapped_rows_are_all_seen(thief):
    connection, key = thief
    missed, tried = [], 0
    for table, columns in columns_of(connection.execute).items():
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        for number, one in enumerate(rows):
            for other in rows[number + 1 :][:5]:
                swapped = [_swap(row, one, other) for row in rows]
                if set(swapped) == set(rows):
                    continue  # the same token twice: nothing has changed
                connection.execute("BEGIN")
                connection.execute(f"DELETE FROM {table}")
                marks = ", ".join("?" * len(columns))
                try:
                    connection.executemany(
                        f"INSERT INTO {table} VALUES ({marks})", swapped
                    )
                except sqlite3.IntegrityError:
                    connection.execute("ROLLBACK")
                    continue
                tried += 1
                if not seen(connection, key):
                    missed.append(table)
                connection.execute("ROLLBACK")

    assert missed == []
    assert tried > 50


def test_rows_put_back_to_what_they_were_are_all_seen(thief, vault_folder):
    connection, key = thief
    connection.execute("ATTACH ? AS earlier", (str(vault_folder / "earlier.db"),))
    tables = columns_of(connection.execute)
    put_back = 0
    for table in tables:
        now = set(connection.execute(f"SELECT * FROM main.{table}"))
        for row in set(connection.execute(f"SELECT * FROM earlier.{table}")) - now:
            connection.execute("BEGIN")
            marks = ", ".join("?" * len(row))
            connection.execute(f"REPLACE INTO main.{table} VALUES ({marks})", row)
            assert seen(connection, key), table
            connection.execute("ROLLBACK")
            put_back += 1
        for row in now - set(connection.execute(f"SELECT * FROM earlier.{table}")):
            connection.execute("BEGIN")
            clause = " AND ".join(f"{column} IS ?" for column in tables[table])
            connection.execute(f"DELETE FROM main.{table} WHERE {clause}", row)
            assert seen(connection, key), table
            connection.execute("ROLLBACK")
            put_back += 1

    assert put_back > 20


def test_a_whole_table_put_back_is_seen_and_named(thief, vault_folder):
    connection, key = thief
    connection.execute("ATTACH ? AS earlier", (str(vault_folder / "earlier.db"),))
    for table in ("persons", "subjects", "source_identities", "links", "tokens"):
        connection.execute("BEGIN")
        connection.execute(f"DELETE FROM main.{table}")
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM earlier.{table}")
        found = verify(connection.execute, key)
        connection.execute("ROLLBACK")
        if table == "persons":
            assert table in found.altered or found.holds
            continue
        assert found.altered == (table,)


def test_the_seal_put_back_with_its_rows_lowers_the_counter(thief, vault_folder):
    connection, key = thief
    now = verify(connection.execute, key)
    earlier = sqlite3.connect(vault_folder / "earlier.db")
    found = verify(earlier.execute, key)
    earlier.close()

    assert found.holds
    assert found.counter < now.counter


def test_a_seal_taken_away_or_made_up_is_seen(thief):
    connection, key = thief
    for statement in (
        "DELETE FROM vault_seal",
        "UPDATE vault_seal SET counter = counter + 1",
        "UPDATE vault_seal SET sealed = zeroblob(200)",
        "UPDATE vault_seal SET sealed = 'text'",
        "INSERT INTO vault_seal SELECT 2, counter, sealed FROM vault_seal",
    ):
        connection.execute("BEGIN")
        connection.execute(statement)
        assert seen(connection, key), statement
        connection.execute("ROLLBACK")


def test_a_later_honest_write_does_not_cover_a_change_up(vault_folder, tmp_path):
    shutil.copytree(vault_folder, tmp_path / "v")
    thief = sqlite3.connect(tmp_path / "v" / "vault.db")
    thief.execute("UPDATE links SET person = person + 1 WHERE id = 2")
    thief.execute("DELETE FROM tokens WHERE token < 0")
    thief.commit()
    thief.close()
    with open_desk(tmp_path / "v") as desk:
        assert set(desk.integrity().altered) == {"links", "tokens"}
        _write(desk, someone(code="c8", birth_name="Qwhuit"))
        (one,) = _write(desk, someone(code="c1", commune="Encore"))
        with desk.intent(kind="erasure", author="zoe") as intent:
            desk.erase(one.person, intent=intent, day=NOW_DAY)
            intent.prepare()
            intent.finish()

        assert {"links", "tokens"} <= set(desk.integrity().altered)


def test_what_our_own_doors_write_is_never_suspected(vault_folder, tmp_path):
    shutil.copytree(vault_folder, tmp_path / "v")
    with open_desk(tmp_path / "v") as desk, open_desk(tmp_path / "v") as other:
        before = desk.integrity().counter
        for number in range(5):
            _write(desk, someone(code=f"d{number}", birth_name=f"Qw{number}"))
            _write(other, someone(code=f"e{number}", birth_name=f"Qx{number}"))
        with desk.intent(kind="test", author="zoe") as intent:
            desk.admit([someone(code="gone", birth_name="Qwgone")], intent=intent)
        with other.intent(kind="test", author="zoe") as intent:
            other.admit([someone(code="half", birth_name="Qwhalf")], intent=intent)
            intent.prepare()
        desk.recover(lambda _ref: False)
        desk.rotate_keys(tmp_path / "v" / "keys")

        found = desk.integrity()
        assert found.holds
        assert found.counter > before
        assert other.integrity() == found
