"""Joined and separated: every link is dated, authored and revocable."""

import pytest

from pseudonymisation.desk import Decision
from pseudonymisation.failures import PersonUnknown
from tests.unit.pseudonymisation.conftest import someone
from tests.unit.pseudonymisation.hands import (
    CHANGED,
    CLUB,
    TWIN,
    answer,
    join,
    rows,
    separate,
)


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
