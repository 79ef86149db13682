"""Two custodians' page of approvals, and the page where a young person is forgotten."""

import pytest
from sqlmodel import col, select

from parcours.approvals.operations import decide_approval, list_approvals
from parcours.keeping.reidentification import request_reidentification
from parcours.keeping.rekeying import request_rekeying
from parcours.record.models import Link, Person
from pseudonymisation.pseudonym import Pseudonym
from tests.pages.conftest import words_of
from tests.pages.test_files_of_a_path import keys, press, territory_of


OFFICER, ADMINISTRATOR = "protection", "administration"
WHY = "Réquisition du juge des enfants"


def some_persons(territory, n=2):
    with territory.record.read() as session:
        query = (
            select(Person.pseudonym)
            .join(Link, Link.person_id == Person.id)
            .where(col(Link.revoked_on).is_(None))
        )
        return sorted(set(session.exec(query)))[:n]


@pytest.fixture
def asked(screens):
    """A request of the officer, in the record."""
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(OFFICER))
        persons = [Pseudonym.parse(text) for text in some_persons(territory)]
        return request_reidentification(
            context, desk=territory.desk, persons=persons, reason=WHY
        )


def states(screens):
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(ADMINISTRATOR))
        return [(one.state, one.decided_by) for one in list_approvals(context)]


def test_without_any_request_the_page_says_how_one_is_made(screens):
    page = screens.enter(ADMINISTRATOR)

    assert page.title[0].value == "Accords à deux"
    assert "Aucune demande n’a encore été faite." in words_of(page)
    assert "keys request" in words_of(page)


def test_a_request_says_who_asked_why_and_until_when(screens, asked):
    said = words_of(screens.enter(ADMINISTRATOR))

    assert "**1 demande** attend" in said
    assert "Rendre leur nom à 2 jeunes" in said
    assert "Demandé par protection" in said
    assert WHY in said
    assert "tombe le" in said


def test_nobody_answers_their_own_request(screens, asked):
    page = screens.enter(OFFICER)

    assert "C’est votre demande" in words_of(page)
    assert not keys(page) & {f"agree_{asked.ref}", f"decline_{asked.ref}"}


@pytest.mark.parametrize(
    ("act", "state", "told"),
    [
        ("agree", "agreed", "accordée par administration"),
        ("decline", "refused", "refusée par administration"),
    ],
)
def test_an_answer_is_confirmed_recorded_and_told(screens, asked, act, state, told):
    page = press(screens.enter(ADMINISTRATOR), f"{act}_{asked.ref}")
    assert states(screens) == [("waiting", None)]
    page = press(page, "step_yes")

    assert not page.exception
    assert states(screens) == [(state, ADMINISTRATOR)]
    assert "Enregistré" in words_of(page)
    assert told in words_of(page)


def test_a_change_of_every_name_waits_for_a_second_agreement(screens):
    with territory_of(screens) as territory:
        context = territory.context(territory.acting_as(OFFICER))
        ref = request_rekeying(context, desk=territory.desk, reason=WHY).ref
    page = press(screens.enter(ADMINISTRATOR), f"agree_{ref}")
    page = press(page, "step_yes")

    assert states(screens) == [("waiting", ADMINISTRATOR)]
    assert "Changer le pseudonyme de tous les jeunes" in words_of(page)
    assert "il faut aussi celui d’une autre personne" in words_of(page)
    assert f"agree_{ref}" not in keys(page)


def test_no_answer_is_none(screens, asked):
    page = press(screens.enter(ADMINISTRATOR), f"agree_{asked.ref}")
    page = press(page, "step_no")

    assert states(screens) == [("waiting", None)]
    assert f"agree_{asked.ref}" in keys(page)


def test_a_request_answered_meanwhile_is_refused_calmly(screens, asked):
    page = press(screens.enter(ADMINISTRATOR), f"agree_{asked.ref}")
    with territory_of(screens) as territory:
        other = territory.context(territory.acting_as(ADMINISTRATOR))
        decide_approval(other, ref=asked.ref, agree=False)
    page = press(page, "step_yes")

    assert "APPROVAL-004" in words_of(page)
    assert states(screens) == [("refused", ADMINISTRATOR)]


def test_who_was_agreed_to_reads_the_command_and_types_no_share_here(screens, asked):
    with territory_of(screens) as territory:
        other = territory.context(territory.acting_as(ADMINISTRATOR))
        decide_approval(other, ref=asked.ref, agree=True)
    page = screens.enter(OFFICER)

    assert "keys reidentify" in words_of(page)
    assert not page.text_input


def test_an_administrator_has_no_page_of_erasure(screens):
    page = screens.enter(ADMINISTRATOR, "effacement")

    assert "Effacer un jeune" not in [title.value for title in page.title]


def erasing(screens, reference):
    page = screens.enter(OFFICER, "effacement")
    page.text_input(key="erasure_reference").set_value(reference)
    return page.run()


@pytest.fixture
def person(screens):
    with territory_of(screens) as territory:
        return some_persons(territory, 1)[0]


def is_erased(screens, person):
    with territory_of(screens) as territory, territory.record.read() as session:
        query = select(Person.erased_on).where(Person.pseudonym == person)
        return session.exec(query).one() is not None


def test_without_a_reference_the_page_asks_for_one(screens):
    page = screens.enter(OFFICER, "effacement")

    assert "Aucun jeune n’est choisi." in words_of(page)
    assert "erase" not in keys(page)


def test_what_goes_and_what_stays_is_said_first_without_a_name(screens, person):
    page = erasing(screens, person)
    said = words_of(page)

    for part in ("Connu de", "Ce qui est détruit", "Ce qui reste", "empreinte"):
        assert part in said
    assert not page.query_params


@pytest.mark.parametrize("typed", ["", "aaaaaa"])
def test_nothing_is_erased_before_the_reference_is_typed_again(screens, person, typed):
    page = press(erasing(screens, person), "erase")
    page.text_input(key="erasure_typed").set_value(typed).run()

    assert page.button(key="step_yes").disabled
    assert not is_erased(screens, person)


def test_an_erasure_confirmed_is_done_and_told(screens, person):
    page = press(erasing(screens, person), "erase")
    page.text_input(key="erasure_typed").set_value(person[-6:]).run()
    page = press(page, "step_yes")

    assert not page.exception
    assert "Effacé" in words_of(page)
    assert is_erased(screens, person)
    assert page.text_input(key="erasure_reference").value == ""
    assert "ACCESS-002" in words_of(erasing(screens, person))


def test_both_pages_speak_english(screens, asked, person):
    page = screens.enter(OFFICER)
    page.segmented_control(key="language_choice").set_value("en").run()
    assert "Two-person approvals" in [title.value for title in page.title]
    screens.go(page, "effacement")
    page.text_input(key="erasure_reference").set_value(person).run()

    assert "What is destroyed" in words_of(page)
