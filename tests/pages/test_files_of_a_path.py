"""The files of a young person: seen on demand, refused, joined by codes, separated."""

from contextlib import contextmanager

import pytest
from sqlmodel import col, select

from commands.opening import instant
from parcours.matching.history import read_history
from parcours.matching.links import refuse_linkage
from parcours.record.models import AuditLine, Link, Organisation, Person, SourceSubject
from parcours.territory.opening import Territory
from tests.pages.conftest import words_of


WORKER, REVIEWER = "conseil", "verification"
BOX = "links_box"


@contextmanager
def territory_of(screens):
    territory = Territory.open(screens.folder, environ={}, now=instant)
    try:
        yield territory
    finally:
        territory.close()


def files_of(screens, person, login=REVIEWER):
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(login))
        return read_history(context, desk=territory.desk, person=person)


def of_today(lines):
    return [line for line in lines if line.revoked_on is None]


def opened(screens):
    """The page of the first young person of the caseload, its files shown."""
    page = screens.open_first(screens.enter(WORKER))
    page.session_state[BOX] = True
    return page.run()


def press(page, key):
    return page.button(key=key).click().run()


def keys(page):
    return {b.key for b in page.button}


def files_table(page):
    return page.table[-1].value


def person_of(page):
    return page.session_state["person"]


def audited(screens, operation):
    with territory_of(screens) as territory, territory.record.read() as session:
        query = select(AuditLine).where(AuditLine.operation == operation)
        return len(session.exec(query).all())


def code_elsewhere(screens):
    """Code of a young person whom only another organisation knows, and whose it is."""
    with territory_of(screens) as territory, territory.record.read() as session:
        rows = session.exec(
            select(SourceSubject.code, Organisation.code, Person.pseudonym)
            .join(Organisation, Organisation.id == SourceSubject.organisation_id)
            .join(Link, Link.subject_id == SourceSubject.id)
            .join(Person, Person.id == Link.person_id)
            .where(col(Link.revoked_on).is_(None), col(SourceSubject.code).is_not(None))
        ).all()
    alone = [p for _c, _o, p in rows]
    return next(
        (code, organisation)
        for code, organisation, person in rows
        if organisation != "mission_locale" and alone.count(person) == 1
    )


def test_the_files_are_read_only_once_somebody_opens_them(screens):
    page = screens.open_first(screens.enter(WORKER))
    before = audited(screens, "people.read_links")
    page.session_state[BOX] = True
    page.run()

    assert before == 0
    assert audited(screens, "people.read_links") == 1
    assert list(files_table(page).columns) == ["Dossier de", "Quand", "Comment"]


def test_a_worker_reads_whose_files_make_the_path_without_any_login(screens):
    page = opened(screens)
    shown = files_table(page).to_csv()

    assert "votre structure, code" in shown.replace("\\", "")
    assert "depuis le" in shown
    assert "conseil" not in shown
    assert page.get("code")[0].value == person_of(page)


def test_a_refusal_says_what_it_changes_before_it_is_recorded(screens):
    page = press(opened(screens), "refuse")
    said = words_of(page)

    assert "C’est pour toujours" in said
    assert "reste seul" in said
    assert not any(line.refuses for line in files_of(screens, person_of(page)))


def test_who_leaves_the_refusal_has_recorded_nothing(screens):
    page = press(press(opened(screens), "refuse"), "step_no")

    assert "step_yes" not in keys(page)
    assert audited(screens, "linkage.refuse") == 0


def test_a_refusal_is_recorded_and_told_and_offers_no_join_any_more(screens):
    page = press(press(opened(screens), "refuse"), "step_yes")
    mine = [f for f in files_of(screens, person_of(page)) if f.revoked_on is None]

    assert not page.exception
    assert "Enregistré" in words_of(page)
    assert "Ce jeune refuse que ses dossiers soient rapprochés." in words_of(page)
    assert not keys(page) & {"join", "refuse"}
    assert [line.refuses for line in mine] == [True]


def test_two_codes_are_asked_for_before_anything_is_confirmed(screens):
    page = press(opened(screens), "join")

    assert "Choisissez la structure" in words_of(page)
    assert "step_yes" not in keys(page)


