"""Pairs drawn by chance for reviewers, and what is kept of their judgement."""

from datetime import date

import numpy as np
import pytest

from pseudonymisation.desk import PartialDate
from pseudonymisation.failures import AuditAnswerRefused
from tests.unit.pseudonymisation.conftest import someone


def young(number, **changes):
    """A young person with letters of their own."""
    letters = "".join("bcdfghjklm"[int(d)] + "a" for d in f"{number:03d}")
    return someone(
        birth_name=f"Zz{letters}x",
        given_names=f"Q{letters[::-1]}l",
        birth_date=PartialDate(2000 + number % 10, 1 + number % 12, 2 + number % 25),
        **changes,
    )


@pytest.fixture
def filled(desk, admit):
    """Twelve young people whom two organisations know, and one pair of twins."""
    admit(*(young(n) for n in range(12)))
    admit(*(young(n, organisation="club") for n in range(12)))
    admit(someone(), someone(given_names="Zorette", organisation="club"))
    return desk.auditing


def draw(auditing, each=5):
    return auditing.draw(each=each, rng=np.random.default_rng(3))


def test_nothing_drawn_nothing_judged(desk):
    assert desk.auditing.judged() is None
    assert desk.auditing.waiting(most=10) == []


def test_a_sample_of_an_empty_vault_is_empty(desk):
    assert draw(desk.auditing) == 0
    assert desk.auditing.judged() is None


def test_a_sample_takes_so_many_of_each_stratum(filled):
    drawn = draw(filled)
    cells = filled.judged().cells
    linked = [cell for cell in cells if cell.kind == "linked"]

    assert sum(cell.pairs for cell in linked) == 12
    assert sum(cell.waiting for cell in linked) == 5
    assert drawn == sum(cell.waiting for cell in cells)
    assert {cell.organisation for cell in linked} == {"club"}
    assert {cell.year for cell in linked} == {2026}


def test_pairs_left_apart_are_drawn_too(filled):
    draw(filled)
    apart = [cell for cell in filled.judged().cells if cell.kind != "linked"]

    assert sum(cell.pairs for cell in apart) >= 1  # the twins


def test_reviewers_see_two_identities_and_not_what_the_linkage_said(filled):
    drawn = draw(filled)
    pairs = filled.waiting(most=100)

    assert len(pairs) == drawn
    assert all(pair.one.birth_name and pair.other.birth_name for pair in pairs)
    assert not any(word in repr(pairs) for word in ("Zz", "linked", "score"))


def test_a_judgement_is_counted_once(filled):
    draw(filled)
    first, second, third = filled.waiting(most=3)
    filled.answer(first.number, "same", author="zoe")
    filled.answer(second.number, "different", author="zoe")
    filled.answer(third.number, "unsure", author="zoe")
    cells = filled.judged().cells

    assert sum(cell.judged for cell in cells) == 2
    assert sum(cell.same for cell in cells) == 1
    assert first.number not in {pair.number for pair in filled.waiting(most=100)}


@pytest.mark.parametrize("verdict", ["same", "perhaps"])
def test_a_judgement_given_twice_or_unknown_is_refused(filled, verdict):
    draw(filled)
    (pair,) = filled.waiting(most=1)
    filled.answer(pair.number, "different", author="zoe")

    with pytest.raises(AuditAnswerRefused):
        filled.answer(pair.number, verdict, author="zoe")


def test_a_later_sample_takes_the_place_of_the_former(desk, filled):
    draw(filled)
    (pair,) = filled.waiting(most=1)
    filled.answer(pair.number, "same", author="zoe")
    later = desk._vault.now().replace(year=2027)
    object.__setattr__(desk._vault, "now", lambda: later)
    draw(filled)

    assert sum(cell.judged for cell in filled.judged().cells) == 0


def test_a_pair_whose_names_are_gone_does_not_hold_up_the_others(desk, filled):
    draw(filled)
    before = filled.waiting(most=100)
    with desk.intent(kind="erasure", author="zoe") as intent:
        desk.erase(before[0].persons[0], intent=intent, day=date(2026, 1, 5))
        intent.prepare()
        intent.finish()

    assert [pair.number for pair in filled.waiting(most=1)] == [before[1].number]
