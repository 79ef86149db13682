"""A thief without a key aligns tokens with a register of all true people, in clear.

Chance names one record in as many as there are. The same tool names most records whose
tokens are of a single field: so what it does not find elsewhere is not there for it.
"""

import csv
import shutil
import sqlite3
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from bench.linkage_people import invent_people
from bench.linkage_records import HEADER, USUAL, Damage, records_of
from pseudonymisation.encode_file import encode_file
from pseudonymisation.identities.births import read_birth
from pseudonymisation.identities.normalise import features
from pseudonymisation.keys.digest import KeyedDigest
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.keys.project import create_project_key
from pseudonymisation.linkage.project_tokens import KINDS, SPELLINGS, blocks
from pseudonymisation.linkage.tokens import _blocks
from pseudonymisation.values import IdentityRow
from tests.attacks.alignment import (
    by_frequency,
    by_rank,
    by_structure,
    named,
    propagated,
    shared,
)
from tests.unit.pseudonymisation.conftest import open_desk


PEOPLE = 1_200
UNDAMAGED = Damage(**dict.fromkeys(Damage.__dataclass_fields__, 0))
SIDES = (("college", "club", "lycee"), ("mission", "pjj", "foyer"))
BY_CHANCE = 5 / PEOPLE
"""Share of records that may be named: one in `PEOPLE` is expected of a blind guess."""
IN_VAULT = 2_000
CHANCE_IN_VAULT = 5 / IN_VAULT
KEY = bytes(range(32))


def row_of(record):
    _person, _organisation, surname, given, born, sex, commune, postcode = record
    return IdentityRow(
        row=1,
        organisation="",
        code=None,
        birth_name=surname or None,
        usage_name=None,
        given_names=given or None,
        birth_date=read_birth(born) if born else None,
        sex=sex or None,
        commune=commune or None,
        postcode=postcode or None,
        may_link=True,
    )


class World:
    """People, their undamaged register, and the records organisations have of them."""

    def __init__(self, size=PEOPLE):
        rng = Random(8)
        people = list(invent_people(size, rng))
        self.register = {r[0]: r for r in records_of(people, rng, damage=UNDAMAGED)}
        self.records = list(records_of(people, rng, damage=USUAL))

    def side(self, organisations):
        """The last record of each person at some organisations."""
        return {r[0]: r for r in self.records if r[1] in organisations}


@pytest.fixture(scope="module")
def world():
    return World()


def graph(records, tokens):
    """Each record's labelled tokens, but those that stand once."""
    return shared(
        {
            record: {("", token) for token in tokens(features(row_of(cells)))}
            for record, cells in records.items()
        }
    )


def fields(told):
    """The single fields of an identity, each by itself."""
    yield from (("surname", name) for name in told.surnames)
    yield from (("given", name) for name in told.given)
    yield from (("commune", told.commune),) if told.commune else ()
    yield from (("day", told.day),) if told.day else ()


def keyed(told):
    digests = KeyedDigest(KEY)
    return {digests.digest(*field) for field in fields(told)}


def indexed(told):
    digests = KeyedDigest(KEY)
    return {digests.digest(*block) for block in _blocks(told)}


def alone(records):
    """Guess, and check against: a record is called as its person."""
    return {record: record for record in records}


# The controls: the tool is sharp.


def test_the_tool_names_most_records_by_keyed_tokens_of_single_fields(world):
    held = graph(world.register, keyed)
    guesses = by_structure(held, graph(world.register, fields))

    assert named(guesses, alone(held)) >= 0.5


