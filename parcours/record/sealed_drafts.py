"""A draft's fields ↔ sealed bytes, bound to account, form, entry and young people."""

import json
from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from parcours.record.models import Draft, DraftPerson
from pseudonymisation.failures import KeysFailure
from pseudonymisation.keys.words import SealedWords, WordSeal


Opened = dict[str, str] | None


def draft_place(draft: Draft, persons: Sequence[int]) -> str:
    """Name what a draft is bound to.

    Args:
        draft: with account, form, number and hand-over.
        persons: rows of whom it is about, in its order.

    Returns:
        A text that differs wherever one of them does.
    """
    named = ",".join(str(one) for one in persons)
    return f"draft|{draft.account_id}|{draft.form}|{draft.ref}|{draft.thread}|{named}"


def seal_into(
    words: WordSeal, draft: Draft, persons: Sequence[int], fields: Mapping[str, str]
) -> None:
    """Seal fields into a draft.

    Args:
        words: the seal.
        draft: with account, form, number and hand-over.
        persons: rows of whom it is about, in its order.
        fields: name → what was typed.
    """
    content = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    sealed = words.seal(content, bound_to=draft_place(draft, persons))
    draft.key_id, draft.sealed = sealed.key_id, sealed.content


def open_draft(words: WordSeal | None, draft: Draft, persons: Sequence[int]) -> Opened:
    """Open a draft's fields.

    Args:
        words: the seal.
        draft: from the record.
        persons: rows of whom it is about, in its order.

    Returns:
        Name → what was typed; None where its key is gone, or it was altered or moved.
    """
    if words is None:
        return None
    sealed = SealedWords(draft.key_id, draft.sealed)
    try:
        held = words.open(sealed, bound_to=draft_place(draft, persons))
    except KeysFailure:
        return None
    return {str(name): str(text) for name, text in json.loads(held).items()}


def people_of(
    session: Session, drafts: Sequence[int | None]
) -> dict[int, tuple[int, ...]]:
    """Read whom drafts are about.

    Args:
        session: of the record.
        drafts: their rows.

    Returns:
        Row of a draft → rows of persons in its order.
    """
    if not drafts:
        return {}
    query = (
        select(DraftPerson.draft_id, DraftPerson.person_id)
        .where(col(DraftPerson.draft_id).in_(drafts))
        .order_by(col(DraftPerson.draft_id), col(DraftPerson.place))
    )
    found: dict[int, tuple[int, ...]] = {}
    for draft, person in session.exec(query).all():
        found[draft] = (*found.get(draft, ()), person)
    return found


def seal_anew(session: Session, words: WordSeal) -> int:
    """Seal every draft under the key in use; those that do not open stay as they are.

    Args:
        session: a writing session of the record.
        words: the seal, which still opens the former key's.

    Returns:
        How many were sealed anew.
    """
    active = words.key_id
    rows = session.exec(select(Draft).where(Draft.key_id != active)).all()
    named = people_of(session, [row.id for row in rows])
    done = 0
    for row in rows:
        ids = named.get(row.id or 0, ())
        fields = open_draft(words, row, ids)
        if fields is not None:
            seal_into(words, row, ids, fields)
            session.add(row)
            done += 1
    return done
