"""Every pseudonym keyed anew: who may, what changes, what stays, what is left."""

import json
import shutil
import threading

import pyarrow.parquet as pq
import pytest
from sqlmodel import col, func, select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.access.journal import read_journal
from parcours.approvals.failures import (
    AlreadyAgreed,
    ApprovalOfAnother,
    NotAgreed,
    OwnRequest,
)
from parcours.approvals.operations import decide_approval, list_approvals
from parcours.extract.operations import list_extracts
from parcours.intake.operations import undo_batch
from parcours.keeping.erasure import erase_person
from parcours.keeping.failures import RekeyingNeedsTwo, RekeyingUnproven
from parcours.keeping.keys import check_keys, split
from parcours.keeping.rekeying import rekey, request_rekeying
from parcours.matching.links import separate_person
from parcours.matching.operations import list_questions
from parcours.record.models import AuditLine, Batch, Link, Person
from parcours.territory.examination import State, examine
from parcours.territory.founding import NamesOfOtherKeys
from parcours.territory.places import places
from parcours.territory.repair import repair
from pseudonymisation.failures import VaultBusy
from pseudonymisation.keys.failures import PassphraseWrong, SharesDoNotFit
from pseudonymisation.keys.files import PSEUDONYM, RECOGNITION, read_keys
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.keys.shares import ShareFile
from pseudonymisation.naming import Names
from pseudonymisation.pseudonym import Pseudonym
from tests.rekeying_house import (
    ERASED,
    FIRST,
    NOW,
    SECOND,
    UNDONE,
    WEAK,
    WHY,
    acting,
    agreed,
    copy,
    extract,
    grow,
    lives,
    load,
    names_in,
    opened,
    rekeyed,
    rows,
    shares_of,
    traces,
)


@pytest.fixture(scope="module")
def grown(tmp_path_factory, territory_made):
    return grow(territory_made, tmp_path_factory.mktemp("grown") / "territory")


@pytest.fixture(scope="module")
def done(grown, tmp_path_factory):
    """The same territory, its pseudonyms keyed anew; do not change it."""
    folder = copy(grown, tmp_path_factory.mktemp("rekeyed") / "territory")
    territory = opened(folder)
    try:
        rekeyed(territory, agreed(territory))
    finally:
        territory.close()
    return folder


@pytest.fixture
def before(grown, tmp_path):
    territory = opened(copy(grown, tmp_path / "territory"))
    yield territory
    territory.close()


@pytest.fixture
def after(done, tmp_path):
    territory = opened(copy(done, tmp_path / "territory"))
    yield territory
    territory.close()


def untouched(folder, grown):
    same = read_keys(folder / "keys" / PSEUDONYM) == read_keys(
        grown / "keys" / PSEUDONYM
    )
    return same and names_in(folder) == names_in(grown)


def persons(territory):
    with territory.record.read() as session:
        return list(session.exec(select(Person.pseudonym).order_by(Person.id)))


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

    assert {_revealed(after, name) for name in parted} <= {"Vrontalbe", "Qwantelbo"}
    assert all(name.startswith("v2.record.") for name in parted)
    with pytest.raises(NotWithinReach):
        erase_person(acting(after, "dpo"), desk=after.desk, person=line.persons[0])
    assert line.ref not in {q.ref for q in list_questions(rose, desk=after.desk)}


def _revealed(territory, name):
    person = Pseudonym.parse(name)
    found = territory.desk.reveal_many([person], None).get(person)
    return found.birth_name if found else None


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


# Who may


@pytest.mark.parametrize("by", [(), ("second",)])
def test_fewer_than_two_others_is_nobody(before, grown, by):
    ref = agreed(before, by=by)

    with pytest.raises(NotAgreed):
        rekeyed(before, ref)
    assert untouched(before.folder, grown)
    (view,) = list_approvals(acting(before, "second"))
    assert (view.state, view.n_missing) == ("waiting", 2 - len(by))


