"""A partner's file comes in, comes again, changes, and goes out again."""

import json

import pytest
from sqlalchemy import text

from config.failure import Failure
from parcours.access.failures import AccessDenied, ConventionMissing
from parcours.intake import failures
from parcours.intake.answer import answer_csv
from parcours.intake.operations import load_file, preview_file, undo_batch
from parcours.record.models import (
    Assignment,
    Link,
    Organisation,
    SharingChoice,
    SituationFact,
    SourceSubject,
)
from tests.intake_house import CANARY, EXAMPLES


HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation;Date fin situation\n"
)
FIRST = f"D1;{CANARY};Ana;03/09/2006;01/02/2025;CDI;05/03/2025;\n"
SECOND = "D2;ZZTESTBE;Luc;11/10/2005;01/02/2025;chômage;06/03/2025;\n"
BAD = "D3;ZZTESTCE;Zoé;31/02/2006;01/02/2025;CDI;05/03/2025;\n"


@pytest.fixture
def load(territory, context):
    def loading(*lines, template="mission_locale", **options):
        content = (HEADER + "".join(lines)).encode()
        options = {"source": content, "template": template, "name": "f.csv"} | options
        return load_file(context, desk=territory.desk, **options)

    return loading


def live(territory):
    """Everything that counts today, without surrogate ids."""
    columns = "subject_id, situation, starts_on, ends_on, verified_on"
    told = (
        f"SELECT {columns} FROM situation_fact WHERE retired_on IS NULL",  # noqa: S608
        "SELECT subject_id, kind, starts_on FROM intervention WHERE retired_on IS NULL",
        "SELECT subject_id, starts_on FROM observation_window WHERE retired_on IS NULL",
        "SELECT subject_id, person_id FROM link WHERE revoked_on IS NULL",
    )
    with territory.record.read() as session:
        return [sorted(map(tuple, session.execute(text(query)))) for query in told]


def count(territory, table):
    with territory.record.read() as session:
        return session.execute(text(f"SELECT count(*) FROM {table}")).scalar()  # noqa: S608


def test_good_rows_load_and_the_others_are_listed_without_values(load, territory):
    answer = load(FIRST, BAD)
    told = answer.as_json()
    assert told["refused"] == [
        {"line": 3, "column": "Date de naissance", "code": "INTAKE-024"}
    ]
    assert (answer.rows, answer.accepted, answer.persons_new) == (2, 1, 1)
    assert CANARY not in json.dumps(told)
    assert count(territory, "situation_fact") == 1


def test_all_or_nothing_writes_nothing_where_a_row_is_refused(load, territory):
    with pytest.raises(failures.RowsRefused) as caught:
        load(FIRST, BAD, all_or_nothing=True)
    assert [refusal.line for refusal in caught.value.refused] == [3]
    assert count(territory, "batch") == 0


def test_a_preview_writes_nothing_but_its_audit_line(context, territory):
    before = count(territory, "audit_line")
    content = (HEADER + FIRST + BAD).encode("cp1252")
    found = preview_file(
        context, desk=territory.desk, source=content, template="mission_locale"
    )
    assert (found.rows, found.accepted, found.encoding) == (2, 1, "cp1252")
    assert found.difference == {"new": 1, "changed": 0, "disappeared": 0}
    assert count(territory, "audit_line") == before + 1
    assert count(territory, "source_row") + count(territory, "person") == 0


def test_the_same_file_again_adds_nothing(load, territory):
    first = load(FIRST, SECOND)
    before = live(territory)
    again = load(FIRST, SECOND)
    assert (again.accepted, again.already_known, again.batch) == (0, 2, first.batch)
    assert live(territory) == before


def test_a_person_written_in_two_ways_in_one_file_is_one_new_person(load):
    again = FIRST.replace("Ana;03/09/2006", "ANA;03/09/2006").replace("CDI", "CDD")
    answer = load(FIRST, again)

    assert (answer.accepted, answer.persons_new) == (2, 1)


def test_the_same_rows_in_another_order_add_nothing(load, territory):
    load(FIRST, SECOND)
    before = live(territory)
    assert load(SECOND, FIRST).already_known == 2
    assert live(territory) == before


