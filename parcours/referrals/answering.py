"""Operations of both sides on a thread: open it, give it, refuse, say a word."""

from typing import Literal

from sqlmodel import Session

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.entries import require_word
from parcours.people.failures import UnknownWord
from parcours.people.notes import checked_note
from parcours.referrals.agreements import close_agreement
from parcours.referrals.finding import Thread, find_thread, rules_of
from parcours.referrals.thread import is_unread
from parcours.referrals.views import ThreadView, make_view
from parcours.referrals.writing import (
    add_step,
    colleagues_of,
    new_version,
)


@operation("referrals.open", kind="write")
def open_thread(context: Context, session: Session, *, thread: str) -> ThreadView:
    """Open a thread; that one's organisation saw what is new becomes a step.

    Args:
        context: who reads, of either side.
        session: given by the guard.
        thread: its reference.

    Returns:
        The thread, with the packet where it is open to the reader.

    Raises:
        NotWithinReach: absent, another organisation's, or not given to them.
    """
    found = find_thread(context, session, thread)
    if found.sight == "whole" and is_unread(found.steps, found.side):
        add_step(context, session, thread=thread, kind="seen")
        session.flush()
        found = find_thread(context, session, thread)
    return make_view(context, session, found, rules_of(context))


@operation("referrals.give", kind="write")
def give(context: Context, session: Session, *, thread: str, colleague: int) -> None:
    """Give a hand-over that one's organisation was asked to a colleague.

    Args:
        context: of the recipient.
        session: given by the guard.
        thread: its reference.
        colleague: row of the colleague's account.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was answered or taken back meanwhile.
        UnknownWord: no such colleague in force.
    """
    found = _whole(context, find_thread(context, session, thread))
    found.require("given")
    me = context.principal.organisation_id or 0
    known = {str(account.id) for account in colleagues_of(session, me)}
    require_word(str(colleague), known, "colleague")
    if found.referral.recipient_account_id == colleague:
        return
    new_version(context, session, found.referral, recipient_account_id=colleague)
    add_step(context, session, thread=thread, kind="given", to=colleague)


@operation("referrals.refuse", kind="write")
def refuse(
    context: Context,
    session: Session,
    *,
    thread: str,
    by: Literal["organisation", "young_person"],
    reason: str | None = None,
) -> None:
    """Record that the organisation asked, or the young person, says no.

    The young person's no may come to either side, and needs no reason.

    Args:
        context: who records it.
        session: given by the guard.
        thread: its reference.
        by: who says no.
        reason: code, needed of an organisation.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was answered or taken back meanwhile.
        UnknownWord: no such reason.
    """
    kind = f"refused_by_{by}"
    found = _whole(context, find_thread(context, session, thread))
    found.require(kind)
    if by == "organisation":
        require_word(reason or "", rules_of(context).reasons, "reason")
    new_version(
        context,
        session,
        found.referral,
        state="refused",
        answered_on=context.today(),
    )
    close_agreement(context, session, found)
    note = reason if by == "organisation" else None
    add_step(context, session, thread=thread, kind=kind, note=note)


@operation("referrals.say", kind="write")
def say(context: Context, session: Session, *, thread: str, note: str) -> None:
    """Add a short word to a thread, for both sides.

    Args:
        context: of either side.
        session: given by the guard.
        thread: its reference.
        note: short text.

    Raises:
        NotWithinReach: absent, or not for them.
        MoveImpossible: it was taken back.
        NoteRefused: a text that may not be kept.
        UnknownWord: an empty text.
    """
    found = find_thread(context, session, thread)
    found.require("word")
    text = checked_note(note)
    if text is None:
        raise UnknownWord("note")
    add_step(context, session, thread=thread, kind="word", note=text)


def _whole(context: Context, found: Thread) -> Thread:
    """Refuse an answer of somebody who may not read what is to be answered."""
    if found.sight != "whole" or found.person is None:
        raise NotWithinReach(context.operation)
    return found
