"""What the form of a definition offers, keeps, and says is missing."""

import pytest

from tests.pages.test_builder_page import (  # noqa: F401 - a fixture
    EVALUATOR,
    PATH,
    begun,
    field,
    said_by,
)


def yaml_of(page):
    return page.text_area[0].value


def click(page, name):
    return field(page, "button", name).click().run()


@pytest.fixture
def blank(screens):
    page = screens.go(screens.enter(EVALUATOR), PATH)
    return page.button(key="builder_begin").click().run()


def test_a_blank_page_says_what_is_missing_in_the_words_of_the_form(blank):
    said = said_by(blank)

    assert "choisissez au moins une situation ou un statut" in said
    assert "reengagement" not in said
    assert not blank.exception


def test_everything_that_is_missing_is_said_at_once(blank):
    field(blank, "text_input", "name").set_value("Ma Cohorte")
    field(blank, "selectbox", "kind").set_value("enters")
    page = click(blank, "add_exposure")

    said = said_by(page)

    for tab in ("**Nom**", "**Origine**", "**Issues**", "**Comparer**"):
        assert tab in said


def test_a_blank_page_is_begun_in_the_language_of_its_reader(screens):
    page = screens.go(screens.enter(EVALUATOR), PATH)
    page = page.segmented_control(key="language_choice").set_value("en").run()
    page = page.button(key="builder_begin").click().run()

    assert not page.exception
    assert "choose at least one situation or status" in said_by(page)
    assert "outcome" in [one.value for one in page.text_input]


def test_a_profile_at_the_origin_is_asked_and_excluded_by_form(begun):  # noqa: F811
    page = click(begun, "add_profile")
    field(page, "multiselect", "profile_0_values_diploma").set_value(["aucun"])
    page = click(page.run(), "add_exclusion")
    field(page, "selectbox", "excl_kind_0").set_value("attribute")
    page = page.run()
    field(page, "multiselect", "excl_0_values_diploma").set_value(["dnb"])
    page = page.run()

    said = said_by(page)
    assert "diplôme à l’origine : « Aucun diplôme »" in said.replace("\u202f", " ")
    assert "attribute: \n" not in yaml_of(page)
    assert yaml_of(page).count("name: diploma") == 2
    assert not page.exception


def test_an_exposure_is_a_situation_that_counts_while_it_lasts(begun):  # noqa: F811
    page = click(begun, "add_exposure")
    field(page, "selectbox", "expo_kind_0").set_value("situations")
    page = page.run()
    field(page, "multiselect", "expo_sit_0").set_value(["service_civique"])
    field(page, "checkbox", "lasts_0").set_value(True)
    page = page.run()

    assert "tant qu’elle dure, pas avant" in said_by(page)
    assert "while_it_lasts: true" in yaml_of(page)


def test_several_landmarks_are_written_in_one_field(begun):  # noqa: F811
    page = click(begun, "add_exposure")
    field(page, "multiselect", "expo_acts_0").set_value(["chantier_educatif"])
    field(page, "selectbox", "expo_design_0").set_value("landmark")
    page = page.run()
    field(page, "text_input", "expo_m_0").set_value("12, 3 et 6")
    page = page.run()

    assert "landmarks_months: [3, 6, 12]" in yaml_of(page)


def test_an_age_and_a_half_comes_back_from_the_form_as_it_was(begun):  # noqa: F811
    text = yaml_of(begun).replace("clock: days", "clock: age")
    text = text.replace("horizons_months: [3, 6, 12, 24]", "horizons_months: [210]")
    begun.text_area[0].set_value(text)
    page = click(begun, "from_yaml")

    assert "horizons_months: [210]" in yaml_of(page)


def test_what_was_typed_is_found_again_after_another_page(begun, screens):  # noqa: F811
    field(begun, "number_input", "age_max").set_value(17)
    page = screens.go(begun.run(), "cohortes")
    page = screens.go(page, PATH)

    assert field(page, "number_input", "age_max").value == 17


def test_a_saved_cohort_is_begun_again_under_its_own_name(begun, screens):  # noqa: F811
    page = begun.button(key="builder_save_version").click().run()
    page.selectbox(key="builder_start_fr").set_value("raccrochage_strict_bis")
    page = page.button(key="builder_begin").click().run()

    assert field(page, "text_input", "name").value == "raccrochage_strict_bis"


def test_ones_own_draft_is_among_what_one_can_begin_with(begun):  # noqa: F811
    field(begun, "number_input", "age_max").set_value(17)
    page = begun.run().button(key="builder_save_draft").click().run()
    page.selectbox(key="builder_start_fr").set_value("draft raccrochage_strict_bis")
    page = page.button(key="builder_begin").click().run()

    assert field(page, "number_input", "age_max").value == 17


def test_an_impossible_definition_is_refused_with_the_names_of_its_words(begun):  # noqa: F811
    page = click(begun, "add_outcome")
    field(page, "multiselect", "cause_sit_1").set_value(["apprentissage"])
    page = page.run()

    said = said_by(page)
    assert "Cette définition ne va pas" in said
    assert "Apprentissage" in said
    assert "figure dans deux issues" in said