def test_a_row_twice_in_a_file_counts_once(load):
    answer = load(FIRST, FIRST)
    assert (answer.accepted, answer.already_known) == (1, 1)


def test_a_changed_row_replaces_its_own_facts(load, territory):
    load(FIRST, SECOND)
    changed = FIRST.replace(";\n", ";30/09/2025\n")
    answer = load(changed, SECOND)
    assert answer.difference == {"new": 0, "changed": 1, "disappeared": 0}
    with territory.record.read() as session:
        rows = session.execute(
            text(
                "SELECT id, ends_on, retired_because, supersedes_id FROM situation_fact"
            )
        ).all()
    old, _other, new = sorted(rows)
    assert (old.retired_because, new.retired_because) == ("superseded", None)
    assert (new.ends_on, new.supersedes_id) == ("2025-10-01", old.id)


def test_rows_that_disappear_are_counted_and_kept(load, territory):
    load(FIRST, SECOND)
    before = live(territory)
    assert load(FIRST).difference["disappeared"] == 1
    assert live(territory) == before


def test_rows_of_one_person_hang_on_one_subject(load, territory):
    later = FIRST.replace("CDI;05/03/2025", "chômage;05/10/2025")
    load(FIRST, later)
    assert count(territory, "source_subject") == 1
    assert count(territory, "intervention") == 1  # one first interview, told twice


@pytest.mark.parametrize(
    ("name", "given"), [("Зозтестов", "Лузана"), ("ززتستي", "لوزنه")]
)
def test_names_in_another_alphabet_come_in_and_are_known_again(load, name, given):
    row = "{code};{name};{given};03/09/2006;01/02/2025;CDI;05/03/2025;\n"
    first = load(row.format(code="D8", name=name, given=given))
    again = load(row.format(code="D9", name=name, given=given))
    assert (first.accepted, first.persons_new) == (1, 1)
    assert (again.accepted, len(again.refused)) == (1, 0)
    assert again.persons_new == 0 or again.to_review == 1


def test_undoing_gives_back_the_figures_of_before(load, territory, context):
    load(FIRST)
    before = live(territory)
    batch = load(FIRST.replace(";\n", ";30/09/2025\n"), SECOND).batch
    assert live(territory) != before
    undo_batch(context, desk=territory.desk, ref=batch)
    assert live(territory) == before


def test_batches_are_undone_one_after_the_other_and_load_again(
    load, territory, context
):
    first = load(FIRST).batch
    second = load(FIRST.replace(";\n", ";30/09/2025\n"), SECOND).batch
    undo_batch(context, desk=territory.desk, ref=second)
    undo_batch(context, desk=territory.desk, ref=first)
    assert live(territory) == [[], [], [], []]
    assert load(FIRST, SECOND).accepted == 2


def test_undoing_is_refused_where_a_later_batch_rests_on_it(load, territory, context):
    first = load(FIRST).batch
    load(FIRST.replace("CDI;05/03/2025", "chômage;05/10/2025"))
    with pytest.raises(failures.LaterWorkRests):
        undo_batch(context, desk=territory.desk, ref=first)


def added_by_hand(session, territory, subject):
    return SituationFact(
        organisation_id=subject.organisation_id,
        subject_id=subject.id,
        known_on=subject.recorded_on,
        recorded_at=territory.now(),
        recorded_on=subject.recorded_on,
        situation="lycee",
        starts_on=subject.recorded_on,
    )


def followed(session, territory, subject):
    link = session.get(Link, 1)
    return Assignment(
        person_id=link.person_id,
        account_id=1,
        organisation_id=subject.organisation_id,
        starts_on=subject.recorded_on,
        recorded_at=territory.now(),
    )


def shared(session, territory, subject):
    return SharingChoice(
        subject_id=subject.id,
        recipient_id=session.get(Organisation, 1).id,
        starts_on=subject.recorded_on,
        recorded_at=territory.now(),
    )


@pytest.mark.parametrize("work", [added_by_hand, followed, shared])
def test_undoing_is_refused_where_later_work_rests_on_it(
    load, territory, context, work
):
    ref = load(FIRST).batch
    with territory.record.write() as session:
        subject = session.get(SourceSubject, 1)
        session.add(work(session, territory, subject))
    before = live(territory)
    with pytest.raises(failures.LaterWorkRests):
        undo_batch(context, desk=territory.desk, ref=ref)
    assert live(territory) == before
    assert territory.desk.pending() == []


