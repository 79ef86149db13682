"""Who may key every pseudonym anew, and what others see meanwhile."""

import threading

import pytest
from sqlmodel import select

from parcours.access.failures import AccessDenied
from parcours.approvals.failures import (
    AlreadyAgreed,
    ApprovalOfAnother,
    NotAgreed,
    OwnRequest,
)
from parcours.approvals.operations import decide_approval, list_approvals
from parcours.keeping.failures import RekeyingNeedsTwo
from parcours.keeping.keys import split
from parcours.keeping.rekeying import rekey, request_rekeying
from parcours.record.models import Person
from parcours.territory.examination import State, examine
from pseudonymisation.failures import VaultBusy
from pseudonymisation.keys.failures import PassphraseWrong, SharesDoNotFit
from pseudonymisation.keys.files import PSEUDONYM
from pseudonymisation.keys.roots import read_roots
from pseudonymisation.keys.shares import ShareFile
from tests.rekeying_house import (
    FIRST,
    NOW,
    SECOND,
    WEAK,
    WHY,
    acting,
    agreed,
    load,
    opened,
    persons,
    rekeyed,
    revealed,
    shares_of,
    traces,
    untouched,
)


# Who may


@pytest.mark.parametrize("by", [(), ("second",)])
def test_fewer_than_two_others_is_nobody(before, grown, by):
    ref = agreed(before, by=by)

    with pytest.raises(NotAgreed):
        rekeyed(before, ref)
    assert untouched(before.folder, grown)
    (view,) = list_approvals(acting(before, "second"))
    assert (view.state, view.n_missing) == ("waiting", 2 - len(by))


def test_nobody_agrees_twice_nor_to_their_own_request(before):
    ref = agreed(before, by=("second",))

    with pytest.raises(AlreadyAgreed):
        decide_approval(acting(before, "second"), ref=ref, agree=True)
    with pytest.raises(OwnRequest):
        decide_approval(acting(before, "dpo"), ref=ref, agree=True)


def test_one_refusal_is_enough(before, grown):
    ref = agreed(before, by=("second",))
    decide_approval(acting(before, "third"), ref=ref, agree=False)

    with pytest.raises(NotAgreed):
        rekeyed(before, ref)
    assert untouched(before.folder, grown)


def test_without_both_custodians_nothing_is_done_and_no_approval_spent(
    before, grown, tmp_path
):
    ref, (one, two) = agreed(before), shares_of(before.folder)
    wrong = ShareFile(two.path, lambda: "pas la bonne phrase")
    for given, failure in (
        ((one, one), SharesDoNotFit),
        ((one, wrong), PassphraseWrong),
    ):
        with pytest.raises(failure):
            rekeyed(before, ref, shares=given)
    with pytest.raises(RekeyingNeedsTwo):
        rekey(
            acting(before, "dpo"),
            desk=before.desk,
            keys_folder=before.places.keys,
            approval=ref,
        )

    assert untouched(before.folder, grown)
    (view,) = list_approvals(acting(before, "second"))
    assert view.state == "agreed"


def test_the_approval_of_one_change_does_not_serve_for_the_next(before, tmp_path):
    ref = agreed(before)
    rekeyed(before, ref)
    anew = tuple(ShareFile(tmp_path / n, lambda: "un autre gardien") for n in "cd")
    split(
        before.context(before.operator()),
        keys_folder=before.places.keys,
        of=PSEUDONYM,
        shares=anew,
        strength=WEAK,
    )

    with pytest.raises(ApprovalOfAnother):
        rekeyed(before, ref, shares=anew)


def test_only_the_one_who_asked_begins(before, grown):
    ref = agreed(before)

    with pytest.raises(ApprovalOfAnother):
        rekey(
            before.context(before.operator()),
            desk=before.desk,
            keys_folder=before.places.keys,
            approval=ref,
            shares=shares_of(before.folder),
        )
    for login in ("second", "rose", "school"):
        with pytest.raises(AccessDenied):
            rekeyed(before, ref, login=login)
        with pytest.raises(AccessDenied):
            request_rekeying(acting(before, login), desk=before.desk, reason=WHY)
    assert untouched(before.folder, grown)


# Online


def test_a_writer_is_told_that_the_vault_is_held_and_readers_read(before, monkeypatch):
    monkeypatch.setattr("pseudonymisation.intent.BUSY_SECONDS", 0)
    other = opened(before.folder)
    seen = {}

    def look(name):
        if name != "prepared":
            return
        worker = threading.Thread(target=_work, args=(other, seen))
        worker.start()
        worker.join()

    rekeyed(before, agreed(before), step=look)
    name = persons(other)[0]
    assert seen == {"writer": VaultBusy, "reader": "Zzbrixmor"}
    assert (name[:3], revealed(other, name)) == ("v2.", "Zzbrixmor")
    assert load(other, SECOND).already_known == 1
    other.close()


def _work(territory, seen):
    try:
        load(territory, FIRST.replace("D1", "D9"))
    except VaultBusy as refusal:
        seen["writer"] = type(refusal)
    seen["reader"] = revealed(territory, persons(territory)[0])


def test_who_reads_between_the_two_stores_finds_everybody(before, monkeypatch):
    """The record says the next names, the vault's rows still hold the former ones."""
    other = opened(before.folder)
    seen = []

    def look(name):
        if name == "recorded":
            after_stage = persons(other)
            seen.extend(revealed(other, one) for one in after_stage)

    expected = [revealed(before, one) for one in persons(before)]
    rekeyed(before, agreed(before), step=look)

    assert seen == expected
    other.close()


def test_a_reader_of_the_record_keeps_the_former_root_until_one_starts_again(before):
    ref, names = agreed(before), persons(before)
    with before.record.read() as session:
        session.exec(select(Person)).all()
        held = rekeyed(before, ref)
        assert (held.done, held.generation) == (False, 2)
        assert read_roots(before.places.keys).to_retire
        check = next(
            c for c in examine(before.places, now=lambda: NOW) if c.name == "pseudonyms"
        )
        assert check.state is State.WARNING
    done = rekey(
        before.context(before.operator()),
        desk=before.desk,
        keys_folder=before.places.keys,
    )

    assert done.done
    assert traces(before.folder, [n.rsplit(".", 1)[1].encode() for n in names]) == []
