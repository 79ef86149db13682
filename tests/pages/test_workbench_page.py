"""What evaluators read on the bench: one question at a time, in words and pictures."""

import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from functools import cache

import pytest

from app_pages import workbench_factors, workbench_files
from app_pages.workbench import QUESTIONS
from cohorts.workbench import states as states_room
from tests.pages.conftest import words_of
from tests.pages.test_figures_pages import SMALL, data_of, specs


MONTHS = {"0", "3", "6"}  # under an axis
DECIMALS = re.compile(r"\d\.\d{4,}")


def at_the_bench(screens, login="evaluation"):
    return screens.enter(login, "atelier")


def ask(page, question):
    choice = next(
        one for one in page.button_group if str(one.key).startswith("bench_question")
    )
    choice.set_value(question)
    return page.run()


def of_key(elements, start):
    return next(one for one in elements if str(one.key).startswith(start))


@pytest.fixture(scope="module")
def answered(read_screens):
    """The page that answers a question, asked once and read by several tests."""
    return cache(lambda question: ask(at_the_bench(read_screens), question))


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_of_the_bench_is_answered_or_refused_in_words(
    answered, question
):
    page = answered(question)

    assert not page.exception
    assert not page.error
    assert words_of(page).count("## ") == 1 or page.warning


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_picture_has_words_for_those_who_do_not_see_it(answered, question):
    page = answered(question)

    for chart in page.get("vega_lite_chart"):
        assert len(chart.proto.alt) > 20


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_picture_or_table_of_the_bench_tells_a_small_number(answered, question):
    page = answered(question)
    named = {"Jeunes", "Changements", "Encore suivis"}
    told = [
        cell
        for table in page.table
        for column in table.value.columns
        if column in named and "Situations vécues" not in table.value.columns
        for cell in table.value[column]
    ]
    drawn = [
        str(value["text"])
        for spec in specs(page)
        for value in data_of(spec)
        if "text" in value
    ]

    small = {str(cell) for cell in told + drawn if SMALL.match(str(cell))}
    assert small <= MONTHS
    for spec in specs(page):
        for value in data_of(spec):
            assert "person" not in value
            assert not any(
                DECIMALS.search(str(part))
                for name, part in value.items()
                if name not in ("x", "y", "x2", "time")
            )


def test_situations_are_told_with_shares_and_expected_months(screens):
    page = at_the_bench(screens)

    assert "jeunes sur 100 sont sans solution" in words_of(page)
    (table,) = [t.value for t in page.table if "Au départ" in t.value.columns]
    assert len(table) > 2


def test_a_model_without_characteristic_says_what_to_choose(screens):
    page = ask(at_the_bench(screens), "factors")

    of_key(page.multiselect, "bench_covariates").set_value([])

    assert "Aucune caractéristique" in words_of(page.run())


def test_a_model_speaks_of_association_and_never_of_effect(answered):
    page = answered("factors")

    said = words_of(page)
    assert "Une association n’est pas un effet" in said
    assert "l’effet de" not in said


def test_time_in_steps_is_one_click_away_where_outcomes_fall_together(
    screens, monkeypatch
):
    monkeypatch.setattr(workbench_factors, "MOST_TIED", -1)
    page = ask(at_the_bench(screens), "factors")

    page.button(key="bench_discrete").click().run()

    assert of_key(page.selectbox, "bench_kind").value == "discrete"
    assert "pas de temps" in words_of(page)


def test_two_cohorts_are_read_side_by_side_and_not_tested(screens):
    page = ask(at_the_bench(screens), "compare")
    box = of_key(page.selectbox, "bench_against")

    box.set_value("cohort:raccrochage_strict").run()

    assert not page.exception
    assert "il ne se teste pas" in words_of(page)


def test_groups_are_judged_by_the_test_of_the_shares_that_are_drawn(answered):
    page = answered("compare")

    assert "Gray" in words_of(page)


