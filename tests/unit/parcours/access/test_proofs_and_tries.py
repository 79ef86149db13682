"""Proofs and their age, and the waiting of an address."""

from dataclasses import replace

import pytest
from sqlmodel import col, select, text

from parcours.access.failures import (
    FactorNeeded,
    ProofNeeded,
    SessionOver,
    SignInRefused,
)
from parcours.access.guard import operation
from parcours.access.own_account import (
    begin_own_factor,
    confirm_own_factor,
    drop_own_factor,
    read_own_account,
)
from parcours.access.policy import Permitted
from parcours.access.sessions import check_token
from parcours.record.models import AuditLine
from tests.record_house import shipped_policy
from tests.sign_in_house import (
    FREE,
    PASSWORD,
    WORKER,
    secret_of,
)


@operation("test.grave", kind="write")
def probe(context, session):
    return "done"


def with_probe(role, minutes=None):
    shipped = shipped_policy()
    made = Permitted("test.grave", {}, "none", {role: "all"}, minutes)
    return replace(shipped, operations={**shipped.operations, "test.grave": made})


def test_a_role_that_must_have_a_factor_reaches_its_own_account_alone(house):
    context = house.context(house.enter(WORKER), policy=with_probe(WORKER))

    with pytest.raises(FactorNeeded):
        probe(context)
    assert read_own_account(context).needs_factor
    confirm_own_factor(context, code=house.code(secret_of(begin_own_factor(context))))

    assert probe(context) == "done"
    with pytest.raises(FactorNeeded):
        drop_own_factor(context)


def test_a_grave_act_asks_for_a_fresh_proof_and_takes_it(house):
    token, secret, _codes = house.set_up(FREE)
    policy = with_probe(FREE, 5)
    house.clock.move(minutes=3)
    assert probe(house.context(token, policy=policy)) == "done"
    house.clock.move(minutes=1)  # one passed while the factor was set up
    with pytest.raises(ProofNeeded):
        probe(house.context(token, policy=policy))

    me = house.who(token)
    for password, code in ((PASSWORD, "000000"), ("wrong", house.code(secret))):
        with pytest.raises(SignInRefused):
            house.prove(me, password, code)
        with pytest.raises(ProofNeeded):
            probe(house.context(token, policy=policy))
    house.prove(me, PASSWORD, house.code(secret))

    assert probe(house.context(token, policy=policy)) == "done"


def test_a_proof_does_not_wake_a_session_that_is_over(house):
    token = house.enter(FREE)
    me = house.who(token)
    house.clock.move(hours=9)

    with pytest.raises(SessionOver):
        house.prove(me)
    assert house.who(token) is None


def test_asking_whether_one_may_still_be_there_keeps_no_session_alive(house):
    token = house.enter(FREE)
    for _ in range(59):
        house.clock.move(minutes=1)
        check_token(
            house.store,
            token=token,
            now=house.clock(),
            policy=shipped_policy(),
            note=False,
        )
    house.clock.move(minutes=1)

    assert house.who(token) is None


def test_an_address_waits_after_twenty_tries_whatever_the_login(house):
    for number in range(20):
        house.refuses(f"nobody{number}", address="198.51.100.7")

    house.refuses(FREE, address="198.51.100.7")
    house.enter(FREE, address="203.0.113.9")
    house.clock.move(seconds=2)
    house.enter(FREE, address="198.51.100.7")


def test_one_s_own_account_does_not_clear_the_count_of_an_address(house):
    for number in range(30):
        with pytest.raises(SignInRefused):
            house.enter(f"nobody{number}", address="198.51.100.7")
        if number < 19:
            house.enter(FREE, address="198.51.100.7")

    house.refuses(FREE, address="198.51.100.7")


def test_an_address_lies_as_a_keyed_handle_and_is_forgotten_after_a_day(
    house, tmp_path
):
    house.refuses("nobody", address="198.51.100.7")
    held = b"".join(path.read_bytes() for path in tmp_path.glob("record.db*"))
    assert b"198.51.100.7" not in held

    house.clock.move(hours=25)
    house.refuses("nobody", address="203.0.113.9")
    with house.store.read() as session:
        n = session.connection().execute(text("SELECT count(*) FROM address_tries"))
        assert n.scalar_one() == 1


def test_who_signs_in_and_who_is_refused_is_audited(house):
    house.set_up(FREE)
    house.refuses(FREE)
    with house.store.read() as session:
        lines = session.exec(select(AuditLine).order_by(col(AuditLine.seq))).all()

    assert [(line.operation, line.decision) for line in lines] == [
        ("account.sign_in", "allowed"),
        ("account.begin_factor", "allowed"),
        ("account.confirm_factor", "allowed"),
        ("account.sign_in", "denied"),
    ]
    assert {line.actor for line in lines} == {FREE}
