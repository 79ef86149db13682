"""What evaluators and policy officers read: sentence, curve, tables, suppression."""

import json
import re
import shutil

import pytest

from cohorts.disclosure.reading import LEAST
from tests.pages.conftest import words_of
from tests.unit.cohorts.test_linkage_effect import effect, variant


SMALL = re.compile(r"^[0-8]$")  # a head count that is told is at least 9


def specs(page):
    """Every chart's specification, as the browser gets it."""
    return [json.loads(chart.proto.spec) for chart in page.get("vega_lite_chart")]


def data_of(spec):
    """Every value that a specification holds for drawing."""
    if isinstance(spec, dict):
        if isinstance(spec.get("values"), list):
            yield from (v for v in spec["values"] if isinstance(v, dict))
        for part in spec.values():
            yield from data_of(part)
    elif isinstance(spec, list):
        for part in spec:
            yield from data_of(part)


def lower_the_thresholds(screens, monkeypatch):
    """Few enough young people are asked for that this small territory shows years.

    No territory may ask for so few: here alone, the floor itself is lowered.
    """
    monkeypatch.setitem(LEAST, "threshold_publication", 5)
    rules = screens.folder / "config" / "disclosure.yaml"
    text = rules.read_text()
    for key, least in (("threshold_publication", 6), ("minimum_at_risk", 5)):
        text = re.sub(rf"^{key}: .*$", f"{key}: {least}", text, flags=re.MULTILINE)
    rules.write_text(text)


def show(page, kind):
    for choice in page.segmented_control:
        if str(choice.key).startswith("shown"):  # a refused cohort has no such choice
            choice.set_value(kind)
    return page.run()


@pytest.fixture(scope="module")
def first_page(read_screens):
    """What an evaluator sees first; do not touch it."""
    return read_screens.enter("evaluation")


@pytest.fixture(scope="module")
def every_page(read_screens):
    """Of every cohort, with and without groups, exact and released: what a page tells.

    Each is (exceptions and errors, head counts of every table).
    """
    page = read_screens.enter("evaluation")
    told = []
    for place in range(len(page.selectbox(key="cohort_fr").options)):
        page.selectbox(key="cohort_fr").select_index(place).run()
        for group in ("", "sex"):
            if group:
                choose_group(page, group)
            for kind in ("exact", "released"):
                show(page, kind)
                told.append(([*page.exception, *page.error], heads_of(page)))
    return told


def heads_of(page):
    """The head counts of every table, as they are written."""
    named = {"Sortis", "Restent", "Jeunes", "Encore suivis", "Jeunes (arrondi)"}
    return [
        cell
        for table in page.table
        for column in table.value.columns
        if column in named
        for cell in table.value[column]
    ]


def choose_group(page, group):
    box = next(s for s in page.selectbox if str(s.key).startswith("group_"))
    box.set_value(group)
    return page.run()


def test_a_cohort_answers_in_a_sentence_with_its_uncertainty(first_page):
    page = first_page

    choices = [option for choice in page.segmented_control for option in choice.options]
    assert "Sur 100 jeunes, on estime que" in words_of(page)
    assert "Chiffres exacts, usage interne" in choices


def test_a_cohort_shows_curve_numbers_attrition_and_exits(first_page):
    page = first_page

    assert not page.exception
    assert len(page.table) == 3


def test_groups_are_compared_with_a_verdict(screens):
    page = choose_group(screens.enter("evaluation"), "sex")

    assert "Écart" in words_of(page)
    assert "log-rank" in words_of(page)


def test_every_cohort_of_the_territory_can_be_read(every_page):
    assert [wrong for wrong, _heads in every_page if wrong] == []
    assert len(every_page) >= 4


def test_the_dashboard_says_of_a_hundred_young_people(screens):
    page = screens.enter("chefdeprojet", "raccrochage")

    assert "Sur 100 jeunes" in words_of(page) or "Effectif" in words_of(page)


def test_a_hidden_group_is_named_with_its_reason_and_no_figure(screens):
    page = screens.enter("chefdeprojet", "raccrochage")

    page.selectbox(key="breakdown_fr").set_value("qpv").run()

    said = words_of(page) + "".join(str(t.value.to_numpy()) for t in page.table)
    assert "moins de 11 jeunes" in said or "Effectif trop faible" in said


def test_without_an_extract_the_page_says_what_to_do(screens):
    shutil.rmtree(screens.folder / "extracts")
    (screens.folder / "extracts").mkdir()

    assert "Aucun extrait" in words_of(screens.enter("evaluation"))


def test_no_table_of_a_cohort_tells_a_small_number_of_persons(every_page):
    cells = [cell for _wrong, heads in every_page for cell in heads]

    assert cells
    assert not [cell for cell in cells if SMALL.match(cell)]


def test_what_would_be_released_holds_for_every_figure_of_the_page(screens):
    page = screens.enter("evaluation")
    exact = words_of(page), [t.value.to_csv() for t in page.table]

    released = show(page, "released")
    after = words_of(released), [t.value.to_csv() for t in released.table]

    assert after[0] != exact[0]
    assert "usage interne" not in after[0]
    assert "Serait diffusé" not in after[1][0]
    assert after[1][1:] == exact[1][1:]  # head counts are protected everywhere


