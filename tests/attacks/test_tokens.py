"""A thief holds a list of all true identities, and all files but the keys.

Source of the attacks: dictionary on hashes; alignment of token frequencies (measured
elsewhere on tokens of one field: 79 % of communes recovered).
"""

import base64
import csv
import hashlib
import hmac
import re
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from itertools import permutations
from random import Random

import duckdb
import pytest

from bench.linkage_people import invent_people
from bench.linkage_records import write_records
from pseudonymisation.desk import Desk
from pseudonymisation.encode_file import encode_file
from pseudonymisation.identities.normalise import features
from pseudonymisation.identities.spelling import plain_letters
from pseudonymisation.keys.project import create_project_key, read_project_key
from pseudonymisation.linkage.project_tokens import ProjectTokens, blocks
from pseudonymisation.linkage.tokens import TokenMaker, _blocks
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.values import IdentityRow, PartialDate
from tests.demonstration_house import copy_demonstration


CELL = re.compile(r"[\w+/=.|-]+")
GUESSED_KEYS = (b"", b"parcours", b"secret", b"0" * 32, bytes(32))
LONGEST_TOKEN = re.compile(r"[0-9a-f]{12,}|[a-z2-7]{16,}|[A-Za-z0-9+/]{16,}={0,2}")
PEOPLE = 1_500
ENOUGH = 200
MOST_SHARING_IN_THE_INDEX = 60
"""Of the blind index of 400 young people, whose tokens join two fields."""
NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
PERSONS = "SELECT pseudonym FROM person"


def written(who):
    """Every likely way to write an identity before hashing it."""
    for fields in (who, tuple(map(plain_letters, who[:2])) + who[2:]):
        for order in permutations(fields):
            yield from (separator.join(order) for separator in ("|", "", " "))


def hashed(text):
    """Every likely hash of a text, with the keys that anybody would guess."""
    data = text.encode()
    for name in ("md5", "sha1", "sha256"):
        yield hashlib.new(name, data).digest()
    for key in GUESSED_KEYS:
        yield hmac.digest(key, data, "sha256")


def shown(digest):
    """Every likely form of a digest: whole or cut, and as a number."""
    for size in (8, 12, 16, 32):
        cut = digest[:size]
        yield cut.hex()
        yield base64.b32encode(cut).decode().lower().rstrip("=")
    yield str(int.from_bytes(digest[:8], "big", signed=True))


def found(dictionary, held):
    """Count the identities of a dictionary that a thief finds among values held."""
    return sum(
        any(
            form in held
            for text in written(who)
            for digest in hashed(text)
            for form in shown(digest)
        )
        for who in dictionary
    )


def cells_of(path):
    """All values of a SQLite file as texts, blobs in hexadecimal."""
    with sqlite3.connect(path) as base:
        return opened({cell for line in base.iterdump() for cell in CELL.findall(line)})


def opened(held):
    """Add what stands inside longer texts, such as the last part of a pseudonym."""
    held = held | {text.lower() for text in held}
    return held | {part for text in held for part in LONGEST_TOKEN.findall(text)}


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    return copy_demonstration(tmp_path_factory)


@pytest.fixture(scope="module")
def dictionary(demonstration):
    """All true identities of the territory, which only its keys can tell."""
    folder = demonstration.folder
    with sqlite3.connect(folder / "record.db") as base:
        persons = [Pseudonym.parse(p) for (p,) in base.execute(PERSONS)]
    with Desk.open(
        url=f"sqlite:///{folder / 'vault.db'}",
        keys_folder=folder / "keys",
        now=lambda: NOW,
    ) as desk:
        revealed = desk.reveal_many(persons, None).values()
        known = [identity_of(who) for who in revealed if who.birth_name]
    assert len(known) > ENOUGH
    return known


def identity_of(who):
    born = who.birth_date
    day = f"{born.year}-{born.month or 1:02d}-{born.day or 1:02d}" if born else ""
    return who.birth_name, who.given_names or "", day


@pytest.fixture(scope="module")
def encoded(tmp_path_factory):
    """The tokens of invented people, their dictionary, and the key."""
    folder, rng = tmp_path_factory.mktemp("encoded"), Random(4)
    people = list(invent_people(PEOPLE, rng))
    write_records(people, folder / "records.csv", rng)
    create_project_key(folder / "project.key")
    key = read_project_key(folder / "project.key").key
    encode_file(folder / "records.csv", folder / "a.csv", key=folder / "project.key")
    with (folder / "a.csv").open(encoding="utf-8", newline="") as file:
        file.readline()
        tokens = [row["tokens"].split() for row in csv.DictReader(file)]
    who = [(p.surname, p.given, "{}-{:02d}-{:02d}".format(*p.birth)) for p in people]
    return tokens, who[:ENOUGH], key


def test_the_same_tool_breaks_an_unkeyed_hash_of_everyone(dictionary):
    for unkeyed in ("md5", "sha256"):
        held = {
            hashlib.new(unkeyed, "|".join(who).encode()).hexdigest()
            for who in dictionary
        }

        assert found(dictionary, held) == len(dictionary)


