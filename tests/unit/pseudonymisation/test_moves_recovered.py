"""A move between two stores is finished or taken back, never half done."""

import pytest

from tests.unit.pseudonymisation.conftest import open_desk, someone
from tests.unit.pseudonymisation.hands import (
    CHANGED,
    answer,
    everything,
    rows,
    under_intent,
)


STEPS = ("join", "separate", "different", "unsure", "refuse")


@pytest.mark.parametrize("step", STEPS)
def test_what_the_record_lacks_is_taken_back_entirely(desk, folder, two, asked, step):
    _one, other = two
    if step == "separate":
        moved = answer(desk, asked.ref, "same").moved[0]
    before = everything(folder)
    works = {
        "join": lambda i: desk.answer(asked.ref, "same", intent=i),
        "separate": lambda i: desk.separate(moved.joined, moved.subjects, intent=i),
        "different": lambda i: desk.answer(asked.ref, "different", intent=i),
        "unsure": lambda i: desk.answer(asked.ref, "unsure", intent=i),
        "refuse": lambda i: desk.refuse_linkage(other.subject, intent=i),
    }
    with desk.intent(kind="test", author="zoe") as intent:
        works[step](intent)
        intent.prepare()
    assert everything(folder) != before
    desk.recover(lambda _ref: False)

    assert everything(folder) == before
    assert desk.reveal(other.person, organisation="club") if step != "separate" else 1


@pytest.mark.parametrize("step", ["join", "refuse"])
def test_what_the_record_holds_is_finished_by_recovery(desk, folder, two, asked, step):
    _one, other = two
    works = {
        "join": lambda i: desk.answer(asked.ref, "same", intent=i),
        "refuse": lambda i: desk.refuse_linkage(other.subject, intent=i),
    }
    with desk.intent(kind="test", author="zoe") as intent:
        works[step](intent)
        intent.prepare()
        ref = intent.ref
    with open_desk(folder) as opened:
        opened.recover(lambda asked_ref: asked_ref == ref)
        assert opened.questions() == []
    assert rows(folder, "SELECT count(*) FROM source_identities WHERE moved_by") == [
        (0,)
    ]


def test_a_batch_undone_takes_the_decisions_about_its_subjects_along(
    desk, admit, folder
):
    admit(someone(code="A1"))
    before = everything(folder)
    with desk.intent(kind="intake", author="zoe") as intent:
        desk.admit([someone(**CHANGED)], intent=intent)
        intent.prepare()
        intent.finish()
        ref = intent.ref
    (question,) = desk.questions()
    answer(desk, question.ref, "different")
    under_intent(desk, lambda intent: desk.withdraw(ref, intent=intent))

    after = everything(folder)
    for table in ("decisions", "answers", "questions", "subjects", "links"):
        assert after[table] == before[table], table