def test_one_s_own_organisation_is_not_offered_as_the_other(screens):
    page = opened(screens)
    options = page.selectbox(key="join_organisation_fr").options

    assert options
    assert not any("Mission locale" in option for option in options)


def fill_codes(page, organisation, code):
    page.selectbox(key="join_organisation_fr").set_value(organisation)
    page.text_input(key="join_code").set_value(code)
    return press(page, "join")


def test_two_codes_in_hand_make_one_path(screens):
    code, organisation = code_elsewhere(screens)
    page = fill_codes(opened(screens), organisation, code)
    assert "vérificateur" in words_of(page)
    before = of_today(files_of(screens, person_of(page)))
    page = press(page, "step_yes")
    after = of_today(files_of(screens, person_of(page)))

    assert not page.exception
    assert "forment maintenant ce parcours" in words_of(page)
    assert len(after) == len(before) + 1
    assert page.text_input(key="join_code").value == ""


def test_a_code_that_leads_nowhere_is_refused_calmly_and_kept(screens):
    page = press(fill_codes(opened(screens), "education_nationale", "ZZ9"), "step_yes")

    assert "MATCHING-003" in words_of(page)
    assert page.text_input(key="join_code").value == "ZZ9"
    assert not page.exception


def test_a_page_that_a_colleague_s_refusal_moved_is_refused_calmly(screens):
    code, organisation = code_elsewhere(screens)
    page = opened(screens)
    person = person_of(page)
    page = fill_codes(page, organisation, code)
    with territory_of(screens) as territory:
        worker = territory.context(territory.acting_as(WORKER))
        refuse_linkage(worker, desk=territory.desk, person=person)
    page = press(page, "step_yes")

    assert "ACCESS-002" in words_of(page)
    assert not any(f.decision == "joined" for f in files_of(screens, person))


def linked_person(screens):
    """Somebody whom several organisations know, by the links of files."""
    with territory_of(screens) as territory, territory.record.read() as session:
        rows = session.exec(
            select(Person.pseudonym)
            .join(Link, Link.person_id == Person.id)
            .where(col(Link.revoked_on).is_(None))
            .order_by(Person.id)
        ).all()
    return next(person for person in rows if rows.count(person) == 2)


def reviewed(screens, person):
    page = screens.enter(REVIEWER, "dossiers")
    page.text_input(key="links_reference").set_value(person)
    return page.run()


def test_a_reviewer_is_told_where_a_reference_comes_from(screens):
    page = screens.enter(REVIEWER, "dossiers")

    assert "Aucun parcours n’est ouvert." in words_of(page)
    assert not page.table


@pytest.mark.parametrize("reference", ["v1.record.x", "Dupont", "v1.subject.abc"])
def test_a_reference_that_is_none_is_refused_calmly(screens, reference):
    page = reviewed(screens, reference)

    assert "ACCESS-002" in words_of(page)
    assert not page.exception


def test_a_reviewer_separates_one_of_two_files(screens):
    person = linked_person(screens)
    page = reviewed(screens, person)
    assert page.button(key="separate").disabled
    page.checkbox[1].check().run()
    page = press(press(page, "separate"), "step_yes")
    lines = files_of(screens, person)

    assert not page.exception
    assert "forment un autre parcours" in words_of(page)
    assert len(of_today(lines)) == 1
    assert [line.ended_as for line in lines if line.revoked_on] == ["separated"]
    assert "séparé de ce parcours" in files_table(page).to_csv()


def test_one_file_at_least_stays(screens):
    page = reviewed(screens, linked_person(screens))
    for box in page.checkbox:
        box.check()
    page.run()

    assert page.button(key="separate").disabled
    assert "Laissez au moins un dossier" in words_of(page)


def test_the_files_speak_english(screens):
    page = reviewed(screens, linked_person(screens))
    page.segmented_control(key="language_choice").set_value("en").run()

    assert list(files_table(page).columns) == ["File of", "When", "How"]
    assert "Separate files that were wrongly linked" in words_of(page)
