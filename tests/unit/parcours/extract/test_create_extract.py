"""What leaves the record for a study, as it stood on a day, and what never does."""

from datetime import date

import pyarrow.parquet as pq
import pytest

from parcours.extract.failures import NothingToExtract
from parcours.extract.tables import SCHEMAS
from parcours.record.models import (
    Attribute,
    Contact,
    FollowUp,
    HeadCount,
    Intervention,
    ObservationWindow,
)
from tests.record_house import START
from tests.unit.parcours.extract.house import DAY, rows


EPOCH = date(1970, 1, 1)


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