def test_nobody_agrees_twice_nor_to_their_own_request(before):
    ref = agreed(before, by=("second",))

    with pytest.raises(AlreadyAgreed):
        decide_approval(acting(before, "second"), ref=ref, agree=True)
    with pytest.raises(OwnRequest):
        decide_approval(acting(before, "dpo"), ref=ref, agree=True)


def test_one_refusal_is_enough(before, grown):
    ref = agreed(before, by=("second",))
    decide_approval(acting(before, "third"), ref=ref, agree=False)

    with pytest.raises(NotAgreed):
        rekeyed(before, ref)
    assert untouched(before.folder, grown)


def test_without_both_custodians_nothing_is_done_and_no_approval_spent(
    before, grown, tmp_path
):
    ref, (one, two) = agreed(before), shares_of(before.folder)
    wrong = ShareFile(two.path, lambda: "pas la bonne phrase")
    for given, failure in (
        ((one, one), SharesDoNotFit),
        ((one, wrong), PassphraseWrong),
    ):
        with pytest.raises(failure):
            rekeyed(before, ref, shares=given)
    with pytest.raises(RekeyingNeedsTwo):
        rekey(
            acting(before, "dpo"),
            desk=before.desk,
            keys_folder=before.places.keys,
            approval=ref,
        )

    assert untouched(before.folder, grown)
    (view,) = list_approvals(acting(before, "second"))
    assert view.state == "agreed"


def test_the_approval_of_one_change_does_not_serve_for_the_next(before, tmp_path):
    ref = agreed(before)
    rekeyed(before, ref)
    anew = tuple(ShareFile(tmp_path / n, lambda: "un autre gardien") for n in "cd")
    split(
        before.context(before.operator()),
        keys_folder=before.places.keys,
        of=PSEUDONYM,
        shares=anew,
        strength=WEAK,
    )

    with pytest.raises(ApprovalOfAnother):
        rekeyed(before, ref, shares=anew)


def test_only_the_one_who_asked_begins(before, grown):
    ref = agreed(before)

    with pytest.raises(ApprovalOfAnother):
        rekey(
            before.context(before.operator()),
            desk=before.desk,
            keys_folder=before.places.keys,
            approval=ref,
            shares=shares_of(before.folder),
        )
    for login in ("second", "rose", "school"):
        with pytest.raises(AccessDenied):
            rekeyed(before, ref, login=login)
        with pytest.raises(AccessDenied):
            request_rekeying(acting(before, login), desk=before.desk, reason=WHY)
    assert untouched(before.folder, grown)


# Online


def test_a_writer_is_told_that_the_vault_is_held_and_readers_read(before, monkeypatch):
    monkeypatch.setattr("pseudonymisation.intent.BUSY_SECONDS", 0)
    other = opened(before.folder)
    seen = {}

    def look(name):
        if name != "prepared":
            return
        worker = threading.Thread(target=_work, args=(other, seen))
        worker.start()
        worker.join()

    rekeyed(before, agreed(before), step=look)
    name = persons(other)[0]
    assert seen == {"writer": VaultBusy, "reader": "Zzbrixmor"}
    assert (name[:3], _revealed(other, name)) == ("v2.", "Zzbrixmor")
    assert load(other, SECOND).already_known == 1
    other.close()


def _work(territory, seen):
    try:
        load(territory, FIRST.replace("D1", "D9"))
    except VaultBusy as refusal:
        seen["writer"] = type(refusal)
    seen["reader"] = _revealed(territory, persons(territory)[0])


def test_who_reads_between_the_two_stores_finds_everybody(before, monkeypatch):
    """The record says the next names, the vault's rows still hold the former ones."""
    other = opened(before.folder)
    seen = []

    def look(name):
        if name == "recorded":
            after_stage = persons(other)
            seen.extend(_revealed(other, one) for one in after_stage)

    expected = [_revealed(before, one) for one in persons(before)]
    rekeyed(before, agreed(before), step=look)

    assert seen == expected
    other.close()


