"""From the refusal to the files of later months; two codes in hand; what is told."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from commands.intake_text import loaded_text
from commands.main import app
from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.intake.operations import load_file
from parcours.matching.failures import CodesLeadNowhere
from parcours.matching.history import read_history
from parcours.matching.links import (
    join_codes,
    read_links,
    refuse_linkage,
    separate_person,
)
from parcours.matching.operations import answer_question, list_questions
from parcours.record.models import Person, SourceSubject
from pseudonymisation.failures import SubjectRefuses


NO_NAME = {"birth_name": None, "given_names": None, "birth_date": None, "sex": None}
HEADER = (
    "N° dossier;Nom de naissance;Prénom;Date de naissance;Date 1er accueil;"
    "Situation;Date début situation;Date fin situation\n"
)
ROW = "{code};{name};Maïlys;14/05/2008;01/02/2025;CDI;05/03/2025;\n"


def load(house, code="M1", name="Vrontalbe"):
    """Load a file of the mission locale about the one invented young person."""
    return load_file(
        house.contexts["operator"],
        desk=house.desk,
        source=(HEADER + ROW.format(code=code, name=name)).encode(),
        template="mission_locale",
        name="essai.csv",
    )


def refuse(house, worker, person):
    return refuse_linkage(house.contexts[worker], desk=house.desk, person=person)


def join(house, worker, organisation, other_code, **own):
    return join_codes(
        house.contexts[worker],
        desk=house.desk,
        other_organisation=organisation,
        other_code=other_code,
        **own,
    )


def history(house, login, person):
    return read_history(house.contexts[login], desk=house.desk, person=person)


def people(house):
    with house.territory.record.read() as session:
        return session.exec(select(Person.pseudonym).order_by("id")).all()


def told(house, worker, person):
    """The path as a worker reads it, but for its pseudonym and for its last day."""
    path = house.path(worker, person)
    return [(s.situation, s.starts_on) for s in path.spells]


def test_a_later_file_with_the_same_identity_links_nobody_who_refused(house):
    school = house.person("school", code="E1")
    refuse(house, "school", school)
    house.clock.next_day()

    answer = load(house)

    assert answer.persons_new == 1
    assert len(people(house)) == 2
    assert [line.organisation for line in history(house, "rose", school)] == [
        "education_nationale"
    ]
    assert list_questions(house.contexts["rose"], desk=house.desk) == []


def test_without_the_refusal_the_same_file_links_the_two(house):
    """The file of the test above is one that links, unless somebody refused."""
    school = house.person("school", code="E1")
    load(house)

    assert people(house) == [school]
    assert len(history(house, "rose", school)) == 2


def test_who_refused_after_a_file_linked_them_stays_alone_when_it_comes_again(house):
    school = house.person("school", code="E1")
    load(house)
    alone = refuse(house, "mission", school)
    house.clock.next_day()
    load(house)

    assert alone != school
    assert [line.mine for line in history(house, "mission", alone)] == [True]
    assert len([1 for f in history(house, "rose", school) if not f.revoked_on]) == 1
    with pytest.raises(SubjectRefuses):
        join(house, "school", "mission_locale", "M1", code="E1")


@pytest.mark.parametrize("name", ["Vrontalbe", "Vrontalbbe"])
def test_who_refused_is_met_under_a_new_code_and_the_sender_is_told_so(house, name):
    """The school keeps its path; the new code of the same young person stays alone."""
    school = house.person("school", code="E1")
    load(house)
    refuse(house, "mission", school)
    house.clock.next_day()
    answer = load(house, code="M2", name=name)
    linked = {
        f.organisation for f in history(house, "rose", school) if not f.revoked_on
    }

    assert (answer.persons_new, answer.persons_linked, answer.kept_alone) == (1, 0, 1)
    assert answer.as_json()["kept_alone"] == 1
    assert linked == {"education_nationale"}
    said = loaded_text(answer)
    assert "1 jeune de ce fichier a refusé que" in said
    assert name not in said
    assert list_questions(house.contexts["rose"], desk=house.desk) == []
    with pytest.raises(SubjectRefuses):
        join(house, "school", "mission_locale", "M2", code="E1")


def test_without_a_refusal_the_sender_is_told_nothing_of_one(house):
    house.person("school", code="E1")
    answer = load(house)

    assert (answer.persons_linked, answer.kept_alone) == (1, 0)
    assert "a refusé que" not in loaded_text(answer)


def test_an_intake_says_that_it_counts_young_people_and_not_questions(house):
    answer = load(house)
    said = loaded_text(replace(answer, to_review=3))

    assert "À vérifier : 3 jeunes de ce fichier, et non des questions." in said
    assert "« parcours linkage review » dit combien attendent" in said
    assert "À vérifier" not in loaded_text(replace(answer, to_review=0))


def test_a_refusal_holds_for_every_file_of_the_organisation(house):
    """Two codes of one school for one young person: neither stays with the others."""
    first = house.person("school", code="E1")
    house.person("school", code="E2")
    (line,) = list_questions(house.contexts["rose"], desk=house.desk)
    answer_question(
        house.contexts["rose"], desk=house.desk, ref=line.ref, answer="same"
    )
    refuse(house, "school", first)
    house.person("mission", code="M1")

    for code in ("E1", "E2"):
        with pytest.raises(SubjectRefuses):
            join(house, "mission", "education_nationale", code, code="M1")


def test_a_path_under_a_code_only_waits_and_is_joined_from_the_open_page(house):
    street = house.person("street", **NO_NAME, code="R4")
    mission = house.person("mission", code="M9")
    house.situation("street", street, "decroche", date(2025, 9, 1))
    house.situation("mission", mission, "recherche_emploi", date(2025, 10, 1))
    house.clock.next_day()
    assert len(people(house)) == 2

    joined = join(house, "mission", "prevention_specialisee", "R4", person=mission)

    assert house.path("street", street).person == joined
    assert house.path("mission", mission).person == joined
    assert len([1 for f in history(house, "rose", joined) if not f.revoked_on]) == 2


def test_two_codes_joined_then_separated_give_back_both_paths(house):
    street = house.person("street", **NO_NAME, code="R4")
    mission = house.person("mission", code="M9")
    house.situation("street", street, "decroche", date(2025, 9, 1))
    house.situation("mission", mission, "recherche_emploi", date(2025, 10, 1))
    house.clock.next_day()
    before = told(house, "street", street), told(house, "mission", mission)
    extract = house.extract(date(2025, 11, 22))
    joined = join(house, "mission", "prevention_specialisee", "R4", code="M9")
    house.clock.next_day()
    separate_person(house.contexts["rose"], desk=house.desk, person=joined)

    assert house.path("street", street).person == street
    assert house.path("mission", mission).person == mission
    assert (told(house, "street", street), told(house, "mission", mission)) == before
    assert house.extract(date(2025, 11, 22)) == extract


@pytest.mark.parametrize(
    ("organisation", "code"),
    [("prevention_specialisee", "R0"), ("mission_locale", "M9"), ("personne", "R4")],
)
def test_a_code_that_leads_nowhere_says_what_to_check(house, organisation, code):
    mission = house.person("mission", code="M9")
    house.person("street", **NO_NAME, code="R4")

    with pytest.raises(CodesLeadNowhere) as refusal:
        join(house, "mission", organisation, code, person=mission)

    assert "structure" in refusal.value.remedy
    assert code not in str(refusal.value)


def test_a_page_out_of_reach_is_not_joined(house):
    street = house.person("street", **NO_NAME, code="R4")
    house.person("school", code="E1")

    with pytest.raises(NotWithinReach):
        join(house, "mission", "education_nationale", "E1", person=street)


def test_the_history_says_since_when_by_which_role_and_until_when(house):
    street = house.person("street", **NO_NAME, code="R4")
    mission = house.person("mission", code="M9")
    joined_on = house.clock.next_day()
    joined = join(house, "mission", "prevention_specialisee", "R4", code="M9")
    separated_on = house.clock.next_day()
    separate_person(house.contexts["rose"], desk=house.desk, person=joined)
    lines = {
        (f.organisation, f.decision): f
        for person in (street, mission)
        for f in history(house, "rose", person)
        if person == joined or f.decision == "separated"
    }
    moved = next(f for (_o, decision), f in lines.items() if decision == "joined")

    assert (moved.linked_on, moved.revoked_on) == (
        date(2025, 11, 23),
        date(2025, 11, 24),
    )
    assert (joined_on, separated_on) == (date(2025, 11, 22), date(2025, 11, 23))
    assert (moved.by_role, moved.revoked_by_role) == ("case_worker", "reviewer")
    back = next(f for (_o, d), f in lines.items() if d == "separated")
    assert (back.by_role, back.revoked_on) == ("reviewer", None)


def test_a_worker_sees_own_files_and_no_other_that_nothing_opens(house):
    """The street works under anonymity: that it knows them is not told."""
    mission = house.person("mission", code="M9")
    house.person("street", **NO_NAME, code="R4")
    joined = join(house, "mission", "prevention_specialisee", "R4", person=mission)
    lines = history(house, "mission", joined)

    assert {line.organisation for line in lines} == {"mission_locale"}
    assert {line.code for line in lines} == {"M9"}
    assert len(history(house, "rose", joined)) == 2
    assert {line.code for line in history(house, "rose", joined)} == {None}


def test_a_worker_sees_the_file_of_another_while_a_fact_of_it_may_be_read(house):
    school = house.person("school", code="E1")
    mission = house.person("mission", code="M9")
    assert school == mission
    assert len(history(house, "mission", mission)) == 1
    house.situation("school", school, "college", date(2023, 9, 4))
    assert house.path("mission", mission).spells  # a convention opens it

    seen = history(house, "mission", mission)
    assert [line.organisation for line in seen] == [
        "education_nationale",
        "mission_locale",
    ]
    assert [line.code for line in seen] == [None, "M9"]


def test_a_refusal_hides_the_file_from_the_others_past_included(house):
    school = house.person("school", code="E1")
    house.person("mission", code="M9")
    house.situation("school", school, "college", date(2023, 9, 4))
    house.clock.next_day()
    refuse(house, "school", school)
    house.clock.next_day()
    (person,) = {p for p in people(house) if sees(house, "mission", p)}

    assert {f.organisation for f in history(house, "mission", person)} == {
        "mission_locale"
    }
    assert any(f.refuses for p in people(house) for f in history(house, "rose", p))


def sees(house, worker, person):
    try:
        return bool(history(house, worker, person))
    except NotWithinReach:
        return False


def test_only_those_who_follow_or_review_see_the_history(house):
    mission = house.person("mission", code="M9")

    with pytest.raises(NotWithinReach):
        history(house, "school", mission)
    with pytest.raises(AccessDenied):
        history(house, "operator", mission)
    with pytest.raises(AccessDenied):
        read_links(house.contexts["mission"], person=mission)


@pytest.fixture
def run(house):
    def running(login, *words, **options):
        folder = str(house.territory.folder)
        words = ["--dir", folder, "--as", login, "linkage", *words]
        return CliRunner().invoke(app, words, **options)

    return running


def test_codes_are_joined_and_files_listed_by_command(run, house):
    mission = house.person("mission", code="M9")
    street = house.person("street", **NO_NAME, code="R4")
    words = ("--organisation", "prevention_specialisee", "--other-code", "R4")
    made = run("mission", "join", "--code", "M9", *words, "--json")
    joined = json.loads(made.stdout)["person"]
    listed = json.loads(run("rose", "files", joined, "--json").stdout)["files"]

    assert joined in (mission, street)
    assert [f["organisation"] for f in listed if not f["revoked_on"]] == [
        "mission_locale",
        "prevention_specialisee",
    ]
    assert "mission_locale" in run("mission", "files", joined).stdout


@pytest.mark.parametrize("own", [(), ("--code", "M9", "--person", "v1.record.x")])
def test_the_command_wants_one_way_to_say_who(run, own):
    words = ("--organisation", "prevention_specialisee", "--other-code", "R4")

    assert run("mission", "join", *own, *words).exit_code == 2


def test_a_refusal_is_confirmed_before_it_is_recorded(run, house):
    person = house.person("mission", code="M9")
    stopped = run("mission", "refuse", person, input="n\n")
    with house.territory.record.read() as session:
        (subject,) = session.exec(select(SourceSubject.subject))
    assert stopped.exit_code == 1
    assert not any(f.refuses for f in history(house, "rose", person))
    done = run("mission", "refuse", person, "--yes", "--json")

    assert json.loads(done.stdout) == {"refused": person, "person": person}
    assert [(f.subject, f.refuses) for f in history(house, "rose", person)] == [
        (subject, True)
    ]


def test_another_organisations_worker_cannot_refuse_for_them(run, house):
    person = house.person("mission", code="M9")

    assert run("school", "refuse", person, "--yes").exit_code == 1
    assert not any(f.refuses for f in history(house, "rose", person))
