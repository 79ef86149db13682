"""What a case worker may find, see, reveal and write."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import NotWithinReach
from parcours.audit.verify import verify
from parcours.caseload.operations import read_caseload
from parcours.interventions.operations import (
    NewIntervention,
    correct_intervention,
    log_contact,
    log_intervention,
    withdraw_intervention,
)
from parcours.people.creation import works_without_names
from parcours.people.failures import (
    AlreadyChanged,
    CodeNeeded,
    DayImpossible,
    IdentityTooPoor,
    NoteNumber,
    NoteRefused,
    NoteTooLong,
)
from parcours.people.finding import find_persons
from parcours.people.notes import MAX_NOTE
from parcours.people.operations import (
    NewSituation,
    read_path,
    reveal_identity,
    search_people,
    update_situation,
)
from parcours.record.models import AuditLine, Person
from pseudonymisation.values import PartialDate
from tests.record_house import whom
from tests.unit.parcours.people.conftest import TODAY


def situations(view):
    return [spell.situation for spell in view.spells]


def audited(house, operation):
    with house.territory.record.read() as session:
        lines = session.exec(select(AuditLine).order_by(AuditLine.seq)).all()
    return [line for line in lines if line.operation == operation]


def test_a_new_young_person_is_found_by_a_misspelt_name(house):
    person = house.new_person()

    cards = search_people(
        house.workers["school"], desk=house.territory.desk, text="vrontalb mailis"
    )

    assert [card.person for card in cards] == [person]
    assert cards[0].initials == "M. V."
    assert cards[0].age == 17


@pytest.mark.parametrize("form", ["pseudonym", "short", "four", "code"])
def test_a_young_person_is_found_by_pseudonym_short_form_or_own_code(house, form):
    person = house.new_person(code="Dossier-17")
    house.new_person(code="Dossier-170", birth_name="Qwantel", given_names="Aglaé")
    short = person.rsplit(".", 1)[-1][:6]
    forms = {"pseudonym": person, "short": short.upper(), "four": short[:4].upper()}
    typed = {**forms, "code": "dossier-17"}[form]
    desk = house.territory.desk

    cards = search_people(house.workers["school"], desk=desk, text=typed)
    elsewhere = search_people(house.workers["site"], desk=desk, text=typed)

    assert [card.person for card in cards] == [person]
    assert elsewhere == []


def test_who_bears_a_name_comes_before_whose_pseudonym_begins_like_it(house):
    named = house.new_person(birth_name="Zzqv", given_names="Aglaé")
    spelt = house.new_person(birth_name="Qwantel")
    with house.territory.record.write() as session:
        row = session.exec(select(Person).where(Person.pseudonym == spelt)).one()
        spelt = f"{spelt.rpartition('.')[0]}.zzqv{spelt[-48:]}"
        row.pseudonym = spelt
        session.add(row)

    with house.territory.record.read() as session:
        found = find_persons(
            replace(house.workers["school"], scope="own_organisation"),
            session,
            desk=house.territory.desk,
            text="zzqv",
            most=20,
        )

        assert [person.pseudonym for person in found] == [named, spelt]


@pytest.mark.parametrize("typed", ["14/05/2008", "14 mai 2008", "2008 maïlis"])
def test_a_young_person_is_found_by_the_date_of_birth(house, typed):
    person = house.new_person()
    house.new_person(birth_name="Qwantel", birth_date=PartialDate(2009, 5, 14))
    desk = house.territory.desk

    cards = search_people(house.workers["school"], desk=desk, text=typed)
    elsewhere = search_people(house.workers["site"], desk=desk, text=typed)

    assert [card.person for card in cards] == [person]
    assert elsewhere == []


def test_a_search_within_the_caseload_finds_nobody_else_of_the_organisation(house):
    mine = house.new_person("mission")
    other = house.new_person("mission", given_names="Aglaé", sex=None, code="B-2")
    colleague = house.colleague("mission", "second", scope="own_caseload")

    assert search_people(colleague, desk=house.territory.desk, text="Vrontalbe") == []
    assert search_people(colleague, desk=house.territory.desk, text="B-2") == []
    assert search_people(colleague, desk=house.territory.desk, text=mine) == []
    found = search_people(
        house.workers["mission"], desk=house.territory.desk, text="Vrontalbe"
    )
    assert {card.person for card in found} == {mine, other}


def test_the_code_of_another_organisation_finds_nobody(house):
    house.new_person("school", code="ZX-91")
    house.new_person("mission", code="ML-12")

    assert not search_people(
        house.workers["mission"], desk=house.territory.desk, text="ZX-91"
    )


@pytest.mark.parametrize("listing", ["caseload.read", "people.search"])
def test_a_list_says_first_that_it_was_asked_then_whom_it_showed(house, listing):
    worker, desk = house.workers["school"], house.territory.desk
    people = [
        house.new_person(given_names=name, birth_date=None, code=f"J-{number}")
        for number, name in enumerate(("Aglaé", "Zoltan", "Hortense"))
    ]
    if listing == "caseload.read":
        read_caseload(worker, desk=desk)
    else:
        search_people(worker, desk=desk, text="Vrontalbe")

    asked, shown = audited(house, listing)
    assert (asked.n_results, asked.about) == (None, None)
    assert shown.n_results == 3
    with house.territory.record.read() as session:
        told = whom(house.territory.audit, session, shown)
    assert set(told.split(",")) == set(people)
    assert not any(p.rsplit(".", 1)[-1][:6] in shown.about for p in people)


def test_a_search_that_finds_nobody_says_so_in_the_audit(house):
    worker = house.workers["school"]
    search_people(worker, desk=house.territory.desk, text="Obrundovrix")

    assert [x.n_results for x in audited(house, "people.search")] == [None, 0]


def test_a_new_page_is_followed_since_today(house):
    house.new_person("mission")
    worker = house.workers["mission"]

    (card,) = read_caseload(worker, desk=house.territory.desk)

    assert (card.last_contact_on, card.followed_since) == (None, TODAY)


def test_a_young_person_of_another_organisation_is_not_found(house):
    person = house.new_person()

    cards = search_people(
        house.workers["site"], desk=house.territory.desk, text="Vrontalbe"
    )

    assert cards == []
    with pytest.raises(NotWithinReach):
        read_path(house.workers["site"], person=person)


def test_absent_and_forbidden_answer_alike(house):
    person = house.new_person()
    absent = person[:-4] + ("aaaa" if not person.endswith("aaaa") else "bbbb")

    with pytest.raises(NotWithinReach) as forbidden:
        read_path(house.workers["site"], person=person)
    with pytest.raises(NotWithinReach) as unknown:
        read_path(house.workers["site"], person=absent)

    assert str(forbidden.value) == str(unknown.value)


def test_revealing_an_identity_is_audited_before_it_is_shown(house):
    person = house.new_person()

    identity = reveal_identity(
        house.workers["school"], desk=house.territory.desk, person=person
    )

    assert identity.birth_name == "Vrontalbe"
    (line,) = audited(house, "people.reveal_identity")
    with house.territory.record.read() as session:
        assert whom(house.territory.audit, session, line) == person
    assert person not in line.about
    assert "Vrontalbe" not in repr(line)


def test_the_same_person_told_by_two_organisations_is_one_path(house):
    first = house.new_person("school")
    second = house.new_person("mission")

    assert first == second


def test_what_was_told_under_anonymity_stays_with_its_organisation(house):
    person = house.new_person("street", code="J-17")
    new = NewSituation("decroche", date(2025, 6, 1))
    update_situation(house.workers["street"], person=person, new=new)

    with pytest.raises(NotWithinReach):
        read_path(house.workers["mission"], person=person)
    assert "decroche" in situations(read_path(house.workers["street"], person=person))


def test_a_shared_situation_is_seen_where_a_convention_says_so(house):
    person = house.new_person("school")
    house.new_person("mission")
    house.new_person("site")
    update_situation(
        house.workers["school"],
        person=person,
        new=NewSituation("decroche", date(2025, 9, 15)),
    )

    assert situations(read_path(house.workers["mission"], person=person)) == [
        "decroche"
    ]
    assert situations(read_path(house.workers["site"], person=person)) == []


def test_confirming_a_situation_supersedes_and_moves_its_verification(house):
    worker = house.workers["school"]
    person = house.new_person()
    new = NewSituation("lycee", date(2025, 9, 1))
    first = update_situation(worker, person=person, new=new)
    second = update_situation(worker, person=person, new=new)

    view = read_path(worker, person=person)

    assert first != second
    assert situations(view) == ["lycee"]
    assert view.last_verified_on == TODAY


def test_a_situation_cannot_start_tomorrow(house):
    person = house.new_person()
    new = NewSituation("lycee", TODAY + timedelta(days=1))

    with pytest.raises(DayImpossible):
        update_situation(house.workers["school"], person=person, new=new)


def test_an_intervention_is_logged_corrected_and_withdrawn_without_losing_a_row(house):
    worker = house.workers["mission"]
    person = house.new_person("mission")
    new = NewIntervention("premier_accueil", TODAY, note="Souhaite visiter le CFA")
    row = log_intervention(worker, person=person, new=new)
    again = correct_intervention(
        worker, person=person, intervention=row, new=NewIntervention("pacea", TODAY)
    )

    (shown,) = read_path(worker, person=person).interventions
    assert (shown.id, shown.kind, shown.mine) == (again, "pacea", True)
    with pytest.raises(AlreadyChanged):
        withdraw_intervention(worker, person=person, intervention=row)
    withdraw_intervention(worker, person=person, intervention=again)
    assert read_path(worker, person=person).interventions == ()


def test_the_caseload_shows_the_last_contact_and_the_next_step(house):
    worker = house.workers["mission"]
    person = house.new_person("mission")
    new = NewIntervention(
        "premier_accueil", TODAY - timedelta(days=9), next_step="Appeler le CFA"
    )
    log_intervention(worker, person=person, new=new)
    log_contact(worker, person=person, on=TODAY - timedelta(days=2), result="rdv_pris")

    (card,) = read_caseload(worker, desk=house.territory.desk)

    assert card.person == person
    assert card.last_contact_on == TODAY - timedelta(days=2)
    assert card.next_step == "Appeler le CFA"


@pytest.mark.parametrize(
    ("note", "failure", "said", "other"),
    [
        ("x" * (MAX_NOTE + 1), NoteTooLong, "dépasse 200 signes", "numéro"),
        ("son numéro 2 08 05 59 123 456 78", NoteNumber, "numéro interdit", "dépasse"),
    ],
)
def test_a_note_is_refused_for_its_length_or_its_number_and_told_which(
    house, note, failure, said, other
):
    person = house.new_person("mission")

    with pytest.raises(failure) as refusal:
        log_intervention(
            house.workers["mission"],
            person=person,
            new=NewIntervention("pacea", TODAY, note=note),
        )

    assert note not in str(refusal.value)
    assert said in refusal.value.what
    assert other not in refusal.value.what


@pytest.mark.parametrize("field", ["note", "next_step"])
def test_a_refused_text_names_the_field_where_it_was_typed(house, field):
    person = house.new_person("mission")
    new = NewIntervention("pacea", TODAY, **{field: "2 08 05 59 123 456 78"})

    with pytest.raises(NoteRefused) as refusal:
        log_intervention(house.workers["mission"], person=person, new=new)

    assert refusal.value.where.column == field


def test_a_person_without_name_or_code_is_refused(house):
    with pytest.raises(IdentityTooPoor):
        house.new_person(given_names=None)


def test_work_under_anonymity_asks_for_a_code_whatever_name_is_given(house):
    with pytest.raises(CodeNeeded) as refusal:
        house.new_person("street", code=" ")

    assert refusal.value.where.column == "code"
    assert house.new_person("street", code="R-17")


@pytest.mark.parametrize(("worker", "nameless"), [("street", True), ("school", False)])
def test_a_structure_tells_whether_it_works_without_names(house, worker, nameless):
    assert works_without_names(house.workers[worker]) is nameless


def test_the_audit_chain_holds_after_a_day_of_work(house):
    person = house.new_person()
    read_path(house.workers["school"], person=person)
    read_caseload(house.workers["school"], desk=house.territory.desk)
    with pytest.raises(NotWithinReach):
        read_path(house.workers["site"], person=person)

    with house.territory.record.read() as session:
        verdict = verify(session, house.territory.desk.audit_key())

    assert verdict.holds


def test_a_call_without_an_answer_is_no_last_contact(house):
    worker = house.workers["mission"]
    person = house.new_person("mission")
    met = TODAY - timedelta(days=40)
    log_contact(worker, person=person, on=met, result="rdv_pris")
    log_contact(worker, person=person, on=TODAY, result="sans_reponse")
    for state, result in (("done", "injoignable"), ("planned", None)):
        vain = NewIntervention("premier_accueil", TODAY, state=state, result=result)
        log_intervention(worker, person=person, new=vain)

    (card,) = read_caseload(worker, desk=house.territory.desk)

    assert card.last_contact_on == met
