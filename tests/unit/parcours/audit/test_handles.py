"""Lines of the audit name rows of the record by keyed handles, never pseudonyms."""

import pytest
from sqlmodel import select

from parcours.audit.handles import Handles, short
from parcours.audit.trail import AuditEntry, ChainedAudit
from parcours.record.models import AuditLine, Person
from tests.record_house import KEY, START, open_record, whom


ONE, TWO, NOBODY = (f"v1.record.{sign * 52}" for sign in "abc")


@pytest.fixture
def store(tmp_path):
    with open_record(tmp_path) as opened:
        with opened.write() as session:
            for name in (ONE, TWO):
                session.add(Person(pseudonym=name, recorded_at=START))
        yield opened


def told(store, about, *, key=KEY):
    audit = ChainedAudit(key)
    entry = AuditEntry(
        at=START, actor="a", role="r", operation="o", decision="allowed", about=about
    )
    with store.write() as session:
        audit.append(session, entry)
    with store.read() as session:
        line = session.exec(select(AuditLine).order_by(AuditLine.seq.desc())).first()
        return line.about, whom(audit, session, line)


def test_a_line_names_no_pseudonym_and_leads_back_to_it(store):
    handle, name = told(store, ONE)

    assert handle.startswith("h1.person.")
    assert (ONE[-6:] in handle, name) == (False, ONE)


def test_a_handle_stays_when_the_pseudonym_changes(store):
    before, _name = told(store, ONE)
    anew = ONE.replace("v1.", "v2.").replace("a", "z")
    with store.write() as session:
        person = session.exec(select(Person).where(Person.pseudonym == ONE)).one()
        person.pseudonym = anew
        session.add(person)

    assert told(store, anew) == (before, anew)


def test_several_stand_in_short_and_what_names_nobody_stays(store):
    handles, names = told(store, f"{ONE},{TWO},…")

    assert names == f"{ONE},{TWO},…"
    assert len(handles) < 2 * 24
    assert told(store, "vault:17") == ("vault:17", "vault:17")


def test_whom_the_record_does_not_know_stands_under_a_handle_too(store):
    handle, name = told(store, NOBODY)

    assert handle == name
    assert handle.startswith("h1.unknown.")


def test_without_the_key_a_handle_says_nothing(store):
    with store.read() as session:
        (one,) = Handles(KEY).by_name(session, [ONE]).values()
        (other,) = Handles(b"another key").by_name(session, [ONE]).values()

    assert one != other
    assert short(one) != short(other)
