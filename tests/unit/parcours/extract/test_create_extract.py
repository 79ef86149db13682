"""What leaves the record for a study, as it stood on a day, and what never does."""

import hashlib
import json
from contextlib import contextmanager
from datetime import date

import numpy as np
import pyarrow.parquet as pq
import pytest

from parcours.access.failures import AccessDenied
from parcours.extract.failures import (
    ExtractNameRefused,
    ExtractUnreadable,
    NothingToExtract,
)
from parcours.extract.operations import create_extract, list_extracts
from parcours.extract.tables import SCHEMAS
from parcours.record.models import (
    Attribute,
    Contact,
    FollowUp,
    HeadCount,
    Intervention,
    Link,
    ObservationWindow,
    Organisation,
    Person,
    SituationFact,
    SourceSubject,
)
from pseudonymisation.pseudonym import Pseudonym
from pseudonymisation.translate import Doubts
from tests.record_house import START, Clock, add_account, context_for, open_record


DAY = START.date()
EPOCH = date(1970, 1, 1)


class Translator:
    """Gives each pseudonym the same letters in another domain."""

    def __init__(self, *, weak=(), likely=()):
        self._doubts = Doubts(frozenset(weak), tuple(likely))

    def doubts(self, *, sure, likely, as_of):
        return self._doubts

    def translate(self, pseudonyms, *, to):
        return {p: Pseudonym(f"v1.{to}.{p.text.rsplit('.', 1)[1]}") for p in pseudonyms}


class House:
    """A record that tests fill by hand."""

    def __init__(self, store, folder):
        self.store, self.folder, self.clock = store, folder, Clock()
        self.organisations, self.people, self.subjects = {}, 0, 0
        self.operator = add_account(store, role="operator")

    def add(self, *rows):
        with self.store.write() as session:
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    def organisation(self, code="mission_locale"):
        if code not in self.organisations:
            row = Organisation(code=code, name=code, kind="test")
            (self.organisations[code],) = self.add(row)
        return self.organisations[code]

    def person(self, *, sex="F", birth_month=date(2005, 3, 1)):
        self.people += 1
        letters = np.base_repr(self.people, 4).translate(str.maketrans("0123", "abcd"))
        row = Person(
            pseudonym=f"v1.record.{letters:a>52}",
            birth_month=birth_month,
            sex=sex,
            recorded_at=START,
        )
        return self.add(row)[0]

    def subject(self, person, *, organisation="mission_locale", **link):
        self.subjects += 1
        row = SourceSubject(
            subject=f"v1.subject.{self.subjects:052d}",
            organisation_id=self.organisation(organisation),
            code="CODE-ZORGLUB",
            recorded_at=START,
            recorded_on=DAY,
        )
        (subject,) = self.add(row)
        link = {"recorded_at": START, "recorded_on": DAY, "decision": "new", **link}
        self.add(Link(subject_id=subject, person_id=person, **link))
        return subject

    def fact(self, model, subject, *, organisation="mission_locale", **fields):
        base = {
            "organisation_id": self.organisation(organisation),
            "subject_id": subject,
            "known_on": DAY,
            "recorded_at": START,
            "recorded_on": DAY,
        }
        return self.add(model(**{**base, **fields}))[0]

    def situation(self, subject, situation="lycee", starts_on=DAY, **fields):
        return self.fact(
            SituationFact, subject, situation=situation, starts_on=starts_on, **fields
        )

    def extract(self, name="bilan", as_of=DAY, principal=None, **doubts):
        context = context_for(self.store, principal or self.operator, now=self.clock)
        return create_extract(
            context,
            translator=Translator(**doubts),
            name=name,
            as_of=as_of,
            territory_folder=self.folder,
            rng=np.random.default_rng(7),
        )


@contextmanager
def a_house(folder):
    with open_record(folder) as store:
        yield House(store, folder)


@pytest.fixture
def house(tmp_path):
    with a_house(tmp_path) as one:
        yield one


def rows(extract, table):
    return pq.read_table(extract.folder / f"{table}.parquet").to_pylist()


