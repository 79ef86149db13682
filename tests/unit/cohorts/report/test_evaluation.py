"""The evaluator's report: definitions, all figures, what could not be told, texts."""

import io
from dataclasses import replace

from pypdf import PdfReader

from cohorts.disclosure.series import TableVerdict
from cohorts.indicators.comparators import Comparator
from cohorts.indicators.figures import Figure
from cohorts.report.blocks import Block
from cohorts.report.evaluation import EvaluationSubject, compose_evaluation
from cohorts.report.pdf import as_pdf
from tests.unit.cohorts.report.test_yearly import CATALOGUE, SET, words


def rate(group, n, value, **more):
    fields = {"breakdown": "sex", "variant": "wide", "months": 12}
    known = {"low": value - 0.1, "high": value + 0.1, "lost": 0.1}
    return Figure(
        "taux_raccrochage", group=group, n=n, value=value, **{**fields, **known, **more}
    )


def rates(*more):
    return replace(SET, figures=(*SET.figures, *more))


def evaluation(figures=SET, **changes):
    fields = {
        "year": 2026,
        "figures": figures,
        "catalogue": CATALOGUE,
        "comparators": (),
        "names": {"sex": {"F": "Filles", "M": "Garçons"}},
        "rounding": 6,
        "program": "0",
    }
    return compose_evaluation(EvaluationSubject(**{**fields, **changes}))


def test_every_available_indicator_is_there_with_its_definition():
    headings = [one.heading for one in evaluation().sections]

    for one in CATALOGUE.indicators.values():
        if one.available and one.id != "qualite_donnees":
            assert any(one.label["fr"][:20] in h for h in headings), one.id
    said = words(evaluation())
    assert "incidence cumulée du premier raccrochage confirmé" in said
    assert "cumulative incidence" not in said
    assert said.count("Numérateur") >= len(CATALOGUE.indicators) - 1


def test_a_figure_stands_with_its_limits_its_horizon_and_what_was_lost():
    said = words(evaluation())

    who = "Ensemble · formation ou emploi · à 12 mois"
    assert f"{who} 42 % (35 à 49) 120 60 11 % 38 % 37 %" in said


def test_what_is_hidden_is_said_and_nothing_stands_where_nothing_is_told():
    hidden = replace(rate("M", None, 0.1), value=None, hidden="masked", low=None)
    said = words(evaluation(rates(rate("F", 60, 0.4), hidden)))
    assert "Garçons · formation ou emploi · à 12 mois masqué" in said

    nothing = words(evaluation(replace(SET, figures=())))
    assert "Effectif trop faible, ou rien à compter : aucun chiffre." in nothing


def test_it_says_what_size_of_difference_two_groups_could_show():
    said = words(evaluation(rates(rate("F", 60, 0.4), rate("M", 60, 0.5))))

    assert "Sexe : Avec ces effectifs, un écart de moins de 25 points" in said


def test_it_says_whether_the_last_year_differs():
    years = [
        rate(year, 120, value, breakdown="year")
        for year, value in (("2024", 0.3), ("2025", 0.6))
    ]
    said = words(evaluation(rates(*years)))

    assert "formation ou emploi : 60 % en 2025, 30 % en 2024 : en hausse." in said


def test_organisations_are_told_by_chance_and_not_by_rank():
    own = [rate(name, 60, 0.4, breakdown="organisation") for name in "abc"]
    said = words(evaluation(rates(*own)))

    assert "3 structures : 0 au-dessus et 0 au-dessous" in said


def test_tables_are_counted_by_verdict():
    verdicts = tuple(
        TableVerdict(f"taux_raccrochage||{by}|all|wide|", verdict, 1, 2, ())
        for by, verdict in (("", "PASS"), ("sex", "PASS"), ("qpv", "FAIL"))
    )
    said = words(evaluation(replace(SET, verdicts=verdicts)))

    assert "Taux de raccrochage 2 0 1" in said


def test_texts_and_outside_figures_stand_beside():
    other = Comparator(
        "taux_raccrochage", "", 12, "France", "all", "2023", 0.4, None, None, "Insee"
    )
    blocks = {"contexte": Block("Une question : qui ?\nEt quand ?", 2025)}
    said = words(evaluation(comparators=(other,), blocks=blocks))

    assert "Le contexte de l’année Une question : qui ? Et quand ?" in said
    assert "France, 2023 : 40 % (Insee)" in said


def test_limits_methods_quality_and_versions_are_told():
    said = words(evaluation())

    for text in (
        "Rien ici ne dit l’effet d’une action",
        "La qualité des données",
        "Méthode et limites",
        "Règles de diffusion",
    ):
        assert text in said


def test_the_same_figures_give_the_same_tagged_file_in_french():
    made = as_pdf(evaluation())
    catalog = PdfReader(io.BytesIO(made)).trailer["/Root"]

    assert made == as_pdf(evaluation())
    assert str(catalog["/Lang"]).lower().startswith("fr")
    assert catalog["/MarkInfo"]["/Marked"]
