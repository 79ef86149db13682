"""Joined, separated, kept alone: every link is dated, authored and revocable."""

import sqlite3

import pytest

from pseudonymisation.desk import Decision
from pseudonymisation.failures import (
    KeptApart,
    PersonUnknown,
    QuestionClosed,
    SubjectRefuses,
)
from tests.unit.pseudonymisation.conftest import open_desk, someone


CLUB = {"organisation": "club", "code": "C7"}
TWIN = {"given_names": "Isidorine", **CLUB}
CHANGED = {"birth_name": "Qwantel", **CLUB}
"""The same young person as another organisation wrote them: unsure."""


def under_intent(desk, work, *, author="zoe"):
    with desk.intent(kind="test", author=author) as intent:
        answer = work(intent)
        intent.prepare()
        intent.finish()
    return answer


def answer(desk, ref, said, *, author="zoe"):
    return under_intent(
        desk, lambda intent: desk.answer(ref, said, intent=intent), author=author
    )


def join(desk, keep, gone):
    return under_intent(
        desk, lambda intent: desk.join(keep=keep, gone=gone, intent=intent)
    )


def separate(desk, person, *leaving):
    return under_intent(
        desk, lambda intent: desk.separate(person, leaving, intent=intent)
    )


def refuse(desk, subject):
    return under_intent(
        desk, lambda intent: desk.refuse_linkage(subject, intent=intent)
    )


def rows(folder, query):
    vault = sqlite3.connect(folder / "vault.db")
    found = vault.execute(query).fetchall()
    vault.close()
    return found


def everything(folder):
    """All that the vault holds but the intents themselves and what seals it."""
    tables = [
        name
        for (name,) in rows(folder, "SELECT name FROM sqlite_master WHERE type='table'")
        if name not in ("intents", "vault_seal")
    ]
    return {t: sorted(rows(folder, f"SELECT * FROM {t}"), key=repr) for t in tables}  # noqa: S608


@pytest.fixture
def two(admit):
    """Two persons whom a question asks about."""
    (one,) = admit(someone(code="A1"))
    (other,) = admit(someone(**CHANGED))
    assert other.decision is Decision.REVIEW
    return one, other


@pytest.fixture
def asked(desk, two):
    (question,) = desk.questions()
    return question


def test_a_question_names_two_persons_and_nobody_by_name(two, asked):
    one, other = two

    assert set(asked.persons) == {one.person, other.person}
    assert asked.reasons == "surname_changed"
    assert not asked.two_needed
    assert "Zzbrixmor" not in repr(asked)


def test_the_answer_same_links_every_subject_to_one_person(desk, two, asked):
    one, other = two
    answered = answer(desk, asked.ref, "same")

    (moved,) = answered.moved
    assert answered.outcome == "joined"
    assert {moved.left, moved.joined} == {one.person, other.person}
    assert desk.questions() == []


def test_who_remains_is_said_by_the_caller(desk, two, asked):
    _one, other = two
    answered = under_intent(
        desk,
        lambda intent: desk.answer(asked.ref, "same", keep=other.person, intent=intent),
    )

    assert answered.moved[0].joined == other.person


def test_what_follows_lands_on_the_joined_person(desk, admit, asked):
    kept = answer(desk, asked.ref, "same").moved[0].joined

    again = admit(someone(code="A1", usage_name="Zzclair"), someone(**CHANGED))
    assert [a.decision for a in again] == [Decision.KNOWN, Decision.KNOWN]
    assert {a.person for a in again} == {kept}


def test_identities_lie_under_the_key_of_the_person_they_are_linked_to(
    desk, folder, two, asked
):
    kept = answer(desk, asked.ref, "same").moved[0].joined

    assert rows(
        folder,
        "SELECT count(*) FROM source_identities i JOIN links l ON l.subject = i.subject"
        " AND l.revoked_at IS NULL WHERE l.person != i.person",
    ) == [(0,)]
    assert desk.reveal(kept, organisation="club").birth_name == "Qwantel"
    assert desk.reveal(kept, organisation="college").birth_name == "Zzbrixmor"


def test_old_links_stay_with_who_revoked_them_and_when(desk, folder, asked):
    answer(desk, asked.ref, "same", author="rose")

    revoked = rows(
        folder, "SELECT revoked_by, revoked_at FROM links WHERE revoked_at NOT NULL"
    )
    assert [by for by, _at in revoked] == ["rose"]