def test_a_fact_leaves_with_its_days_as_numbers(house):
    subject = house.subject(house.person())
    house.situation(subject, ends_on=date(2025, 9, 11), verified_on=date(2025, 9, 5))

    (fact,) = rows(house.extract(), "situation_facts")

    start = (DAY - EPOCH).days
    assert fact == {
        "fact": 1,
        "person": 1,
        "situation": "lycee",
        "starts": start,
        "ends": start + 10,
        "verified": start + 4,
        "known": start,
        "precision": "day",
        "organisation": "mission_locale",
        "subject": 1,
    }


def test_a_person_leaves_under_the_pseudonym_of_the_study_only(house):
    house.subject(house.person(sex=None))

    (person,) = rows(house.extract("etude_b"), "persons")

    assert person["pseudonym"].startswith("v1.etude_b.")
    assert person["birth_month"] == 2005 * 12 + 2
    assert person["sex"] is None


def test_every_table_has_exactly_its_columns(house):
    subject = house.subject(house.person())
    house.fact(
        Intervention, subject, kind="cej", starts_on=DAY, note="texte libre", hours=2.5
    )
    house.fact(Contact, subject, starts_on=DAY, result="rdv_pris")
    house.fact(ObservationWindow, subject, kind="retrospective", starts_on=DAY)
    house.fact(FollowUp, subject, status="perdu_de_vue", starts_on=DAY)

    extract = house.extract()

    for name, schema in SCHEMAS.items():
        assert pq.read_schema(extract.folder / f"{name}.parquet").equals(schema)
    assert len(rows(extract, "interventions")) == 1
    assert len(rows(extract, "contacts")) == 1
    assert len(rows(extract, "windows")) == 1
    assert len(rows(extract, "follow_up")) == 1


def test_neither_a_note_nor_a_partners_code_is_anywhere_in_the_folder(house):
    subject = house.subject(house.person())
    house.fact(Intervention, subject, kind="cej", starts_on=DAY, note="SECRET-ZORGLUB")

    folder = house.extract().folder

    content = b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    assert b"ZORGLUB" not in content
    assert b"v1.record" not in content


def test_what_was_recorded_later_is_not_there_as_of_a_day(house):
    subject = house.subject(house.person())
    house.situation(subject)
    house.situation(subject, "decroche", recorded_on=date(2025, 9, 2))

    extract = house.extract(as_of=DAY)

    assert [fact["situation"] for fact in rows(extract, "situation_facts")] == ["lycee"]
    assert extract.manifest.as_of == DAY.isoformat()


def test_a_retired_fact_is_gone_from_the_day_of_its_retirement(house):
    house.situation(house.subject(house.person()), retired_on=DAY)

    assert rows(house.extract(), "situation_facts") == []


def test_a_fact_retired_later_is_still_there_as_of_the_day_before(house):
    house.situation(house.subject(house.person()), retired_on=date(2025, 9, 2))

    assert len(rows(house.extract(as_of=DAY), "situation_facts")) == 1


def test_links_count_as_they_stood(house):
    house.situation(house.subject(house.person(), revoked_on=DAY))
    house.situation(house.subject(house.person(), recorded_on=date(2025, 9, 2)))
    house.situation(house.subject(house.person(), revoked_on=date(2025, 9, 2)))

    extract = house.extract(as_of=DAY)

    assert extract.manifest.persons == 1
    assert len(rows(extract, "situation_facts")) == 1


def test_two_subjects_of_one_person_give_one_path(house):
    person = house.person()
    house.situation(house.subject(person))
    school = house.subject(person, organisation="education_nationale")
    house.situation(school, organisation="education_nationale")

    facts = rows(house.extract(), "situation_facts")

    assert {fact["person"] for fact in facts} == {1}
    assert sorted(fact["organisation"] for fact in facts) == [
        "education_nationale",
        "mission_locale",
    ]


