"""The fiche jeune: the path read closer, goals, homes, one line of rights."""

import re
from datetime import timedelta
from functools import partial

import pytest

from commands.opening import instant
from parcours.goals.operations import (
    NewGoal,
    NewStep,
    correct_goal,
    read_plan,
    set_goal,
    set_step,
)
from parcours.goals.plan import Plan
from parcours.people.attributes import (
    NewAttribute,
    read_attributes,
    record_attribute,
)
from parcours.people.operations import read_path
from parcours.territory.opening import Territory
from tests.pages.conftest import words_of


WORKER = "conseil"
GOALS, HOME, TWIN = "goals_box", "home_box", "timeline_twin"


@pytest.fixture(name="page")
def _page(screens):
    return screens.open_first(screens.enter(WORKER))


def opened(page, box):
    page.session_state[box] = True
    return page.run()


def asked(screens, page, ask):
    """Ask an operation as the worker, outside the page."""
    territory = Territory.open(screens.folder, environ={}, now=instant)
    try:
        context = territory.context(territory.acting_as(WORKER))
        return ask(context, person=page.session_state["person"])
    finally:
        territory.close()


def spaced(page):
    """Give all that a page says, every space a plain one."""
    return re.sub(r"\s", " ", words_of(page))


def field(page, kind, start):
    return next(w for w in getattr(page, kind) if str(w.key).startswith(start))


def press(page, start):
    field(page, "button", start).click()
    return page.run()


def menu(page, start):
    """Open a menu, which draws its fields only then."""
    state = page.session_state
    number = getattr(state, "section_round", 0)
    state[f"{start}_{number}" if start.startswith("new_") else start] = True
    return page.run()


def set_first_goal(page):
    opened(page, GOALS)
    menu(page, "new_goal")
    field(page, "text_input", "goal_label").set_value("Avoir mon permis")
    field(page, "checkbox", "goal_own").set_value(True)
    return press(page, "goal_save")


def test_a_page_without_objective_says_how_to_begin(page):
    opened(page, GOALS)

    assert "Aucun objectif" in words_of(page)
    assert "Objectif :" not in words_of(page)


def test_an_objective_in_the_words_of_the_young_person_stands_on_top(screens, page):
    set_first_goal(page)

    text = spaced(page)
    assert "Objectif enregistré" in text
    assert "Objectif : « Avoir mon permis », dit par le jeune" in text
    (goal,) = asked(screens, page, read_plan).goals
    assert goal.own_words


def test_an_objective_just_set_is_taken_back(screens, page):
    set_first_goal(page)

    press(page, "goals_undo")

    assert "Saisie annulée" in words_of(page)
    assert asked(screens, page, read_plan) == Plan((), ())


def test_a_step_is_planned_done_and_opened_again(screens, page):
    set_first_goal(page)
    menu(page, "new_step")
    field(page, "text_input", "step_label").set_value("Appeler l’auto-école")
    press(page, "step_save")
    planned = spaced(page)

    press(page, "step_done")
    (done,) = asked(screens, page, read_plan).goals[0].steps
    menu(page, f"step_menu_{done.id}")
    press(page, "step_open")

    (again,) = asked(screens, page, read_plan).goals[0].steps
    assert "prochaine étape : Appeler l’auto\\-école" in planned
    assert (done.state, again.state, again.done_on) == ("done", "open", None)


def test_a_correction_shows_the_former_words(screens, page):
    set_first_goal(page)
    (goal,) = asked(screens, page, read_plan).goals
    menu(page, f"goal_menu_{goal.id}")
    field(page, "text_input", "goal_label").set_value("Avoir le code")
    press(page, "goal_correct")

    (now,) = asked(screens, page, read_plan).goals
    menu(page, f"goal_menu_{now.id}")

    assert now.label == "Avoir le code"
    assert "Avoir mon permis" in page.table[-1].value.to_string()


def test_words_that_are_missing_are_asked_beside_their_field(page):
    opened(page, GOALS)
    menu(page, "new_goal")

    press(page, "goal_save")

    assert "Il manque les mots" in words_of(page)


def test_words_on_health_are_thought_over_before_they_are_kept(screens, page):
    opened(page, GOALS)
    menu(page, "new_goal")
    text = "Reprendre après son hospitalisation"
    field(page, "text_input", "goal_label").set_value(text)

    press(page, "goal_save")
    before = asked(screens, page, read_plan).goals
    warned = [w.value for w in page.warning]
    press(page, "goal_save")

    assert before == ()
    assert any("semblent parler" in one for one in warned)
    assert [goal.label for goal in asked(screens, page, read_plan).goals] == [text]


