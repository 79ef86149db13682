"""A figure reads the same on the page, in a report and on the public site."""

from pathlib import Path

import pytest

from cohorts.indicating import BoardAnswer
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.indicators.reading import (
    EUROS,
    MONTHS,
    PERSONS,
    POINTS,
    SHARE,
    TIMES,
    breakdown_title,
    reading,
    unit_of,
)
from commands.indicators_text import board_as_text
from tests.unit.cohorts.indicators.tables import SHIPPED


ROOT = Path(__file__).resolve().parents[4]
UNITS = {
    "taux_raccrochage": SHARE,
    "delai_median_raccrochage": MONTHS,
    "raccrochage_apres_action": SHARE,
    "taux_rechute": SHARE,
    "duree_neet": MONTHS,
    "emploi_apres_chantier": SHARE,
    "poursuite_scolarite_12m": SHARE,
    "sorties_dynamiques": SHARE,
    "situation_a_date": SHARE,
    "part_qpv": SHARE,
    "part_femmes": SHARE,
    "file_active": PERSONS,
    "couverture": SHARE,
    "delai_prise_en_charge": SHARE,
    "delai_relais": SHARE,
    "continuite": SHARE,
    "part_multi_structures": SHARE,
    "intensite": TIMES,
    "taux_perdus_de_vue": SHARE,
    "obligation_formation": SHARE,
    "ecart_fh_qpv": POINTS,
    "qualite_donnees": SHARE,
    "participations": PERSONS,
    "depense_par_jeune": EUROS,
}


def words(figure):
    return reading(figure).replace("\u202f", " ").replace("\xa0", " ")


def test_every_indicator_of_the_catalogue_has_its_unit():
    found = {one: unit_of(Figure(one)) for one in read_catalogue(SHIPPED).indicators}

    assert found == UNITS


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        (Figure("participations", value=90), "90"),
        (Figure("participations", part="filles", value=0.4), "40 %"),
        (Figure("intensite", value=1.2, low=1, high=1.6), "1,2 (1,0 à 1,6)"),
        (Figure("depense_par_jeune", value=812.4), "812 €"),
        (
            Figure("depense_par_jeune", value=812.4, low=780, high=845),
            "812 € (780 à 845)",
        ),
        (Figure("duree_neet", value=9.5, low=8.4, high=10.6), "9,5 mois (8,4 à 10,6)"),
        (
            Figure("taux_raccrochage", value=0.42, low=0.35, high=0.49),
            "42 % (35 à 49)",
        ),
        (
            Figure("ecart_fh_qpv", value=-0.12, low=-0.2, high=-0.04),
            "-12 points (-20 à -4)",
        ),
        (Figure("ecart_fh_qpv", value=0.12), "12 points"),
        (Figure("part_femmes", hidden="masked"), "masqué"),
    ],
)
def test_a_figure_reads_in_its_own_unit(figure, said):
    assert words(figure).replace("\u2212", "-") == said


def test_no_other_module_says_how_a_figure_reads():
    own = ROOT / "cohorts" / "indicators" / "reading.py"
    rooms = [
        *(ROOT / "cohorts" / "indicators").rglob("*.py"),
        *(ROOT / "cohorts" / "publication").rglob("*.py"),
        *(ROOT / "cohorts" / "report").rglob("*.py"),
        *(ROOT / "app_pages").rglob("*.py"),
    ]
    for name in ("def unit_of(", "def part_name(", "def variant_name("):
        holding = [path for path in rooms if name in path.read_text("utf-8")]
        assert holding == [own], name


def test_every_breakdown_of_the_catalogue_has_its_title():
    offered = {
        breakdown
        for one in read_catalogue(SHIPPED).indicators.values()
        for breakdown in one.breakdowns
    }

    assert not [one for one in offered if breakdown_title(one) == one]


def test_the_command_line_reads_figures_as_the_pages_do():
    catalogue = read_catalogue(SHIPPED)
    figures = (
        Figure("participations", n=372, value=372.0),
        Figure("intensite", n=60, value=1.2, low=1.0, high=1.5),
        Figure("ecart_fh_qpv", group="F-M", n=60, value=0.08, low=-0.46, high=0.77),
    )
    told = IndicatorSet("e", "2026-06-30", "1", "1", 11, figures, {}, ("2026",))
    text = board_as_text(BoardAnswer(catalogue, told, ()))

    for one in figures:
        assert f" : {reading(one)} (n" in text
