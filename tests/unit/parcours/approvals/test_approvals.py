"""Two people, one act, once, within its time; all of it audited."""

import pytest
from sqlmodel import col, select

from parcours.access.failures import AccessDenied
from parcours.approvals.failures import (
    AlreadyAgreed,
    AlreadyDecided,
    ApprovalExpired,
    ApprovalOfAnother,
    ApprovalUnknown,
    ApprovalUsed,
    NotAgreed,
    OwnRequest,
    ReasonMissing,
)
from parcours.approvals.operations import (
    decide_approval,
    list_approvals,
    request_approval,
    use,
)
from parcours.record.models import AuditLine
from tests.record_house import Clock, add_account, context_for, open_record


KIND = "reidentification"
WHY = "Le juge des enfants le demande"


@pytest.fixture
def house(tmp_path):
    """The one who asks, the one who decides, and a clock."""
    clock = Clock()
    with open_record(tmp_path) as store:
        asker = add_account(store, role="data_protection_officer", login="dpo")
        second = add_account(store, role="administrator", login="admin")
        yield (
            context_for(store, asker, now=clock),
            context_for(store, second, now=clock),
            clock,
        )


def ask(context, **changes):
    fields = {"kind": KIND, "target": "t1", "n_persons": 3, "reason": WHY, "days": 7}
    return request_approval(context, **{**fields, **changes})


def spend(context, ref, *, target="t1"):
    with context.record.write() as session:
        use(context, session, ref=ref, kind=KIND, target=target)


def state(context):
    return [view.state for view in list_approvals(context)]


def test_asked_agreed_used_once(house):
    asker, second, _clock = house
    ref = ask(asker).ref
    assert state(second) == ["waiting"]
    assert decide_approval(second, ref=ref, agree=True).decided_by == "admin"
    assert state(second) == ["agreed"]
    spend(asker, ref)
    assert state(second) == ["used"]

    with pytest.raises(ApprovalUsed):
        spend(asker, ref)


def test_nobody_agrees_to_their_own_request_and_the_attempt_is_audited(house):
    asker, second, _clock = house
    ref = ask(asker).ref
    with pytest.raises(OwnRequest) as refused:
        decide_approval(asker, ref=ref, agree=True)

    assert refused.value.code == "APPROVAL-002"
    assert state(second) == ["waiting"]
    with asker.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(col(AuditLine.seq))).all()
    assert [(x.operation, x.decision, x.about) for x in lines[:2]] == [
        ("approvals.request", "allowed", ref),
        ("approvals.decide", "denied", ref),
    ]


def test_what_nobody_agreed_to_serves_nothing(house):
    asker, second, _clock = house
    ref = ask(asker).ref
    with pytest.raises(NotAgreed):
        spend(asker, ref)
    decide_approval(second, ref=ref, agree=False)
    with pytest.raises(NotAgreed):
        spend(asker, ref)
    assert state(second) == ["refused"]


def test_a_decision_is_taken_once(house):
    asker, second, _clock = house
    ref = ask(asker).ref
    decide_approval(second, ref=ref, agree=False)

    with pytest.raises(AlreadyDecided):
        decide_approval(second, ref=ref, agree=True)


def test_an_approval_expires_before_or_after_it_is_agreed(house):
    asker, second, clock = house
    late, agreed = ask(asker).ref, ask(asker).ref
    decide_approval(second, ref=agreed, agree=True)
    clock.move(days=7)

    with pytest.raises(ApprovalExpired):
        decide_approval(second, ref=late, agree=True)
    with pytest.raises(ApprovalExpired):
        spend(asker, agreed)
    assert state(second) == ["expired", "expired"]


def test_no_request_waits_longer_than_thirty_days(house):
    asker, _second, clock = house
    asked = ask(asker, days=3000)

    assert (asked.expires_at - clock()).days == 30


def test_an_approval_serves_for_its_own_list_and_its_own_asker(house):
    asker, second, _clock = house
    ref = ask(asker).ref
    decide_approval(second, ref=ref, agree=True)

    for context, target in ((asker, "t2"), (second, "t1")):
        with pytest.raises(ApprovalOfAnother):
            spend(context, ref, target=target)
    spend(asker, ref)


def test_a_request_says_why(house):
    with pytest.raises(ReasonMissing):
        ask(house[0], reason="  bref  ")


def test_an_unknown_request_is_said_so(house):
    with pytest.raises(ApprovalUnknown):
        decide_approval(house[1], ref="0" * 16, agree=True)


@pytest.mark.parametrize("role", ["case_worker", "evaluator", "operator"])
def test_others_neither_ask_nor_decide(house, role):
    asker, _second, clock = house
    other = add_account(asker.record, role=role)
    context = context_for(asker.record, other, now=clock)

    with pytest.raises(AccessDenied):
        ask(context)
    with pytest.raises(AccessDenied):
        decide_approval(context, ref="x", agree=True)


def test_a_rekeying_takes_two_others_and_one_refusal_ends_it(house):
    asker, second, clock = house
    other = add_account(asker.record, role="administrator", login="third")
    third = context_for(asker.record, other, now=clock)
    ref, ended = (ask(asker, kind="rekeying").ref for _ in range(2))

    one = decide_approval(second, ref=ref, agree=True)
    assert (one.state, one.n_missing, one.decided_by) == ("waiting", 1, "admin")
    with pytest.raises(AlreadyAgreed):
        decide_approval(second, ref=ref, agree=True)
    with pytest.raises(OwnRequest):
        decide_approval(asker, ref=ref, agree=True)
    two = decide_approval(third, ref=ref, agree=True)
    assert (two.state, two.n_missing, two.seconded_by) == ("agreed", 0, "third")
    decide_approval(second, ref=ended, agree=True)
    assert decide_approval(third, ref=ended, agree=False).state == "refused"


@pytest.mark.parametrize("again", [False, True])
def test_a_spent_approval_serves_on_only_where_its_one_change_was_cut_short(
    house, again
):
    asker, second, _clock = house
    ref = ask(asker).ref
    decide_approval(second, ref=ref, agree=True)
    spend(asker, ref)

    with asker.record.write() as session:
        if again:
            use(asker, session, ref=ref, kind=KIND, target="t1", again=True)
        else:
            with pytest.raises(ApprovalUsed):
                use(asker, session, ref=ref, kind=KIND, target="t1")
