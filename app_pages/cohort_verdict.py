"""Whether groups differ by more than chance explains, in words and with the tests."""

import math

from app_pages.components import formats
from app_pages.components.words import _
from cohorts.answer import CohortAnswer
from cohorts.charts.at_risk import Shown
from cohorts.estimates.results import TestResult


SIGNIFICANT = 0.05


def verdict_in_words(answer: CohortAnswer, shown: Shown) -> str:
    """Say whether the groups differ by more than chance explains.

    Args:
        answer: the analysed cohort.
        shown: exact figures of the breakdown.

    Returns:
        One sentence.
    """
    tests = _tests(answer, shown)
    if not tests:
        return _("Il n’y a pas deux groupes à comparer.")
    if _is_clear(tests):
        return _("Les groupes diffèrent, plus que le hasard ne l’explique.")
    return _("L’écart entre groupes n’est pas établi : le hasard peut l’expliquer.")


def _tests(answer: CohortAnswer, shown: Shown) -> list[TestResult]:
    outcome = answer.definition.outcomes[0].code
    found = shown.estimate.tests
    own = [test for test in found if test.cause == outcome]
    tests = own or [test for test in found if test.cause is None]
    if len(shown.estimate.groups) < 2 or any(math.isnan(test.p) for test in tests):
        return []
    return tests


def verdict(answer: CohortAnswer, shown: Shown, *, is_rounded: bool) -> str:
    """Say whether the groups differ, with the tests that say so.

    Args:
        answer: the analysed cohort.
        shown: figures of the breakdown.
        is_rounded: they are rounded, which would falsify a test.

    Returns:
        Markdown.
    """
    if is_rounded:
        return _(
            "L’écart entre groupes se teste sur les chiffres exacts ; l’arrondi le "
            "fausserait. Deux fourchettes qui se recouvrent largement : écart non "
            "établi."
        )
    tests = _tests(answer, shown)
    if not tests:
        return _("Il n’y a pas deux groupes à comparer.")
    word = _("**Écart net**") if _is_clear(tests) else _("**Écart non établi**")
    details = "; ".join(_test(test) for test in tests)
    return f"{word} :small[({details})]"


def _is_clear(tests: list[TestResult]) -> bool:
    """Judge by the test of the shares that are drawn, where there is one."""
    gray = [test for test in tests if test.name == "gray"]
    return (gray or tests)[0].p < SIGNIFICANT


def _test(test: TestResult) -> str:
    text = (
        _("test de Gray : χ² = {value}, {df} ddl, p {p}")
        if test.name == "gray"
        else _("test du log-rank : χ² = {value}, {df} ddl, p {p}")
    )
    return text.format(value=formats.decimal(test.statistic), df=test.df, p=_p(test.p))


def _p(p: float) -> str:
    least = 0.001
    if p < least:
        return "< " + formats.decimal(least, 3)
    return "= " + formats.decimal(p, 3)