def test_the_number_of_types_can_be_chosen(screens):
    page = ask(at_the_bench(screens), "types")

    of_key(page.selectbox, "bench_n_types").set_value(3)

    assert not page.run().exception
    assert "3" in words_of(page)


def test_an_answer_is_kept_for_the_session(screens):
    page = ask(at_the_bench(screens), "factors")
    before = dict(page.session_state["bench_answers"])

    ask(ask(page, "compare"), "factors")

    after = page.session_state["bench_answers"]
    assert all(after[key] is answer for key, answer in before.items())


def test_without_an_extract_the_bench_says_what_to_do(screens):
    shutil.rmtree(screens.folder / "extracts")
    (screens.folder / "extracts").mkdir()

    assert "Aucun extrait" in words_of(at_the_bench(screens))


def test_a_case_worker_has_no_bench(screens):
    page = screens.enter("conseil", "atelier")

    assert "Atelier" not in words_of(page)


def times_asked(screens, operation="workbench.states"):
    with closing(sqlite3.connect(screens.folder / "record.db")) as record:
        query = "SELECT COUNT(*) FROM audit_line WHERE operation = ?"
        return record.execute(query, [operation]).fetchone()[0]


@pytest.mark.parametrize(
    ("path", "operation"),
    [("atelier", "workbench.states"), ("cohortes", "cohort.run")],
)
def test_an_answer_kept_for_a_session_is_asked_again_once_the_extract_was_replaced(
    screens, path, operation
):
    page = screens.go(screens.enter("evaluation"), path)
    page.run()
    kept = times_asked(screens, operation)
    (manifest,) = screens.folder.glob("extracts/*/manifest.json")
    fields = json.loads(manifest.read_text(encoding="utf-8"))
    fields["created_at"] = "2099-01-01T00:00:00+00:00"
    manifest.write_text(json.dumps(fields), encoding="utf-8")

    page.run()

    assert times_asked(screens, operation) == kept + 1


def test_an_answer_kept_for_a_session_is_not_given_to_another(screens):
    at_the_bench(screens)
    first = times_asked(screens)

    at_the_bench(screens)

    assert times_asked(screens) == first + 1


FILES = ["Tableau (CSV)", "Tableau (Parquet)", "Image (SVG)", "Image (PNG)"]


def offered(page):
    return [button.proto.label for button in page.get("download_button")]


@pytest.mark.parametrize("question", ["states", "types"])
def test_the_figures_of_an_answer_can_be_taken_away(screens, question):
    assert offered(ask(at_the_bench(screens), question)) == FILES


def test_an_answer_of_too_few_offers_no_file_and_says_why(screens, monkeypatch):
    monkeypatch.setattr(states_room, "leaving", lambda *_a, **_k: None)
    page = at_the_bench(screens)

    assert not offered(page)
    assert "Rien de ce résultat ne peut quitter cet espace." in words_of(page)


def test_drawing_the_bench_makes_no_file(screens, monkeypatch):
    made = []
    monkeypatch.setattr(
        workbench_files, "release_figures", lambda *_a, **how: made.append(how)
    )
    page = ask(at_the_bench(screens), "types")

    assert offered(page)
    assert not made


def test_without_the_library_that_draws_the_bench_offers_tables(screens, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)

    assert offered(at_the_bench(screens)) == FILES[:2]


def test_changes_are_a_diagram_with_its_table(screens):
    page = at_the_bench(screens)

    (table,) = [t.value for t in page.table if "Part des départs" in t.value.columns]
    assert len(table)
    assert "Diagramme de transition" in " ".join(
        chart.proto.alt for chart in page.get("vega_lite_chart")
    )


def test_how_eventful_paths_are_is_told_by_type_and_in_plain_words(screens):
    page = ask(at_the_bench(screens), "types")

    (table,) = [t.value for t in page.table if "Turbulence" in t.value.columns]
    assert table["Type"].tolist()[-1] == "Tous ensemble"
    assert "pas un mauvais parcours" in words_of(page)
