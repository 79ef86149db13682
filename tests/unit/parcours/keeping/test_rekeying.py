"""Every pseudonym keyed anew: what changes, what stays, what goes on."""

import pyarrow.parquet as pq
import pytest
from sqlmodel import col, func, select

from parcours.access.failures import NotWithinReach
from parcours.access.journal import read_journal
from parcours.extract.operations import list_extracts
from parcours.intake.operations import undo_batch
from parcours.keeping.erasure import erase_person
from parcours.keeping.keys import check_keys, split
from parcours.matching.links import separate_person
from parcours.matching.operations import list_questions
from parcours.record.models import AuditLine, Batch, Link, Person
from parcours.territory.examination import State, examine
from pseudonymisation.keys.failures import SharesDoNotFit
from pseudonymisation.keys.files import PSEUDONYM, read_keys
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.keys.shares import ShareFile
from tests.rekeying_house import (
    ERASED,
    FIRST,
    NOW,
    SECOND,
    UNDONE,
    WEAK,
    acting,
    agreed,
    extract,
    lives,
    load,
    names_in,
    persons,
    rekeyed,
    revealed,
    rows,
    traces,
)


# What it does


def test_every_name_is_another_and_every_path_the_same(grown, done):
    assert lives(done) == lives(grown)
    assert rows(done) == rows(grown)
    assert len(names_in(done)) == len(names_in(grown))
    assert names_in(done).isdisjoint(names_in(grown))


def test_no_former_name_is_left_in_any_file(grown, done):
    former = names_in(grown)

    assert "record.db" in traces(grown, former)  # the search finds what is there
    assert traces(done, former) == []
    assert traces(done, [b"v1.record.", b"v1.subject."]) == []


def test_the_former_root_is_nowhere_and_the_other_keys_are_as_before(grown, done):
    former = read_keys(grown / "keys" / PSEUDONYM)["root"]
    files = sorted((done / "keys").iterdir())

    assert all(former not in file.read_text() for file in files)
    assert dict(read_roots(done / "keys").by_generation).keys() == {2}
    for file in files:
        if file.name != PSEUDONYM:
            assert file.read_bytes() == (grown / "keys" / file.name).read_bytes()


def test_extracts_of_before_and_after_do_not_join_and_both_are_listed(done, after):
    made = extract(after, "apres")
    again = extract(after, "avant_bis")
    columns = [
        set(pq.read_table(folder / "persons.parquet")["pseudonym"].to_pylist())
        for folder in (after.folder / "extracts/avant", made.folder, again.folder)
    ]
    bodies = [{name.rsplit(".", 1)[1] for name in names} for names in columns]

    assert len(bodies[0]) == len(bodies[1]) > 0
    assert bodies[0].isdisjoint(bodies[1])
    assert {name.split(".")[0] for name in columns[0]} == {"v1"}
    assert {name.split(".")[0] for name in columns[1]} == {"v2"}
    listed = list_extracts(
        after.context(after.operator()), territory_folder=after.folder
    )
    assert [one.name for one in listed] == ["apres", "avant", "avant_bis"]


def test_a_study_of_the_same_name_does_not_join_over_the_change(grown, after):
    extract(after, "avant")
    names = [
        set(pq.read_table(folder / "persons.parquet")["pseudonym"].to_pylist())
        for folder in (grown / "extracts/avant", after.folder / "extracts/avant")
    ]
    bodies = [{name.rsplit(".", 1)[1] for name in told} for told in names]

    assert bodies[0].isdisjoint(bodies[1])


def test_examination_audit_and_keys_are_sound_afterwards(after):
    checks = examine(after.places, now=lambda: NOW)
    found = check_keys(
        after.context(after.operator()),
        desk=after.desk,
        keys_folder=after.places.keys,
    )

    assert [c.name for c in checks if c.state is State.FAILED] == []
    assert next(c for c in checks if c.name == "pseudonyms").state is State.OK
    assert (found.sound, found.generation, found.rekeying) == (True, 2, "")
    with after.record.read() as session:
        assert after.audit.verify(session).holds