def test_nothing_of_what_was_sealed_before_a_join_is_kept(desk, folder, asked):
    answer(desk, asked.ref, "same")

    assert rows(
        folder,
        "SELECT count(*) FROM source_identities"
        " WHERE moved_by NOT NULL OR person_before NOT NULL OR sealed_before NOT NULL",
    ) == [(0,)]


def test_separating_gives_each_subject_back_to_the_person_it_was(desk, two, asked):
    one, other = two
    moved = answer(desk, asked.ref, "same").moved[0]
    (back,) = separate(desk, moved.joined, *moved.subjects)

    assert (back.left, back.joined) == (moved.joined, moved.left)
    assert back.subjects == moved.subjects
    assert desk.reveal(one.person, organisation=None).birth_name == "Zzbrixmor"
    assert desk.reveal(other.person, organisation=None).birth_name == "Qwantel"


def test_a_separated_pair_is_neither_linked_nor_asked_again_by_a_file(
    desk, admit, two, asked
):
    one, other = two
    moved = answer(desk, asked.ref, "same").moved[0]
    separate(desk, moved.joined, *moved.subjects)

    again = admit(
        someone(code="A1", commune="Trifouillis"),
        someone(organisation="club", code="C7", usage_name="Zzclair"),
        someone(organisation="mairie", code="M3"),
    )
    assert again[0].person == one.person
    assert again[1].person == other.person
    assert not any(
        set(q.persons) == {one.person, other.person} for q in desk.questions()
    )


def test_a_subject_linked_by_a_file_alone_leaves_to_a_new_person(desk, admit):
    first, second = admit(
        someone(code="A1"), someone(organisation="club", code="C7", sex=None)
    )
    assert first.person == second.person
    (moved,) = separate(desk, first.person, second.subject)

    assert moved.joined not in (first.person, None)
    assert (moved.birth_month, moved.sex) == ((2007, 3), None)
    assert desk.reveal(moved.joined, organisation="club").given_names == "Léopoldine"


def test_who_leaves_together_is_one_person(desk, admit):
    everyone = admit(
        someone(code="A1"),
        someone(organisation="club", code="C7"),
        someone(organisation="mairie", code="M3"),
    )
    assert len({a.person for a in everyone}) == 1
    (moved,) = separate(desk, everyone[0].person, *(a.subject for a in everyone[1:]))

    assert set(moved.subjects) == {a.subject for a in everyone[1:]}


def test_a_subject_alone_out_of_a_joined_group_does_not_take_their_name(desk, admit):
    """Who stays behind was part of that person too."""
    (one,) = admit(someone(code="A1"))
    others = admit(
        someone(given_names="Isidorine", **CLUB),
        someone(given_names="Isidorine", organisation="mairie", code="M3"),
    )
    join(desk, one.person, others[0].person)
    (moved,) = separate(desk, one.person, others[0].subject)

    assert moved.joined not in (one.person, others[0].person)


def test_nobody_may_leave_alone_or_all_together(desk, admit):
    (one,) = admit(someone(code="A1"))
    (other,) = admit(someone(**TWIN))
    with pytest.raises(PersonUnknown):
        separate(desk, one.person, one.subject)
    with pytest.raises(PersonUnknown):
        separate(desk, one.person, other.subject)


def test_the_answer_different_closes_the_question_for_good(desk, admit, two, asked):
    assert answer(desk, asked.ref, "different").outcome == "apart"
    assert desk.questions() == []

    admit(someone(**CHANGED, usage_name="Zzbrixmor"))
    assert desk.questions() == []


def test_a_pair_decided_different_is_not_joined_by_hand(desk, two, asked):
    one, other = two
    answer(desk, asked.ref, "different")

    with pytest.raises(KeptApart):
        join(desk, one.person, other.person)


def test_a_decision_about_two_subjects_outlives_a_later_join(desk, admit, two, asked):
    one, other = two
    answer(desk, asked.ref, "different")
    (third,) = admit(someone(given_names="Clotaire", organisation="mairie", code="M3"))
    join(desk, third.person, one.person)

    with pytest.raises(KeptApart):
        join(desk, other.person, third.person)


def test_a_question_follows_its_subjects_when_persons_are_joined(desk, admit, two):
    one, other = two
    (third,) = admit(someone(given_names="Clotaire", organisation="mairie", code="M3"))
    join(desk, third.person, one.person)

    (question,) = desk.questions()
    assert set(question.persons) == {third.person, other.person}


def test_unsure_leaves_the_question_and_says_who_was_unsure(desk, asked):
    assert answer(desk, asked.ref, "unsure", author="rose").outcome == "kept"
    (still,) = desk.questions()

    assert still.ref == asked.ref
    assert still.answers == {"rose": "unsure"}


