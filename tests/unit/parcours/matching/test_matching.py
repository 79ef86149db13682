"""Humans say who is whom; the record follows, and the past stays as it was known."""

import io
import tempfile
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.caseload.operations import read_caseload
from parcours.matching.failures import NothingToSeparate, SamePerson
from parcours.matching.links import (
    join_codes,
    read_links,
    refuse_linkage,
    separate_person,
)
from parcours.matching.operations import (
    answer_question,
    list_questions,
    read_question,
)
from parcours.record.models import AuditLine, FollowUp, SourceSubject
from pseudonymisation.failures import QuestionClosed, SubjectRefuses
from tests.properties.effort import tries
from tests.record_house import whom
from tests.unit.parcours.matching.conftest import open_house


OTHER_NAME = {"birth_name": "Qwantelbo"}
NO_NAME = {"birth_name": None, "given_names": None, "birth_date": None, "sex": None}


@pytest.fixture
def two(house):
    """One young person whom two organisations wrote so that nobody can be sure."""
    one = house.person("school", code="E1")
    other = house.person("mission", **OTHER_NAME, code="M1")
    house.situation("school", one, "college", date(2023, 9, 4))
    house.situation("mission", other, "recherche_emploi", date(2025, 10, 1))
    house.clock.next_day()
    return one, other


@pytest.fixture
def ref(house, two):
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    assert set(line.persons) == set(two)
    return line.ref


def answer(house, ref, said, reviewer="rose"):
    context = house.contexts[reviewer]
    return answer_question(context, desk=house.desk, ref=ref, answer=said)


def kept(house, two):
    """Who of two has links today: both pseudonyms lead there."""
    (only,) = {house.path("operator", person).person for person in two}
    return only


def test_a_question_is_listed_without_a_name(house, two, ref):
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)

    assert line.facts == (1, 1)
    assert line.last_on == date(2025, 10, 1)
    assert line.why == "autre nom de famille"
    assert not line.two_needed
    assert "Vrontalbe" not in repr(line)


def test_both_identities_are_read_side_by_side_and_the_audit_names_both(
    house, two, ref
):
    view = read_question(house.contexts["rose"], desk=house.desk, ref=ref)
    fields = {one.field: one for one in view.fields}

    assert fields["birth_name"].agreement == "different"
    assert fields["given_names"].agreement == "same"
    assert "Vrontalbe" not in repr(view)
    with house.territory.record.read() as session:
        query = select(AuditLine).where(AuditLine.operation == "linkage.read_question")
        lines = session.exec(query.order_by(col(AuditLine.seq))).all()
        told = whom(house.territory.audit, session, lines[1])
    assert [line.n_results for line in lines] == [None, 2]
    assert set(told.split(",")) == {str(person) for person in two}


def test_after_the_answer_same_both_organisations_are_on_one_path(house, two, ref):
    assert answer(house, ref, "same") == "joined"
    person = kept(house, two)

    assert house.path("school", person).spells
    assert house.path("mission", person).spells
    assert list_questions(house.contexts["rose"], desk=house.desk) == []


def test_a_former_pseudonym_leads_to_the_path_that_goes_on(house, two, ref):
    before = {p: house.path("operator", p, date(2025, 11, 22)).person for p in two}
    answer(house, ref, "same")
    person = kept(house, two)
    (gone,) = set(two) - {person}

    assert house.path("school", gone).person == person
    assert house.path("operator", gone).person == person
    assert house.path("operator", gone, date(2025, 11, 22)).person == gone
    assert before == {p: p for p in two}


def test_whoever_accompanied_a_young_person_goes_on_doing_so(house, two, ref):
    before = {
        worker: read_caseload(house.contexts[worker], desk=house.desk)
        for worker in ("school", "mission")
    }
    answer(house, ref, "same")
    person = kept(house, two)
    for worker in before:
        (card,) = read_caseload(house.contexts[worker], desk=house.desk)
        assert card.person == person
        assert card.followed_since == before[worker][0].followed_since
    house.clock.next_day()
    separate_person(house.contexts["rose"], desk=house.desk, person=person)

    after = {
        worker: read_caseload(house.contexts[worker], desk=house.desk)
        for worker in before
    }
    assert [[c.person for c in cards] for cards in after.values()] == [
        [c.person for c in cards] for cards in before.values()
    ]


