"""Every role × every state of a session × every kind of operation.

The decision table says who may do what; here stands what a session must be for it. An
operation is of a kind by two things only: whether it concerns the own account alone,
and how fresh a proof it asks for. Both are written out below, operation by operation.
"""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from sqlmodel import select

from parcours.access.failures import AccessFailure
from parcours.access.guard import operation
from parcours.access.policy import Permitted
from parcours.access.sessions import check_token, new_session, standing_of
from parcours.record.models import Account, AccountSession, AuditLine
from tests.record_house import (
    Clock,
    add_account,
    context_for,
    open_record,
    shipped_policy,
)


#   role                     | minutes | factor
SESSIONS = {
    "case_worker": (15, "required"),
    "coordinator": (15, "required"),
    "evaluator": (60, "offered"),
    "policy_officer": (60, "offered"),
    "council_member": (60, "offered"),
    "data_protection_officer": (15, "required"),
    "administrator": (15, "required"),
    "reviewer": (15, "required"),
}
OWN_ACCOUNT = {
    *("account.prove", "account.read_own", "account.end_others"),
    *("account.begin_factor", "account.confirm_factor", "account.drop_factor"),
    *("account.renew_recovery", "account.change_password"),
}
PROOFS = {
    "account.begin_factor": 5,
    "account.confirm_factor": 10,
    "account.renew_recovery": 5,
    "account.drop_factor": 5,
    "account.change_password": 5,
    "account.set_password": 5,
    "account.reset_factor": 5,
    "approvals.request": 5,
    "approvals.decide": 5,
    "people.erase": 5,
    "keys.reidentify": 5,
    "keys.rekey": 5,
    "booklet.make": 15,
}
KINDS = {
    "own account": ("own_account", None),
    "own account, proof": ("own_account", 5),
    "other": ("record", None),
    "other, proof": ("record", 5),
    "other, longer proof": ("record", 15),
}
OVER = ("idle", "too old", "signed out", "disabled", "role changed", "no session")
STATES = ("fresh", "no factor", "proof old", "proof older", *OVER)
CODES = {"over": "ACCESS-004", "factor": "ACCESS-009", "proof": "ACCESS-010"}


@operation("test.state", kind="write")
def probe(context, session):
    return "done"


def expected(role, state, kind):
    """Say what the guard answers, from the three tables above alone."""
    touches, minutes = KINDS[kind]
    if state in OVER:
        return CODES["over"]
    lacks = state == "no factor" and SESSIONS[role][1] == "required"
    if lacks and touches != "own_account":
        return CODES["factor"]
    age = {"proof old": 5, "proof older": 15}.get(state, 0)
    return CODES["proof"] if minutes is not None and age >= minutes else "done"


def policy_of(kind):
    touches, minutes = KINDS[kind]
    everybody = MappingProxyType(dict.fromkeys(SESSIONS, "all"))
    made = Permitted("test.state", {}, touches, everybody, minutes)
    return replace(shipped_policy(), operations={"test.state": made})


def put_into(store, row, account, state, *, now):
    """Bring a fresh session with a factor into a state."""
    with store.write() as session:
        held = session.get_one(AccountSession, row)
        owner = session.get_one(Account, account)
        minutes = timedelta(minutes=SESSIONS[owner.role][0])
        if state == "idle":
            held.last_seen_at = now - minutes
        elif state == "too old":
            held.started_at = now - timedelta(hours=8)
        elif state == "signed out":
            held.ended_at = now
        elif state == "disabled":
            owner.disabled_at = now
        elif state == "role changed":
            owner.role = "operator"
        elif state == "no session":
            session.delete(held)
        elif state == "no factor":
            held.with_factor = False
        elif state != "fresh":
            ago = 5 if state == "proof old" else 15
            held.proved_at = now - timedelta(minutes=ago)


def answer(context):
    try:
        return probe(context)
    except AccessFailure as refusal:
        return refusal.code


@pytest.mark.parametrize("role", SESSIONS)
def test_a_session_opens_exactly_what_its_state_allows(tmp_path, role):
    clock = Clock()
    found, wanted, n_lines = {}, {}, 0
    with open_record(tmp_path) as store:
        for state in STATES:
            made = add_account(store, role=role, login=f"zorglub.{len(found)}")
            with store.write() as session:
                owner = session.get_one(Account, made.account_id)
                who = new_session(session, owner, state, factor=True, now=clock())
                session.flush()
                row = session.exec(
                    select(AccountSession.id).order_by(AccountSession.id.desc())
                ).first()
            put_into(store, row, made.account_id, state, now=clock())
            for kind in KINDS:
                context = context_for(store, who, policy=policy_of(kind), now=clock)
                found[state, kind] = answer(context)
                wanted[state, kind] = expected(role, state, kind)
                n_lines += 1
        with store.read() as session:
            lines = session.exec(select(AuditLine)).all()

    assert found == wanted
    assert [line.decision == "allowed" for line in lines] == [
        one == "done" for one in wanted.values()
    ]
    assert len(lines) == n_lines


@pytest.mark.parametrize("role", SESSIONS)
def test_a_session_counts_till_the_minute_that_its_role_says(tmp_path, role):
    clock, policy = Clock(), shipped_policy()
    with open_record(tmp_path) as store:
        made = add_account(store, role=role)
        with store.write() as session:
            owner = session.get_one(Account, made.account_id)
            who = new_session(session, owner, "token", factor=True, now=clock())
        minutes = SESSIONS[role][0]
        clock.move(minutes=minutes, seconds=-1)
        with store.read() as session:
            before = standing_of(session, who, now=clock(), policy=policy)
        clock.move(seconds=1)
        after = check_token(store, token="token", now=clock(), policy=policy)

    assert before is not None
    assert after is None


def test_each_operation_is_of_the_kind_that_stands_here():
    operations = shipped_policy().operations

    assert {o.code for o in operations.values() if o.touches == "own_account"} == (
        OWN_ACCOUNT
    )
    asked = {o.code: o.proof_minutes for o in operations.values()}
    assert {code: n for code, n in asked.items() if n is not None} == PROOFS
    assert {
        role.code: ("offered", "required")[role.needs_factor]
        for role in shipped_policy().roles.values()
        if role.code in SESSIONS
    } == {role: factor for role, (_minutes, factor) in SESSIONS.items()}


def test_all_that_gives_an_identity_back_or_destroys_it_asks_for_a_proof():
    """A new operation of these kinds must say how fresh a proof it asks for."""
    grave = ("people.erase", "keys.reidentify", "keys.rekey", "booklet.make")

    assert {*grave, "approvals.request", "approvals.decide"} <= set(PROOFS)
