"""The page where an evaluator defines a cohort without writing code."""

import pytest

from tests.pages.conftest import words_of


EVALUATOR = "evaluation"
PATH = "definir"


def said_by(page):
    """All that the page says, without the signs that make Markdown harmless."""
    return words_of(page).replace("\\", "")


def field(page, kind, name):
    """Find a field of the form, whatever the round and the language."""
    return next(
        one
        for one in page.get(kind)
        if str(one.key).endswith(f"_{name}_fr") and str(one.key).startswith("build")
    )


@pytest.fixture
def begun(screens):
    page = screens.enter(EVALUATOR, PATH)
    page.selectbox(key="builder_start_fr").set_value("raccrochage_strict")
    return page.button(key="builder_begin").click().run()


def test_an_empty_page_says_what_to_begin_with(screens):
    page = screens.enter(EVALUATOR, PATH)

    assert "Partez d’une définition qui existe" in said_by(page)
    assert not page.exception


def test_a_definition_is_explained_and_counted_beside_its_form(begun):
    said = said_by(begun)

    assert "On suit les jeunes depuis leur premier décrochage" in said.replace("\\", "")
    assert "De tous les jeunes à la cohorte" in said
    assert not begun.exception


def test_a_field_changes_the_sentence_and_the_yaml(begun):
    field(begun, "number_input", "age_max").set_value(17)
    page = begun.run()

    assert "de 17 ans au plus" in said_by(page)
    assert "age_max: 17" in page.text_area[0].value


def test_yaml_fills_the_form(begun):
    text = begun.text_area[0].value.replace("clock: days", "clock: age")
    text = text.replace("horizons_months: [3, 6, 12, 24]", "horizons_ages: [18, 22]")
    begun.text_area[0].set_value(text)
    page = field(begun, "button", "from_yaml").click().run()

    assert field(page, "selectbox", "clock").value == "age"
    assert "lecture à 18, 22 ans" in said_by(page)
    assert not page.exception


def test_yaml_that_is_refused_says_where_and_leaves_the_form(begun):
    begun.text_area[0].set_value("name: essai\nclock: siecles\n")
    page = field(begun, "button", "from_yaml").click().run()

    assert "CONFIG-001" in said_by(page)
    assert field(page, "selectbox", "clock").value == "days"


def test_rows_are_added_and_removed(begun):
    page = field(begun, "button", "add_exclusion").click().run()
    assert "Il manque encore quelque chose" in said_by(page)

    field(page, "multiselect", "excl_interventions_0").set_value(["chantier_educatif"])
    page = page.run()
    assert "raison à dire" in said_by(page)
    assert "Il manque encore quelque chose" not in said_by(page)

    page = field(page, "button", "remove_excl_0").click().run()
    assert "raison à dire" not in said_by(page)


def test_ever_took_part_is_refused_with_the_right_ways_one_click_away(begun):
    page = field(begun, "button", "add_exposure").click().run()
    field(page, "multiselect", "expo_acts_0").set_value(["chantier_educatif"])
    field(page, "selectbox", "expo_design_0").set_value("ever")
    page = page.run()
    assert "pas connu à l’origine" in said_by(page)

    page = field(page, "button", "way_landmark").click().run()

    assert "commencée ou non à 6 mois" in said_by(page)
    assert field(page, "selectbox", "expo_design_0").value == "landmark"


def test_saved_version_is_said_and_runs_among_the_cohorts(begun, screens):
    page = begun.button(key="builder_save_version").click().run()
    assert "Version 1 enregistrée" in said_by(page)

    page = screens.go(page, "cohortes")

    assert len(page.selectbox(key="cohort_fr").options) == 11  # ten of the territory


def test_two_versions_are_compared_in_plain_words(begun):
    page = begun.button(key="builder_save_version").click().run()
    field(page, "number_input", "age_max").set_value(17)
    page = page.run()
    page = page.button(key="builder_save_version").click().run()

    assert "Après" in said_by(page)
    assert "de 17 ans au plus" in said_by(page)


def test_name_of_the_territory_is_refused_in_plain_words(begun):
    field(begun, "text_input", "name").set_value("rechute")
    page = begun.run()
    page = page.button(key="builder_save_version").click().run()

    assert "SAVED-001" in said_by(page)


def test_definition_that_keeps_nobody_says_so(begun):
    field(begun, "number_input", "age_min").set_value(60)
    page = begun.run()

    assert "Personne, ou trop peu de jeunes" in said_by(page)
    assert not page.exception


def test_who_may_not_save_a_definition_has_no_such_page(screens):
    page = screens.enter("chefdeprojet", PATH)

    assert "Définir une cohorte" not in said_by(page)
