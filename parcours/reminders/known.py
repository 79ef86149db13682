"""What is known of one young person's follow-up: all that a rule may look at.

Days only, and codes: no name, and of free text only the next step and the objective's
step, which their own organisation wrote to be reminded of.
"""

from dataclasses import dataclass
from datetime import date

from parcours.path.sql import UNKNOWN


@dataclass(frozen=True)
class Stay:
    """A stretch `[starts_on, ends_on)` of one situation, as the path tells it.

    Attributes:
        evidence_on: last day on which something known establishes it.
    """

    situation: str
    starts_on: date
    ends_on: date
    evidence_on: date


@dataclass(frozen=True)
class Done:
    """An intervention that took place.

    Attributes:
        id: its row.
        ended_on: its last day.
        hours: hours, where counted.
    """

    id: int
    kind: str
    starts_on: date
    ended_on: date
    hours: float = 0.0


@dataclass(frozen=True)
class Dated:
    """Something with a day that is still open: a relay, a step, a request, a choice.

    Attributes:
        ref: what tells it from others of its kind.
        on: its day.
        what: words to show: an organisation, a step, a kind; or None.
    """

    ref: str
    on: date
    what: str | None = None


@dataclass(frozen=True, kw_only=True)
class Known:
    """One young person's follow-up, as one organisation may see it today.

    Attributes:
        birth_month: first day of the month of birth.
        followed_since: first day in a caseload of the organisation.
        has_left: dead, moved away, lost to follow-up: nothing more is due.
        stays: their path in time order, through today.
        told_unknown_on: last day on which somebody recorded "unknown".
        met_on: last established contact.
        done: interventions of the organisation that took place.
        relays: proposed by the organisation and not answered.
        steps: next steps that nothing done since has answered.
        informed: days on which the young person was told what is kept.
        chosen: choices of sharing in force, on the day they were made.
        requests: rights asked for and not answered, on the day an answer is due.
    """

    birth_month: date | None = None
    followed_since: date | None = None
    has_left: bool = False
    stays: tuple[Stay, ...] = ()
    told_unknown_on: date | None = None
    met_on: date | None = None
    done: tuple[Done, ...] = ()
    relays: tuple[Dated, ...] = ()
    steps: tuple[Dated, ...] = ()
    informed: tuple[date, ...] = ()
    chosen: tuple[date, ...] = ()
    requests: tuple[Dated, ...] = ()

    @property
    def believed(self) -> Stay | None:
        """The last situation that was ever established, None if none was."""
        named = [stay for stay in self.stays if stay.situation != UNKNOWN]
        return named[-1] if named else None

    @property
    def unknown_since(self) -> date | None:
        """Since when nobody knows the situation; None where somebody does."""
        told = self.told_unknown_on
        if self.believed is None:
            first = self.stays[0].starts_on if self.stays else None
            days = [day for day in (first, told, self.followed_since) if day]
            return min(days, default=None)
        if told is not None and told > self.believed.evidence_on:
            return told
        last = self.stays[-1]
        return last.starts_on if last.situation == UNKNOWN else None