def test_a_question_is_answered_once(desk, asked):
    answer(desk, asked.ref, "different")
    with pytest.raises(QuestionClosed):
        answer(desk, asked.ref, "same")


@pytest.fixture
def twins(desk, admit):
    admit(someone(code="A1"))
    admit(someone(**TWIN))
    (question,) = desk.questions()
    assert question.two_needed, question.reasons
    return question


def test_perhaps_twins_take_two_different_reviewers(desk, twins):
    assert answer(desk, twins.ref, "same", author="rose").outcome == "second_needed"
    assert answer(desk, twins.ref, "same", author="rose").outcome == "second_needed"
    assert answer(desk, twins.ref, "same", author="paul").outcome == "joined"


def test_one_reviewer_is_enough_to_keep_twins_apart(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    assert answer(desk, twins.ref, "different", author="paul").outcome == "apart"


def test_a_second_reviewer_who_does_not_know_joins_nobody(desk, twins):
    answer(desk, twins.ref, "same", author="rose")
    assert answer(desk, twins.ref, "unsure", author="paul").outcome == "kept"
    assert answer(desk, twins.ref, "same", author="lena").outcome == "joined"


def test_whoever_refuses_leaves_and_is_never_linked_again(desk, admit, two, asked):
    one, other = two
    kept = answer(desk, asked.ref, "same").moved[0].joined
    (moved,) = refuse(desk, other.subject)

    assert moved.left == kept
    again = admit(someone(organisation="club", code="C7"))
    assert [a.person for a in again] == [moved.joined]
    later = admit(someone(organisation="mairie", code="M3"))
    assert later[0].person == one.person
    assert desk.questions() == []
    with pytest.raises(SubjectRefuses):
        join(desk, one.person, moved.joined)


def test_refusing_closes_the_questions_about_oneself(desk, two, asked):
    _one, other = two
    assert refuse(desk, other.subject) == []
    assert desk.questions() == []


def test_nothing_of_who_refuses_stays_in_the_blind_index(desk, folder, two):
    _one, other = two
    (before,) = rows(folder, "SELECT count(DISTINCT identity) FROM tokens")
    refuse(desk, other.subject)
    (after,) = rows(folder, "SELECT count(DISTINCT identity) FROM tokens")

    assert (before, after) == ((2,), (1,))


def test_a_file_that_says_otherwise_does_not_link_who_came_unlinkable(desk, admit):
    (hidden,) = admit(someone(**CLUB, may_link=False))
    (one,) = admit(someone(code="A1"))
    (again,) = admit(someone(**CLUB))

    assert again.person == hidden.person
    assert one.person != hidden.person
    (third,) = admit(someone(organisation="mairie", code="M3"))
    assert third.person == one.person
    assert desk.questions() == []


def test_a_file_that_withdraws_a_subject_from_linkage_is_obeyed(desk, admit):
    admit(someone(code="A1"))
    (known,) = admit(someone(code="A1", may_link=False))
    (other,) = admit(someone(**CLUB))

    assert other.person != known.person


def test_a_worker_with_two_codes_in_hand_joins_paths_without_identity(desk, admit):
    bare = {"birth_name": None, "given_names": None, "birth_date": None}
    (street,) = admit(
        someone(**bare, organisation="rue", code="R1", may_link=False),
    )
    (club,) = admit(someone(**bare, organisation="club", code="C7"))
    found = desk.find_by_code(organisation="rue", code=" R1 ")
    assert found == street.person
    assert desk.find_by_code(organisation="rue", code="R2") is None
    (moved,) = join(desk, club.person, found)

    assert moved.joined == club.person
    again = admit(someone(**bare, organisation="rue", code="R1", may_link=False))
    assert again[0].person == club.person


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


def test_both_identities_are_shown_side_by_side_with_what_differs(desk, twins):
    shown = desk.compare(twins.ref)
    fields = {pair.field: pair for pair in shown.fields}

    assert fields["birth_name"].agreement == "same"
    assert fields["given_names"].agreement == "different"
    assert {fields["given_names"].a, fields["given_names"].b} == {
        ("Léopoldine",),
        ("Isidorine",),
    }
    assert fields["birth_date"].a == ("2007-03-14",)
    assert fields["usage_name"].agreement == "missing"
    assert {*shown.organisations} == {("college",), ("club",)}
    assert "Léopoldine" not in repr(shown) + repr(shown.fields)
