"""Keys and erasure on a whole territory: both stores, the audit, the intake."""

import sqlite3

import pytest
from sqlmodel import select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.approvals.failures import ApprovalOfAnother, ApprovalUsed
from parcours.approvals.operations import decide_approval
from parcours.extract.operations import create_extract
from parcours.intake.failures import RowsRefused
from parcours.intake.operations import load_file, preview_file, undo_batch
from parcours.keeping.erasure import erase_person
from parcours.keeping.keys import check_keys, reindex, rotate, seal, split
from parcours.keeping.reidentification import reidentify, request_reidentification
from parcours.record.models import (
    Account,
    AuditLine,
    Batch,
    Link,
    Person,
    SourceSubject,
)
from parcours.territory.opening import Territory
from pseudonymisation.keys.failures import PassphraseWrong, SharesDoNotFit
from pseudonymisation.keys.keyring import PSEUDONYM
from pseudonymisation.keys.seal import Strength
from pseudonymisation.keys.shares import ShareFile
from pseudonymisation.linkage import index_version
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.translate import Translator
from tests.conftest import NOW
from tests.record_house import whom


PHRASE = "correct cheval pile agrafe"
WEAK = Strength(2, 19 * 1024, 1)
WHY = "Le juge des enfants le demande"
HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation;Date fin situation\n"
)
FIRST = "D1;Zzbrixmor;Ana;03/09/2006;01/02/2025;CDI;05/03/2025;\n"
SECOND = "D2;Qwautre;Luc;11/10/2005;01/02/2025;chômage;06/03/2025;\n"
NEWS = "D1;Zzbrixmor;Ana;03/09/2006;01/02/2025;chômage;01/09/2025;\n"
OTHER_CODE = "D7;Zzbrixmor;Ana;03/09/2006;01/02/2025;chômage;01/09/2025;\n"


@pytest.fixture
def act(territory):
    """Give the context of an account of a role, made where it is missing."""

    def _act(role):
        if role == "operator":
            return territory.context(territory.operator())
        with territory.record.write() as session:
            there = session.exec(select(Account).where(Account.login == role)).first()
            if there is None:
                session.add(
                    Account(login=role, display_name=role, role=role, created_at=NOW)
                )
        return territory.context(territory.acting_as(role))

    return _act


@pytest.fixture
def load(territory, act):
    def _load(*lines, **options):
        return load_file(
            act("operator"),
            desk=territory.desk,
            source=(HEADER + "".join(lines)).encode(),
            template="mission_locale",
            name="essai.csv",
            **options,
        )

    return _load


@pytest.fixture
def people(territory, load):
    """Two young people by one file, and their pseudonyms."""
    load(FIRST, SECOND)
    with territory.record.read() as session:
        return list(session.exec(select(Person.pseudonym).order_by(Person.id)))


def lines_of(territory, name):
    with territory.record.read() as session:
        found = session.exec(select(AuditLine).where(AuditLine.operation == name))
        return [
            (line.decision, whom(territory.audit, session, line), line.n_results)
            for line in found
        ]


def test_an_erased_person_is_nobody_in_both_stores(territory, act, people):
    done = erase_person(
        act("data_protection_officer"), desk=territory.desk, person=people[0]
    )

    assert (done.subjects, done.scrubbed) == (1, True)
    with territory.record.read() as session:
        person = session.exec(select(Person).where(Person.pseudonym == people[0])).one()
        link = session.exec(select(Link).where(Link.person_id == person.id)).one()
        subject = session.get(SourceSubject, link.subject_id)
    assert (person.birth_month, person.sex, subject.code) == (None, None, None)
    assert person.erased_on == subject.erased_on == link.revoked_on == NOW.date()
    assert lines_of(territory, "people.erase") == [
        ("allowed", people[0], None),
        ("allowed", people[0], 1),
    ]


def test_whoever_is_erased_once_cannot_be_found_again(territory, act, people):
    officer = act("data_protection_officer")
    erase_person(officer, desk=territory.desk, person=people[0])

    with pytest.raises(NotWithinReach):
        erase_person(officer, desk=territory.desk, person=people[0])