@pytest.mark.parametrize(("field", "share"), [("commune", 0.5), ("given", 0.15)])
def test_the_tool_reads_keyed_tokens_of_one_field_by_their_rank(world, field, share):
    """Many given names are as frequent as others here; chance would read 1 in 300."""
    digests = KeyedDigest(KEY)
    told = {
        record: [
            value for value in fields(features(row_of(cells))) if value[0] == field
        ]
        for record, cells in world.register.items()
    }
    held = {
        record: {("", digests.digest(*value)) for value in values}
        for record, values in told.items()
    }
    clear = {
        record: {("", value) for value in values} for record, values in told.items()
    }
    read = by_rank(held, clear, Random(1))
    right = sum(
        read[token][1] in told[record] for record in held for token in held[record]
    )

    assert right / sum(map(len, held.values())) >= share


# The blind index of the vault.


def test_the_rank_of_the_blind_index_s_tokens_reads_none_of_them(world):
    clear = graph(world.register, _blocks)
    held = graph(world.side(SIDES[0] + SIDES[1]), indexed)
    digests = KeyedDigest(KEY)
    truth = {("", digests.digest(*b)): ("", b) for b in blocks_in(clear)}
    read = by_rank(held, clear, Random(1))
    right = sum(truth.get(token) == block for token, block in read.items())

    assert len(read) > 100
    assert right / len(read) <= 0.05


def blocks_in(clear):
    return {token for held in clear.values() for _label, token in held}


# The vault's own file, its key not at hand, against the very rows that it holds.


class Stolen:
    """A vault of `IN_VAULT` people, as its file shows it, and what its key would say.

    Attributes:
        entries: (token, sealed) in the order in which they lie.
        truth: whose each is.
        clear: the attacker's own: what the rules make of the very rows.
    """

    def __init__(self, folder):
        rows = World(IN_VAULT).side(SIDES[0] + SIDES[1])
        Keyring.create(folder / "keys")
        with open_desk(folder) as desk:
            people = self._fill(desk, rows)
            vault = sqlite3.connect(folder / "vault.db")
            self.entries = vault.execute("SELECT token, sealed FROM tokens").fetchall()
            vault.close()
            opened = desk._vault.entries.open(self.entries)
        self.truth = {
            entry: people[identity]
            for entry, identity in zip(self.entries, opened, strict=True)
        }
        self.clear = graph(rows, _blocks)

    def _fill(self, desk, rows):
        """Admit everybody, a hundred at a time; give whose each identity is."""
        persons = sorted(rows, key=lambda person: rows[person][2:])
        for start in range(0, len(persons), 100):
            some = [
                replace(row_of(rows[person]), organisation="o", code=f"c{person}")
                for person in persons[start : start + 100]
            ]
            with desk.intent(kind="test", author="zoe") as intent:
                desk.admit(some, intent=intent)
                intent.prepare()
                intent.finish()
        return dict(enumerate(persons, start=1))

    def grouped(self, groups):
        """The graph of what is taken for the records, and whose most of each is."""
        held = {n: {("", token) for token, _s in some} for n, some in groups.items()}
        most = {
            n: Counter(self.truth[entry] for entry in some).most_common(1)[0][0]
            for n, some in groups.items()
        }
        return shared(held), most

    def found(self, groups):
        held, truth = self.grouped(groups)
        seeds = by_structure(held, self.clear)
        return named(propagated(held, self.clear, seeds), truth)


@pytest.fixture(scope="module")
def stolen(tmp_path_factory):
    return Stolen(tmp_path_factory.mktemp("stolen"))


def test_whoever_has_the_key_sees_which_tokens_stand_together(stolen):
    """The control: seen, they name 16 in 1,000, and far more in a larger vault."""
    groups = defaultdict(list)
    for entry in stolen.entries:
        groups[stolen.truth[entry]].append(entry)

    assert len(groups) > 0.95 * IN_VAULT
    assert stolen.found(groups) >= 0.01


def test_each_entry_of_the_stolen_index_is_nobody_in_particular(stolen):
    alone = {entry: [entry] for entry in stolen.entries}

    assert stolen.found(alone) <= CHANCE_IN_VAULT


