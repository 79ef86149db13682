"""A record with three accounts to sign in to."""

import pytest

from pseudonymisation.keys.envelope import Envelope
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.keys.words import WordSeal
from tests.record_house import Clock, open_record
from tests.sign_in_house import QUICK_HASH, House


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return WordSeal(Envelope(Keyring.create(tmp_path_factory.mktemp("k") / "keys")))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def quick_waste(monkeypatch):
    monkeypatch.setattr("parcours.access.passwords._nobody", lambda: QUICK_HASH)


@pytest.fixture
def house(tmp_path, clock, words, quick_waste):
    with open_record(tmp_path) as store:
        yield House(store, clock, words)
