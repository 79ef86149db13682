"""« Actions et chantiers »: a count in half a minute, a whole worksite in one save."""

from dataclasses import replace

import pytest

from app_pages import sheets_state
from parcours.access.sessions import check_token
from parcours.territory.opening import Territory
from parcours.worksites.operations import read_sheet, save_sheet
from parcours.worksites.sheet import Participant
from tests.pages.conftest import clock, words_of
from tests.pages.test_case_worker_pages import key_of, speak_english


PATH, LOGIN = "actions", "conseil"


def at(page, kind, key):
    return key_of(page, kind, key)


def opened(screens):
    return screens.enter(LOGIN, PATH)


def count(page, n, **parts):
    at(page, "number_input", "quick_n_").set_value(n)
    for name, number in parts.items():
        at(page, "number_input", f"quick_{name}_").set_value(number)
    return page.button(key="quick_save").click().run()


def my_people(page, n=2):
    return [
        str(b.key).removeprefix("open_")
        for b in page.button
        if str(b.key).startswith("open_")
    ][:n]


def with_people(screens, n=2):
    """A new sheet with young people of the caseload on it."""
    people = my_people(screens.enter(LOGIN), n)
    page = opened(screens)
    page.button(key="sheet_new").click().run()
    draft = page.session_state[sheets_state.DRAFT]
    content = replace(draft.content, people=tuple(Participant(who) for who in people))
    page.session_state[sheets_state.DRAFT] = replace(
        draft, content=content, start=content, turn=draft.turn + 1
    )
    return page.run(), people


def context(screens):
    territory = Territory.open(screens.folder, environ={}, now=clock)
    principal = check_token(
        territory.record,
        token=screens.tokens[LOGIN],
        now=clock(),
        policy=territory.policy,
    )
    return territory, territory.context(principal)


def test_an_empty_page_says_what_to_do(screens):
    page = opened(screens)

    assert "Aucune feuille d’action" in words_of(page)
    assert not page.exception


def test_a_street_round_is_counted_and_taken_back(screens):
    page = count(opened(screens), 12, n_girls=5)

    assert "Enregistré" in words_of(page)
    assert "12 sans nom" in words_of(page).replace("\N{NO-BREAK SPACE}", " ")
    page.button(key="undo").click().run()
    assert "Feuille retirée" in words_of(page)
    assert not page.exception


def test_the_next_count_starts_with_the_last_place_and_kind(screens):
    page = opened(screens)
    at(page, "selectbox", "quick_kind").set_value("soiree")
    at(page, "text_input", "quick_place").set_value("Stade Zorglub")
    page = count(page, 30)

    assert at(page, "selectbox", "quick_kind").value == "soiree"
    assert at(page, "text_input", "quick_place").value == "Stade Zorglub"
    assert at(page, "number_input", "quick_n_").value is None


def test_a_place_that_seems_to_name_somebody_is_asked_about_before_it_is_kept(screens):
    page = opened(screens)
    at(page, "text_input", "quick_place").set_value("chez M. Zorglub")
    page = count(page, 30)

    assert "Ces mots semblent parler" in words_of(page)
    assert "Enregistré" not in words_of(page)
    page.button(key="quick_save").click().run()
    assert "Enregistré" in words_of(page)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"n_girls": 13}, "dépassent le total de 12"),
        ({"n_11_13": 7, "n_14_15": 6}, "dépassent le total de 12"),
    ],
)
def test_parts_greater_than_the_whole_are_refused_in_words(screens, parts, told):
    page = count(opened(screens), 12, **parts)

    assert told in words_of(page)
    assert at(page, "number_input", "quick_n_").value == 12


def test_no_number_is_refused_in_words(screens):
    page = opened(screens)

    page.button(key="quick_save").click().run()

    assert "Ce nombre n’est pas possible" in words_of(page)


def test_a_sheet_filled_down_saves_an_intervention_for_each(screens):
    page, people = with_people(screens)

    page.button(key="sheet_fill").click().run()
    assert "2 jeunes, 14" in words_of(page)
    page.button(key="sheet_save").click().run()

    assert "Enregistré" in words_of(page)
    territory, me = context(screens)
    try:
        ref = page.session_state[sheets_state.SAVED].ref
        content = read_sheet(me, ref=ref).content
        assert {each.person for each in content.people} == set(people)
        assert content.hours == 14.0
    finally:
        territory.close()


def test_minors_without_permission_are_told_after_the_save_and_before(screens):
    page, _people = with_people(screens, n=8)
    page.button(key="sheet_fill").click().run()

    page.button(key="sheet_check").click().run()

    assert "À vérifier" in words_of(page) or "Rien à signaler" in words_of(page)
    assert not page.exception


def test_a_sheet_without_anyone_is_refused_and_stays(screens):
    page = opened(screens)
    page.button(key="sheet_new").click().run()
    at(page, "text_input", "sheet_title_").set_value("Peinture").run()

    page.button(key="sheet_save").click().run()

    assert "Cette feuille ne compte encore personne" in words_of(page)
    assert at(page, "text_input", "sheet_title_").value == "Peinture"


def test_what_was_typed_stays_through_another_page_and_another_language(screens):
    page, _people = with_people(screens)
    at(page, "text_input", "sheet_title_").set_value("Peinture").run()
    page.button(key="sheet_fill").click().run()

    screens.go(page, "portefeuille")
    screens.go(page, PATH)
    speak_english(page)

    assert at(page, "text_input", "sheet_title_").value == "Peinture"
    assert "2 young people, 14" in words_of(page)
    assert not page.exception


def test_two_who_save_one_sheet_see_both_and_lose_nothing(screens):
    page, people = with_people(screens)
    page.button(key="sheet_fill").click().run()
    page.button(key="sheet_save").click().run()
    page.button(key="sheet_again").click().run()
    draft = page.session_state[sheets_state.DRAFT]
    at(page, "text_input", "sheet_title_").set_value("Le mien").run()
    territory, me = context(screens)
    try:
        other = replace(draft.base, title="L’autre", place="Les Tilleuls")
        save_sheet(me, ref=draft.ref, new=other, based_on=draft.based_on)
        page.button(key="sheet_save").click().run()
        told = words_of(page)
        assert "entre-temps" in told
        assert "L’autre" in told
        assert at(page, "text_input", "sheet_place_").value == "Les Tilleuls"
        page.button(key="sheet_save").click().run()
        content = read_sheet(me, ref=draft.ref).content
    finally:
        territory.close()

    assert (content.title, content.place) == ("Le mien", "Les Tilleuls")
    assert len(content.people) == len(people)


def test_a_sheet_is_found_in_the_list_and_withdrawn(screens):
    page, _people = with_people(screens)
    page.button(key="sheet_fill").click().run()
    page.button(key="sheet_save").click().run()

    at(page, "button", "sheet-").click().run()
    page.button(key="sheet_withdraw").click().run()
    page.button(key="step_yes").click().run()

    assert "Feuille retirée" in words_of(page)
    assert not [b for b in page.button if str(b.key).startswith("sheet-")]


def test_a_role_without_young_people_has_no_such_page(screens):
    page = screens.enter("evaluation", PATH)

    assert "Actions et chantiers" not in [t.value for t in page.title]
