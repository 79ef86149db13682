"""Operations on unsaved entries: keep, find again, drop. Nobody else's are in reach.

A draft is a worker's own sheet of paper. Each entry has a number, drawn when it is
begun; what is typed replaces what was kept under that number, and nothing else. So a
new entry for the same young person leaves the former one where it is, and both are
offered. Only an entry of which the newer one holds every typed word gives way to it:
what was chosen in a list is chosen again, words are not.

Drafts are sealed under a key that lies apart from the record, and bound to account,
form, entry and young people: one that was moved or altered does not open, nor does one
whose key was retired, and none shows a word in the store's files.

They end: saved or given up (`drop_draft`), after the days of `config/drafts.yaml`, with
the account (`account.disable`), and with any young person whom they are about, who is
erased (`parcours.keeping.texts`).
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import delete, or_
from sqlmodel import Session, col, select

from parcours.access.context import Context
from parcours.access.failures import NotWithinReach
from parcours.access.guard import operation
from parcours.people.failures import NoteRefused, UnknownWord
from parcours.people.note_cautions import note_cautions
from parcours.people.note_rules import read_note_rules
from parcours.people.notes import checked_note
from parcours.people.visibility import persons_within, require_person
from parcours.record.models import Draft, DraftPerson, Person, Referral
from parcours.record.sealed_drafts import Opened, open_draft, people_of, seal_into
from parcours.worktop.forms import FORMS, DraftedForm
from parcours.worktop.settings import read_kept_for


LONGEST_REF = 64
MOST_SIGNS = 200_000  # of what a page writes: a sheet of 62 days for 60 young people


@dataclass(frozen=True)
class KeptDraft:
    """What an account typed and did not save.

    Attributes:
        ref: number of the entry.
        form: one of `FORMS`.
        people: pseudonyms of whom it is about, in its order; None for who is out of
            reach since.
        thread: reference of the hand-over that it is a word in, or empty.
        fields: name → what was typed or chosen; empty where it does not open.
        saved_at: when it was last kept.
        opens: whether its seal holds.
    """

    ref: str
    form: str
    people: tuple[str | None, ...]
    thread: str
    fields: Mapping[str, str]
    saved_at: datetime
    opens: bool = True

    @property
    def about(self) -> str:
        """Give the young person of a form about one, or nobody."""
        is_about_one = FORMS[self.form].people == "one"
        return (self.people[0] if is_about_one else None) or ""


@operation("worktop.keep_draft", kind="write", about="about")
def keep_draft(
    context: Context,
    session: Session,
    *,
    form: str,
    ref: str,
    fields: Mapping[str, str],
    about: str | None = None,
    people: Sequence[str] = (),
    thread: str = "",
) -> None:
    """Keep what was typed in an entry, in place of what was kept of the same entry.

    A free text that could not be saved is not drafted either: its field stays out.

    Args:
        context: whose it is.
        session: given by the guard.
        form: one of `FORMS`.
        ref: number of the entry, drawn by chance when it was begun.
        fields: name → what was typed; empty ones stay out.
        about: pseudonym of the young person, for a form about one.
        people: their pseudonyms, for a form about several.
        thread: reference of the hand-over, for a word in one.

    Raises:
        NotWithinReach: somebody, or the hand-over, is absent or out of scope.
        UnknownWord: no such form, field or number.
    """
    rules = FORMS.get(form)
    if rules is None or not rules.fields.issuperset(fields):
        raise UnknownWord("form")
    if not 0 < len(ref) <= LONGEST_REF:
        raise UnknownWord("ref")
    persons = _within_reach(context, session, rules, about, people)
    _check_thread(context, session, rules, thread)
    content = {
        name: text
        for name, text in fields.items()
        if _may_stay(context, text, written=name in rules.machine)
    }
    _forget_old(context, session)
    draft = _own(context, session, ref)
    if not content:
        if draft is not None:
            session.delete(draft)
        return
    if context.words is None:
        return  # nothing is ever kept in clear
    _give_way(context, session, (form, persons, thread, ref), content)
    if draft is None:
        draft = Draft(
            ref=ref,
            account_id=context.principal.account_id,
            form=form,
            key_id="",
            sealed=b"",
            saved_at=context.now(),
        )
    draft.form, draft.thread, draft.saved_at = form, thread, context.now()
    seal_into(context.words, draft, persons, content)
    session.add(draft)
    session.flush()
    _name(session, draft, persons)


def _within_reach(
    context: Context,
    session: Session,
    rules: DraftedForm,
    about: str | None,
    people: Sequence[str],
) -> list[int]:
    """Give the rows of whom an entry is about, in its order."""
    asked = [about] if about is not None else list(people)
    if (rules.people == "one") != (about is not None):
        raise UnknownWord("form")
    if people and rules.people != "several":
        raise UnknownWord("form")
    if not asked:
        return []
    near = persons_within(context).subquery()
    query = select(near.c.pseudonym, near.c.id).where(near.c.pseudonym.in_(asked))
    rows = {str(name): int(row) for name, row in session.exec(query).all()}
    for name in set(asked) - rows.keys():  # joined to another since, or out of reach
        rows[name] = require_person(context, session, name).id or 0
    return [rows[one] for one in asked]


def _check_thread(
    context: Context, session: Session, rules: DraftedForm, thread: str
) -> None:
    if rules.threaded != bool(thread):
        raise UnknownWord("form")
    if thread and not _threads_of(context, session, {thread}):
        raise NotWithinReach(context.operation)


def _threads_of(context: Context, session: Session, asked: set[str]) -> set[str]:
    """Give those hand-overs that one's organisation sent or was asked."""
    mine = context.principal.organisation_id
    query = select(Referral.thread).where(
        col(Referral.thread).in_(asked),
        or_(col(Referral.organisation_id) == mine, col(Referral.recipient_id) == mine),
    )
    return {str(thread) for thread in session.exec(query).all()}


