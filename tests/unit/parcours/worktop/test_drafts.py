"""What was typed and not saved comes back to the same account, to nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from parcours.access.failures import AccessDenied, NotWithinReach
from parcours.access.sessions import principal_of
from parcours.people.failures import UnknownWord
from parcours.record.models import Account, Draft
from parcours.worktop.operations import drop_draft, keep_draft, read_drafts
from tests.unit.parcours.people.conftest import NOW


TYPED = {"kind": "pacea", "on": "hier", "note": "CV relu"}


def kept(house, worker="school", about=None, **fields):
    about = about or house.new_person(worker)
    keep_draft(
        house.workers[worker],
        form="intervention",
        about=about,
        fields=TYPED | fields,
    )
    return about


def stored(house):
    with house.territory.record.read() as session:
        return session.exec(select(Draft)).all()


def colleague_of(house, worker):
    """Another account of the same organisation."""
    mine = house.workers[worker].principal
    with house.territory.record.write() as session:
        account = Account(
            login="collegue",
            display_name="collegue",
            role="case_worker",
            organisation_id=mine.organisation_id,
            created_at=NOW,
        )
        session.add(account)
        session.flush()
        principal = principal_of(session, account)
    return house.territory.context(principal)


def test_a_draft_comes_back_with_its_fields_and_its_moment(house):
    person = kept(house)

    (draft,) = read_drafts(house.workers["school"])

    assert (draft.form, draft.about, dict(draft.fields)) == (
        "intervention",
        person,
        TYPED,
    )
    assert draft.saved_at == NOW


def test_a_draft_replaces_the_one_before(house):
    person = kept(house)

    kept(house, about=person, note="CV et lettre relus")

    (draft,) = read_drafts(house.workers["school"])
    assert draft.fields["note"] == "CV et lettre relus"


def test_nobody_else_reads_it_nor_drops_it(house):
    person = kept(house)
    other = colleague_of(house, "school")

    drop_draft(other, form="intervention", about=person)

    assert read_drafts(other) == []
    assert len(read_drafts(house.workers["school"])) == 1


def test_two_accounts_keep_their_own_about_the_same_young_person(house):
    person = kept(house)
    other = colleague_of(house, "school")

    keep_draft(other, form="intervention", about=person, fields={"note": "appel"})

    assert dict(read_drafts(other)[0].fields) == {"note": "appel"}
    assert dict(read_drafts(house.workers["school"])[0].fields) == TYPED


def test_a_draft_is_dropped_once_saved(house):
    person = kept(house)

    drop_draft(house.workers["school"], form="intervention", about=person)

    assert stored(house) == []


def test_emptied_fields_leave_no_draft(house):
    person = kept(house)

    keep_draft(
        house.workers["school"],
        form="intervention",
        about=person,
        fields={"note": " ", "on": ""},
    )

    assert stored(house) == []


def test_a_draft_is_gone_after_a_week(house):
    person = kept(house)
    worker = house.workers["school"]
    later = replace(worker, now=lambda: NOW + timedelta(days=7, hours=1))

    assert read_drafts(later) == []
    keep_draft(later, form="contact", about=person, fields={"on": "hier"})
    assert [one.form for one in stored(house)] == ["contact"]


@pytest.mark.parametrize("text", ["2 95 05 78 006 084 36", "mot " * 80])
def test_what_could_not_be_saved_is_not_drafted_either(house, text):
    kept(house, note=text)

    (draft,) = stored(house)
    assert text not in draft.content
    assert "note" not in draft.content


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
            house.workers["school"], form=form, about=person, fields={field: "x"}
        )


def test_a_young_person_of_another_organisation_cannot_be_drafted_about(house):
    person = house.new_person()

    with pytest.raises(NotWithinReach):
        keep_draft(
            house.workers["site"], form="contact", about=person, fields={"on": "hier"}
        )


def test_a_draft_about_somebody_out_of_reach_since_is_not_given_back(house):
    kept(house)
    worker = house.workers["school"]
    moved = replace(
        worker,
        principal=replace(
            worker.principal,
            organisation_id=house.workers["site"].principal.organisation_id,
        ),
    )

    assert read_drafts(moved) == []


def test_those_outside_casework_have_no_drafts(house):
    worker = house.workers["school"]
    outsider = replace(worker, principal=replace(worker.principal, role="evaluator"))

    with pytest.raises(AccessDenied):
        read_drafts(outsider)
