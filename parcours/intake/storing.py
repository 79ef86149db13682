"""Drafts → rows of the record's fact tables, each fact once per subject."""

from collections.abc import Callable, Iterable, Sequence, Set
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from parcours.intake.bulk import chunks, insert_values
from parcours.intake.comparing import IN_CHUNK
from parcours.intake.drafts import (
    AttributeDraft,
    ContactDraft,
    Draft,
    FollowUpDraft,
    InterventionDraft,
    SituationDraft,
    WindowDraft,
)
from parcours.intake.subjects import Entry
from parcours.record.models import (
    Attribute,
    Contact,
    FactBase,
    FollowUp,
    Intervention,
    ObservationWindow,
    SituationFact,
)


class Told(NamedTuple):
    """A fact of one row, with its subject.

    Attributes:
        subject_id: the source subject.
        draft: the fact.
        source_row_id: the row that tells it.
    """

    subject_id: int
    draft: Draft
    source_row_id: int


TABLES: dict[type, type[FactBase]] = {
    SituationDraft: SituationFact,
    InterventionDraft: Intervention,
    ContactDraft: Contact,
    FollowUpDraft: FollowUp,
    AttributeDraft: Attribute,
    WindowDraft: ObservationWindow,
}
Action = Callable[[str], int]
"""Title of an action → its id."""


def store_facts(
    session: Session,
    told: Sequence[Told],
    *,
    entry: Entry,
    known_on: date,
    action: Action,
    supersedes: dict[tuple[int, type], int] | None = None,
    fresh: Set[int] = frozenset(),
) -> int:
    """Write the facts that are not there yet.

    Args:
        session: a writing session.
        told: facts of the file's rows.
        entry: who enters what, when.
        known_on: day on which the sender knew it.
        action: finds or makes an action.
        supersedes: (source row, draft type) → id of the fact it corrects.
        fresh: subjects that this batch brings, of whom nothing is told yet.

    Returns:
        How many facts were written.
    """
    shared = _shared(entry, known_on)
    by_kind: dict[type, list[Told]] = {kind: [] for kind in TABLES}
    for one in told:
        by_kind[type(one.draft)].append(one)
    written = 0
    for kind, model in TABLES.items():
        mine = by_kind[kind]
        if not mine:
            continue
        fields = _fields(kind)
        asked = {one.subject_id for one in mine} - fresh
        seen = _existing(session, model, fields, asked, entry)
        windows = _Windows(seen) if kind is WindowDraft else None
        if windows is not None:
            mine.sort(key=_starts_on)
        rows: list[tuple[Any, ...]] = []
        for one in mine:
            name = (one.subject_id, *_content(one.draft, action))
            if name in seen or (windows is not None and windows.cover(one)):
                continue
            seen.add(name)
            earlier = (supersedes or {}).get((one.source_row_id, kind))
            rows.append((one.source_row_id, earlier, *name))
        columns = ("source_row_id", "supersedes_id", "subject_id", *fields)
        insert_values(session, model, rows, columns=columns, shared=shared)
        written += len(rows)
    return written


def _starts_on(one: Told) -> date:
    return one.draft.starts_on or date.min


def _fields(kind: type) -> tuple[str, ...]:
    names: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return tuple("action_id" if name == "action" else name for name in names)


def _content(draft: Draft, action: Action) -> tuple[Any, ...]:
    """Give the values of `_fields`, the title of an action replaced by its id."""
    if isinstance(draft, InterventionDraft):
        title = draft.action
        return (*draft[:-1], action(title) if title else None)
    return draft


def _shared(entry: Entry, known_on: date) -> dict[str, Any]:
    return {
        "organisation_id": entry.organisation_id,
        "batch_id": entry.batch_id,
        "author_id": entry.author_id,
        "visibility": entry.visibility,
        "known_on": known_on,
        "recorded_at": entry.recorded_at,
        "recorded_on": entry.recorded_on,
    }


