"""Accounts as operations."""

import pytest
from sqlmodel import select

from parcours.access.accounts import (
    add_account,
    called,
    disable_account,
    list_accounts,
)
from parcours.access.failures import AccountRefused
from parcours.access.journal import read_journal, verify_journal
from parcours.record.models import Account
from tests import record_house
from tests.record_house import context_for, open_record


HASH = "$argon2id$invented"


@pytest.fixture
def store(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


@pytest.fixture
def context(store):
    return context_for(store, record_house.add_account(store, role="operator"))


def add(context, **changes):
    fields = {
        "login": "b.zorglub",
        "display_name": "B. Zorglub",
        "role": "evaluator",
        "password_hash": HASH,
    }
    return add_account(context, **fields | changes)


def test_an_added_account_is_listed(context):
    add(context)

    assert [view.login for view in list_accounts(context)] == [
        "b.zorglub",
        "operator.zorglub",
    ]


def test_people_read_the_role_of_the_machine_and_never_its_login(store, context):
    add(context)
    with store.read() as session:
        names = {
            one.login: called(context, one) for one in session.exec(select(Account))
        }

    assert names == {
        "operator.zorglub": "Opérateur du poste",
        "b.zorglub": "B. Zorglub",
    }


def test_a_view_holds_no_password_hash(context):
    assert HASH not in repr(add(context))


@pytest.mark.parametrize(
    "changes",
    [
        {"login": "operator.zorglub"},
        {"login": "Avec Espace"},
        {"login": "x"},
        {"role": "operator"},
        {"role": "nosuch"},
        {"organisation": "nosuch"},
    ],
    ids=str,
)
def test_an_account_that_cannot_be_is_refused(context, changes):
    with pytest.raises(AccountRefused):
        add(context, **changes)


def test_a_disabled_account_stays_listed_as_disabled(context):
    add(context)
    disable_account(context, login="b.zorglub")
    again = disable_account(context, login="b.zorglub")

    assert again.disabled_at is not None


@pytest.mark.parametrize("login", ["operator.zorglub", "nobody"])
def test_the_machines_account_and_nobodys_are_not_disabled(context, login):
    with pytest.raises(AccountRefused):
        disable_account(context, login=login)


def test_the_journal_can_be_verified_and_the_verification_is_in_it(context):
    add(context)
    first = verify_journal(context)
    second = verify_journal(context)

    assert (first.holds, first.n_lines, second.n_lines) == (True, 1, 2)


def test_the_officer_reads_the_journal_newest_first(store, context):
    add(context)
    officer = record_house.add_account(store, role="data_protection_officer")
    lines = read_journal(context_for(store, officer), about="b.zorglub")

    assert [line.operation for line in lines] == ["account.add"]
