"""Signing in, sessions that end, and tries that are made to wait."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher
from sqlmodel import col, select

from parcours.access import signing_in
from parcours.access.failures import SignInRefused
from parcours.access.sessions import check_token, sign_out
from parcours.access.signing_in import sign_in
from parcours.audit.trail import ChainedAudit
from parcours.record.models import Account, AccountSession, AuditLine
from tests.record_house import (
    KEY,
    Clock,
    add_account,
    open_record,
    shipped_policy,
)


PASSWORD = "quatre mots cornichon rail"
QUICK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
AUDIT = ChainedAudit(KEY)


@pytest.fixture
def store(tmp_path):
    with open_record(tmp_path) as opened:
        for role in ("case_worker", "evaluator"):
            add_account(opened, role=role, password_hash=QUICK_HASH)
        yield opened


@pytest.fixture(autouse=True)
def quick_waste(monkeypatch):
    """The time of a refusal has its own test; elsewhere it need not be spent."""
    monkeypatch.setattr("parcours.access.passwords._nobody", lambda: QUICK_HASH)


@pytest.fixture
def clock():
    return Clock()


def enter(store, clock, *, login="case_worker.zorglub", password=PASSWORD):
    return sign_in(store, AUDIT, login=login, password=password, now=clock())


def refused(store, clock, **options):
    with pytest.raises(SignInRefused) as refusal:
        enter(store, clock, **options)
    return str(refusal.value)


def audit_lines(store):
    with store.read() as session:
        return session.exec(select(AuditLine).order_by(col(AuditLine.seq))).all()


def test_the_right_password_opens_a_session(store, clock):
    principal, token = enter(store, clock)
    found = check_token(store, policy=shipped_policy(), token=token, now=clock())

    assert found == principal
    assert [line.decision for line in audit_lines(store)] == ["allowed"]


def test_the_record_holds_only_the_digest_of_the_token(store, clock):
    _principal, token = enter(store, clock)
    with store.read() as session:
        row = session.exec(select(AccountSession)).one()

    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert len(token) >= 43  # 256 bits in base64


def test_tokens_differ(store, clock):
    assert len({enter(store, clock)[1] for _ in range(5)}) == 5


def test_every_reason_of_refusal_reads_the_same(store, clock):
    unknown = refused(store, clock, login="nobody")
    wrong = refused(store, clock, password="wrong")
    with store.write() as session:
        for account in session.exec(select(Account)):
            account.disabled_at = clock()
    disabled = refused(store, clock)

    assert unknown == wrong == disabled


def test_an_unknown_login_costs_the_same_hash(store, clock, monkeypatch):
    verified = []
    monkeypatch.setattr(
        "parcours.access.passwords._hasher",
        type("Spy", (), {"verify": lambda _self, *_: verified.append(1)})(),
    )
    with pytest.raises(SignInRefused):
        enter(store, clock, login="nobody")

    assert verified == [1]


def test_what_was_typed_as_an_unknown_login_is_not_audited(store, clock):
    refused(store, clock, login="my-password-by-mistake")

    assert [line.actor for line in audit_lines(store)] == ["unknown"]


def test_tries_against_a_waiting_or_disabled_account_are_audited_under_its_login(
    store, clock
):
    for _ in range(6):
        refused(store, clock, password="wrong")
    with store.write() as session:
        for account in session.exec(select(Account)):
            account.disabled_at = clock()
    refused(store, clock)

    actors = [line.actor for line in audit_lines(store)]
    assert actors == ["case_worker.zorglub"] * 7


def test_a_refusal_is_audited(store, clock):
    refused(store, clock, password="wrong")
    (line,) = audit_lines(store)

    assert (line.operation, line.decision) == ("account.sign_in", "denied")


def test_five_tries_are_free_then_waiting_doubles_up_to_a_quarter_of_an_hour(
    store, clock
):
    waits = []
    for _ in range(17):
        refused(store, clock, password="wrong")
        with store.read() as session:
            account = session.exec(
                select(Account).where(Account.role == "case_worker")
            ).one()
        until = account.locked_until
        waits.append(0 if until is None else int((until - clock()).total_seconds()))
        clock.instant = until or clock.instant

    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]


def test_while_waiting_even_the_right_password_is_refused(store, clock):
    for _ in range(5):
        refused(store, clock, password="wrong")

    refused(store, clock)
    clock.move(seconds=2)
    enter(store, clock)


def test_a_success_clears_the_count(store, clock):
    for _ in range(4):
        refused(store, clock, password="wrong")
    enter(store, clock)

    for _ in range(4):
        refused(store, clock, password="wrong")
    enter(store, clock)


def test_tries_made_at_once_cannot_outrun_the_count(store, clock):
    compared = []
    original = signing_in.password_matches

    def counting(*arguments):
        compared.append(1)
        return original(*arguments)

    signing_in.password_matches = counting
    try:
        with ThreadPoolExecutor(12) as pool:
            list(pool.map(lambda _: refused(store, clock, password="no"), range(12)))
    finally:
        signing_in.password_matches = original

    assert len(compared) == 5


@pytest.mark.parametrize(("role", "minutes"), [("case_worker", 15), ("evaluator", 60)])
def test_a_session_ends_when_idle(store, clock, role, minutes):
    _principal, token = enter(store, clock, login=f"{role}.zorglub")
    clock.move(minutes=minutes - 1)
    before = check_token(store, policy=shipped_policy(), token=token, now=clock())
    clock.move(minutes=minutes)

    assert before is not None
    assert check_token(store, policy=shipped_policy(), token=token, now=clock()) is None


def test_a_session_in_use_still_ends_after_eight_hours(store, clock):
    _principal, token = enter(store, clock)
    for _ in range(47):
        clock.move(minutes=10)
        assert (
            check_token(store, policy=shipped_policy(), token=token, now=clock())
            is not None
        )
    clock.move(minutes=10)

    assert check_token(store, policy=shipped_policy(), token=token, now=clock()) is None


def test_signing_out_ends_the_session_in_every_tab(store, clock):
    _principal, token = enter(store, clock)
    sign_out(store, AUDIT, token=token, now=clock())
    sign_out(store, AUDIT, token=token, now=clock())

    assert check_token(store, policy=shipped_policy(), token=token, now=clock()) is None
    assert [line.operation for line in audit_lines(store)] == [
        "account.sign_in",
        "account.sign_out",
    ]


def test_disabling_an_account_ends_its_sessions(store, clock):
    _principal, token = enter(store, clock)
    with store.write() as session:
        for account in session.exec(select(Account)):
            account.disabled_at = clock()

    assert check_token(store, policy=shipped_policy(), token=token, now=clock()) is None


def test_an_invented_token_is_nobody(store, clock):
    assert (
        check_token(store, policy=shipped_policy(), token="x" * 43, now=clock()) is None
    )


def test_an_account_without_password_cannot_sign_in(store, clock):
    add_account(store, role="operator", login="machine")

    refused(store, clock, login="machine", password="")