def _existing(
    session: Session,
    model: type[FactBase],
    fields: tuple[str, ...],
    subject_ids: Iterable[int],
    entry: Entry,
) -> set[tuple[Any, ...]]:
    """Give the live facts of these subjects, by content."""
    columns = [model.subject_id, *(getattr(model, field) for field in fields)]
    found: set[tuple[Any, ...]] = set()
    for chunk in chunks(list(subject_ids), IN_CHUNK):
        query = select(*columns).where(
            col(model.subject_id).in_(chunk),
            col(model.organisation_id) == entry.organisation_id,
            col(model.retired_on).is_(None),
        )
        found.update(tuple(row) for row in session.connection().execute(query))
    return found


class _Windows:
    """Open windows by subject: one that begins later adds nothing."""

    def __init__(self, seen: set[tuple[Any, ...]]) -> None:
        self._earliest: dict[tuple[int, str], date] = {}
        for row in seen:
            if len(row) == len(WindowDraft._fields) + 1 and row[3] is None:
                self.note(row[0], row[1], row[2])

    def note(self, subject_id: int, kind: str, starts_on: date) -> None:
        earlier = self._earliest.get((subject_id, kind), starts_on)
        self._earliest[subject_id, kind] = min(earlier, starts_on)

    def cover(self, one: Told) -> bool:
        draft = one.draft
        if not isinstance(draft, WindowDraft) or draft.ends_on is not None:
            return False
        earliest = self._earliest.get((one.subject_id, draft.kind))
        if earliest is not None and earliest <= draft.starts_on:
            return True
        self.note(one.subject_id, draft.kind, draft.starts_on)
        return False


def retire_rows(
    session: Session,
    source_row_ids: Sequence[int],
    *,
    keep: dict[int, set[Draft]],
    entry: Entry,
) -> dict[tuple[int, type], int]:
    """Retire, as superseded, what changed rows told before and no longer tell.

    Args:
        session: a writing session.
        source_row_ids: the earlier rows.
        keep: earlier row → what its new content still tells.
        entry: who enters what, when.

    Returns:
        (earlier row, draft type) → id of a retired fact, where there was just one.
    """
    retired: dict[tuple[int, type], int] = {}
    for kind, model in TABLES.items():
        fields = [name for name in kind._fields if name != "action"]  # type: ignore[attr-defined]
        gone: list[int] = []
        for chunk in chunks(source_row_ids, IN_CHUNK):
            columns = [
                getattr(model, name) for name in ("id", "source_row_id", *fields)
            ]
            query = select(*columns).where(
                col(model.source_row_id).in_(chunk), col(model.retired_on).is_(None)
            )
            for fact_id, row_id, *content in session.connection().execute(query):
                still = {_plain(draft) for draft in keep[row_id] if type(draft) is kind}
                if tuple(content) not in still:
                    gone.append(fact_id)
                    retired[row_id, kind] = fact_id
        retire(session, model, gone, because="superseded", entry=entry)
    return retired


def _plain(draft: Draft) -> tuple[Any, ...]:
    content = draft._asdict()
    content.pop("action", None)
    return tuple(content.values())


def retire(
    session: Session,
    model: Any,
    ids: Sequence[int],
    *,
    because: str,
    entry: Entry,
) -> None:
    """Mark rows as no longer counting, from today on.

    Args:
        session: a writing session.
        model: the table.
        ids: the rows.
        because: superseded | withdrawn.
        entry: who does it, in which batch, when.
    """
    values: dict[str, Any] = {
        "retired_at": entry.recorded_at,
        "retired_on": entry.recorded_on,
        "retired_because": because,
        "retired_by_batch_id": entry.batch_id,
    }
    if "retired_by_id" in model.model_fields:
        values["retired_by_id"] = entry.author_id
    for chunk in chunks(ids, IN_CHUNK):
        session.connection().execute(
            update(model).where(model.id.in_(chunk)).values(values)
        )