def test_whoever_objects_is_absent_even_from_an_earlier_day(house):
    subject = house.subject(house.person())
    house.situation(subject)
    later = date(2025, 10, 1)
    house.fact(
        FollowUp, subject, status="opposition", starts_on=later, recorded_on=later
    )
    house.situation(house.subject(house.person()))

    extract = house.extract(as_of=DAY)

    assert extract.manifest.persons == 1
    assert {fact["person"] for fact in rows(extract, "situation_facts")} == {1}


def test_anonymous_work_leaves_under_a_pseudonym_of_its_own(house):
    street = "prevention_specialisee"
    subject = house.subject(house.person(), organisation=street)
    house.situation(subject, organisation=street, visibility="organisation")

    extract = house.extract()

    assert extract.manifest.persons == 1
    assert rows(extract, "situation_facts")[0]["organisation"] == street


def test_an_organisation_without_convention_sends_nothing(house):
    stranger = "inconnue_au_bataillon"
    house.situation(house.subject(house.person()))
    subject = house.subject(house.person(), organisation=stranger)
    house.situation(subject, organisation=stranger)

    facts = rows(house.extract(), "situation_facts")

    assert [fact["organisation"] for fact in facts] == ["mission_locale"]


def test_nothing_leaves_where_no_convention_covers_anybody(house):
    house.organisation("inconnue_au_bataillon")

    with pytest.raises(NothingToExtract):
        house.extract()


def test_only_the_attributes_that_the_convention_names_leave(house):
    subject = house.subject(house.person())
    for name in ("residence_qpv", "meeting_origin"):
        house.fact(Attribute, subject, name=name, value="x", starts_on=None)

    attributes = rows(house.extract(), "attributes")

    assert [attribute["name"] for attribute in attributes] == ["residence_qpv"]


def test_head_counts_leave_without_persons(house):
    house.add(
        HeadCount(
            organisation_id=house.organisation(),
            title="Forum",
            on=DAY,
            n=12,
            n_girls=5,
            recorded_at=START,
            recorded_on=DAY,
        )
    )

    (count,) = rows(house.extract(), "head_counts")

    assert (count["action"], count["n"], count["n_girls"], count["n_qpv"]) == (
        "Forum",
        12,
        5,
        None,
    )
    assert count["day"] == (DAY - EPOCH).days


def test_persons_are_numbered_from_one_in_an_order_that_says_nothing(house):
    for _i in range(40):
        house.situation(house.subject(house.person()))

    extract = house.extract()

    numbers = [person["person"] for person in rows(extract, "persons")]
    told = [fact["person"] for fact in rows(extract, "situation_facts")]
    assert numbers == list(range(1, 41))
    assert sorted(told) == numbers
    assert told != numbers


def test_chunks_change_nothing(house, monkeypatch):
    for _i in range(5):
        house.situation(house.subject(house.person()))
    whole = house.extract("entier").manifest.tables["situation_facts"]
    monkeypatch.setattr("parcours.extract.reading.CHUNK_ROWS", 2)

    chunked = house.extract("morceaux")

    facts = rows(chunked, "situation_facts")
    assert len(facts) == whole["rows"]
    assert [fact["fact"] for fact in facts] == [1, 2, 3, 4, 5]


def test_the_manifest_counts_and_seals_each_table(house):
    house.situation(house.subject(house.person()))
    extract = house.extract()

    manifest = json.loads((extract.folder / "manifest.json").read_text("utf-8"))

    assert manifest["persons"] == 1
    assert manifest["disclosure"] == "protected"
    assert manifest["convention"] == "extract_evaluation"
    for name, told in manifest["tables"].items():
        content = (extract.folder / f"{name}.parquet").read_bytes()
        assert told["sha256"] == hashlib.sha256(content).hexdigest()
        assert told["rows"] == len(rows(extract, name))


def test_the_configuration_travels_with_the_extract(house):
    house.situation(house.subject(house.person()))

    folder = house.extract().folder / "config"

    assert (folder / "dropout_rules.yaml").is_file()
    assert (folder / "nomenclature" / "situations.yaml").is_file()


