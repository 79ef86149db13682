"""What evaluators read on what was done: five ways of asking, four of them honest."""

import shutil

import pytest

from app_pages.workbench_exposure import DESIGNS
from tests.acts_house import FEW, NAME, write_extract
from tests.pages.conftest import words_of
from tests.pages.test_figures_pages import data_of, specs
from tests.pages.test_workbench_page import ask, at_the_bench, of_key


HONEST = [design for design in DESIGNS if design != "ever"]


@pytest.fixture
def invented(screens):
    """The territory's only extract holds people on whom the action does nothing."""
    (model,) = (screens.folder / "extracts").iterdir()
    write_extract(model, model.parent / NAME)
    shutil.rmtree(model)
    return screens


def by_design(page, design):
    of_key(page.button_group, "bench_design").set_value(design)
    return page.run()


def on_what_was_done(screens, design):
    return by_design(ask(at_the_bench(screens), "exposure"), design)


@pytest.mark.parametrize("design", HONEST)
def test_each_design_is_told_in_words_that_it_supports_a_picture_and_a_table(
    invented, design
):
    page = on_what_was_done(invented, design)

    assert not page.exception
    assert not page.warning
    said = words_of(page)
    assert said.count("## ") == 1
    assert "À lire." in said
    assert "À ne pas lire." in said
    assert "valeur E" in said
    assert ("Ce n’est pas un effet" in said) == (design != "trial")
    assert page.table
    charts = page.get("vega_lite_chart")
    assert charts
    assert all(len(chart.proto.alt) > 20 for chart in charts)


def test_a_trial_is_told_with_its_protocol(invented):
    page = on_what_was_done(invented, "trial")

    (protocol,) = [t.value for t in page.table if "Élément" in t.value.columns]
    assert {"Qui", "Jour zéro", "Stratégie étudiée", "Hypothèses"} <= set(
        protocol["Élément"]
    )
    assert "Aucun tirage au sort" in words_of(page)


def test_groups_are_shown_alike_before_they_are_compared(invented):
    page = on_what_was_done(invented, "alike")

    (balance,) = [t.value for t in page.table if "Écart après" in t.value.columns]
    values = [value for spec in specs(page) for value in data_of(spec)]
    drawn = {value["tip"]: value for value in values if "before" in value}
    assert len(drawn) == len(balance)
    assert all(abs(value["after"]) <= 0.1 for value in drawn.values())


def test_ever_took_part_is_refused_and_each_right_design_is_one_click_away(invented):
    page = on_what_was_done(invented, "ever")

    assert "donne un résultat faux" in words_of(page)
    assert not page.get("vega_lite_chart")
    assert not page.table
    ways = [str(one.key) for one in page.button if str(one.key).startswith("bench_in")]
    assert ways == [f"bench_instead_{one}" for one in ("time", "landmark", "trial")]

    page.button(key="bench_instead_landmark").click().run()
    assert of_key(page.button_group, "bench_design").value == "landmark"
    assert "Devenir observé" in words_of(page)


def test_an_action_that_a_few_lived_is_refused_in_words(invented):
    page = on_what_was_done(invented, "alike")

    of_key(page.multiselect, "bench_kinds").set_value([FEW])
    page.run()

    assert not page.exception
    assert "Effectif trop faible" in words_of(page)
    assert not page.get("vega_lite_chart")


def test_without_an_action_the_page_says_what_to_choose(invented):
    page = on_what_was_done(invented, "ever")

    of_key(page.multiselect, "bench_kinds").set_value([])

    assert "Aucune action n’est choisie" in words_of(page.run())


def test_without_a_characteristic_nothing_is_compared(invented):
    page = on_what_was_done(invented, "trial")

    of_key(page.multiselect, "bench_alike_on").set_value([])

    assert "au moins une caractéristique" in words_of(page.run())


def test_a_negative_control_that_few_met_is_said_to_say_nothing(invented):
    page = on_what_was_done(invented, "landmark")

    of_key(page.selectbox, "bench_control").set_value("deces")

    assert "trop peu de jeunes l’ont connue" in words_of(page.run())