SITUATIONS = ("college", "recherche_emploi", "emploi_durable", "decroche")
FACTS = st.lists(
    st.tuples(
        st.sampled_from(("school", "mission")),
        st.sampled_from(SITUATIONS),
        st.dates(date(2022, 1, 1), date(2025, 11, 1)),
    ),
    min_size=1,
    max_size=5,
)


@tries(4)
@given(facts=FACTS)
def test_joined_then_separated_both_paths_and_every_past_extract_are_as_before(
    territory_made, facts
):
    with (
        tempfile.TemporaryDirectory() as folder,
        open_house(territory_made, Path(folder) / "territory") as house,
    ):
        join_then_separate(house, facts)


def join_then_separate(house, facts):
    two = house.person("school"), house.person("mission", **OTHER_NAME)
    paths = dict(zip(("school", "mission"), two, strict=True))
    for worker, code, starts_on in facts:
        house.situation(worker, paths[worker], code, starts_on)
    day = house.clock.next_day()

    def known(as_of):
        return {w: house.path(w, p, as_of).spells for w, p in paths.items()}

    def told():
        found = known(None).items()
        return {w: [(s.situation, s.starts_on) for s in spells] for w, spells in found}

    spells, before, extract = known(day), told(), house.extract(day)
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    assert answer(house, line.ref, "same") == "joined"
    assert house.extract(day) == extract
    joined_day = house.clock.next_day()
    joined = house.extract(joined_day)
    assert (persons_in(extract), persons_in(joined)) == (2, 1)
    person = kept(house, two)
    separate_person(house.contexts["rose"], desk=house.desk, person=person)

    assert known(day) == spells
    assert told() == before
    assert house.extract(day) == extract
    assert house.extract(joined_day) == joined
    assert persons_in(house.extract(house.clock.next_day())) == 2


def test_a_separated_pair_is_not_asked_again(house, two, ref):
    answer(house, ref, "same")
    separate_person(house.contexts["paul"], desk=house.desk, person=kept(house, two))
    house.person("school", code="E1", usage_name="Zzclair")

    assert list_questions(house.contexts["rose"], desk=house.desk) == []


def test_an_objection_known_today_leaves_out_the_former_paths_too(house, two, ref):
    """Before they were joined, the young person had two paths: both go."""
    day = date(2025, 11, 22)
    whole = house.extract(day)
    answer(house, ref, "same")
    with house.territory.record.write() as session:
        subject = session.exec(select(SourceSubject).order_by("id")).first()
        session.add(
            FollowUp(
                subject_id=subject.id,
                organisation_id=subject.organisation_id,
                status="opposition",
                starts_on=house.clock.instant.date(),
                known_on=house.clock.instant.date(),
                recorded_at=house.clock(),
                recorded_on=house.clock.instant.date(),
            )
        )

    assert persons_in(whole) == 2
    assert persons_in(house.extract(day)) == 0


def persons_in(extract):
    return pq.read_table(io.BytesIO(extract["persons.parquet"])).num_rows


def test_unsure_hides_the_question_from_this_reviewer_only(house, two, ref):
    assert answer(house, ref, "unsure") == "kept"
    assert list_questions(house.contexts["rose"], desk=house.desk) == []
    assert len(list_questions(house.contexts["paul"], desk=house.desk)) == 1


def test_perhaps_twins_take_two_reviewers(house):
    one = house.person("school")
    house.person("mission", given_names="Isidorine")
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    assert line.two_needed

    assert answer(house, line.ref, "same") == "second_needed"
    assert list_questions(house.contexts["rose"], desk=house.desk) == []
    (seen,) = list_questions(house.contexts["paul"], desk=house.desk)
    assert seen.seconded
    assert answer(house, line.ref, "same", "paul") == "joined"
    assert one


def test_a_question_settled_meanwhile_is_refused(house, two, ref):
    answer(house, ref, "different")
    with pytest.raises(QuestionClosed):
        answer(house, ref, "same", "paul")


