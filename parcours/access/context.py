"""Everything an operation may use, handed to it instead of looked up by it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from parcours.access.conventions import Conventions
from parcours.access.policy import Policy, Scope
from parcours.access.principal import Principal
from parcours.audit.trail import AuditEntry, AuditTrail, Decision
from parcours.nomenclature import Nomenclature
from parcours.record.store import RecordStore
from pseudonymisation.keys.words import WordSeal


@dataclass
class Trace:
    """What a running operation adds to its audit line.

    Attributes:
        about: pseudonym, batch ref, name of a cohort; never a name of a person.
        reason: reason given for reading outside the caseload.
        n_results: rows or persons in the answer; counted from a list if left out.
        revealed: pseudonyms whose names a vault operation drew on; None where it says
            nothing of several persons.
    """

    about: str | None = None
    reason: str | None = None
    n_results: int | None = None
    revealed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Context:
    """One principal at work on one territory.

    Attributes:
        principal: who acts.
        record: the record's store.
        audit: where decisions are written.
        policy: who may do what.
        conventions: who may send, read and share what, until when.
        nomenclature: words of the territory.
        config: folder of the territory's YAML files.
        now: clock, gives instants with a time zone.
        words: seals what is typed and not saved; without it, none of it is kept.
        time_zone: zone of the territory's civil days.
        scope: under which scope the running operation was granted; set by the guard.
        operation: name of the running operation; set by the guard.
        trace: what the body adds to the audit line; set by the guard.
    """

    principal: Principal
    record: RecordStore
    audit: AuditTrail
    policy: Policy
    conventions: Conventions
    nomenclature: Nomenclature
    config: Path
    now: Callable[[], datetime]
    words: WordSeal | None = None
    time_zone: str = "Europe/Paris"
    scope: Scope | None = None
    operation: str = ""
    trace: Trace = field(default_factory=Trace)

    def today(self) -> date:
        """Give the civil day of the territory.

        Returns:
            The date in `time_zone`, not in UTC.
        """
        return self.now().astimezone(ZoneInfo(self.time_zone)).date()

    def audit_line(self, session: Session, decision: Decision = "allowed") -> None:
        """Write the running operation's line in a writing session.

        The guard does this; an operation that opens its own writing session (intake,
        a new young person) calls it there once more, so that what was done and who
        did it are committed together.

        Args:
            session: a writing session of the record.
            decision: allowed | denied.
        """
        self.audit.append(
            session,
            AuditEntry(
                at=self.now(),
                actor=self.principal.login,
                role=self.principal.role,
                organisation=self.principal.organisation_code,
                session=self.principal.session_mark,
                operation=self.operation,
                about=self.trace.about,
                scope=self.scope,
                reason=self.trace.reason,
                decision=decision,
                n_results=self.trace.n_results,
            ),
        )
