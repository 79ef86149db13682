"""« Tableau de bord »: four answers, a detail of each indicator, neighbourhoods."""

import json
import shutil

import pytest

from cohorts.yearly_reporting import EVALUATION
from tests.pages.conftest import words_of as typeset_words_of
from tests.pages.test_figures_pages import data_of, specs


PATH = "tableau-de-bord"
SQUARE = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]


def words_of(page):
    """All that the page says, with plain spaces."""
    return typeset_words_of(page).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture(scope="module")
def board(read_screens):
    """The page as the head of project finds it; do not touch it."""
    return read_screens.enter("chefdeprojet", PATH)


def outlines(*codes):
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code},
                "geometry": {"type": "Polygon", "coordinates": SQUARE},
            }
            for code in codes
        ],
    }


def test_the_board_answers_four_questions(board):
    said = words_of(board)

    assert not board.exception
    assert not board.error
    for question in (
        "Combien ?",
        "À quelle vitesse ?",
        "Qui est laissé de côté ?",
        "Qu’est-ce qui a changé ?",
    ):
        assert question in said
    assert "jeunes environ ont été accompagnés" in said


def test_every_figure_of_the_board_names_what_it_rests_on(board):
    assert "règles de diffusion version" in words_of(board)
    assert "aucun groupe de moins de 11 jeunes" in words_of(board)


@pytest.mark.parametrize("indicator", ["file_active", "taux_raccrochage", "intensite"])
def test_an_indicator_opens_with_its_table_or_the_reason_there_is_none(
    read_screens, indicator
):
    page = read_screens.enter("chefdeprojet", PATH)
    page.selectbox(key="board_indicator_fr").set_value(indicator).run()
    columns = [name for t in page.table for name in t.value.columns]

    assert not page.exception
    assert "Jeunes (arrondi)" in columns or "pas encore calculé" in words_of(page)
    assert "Contenu" in columns  # its definition


def test_no_chart_of_the_board_holds_a_count_under_the_threshold(board):
    for spec in specs(board):
        for row in data_of(spec):
            assert row.get("n", 11) >= 6 or "wide_low" in row


def test_without_outlines_a_list_stands_in_for_the_map(screens):
    (screens.folder / "config" / "quartiers.geojson").unlink()
    page = screens.enter("chefdeprojet", PATH)

    assert "une liste" in words_of(page)
    assert not [s for s in specs(page) if "projection" in s]


def test_the_demonstration_has_an_invented_map_and_comparators(board, read_screens):
    assert [s for s in specs(board) if "projection" in s]
    page = read_screens.enter("chefdeprojet", PATH)
    page.selectbox(key="board_indicator_fr").set_value("part_femmes").run()

    said = words_of(page)
    assert "Le pays (exemple)" in said
    assert "Exemple inventé pour la démonstration" in said


def test_outlines_of_the_territory_make_a_map_and_fetch_nothing(screens):
    path = screens.folder / "config" / "quartiers.geojson"
    path.write_text(json.dumps(outlines("QN99901M", "QN99902M")))
    page = screens.enter("chefdeprojet", PATH)

    maps = [s for s in specs(page) if "projection" in s]
    assert not page.exception
    assert len(maps) <= 1
    assert "http" not in json.dumps(maps).replace("https://vega.github.io/schema", "")


@pytest.mark.parametrize("text", ["{", "[]", '{"features": [{}]}'])
def test_outlines_that_are_none_are_refused_and_the_figures_stand(screens, text):
    (screens.folder / "config" / "quartiers.geojson").write_text(text)
    page = screens.enter("chefdeprojet", PATH)

    assert not page.exception
    assert "Combien ?" in words_of(page)


def test_without_an_extract_the_board_says_what_to_do(screens):
    shutil.rmtree(screens.folder / "extracts")
    page = screens.enter("chefdeprojet", PATH)

    assert not page.exception
    assert "Combien ?" not in words_of(page)


def test_the_board_lists_funded_actions_with_money_and_reach(board):
    said = words_of(board)
    columns = [name for t in board.table for name in t.value.columns]

    assert "actions financées en" in said
    assert "Accordé" in columns
    assert "Dépensé" in columns
    assert "ni un classement" in said or "comptés une fois par action" in said


