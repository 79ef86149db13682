"""Nothing of an identity shows: in bytes at rest, in printed values, in errors."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections import Counter
from datetime import timedelta

import numpy as np
import pytest

import pseudonymisation
from config.failure import Where
from pseudonymisation.desk import IdentityRow, PartialDate
from pseudonymisation.failures import RowWithoutHandle
from pseudonymisation.finding import _Known
from pseudonymisation.identities.normalise import Features, features
from pseudonymisation.keys.keyring import Keyring
from pseudonymisation.keys.words import SealedWords
from pseudonymisation.linkage.clusters import Clusters, gather
from pseudonymisation.linkage.columns import Columns, columns_of
from pseudonymisation.linkage.lexicon import lexicon_of
from pseudonymisation.linkage.matching import match
from pseudonymisation.linkage.rules import LinkageRules, read_linkage_rules
from pseudonymisation.linkage.scoring import Scored
from pseudonymisation.linkage.tokens import TokenMaker
from pseudonymisation.values import Admission, Identity
from tests.unit.pseudonymisation.conftest import open_desk, someone


CANARY = "Zzcanariquux"
HIDDEN = (
    IdentityRow,
    Identity,
    PartialDate,
    Features,
    Admission,
    Keyring,
    SealedWords,
    _Known,
)
ARRAYS = (Columns, Clusters, Scored, LinkageRules)
"""They hold numbers of names, or rules; two further tests print them."""


def modules():
    for found in pkgutil.walk_packages(pseudonymisation.__path__, "pseudonymisation."):
        if "migrations" not in found.name:
            yield importlib.import_module(found.name)


def dataclasses_of_the_package():
    for module in modules():
        for _name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and dataclasses.is_dataclass(kind):
                yield kind


def failures_of_the_package():
    for _name, kind in inspect.getmembers(pseudonymisation.failures, inspect.isclass):
        if kind.__module__ == "pseudonymisation.failures" and "code" in vars(kind):
            yield kind


@pytest.mark.parametrize("kind", sorted(HIDDEN, key=lambda kind: kind.__name__))
def test_a_value_that_holds_an_identity_prints_nothing_of_it(kind):
    values = dict.fromkeys((f.name for f in dataclasses.fields(kind)), CANARY)
    if kind is Admission:
        values["decision"] = next(iter(pseudonymisation.values.Decision))
        values["row"] = 1
    if kind is IdentityRow:
        values["row"] = 1
    made = kind(**values)

    assert CANARY not in repr(made)
    assert CANARY not in str(made)


def test_every_dataclass_that_may_hold_an_identity_is_among_the_hidden_ones():
    names = {"birth", "surnames", "given_names", "content", "features", "birth_date"}
    holders = {
        kind
        for kind in dataclasses_of_the_package()
        if names & {f.name for f in dataclasses.fields(kind)}
        and "Level" not in str(kind.__annotations__)
    }

    assert holders <= {*HIDDEN, *ARRAYS}


def test_the_arrays_of_the_linkage_print_no_name():
    rows = [features(someone(given_names=CANARY)), features(someone())]
    columns = columns_of(rows)
    everyone = np.ones(columns.rows, dtype=np.bool_)
    clusters = gather(columns, np.arange(columns.rows))
    matched = match(rows, rules=read_linkage_rules())
    shown = (columns, clusters, lexicon_of(columns, everyone), matched, matched.asked)
    printed = "".join(map(repr, shown)).lower()

    assert CANARY.lower() not in printed
    assert "zzbrixmor" not in printed


@pytest.mark.parametrize("kind", list(failures_of_the_package()))
def test_every_error_says_what_where_and_how_to_mend_it_in_french(kind):
    fields = {
        "file": "encryption.json",
        "row": 7,
        "what": "Règle.",
        "where": Where("records.csv", 3, "nom"),
        "within": timedelta(minutes=10),
    }
    wanted = inspect.signature(kind.__init__).parameters
    error = kind(**{name: fields[name] for name in wanted if name in fields})

    assert error.code.split("-")[0] in ("VAULT", "KEYS")
    assert error.what
    assert error.not_done
    assert error.remedy


def test_no_two_errors_share_a_code():
    codes = Counter(kind.code for kind in failures_of_the_package())

    assert set(codes.values()) == {1}


def test_a_refused_row_is_named_by_its_number_alone(desk):
    row = someone(row=7, birth_name=None, given_names=None, commune=CANARY)
    with (
        pytest.raises(RowWithoutHandle) as refused,
        desk.intent(kind="test", author="zoe") as intent,
    ):
        desk.admit([row], intent=intent)

    assert CANARY not in str(refused.value)
    assert refused.value.where.line == 7


def test_the_vaults_files_hold_no_name_in_clear(folder):
    canaries = [CANARY, "Qwicanari", "Xylocanard", "Trifouilly-les-Canaris"]
    desk = open_desk(folder)
    with desk.intent(kind="test", author="zoe") as intent:
        row = someone(
            code="CODECANARI",
            birth_name=canaries[0],
            usage_name=canaries[1],
            given_names=canaries[2],
            commune=canaries[3],
        )
        admission = desk.admit([row], intent=intent)[0]
        intent.prepare()
        intent.finish()
    while_open = b"".join(p.read_bytes() for p in folder.glob("vault.db*"))
    desk.close()
    closed = b"".join(p.read_bytes() for p in folder.glob("vault.db*"))

    for held in (while_open, closed):
        assert b"college" in held  # the search does look into the rows
        for name in (*canaries, "CODECANARI", str(admission.person)):
            for spelling in (name, name.lower(), name.upper()):
                assert spelling.encode() not in held


def test_a_token_joins_at_least_two_fields():
    """Same name, other day: no token in common but that of the two names."""
    maker = TokenMaker(bytes(32))
    base = maker.tokens(features(someone()))
    one_field_kept = {
        "surname": someone(given_names="Aglaé", birth_date=PartialDate(1999, 9, 9)),
        "given": someone(birth_name="Qwantel", birth_date=PartialDate(1999, 9, 9)),
        "day": someone(birth_name="Qwantel", given_names="Aglaé"),
    }

    for row in one_field_kept.values():
        assert not base & maker.tokens(features(row))


def test_tokens_under_another_key_have_nothing_in_common():
    found = features(someone())

    assert not TokenMaker(bytes(32)).tokens(found) & TokenMaker(b"x" * 32).tokens(found)


def test_an_identity_without_two_fields_has_no_token():
    assert not TokenMaker(bytes(32)).tokens(
        features(someone(given_names=None, birth_date=None))
    )