@pytest.mark.parametrize("row", [NEWS, OTHER_CODE])
def test_a_later_file_that_names_an_erased_person_says_so_and_loads_the_rest(
    territory, act, load, people, row
):
    erase_person(act("data_protection_officer"), desk=territory.desk, person=people[0])
    third = "D3;Qwtrois;Noé;01/10/2005;01/02/2025;chômage;06/03/2025;\n"
    previewed = preview_file(
        act("operator"),
        desk=territory.desk,
        source=(HEADER + row + third).encode(),
        template="mission_locale",
        name="essai.csv",
    )
    answer = load(row, third, with_answer=True)

    assert [r.as_dict() for r in answer.refused] == [
        {"line": 2, "column": None, "code": "INTAKE-039"}
    ]
    assert previewed.refused == answer.refused
    assert (answer.accepted, answer.persons_new, previewed.accepted) == (1, 1, 1)
    assert "INTAKE-039" in {line.code for line in answer.for_partner}
    with territory.record.read() as session:
        batch = session.exec(select(Batch).order_by(Batch.id.desc())).first()
    assert (batch.n_rows, batch.n_accepted, batch.n_refused) == (2, 1, 1)


def test_the_same_file_again_brings_nobody_back(territory, act, load, people):
    erase_person(act("data_protection_officer"), desk=territory.desk, person=people[0])
    again = load(FIRST, SECOND)

    assert (again.accepted, again.already_known, again.persons_new) == (0, 2, 0)


def test_all_or_nothing_refuses_a_file_that_names_an_erased_person(
    territory, act, load, people
):
    erase_person(act("data_protection_officer"), desk=territory.desk, person=people[0])

    with pytest.raises(RowsRefused):
        load(NEWS, all_or_nothing=True)


def test_a_batch_is_undone_without_its_erased_persons(territory, act, load, people):
    erase_person(act("data_protection_officer"), desk=territory.desk, person=people[0])
    ref = load(FIRST, SECOND).batch
    undone = undo_batch(act("operator"), desk=territory.desk, ref=ref)

    assert undone.subjects == 1


def test_no_extract_holds_an_erased_person(territory, act, people, tmp_path):
    erase_person(act("data_protection_officer"), desk=territory.desk, person=people[0])
    found = territory.places
    with Translator.open(found.keys, found.vault_url) as translator:
        made = create_extract(
            act("operator"),
            translator=translator,
            name="apres",
            territory_folder=territory.folder,
        )

    assert made.manifest.persons == 1


def test_the_machine_s_operator_erases_nobody(territory, act, people):
    with pytest.raises(AccessDenied):
        erase_person(act("operator"), desk=territory.desk, person=people[0])
    assert territory.desk.reveal(Pseudonym.parse(people[0]), organisation=None)


def test_a_check_counts_verifies_and_leaves_the_counter_in_the_audit(
    territory, act, people
):
    keys = territory.places.keys
    first = check_keys(act("operator"), desk=territory.desk, keys_folder=keys)
    second = check_keys(act("operator"), desk=territory.desk, keys_folder=keys)

    assert first.sound
    assert (first.opened, list(first.data_keys.values())) == (2, [2])
    assert (first.counter_before, second.counter_before) == (None, first.counter)
    assert f"vault:{first.counter}" in str(lines_of(territory, "keys.check"))


def test_a_check_sees_a_changed_row_and_a_vault_put_back_whole(
    territory, act, load, people, tmp_path
):
    keys, vault = territory.places.keys, territory.folder / "vault.db"
    raw = sqlite3.connect(vault)
    raw.execute("VACUUM INTO ?", (str(tmp_path / "earlier.db"),))
    load("D3;Qwtrois;Noé;01/10/2005;01/02/2025;chômage;06/03/2025;\n")
    check_keys(act("operator"), desk=territory.desk, keys_folder=keys)
    raw.execute("UPDATE links SET decision = 'joined' WHERE id = 1")
    raw.commit()
    changed = check_keys(act("operator"), desk=territory.desk, keys_folder=keys)
    raw.close()
    territory.desk.close()
    for name in ("vault.db-wal", "vault.db-shm"):
        (territory.folder / name).unlink(missing_ok=True)
    vault.write_bytes((tmp_path / "earlier.db").read_bytes())
    back = check_keys(act("operator"), desk=territory.desk, keys_folder=keys)

    assert (changed.altered, changed.sound) == (("links",), False)
    assert (back.altered, back.fell_back, back.sound) == ((), True, False)