def test_a_batch_is_undone_once(load, territory, context):
    ref = load(FIRST).batch
    undo_batch(context, desk=territory.desk, ref=ref)
    with pytest.raises(failures.BatchAlreadyWithdrawn):
        undo_batch(context, desk=territory.desk, ref=ref)
    with pytest.raises(failures.BatchUnknown):
        undo_batch(context, desk=territory.desk, ref="0" * 32)


def test_without_an_agreement_nothing_is_read(load, territory):
    with pytest.raises(ConventionMissing):
        load(FIRST, organisation="education_nationale")
    assert count(territory, "batch") == 0


def test_who_may_not_load_is_denied_and_audited(territory, context):
    from dataclasses import replace

    worker = replace(context.principal, role="evaluator")
    with pytest.raises(AccessDenied):
        load_file(
            territory.context(worker),
            desk=territory.desk,
            source=b"x",
            template="mission_locale",
        )
    with territory.record.read() as session:
        last = session.execute(
            text("SELECT operation, decision FROM audit_line ORDER BY seq DESC LIMIT 1")
        ).one()
    assert tuple(last) == ("intake.load", "denied")


def test_a_load_leaves_an_audit_line_with_its_batch(load, territory):
    ref = load(FIRST).batch
    with territory.record.read() as session:
        lines = session.execute(
            text(
                "SELECT about, n_results FROM audit_line WHERE operation='intake.load'"
            )
        ).all()
    assert [tuple(line) for line in lines] == [(None, None), (ref, 1)]


def test_facts_told_under_anonymity_stay_in_their_organisation(territory, context):
    load_file(
        context,
        desk=territory.desk,
        source=EXAMPLES / "partner_files" / "prevention_specialisee.csv",
        template="prevention_specialisee",
    )
    with territory.record.read() as session:
        seen = session.execute(text("SELECT DISTINCT visibility FROM situation_fact"))
        assert seen.scalars().all() == ["organisation"]


def test_head_counts_load_without_anybody(territory, context):
    answer = load_file(
        context,
        desk=territory.desk,
        source=EXAMPLES / "partner_files" / "action_collective.csv",
        template="action_collective",
        organisation="chantiers",
    )
    assert (answer.facts, answer.persons_new) == (2, 0)
    undo_batch(context, desk=territory.desk, ref=answer.batch)
    with territory.record.read() as session:
        n = session.execute(
            text("SELECT count(*) FROM head_count WHERE retired_on IS NULL")
        )
        assert n.scalar() == 0


def test_the_mvad_table_comes_in_whole(territory, context):
    answer = load_file(
        context,
        desk=territory.desk,
        source=EXAMPLES / "mvad" / "mvad.csv",
        template=str(EXAMPLES / "mvad" / "template.yaml"),
        organisation="etude",
        declared_rows=712,
    )
    assert (answer.rows, answer.accepted, answer.persons_new) == (712, 712, 712)
    with territory.record.read() as session:
        window = session.execute(
            text("SELECT DISTINCT starts_on, ends_on FROM observation_window")
        )
        assert [tuple(row) for row in window] == [("1993-07-01", "1999-07-01")]


def test_the_answer_file_says_what_to_fix_and_never_a_value(load, territory):
    answer = load(FIRST, BAD, with_answer=True)
    written = answer_csv(answer.for_partner, territory.nomenclature)
    assert '"3";"Date de naissance";"INTAKE-024"' in written
    assert CANARY not in written
    assert "ZZTESTCE" not in written


def test_no_name_reaches_the_record(load, territory):
    load(FIRST, SECOND)
    raw = (territory.folder / "record.db").read_bytes()
    wal = territory.folder / "record.db-wal"
    raw += wal.read_bytes() if wal.exists() else b""
    assert CANARY.encode() not in raw


def test_a_file_that_breaks_at_its_end_leaves_nothing(load, territory):
    with pytest.raises(Failure):
        load(FIRST, "D2;coupé")
    assert count(territory, "batch") == 0
    assert territory.desk.pending() == []