def test_an_extract_replaces_the_one_of_its_name_and_leaves_no_draft(house):
    house.situation(house.subject(house.person()))
    house.extract()
    house.situation(house.subject(house.person()))

    extract = house.extract()

    assert extract.manifest.persons == 2
    assert [path.name for path in extract.folder.parent.iterdir()] == ["bilan"]


def test_a_failure_half_way_leaves_the_former_extract_whole(house, monkeypatch):
    house.situation(house.subject(house.person()))
    former = house.extract()

    def fall(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("parcours.extract.operations.copy_config", fall)
    with pytest.raises(RuntimeError):
        house.extract()

    assert [path.name for path in former.folder.parent.iterdir()] == ["bilan"]
    assert len(rows(former, "situation_facts")) == 1


@pytest.mark.parametrize("name", ["", "Bilan", "../x", "a b", "é", "x" * 51, ".a"])
def test_a_name_that_is_no_folder_and_no_domain_is_refused(house, name):
    with pytest.raises(ExtractNameRefused):
        house.extract(name)


def test_a_case_worker_may_not_prepare_an_extract(house):
    worker = add_account(house.store, role="case_worker")
    house.organisation()

    with pytest.raises(AccessDenied):
        house.extract(principal=worker)

    assert not (house.folder / "extracts").exists()


def test_extracts_are_listed_by_name(house):
    house.situation(house.subject(house.person()))
    house.extract("b")
    house.extract("a")
    context = context_for(house.store, house.operator, now=house.clock)

    found = list_extracts(context, territory_folder=house.folder)

    assert [one.name for one in found] == ["a", "b"]


def test_a_folder_without_manifest_is_named_and_not_read(house):
    (house.folder / "extracts" / "vide").mkdir(parents=True)
    context = context_for(house.store, house.operator, now=house.clock)

    with pytest.raises(ExtractUnreadable, match="vide"):
        list_extracts(context, territory_folder=house.folder)


def subject_name(number):
    return Pseudonym(f"v1.subject.{number:052d}")


def person_name(number):
    letters = np.base_repr(number, 4).translate(str.maketrans("0123", "abcd"))
    return Pseudonym(f"v1.record.{letters:a>52}")


def groupings(extract):
    return sorted(
        tuple(row.values())
        for row in pq.read_table(extract.folder / "groupings.parquet").to_pylist()
    )


def test_a_weak_link_is_taken_apart_in_the_pessimistic_grouping_alone(house):
    person = house.person()
    house.subject(person)
    house.subject(person, organisation="prevention_specialisee")

    found = groupings(house.extract(weak=[subject_name(2)]))

    assert {(person, optimistic) for _s, person, _p, optimistic in found} == {(1, 1)}
    assert {pessimistic for _s, _person, pessimistic, _o in found} == {1, 2}


def test_a_likely_question_joins_two_in_the_optimistic_grouping_alone(house):
    house.subject(house.person())
    house.subject(house.person(), organisation="prevention_specialisee")

    found = groupings(house.extract(likely=[(person_name(1), person_name(2))]))

    assert {row[3] for row in found} == {1}
    assert all(person == pessimistic for _s, person, pessimistic, _o in found)


def test_a_question_about_someone_absent_joins_nobody(house):
    house.subject(house.person())

    found = groupings(house.extract(likely=[(person_name(1), person_name(9))]))

    assert found == [(1, 1, 1, 1)]


def test_facts_of_one_subject_bear_its_number_in_every_table(house):
    person = house.person()
    one = house.subject(person)
    other = house.subject(person, organisation="prevention_specialisee")
    house.situation(one)
    house.fact(Contact, one, starts_on=DAY, result="rdv_pris")
    house.situation(other, organisation="prevention_specialisee")

    extract = house.extract()
    facts = {r["organisation"]: r["subject"] for r in rows(extract, "situation_facts")}
    (contact,) = rows(extract, "contacts")

    assert set(facts.values()) == {1, 2}
    assert contact["subject"] == facts["mission_locale"]