@operation("worktop.read_drafts", kind="read")
def read_drafts(context: Context, session: Session) -> list[KeptDraft]:
    """Give one's own drafts about young people and hand-overs still within reach.

    Args:
        context: whose they are.
        session: given by the guard.

    Returns:
        The latest first; one that does not open comes without its fields, to be told
        of and dropped.
    """
    rows = session.exec(
        select(Draft)
        .where(
            Draft.account_id == context.principal.account_id,
            col(Draft.saved_at) > context.now() - read_kept_for(context.config),
        )
        .order_by(col(Draft.saved_at).desc(), col(Draft.id).desc())
    ).all()
    if not rows:
        return []
    named = people_of(session, [row.id for row in rows])
    near = _names_near(context, session, {one for ids in named.values() for one in ids})
    threads = {row.thread for row in rows if row.thread}
    open_ones = _threads_of(context, session, threads) if threads else set()
    kept = []
    for row in rows:
        ids = named.get(row.id or 0, ())
        is_far = FORMS[row.form].people == "one" and not near.keys() >= set(ids)
        if is_far or (row.thread and row.thread not in open_ones):
            continue
        kept.append(_kept(row, ids, near, open_draft(context.words, row, ids)))
    return kept


def _names_near(
    context: Context, session: Session, persons: set[int]
) -> dict[int, str]:
    """Name who is still within reach, by the path that goes on where it was joined."""
    if not persons:
        return {}
    near = persons_within(context).subquery()
    query = select(near.c.id, near.c.pseudonym).where(near.c.id.in_(persons))
    names = {int(row): str(name) for row, name in session.exec(query).all()}
    missing = select(Person).where(col(Person.id).in_(persons - names.keys()))
    for person in session.exec(missing).all():
        with suppress(NotWithinReach):
            heir = require_person(context, session, person.pseudonym)
            names[person.id or 0] = heir.pseudonym
    return names


def _kept(
    row: Draft, ids: Sequence[int], near: Mapping[int, str], opened: Opened
) -> KeptDraft:
    return KeptDraft(
        ref=row.ref,
        form=row.form,
        people=tuple(near.get(one) for one in ids),
        thread=row.thread,
        fields=MappingProxyType(opened or {}),
        saved_at=row.saved_at,
        opens=opened is not None,
    )


@operation("worktop.drop_draft", kind="write", about="about")
def drop_draft(
    context: Context, session: Session, *, ref: str, about: str | None = None
) -> None:
    """Drop one's own draft, once saved or given up; none is no error.

    Args:
        context: whose it is.
        session: given by the guard.
        ref: number of the entry.
        about: pseudonym of the young person, for the audit.
    """
    draft = _own(context, session, ref)
    if draft is not None:
        session.delete(draft)


def _own(context: Context, session: Session, ref: str) -> Draft | None:
    mine = context.principal.account_id
    query = select(Draft).where(Draft.account_id == mine, Draft.ref == ref)
    return session.exec(query).first()


def _give_way(
    context: Context,
    session: Session,
    entry: tuple[str, list[int], str, str],
    content: Mapping[str, str],
) -> None:
    """Delete the entries of the same form and people that say no word of their own."""
    form, persons, thread, ref = entry
    others = session.exec(
        select(Draft).where(
            Draft.account_id == context.principal.account_id,
            Draft.form == form,
            Draft.thread == thread,
            Draft.ref != ref,
        )
    ).all()
    named = people_of(session, [row.id for row in others])
    for row in others:
        ids = named.get(row.id or 0, ())
        held = open_draft(context.words, row, ids)
        if held is None or set(ids) != set(persons):
            continue
        own = {(k, v) for k, v in held.items() if k in FORMS[form].words}
        if own <= content.items():
            session.delete(row)


def _name(session: Session, draft: Draft, persons: Sequence[int]) -> None:
    if people_of(session, [draft.id]).get(draft.id or 0, ()) == tuple(persons):
        return
    link = col(DraftPerson.draft_id) == draft.id
    session.connection().execute(delete(DraftPerson).where(link))
    for place, person in enumerate(persons):
        session.add(DraftPerson(draft_id=draft.id or 0, person_id=person, place=place))


def _forget_old(context: Context, session: Session) -> None:
    """Delete every account's drafts that are older than they may be."""
    limit = context.now() - read_kept_for(context.config)
    session.connection().execute(delete(Draft).where(col(Draft.saved_at) <= limit))


def _may_stay(context: Context, text: str, *, written: bool) -> bool:
    if not text.strip():
        return False
    if written:
        return len(text) <= MOST_SIGNS
    try:
        checked_note(text)
    except NoteRefused:
        return False
    rules = read_note_rules(context.config)
    return not any(one.refused for one in note_cautions(text, rules=rules))