def test_how_many_share_a_token_tells_an_entry_s_person_by_chance(stolen):
    held, truth = stolen.grouped({entry: [entry] for entry in stolen.entries})
    guesses = by_frequency(held, stolen.clear, Random(1))

    assert len(guesses) > 500
    assert named(guesses, truth) <= CHANCE_IN_VAULT


@pytest.mark.parametrize("by", ["place", "sealed", "last bytes"])
def test_no_order_of_the_stolen_entries_puts_a_person_together(stolen, by):
    order = {
        "place": None,
        "sealed": lambda entry: entry[1],
        "last bytes": lambda entry: entry[1][::-1],
    }[by]
    entries = sorted(stolen.entries, key=order) if order else stolen.entries
    size = len(entries) // IN_VAULT
    cut = [entries[n : n + size] for n in range(0, len(entries), size)]

    assert stolen.found(dict(enumerate(cut))) <= CHANCE_IN_VAULT
    neighbours = pairwise(entries)
    same = sum(stolen.truth[a] == stolen.truth[b] for a, b in neighbours)
    assert same / len(entries) <= CHANCE_IN_VAULT


# Encoded files.


@pytest.fixture(scope="module")
def encoded(world, tmp_path_factory):
    """The rows of both partners' files, as the centre holds them."""
    folder = tmp_path_factory.mktemp("encoded")
    create_project_key(folder / "a.key")
    shutil.copy(folder / "a.key", folder / "b.key")
    found = []
    for side, name in zip(SIDES, "ab", strict=True):
        with (folder / "in.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(HEADER)
            writer.writerows((p, *r) for p, r in world.side(side).items())
        encode_file(
            folder / "in.csv", folder / f"{name}.out", key=folder / f"{name}.key"
        )
        with (folder / f"{name}.out").open(encoding="utf-8", newline="") as file:
            file.readline()
            rows = csv.DictReader(file)
            found.append({row["record_id"]: row["tokens"].split() for row in rows})
    return found


def labelled(rows, name):
    """A file's graph, each token under its place's kind."""
    kinds = [kind.split(", ")[-1] for kind in KINDS for _place in range(SPELLINGS)]
    return {
        (name, record): set(zip(kinds, tokens, strict=True))
        for record, tokens in rows.items()
    }


def in_clear(records, name):
    """What the attacker makes of identities: the blocks that no two of them share."""
    told = {
        record: {
            (block[0].split(", ")[-1], block[1:])
            for held in blocks(features(row_of(cells))).values()
            for block in held
        }
        for record, cells in records.items()
    }
    times = Counter(block for held in told.values() for block in held)
    return {
        (name, record): {block for block in held if times[block] == 1}
        for record, held in told.items()
    }


def guessed(encoded, clear):
    held = shared(labelled(encoded[0], "a") | labelled(encoded[1], "b"))
    told = shared(in_clear(clear[0], "a") | in_clear(clear[1], "b"))
    seeds = by_structure(held, told)
    return held, propagated(held, told, seeds)


def test_one_encoded_file_has_no_structure_at_all(encoded):
    for rows in encoded:
        assert not any(shared(labelled(rows, "a")).values())


def test_the_centre_s_two_files_do_have_one(encoded):
    """Else the test below would be of nothing."""
    held = shared(labelled(encoded[0], "a") | labelled(encoded[1], "b"))

    assert sum(map(bool, held.values())) > PEOPLE / 3


def test_the_true_register_and_who_is_in_which_file_name_nobody_in_both(world, encoded):
    clear = [
        {person: world.register[person] for person in world.side(side)}
        for side in SIDES
    ]
    held, guesses = guessed(encoded, clear)

    assert named(guesses, alone(held)) <= BY_CHANCE


def test_even_the_very_rows_in_clear_tell_few_records_of_both(world, encoded):
    held, guesses = guessed(encoded, [world.side(side) for side in SIDES])

    assert named(guesses, alone(held)) <= 0.03