def test_questions_come_by_what_an_answer_changes(house):
    """Facts of both, and of late, before the linkage's own score."""
    quiet = house.person("school", given_names="Anatoline", birth_name="Wexbruno")
    house.person("mission", given_names="Anatoline", birth_name="Tramifelu")
    busy = house.person("school", given_names="Séraphita", birth_name="Korvandel")
    other = house.person("mission", given_names="Séraphita", birth_name="Bulzapito")
    house.situation("school", quiet, "college", date(2023, 9, 4))
    house.situation("school", busy, "college", date(2023, 9, 4))
    house.situation("mission", other, "recherche_emploi", date(2025, 10, 1))
    lines = list_questions(house.contexts["rose"], desk=house.desk)

    assert [busy in line.persons for line in lines] == [True, False]


def test_only_a_reviewer_reads_answers_or_separates(house, two, ref):
    for login in ("school", "operator"):
        context = house.contexts[login]
        with pytest.raises(AccessDenied):
            read_question(context, desk=house.desk, ref=ref)
        with pytest.raises(AccessDenied):
            answer_question(context, desk=house.desk, ref=ref, answer="same")
        with pytest.raises(AccessDenied):
            separate_person(context, desk=house.desk, person=two[0])
        with pytest.raises(AccessDenied):
            read_links(context, person=two[0])


def test_a_path_never_joined_by_hand_is_separated_only_by_naming_whom(house, two):
    with pytest.raises(NothingToSeparate):
        separate_person(house.contexts["rose"], desk=house.desk, person=two[0])
    (link,) = read_links(house.contexts["rose"], person=two[0])
    assert (link.decision, link.author) == ("new", "school")


def test_a_link_made_by_a_file_is_separated_to_a_new_path_with_what_is_known(house):
    one = house.person("school")
    same = house.person("mission")
    assert one == same
    links = read_links(house.contexts["rose"], person=one)
    (new,) = separate_person(
        house.contexts["rose"],
        desk=house.desk,
        person=one,
        subjects=[links[1].subject],
    )
    (card,) = read_caseload(house.contexts["mission"], desk=house.desk)

    assert card.person == new
    assert (card.sex, card.age) == ("F", 17)
    assert [c.person for c in read_caseload(house.contexts["school"], desk=house.desk)]


def test_a_young_person_who_refuses_is_alone_for_good(house, two, ref):
    answer(house, ref, "same")
    person = kept(house, two)
    alone = refuse_linkage(house.contexts["mission"], desk=house.desk, person=person)

    assert alone != person
    assert house.person("mission", **OTHER_NAME, code="M1") == alone
    with pytest.raises(SubjectRefuses):
        join_codes(
            house.contexts["school"],
            desk=house.desk,
            code="E1",
            other_organisation="mission_locale",
            other_code="M1",
        )


def test_a_worker_with_both_codes_in_hand_joins_paths_without_a_name(house):
    mission = house.person("mission", code="M9")
    street = house.person("street", code="R4", **NO_NAME)
    assert mission != street
    joined = join_codes(
        house.contexts["mission"],
        desk=house.desk,
        code="M9",
        other_organisation="prevention_specialisee",
        other_code="R4",
    )

    assert house.path("mission", joined)
    assert house.path("street", joined)
    with pytest.raises(SamePerson):
        join_codes(
            house.contexts["street"],
            desk=house.desk,
            code="R4",
            other_organisation="mission_locale",
            other_code="M9",
        )


@pytest.mark.parametrize("codes", [("M9", "R0"), ("M0", "R4")])
def test_which_of_two_codes_leads_nowhere_is_not_said(house, codes):
    house.person("mission", code="M9")
    house.person("street", code="R4", **NO_NAME)
    with pytest.raises(NotWithinReach):
        join_codes(
            house.contexts["mission"],
            desk=house.desk,
            code=codes[0],
            other_organisation="prevention_specialisee",
            other_code=codes[1],
        )


def test_every_answer_is_audited_with_its_question_and_without_a_name(house, two, ref):
    answer(house, ref, "same")
    with house.territory.record.read() as session:
        query = select(AuditLine).where(
            AuditLine.operation == "linkage.answer_question"
        )
        lines = session.exec(query).all()

    assert [(line.about, line.actor) for line in lines] == [(ref, "rose")] * 2
    assert not any("Vrontalbe" in repr(line.model_dump()) for line in lines)
