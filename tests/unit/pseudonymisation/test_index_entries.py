"""What the blind index keeps beside a token: sealed, opened for few, taken out."""

import sqlite3

import pytest

from pseudonymisation import index_entries, reindex
from pseudonymisation.desk import PartialDate
from pseudonymisation.failures import CiphertextRefused
from pseudonymisation.identities.migrations import run
from pseudonymisation.keys.blocks import PairSeal
from pseudonymisation.linkage import index_version
from tests.unit.pseudonymisation.conftest import open_desk, someone
from tests.unit.pseudonymisation.hands import (
    CLUB,
    indexed,
    refuse,
    rows,
    under_intent,
)


SEAL = PairSeal(bytes(32))
PAIRS = [(5, 1), (-6, 1), (5, 2), (-(2**63), 2**40), (2**63 - 1, 0)]


def test_what_is_sealed_opens_and_says_nothing_of_whose_it_is():
    entries = SEAL.seal(PAIRS)
    blocks = [block for _token, block in entries]

    assert SEAL.open(entries) == [identity for _token, identity in PAIRS]
    assert {len(block) for block in blocks} == {16}
    assert len(set(blocks)) == len(PAIRS)
    halves = [half for block in blocks for half in (block[:8], block[8:])]
    assert len(set(halves)) == 2 * len(PAIRS)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda entries: [(entries[1][0], entries[0][1])],
        lambda entries: [(entries[0][0], entries[0][1][:-1] + b"0")],
        lambda entries: [(entries[0][0], entries[0][1][:-1]), *entries[1:]],
        lambda entries: [(entries[0][0], None)],
        lambda entries: [(None, entries[0][1])],
    ],
)
def test_an_entry_altered_or_beside_another_token_is_refused(spoil):
    with pytest.raises(CiphertextRefused):
        SEAL.open(spoil(SEAL.seal(PAIRS)))


def test_another_key_opens_nothing():
    with pytest.raises(CiphertextRefused):
        PairSeal(b"1" * 32).open(SEAL.seal(PAIRS))


def erased(desk, person):
    day = desk._vault.now().date()
    under_intent(desk, lambda intent: desk.erase(person, intent=intent, day=day))


def three(admit):
    """Identities 1 to 3, of which the second is another young person's."""
    return admit(
        someone(code="A1"),
        someone(code="A2", birth_name="Qwundel", birth_date=PartialDate(2009, 7, 2)),
        someone(organisation="mairie", code="M1"),
    )


def forbid(monkeypatch, way):
    def refused(*_some):
        raise AssertionError(way)

    monkeypatch.setattr(index_entries, way, refused)


def test_few_are_taken_out_without_reading_the_index(desk, folder, admit, monkeypatch):
    forbid(monkeypatch, "_take_out_by_reading")
    _one, other, _third = three(admit)
    before = indexed(desk, folder)
    erased(desk, other.person)

    assert (before, indexed(desk, folder)) == ({1, 2, 3}, {1, 3})


def test_many_are_taken_out_by_reading_the_index_once(desk, folder, admit, monkeypatch):
    forbid(monkeypatch, "_take_out_by_tokens")
    monkeypatch.setattr(index_entries, "FEW", 0)
    _one, other, _third = three(admit)
    erased(desk, other.person)

    assert indexed(desk, folder) == {1, 3}


def test_where_one_entry_is_missed_the_index_is_read(desk, folder, admit, monkeypatch):
    """Whatever the reason: nobody who goes may stay in it by half."""
    made = index_entries._entries_of

    def by_half(vault, some):
        return [(1, bytes(16)), *made(vault, some)[1:]]

    monkeypatch.setattr(index_entries, "_entries_of", by_half)
    _one, other, _third = three(admit)
    erased(desk, other.person)

    assert indexed(desk, folder) == {1, 3}


@pytest.mark.usefixtures("rules_may_change")
def test_under_other_rules_who_refuses_is_found_by_reading(folder, monkeypatch):
    """Their tokens are not those that the rules of today make."""
    monkeypatch.setattr(reindex, "FEW", 0)
    with open_desk(folder) as desk:
        one, _other = under_intent(
            desk,
            lambda intent: desk.admit(
                [someone(code="A1"), someone(**CLUB)], intent=intent
            ),
        )
    monkeypatch.setattr(index_version, "FORMAT", 99)
    monkeypatch.setattr(
        "pseudonymisation.linkage.tokens._blocks", lambda *_some: {("other", "rules")}
    )
    with open_desk(folder) as desk:
        refuse(desk, one.subject)

        assert indexed(desk, folder) == {2}


def test_an_entry_that_somebody_altered_does_not_stop_an_erasure(desk, folder, admit):
    one, _other, _third = three(admit)
    thief = sqlite3.connect(folder / "vault.db")
    thief.execute(
        "UPDATE tokens SET sealed = zeroblob(16)"
        " WHERE (token, sealed) IN (SELECT token, sealed FROM tokens LIMIT 1)"
    )
    thief.commit()
    thief.close()
    erased(desk, one.person)
    left = rows(folder, "SELECT token, sealed FROM tokens WHERE sealed != zeroblob(16)")

    assert set(desk._vault.entries.open(left)) == {2}
    assert desk.integrity().altered == ("tokens",)


def test_an_intake_undone_takes_its_entries_out(desk, folder, admit):
    three(admit)
    with desk.intent(kind="test", author="zoe") as intent:
        desk.admit([someone(code="A4", birth_name="Wzatomir")], intent=intent)
        intent.prepare()
    before = indexed(desk, folder)
    desk.recover(lambda _ref: False)

    assert (before, indexed(desk, folder)) == ({1, 2, 3, 4}, {1, 2, 3})
    assert desk.integrity().holds


def test_the_former_index_leaves_no_byte_in_a_vault_that_is_migrated(tmp_path):
    url = f"sqlite:///{tmp_path}/vault.db"
    run.upgrade(url)
    _downgraded(url)
    vault = sqlite3.connect(tmp_path / "vault.db")
    vault.execute("PRAGMA journal_mode=WAL")
    tokens = [0x5A5A_1111_2222_0000 + n for n in range(2_000)]
    vault.executemany(
        "INSERT INTO tokens (token, identity) VALUES (?, 7)", [(t,) for t in tokens]
    )
    vault.commit()
    held = b"".join(path.read_bytes() for path in tmp_path.glob("vault.db*"))
    assert sum(token.to_bytes(8, "big") in held for token in tokens) == len(tokens)
    vault.close()

    run.upgrade(url)
    left = b"".join(path.read_bytes() for path in tmp_path.glob("vault.db*"))
    assert not [token for token in tokens if token.to_bytes(8, "big") in left]


def _downgraded(url):
    from pathlib import Path

    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(Path(run.__file__).parent))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0005")
    engine.dispose()
