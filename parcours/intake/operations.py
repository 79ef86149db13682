"""Preview a file, load it, undo a batch: the use cases, authorised and audited.

Loading touches the vault, so its first audit line is committed before the file is
read; a second one, with the batch, is committed with the facts. Reading and matching
happen before the record's write lock is taken: other writers wait only for the bulk
insert.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from config.failure import Where
from parcours.access.context import Context
from parcours.access.failures import AccessDenied
from parcours.access.guard import operation
from parcours.intake.answer import lines_on_record, problem_lines
from parcours.intake.checking import GoodRow, Progress
from parcours.intake.comparing import Difference, compare
from parcours.intake.drafts import Who
from parcours.intake.erased import hold_back, identities_of, people_of
from parcours.intake.failures import RowsRefused
from parcours.intake.held import HeldTable
from parcours.intake.loading import Admitted, Arrival, load_batch
from parcours.intake.opening import Opened, Sending, open_sending
from parcours.intake.refusals import Refusal
from parcours.intake.results import IntakeAnswer, PartnerLine, Preview, UndoAnswer
from parcours.intake.subjects import Entry
from parcours.intake.undo import (
    batch_subjects,
    check_can_undo,
    check_same_subjects,
    find_batch,
    withdraw_batch,
    withdrawn_refs,
)
from parcours.record.models import Batch, FinishedIntent, Organisation
from pseudonymisation.desk import Admission, Decision, Desk, Intent


Step = Callable[[str], None]
"""Told what begins."""


def no_step(_name: str) -> None:
    """Tell nobody."""


@operation("intake.preview", kind="read")
def preview_file(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    source: bytes | Path,
    template: str,
    name: str | None = None,
    organisation: str | None = None,
    declared_rows: int | None = None,
    progress: Progress | None = None,
) -> Preview:
    """Say what a file would bring, without writing anything but the audit line.

    Args:
        context: who acts.
        session: given by the guard.
        desk: for keyed digests only; no identity is kept in the vault.
        source: the bytes, or the path of the file.
        template: code of a template, or path of one.
        name: what to call the file in messages.
        organisation: code of the sender; found where only one fits.
        declared_rows: how many rows the sender announced.
        progress: told of the rows done.

    Returns:
        The preview.

    Raises:
        IntakeRefused: the whole file is refused.
        ConventionMissing: no agreement covers it.
    """
    started = context.now()
    sending = Sending(source, template, name, organisation, declared_rows)
    opened = open_sending(context, session, sending, desk=desk, progress=progress)
    found = _compare(session, opened)
    to_load, held = hold_back(desk, _to_load(found), opened)
    context.trace.n_results = opened.checked.n_rows
    return Preview(
        template=opened.template.code,
        organisation=opened.organisation,
        encoding=opened.table.encoding,
        separator=opened.table.separator,
        sheet=opened.table.sheet,
        other_sheets=opened.table.other_sheets,
        header_line=opened.table.header_line,
        rows=opened.checked.n_rows,
        accepted=len(to_load),
        already_known=found.n_known,
        total_lines=opened.table.tally.total_lines,
        facts=sum(len(row.facts) + (row.head_count is not None) for row in to_load),
        refused=tuple(sorted((*opened.checked.refused, *held))),
        warnings=opened.warnings,
        dropped_columns=opened.layout.dropped,
        unknown_columns=opened.layout.unknown,
        accents=opened.checked.accents,
        difference=found.as_dict(),
        seconds=_seconds(started, context.now()),
    )


@operation("intake.load", kind="vault")
def load_file(
    context: Context,
    session: Session,
    *,
    desk: Desk,
    source: bytes | Path | HeldTable,
    template: str,
    name: str | None = None,
    organisation: str | None = None,
    declared_rows: int | None = None,
    file_date: date | None = None,
    all_or_nothing: bool = False,
    with_answer: bool = False,
    progress: Progress | None = None,
    step: Step = no_step,
) -> IntakeAnswer:
    """Load a file: good rows in one commit, refused ones listed.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the vault's door.
        source: the bytes, the path of the file, or its table in hand.
        template: code of a template, or path of one.
        name: what to call the file in messages.
        organisation: code of the sender; found where only one fits.
        declared_rows: how many rows the sender announced.
        file_date: day on which the sender knew it; today where left out.
        all_or_nothing: refuse the file where one row is refused.
        with_answer: also gather what goes back to the partner.
        progress: told of the rows done.
        step: told what begins: "match", once the rows are read; "write".

    Returns:
        What was done.

    Raises:
        RowsRefused: all or nothing was asked, and some rows are refused.
        IntakeRefused: the whole file is refused.
        ConventionMissing: no agreement covers it.
        VaultBusy, RecordBusy: another load holds the store for too long.
    """
    started = context.now()
    sending = Sending(source, template, name, organisation, declared_rows)
    opened = open_sending(context, session, sending, desk=desk, progress=progress)
    if all_or_nothing and opened.checked.refused:
        where = Where(sending.shown_name)
        raise RowsRefused(where, refused=opened.checked.refused)
    day = file_date or context.today()
    step("match")
    loaded = _load(context, desk, opened, day, whole=all_or_nothing, step=step)
    return _answer(context, opened, loaded, with_answer, started)


@operation("intake.undo", kind="vault", about="ref")
def undo_batch(
    context: Context, session: Session, *, desk: Desk, ref: str
) -> UndoAnswer:
    """Withdraw a batch: today's figures equal those before it.

    Args:
        context: who acts.
        session: given by the guard.
        desk: the vault's door.
        ref: reference of the batch.

    Returns:
        What was withdrawn.

    Raises:
        BatchUnknown, BatchAlreadyWithdrawn: nothing to undo.
        LaterWorkRests: later work needs it; says which.
    """
    _check_reach(context, session, find_batch(session, ref))
    with desk.intent(kind="intake.undo", author=context.principal.login) as intent:
        void = withdrawn_refs(session)
        left = desk.withdraw(ref, intent=intent, void=void)
        gone = [str(subject) for subject in left]
        with context.record.read() as reading:
            batch = find_batch(reading, ref)
            check_can_undo(reading, batch)
            check_same_subjects(batch_subjects(reading, batch), gone)
        intent.prepare()
        with context.record.write() as writing:
            batch = find_batch(writing, ref)
            check_can_undo(writing, batch)
            entry = _entry(context, batch)
            withdrawn = withdraw_batch(writing, batch, entry=entry)
            writing.add(
                FinishedIntent(
                    ref=intent.ref, kind="intake.undo", recorded_at=entry.recorded_at
                )
            )
            context.trace.n_results = withdrawn
            context.audit_line(writing)
        intent.finish()
    return UndoAnswer(batch=ref, withdrawn=withdrawn, subjects=len(gone))


class _Loaded:
    """What one load did, empty where every row was known or refused."""

    def __init__(self, found: Difference) -> None:
        self.found = found
        self.ref: str | None = None
        self.n_rows = 0
        self.n_facts = 0
        self.held: tuple[Refusal, ...] = ()
        self.admissions: Sequence[Admission] = ()


def _load(
    context: Context,
    desk: Desk,
    opened: Opened,
    file_date: date,
    *,
    whole: bool,
    step: Step,
) -> _Loaded:
    with desk.intent(kind="intake", author=context.principal.login) as intent:
        with context.record.read() as reading:
            loaded = _Loaded(_compare(reading, opened))
            rows, loaded.held = hold_back(desk, _to_load(loaded.found), opened)
            if loaded.held and whole:
                raise RowsRefused(Where(), refused=loaded.held)
            if not rows:
                loaded.ref = _earlier(reading, opened)
                return loaded
        admissions = _admit(desk, intent, rows, opened)
        intent.prepare()
        step("write")
        with context.record.write() as writing:
            loaded.n_facts = load_batch(
                writing,
                Admitted(rows, admissions, len({r.line for r in loaded.held})),
                checked=opened.checked,
                difference=loaded.found,
                arrival=_arrival(context, opened, intent.ref, file_date),
            )
            context.trace.about, context.trace.n_results = intent.ref, len(rows)
            context.audit_line(writing)
        intent.finish()
    loaded.ref, loaded.n_rows, loaded.admissions = intent.ref, len(rows), admissions
    return loaded


def _admit(
    desk: Desk, intent: Intent, rows: tuple[GoodRow, ...], opened: Opened
) -> tuple[Admission, ...]:
    """Send each identity to the desk once, and give its answer to every row of it."""
    people = people_of(rows)
    identities = identities_of(people, opened)
    answers: dict[Who, Admission] = dict(
        zip(people, desk.admit(identities, intent=intent), strict=True)
    )
    return tuple(answers[row.who] for row in rows if row.who is not None)


def _compare(session: Session, opened: Opened) -> Difference:
    return compare(
        session,
        opened.checked.good,
        organisation_id=opened.organisation_id,
        template=opened.template.code,
    )


def _to_load(found: Difference) -> tuple[GoodRow, ...]:
    rows = (*found.new, *(row for row, _earlier_id in found.changed))
    return tuple(sorted(rows, key=lambda row: row.line))


def _earlier(session: Session, opened: Opened) -> str | None:
    """Give the batch that the same file made, if it was ever loaded."""
    query = (
        select(Batch.ref)
        .where(
            Batch.file_digest == opened.file_digest,
            Batch.organisation_id == opened.organisation_id,
            Batch.state == "loaded",
        )
        .order_by(col(Batch.id).desc())
    )
    return session.exec(query).first()


def _arrival(context: Context, opened: Opened, ref: str, file_date: date) -> Arrival:
    return Arrival(
        ref=ref,
        organisation_id=opened.organisation_id,
        template=opened.template,
        convention=opened.convention.code,
        file_digest=opened.file_digest,
        encoding=opened.table.encoding,
        file_date=file_date,
        author_id=context.principal.account_id,
        recorded_at=context.now(),
        recorded_on=context.today(),
        anonymous=opened.anonymous,
    )


def _answer(
    context: Context,
    opened: Opened,
    loaded: _Loaded,
    with_answer: bool,
    started: datetime,
) -> IntakeAnswer:
    first = {a.subject: a for a in reversed(loaded.admissions)}  # its later rows: known
    decisions = first.values()
    made = {
        a.person for a in decisions if a.decision in (Decision.NEW, Decision.REVIEW)
    }
    return IntakeAnswer(
        batch=loaded.ref,
        template=opened.template.code,
        rows=opened.checked.n_rows,
        accepted=loaded.n_rows,
        already_known=loaded.found.n_known,
        refused=tuple(sorted((*opened.checked.refused, *loaded.held))),
        dropped_columns=(*opened.layout.dropped, *opened.layout.unknown),
        persons_new=len(made),
        persons_linked=sum(a.decision is Decision.LINKED for a in decisions),
        to_review=sum(a.decision is Decision.REVIEW for a in decisions),
        kept_alone=sum(a.refuses for a in decisions),
        facts=loaded.n_facts,
        organisation=opened.organisation,
        unknown_columns=opened.layout.unknown,
        warnings=opened.warnings,
        difference=loaded.found.as_dict(),
        encoding=opened.table.encoding,
        sheet=opened.table.sheet,
        other_sheets=opened.table.other_sheets,
        for_partner=_for_partner(context, opened, loaded) if with_answer else (),
        seconds=_seconds(started, context.now()),
    )


def _for_partner(
    context: Context, opened: Opened, loaded: _Loaded
) -> tuple[PartnerLine, ...]:
    refused = (*opened.checked.refused, *loaded.held)
    lines = problem_lines(refused, opened.warnings, corrected=opened.corrected)
    with context.record.read() as session:
        lines += lines_on_record(
            session,
            organisation_id=opened.organisation_id,
            today=context.today(),
            nomenclature=context.nomenclature,
        )
    return tuple(lines)


def _check_reach(context: Context, session: Session, batch: Batch) -> None:
    if context.scope == "all":
        return
    sender = session.get(Organisation, batch.organisation_id)
    if sender is None or sender.code != context.principal.organisation_code:
        raise AccessDenied(context.operation)


def _entry(context: Context, batch: Batch) -> Entry:
    return Entry(
        organisation_id=batch.organisation_id,
        batch_id=batch.id or 0,
        author_id=context.principal.account_id,
        recorded_at=context.now(),
        recorded_on=context.today(),
        visibility="shared",
    )


def _seconds(started: datetime, ended: datetime) -> float:
    return round((ended - started).total_seconds(), 3)
