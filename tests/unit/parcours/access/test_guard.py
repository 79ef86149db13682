"""The guard: authorise, run, audit, answer, in the right order."""

import re
from types import MappingProxyType

import pytest
from sqlmodel import Session, col, func, select, text

from config.failure import Failure
from parcours.access.context import Context
from parcours.access.failures import (
    AccessDenied,
    AuditImpossible,
    NotWithinReach,
    SessionOver,
)
from parcours.access.guard import operation, registry
from parcours.access.journal import read_journal
from parcours.access.policy import Permitted, Policy, Role
from parcours.audit.handles import Handles
from parcours.record.models import Account, AuditLine, FinishedIntent
from tests.record_house import (
    KEY,
    START,
    Clock,
    add_account,
    context_for,
    open_record,
)


ROLE = Role("tester", {"fr": "t", "en": "t"})
NAMES = (
    "test.read",
    "test.write",
    "test.vault",
    "test.list",
    "test.refuse",
    "test.fail",
)
POLICY = Policy(
    roles={"tester": ROLE},
    operations={
        name: Permitted(name, {}, "none", MappingProxyType({"tester": "all"}))
        for name in NAMES
    },
)
LINES = select(AuditLine).order_by(col(AuditLine.seq))
seen: list[str] = []


class Refused(Failure):
    code = "TEST-001"


@operation("test.read", kind="read", about="person")
def read(context: Context, session: Session, *, person: str) -> list[str]:
    return [person, str(context.scope)]


@operation("test.write", kind="write", about="ref")
def write(context: Context, session: Session, *, ref: str, stop: bool = False) -> int:
    session.add(FinishedIntent(ref=ref, kind="test", recorded_at=context.now()))
    session.flush()
    if stop:
        raise InterruptedError
    context.trace.n_results = 7
    return 7


@operation("test.vault", kind="vault")
def vault(context: Context, session: Session) -> int:
    return session.exec(select(func.count()).select_from(AuditLine)).one()


@operation("test.list", kind="vault")
def many(context: Context, session: Session, *, persons: int) -> None:
    context.trace.revealed = tuple(f"v1.record.{n:06}zzzz" for n in range(persons))


@operation("test.refuse", kind="read", about="person")
def refuse(context: Context, session: Session, *, person: str) -> None:
    raise NotWithinReach


@operation("test.fail", kind="read")
def fail(context: Context, session: Session) -> None:
    raise Refused("x", not_done="x", remedy="x")


@operation("test.unlisted", kind="read")
def unlisted(context: Context, session: Session) -> str:
    seen.append("ran")
    return "answer"


@pytest.fixture
def store(tmp_path):
    with open_record(tmp_path) as opened:
        yield opened


@pytest.fixture
def context(store):
    return context_for(store, add_account(store, role="tester"), policy=POLICY)


def lines(store):
    with store.read() as session:
        return session.exec(LINES).all()


def make_audit_unwritable(store):
    with store.write() as session:
        session.connection().execute(
            text(
                "CREATE TRIGGER no_audit BEFORE INSERT ON audit_line "
                "BEGIN SELECT RAISE(ABORT, 'no'); END"
            )
        )


def test_a_reading_is_answered_and_audited(store, context):
    answer = read(context, person="v1.record.a")
    (line,) = lines(store)
    with store.read() as session:
        handles = Handles(KEY).by_name(session, ["v1.record.a"])

    assert answer == ["v1.record.a", "all"]
    assert (line.operation, line.decision, line.about) == (
        "test.read",
        "allowed",
        handles["v1.record.a"],
    )
    assert (line.n_results, line.scope, line.actor) == (2, "all", "tester.zorglub")


def test_a_writing_and_its_line_are_committed_together(store, context):
    write(context, ref="a")
    (line,) = lines(store)

    assert (line.about, line.n_results) == ("a", 7)


def test_a_writing_that_stops_leaves_neither_row_nor_line(store, context):
    with pytest.raises(InterruptedError):
        write(context, ref="a", stop=True)

    with store.read() as session:
        assert session.get(FinishedIntent, "a") is None
    assert lines(store) == []