def test_the_audit_of_before_leads_to_the_names_of_today(grown, after):
    officer = acting(after, "dpo")
    with after.record.read() as session:
        kept = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
    shown = [
        line.about
        for line in read_journal(officer, limit=1000)
        if line.operation == "people.reveal_identity"
    ]

    assert shown[0] in persons(after)
    found = read_journal(officer, about=shown[0])
    assert "people.reveal_identity" in {line.operation for line in found}
    assert not any("v1." in (line.about or "") for line in kept)


def test_the_audit_says_who_asked_who_agreed_and_what_was_done(after):
    with after.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
    told = [
        (line.operation, line.actor, line.reason, line.about)
        for line in lines
        if line.operation in ("approvals.request", "approvals.decide", "keys.rekey")
    ]
    ref = told[0][3]

    assert told == [
        ("approvals.request", "dpo", None, ref),
        ("approvals.decide", "second", "agreed", ref),
        ("approvals.decide", "third", "agreed", ref),
        ("keys.rekey", "dpo", None, ref),
        ("keys.rekey", "dpo", "approval used", ref),
        ("keys.rekey", "dpo", None, "pseudonyms:2"),
        ("keys.rekey", "dpo", "former root destroyed", "pseudonyms:2"),
    ]


# What goes on afterwards


def test_a_known_code_is_known_and_an_erased_person_stays_away(after):
    n = len(persons(after))
    answer = load(
        after,
        FIRST.replace("CDI;05/03/2025", "chômage;01/09/2025"),
        ERASED.replace("D3", "D8"),
    )

    assert (answer.accepted, answer.persons_new) == (1, 0)
    assert [r.code for r in answer.refused] == ["INTAKE-039"]
    assert len(persons(after)) == n
    assert load(after, SECOND).already_known == 1


def test_whom_an_undo_had_withdrawn_may_come_again_and_be_undone_again(after):
    answer = load(after, UNDONE)
    with after.record.read() as session:
        ref = session.exec(select(Batch.ref).order_by(Batch.id.desc())).first()
    undo_batch(after.context(after.operator()), desk=after.desk, ref=ref)

    assert answer.persons_new == 1
    assert persons(after)[-1].startswith("v2.record.")


def test_a_batch_of_before_is_undone(after):
    with after.record.read() as session:
        ref = session.exec(select(Batch.ref).order_by(Batch.id)).first()

    undo_batch(after.context(after.operator()), desk=after.desk, ref=ref)


def test_questions_separations_and_erasures_still_work(after):
    rose = acting(after, "rose")
    line = list_questions(rose, desk=after.desk)[0]
    parted = separate_person(rose, desk=after.desk, person=_joined(after))
    erase_person(acting(after, "dpo"), desk=after.desk, person=line.persons[0])

    assert {revealed(after, name) for name in parted} <= {"Vrontalbe", "Qwantelbo"}
    assert all(name.startswith("v2.record.") for name in parted)
    with pytest.raises(NotWithinReach):
        erase_person(acting(after, "dpo"), desk=after.desk, person=line.persons[0])
    assert line.ref not in {q.ref for q in list_questions(rose, desk=after.desk)}


def _joined(territory):
    """Name the person on whom two subjects' links stand."""
    standing = (
        select(Person.pseudonym)
        .join(Link, col(Link.person_id) == Person.id)
        .where(col(Link.revoked_on).is_(None))
        .group_by(Person.pseudonym)
        .having(func.count() > 1)
    )
    with territory.record.read() as session:
        return session.exec(standing).one()


def test_it_can_be_done_again_with_new_shares_and_a_new_approval(after, tmp_path):
    ref = agreed(after)
    with pytest.raises(SharesDoNotFit):
        rekeyed(after, ref)
    anew = tuple(ShareFile(tmp_path / n, lambda: "un autre gardien") for n in "cd")
    split(
        after.context(after.operator()),
        keys_folder=after.places.keys,
        of=PSEUDONYM,
        shares=anew,
        strength=WEAK,
    )
    done = rekeyed(after, ref, shares=anew)

    assert (done.generation, done.done, done.told) == (3, True, 0)
    assert {name.split(".")[0] for name in persons(after)} == {"v3"}