def test_the_same_tool_breaks_an_unkeyed_hash_kept_in_a_database(tmp_path, dictionary):
    with sqlite3.connect(tmp_path / "careless.db") as base:
        base.execute("CREATE TABLE careless (token BLOB, number INTEGER)")
        for who in dictionary:
            digest = hashlib.sha256(" ".join(who).encode()).digest()
            number = int.from_bytes(digest[:8], "big", signed=True)
            base.execute("INSERT INTO careless VALUES (?, ?)", (digest[:16], number))

    assert found(dictionary, cells_of(tmp_path / "careless.db")) == len(dictionary)


@pytest.fixture(scope="module")
def held_at_rest(demonstration):
    """All values of the databases, and of the extracts."""
    folder = demonstration.folder
    held = {name: cells_of(folder / name) for name in ("record.db", "vault.db")}
    cells = set()
    for table in folder.glob("extracts/*/*.parquet"):
        rows = duckdb.read_parquet(str(table)).fetchall()
        cells.update(str(cell) for row in rows for cell in row)
    return held | {"extracts": opened(cells)}


def test_a_dictionary_of_everyone_finds_nobody_in_databases_tokens_and_extracts(
    held_at_rest, dictionary
):
    """The audit's lines, the index, handles, row digests and tombstones among them."""
    assert all(len(held) > len(dictionary) for held in held_at_rest.values())
    assert found(dictionary, set().union(*held_at_rest.values())) == 0


def test_the_program_s_own_digests_under_guessed_keys_are_in_no_vault(
    held_at_rest, dictionary
):
    """The thief knows the program: only the key is secret (Kerckhoffs)."""
    rows = [row_of(who) for who in dictionary]
    guessed = set()
    for key in GUESSED_KEYS:
        maker = TokenMaker(key.ljust(32, b"0"))
        for row in rows:
            guessed.update(map(str, maker.tokens(features(row))))
            handle = maker.handle(row, features(row))
            guessed.add((handle or b"none").hex())

    assert len(guessed) > len(dictionary)
    assert not guessed & held_at_rest["vault.db"]


def test_the_same_digests_under_the_vault_s_own_key_are_in_it(
    demonstration, held_at_rest, dictionary
):
    """The control: what the test above looks for is there, for whoever has the key."""
    folder = demonstration.folder
    with Desk.open(
        url=f"sqlite:///{folder / 'vault.db'}",
        keys_folder=folder / "keys",
        now=lambda: NOW,
    ) as desk:
        maker = desk._vault.tokens
        made = [maker.tokens(features(row_of(who))) for who in dictionary]
    held = held_at_rest["vault.db"]

    assert sum(any(str(n) in held for n in one) for one in made) == len(dictionary)


def test_a_dictionary_of_everyone_finds_nobody_in_an_encoded_file(encoded):
    tokens, dictionary, _key = encoded
    held = {token for record in tokens for token in record}

    assert found(dictionary, held) == 0


def test_hashing_the_very_blocks_without_the_key_finds_nobody(encoded):
    """The thief knows the program: only the key is secret (Kerckhoffs)."""
    tokens, dictionary, key = encoded
    held = {token for record in tokens for token in record}
    assert not encoded_with(GUESSED_KEYS, dictionary) & held
    assert len(encoded_with([key], dictionary) & held) > len(dictionary)  # the control


def encoded_with(keys, dictionary):
    makers = [ProjectTokens(key.ljust(32, b"0")) for key in keys]
    return {
        maker.token(block)
        for who in dictionary
        for block in blocks_of(who)
        for maker in makers
    }


def blocks_of(who):
    return [b for held in blocks(features(row_of(who))).values() for b in held]


def row_of(who):
    surname, given, day = who
    born = PartialDate(*map(int, day.split("-"))) if day else None
    return IdentityRow(
        1, "", None, surname, None, given, born, None, None, "97001", True
    )


def test_there_is_nothing_to_count_in_an_encoded_file(encoded):
    tokens, _dictionary, _key = encoded
    times = Counter(token for record in tokens for token in record)

    assert set(times.values()) == {1}
    assert len({len(record) for record in tokens}) == 1


def test_counting_the_tokens_of_the_blind_index_tells_no_name(demonstration):
    with sqlite3.connect(demonstration.folder / "vault.db") as base:
        times = base.execute("SELECT count(*) FROM tokens GROUP BY token").fetchall()

    assert max(times)[0] <= MOST_SHARING_IN_THE_INDEX


def test_no_block_of_either_kind_is_of_a_single_field(encoded):
    _tokens, dictionary, _key = encoded
    for who in dictionary:
        told = features(row_of(who))

        assert all(len(set(block[1:])) >= 2 for block in _blocks(told))
        assert all(len(block[1:]) >= 3 for block in blocks_of(who))
