"""What was typed and not saved comes back to the same account, to nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from parcours.access.accounts import disable_account
from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.people.failures import UnknownWord
from parcours.worktop.operations import drop_draft, keep_draft, read_drafts
from tests.unit.parcours.people.conftest import NOW
from tests.unit.parcours.worktop.conftest import TYPED


def notes(context):
    return {draft.fields.get("note") for draft in read_drafts(context)}


def test_a_draft_comes_back_with_its_fields_and_its_moment(house, kept):
    person = kept()

    (draft,) = read_drafts(house.workers["school"])

    assert (draft.form, draft.about, dict(draft.fields)) == (
        "intervention",
        person,
        TYPED,
    )
    assert draft.saved_at == NOW


def test_what_is_typed_further_replaces_the_same_entry(house, kept):
    person = kept()

    kept(about=person, note="CV et lettre relus")

    (draft,) = read_drafts(house.workers["school"])
    assert draft.fields["note"] == "CV et lettre relus"


def test_a_new_entry_for_the_same_young_person_leaves_the_former_one(house, kept):
    person = kept()

    kept(about=person, ref="2", note="Appel à la mission locale")

    assert notes(house.workers["school"]) == {"CV relu", "Appel à la mission locale"}


def test_an_entry_of_choices_alone_gives_way_to_the_next_one(house, kept):
    person = kept(on="", note="")

    kept(about=person, ref="2", kind="cej")

    (draft,) = read_drafts(house.workers["school"])
    assert draft.ref == "2"


def test_an_entry_whose_words_the_newer_one_holds_gives_way_to_it(house, kept):
    person = kept()

    kept(about=person, ref="2", hours="1 h")

    assert [draft.ref for draft in read_drafts(house.workers["school"])] == ["2"]


def test_an_entry_follows_its_worker_who_chose_another_young_person(house, kept):
    kept()
    other = kept()

    (draft,) = read_drafts(house.workers["school"])

    assert draft.about == other


def test_nobody_else_reads_it_nor_drops_it(house, kept):
    kept()
    other = house.colleague("school", "collegue")

    drop_draft(other, ref="1")

    assert read_drafts(other) == []
    assert len(read_drafts(house.workers["school"])) == 1


def test_two_accounts_keep_their_own_about_the_same_young_person(house, kept):
    person = kept()
    other = house.colleague("school", "collegue")

    keep_draft(
        other, form="intervention", ref="2", about=person, fields={"note": "appel"}
    )

    assert dict(read_drafts(other)[0].fields) == {"note": "appel"}
    assert dict(read_drafts(house.workers["school"])[0].fields) == TYPED


def test_a_draft_is_dropped_once_saved(house, kept, stored):
    person = kept()

    drop_draft(house.workers["school"], ref="1", about=person)

    assert stored() == []


def test_emptied_fields_leave_no_draft(house, kept, stored):
    person = kept()

    keep_draft(
        house.workers["school"],
        form="intervention",
        ref="1",
        about=person,
        fields={"note": " ", "on": ""},
    )

    assert stored() == []


def test_a_draft_is_gone_after_a_week(house, kept, stored):
    person = kept()
    worker = house.workers["school"]
    later = replace(worker, now=lambda: NOW + timedelta(days=7, hours=1))

    assert read_drafts(later) == []
    keep_draft(later, form="contact", ref="2", about=person, fields={"on": "hier"})
    assert [one.form for one in stored()] == ["contact"]


def test_a_territory_says_how_long_drafts_are_kept(house, kept):
    kept()
    worker = house.workers["school"]
    file = worker.config / "drafts.yaml"
    file.write_text(file.read_text().replace("kept_days: 7", "kept_days: 2"))

    held = [
        len(read_drafts(replace(worker, now=lambda d=d: NOW + timedelta(days=d))))
        for d in (1, 3)
    ]

    assert held == [1, 0]


def test_the_drafts_of_an_account_that_is_closed_go_with_it(house, kept, stored):
    kept()
    operator = house.territory.context(house.territory.operator())

    disable_account(operator, login="mission")
    assert len(stored()) == 1
    disable_account(operator, login="school")

    assert stored() == []


@pytest.mark.parametrize("text", ["2 95 05 78 006 084 36", "mot " * 80])
def test_what_could_not_be_saved_is_not_drafted_either(house, kept, text):
    kept(note=text)

    (draft,) = read_drafts(house.workers["school"])
    assert "note" not in draft.fields


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ("new_person", "on"),
        ("intervention", "birth_name"),
        ("intervention", "given_names"),
        ("contact", "phone"),
    ],
)
def test_a_form_or_a_field_of_an_identity_cannot_be_drafted(house, form, field):
    person = house.new_person()

    with pytest.raises(UnknownWord):
        keep_draft(
            house.workers["school"],
            form=form,
            ref="1",
            about=person,
            fields={field: "x"},
        )


@pytest.mark.parametrize(
    "more",
    [{}, {"people": ("somebody",)}, {"about": "", "thread": "t"}, {"ref": ""}],
)
def test_a_draft_says_whom_it_is_about_as_its_form_asks(house, more):
    with pytest.raises((UnknownWord, NotWithinReach)):
        keep_draft(
            house.workers["school"],
            **({"form": "contact", "ref": "1", "fields": {"on": "hier"}} | more),
        )


def test_a_young_person_of_another_organisation_cannot_be_drafted_about(house):
    person = house.new_person()

    with pytest.raises(NotWithinReach):
        keep_draft(
            house.workers["site"],
            form="contact",
            ref="1",
            about=person,
            fields={"on": "hier"},
        )


def test_a_draft_about_somebody_out_of_reach_since_is_not_given_back(house, kept):
    kept()
    worker = house.workers["school"]
    moved = replace(
        worker,
        principal=replace(
            worker.principal,
            organisation_id=house.workers["site"].principal.organisation_id,
        ),
    )

    assert read_drafts(moved) == []


def test_a_sheet_comes_back_without_who_is_out_of_reach_since(house):
    first, second = house.new_person(), house.new_person(birth_name="Zorglub")
    worker = house.workers["school"]
    keep_draft(
        worker,
        form="sheet",
        ref="s",
        people=(second, first),
        fields={"title": "Jardin", "content": "{}"},
    )

    (draft,) = read_drafts(worker)
    assert draft.people == (second, first)
    moved = replace(
        worker,
        principal=replace(
            worker.principal,
            organisation_id=house.workers["site"].principal.organisation_id,
        ),
    )

    (draft,) = read_drafts(moved)
    assert draft.people == (None, None)
    assert draft.fields["title"] == "Jardin"


def test_a_word_in_a_hand_over_of_others_cannot_be_drafted(house):
    with pytest.raises(NotWithinReach):
        keep_draft(
            house.workers["school"],
            form="relay_word",
            ref="1",
            thread="absent",
            fields={"note": "Merci"},
        )


def test_those_outside_casework_have_no_drafts(house):
    worker = house.workers["school"]
    outsider = replace(worker, principal=replace(worker.principal, role="evaluator"))

    with pytest.raises(AccessDenied):
        read_drafts(outsider)