def test_one_action_opens_in_the_breakdowns_of_funders(read_screens):
    page = read_screens.enter("chefdeprojet", PATH)
    box = page.selectbox(key="board_action_fr")
    page = box.set_value("CINEMA").run()

    assert not page.exception
    cells = [str(cell) for t in page.table for cell in t.value.to_numpy().ravel()]
    assert "Dépense par participation" in cells


def test_the_head_of_project_writes_a_text_of_the_report_and_finds_it_again(screens):
    page = screens.enter("chefdeprojet", PATH)
    field = next(t for t in page.text_area if str(t.key).endswith("_contexte_fr"))
    field.set_value("Une année de travaux.")
    page.button(key="board_texts_save").click().run()

    assert not page.exception
    assert "Textes enregistrés." in [s.value for s in page.success]
    again = screens.enter("chefdeprojet", PATH)
    assert "Une année de travaux." in [t.value for t in again.text_area]


def test_a_text_that_holds_a_national_number_is_refused(screens):
    page = screens.enter("chefdeprojet", PATH)
    field = next(t for t in page.text_area if str(t.key).endswith("_suite_fr"))
    field.set_value("Voir 2 08 05 78 006 084 91")
    page.button(key="board_texts_save").click().run()

    assert not page.exception
    assert not page.success
    assert page.warning


def test_a_text_of_a_report_that_names_a_person_is_asked_about_first(screens):
    page = screens.enter("chefdeprojet", PATH)
    field = next(t for t in page.text_area if str(t.key).endswith("_suite_fr"))
    field.set_value("Avec Mme Benali.")
    page.button(key="board_texts_save").click().run()

    assert not page.success
    assert "« Et ensuite » semble contenir" in words_of(page).replace("\u00a0", " ")
    page.button(key="board_texts_confirm").click().run()
    assert "Textes enregistrés." in [s.value for s in page.success]


def test_years_are_drawn_with_their_target_table_and_what_could_be_seen(read_screens):
    page = read_screens.enter("chefdeprojet", PATH)
    page.selectbox(key="board_indicator_fr").set_value("part_femmes").run()
    one_chart = len(list(specs(page)))
    page.toggle(key="board_trend_drawn_fr").set_value(True).run()
    assert len(list(specs(page))) == one_chart + 1
    said = words_of(page)

    assert not page.exception
    assert "D’année en année" in [h.value for h in page.subheader]
    assert "Le trait épais est la fourchette à 95 %" in said
    assert "passe inaperçu" in said
    (years,) = [t.value for t in page.table if "Année" in t.value]
    assert len(years) >= 2
    assert "Tableau par année" in [one.label for one in page.expander]
    aimed = [t.value for t in page.table if "Visé" in t.value]
    assert "50 %" in aimed[0].to_csv().replace("\u202f", " ").replace("\u00a0", " ")


def evaluation(page):
    """Choose the evaluator's report, of the year of knowledge."""
    year = next(s for s in page.selectbox if s.label == "Année")
    page = year.select_index(0).run()
    about = next(s for s in page.selectbox if s.label == "Bilan")
    return about.set_value(EVALUATION).run()


def test_an_evaluator_writes_a_text_of_the_evaluation_and_finds_it_again(screens):
    page = evaluation(screens.enter("evaluation", PATH))
    field = next(t for t in page.text_area if str(t.key).endswith("_lecture_fr"))
    field.set_value("Trois constats.")
    page.button(key="board_texts_save").click().run()

    assert not page.exception
    assert "Textes enregistrés." in [s.value for s in page.success]
    again = evaluation(screens.enter("evaluation", PATH))
    assert "Trois constats." in [t.value for t in again.text_area]


def test_the_head_of_project_reads_the_evaluation_and_writes_none_of_its_texts(screens):
    page = evaluation(screens.enter("chefdeprojet", PATH))

    assert not page.exception
    assert not page.text_area


def test_a_council_member_reads_the_reports_and_writes_no_text(read_screens):
    page = read_screens.enter("habitants", PATH)

    assert not page.exception
    assert "Bilans" in [h.value for h in page.header] or "Bilans" in words_of(page)
    assert not page.text_area
