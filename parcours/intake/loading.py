"""Checked rows and admissions → one batch in the record, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from parcours.intake.bulk import insert_rows, insert_values
from parcours.intake.checking import CheckedFile, GoodRow
from parcours.intake.comparing import Difference
from parcours.intake.drafts import Draft
from parcours.intake.storing import Told, retire, retire_rows, store_facts
from parcours.intake.subjects import Entry, enter_subjects
from parcours.intake.template import Template
from parcours.intake.words import fold_word
from parcours.record.models import (
    Action,
    Batch,
    FinishedIntent,
    HeadCount,
    SourceRow,
)
from pseudonymisation.desk import Admission


@dataclass(frozen=True)
class Arrival:
    """What is known of a file besides its rows.

    Attributes:
        ref: reference of the vault's intent, which becomes the batch's.
        organisation_id: the sender.
        template: meaning of the file.
        convention: code of the agreement that lets it in.
        file_digest: keyed digest of its bytes.
        encoding: as recognised.
        file_date: day on which the sender knew it.
        author_id: account that loads it.
        recorded_at: instant, UTC.
        recorded_on: civil day of the territory.
        anonymous: the sender works under anonymity; facts stay in its organisation.
    """

    ref: str
    organisation_id: int
    template: Template
    convention: str
    file_digest: str
    encoding: str
    file_date: date
    author_id: int | None
    recorded_at: datetime
    recorded_on: date
    anonymous: bool


@dataclass(frozen=True)
class Admitted:
    """The rows to load and what the desk answered to each.

    Attributes:
        rows: rows to load, in file order.
        admissions: of each row, empty for head-counts.
        n_held: rows held back, being about erased persons.
    """

    rows: tuple[GoodRow, ...]
    admissions: tuple[Admission, ...]
    n_held: int = 0


def load_batch(
    session: Session,
    admitted: Admitted,
    *,
    checked: CheckedFile,
    difference: Difference,
    arrival: Arrival,
) -> int:
    """Write one batch in the session's transaction.

    Args:
        session: a writing session, committed by the caller.
        admitted: new and changed rows with the desk's answers.
        checked: the whole file, for its counts.
        difference: which rows are new or changed.
        arrival: file, sender, day.

    Returns:
        How many facts, or head-counts, were written.
    """
    batch = _batch(session, arrival, checked, difference, admitted)
    entry = Entry(
        organisation_id=arrival.organisation_id,
        batch_id=batch.id or 0,
        author_id=arrival.author_id,
        recorded_at=arrival.recorded_at,
        recorded_on=arrival.recorded_on,
        visibility="organisation" if arrival.anonymous else "shared",
    )
    row_ids = _source_rows(session, admitted.rows, entry, arrival.template.code)
    earlier = {row.key: row_id for row, row_id in difference.changed}
    if arrival.template.kind == "head_counts":
        n_facts = _head_counts(session, admitted.rows, row_ids, earlier, entry)
    else:
        n_facts = _facts(session, admitted, row_ids, earlier, entry, arrival)
    batch.n_facts = n_facts
    session.add(batch)
    session.add(
        FinishedIntent(ref=arrival.ref, kind="intake", recorded_at=arrival.recorded_at)
    )
    session.flush()
    return n_facts


def _batch(
    session: Session,
    arrival: Arrival,
    checked: CheckedFile,
    difference: Difference,
    admitted: Admitted,
) -> Batch:
    batch = Batch(
        ref=arrival.ref,
        organisation_id=arrival.organisation_id,
        template=arrival.template.code,
        convention=arrival.convention,
        file_digest=arrival.file_digest,
        encoding=arrival.encoding,
        file_date=arrival.file_date,
        n_rows=checked.n_rows,
        n_accepted=len(admitted.rows),
        n_already_known=difference.n_known,
        n_refused=checked.n_refused + admitted.n_held,
        n_facts=0,
        author_id=arrival.author_id,
        recorded_at=arrival.recorded_at,
        recorded_on=arrival.recorded_on,
    )
    session.add(batch)
    session.flush()
    return batch


def _source_rows(
    session: Session, rows: Sequence[GoodRow], entry: Entry, template: str
) -> dict[str, int]:
    """Write the rows' digests and give the id of each by its key."""
    insert_values(
        session,
        SourceRow,
        [(row.key, row.digest) for row in rows],
        columns=("row_key", "row_digest"),
        shared={
            "batch_id": entry.batch_id,
            "organisation_id": entry.organisation_id,
            "template": template,
        },
    )
    query = select(SourceRow.row_key, SourceRow.id).where(
        SourceRow.batch_id == entry.batch_id
    )
    return {key: row_id for key, row_id in session.connection().execute(query)}


