"""Nothing is published unless two persons agreed to those very bytes."""

import sqlite3
import zlib

import pytest

from cohorts.disclosure.table_ledger import TableLedger
from cohorts.publication.failures import (
    EditionChanged,
    EditionNotPublished,
    EditionUnknown,
)
from cohorts.publishing import (
    ask_publication,
    decide_publication,
    list_editions,
    preview_publication,
    publish_edition,
    read_published,
)
from parcours.access.failures import AccessDenied
from parcours.approvals.failures import (
    ApprovalOfAnother,
    ApprovalUnknown,
    ApprovalUsed,
    NotAgreed,
    OwnRequest,
    ReasonMissing,
)
from parcours.approvals.operations import ask_for
from tests.unit.cohorts.publication.conftest import REASON


def test_nothing_is_read_before_anything_is_published(officers):
    with pytest.raises(EditionNotPublished):
        read_published(officers.asking)

    ref = officers.ask()
    with pytest.raises(EditionNotPublished):
        read_published(officers.asking, ref=ref)

    officers.agree(ref)
    with pytest.raises(EditionNotPublished):
        read_published(officers.asking, ref=ref)


def test_what_two_persons_agreed_to_is_read_as_it_was_asked_for(officers):
    draft = preview_publication(officers.asking)
    ref = officers.publish()

    view, content = read_published(officers.asking)

    assert (view.edition.ref, view.edition.second) == (ref, "deuxieme")
    assert content.text == draft.content.text
    assert content.digest == view.edition.digest


def test_nobody_agrees_to_their_own_request(officers):
    ref = officers.ask()

    with pytest.raises(OwnRequest):
        decide_publication(officers.asking, ref=ref, agree=True)


def test_nothing_is_published_without_agreement(officers):
    ref = officers.ask()

    with pytest.raises(NotAgreed):
        publish_edition(officers.asking, ref=ref)


def test_a_refused_request_publishes_nothing(officers):
    ref = officers.ask()
    decide_publication(officers.second, ref=ref, agree=False)

    with pytest.raises(NotAgreed):
        publish_edition(officers.asking, ref=ref)
    with pytest.raises(EditionNotPublished):
        read_published(officers.asking)


def test_who_agreed_does_not_publish_in_the_place_of_who_asked(officers):
    ref = officers.agree(officers.ask())

    with pytest.raises(ApprovalOfAnother):
        publish_edition(officers.second, ref=ref)


def test_an_edition_is_published_once(officers):
    ref = officers.publish()

    with pytest.raises(ApprovalUsed):
        publish_edition(officers.asking, ref=ref)


def test_a_request_without_a_reason_is_none(officers):
    digest = preview_publication(officers.asking).content.digest

    with pytest.raises(ReasonMissing):
        ask_publication(officers.asking, digest=digest, reason="oui")
    assert list_editions(officers.asking) == []


def test_only_what_was_read_can_be_asked_for(officers):
    with pytest.raises(EditionChanged):
        ask_publication(officers.asking, digest="0" * 64, reason=REASON)


def change_content(officers, ref, *, with_digest=False):
    """Write other figures into the store, as someone at the machine could."""
    import hashlib

    path = officers.territory.places.folder / "evaluation.db"
    store = sqlite3.connect(path)
    (kept,) = store.execute("SELECT content FROM edition WHERE ref = ?", [ref])
    text = zlib.decompress(kept[0]).decode().replace('"value":0', '"value":1', 1)
    digest = hashlib.sha256(text.encode()).hexdigest()
    store.execute(
        "UPDATE edition SET content = ? WHERE ref = ?",
        [zlib.compress(text.encode()), ref],
    )
    if with_digest:
        store.execute("UPDATE edition SET digest = ? WHERE ref = ?", [digest, ref])
    store.commit()
    store.close()


@pytest.mark.parametrize("with_digest", [False, True])
def test_figures_changed_after_the_agreement_leave_no_more(officers, with_digest):
    ref = officers.publish()
    change_content(officers, ref, with_digest=with_digest)

    with pytest.raises(EditionChanged):
        read_published(officers.asking)


@pytest.mark.parametrize("with_digest", [False, True])
def test_figures_changed_before_the_agreement_are_not_agreed_to(officers, with_digest):
    ref = officers.ask()
    change_content(officers, ref, with_digest=with_digest)

    with pytest.raises(EditionChanged):
        decide_publication(officers.second, ref=ref, agree=True)


def test_an_edition_marked_published_by_hand_is_not(officers):
    ref = officers.ask()
    path = officers.territory.places.folder / "evaluation.db"
    store = sqlite3.connect(path)
    store.execute("UPDATE edition SET published_at = '2026-07-01T08:00:00+00:00'")
    store.commit()
    store.close()

    with pytest.raises(EditionNotPublished):
        read_published(officers.asking, ref=ref)


def test_an_approval_of_another_kind_is_not_decided_here(officers):
    context = officers.asking
    with context.record.write() as session:
        asked = ask_for(
            context,
            session,
            kind="rekeying",
            target="x",
            n_persons=3,
            reason="tourner les clés",
        )

    with pytest.raises((ApprovalUnknown, EditionUnknown)):
        decide_publication(officers.second, ref=asked.ref, agree=True)


def test_an_unknown_edition_is_said_to_be_unknown(officers):
    officers.publish()

    with pytest.raises(EditionUnknown):
        read_published(officers.asking, ref="nulle")


def test_the_ledger_has_a_line_with_both_names_and_the_digest(officers):
    ref = officers.publish()
    digest = read_published(officers.asking)[1].digest
    folder = officers.territory.places.folder
    ledger = TableLedger(f"sqlite:///{folder / 'evaluation.db'}")
    line = ledger.tables()[-1]
    ledger.close()

    assert line.name == f"publication|{ref}"
    assert (line.account, line.second) == ("policy_officer", "deuxieme")
    assert digest in line.evidence


def test_a_later_edition_is_the_one_that_is_read(officers):
    officers.publish()
    ref = officers.publish()

    assert read_published(officers.asking)[0].edition.ref == ref


def test_a_member_of_the_council_reads_what_is_published_and_asks_for_nothing(officers):
    with pytest.raises(AccessDenied):
        preview_publication(officers.council)
    ref = officers.publish()

    assert read_published(officers.council)[0].edition.ref == ref