def test_a_chart_holds_whole_per_cents_at_the_ends_of_months_only(screens):
    page = choose_group(screens.enter("evaluation"), "sex")
    (spec,) = specs(page)

    points = [value for value in data_of(spec) if "share" in value]
    assert points
    for value in points:
        for name in ("share", "low", "high"):
            share = 100 * value.get(name, 0)
            assert abs(share - round(share)) < 1e-9
        month = value["time"] / 30.4375
        assert abs(month - round(month)) < 0.5 / 30.4375 + 1e-9


def test_a_chart_tells_no_small_number_of_persons(first_page):
    page = first_page
    (spec,) = specs(page)

    texts = [str(value["text"]) for value in data_of(spec) if "colour" in value]
    under = [text for text in texts if re.fullmatch(r"[0-9]+|< 9", text)]

    months = {"0", "3", "6", "12"}
    assert "< 9" in under
    assert not [text for text in under if SMALL.match(text) and text not in months]


def test_a_choice_of_the_dashboard_changes_its_sentence(screens):
    page = screens.enter("chefdeprojet", "raccrochage")
    before = words_of(page)

    months = next(c for c in page.segmented_control if "months" in str(c.key))
    months.set_value(24)
    after = words_of(page.run())

    assert "12 mois" in before.splitlines()[1] or "12 mois" in before
    assert "dans les 24 mois" in after or "suivis à 24 mois" in after


def test_hidden_years_stand_at_their_place_in_time(screens, monkeypatch):
    lower_the_thresholds(screens, monkeypatch)
    page = screens.enter("chefdeprojet", "raccrochage")

    page.selectbox(key="breakdown_fr").set_value("year").run()

    (table,) = page.table
    years = [year for year in table.value["Année d’origine"] if year.isdigit()]
    assert years == sorted(years)
    assert "masqué" in set(table.value["Jeunes (arrondi)"])


def test_a_comparison_without_figures_says_so_and_draws_no_empty_axis(
    screens, monkeypatch
):
    lower_the_thresholds(screens, monkeypatch)
    page = screens.enter("chefdeprojet", "raccrochage")
    page.selectbox(key="breakdown_fr").set_value("year").run()
    found = []

    for months in (3, 6, 12, 24):
        choice = next(c for c in page.segmented_control if "months" in str(c.key))
        choice.set_value(months)
        page.run()
        is_said = "trop peu de jeunes de chaque groupe" in words_of(page)
        found.append((bool(page.get("vega_lite_chart")), is_said))

    assert set(found) == {(True, False), (False, True)}


def tell_an_effect(page):
    """Put the released figures of another cohort where the page keeps its own."""
    kept = page.session_state["linkage_effects"]
    both = effect(pessimistic=variant(40), optimistic=variant(140))
    page.session_state["linkage_effects"] = dict.fromkeys(kept, both)
    return page.run()


def test_a_linkage_without_effect_is_said_and_not_drawn(screens):
    page = screens.enter("evaluation")

    assert "trop peu pour être montrés" in words_of(page)
    assert len(page.get("vega_lite_chart")) == 1


def test_what_other_links_would_change_is_drawn_and_told_again_as_a_table(screens):
    before = screens.enter("evaluation")
    n_tables = len(before.table)
    page = tell_an_effect(before)
    drawn = page.get("vega_lite_chart")
    table = page.table[-1].value

    assert not page.exception
    assert len(drawn) == 2
    assert "Tirets" in words_of(page)
    assert len(page.table) == n_tables + 1
    assert list(table.columns) == [
        "Délai",
        "Liens d’aujourd’hui",
        "Moins de liens",
        "Plus de liens",
    ]


def test_what_to_know_before_reading_stands_above_the_curve(screens):
    page = screens.enter("evaluation")

    titles = [one.label for one in page.expander]
    assert any(title.startswith("À savoir avant de lire") for title in titles)
    assert "Prudence" in words_of(page)


def open_guards(page):
    page.session_state["guards_box_fr"] = True
    return page.run()


def test_what_could_mislead_is_computed_only_when_it_is_opened(screens):
    page = screens.enter("evaluation")

    assert "cohort_guards" not in page.session_state
    assert "cohort_guards" in open_guards(page).session_state


def test_what_could_mislead_stands_beside_the_figure_in_plain_words(screens):
    page = screens.enter("evaluation")
    before = len(page.table)
    page = open_guards(page)
    said = words_of(page)

    assert not page.exception
    assert not page.error
    assert len(page.table) > before
    for title in (
        "Avec et sans l’été",
        "Nouvelles anciennes",
        "Ce que peuvent les perdus de vue",
        "Avoir participé n’est pas un groupe",
    ):
        assert title in said


def test_what_could_mislead_follows_the_groups_chosen(screens):
    page = choose_group(open_guards(screens.enter("evaluation")), "sex")
    heads = [str(head) for table in page.table for head in table.value.columns]

    assert not page.error
    assert "Au pire" in heads
    assert "Sexe" in heads