def test_a_rotation_is_audited_with_the_new_key(territory, act, people):
    done = rotate(
        act("operator"), desk=territory.desk, keys_folder=territory.places.keys
    )

    assert done.proven == 2
    assert lines_of(territory, "keys.rotate") == [
        ("allowed", None, None),
        ("allowed", done.key_id, 2),
    ]


@pytest.mark.usefixtures("rules_may_change")
def test_an_index_made_anew_is_audited_with_its_version(
    territory, act, people, monkeypatch
):
    monkeypatch.setattr(index_version, "FORMAT", 10_000)
    done = reindex(act("operator"), desk=territory.desk)
    again = reindex(act("operator"), desk=territory.desk)

    assert (done.indexed, done.proven, again.indexed) == (2, 2, 0)
    assert lines_of(territory, "linkage.reindex")[:2] == [
        ("allowed", None, None),
        ("allowed", done.name, 2),
    ]


def test_a_territory_with_sealed_keys_opens_by_a_named_variable(territory, act, people):
    seal(act("operator"), keys_folder=territory.places.keys, new=PHRASE, strength=WEAK)
    environ = {"PARCOURS_PASSPHRASE_ENV": "MINE", "MINE": PHRASE}
    with pytest.raises(PassphraseWrong):
        Territory.open(
            territory.folder, environ={**environ, "MINE": "no"}, now=lambda: NOW
        )
    opened = Territory.open(territory.folder, environ=environ, now=lambda: NOW)
    found = opened.desk.reveal(Pseudonym.parse(people[0]), organisation=None)
    opened.close()

    assert found.birth_name == "Zzbrixmor"


@pytest.fixture
def shares(territory, act, tmp_path):
    two = tuple(ShareFile(tmp_path / name, lambda: PHRASE) for name in "ab")
    split(
        act("operator"),
        keys_folder=territory.places.keys,
        of=PSEUDONYM,
        shares=two,
        strength=WEAK,
    )
    return two


def reidentified(territory, context, shares, ref, persons):
    return reidentify(
        context,
        desk=territory.desk,
        keys_folder=territory.places.keys,
        shares=shares,
        approval=ref,
        persons=persons,
    )


def test_a_list_is_reidentified_by_two_persons_and_two_custodians_once(
    territory, act, people, shares
):
    officer, wanted = act("data_protection_officer"), [Pseudonym.parse(people[1])]
    ref = request_reidentification(
        officer, desk=territory.desk, persons=wanted, reason=WHY
    ).ref
    decide_approval(act("administrator"), ref=ref, agree=True)
    with pytest.raises(SharesDoNotFit):  # a mistake spends no approval
        reidentified(territory, officer, (shares[0], shares[0]), ref, wanted)
    with pytest.raises(ApprovalOfAnother):
        reidentified(
            territory, officer, shares, ref, [Pseudonym.parse(p) for p in people]
        )
    found = reidentified(territory, officer, shares, ref, wanted)

    assert [one.birth_name for one in found.values()] == ["Qwautre"]
    with pytest.raises(ApprovalUsed):
        reidentified(territory, officer, shares, ref, wanted)
    assert ("allowed", people[1], 1) in lines_of(territory, "keys.reidentify")


def test_without_its_right_nobody_reidentifies(territory, act, people, shares):
    wanted = [Pseudonym.parse(people[1])]
    for role in ("operator", "administrator", "coordinator"):
        with pytest.raises(AccessDenied):
            reidentified(territory, act(role), shares, "x", wanted)
