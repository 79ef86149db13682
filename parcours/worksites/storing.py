"""A sheet ↔ its rows: read as of any of its versions, written as what differs.

Rows of a version hold at its instant, and no two versions of one sheet share an
instant: that is how a former version is found again whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, or_, select

from parcours.access.context import Context
from parcours.people.entries import retire, stamp
from parcours.people.protections import refuse_if_frozen
from parcours.record.models import Attendance, HeadCount, Intervention, Sheet
from parcours.record.models import SourceSubject as Subject
from parcours.worksites.participants import own_people, persons_of
from parcours.worksites.sheet import (
    PARTS,
    Count,
    DayRow,
    NewSheet,
    arranged,
    participant,
    rows_of,
    told,
)


HEAD = (
    *("kind", "title", "place", "starts_on", "ends_on"),
    *("contract", "employer", "cost_cents", "action_id"),
)
TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Stored:
    """A sheet as the record holds it.

    Attributes:
        content: what it tells.
        subjects: pseudonym → the subject on which their rows hang.
        hidden: how many young people on it may no longer be shown (erased since).
    """

    content: NewSheet
    subjects: Mapping[str, int]
    hidden: int = 0


def latest(context: Context, session: Session, ref: str) -> Sheet | None:
    """Find the version of a sheet that counts today.

    Args:
        context: the operation's context: only its own organisation's sheets.
        session: a session of the record.
        ref: the sheet.

    Returns:
        Its row, None where there is none, or was withdrawn.
    """
    return session.exec(
        select(Sheet).where(
            Sheet.ref == ref,
            Sheet.organisation_id == context.principal.organisation_id,
            col(Sheet.retired_at).is_(None),
        )
    ).first()


def read_stored(session: Session, sheet: Sheet, *, as_then: bool = False) -> Stored:
    """Read a version of a sheet.

    Args:
        session: a session of the record.
        sheet: the version.
        as_then: as its rows stood when it was saved; else as they stand now.

    Returns:
        The sheet.
    """
    at = sheet.recorded_at if as_then else None
    by_subject: dict[int, dict[date, DayRow]] = {}
    for row in session.exec(_holding(Attendance, sheet.ref, at)):
        told_row = DayRow(
            row.hours, row.presence, row.parents_agreed, row.inspection_on
        )
        by_subject.setdefault(row.subject_id, {})[row.starts_on] = told_row
    names = persons_of(session, by_subject)
    subjects: dict[str, int] = {}
    rows: dict[str, dict[date, DayRow]] = {}
    for subject in sorted(names):  # one person under two codes: the longer day counts
        subjects.setdefault(names[subject], subject)
        mine = rows.setdefault(names[subject], {})
        for on, told_day in by_subject[subject].items():
            if on not in mine or (told_day.hours or 0) > (mine[on].hours or 0):
                mine[on] = told_day
    counts = [
        Count(row.on, row.n, **{part: getattr(row, part) for part in PARTS})
        for row in session.exec(_holding(HeadCount, sheet.ref, at))
    ]
    content = NewSheet(
        **{name: getattr(sheet, name) for name in HEAD},
        people=tuple(participant(name, rows[name]) for name in rows),
        counts=tuple(counts),
    )
    return Stored(arranged(content), subjects, len(by_subject) - len(names))


def _holding(table: Any, ref: str, at: datetime | None) -> Any:
    of_sheet = select(table).where(table.sheet_ref == ref)
    if at is None:
        return of_sheet.where(col(table.retired_at).is_(None))
    return of_sheet.where(
        table.recorded_at <= at,
        or_(col(table.retired_at).is_(None), table.retired_at > at),
    )


def next_instant(context: Context, session: Session, ref: str) -> datetime:
    """Give an instant that no version of a sheet has.

    Args:
        context: the operation's context.
        session: a session of the record.
        ref: the sheet.

    Returns:
        Now, or a tick after the last version where the clock stood still.
    """
    rows = session.exec(select(Sheet).where(Sheet.ref == ref)).all()
    ends = [row.retired_at or row.recorded_at for row in rows]
    return max([context.now(), *(end + TICK for end in ends)])


@dataclass(frozen=True)
class Writer:
    """Writes what differs, at one instant.

    Attributes:
        context: the operation's context.
        session: a writing session of the record.
        ref: the sheet.
        instant: of everything that is written or retired.
        touched: subjects of whom a row was written or retired.
    """

    context: Context
    session: Session
    ref: str
    instant: datetime
    touched: set[int] = field(default_factory=set)

    def head(self, content: NewSheet, *, former: Sheet | None) -> Sheet:
        """Add a version of the sheet itself, and retire the former.

        Args:
            content: the sheet.
            former: the version that counted, if any.

        Returns:
            The new row.
        """
        principal = self.context.principal
        row = Sheet(
            ref=self.ref,
            organisation_id=principal.organisation_id or 0,
            author_id=principal.account_id,
            recorded_at=self.instant,
            recorded_on=self.context.today(),
            supersedes_id=former.id if former else None,
            **{name: getattr(content, name) for name in HEAD},
        )
        if former is not None:
            self.retire(former, because="superseded")
        self.session.add(row)
        self.session.flush()
        return row

    def body(self, content: NewSheet, held: Stored | None) -> int:
        """Write days, interventions and counts where they differ.

        Args:
            content: the sheet, arranged.
            held: what the record holds of it.

        Returns:
            How many rows were written or retired.

        Raises:
            NotWithinReach: a young person absent or out of scope.
            PathFrozen: rows would change of one who asked that they be frozen.
        """
        known = dict(held.subjects) if held else {}
        names = [each.person for each in content.people if each.person not in known]
        found = own_people(self.context, self.session, names)
        known |= {name: subject.id or 0 for name, (_who, subject) in found.items()}
        ours = set(known.values())
        rows = self.session.exec(select(Subject).where(col(Subject.id).in_(ours))).all()
        subjects = {row.id or 0: row for row in rows}
        shown = ours | self._shown_subjects()
        changed = (
            self._days(content, known, subjects, shown)
            + self._interventions(content, known, subjects, shown)
            + self._counts(content)
        )
        refuse_if_frozen(self.session, self.touched, self.context.today())
        return changed

    def _shown_subjects(self) -> set[int]:
        """Find whose rows may be touched: rows of who was erased stay as they are."""
        rows = self.session.exec(_holding(Attendance, self.ref, None)).all()
        return set(persons_of(self.session, {row.subject_id for row in rows}))

    def _days(
        self,
        content: NewSheet,
        known: Mapping[str, int],
        subjects: Mapping[int, Subject],
        shown: set[int],
    ) -> int:
        wanted = {
            (known[who.person], on): row
            for who in content.people
            for on, row in rows_of(who, content).items()
        }
        live = {
            (row.subject_id, row.starts_on): row
            for row in self.session.exec(_holding(Attendance, self.ref, None))
            if row.subject_id in shown
        }
        same = {key for key in live if _day_row(live[key]) == wanted.get(key)}
        for key in wanted.keys() - same:
            self._replace(
                live.get(key),
                Attendance(
                    sheet_ref=self.ref,
                    starts_on=key[1],
                    **vars(wanted[key]),
                    **self._stamp(subjects[key[0]]),
                ),
            )
        self._withdraw(live, kept=wanted.keys())
        return len(wanted.keys() - same) + len(live.keys() - wanted.keys())

    def _interventions(
        self,
        content: NewSheet,
        known: Mapping[str, int],
        subjects: Mapping[int, Subject],
        shown: set[int],
    ) -> int:
        kind = self.context.nomenclature.interventions[content.kind]
        today, needs_hours = self.context.today(), kind.hours is not None
        same_for_all = {
            "kind": kind.code,
            "modality": kind.modality,
            "action_id": content.action_id,
        }
        wanted = {
            known[who.person]: same_for_all
            | vars(told(who, content, today=today, needs_hours=needs_hours))
            for who in content.people
        }
        live = {
            row.subject_id: row
            for row in self.session.exec(_holding(Intervention, self.ref, None))
            if row.subject_id in shown
        }
        same = {
            key
            for key, row in live.items()
            if key in wanted
            and all(getattr(row, name) == value for name, value in wanted[key].items())
        }
        for key in wanted.keys() - same:
            row = Intervention(
                sheet_ref=self.ref, **wanted[key], **self._stamp(subjects[key])
            )
            self._replace(live.get(key), row)
        self._withdraw(live, kept=wanted.keys())
        return len(wanted.keys() - same) + len(live.keys() - wanted.keys())

    def _counts(self, content: NewSheet) -> int:
        # Neither the title nor the place, typed freely: a count enters extracts.
        label = self.context.nomenclature.interventions[content.kind].labels["fr"]
        wanted = {count.on: count for count in content.counts}
        live = {
            row.on: row
            for row in self.session.exec(_holding(HeadCount, self.ref, None))
        }
        same = {
            on
            for on, row in live.items()
            if on in wanted
            and (row.title, row.action_id) == (label, content.action_id)
            and all(getattr(row, name) == it for name, it in vars(wanted[on]).items())
        }
        for on in wanted.keys() - same:
            self._replace(
                live.get(on),
                HeadCount(
                    organisation_id=self.context.principal.organisation_id or 0,
                    author_id=self.context.principal.account_id,
                    action_id=content.action_id,
                    title=label,
                    recorded_at=self.instant,
                    recorded_on=self.context.today(),
                    sheet_ref=self.ref,
                    **vars(wanted[on]),
                ),
            )
        self._withdraw(live, kept=wanted.keys())
        return len(wanted.keys() - same) + len(live.keys() - wanted.keys())

    def everything(self) -> None:
        """Withdraw all that the sheet told.

        Raises:
            PathFrozen: a young person on it asked that their path be frozen.
        """
        shown = self._shown_subjects()
        for table in (Attendance, Intervention, HeadCount):
            for row in self.session.exec(_holding(table, self.ref, None)).all():
                if getattr(row, "subject_id", None) in shown | {None}:
                    self.retire(row, because="withdrawn")
        refuse_if_frozen(self.session, self.touched, self.context.today())

    def retire(self, row: Any, *, because: str) -> None:
        """Retire a row at the writer's instant.

        Args:
            row: of a sheet, a fact, or a count.
            because: superseded | withdrawn.
        """
        if isinstance(row, Sheet | HeadCount):  # they keep no word of who retired them
            row.retired_on, row.retired_because = self.context.today(), because
        else:
            retire(self.context, row, because=because)
            self.touched.add(row.subject_id)
        row.retired_at = self.instant
        self.session.add(row)

    def _replace(self, former: Any, row: Any) -> None:
        if former is not None:
            self.retire(former, because="superseded")
            if not isinstance(row, HeadCount):
                row.supersedes_id = former.id
        if not isinstance(row, HeadCount):
            self.touched.add(row.subject_id)
        self.session.add(row)

    def _withdraw(self, live: Mapping[Any, Any], *, kept: Any) -> None:
        for key in live.keys() - kept:
            self.retire(live[key], because="withdrawn")

    def _stamp(self, subject: Subject) -> dict[str, Any]:
        return stamp(self.context, subject) | {"recorded_at": self.instant}


def _day_row(row: Attendance) -> DayRow:
    return DayRow(row.hours, row.presence, row.parents_agreed, row.inspection_on)