def _facts(
    session: Session,
    admitted: Admitted,
    row_ids: dict[str, int],
    earlier: dict[str, int],
    entry: Entry,
    arrival: Arrival,
) -> int:
    keep_code = arrival.template.keep_code
    codes = [r.who.code if keep_code and r.who else None for r in admitted.rows]
    entered = enter_subjects(session, admitted.admissions, codes=codes, entry=entry)
    keep: dict[int, set[Draft]] = {
        earlier[row.key]: set(row.facts) for row in admitted.rows if row.key in earlier
    }
    retired = retire_rows(session, list(keep), keep=keep, entry=entry)
    newer = {
        earlier[row.key]: row_ids[row.key]
        for row in admitted.rows
        if row.key in earlier
    }
    corrected = {(newer[old], kind): fact for (old, kind), fact in retired.items()}
    told = [
        Told(subject_id, draft, row_ids[row.key])
        for row, subject_id in zip(admitted.rows, entered.ids, strict=True)
        for draft in row.facts
    ]
    return store_facts(
        session,
        told,
        entry=entry,
        known_on=arrival.file_date,
        action=_Actions(session, entry.organisation_id).find,
        supersedes=corrected,
        fresh=entered.fresh,
    )


def _head_counts(
    session: Session,
    rows: Sequence[GoodRow],
    row_ids: dict[str, int],
    earlier: dict[str, int],
    entry: Entry,
) -> int:
    old = list(earlier.values())
    query = select(HeadCount.id).where(
        col(HeadCount.source_row_id).in_(old), col(HeadCount.retired_on).is_(None)
    )
    gone = [fact_id or 0 for fact_id in session.exec(query)] if old else []
    retire(session, HeadCount, gone, because="superseded", entry=entry)
    actions = _Actions(session, entry.organisation_id)
    written: list[dict[str, Any]] = [
        {
            **row.head_count._asdict(),
            "organisation_id": entry.organisation_id,
            "batch_id": entry.batch_id,
            "source_row_id": row_ids[row.key],
            "author_id": entry.author_id,
            "action_id": actions.find(row.head_count.title),
            "recorded_at": entry.recorded_at,
            "recorded_on": entry.recorded_on,
        }
        for row in rows
        if row.head_count is not None
    ]
    insert_rows(session, HeadCount, written)
    return len(written)


class _Actions:
    """The sender's actions by the title that its files give; missing ones are made."""

    def __init__(self, session: Session, organisation_id: int) -> None:
        self._session, self._organisation_id = session, organisation_id
        query = select(Action).where(Action.organisation_id == organisation_id)
        self._ids = {
            name: action.id or 0
            for action in session.exec(query)
            for name in (fold_word(action.name), fold_word(action.code))
        }

    def find(self, title: str) -> int:
        """Give the action's id, making the action where it is missing.

        Args:
            title: as the file gives it.

        Returns:
            Its id.
        """
        folded = fold_word(title)
        if folded not in self._ids:
            action = Action(
                organisation_id=self._organisation_id,
                code=folded.replace(" ", "_")[:60],
                name=title,
            )
            self._session.add(action)
            self._session.flush()
            self._ids[folded] = action.id or 0
        return self._ids[folded]
