"""The methods paragraph: what was done, in two languages, and the works that served."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from cohorts.report.methods_text import MethodFacts, facts_of, methods_text
from cohorts.report.references import REFERENCES
from config.translation import use_language
from tests.unit.cohorts.report.subject_house import RULES, subject


GOLDEN = Path(__file__).parents[3] / "golden" / "report"
METHODS = (
    *("aalen-johansen", "kaplan-meier", "nelson-aalen", "turnbull", "multi-state"),
    *("mean-cumulative", "cox", "fine-gray", "discrete-time", "firth"),
    "andersen-gill",
)


@pytest.fixture(autouse=True)
def _french_again():
    yield
    use_language("fr")


def cohort_facts(**kinds):
    one = subject(**kinds)
    return facts_of(one.definition, one.parts, rules=RULES)


def numbers_called(text):
    called = re.findall(r"\[([\d, ]+)\]", text)
    return [int(n) for found in called for n in found.split(", ")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_paragraph_of_a_cohort_reads_as_agreed(language):
    use_language(language)
    text = methods_text(cohort_facts())
    told = "\n".join([text.paragraph, *text.references, ""])

    assert told == (GOLDEN / f"methods.{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_method_has_its_sentence_and_its_work(method, language):
    use_language(language)
    text = methods_text(MethodFacts(method, has_censoring=False, n_causes=2))

    assert "95" in text.paragraph
    assert text.references
    assert "{" not in text.paragraph


@pytest.mark.parametrize("method", METHODS)
def test_works_are_numbered_in_the_order_in_which_they_are_called(method):
    facts = replace(cohort_facts(), method=method, ties="efron", is_robust=True)
    text = methods_text(facts)
    called = list(dict.fromkeys(numbers_called(text.paragraph)))

    assert called == list(range(1, len(text.references) + 1))


def test_a_work_is_not_cited_where_its_method_was_not_used():
    text = methods_text(MethodFacts("kaplan-meier"))

    assert [work.partition(" ")[0] for work in text.references] == [
        "Kaplan",
        "Greenwood",
    ]


def test_one_cause_alone_is_told_as_kaplan_and_meier():
    text = methods_text(MethodFacts("aalen-johansen", n_causes=1))

    assert [work[:6] for work in text.references] == ["Kaplan"]


@pytest.mark.parametrize(
    ("ties", "work"), [("efron", "efron_1977"), ("breslow", "breslow_1974")]
)
def test_the_way_of_sharing_ties_is_cited(ties, work):
    assert REFERENCES[work] in methods_text(MethodFacts("cox", ties=ties)).references


def test_gray_is_cited_where_his_test_was_made():
    cited = methods_text(MethodFacts("aalen-johansen", tests=("gray",))).references

    assert REFERENCES["gray_1988"] in cited
    assert REFERENCES["mantel_1966"] not in cited


def test_groups_of_public_data_are_tested_and_told_exact():
    text = methods_text(cohort_facts(disclosure="public_data"))

    assert "log-rank" in text.paragraph
    assert "données sont publiques" in text.paragraph
    assert "arrondis" not in text.paragraph


def test_late_entries_that_are_left_out_are_not_called_late_entry():
    text = methods_text(MethodFacts("aalen-johansen", late_entry="exclude"))

    assert "écartés" in text.paragraph
    assert REFERENCES["andersen_1993"] not in text.references


def test_a_curve_that_starts_late_says_so():
    text = methods_text(MethodFacts("aalen-johansen", at_risk_floor=20))

    assert "où 20 jeunes sont suivis" in text.paragraph
