"""Keys at the command line: passphrases by descriptor or variable, never by words."""

import json
import os
import shutil

import pytest

from tests.forked import run_forked
from tests.rekeying_house import PHRASES, grown_once, names_in, shares_of


PHRASE = "correct cheval pile agrafe"


def pipe(text):
    reader, writer = os.pipe()
    os.write(writer, f"{text}\n".encode())
    os.close(writer)
    return reader


def parcours(folder, *words, phrases=(), **variables):
    """Run a command in a process of its own; {0}, {1}… stand for descriptors."""
    fds = [pipe(text) for text in phrases]
    told = run_forked(
        ["--dir", str(folder), *map(str, words)],
        fds=fds,
        environ={**os.environ, "PARCOURS_LANG": "fr", **variables},
    )
    for fd in fds:
        os.close(fd)
    return told


@pytest.fixture
def folder(territory_made, tmp_path):
    shutil.copytree(territory_made, tmp_path / "territory")
    return tmp_path / "territory"


@pytest.mark.slow
def test_keys_are_sealed_split_lost_and_made_again(folder, tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    sealed = parcours(folder, "keys", "seal", "--new-fd", "{0}", phrases=[PHRASE])
    assert sealed.returncode == 0, sealed.stderr
    closed = parcours(folder, "keys", "check")
    assert (closed.returncode, "KEYS-007" in closed.stderr) == (1, True)
    wrong = parcours(folder, "--passphrase-env", "MINE", "keys", "check", MINE="no")
    assert (wrong.returncode, "KEYS-008" in wrong.stderr) == (1, True)

    split = parcours(
        folder,
        *("--passphrase-fd", "{0}", "keys", "split"),
        *("--share-1", one, "--share-1-fd", "{1}"),
        *("--share-2", two, "--share-2-fd", "{2}"),
        phrases=[PHRASE, "le premier gardien", "le second gardien"],
    )
    assert split.returncode == 0, split.stderr
    (folder / "keys" / "pseudonym.json").unlink()
    again = parcours(
        folder,
        *("keys", "combine", "--share-1", one, "--share-1-fd", "{0}"),
        *("--share-2", two, "--share-2-fd", "{1}"),
        phrases=["le premier gardien", "le second gardien"],
    )
    assert again.returncode == 0, again.stderr

    rotated = parcours(
        folder, "--passphrase-fd", "{0}", "keys", "rotate", phrases=[PHRASE]
    )
    assert rotated.returncode == 0, rotated.stderr
    checked = parcours(
        folder, "--passphrase-env", "MINE", "keys", "check", "--json", MINE=PHRASE
    )
    told = json.loads(checked.stdout)
    assert (checked.returncode, told["sound"]) == (0, True)
    assert [file["sealed"] is not None for file in told["files"]] == [
        True,
        False,
        True,
        True,
    ]


@pytest.fixture
def grown(territory_made, tmp_path_factory):
    return grown_once(tmp_path_factory, territory_made)


@pytest.mark.slow
def test_pseudonyms_of_a_sealed_territory_are_keyed_anew_by_five_people(grown):
    former, (one, two) = names_in(grown), shares_of(grown)
    parcours(grown, "keys", "seal", "--new-fd", "{0}", phrases=[PHRASE])

    def mine(login, *words, phrases=()):
        asked = ("--passphrase-env", "MINE", "--as", login, *words, "--json")
        return parcours(grown, *asked, phrases=phrases, MINE=PHRASE)

    asked = mine("dpo", "keys", "rekey", "--request", "--reason", "Une part a fui")
    ref = json.loads(asked.stdout)["ref"]
    early = mine("dpo", "keys", "rekey", "--approval", ref)
    for login in ("second", "third"):
        assert mine(login, "approvals", "agree", ref).returncode == 0
    done = mine(
        "dpo",
        *("keys", "rekey", "--approval", ref),
        *("--share-1", one.path, "--share-1-fd", "{0}"),
        *("--share-2", two.path, "--share-2-fd", "{1}"),
        phrases=PHRASES,
    )
    told = json.loads(done.stdout)
    check = mine("dpo", "keys", "check")

    assert (early.returncode, "KEEPING-001" in early.stderr + early.stdout) == (1, True)
    assert (told["generation"], told["done"], told["told"]) == (2, True, 0)
    assert told["former_extracts"] == ["avant"]
    assert json.loads(check.stdout)["sound"]
    assert names_in(grown).isdisjoint(former)
    assert all(
        "root" not in json.loads(file.read_text())
        for file in (grown / "keys").glob("*.json")
    )
    text = parcours(
        grown, "--passphrase-env", "MINE", "keys", "rekey", MINE=PHRASE
    )  # nothing is under way: it begins nothing by itself
    assert "KEEPING-001" in text.stderr