def test_a_colleague_s_change_in_between_is_told_and_nothing_is_lost(screens, page):
    set_first_goal(page)
    (goal,) = asked(screens, page, read_plan).goals
    menu(page, f"goal_menu_{goal.id}")

    def meanwhile(context, *, person):
        new = NewGoal("Écrit par une collègue", goal.starts_on)
        correct_goal(context, person=person, goal=goal.id, new=new)

    asked(screens, page, meanwhile)
    press(page, "goal_reached")

    assert "déjà été corrigée" in words_of(page)
    assert "Écrit par une collègue" in words_of(page)


def test_the_twin_has_a_heading_per_year_the_latest_first(screens, page):
    assert not page.table
    opened(page, TWIN)

    years = [int(h.value) for h in page.header if h.value.isdigit()]
    path = asked(screens, page, read_path)
    told = {spell.starts_on.year for spell in path.spells}
    assert years == sorted(years, reverse=True)
    assert told <= set(years)
    assert len(page.table) >= len(years)


def test_the_path_is_read_closer_and_moved_by_buttons(page):
    zoom = field(page, "segmented_control", "timeline_zoom")
    zoom.set_value("six_months").run()
    later = field(page, "button", "timeline_later")
    assert later.disabled
    first = words_of(page)

    press(page, "timeline_earlier")

    assert not field(page, "button", "timeline_later").disabled
    assert words_of(page) != first


def test_a_home_since_before_2024_is_asked_and_kept_in_both_lists(screens, page):
    opened(page, HOME)
    before = len(asked(screens, page, read_attributes))
    today = field(page, "date_input", "home_on").value
    field(page, "date_input", "home_on").set_value(today.replace(year=2022)).run()
    boxes = [w for w in page.selectbox if "home_in_" in str(w.key)]
    assert len(boxes) == 2
    boxes[0].set_value("QP999001").run()
    suggested = field(page, "selectbox", "home_in_2024").value

    press(page, "home_save")

    found = asked(screens, page, read_attributes)
    assert suggested == "QN99901M"
    assert "Enregistré, avec sa date" in words_of(page)
    assert len(found) == before + 2
    press(page, "home_undo")
    assert len(asked(screens, page, read_attributes)) == before


def test_two_diplomas_that_contradict_are_told_where_one_is_mended(screens, page):
    today = instant().date()
    for code, ago in (("niv4_bac", 400), ("dnb", 100)):
        new = [NewAttribute("diploma", code, today - timedelta(days=ago))]
        asked(screens, page, partial(record_attribute, new=new))

    opened(page, HOME)

    (doubt,) = [one.value for one in page.warning if "à vérifier" in one.value]
    assert "Retirez ci-dessous la ligne fausse" in doubt


def test_a_home_without_a_choice_is_refused_beside_its_field(screens, page):
    opened(page, HOME)
    before = asked(screens, page, read_attributes)

    press(page, "home_save")

    assert "Ce choix n’existe pas" in words_of(page)
    assert asked(screens, page, read_attributes) == before


def test_a_diploma_is_recorded_and_a_wrong_line_withdrawn(screens, page):
    opened(page, HOME)
    before = len(asked(screens, page, read_attributes))
    field(page, "segmented_control", "home_kind").set_value("diploma").run()
    field(page, "selectbox", "home_diploma").set_value("niv3_cap")
    press(page, "home_save")
    mine = [v for v in asked(screens, page, read_attributes) if v.corrected is False]
    assert len(mine) == before + 1

    row = max(view.id for view in mine)
    field(page, "selectbox", "home_wrong").set_value(row).run()
    press(page, "home_withdraw")

    assert len(asked(screens, page, read_attributes)) == before
    assert "Ligne retirée" in words_of(page)


def test_one_line_says_where_rights_stand_and_opens_their_section(page):
    assert "Information" in words_of(page)

    press(page, "to_rights")

    assert page.session_state["rights_box"] is True


def test_who_may_not_read_a_path_reads_none(screens):
    page = screens.enter("evaluation", "fiche")

    assert "Fiche jeune" not in [t.value for t in page.title]
    assert "reveal" not in {b.key for b in page.button}


def test_an_objective_of_long_ago_is_late_in_words(screens, page):
    def late(context, *, person):
        old = context.today() - timedelta(days=40)
        set_goal(context, person=person, new=NewGoal("Retourner au lycée", old))
        step = NewStep("Appeler", old, due_on=old + timedelta(days=3))
        set_step(context, person=person, new=step)

    asked(screens, page, late)
    page.run()

    assert "**passé**" in words_of(page)
