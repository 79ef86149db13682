"""The yearly report of a contract and of an action: released figures, words, texts."""

import io
import re
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from cohorts.indicators.actions import ActionLine, AimLine, LevelLine
from cohorts.indicators.catalogue import read_catalogue
from cohorts.indicators.comparators import Comparator
from cohorts.indicators.figures import Figure, IndicatorSet
from cohorts.report.blocks import Block, Blocks
from cohorts.report.html import as_html
from cohorts.report.of_action import ActionSubject, compose_action
from cohorts.report.pdf import as_pdf
from cohorts.report.yearly import YearlySubject, compose_yearly, period_told
from tests.unit.cohorts.indicators.tables import SHIPPED


PERIODS = ("2026", "2025", "2024", "2024-2026", "2022-2026")
CATALOGUE = read_catalogue(SHIPPED)
BASKET = ActionLine(
    "BASKET",
    "D-BASKET",
    "Basket du mercredi",
    "asso",
    "EQ2030",
    2025,
    objective="jeunesse",
    state="reported",
    cost_cents=12_000_00,
    granted_cents=9_000_00,
    spent_cents=8_000_00,
)
GARDEN = ActionLine("JARDIN", "D-JARDIN", "Jardin", "regie", "EQ2030", 2025)


def of_action(indicator, value, **more):
    fields = {"breakdown": "action", "group": "BASKET", "period": "2025", "n": 24}
    return Figure(indicator, value=value, **{**fields, **more})


FIGURES = (
    Figure("file_active", period="2025", n=300, value=300.0),
    Figure("part_femmes", period="2025", n=300, value=0.4, low=0.35, high=0.45),
    Figure("part_femmes", period="2025", breakdown="sex", group="F", hidden="small"),
    Figure(
        "taux_raccrochage",
        variant="wide",
        months=12,
        n=120,
        value=0.42,
        low=0.35,
        high=0.49,
        at_risk=60,
        lost=0.11,
        naive=0.38,
        worst=0.37,
    ),
    Figure("qualite_donnees", part="sexe", n=300, value=0.9, low=0.86, high=0.94),
    of_action("file_active", 24.0),
    of_action("file_active", 0.5, part="tranche 16-17", low=0.3, high=0.7),
    of_action("part_femmes", 0.25, low=0.1, high=0.5),
    of_action("depense_par_jeune", 333.3, low=300.0, high=380.0),
    of_action("participations", None, n=None, hidden="complement"),
)
SET = IndicatorSet(
    "bilan",
    "2026-06-30",
    "1",
    "1",
    11,
    FIGURES,
    {},
    PERIODS,
    actions=(BASKET, GARDEN),
    levels=(LevelLine("EQ2030", "jeunesse", "", "priority", "Jeunesse d’abord"),),
    aims=(AimLine("EQ2030", "jeunesse", "", "Filles", "", "%", 38, 50, "2027-12-31"),),
)


def yearly(**changes):
    fields = {
        "contract": "EQ2030",
        "year": 2025,
        "figures": SET,
        "catalogue": CATALOGUE,
        "comparators": (),
        "names": {"organisation": {"asso": "Association du parc"}},
        "rounding": 6,
        "program": "0",
    }
    return compose_yearly(YearlySubject(**{**fields, **changes}))


def action(one=BASKET, **changes):
    subject = ActionSubject(
        one, "Association", "Jeunesse d’abord", SET, CATALOGUE, **changes
    )
    return compose_action(subject)


def words(report):
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", as_html(report).decode())
    plain = text.replace("\u202f", " ").replace("\u00a0", " ")
    return re.sub(r"\s+", " ", plain)


def test_the_contract_report_tells_actions_money_figures_method_and_limits():
    said = words(yearly())

    assert (
        "2 actions financées en 2025, 9 000 € accordés par les financeurs à l’une "
        "d’entre elles. Dépensé : 8 000 €, d’après le bilan d’une action sur 2."
    ) in said
    assert "Basket du mercredi Association du parc 9 000 € 8 000 € 24 masqué" in said
    assert "42 % (35 à 49) 120 60 11 % 38 % 37 %" in said
    assert "Filles Jeunesse d’abord 38 % 50 % 2027" in said
    assert "Rien ici ne dit l’effet d’une action" in said
    assert "La qualité des données" in said
    assert "État des connaissances au 30 juin 2026" in said


def test_what_others_publish_stands_with_its_source():
    other = Comparator(
        "part_femmes", "", None, "France", "all", "2024", 0.48, None, None, "Insee"
    )

    assert "France, 2024 : 48 % (Insee)" in words(yearly(comparators=(other,)))


def test_the_action_report_has_the_bands_of_the_grant_form():
    said = words(action(rounding=6))

    assert "24 jeunes environ ont été accompagnés nommément en 2025" in said
    assert "16-17 ans 50 % (30 à 70)" in said
    assert "Filles et jeunes femmes 25 % (10 à 50)" in said
    assert "333 € (300 à 380)" in said
    assert "ni le prix d’une réussite" in said


def test_an_action_that_reached_few_says_so_and_gives_no_figure():
    said = words(action(GARDEN))

    assert "Trop peu de jeunes sont comptés" in said
    assert "Aucun jeune n’est rattaché nommément" in said


@pytest.mark.parametrize("make", [yearly, action])
@pytest.mark.parametrize("write", [as_html, as_pdf])
def test_the_same_set_and_texts_give_the_same_bytes(make, write):
    assert write(make()) == write(make())


def test_the_pdf_is_tagged_and_says_its_language():
    root = PdfReader(io.BytesIO(as_pdf(yearly()))).trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")


def test_texts_stand_in_their_place_and_hold_no_markup():
    said = yearly(blocks={"contexte": Block("Une <b>année</b>\nde travaux", 2024)})

    assert "Le contexte de l’année" in words(said)
    assert b"&lt;b&gt;" in as_html(said)


def test_a_text_stands_until_it_is_written_anew(tmp_path):
    store = Blocks(tmp_path / "evaluation.db")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for year, text in ((2024, "Premier"), (2026, "Second")):
        store.write("EQ", "contexte", text, year=year, author="a", now=now)

    def text(year):
        return store.read("EQ", year=year)["contexte"]

    try:
        assert [text(year).text for year in (2023, 2024, 2025, 2026)] == [
            "",
            "Premier",
            "Premier",
            "Second",
        ]
        assert text(2025).year == 2024
        assert store.read("other", year=2026)["contexte"] == Block()
    finally:
        store.close()


def test_a_text_taken_away_stays_away(tmp_path):
    store = Blocks(tmp_path / "evaluation.db")
    now = datetime(2026, 1, 1, tzinfo=UTC)
    for year, text in ((2024, "Premier"), (2025, " ")):
        store.write("EQ", "suite", text, year=year, author="a", now=now)
    found = store.read("EQ", year=2026)["suite"]
    store.close()

    assert found.text == ""


def test_a_report_tells_its_year_or_says_which_years_are_together():
    hidden = Figure("part_qpv", period="2025", hidden="small")
    pool = Figure("part_qpv", period="2024-2026", n=60, value=0.5)
    made = IndicatorSet("e", "2026-06-30", "1", "1", 11, (hidden, pool), {}, PERIODS)

    assert period_told(SET, "part_femmes", "2025") == "2025"
    assert period_told(made, "part_qpv", "2025") == "2024-2026"
    assert period_told(SET, "taux_raccrochage", "2025") == "all"
