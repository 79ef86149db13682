"""« Équipe »: figures for planning by name, several given at once and taken back."""

import sqlite3
from contextlib import closing

import pytest

from tests.pages.conftest import words_of


@pytest.fixture
def team(screens):
    return screens.enter("coordination", "equipe")


def table_of(page):
    return {row[0]: tuple(row[1:]) for row in page.table[0].value.values.tolist()}


def people_of(page, name):
    return next(n for who, (n, *_rest) in table_of(page).items() if name in who)


def choose(page, source, n):
    """Show whom somebody accompanies, and tick the first few."""
    page.selectbox(key="source_fr").set_value(source).run()
    boxes = [box for box in page.checkbox if str(box.key).startswith("take_")]
    for box in boxes[:n]:
        box.check()
    return page.run()


def test_the_team_is_listed_by_name_and_says_what_the_figures_are_for(team):
    names = list(table_of(team))

    assert names == sorted(names, key=str.casefold)
    assert "ne comparent personne" in words_of(team)
    assert people_of(team, "conseil") == "40"


def test_no_young_person_is_shown_before_a_list_is_chosen(screens):
    team = screens.enter("coordination", "equipe")

    assert not [box for box in team.checkbox if str(box.key).startswith("take_")]
    assert "Choisir une liste" in str(team.selectbox(key="source_fr").placeholder)
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        read = "SELECT count(*) FROM audit_line WHERE operation = 'caseload.list_held'"
        assert record.execute(read).fetchone() == (0,)


def test_whom_nobody_holds_is_said_in_a_sentence_without_zero(team):
    assert "personne à réaffecter après un départ" in words_of(team)
    assert "**0**" not in words_of(team)


def test_several_are_given_at_once_and_taken_back(team):
    page = choose(team, "conseil", 3)

    page.button(key="reassign").click().run()

    assert "3 jeunes confiés à" in words_of(page)
    assert people_of(page, "conseil") == "37"
    assert people_of(page, "coordination") == "3"

    page.button(key="undo_reassign").click().run()

    assert "Annulé" in words_of(page)
    assert people_of(page, "conseil") == "40"


def test_nobody_chosen_gives_nothing(team):
    page = choose(team, "conseil", 0)

    assert page.button(key="reassign").disabled


def test_all_of_a_list_are_chosen_by_one_box(team):
    page = choose(team, "conseil", 0)

    page.checkbox(key="tick_all").check().run()

    assert page.button(key="reassign").label == "Confier 40 jeunes"


def test_another_list_begins_without_a_tick(team):
    page = choose(team, "conseil", 0)
    page.checkbox(key="tick_all").check().run()

    page = choose(choose(page, "", 0), "conseil", 0)

    assert not page.checkbox(key="tick_all").value
    assert page.button(key="reassign").disabled


def test_one_without_young_people_says_so(team):
    page = choose(team, "coordination", 0)

    assert "Aucun jeune ici." in words_of(page)


def test_the_list_to_choose_from_shows_initials_only(team):
    page = choose(team, "conseil", 0)

    labels = [b.label for b in page.checkbox if str(b.key).startswith("take_")]
    names = [label.split("**")[1].replace("\\", "") for label in labels]
    assert names
    assert all(len(name) <= len("X.-Y. Z.") or name == "Sans nom" for name in names)


def test_what_a_former_referent_keeps_is_told_as_the_rules_have_it(screens):
    page = choose(screens.enter("coordination", "equipe"), "conseil", 0)

    assert "garde l’accès de tout collègue" in words_of(page)
    assert "30 jours" not in words_of(page)


@pytest.fixture
def strict(screens):
    """A territory whose workers reach whom they accompany, since a month ago."""
    rules = screens.folder / "config" / "access.yaml"
    text = rules.read_text(encoding="utf-8")
    own, strict = "case_worker: own_organisation", "case_worker: own_caseload"
    rules.write_text(text.replace(own, strict), encoding="utf-8")
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        record.execute("UPDATE assignment SET starts_on = date(starts_on, '-30 days')")
        record.commit()
    return screens


def test_a_former_referent_finds_the_page_and_can_only_read_it(strict):
    page = choose(strict.enter("coordination", "equipe"), "conseil", 1)
    taken = next(box for box in page.checkbox if box.key != "tick_all" and box.value)
    person = str(taken.key).removeprefix("take_")
    page.button(key="reassign").click().run()

    former = strict.enter("conseil")
    assert f"open_{person}" not in {str(one.key) for one in former.button}
    former.text_input(key="search").set_value(person).run()
    former.button(key=f"open_{person}").click().run()
    former = strict.go(former, "fiche")

    assert "plus le référent de ce jeune" in words_of(former)
    keys = {str(one.key) for one in former.button}
    assert "reveal" in keys
    assert not [key for key in keys if key.startswith("save_")]
    assert not former.warning
    assert not former.exception


def test_thirty_days_are_told_where_workers_reach_their_caseload_alone(strict):
    screens = strict
    page = choose(screens.enter("coordination", "equipe"), "conseil", 0)

    assert "lit encore la fiche pendant 30 jours" in words_of(page)


def test_a_worker_has_no_team_page(screens):
    page = screens.enter("conseil", "equipe")

    assert page.title[0].value == "Mon portefeuille"


def test_a_reassignment_changed_meanwhile_is_refused_in_words(screens):
    page = choose(screens.enter("coordination", "equipe"), "conseil", 1)
    page.button(key="reassign").click().run()
    done, login = page.session_state["last_reassignment"]
    page.session_state["last_reassignment"] = (type(done)(1, (), (10**6,)), login)
    page.run()

    page.button(key="undo_reassign").click().run()

    assert page.warning
    assert people_of(page, "conseil") == "39"
