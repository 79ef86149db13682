"""The quick entry finds by name, over what the worker may see, and keeps no name."""

from sqlalchemy import text

from parcours.territory.opening import Territory
from pseudonymisation.pseudonym import Pseudonym
from tests.pages.conftest import clock, words_of
from tests.pages.test_case_worker_pages import key_of
from tests.pages.test_entries import save, typed


def surname_beyond(screens, known):
    """Name somebody of the worker's structure who is not in the portfolio."""
    territory = Territory.open(screens.folder, environ={}, now=clock)
    try:
        context = territory.context(territory.acting_as("conseil"))
        with territory.record.read() as session:
            rows = session.connection().execute(
                text(
                    "SELECT p.pseudonym FROM person p JOIN link l ON l.person_id = p.id"
                    " AND l.revoked_on IS NULL JOIN source_subject s"
                    " ON s.id = l.subject_id WHERE s.organisation_id = :mine"
                ),
                {"mine": context.principal.organisation_id},
            )
            person = next(one for (one,) in rows if one not in known)
        identity = territory.desk.reveal(
            Pseudonym.parse(person), organisation=context.principal.organisation_code
        )
        return f"{identity.given_names} {identity.birth_name}", person
    finally:
        territory.close()


def test_the_quick_entry_finds_by_a_misspelt_name_beyond_the_portfolio(screens):
    page = screens.enter("conseil", "saisir")
    known = {str(b.key).removeprefix("open_") for b in screens.enter("conseil").button}
    name, person = surname_beyond(screens, known)

    typed(page, "text_input", "entry_search", name.lower()[:-1])
    found = next(b for b in page.button if str(b.key).startswith(f"found_{person}"))
    found.click().run()
    save(page)

    assert page.session_state["saved"].person == person
    assert page.session_state["entry_beyond"] == (person,)
    assert key_of(page, "text_input", "entry_search").value == ""


def test_a_search_of_nobody_says_so_and_leaves_the_entry(screens):
    page = screens.enter("conseil", "saisir")

    typed(page, "text_input", "entry_search", "Zzyzxqwvk")

    assert "Aucun jeune de votre structure" in words_of(page)
    assert key_of(page, "button", "save_kind").disabled
