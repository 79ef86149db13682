"""What evaluators and policy officers read: sentence, curve, tables, suppression."""

import shutil

from tests.pages.conftest import words_of


def choose_group(page, group):
    box = next(s for s in page.selectbox if str(s.key).startswith("group_"))
    box.set_value(group)
    return page.run()


def test_a_cohort_answers_in_a_sentence_with_its_uncertainty(screens):
    page = screens.enter("evaluation")

    choices = [option for choice in page.segmented_control for option in choice.options]
    assert "Sur 100 jeunes, on estime que" in words_of(page)
    assert "Chiffres exacts, usage interne" in choices


def test_a_cohort_shows_curve_numbers_attrition_and_exits(screens):
    page = screens.enter("evaluation")

    assert not page.exception
    assert len(page.table) == 3


def test_groups_are_compared_with_a_verdict(screens):
    page = choose_group(screens.enter("evaluation"), "sex")

    assert "Écart" in words_of(page)
    assert "log-rank" in words_of(page)


def test_every_cohort_of_the_territory_can_be_read(screens):
    page = screens.enter("evaluation")
    cohorts = page.selectbox(key="cohort_fr")

    for place in range(len(cohorts.options)):
        page.selectbox(key="cohort_fr").select_index(place).run()
        assert not page.exception
        assert not page.error


def test_the_dashboard_says_of_a_hundred_young_people(screens):
    page = screens.enter("chefdeprojet")

    assert "Sur 100 jeunes" in words_of(page) or "Effectif" in words_of(page)


def test_a_hidden_group_is_named_with_its_reason_and_no_figure(screens):
    page = screens.enter("chefdeprojet")

    page.selectbox(key="breakdown_fr").set_value("qpv").run()

    said = words_of(page) + "".join(str(t.value.to_numpy()) for t in page.table)
    assert "moins de 11 jeunes" in said or "Effectif trop faible" in said


def test_without_an_extract_the_page_says_what_to_do(screens):
    shutil.rmtree(screens.folder / "extracts")
    (screens.folder / "extracts").mkdir()

    assert "Aucun extrait" in words_of(screens.enter("evaluation"))
