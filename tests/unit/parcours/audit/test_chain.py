"""The audit chain: what is signed, and what a verification sees."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, text

from parcours.audit.chain import CHAINED_COLUMNS, canonical_text
from parcours.audit.trail import AuditEntry, ChainedAudit
from parcours.audit.verify import Break, Checkpoint, verify
from parcours.record.models import AuditLine
from tests.record_house import KEY, START, open_record


AUDIT = ChainedAudit(KEY)
N_LINES = 8
TEXTS = ("actor", "role", "organisation", "session", "operation", "about", "scope")


def entry(n):
    return AuditEntry(
        at=START + timedelta(seconds=n),
        actor=f"account-{n}",
        role="case_worker",
        operation="people.search",
        decision="allowed",
        about="" if n % 2 else None,
        n_results=n,
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with open_record(tmp_path_factory.mktemp("chain")) as opened:
        yield opened


@pytest.fixture
def chain(store):
    return fresh_chain(store)


def fresh_chain(store, n=N_LINES):
    with store.write() as session:
        session.exec(delete(AuditLine))
        for number in range(n):
            AUDIT.append(session, entry(number))
    return store


def verdict_of(store, **options):
    with store.read() as session:
        return verify(session, KEY, **options)


def run(store, statement):
    with store.write() as session:
        session.connection().execute(text(statement))


def test_a_chain_as_written_holds(chain):
    verdict = verdict_of(chain)

    assert (verdict.holds, verdict.n_lines, verdict.end.seq) == (True, N_LINES, N_LINES)


def test_an_empty_chain_holds(store):
    assert verdict_of(fresh_chain(store, 0)).holds


def test_every_column_but_the_hash_is_signed():
    assert {*CHAINED_COLUMNS, "hash"} == set(AuditLine.model_fields)


def test_null_and_empty_text_are_signed_differently():
    line = dict.fromkeys(AuditLine.model_fields, "x") | {"at": START}

    assert canonical_text(line | {"about": None}) != canonical_text(
        line | {"about": ""}
    )


def test_a_removed_line_is_seen(chain):
    run(chain, "DELETE FROM audit_line WHERE seq = 4")

    verdict = verdict_of(chain)

    assert (verdict.broken_at, verdict.how) == (4, Break.GAP)


def test_a_removed_line_is_seen_when_the_others_are_renumbered(chain):
    run(chain, "DELETE FROM audit_line WHERE seq = 4")
    run(chain, "UPDATE audit_line SET seq = -(seq - 1) WHERE seq > 4")
    run(chain, "UPDATE audit_line SET seq = -seq WHERE seq < 0")

    assert verdict_of(chain).broken_at == 4


def test_the_first_line_cannot_be_removed_unseen(chain):
    run(chain, "DELETE FROM audit_line WHERE seq = 1")

    assert verdict_of(chain).broken_at == 1


def test_two_swapped_lines_are_seen(chain):
    run(chain, "UPDATE audit_line SET seq = 99 WHERE seq = 3")
    run(chain, "UPDATE audit_line SET seq = 3 WHERE seq = 5")
    run(chain, "UPDATE audit_line SET seq = 5 WHERE seq = 99")

    assert verdict_of(chain).broken_at == 3


def test_an_inserted_line_without_the_key_is_seen(chain):
    with chain.write() as session:
        ChainedAudit(b"another key").append(session, entry(9))

    verdict = verdict_of(chain)

    assert (verdict.broken_at, verdict.how) == (N_LINES + 1, Break.ALTERED)


def test_a_rebuilt_tail_without_the_key_is_seen(chain):
    with chain.write() as session:
        session.exec(delete(AuditLine).where(col(AuditLine.seq) > 5))
        for number in range(3):
            ChainedAudit(b"another key").append(session, entry(number))

    assert verdict_of(chain).broken_at == 6


def test_a_line_too_damaged_to_read_is_seen(chain):
    run(chain, "UPDATE audit_line SET at = 'nonsense' WHERE seq = 6")

    verdict = verdict_of(chain)

    assert (verdict.broken_at, verdict.how) == (6, Break.ALTERED)


def test_a_cut_end_is_seen_only_with_a_checkpoint(chain):
    end = verdict_of(chain).end
    run(chain, "DELETE FROM audit_line WHERE seq > 5")

    assert verdict_of(chain).holds
    assert verdict_of(chain, against=end).how is Break.CUT


def test_a_chain_put_back_and_grown_anew_is_seen_with_a_checkpoint(chain):
    end = verdict_of(chain).end
    with chain.write() as session:
        session.exec(delete(AuditLine).where(col(AuditLine.seq) > 5))
        for number in range(6):
            AUDIT.append(session, replace(entry(number), actor="other"))

    assert verdict_of(chain).holds
    assert verdict_of(chain, against=end).how is Break.ALTERED


def test_a_checkpoint_on_the_way_holds(chain):
    with chain.read() as session:
        line = session.get(AuditLine, 5)

    assert verdict_of(chain, against=Checkpoint(5, line.hash)).holds


def test_the_verdict_says_what_it_cannot_see(chain):
    assert "point de contrôle" in verdict_of(chain).limits()


def test_reprs_hold_no_key():
    assert KEY.decode() not in repr(AUDIT)


mutations = st.one_of(
    st.tuples(st.just("text"), st.sampled_from((*TEXTS, "decision", "version"))),
    st.tuples(st.just("number"), st.just("n_results")),
    st.tuples(st.just("digit"), st.sampled_from(("hash", "previous"))),
    st.tuples(st.just("time"), st.just("at")),
    st.tuples(st.just("delete"), st.just("")),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    mutation=mutations,
    seq=st.integers(1, N_LINES),
    letter=st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1),
    place=st.integers(0, 63),
)
def test_any_single_mutation_before_the_end_is_seen(
    store, mutation, seq, letter, place
):
    fresh_chain(store)
    kind, column = mutation
    with store.write() as session:
        line = session.get_one(AuditLine, seq)
        if kind == "text":
            setattr(line, column, (getattr(line, column) or "") + letter)
        elif kind == "number":
            line.n_results += 1 + place
        elif kind == "time":
            line.at += timedelta(microseconds=1 + place)
        elif kind == "digit":
            digits = list(getattr(line, column))
            digits[place] = "0" if digits[place] != "0" else "1"
            setattr(line, column, "".join(digits))
        else:
            session.delete(line)

    verdict = verdict_of(store)

    undetectable = kind == "delete" and seq == N_LINES
    assert verdict.holds == undetectable
