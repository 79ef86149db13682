"""Operations of publication: prepare, ask, agree, publish, read what is published.

What would leave is shown first, table by table. One person asks, another agrees to
those very bytes, the first publishes them; only then can a site be made of them.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, TypeVar

from sqlmodel import Session

from cohorts.disclosure.reading import read_rules
from cohorts.disclosure.released import Provenance
from cohorts.disclosure.table_ledger import Line, TableLedger
from cohorts.drafting import Draft, draft_of, with_confirmed
from cohorts.finding import territory_of
from cohorts.publication.content import Content
from cohorts.publication.failures import (
    EditionChanged,
    EditionNotPublished,
    EditionUnknown,
    TextsUnconfirmed,
)
from cohorts.publication.shelf import Edition, Shelf
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.approvals.failures import ApprovalUnknown, ReasonMissing
from parcours.approvals.operations import (
    SHORTEST_REASON,
    ApprovalView,
    ask_for,
    decide_on,
    one_of,
    target_of,
    use,
)
from parcours.programme.doubts import note_confirmed


T = TypeVar("T")
KIND: Final = "publication"


@dataclass(frozen=True)
class EditionView:
    """An edition with what was answered to its request."""

    edition: Edition
    approval: ApprovalView

    @property
    def is_published(self) -> bool:
        """Whether two persons let it leave, and it left."""
        return bool(self.edition.published_at) and self.approval.state == "used"


@operation("publication.preview", kind="read")
def preview_publication(
    context: Context, session: Session, *, extract: str | None = None
) -> Draft:
    """Read what would be published, and what became of each table.

    Args:
        context: who asks.
        session: given by the guard.
        extract: name of the extract, None = the latest.

    Returns:
        The content and its verdicts.

    Raises:
        ExtractMissing, ExtractUnreadable, ConfigurationRefused.
        NotForThePublic, NothingToPublish: nothing may leave.
    """
    return draft_of(context, session, extract)


@operation("publication.ask", kind="write")
def ask_publication(
    context: Context,
    session: Session,
    *,
    digest: str,
    reason: str,
    extract: str | None = None,
    confirmed: Collection[str] = (),
) -> ApprovalView:
    """Ask that what was read be published.

    The request bears the names of the fields that were confirmed: whoever answers it
    reads them first, wherever it is answered.

    Args:
        context: who asks.
        session: given by the guard.
        digest: of the content that was read: another one is not asked for.
        reason: why, ten signs or more; no name.
        extract: as it was read.
        confirmed: keys of doubtful texts in which nobody is recognisable.

    Returns:
        The request, which a second person decides.

    Raises:
        EditionChanged: the content is no longer the one that was read.
        TextsUnconfirmed: a doubtful text is not confirmed.
        ReasonMissing: too short to be a reason.
        NotForThePublic, NothingToPublish: nothing may leave.
    """
    draft = draft_of(context, session, extract)
    content = draft.content
    if content.digest != digest:
        raise EditionChanged
    if len(reason.strip()) < SHORTEST_REASON:
        raise ReasonMissing
    unsaid = [one for one in draft.doubts if one.text.key not in confirmed]
    if unsaid:
        raise TextsUnconfirmed([(one.text.place, one.words) for one in unsaid])
    if draft.doubts:
        note_confirmed(context, [one.text.key for one in draft.doubts])
        reason = with_confirmed(reason.strip(), draft.doubts)
    asked = ask_for(
        context, session, kind=KIND, target=digest, n_persons=0, reason=reason
    )
    account = context.principal.login
    _on_shelf(
        context,
        lambda shelf: shelf.put(asked.ref, content, account=account, now=context.now()),
    )
    return asked


@operation("publication.decide", kind="write", about="ref")
def decide_publication(
    context: Context, session: Session, *, ref: str, agree: bool
) -> ApprovalView:
    """Agree to somebody else's request to publish, or refuse it.

    Args:
        context: who decides.
        session: given by the guard.
        ref: the request.
        agree: yes or no.

    Returns:
        The request.

    Raises:
        ApprovalUnknown, AlreadyDecided, ApprovalExpired: nothing to decide.
        OwnRequest: it is one's own.
        EditionUnknown, EditionChanged: it is not what was asked for.
    """
    _agreed_content(context, session, ref)
    return decide_on(context, session, ref=ref, agree=agree, kind=KIND)


@operation("publication.list", kind="read")
def list_editions(context: Context, session: Session) -> list[EditionView]:
    """List the editions, the latest first.

    Args:
        context: who asks.
        session: given by the guard.

    Returns:
        Each with what was answered to its request.
    """
    return _views(context, session)


@operation("publication.publish", kind="write", about="ref")
def publish_edition(context: Context, session: Session, *, ref: str) -> EditionView:
    """Publish what was agreed to: from now on a site can be made of it.

    Args:
        context: who asked for the agreement.
        session: given by the guard.
        ref: the request.

    Returns:
        The edition.

    Raises:
        NotAgreed, ApprovalExpired, ApprovalUsed, ApprovalOfAnother: it may not.
        EditionUnknown, EditionChanged: it is not what was agreed to.
    """
    content = _agreed_content(context, session, ref)
    use(context, session, ref=ref, kind=KIND, target=content.digest)
    session.flush()
    seen = one_of(context, session, ref=ref)
    account, second = context.principal.login, seen.decided_by or ""
    _note(context, ref, content, account=account, second=second)
    _on_shelf(
        context,
        lambda shelf: shelf.publish(
            ref, account=account, second=second, now=context.now()
        ),
    )
    return _view(context, session, ref)


@operation("release.read", kind="read")
def read_published(
    context: Context, session: Session, *, ref: str | None = None
) -> tuple[EditionView, Content]:
    """Read a published edition, as two persons agreed to it.

    Args:
        context: who asks.
        session: given by the guard.
        ref: the edition, None = the one published last.

    Returns:
        The edition and what it says.

    Raises:
        EditionUnknown: there is no such edition.
        EditionNotPublished: none was agreed to and published.
        EditionChanged: it is not what was agreed to.
    """
    return published_of(context, session, ref)


def published_of(
    context: Context, session: Session, ref: str | None
) -> tuple[EditionView, Content]:
    """Give a published edition as `read_published`, for an operation that runs."""
    views = _views(context, session)
    if ref is not None:
        views = [one for one in views if one.edition.ref == ref]
        if not views:
            raise EditionUnknown
    published = [one for one in views if one.is_published]
    if not published:
        raise EditionNotPublished
    last = max(published, key=lambda one: one.edition.published_at)
    return last, _agreed_content(context, session, last.edition.ref)


def _agreed_content(context: Context, session: Session, ref: str) -> Content:
    """Read an edition, and hold it against what the request was about."""
    content = _on_shelf(context, lambda shelf: shelf.content(ref))
    if content.digest != target_of(session, ref=ref):
        raise EditionChanged
    return content


def _note(
    context: Context, ref: str, content: Content, *, account: str, second: str
) -> None:
    """Write the edition in the ledger of what was told."""
    figures = content.figures
    ledger = TableLedger(_url(context))
    try:
        ledger.write_all(
            [
                Line(
                    name=f"{KIND}|{ref}",
                    counts={},
                    told={},
                    provenance=Provenance(
                        KIND,
                        content.digest,
                        figures.extract,
                        figures.as_of,
                        figures.path_rules,
                    ),
                    verdict="PASS",
                    evidence=(
                        f"sha256={content.digest}",
                        f"figures={sum(one.is_told for one in figures.figures)}",
                    ),
                    rules_version=figures.rules_version,
                    is_new=False,
                )
            ],
            account=account,
            now=context.now(),
            rules=read_rules(context.config),
            second=second,
        )
    finally:
        ledger.close()


def _views(context: Context, session: Session) -> list[EditionView]:
    found: list[Edition] = _on_shelf(context, lambda shelf: shelf.editions())
    views = []
    for one in found:
        with suppress(ApprovalUnknown):  # the request was never committed
            views.append(EditionView(one, one_of(context, session, ref=one.ref)))
    return views


def _view(context: Context, session: Session, ref: str) -> EditionView:
    return next(one for one in _views(context, session) if one.edition.ref == ref)


def _on_shelf(context: Context, act: Callable[[Shelf], T]) -> T:
    shelf = Shelf(territory_of(context) / "evaluation.db")
    try:
        return act(shelf)
    finally:
        shelf.close()


def _url(context: Context) -> str:
    return f"sqlite:///{territory_of(context) / 'evaluation.db'}"
