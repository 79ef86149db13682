"""« Tableau de bord »: four answers, a detail of each indicator, neighbourhoods."""

import json
import shutil

import pytest

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


def test_without_outlines_a_list_stands_in_for_the_map(board):
    assert "une liste" in words_of(board)


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
