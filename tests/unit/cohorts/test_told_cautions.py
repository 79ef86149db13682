"""Cautions on governed data: head counts told, small ones never, and both readers."""

from functools import partial

import numpy as np
import pytest

from cohorts.disclosure.cautions import (
    released_cautions,
    tell_cautions,
    workbench_cautions,
)
from cohorts.disclosure.failures import TooFew
from cohorts.disclosure.rules import Rules
from cohorts.disclosure.suppress import protect
from cohorts.guards.caution import Caution, Severity
from cohorts.guards.review import review_counts
from cohorts.risk_table.counts import count_cells


RULES = Rules("test", 5, 11, 6, 11, True)
REVIEW = partial(review_counts, outcome="1", horizons=(91, 365))


def cohort(n=120, *, seed=4):
    rng = np.random.default_rng(seed)
    cause = rng.choice([0, 1, 2], n, p=[0.3, 0.5, 0.2])
    return count_cells(rng.integers(1, 500, n), cause, causes=("1", "2"), clock="days")


def lost(n_lost, n=200):
    heads = {"lost": n_lost, "n": n}
    return Caution("lost", Severity.KNOW, heads=heads, rests_on=("lost", "n"))


def test_a_head_count_is_rounded_and_a_small_one_silences_what_rests_on_it():
    (told,) = tell_cautions([lost(40)], base=6)

    assert told.as_dict()["evidence"] == {"lost": 42, "n": 198}
    assert "42" in told.sentence
    assert tell_cautions([lost(4)], base=6) == ()
    (exact,) = tell_cautions([lost(4)], base=0)
    assert exact.as_dict()["evidence"] == {"lost": 4, "n": 200}


def test_that_nobody_had_an_event_is_told_like_a_few():
    nobody = Caution(
        "no-event", Severity.CARE, heads={"events": 0}, settings={"few": 10}
    )
    few = Caution(
        "few-events", Severity.CARE, heads={"events": 4}, settings={"few": 10}
    )

    (of_nobody,), (of_few,) = (tell_cautions([one], base=6) for one in (nobody, few))
    assert of_nobody == of_few


def test_the_gravest_comes_first():
    stop = Caution("end-censored", Severity.STOP, names={"statuses": "deces"})

    found = tell_cautions([lost(40), stop], base=6)

    assert [one.severity for one in found] == [Severity.STOP, Severity.KNOW]


def test_evaluators_read_cautions_with_rounded_heads_only():
    found = workbench_cautions(cohort(), REVIEW, rules=RULES, disclosure="protected")

    assert {"competing-ends", "bounds", "follow-up"} <= {
        one.caution.code for one in found
    }
    heads = [told for one in found for told in one.heads.values()]
    assert all(told.under or told.n % 6 == 0 for told in heads)
    assert all(not one.caution.heads for one in found)


def with_one_more(base, day):
    return count_cells(
        np.append(base.exit, day),
        np.append(base.cause, 0),
        causes=base.causes,
        clock="days",
    )


def protected(counts):
    shown = protect(counts, RULES).counts
    return [getattr(shown, c).tolist() for c in ("entry", "exit", "cause", "n_rows")]


def test_what_leaves_follows_from_the_protected_counts_alone():
    """One person more, in the same blocks: not a word of the review changes."""
    release = partial(
        released_cautions, review=REVIEW, rules=RULES, disclosure="protected"
    )
    pairs = [(cohort(n), with_one_more(cohort(n), 450)) for n in range(118, 126)]
    alike = [(a, b) for a, b in pairs if protected(a) == protected(b)]

    assert alike
    assert all(release(one) == release(other) for one, other in alike)


def test_nothing_released_leaves_what_is_told_of_the_whole():
    tiny = count_cells([5, 6, 7], [1, 1, 0], causes=("1",), clock="days")

    found = released_cautions(
        tiny, REVIEW, rules=RULES, disclosure="protected", more=[lost(40)]
    )
    assert [one.caution.code for one in found] == ["lost"]
    with pytest.raises(TooFew):
        workbench_cautions(tiny, REVIEW, rules=RULES, disclosure="protected")
