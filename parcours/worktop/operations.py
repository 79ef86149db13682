"""Operations on unsaved entries: keep, find again, drop. Nobody else's are in reach.

A draft is a worker's own sheet: it is read, replaced and dropped by its own account
only, it goes with a young person who is erased, and it is gone after a week.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import delete
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.people.failures import NoteRefused, UnknownWord
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.notes import checked_note
from parcours.people.visibility import persons_within, require_person
from parcours.record.models import Draft


KEPT_DAYS = 7
# The forms that are drafted and their fields: none of them holds an identity.
FORMS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "intervention": frozenset(
            {
                *("kind", "on", "hours", "channel", "result"),
                *("action", "step", "step_on", "note"),
            }
        ),
        "contact": frozenset({"result", "on", "channel"}),
        "situation": frozenset({"situation", "on"}),
    }
)


@dataclass(frozen=True)
class KeptDraft:
    """What an account typed and did not save.

    Attributes:
        form: one of `FORMS`.
        about: pseudonym of the young person.
        fields: name → what was typed or chosen.
        saved_at: when it was last kept.
    """

    form: str
    about: str
    fields: Mapping[str, str]
    saved_at: datetime


@operation("worktop.keep_draft", kind="write", about="about")
def keep_draft(
    context: Context,
    session: Session,
    *,
    form: str,
    about: str,
    fields: Mapping[str, str],
) -> None:
    """Keep what was typed in a form, in place of what was kept before.

    A free text that could not be saved is not drafted either: its field stays out.

    Args:
        context: whose it is.
        session: given by the guard.
        form: one of `FORMS`.
        about: pseudonym of the young person.
        fields: name → what was typed; empty ones stay out.

    Raises:
        NotWithinReach: absent or out of scope.
        UnknownWord: no such form or field.
    """
    person = require_person(context, session, about)
    if form not in FORMS or not FORMS[form].issuperset(fields):
        raise UnknownWord("form")
    content = {name: text for name, text in fields.items() if _may_stay(context, text)}
    _forget_old(context, session)
    draft = _own(context, session, form, person.pseudonym)
    if not content:
        if draft is not None:
            session.delete(draft)
        return
    if draft is None:
        draft = Draft(
            account_id=context.principal.account_id,
            form=form,
            about=person.pseudonym,
            content="",
            saved_at=context.now(),
        )
    draft.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
    draft.saved_at = context.now()
    session.add(draft)


@operation("worktop.read_drafts", kind="read")
def read_drafts(context: Context, session: Session) -> list[KeptDraft]:
    """Give one's own drafts of the last week about young people still within reach.

    Args:
        context: whose they are.
        session: given by the guard.

    Returns:
        The latest first.
    """
    rows = session.exec(
        select(Draft)
        .where(
            Draft.account_id == context.principal.account_id,
            col(Draft.saved_at) > context.now() - timedelta(days=KEPT_DAYS),
        )
        .order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
    ).all()
    if not rows:
        return []
    people = persons_within(context).subquery()
    named = select(people.c.pseudonym).where(
        people.c.pseudonym.in_({row.about for row in rows})
    )
    near = {str(name) for name in session.exec(named).all()}
    return [_kept(row) for row in rows if row.about in near]


@operation("worktop.drop_draft", kind="write", about="about")
def drop_draft(context: Context, session: Session, *, form: str, about: str) -> None:
    """Drop one's own draft, once saved or given up; none is no error.

    Args:
        context: whose it is.
        session: given by the guard.
        form: one of `FORMS`.
        about: pseudonym of the young person.
    """
    draft = _own(context, session, form, about)
    if draft is not None:
        session.delete(draft)


def _own(context: Context, session: Session, form: str, about: str) -> Draft | None:
    return session.exec(
        select(Draft).where(
            Draft.account_id == context.principal.account_id,
            Draft.form == form,
            Draft.about == about,
        )
    ).first()


def _forget_old(context: Context, session: Session) -> None:
    """Delete every account's drafts that are older than a week."""
    limit = context.now() - timedelta(days=KEPT_DAYS)
    session.connection().execute(delete(Draft).where(col(Draft.saved_at) <= limit))


def _may_stay(context: Context, text: str) -> bool:
    if not text.strip():
        return False
    try:
        checked_note(text)
    except NoteRefused:
        return False
    rules = read_note_rules(context.config)
    return not any(one.refused for one in note_cautions(text, rules=rules))


def _kept(row: Draft) -> KeptDraft:
    fields = MappingProxyType(dict(json.loads(row.content)))
    return KeptDraft(row.form, row.about, fields, row.saved_at)
