"""What leaves a cohort's page: which files are offered, and that none is made early."""

import re
import sys
from datetime import UTC, datetime

import pytest

from app_pages import cohort_files
from cohorts.reporting import download_cohort
from parcours.territory.opening import Territory
from tests.pages.conftest import words_of


REPORTS = ["Rapport (PDF)", "Rapport (HTML)"]
TABLES = ["Tableau (CSV)", "Tableau (Parquet)"]
PICTURES = ["Image (SVG)", "Image (PNG)"]
ORIGINS = ["Avec provenance (JSON)", "Résultat à recalculer"]


def offered(page):
    return [button.proto.label for button in page.get("download_button")]


@pytest.fixture
def page(screens):
    return screens.enter("evaluation")


def choose(page, group):
    box = next(s for s in page.selectbox if str(s.key).startswith("group_"))
    return box.set_value(group).run()


def test_a_cohort_can_be_taken_away_as_report_tables_pictures_and_result(page):
    assert offered(page) == [*REPORTS, *TABLES, *PICTURES, *ORIGINS]


def test_whatever_is_compared_can_be_taken_away_as_report_and_tables(page):
    page = choose(page, "year")

    assert not page.exception
    assert set(REPORTS + TABLES + ORIGINS) <= set(offered(page))


def test_drawing_the_page_makes_no_file(screens, monkeypatch):
    made = []
    for name in ("report_cohort", "download_cohort"):
        monkeypatch.setattr(cohort_files, name, lambda *a, **k: made.append(k))
    page = screens.enter("evaluation")

    assert offered(page)
    assert not made


@pytest.mark.parametrize("library", ["typst", "vl_convert"])
def test_without_the_library_the_page_says_so_and_offers_the_tables(
    screens, monkeypatch, library
):
    monkeypatch.setitem(sys.modules, library, None)
    page = screens.enter("evaluation")

    assert offered(page) == [*TABLES, *ORIGINS]
    assert "make install-report" in words_of(page)


def test_a_policy_officer_is_offered_no_file_of_a_cohort(screens):
    of_the_contract = ["Bilan (PDF)", "Bilan (HTML)"]

    assert not offered(screens.enter("chefdeprojet", "raccrochage"))
    assert offered(screens.enter("chefdeprojet")) == of_the_contract


def test_a_picture_taken_away_says_what_it_rests_on(demonstration):
    territory = Territory.open(
        demonstration[0], environ={}, now=lambda: datetime.now(UTC)
    )
    context = territory.context(territory.acting_as("evaluation"))
    name = "raccrochage_strict"
    svg = download_cohort(context, name=name, kind="svg", language="fr").content
    territory.close()

    text = re.sub(r"\s", " ", svg.decode())
    assert f"Définition « {name} »" in text
    assert "<desc>Définition" in text
    assert "chiffres protégés." in text
