"""What an organisation entered about a young person: versions, who, when, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from parcours.access.accounts import called
from parcours.access.context import Context
from parcours.access.guard import operation
from parcours.interventions.minor_rules import read_minor_rules
from parcours.interventions.minors import Caution, WorkedDay, cautions, spread
from parcours.interventions.operations import NewIntervention
from parcours.people.visibility import own_subjects, require_person
from parcours.record.models import Account, Intervention


MOST_ENTRIES = 20
FIELDS = (
    *("kind", "starts_on", "ends_on", "hours", "state", "result"),
    *("next_step", "next_step_on", "note", "channel"),
)


@dataclass(frozen=True)
class Version:
    """One version of an entry.

    Attributes:
        id: its row.
        new: what it tells.
        by: who entered it, None for a partner's file.
        at: when.
        changed: names of the fields that differ from the version before.
        ended: superseded | withdrawn, None while it counts.
        reason: one of `reasons.REASONS`, where a worker gave one.
        ended_by: who ended it.
        ended_at: when.
    """

    id: int
    new: NewIntervention
    by: str | None
    at: datetime
    changed: tuple[str, ...]
    ended: str | None = None
    reason: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """An intervention with its versions, the first one first.

    Attributes:
        versions: at least one.
    """

    versions: tuple[Version, ...]

    @property
    def latest(self) -> Version:
        """Give the version that counts, or the last that did."""
        return self.versions[-1]

    @property
    def counts(self) -> bool:
        """Tell whether it counts today."""
        return self.latest.ended is None

    def holds(self, row: int) -> bool:
        """Tell whether a row is one of its versions."""
        return any(version.id == row for version in self.versions)


@operation("interventions.read_history", kind="read", about="person")
def read_history(context: Context, session: Session, *, person: str) -> list[Entry]:
    """Read the interventions that one's organisation entered, withdrawn ones too.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.

    Returns:
        At most 20 entries, the latest first.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    found = require_person(context, session, person)
    subjects = [one.id for one in own_subjects(context, session, found)]
    rows = session.exec(
        select(Intervention)
        .where(col(Intervention.subject_id).in_(subjects))
        .order_by(col(Intervention.id))
    ).all()
    chains = _chains(rows)[:MOST_ENTRIES]
    authors = {row.author_id for chain in chains for row in chain}
    authors |= {row.retired_by_id for chain in chains for row in chain}
    accounts = session.exec(select(Account).where(col(Account.id).in_(authors))).all()
    names = {row.id: called(context, row) for row in accounts}
    return [Entry(_versions(chain, names)) for chain in chains]


@operation("interventions.check_minors", kind="read", about="person")
def check_minors(
    context: Context, session: Session, *, person: str, new: NewIntervention
) -> tuple[Caution, ...]:
    """Say what the rules on minors and hours ask of an intervention; it is a warning.

    Args:
        context: who asks.
        session: given by the guard.
        person: pseudonym.
        new: what is about to be saved, or was.

    Returns:
        The cautions; none where the kind is no work.

    Raises:
        NotWithinReach: absent or out of scope.
    """
    rules = read_minor_rules(context.config)
    found = require_person(context, session, person)
    if new.kind not in rules.work_kinds:
        return ()
    subjects = [one.id for one in own_subjects(context, session, found)]
    rows = session.exec(
        select(Intervention).where(
            col(Intervention.subject_id).in_(subjects),
            col(Intervention.kind).in_(rules.work_kinds),
            col(Intervention.retired_on).is_(None),
        )
    ).all()
    before: list[WorkedDay] = []
    for row in rows:
        before += spread(row.starts_on, row.ends_on, row.hours)
    return cautions(
        spread(new.starts_on, new.ends_on, new.hours),
        birth_month=found.birth_month,
        before=before,
        rules=rules,
    )


def _chains(rows: Sequence[Intervention]) -> list[list[Intervention]]:
    """Join each row to the one that it corrects; the latest entry first."""
    heads: dict[int, list[Intervention]] = {}
    for row in rows:
        chain = heads.pop(row.supersedes_id or 0, [])
        heads[row.id or 0] = [*chain, row]
    ordered = sorted(heads.values(), key=lambda chain: chain[0].starts_on)
    return ordered[::-1]


def _versions(
    chain: Sequence[Intervention], names: dict[int | None, str]
) -> tuple[Version, ...]:
    told = [NewIntervention(**{f: getattr(row, f) for f in FIELDS}) for row in chain]
    versions = []
    for n, (row, new) in enumerate(zip(chain, told, strict=True)):
        before = told[n - 1] if n else new
        ended, _colon, reason = (row.retired_because or "").partition(":")
        versions.append(
            Version(
                id=row.id or 0,
                new=new,
                by=names.get(row.author_id),
                at=row.recorded_at,
                changed=tuple(
                    f for f in FIELDS if getattr(new, f) != getattr(before, f)
                ),
                ended=ended or None,
                reason=reason or None,
                ended_by=names.get(row.retired_by_id),
                ended_at=row.retired_at,
            )
        )
    return tuple(versions)