def test_the_vault_is_touched_only_after_the_line_is_committed(context):
    assert vault(context) == 1


def test_a_closing_line_names_five_hundred_persons_shown_and_says_that_more_were(
    store, context
):
    many(context, persons=501)
    first, closing = lines(store)

    assert (first.n_results, first.about) == (None, None)
    assert closing.n_results == 501
    told = closing.about.split(",")
    assert (len(set(told)), told[-1]) == (501, "…")
    assert all(re.fullmatch(r"h1\.unknown\.[a-z2-7]{10}", one) for one in told[:-1])


def test_the_journal_of_a_person_holds_the_lists_that_showed_them(
    store, context, monkeypatch
):
    monkeypatch.setattr("parcours.access.journal.LISTS", ("test.list",))
    many(context, persons=3)
    reader = context_for(
        store, add_account(store, role="data_protection_officer", login="dpo")
    )

    found = read_journal(reader, about="v1.record.000002zzzz")
    none = read_journal(reader, about="v1.record.000009zzzz")

    assert [line.operation for line in found] == ["test.list"]
    assert [line.operation for line in none] == []


def test_an_unlisted_operation_is_denied_and_the_denial_audited(store, context):
    seen.clear()
    with pytest.raises(AccessDenied):
        unlisted(context)
    (line,) = lines(store)

    assert (line.operation, line.decision, line.scope) == (
        "test.unlisted",
        "denied",
        None,
    )
    assert seen == []


def test_another_role_is_denied(store):
    stranger = context_for(store, add_account(store, role="other"), policy=POLICY)

    with pytest.raises(AccessDenied):
        read(stranger, person="a")


def test_absent_and_forbidden_answer_alike_and_are_audited_as_denied(store, context):
    answers = []
    for person in ("absent", "another’s"):
        with pytest.raises(NotWithinReach) as refusal:
            refuse(context, person=person)
        answers.append((str(refusal.value), refusal.value.as_dict()))

    assert answers[0] == answers[1]
    assert [line.decision for line in lines(store)] == ["denied", "denied"]


def test_a_reasoned_failure_of_a_reading_is_audited_too(store, context):
    with pytest.raises(Refused):
        fail(context)

    assert [line.operation for line in lines(store)] == ["test.fail"]


@pytest.mark.parametrize("kind", ["read", "vault", "denied"])
def test_no_audit_line_no_answer(store, context, kind):
    make_audit_unwritable(store)
    calls = {
        "read": lambda: read(context, person="a"),
        "vault": lambda: vault(context),
        "denied": lambda: unlisted(context),
    }

    with pytest.raises(AuditImpossible):
        calls[kind]()


def test_no_audit_line_nothing_written(store, context):
    make_audit_unwritable(store)
    with pytest.raises(AuditImpossible):
        write(context, ref="a")

    with store.read() as session:
        assert session.get(FinishedIntent, "a") is None


def test_a_disabled_account_is_stopped_at_its_next_call(store, context):
    with store.write() as session:
        session.get_one(Account, context.principal.account_id).disabled_at = START

    with pytest.raises(SessionOver):
        read(context, person="a")
    assert [line.decision for line in lines(store)] == ["denied"]


def test_a_changed_role_is_stopped_at_its_next_call(store, context):
    with store.write() as session:
        session.get_one(Account, context.principal.account_id).role = "other"

    with pytest.raises(SessionOver):
        write(context, ref="a")


def test_two_operations_cannot_share_a_name():
    def other(context: Context, session: Session) -> None:
        """Stands in another module."""

    other.__module__ = "elsewhere"

    with pytest.raises(ValueError, match=r"test\.read"):
        operation("test.read", kind="read")(other)


def test_operations_are_registered_with_their_kind():
    assert registry()["test.vault"].kind == "vault"


def test_the_civil_day_is_that_of_the_territory(store, context):
    late = context_for(
        store, context.principal, now=Clock(START.replace(hour=22, minute=30))
    )

    assert late.today().isoformat() == "2025-09-02"