def test_a_reader_of_the_record_keeps_the_former_root_until_one_starts_again(before):
    ref, names = agreed(before), persons(before)
    with before.record.read() as session:
        session.exec(select(Person)).all()
        held = rekeyed(before, ref)
        assert (held.done, held.generation) == (False, 2)
        assert read_roots(before.places.keys).to_retire
        check = next(
            c for c in examine(before.places, now=lambda: NOW) if c.name == "pseudonyms"
        )
        assert check.state is State.WARNING
    done = rekey(
        before.context(before.operator()),
        desk=before.desk,
        keys_folder=before.places.keys,
    )

    assert done.done
    assert traces(before.folder, [n.rsplit(".", 1)[1].encode() for n in names]) == []


# What would go wrong is seen before the former root goes


def test_somebody_whom_the_vault_does_not_know_stops_it_with_nothing_renamed(
    before, grown
):
    with before.record.write() as session:
        one = session.get(Person, 1)
        one.pseudonym = "v1.record." + "a" * 52
        session.add(one)
    names = names_in(before.folder)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert names_in(before.folder) == names
    roots = read_roots(before.places.keys)
    assert (roots.active, roots.staged) == (1, True)


def test_a_row_left_under_its_former_lookup_keeps_the_former_root(before, monkeypatch):
    monkeypatch.setattr(Names, "_look_up_anew", lambda *_arguments: None)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert read_roots(before.places.keys).to_retire


def test_a_former_name_in_a_free_page_keeps_the_former_root(before, monkeypatch):
    monkeypatch.setattr("parcours.record.store._rebuild", lambda _cursor: True)

    with pytest.raises(RekeyingUnproven):
        rekeyed(before, agreed(before))
    assert read_roots(before.places.keys).to_retire


def test_a_former_name_typed_into_a_reason_is_counted_and_told(before):
    name = persons(before)[0]
    asked = request_rekeying(
        acting(before, "dpo"), desk=before.desk, reason=f"fuite de {name}"
    )
    for login in ("second", "third"):
        decide_approval(acting(before, login), ref=asked.ref, agree=True)

    assert rekeyed(before, asked.ref).told == 1


def test_a_record_from_before_does_not_open_with_the_next_root(grown, after):
    after.close()
    for file in after.folder.glob("record.db*"):
        file.unlink()
    shutil.copy(grown / "record.db", after.folder / "record.db")

    with pytest.raises(NamesOfOtherKeys):
        opened(after.folder)


# Territories of before


def test_recognition_that_hung_on_the_root_is_parted_first_and_knows_everybody(
    territory_made, tmp_path
):
    made = shutil.copytree(territory_made, tmp_path / "made")
    (made / "keys" / RECOGNITION).unlink()
    content = json.loads((made / "keys" / PSEUDONYM).read_text())
    del content["generation"]
    (made / "keys" / PSEUDONYM).write_text(json.dumps(content))
    folder = grow(made, tmp_path / "territory")
    whole = lives(folder)
    territory = opened(folder)
    rekeyed(territory, agreed(territory))
    again = load(territory, SECOND, FIRST)
    erased = load(territory, ERASED.replace("D3", "D8"))
    territory.close()

    assert lives(folder) == whole
    assert (again.already_known, again.persons_new) == (2, 0)
    assert [r.code for r in erased.refused] == ["INTAKE-039"]
    assert (folder / "keys" / RECOGNITION).exists()


def test_repair_parts_what_hung_on_the_root(territory_made, tmp_path):
    folder = shutil.copytree(territory_made, tmp_path / "territory")
    (folder / "keys" / RECOGNITION).unlink()
    content = json.loads((folder / "keys" / PSEUDONYM).read_text())
    del content["generation"]
    (folder / "keys" / PSEUDONYM).write_text(json.dumps(content))
    place = places(folder, {})

    assert "keys.parted" in {
        c.name for c in examine(place, now=lambda: NOW) if c.state is State.WARNING
    }
    assert repair(place, now=lambda: NOW) == ["keys.parted"]
    assert repair(place, now=lambda: NOW) == []
