"""« Qualité des données »: normal, empty, refused, in English."""

import pytest

from app_pages import data_quality
from parcours.access.failures import AccessDenied
from parcours.intake.partner_quality import DataQuality, PartnerQuality
from parcours.matching.quality import estimate_quality
from tests.pages.conftest import words_of


PATH = "qualite-des-donnees"


@pytest.mark.parametrize("login", ["coordination", "chefdeprojet"])
def test_it_says_what_to_ask_whom(read_screens, login):
    page = read_screens.enter(login, PATH)

    said = words_of(page)
    assert not page.exception
    assert page.title[0].value == "Qualité des données"
    assert "Ce qui est renseigné, par structure" in said
    assert "Les jeunes des quartiers prioritaires" in said
    heads = [list(table.value.columns) for table in page.table]
    assert any("Quartier de résidence" in head for head in heads)


def test_a_case_worker_has_no_such_page(read_screens):
    page = read_screens.enter("conseil", PATH)

    assert page.title[0].value == "Mon portefeuille"


def answered(monkeypatch, partners):
    told = DataQuality(partners, estimate_quality(None))
    monkeypatch.setattr(data_quality, "read_data_quality", lambda *_a, **_k: told)


def test_before_anything_came_it_says_when_it_will_tell(read_screens, monkeypatch):
    answered(monkeypatch, ())

    page = read_screens.enter("chefdeprojet", PATH)

    assert "Aucune structure n’a encore rien transmis." in words_of(page)
    assert not page.table


def test_a_small_structure_is_kept_back_in_every_cell(read_screens, monkeypatch):
    known = dict.fromkeys(("sex", "birth", "residence", "situation", "recent"), 3)
    answered(monkeypatch, (PartnerQuality("a", "Petite", 4, known),))

    page = read_screens.enter("chefdeprojet", PATH)

    row = page.table[0].value.values.tolist()[0]
    assert row[0] == "Petite"
    assert not any(sign.isdigit() for cell in row[2:] for sign in cell)
    assert "Rien à demander" in words_of(page)


def test_a_refusal_is_told_calmly(read_screens, monkeypatch):
    def refused(*_args, **_named):
        raise AccessDenied("quality.read")

    monkeypatch.setattr(data_quality, "read_data_quality", refused)

    page = read_screens.enter("chefdeprojet", PATH)

    assert "ACCESS-001" in page.warning[0].value
    assert not page.exception


def test_it_is_drawn_in_english(screens):
    page = screens.enter("chefdeprojet", PATH)
    page.session_state["language"] = "en"
    page.run()

    assert page.title[0].value == "Quality of the data"
    assert not page.exception
