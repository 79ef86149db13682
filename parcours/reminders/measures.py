"""The measures that rules name: what is known → what is due, and on which day.

Pure functions of one young person's follow-up, one rule and the words. None of them
compares two young people, and the day is all that orders what they give.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from parcours.nomenclature import Nomenclature
from parcours.path.sql import UNKNOWN
from parcours.people.months import MONTHS_PER_YEAR, add_months
from parcours.reminders.known import Done, Known
from parcours.reminders.rules import AlertRule


SEPTEMBER = 9


@dataclass(frozen=True)
class Due:
    """One thing to do.

    Attributes:
        on: from which day it is due.
        since: the day that was measured, for the sentence; or None.
        what: code or words for the sentence; or None.
        item: what tells it from another of the same rule, empty where there is one.
        n: a number for the sentence, or None.
    """

    on: date
    since: date | None = None
    what: str | None = None
    item: str = ""
    n: int | None = None


@dataclass(frozen=True)
class Sight:
    """What measures look with.

    Attributes:
        today: the civil day.
        words: the territory's nomenclature.
    """

    today: date
    words: Nomenclature


Measure = Callable[[Known, AlertRule, Sight], Iterable[Due]]


def unknown_since(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """Nobody knows the situation, since a day."""
    since = known.unknown_since
    if since is not None:
        yield Due(rule.after(since), since)


def stale_situation(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """The situation is about to be, or no longer, believed for want of verification.

    `threshold` is how long before its validity runs out it is asked again.
    """
    stay = known.believed
    told = known.told_unknown_on
    if stay is None or (told is not None and told > stay.evidence_on):
        return
    expires = validity_ends(stay.situation, stay.evidence_on, sight.words)
    last = known.stays[-1]
    is_over = last is not stay and (expires is None or expires > last.starts_on)
    if expires is None or is_over:  # it was told to have ended: known, not stale
        return
    early = rule.after(stay.evidence_on) - stay.evidence_on
    yield Due(max(expires - early, stay.starts_on), stay.evidence_on, stay.situation)


def last_contact(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """The last established contact; or the first day of follow-up where none is."""
    since = known.met_on or known.followed_since
    if since is not None:
        yield Due(rule.after(since), known.met_on, n=0 if known.met_on is None else 1)


def return_without_evidence(
    known: Known, rule: AlertRule, sight: Sight
) -> Iterator[Due]:
    """A return to training or to a job that nobody saw hold as long as it must."""
    if len(known.stays) < 2:
        return
    now, former = known.stays[-1], _established_before(known)
    words = sight.words.situations
    if former is None or now.situation == UNKNOWN:
        return
    is_back = words[now.situation].wide and words[former].neet is True
    due = rule.after(now.starts_on)
    if is_back and now.evidence_on < due:
        yield Due(due, now.starts_on, now.situation)


def open_referral(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """A relay proposed, and no answer."""
    for one in known.relays:
        yield Due(rule.after(one.on), one.on, one.what, one.ref)


def worksite_hours_12_months(
    known: Known, rule: AlertRule, sight: Sight
) -> Iterator[Due]:
    """More hours at worksites within the last twelve months than the rule's."""
    first = add_months(sight.today, -MONTHS_PER_YEAR)
    counted = [one for one in _of(rule, known) if first < one.starts_on <= sight.today]
    total = 0.0
    for one in sorted(counted, key=lambda one: (one.starts_on, one.id)):
        total += one.hours
        if total > rule.threshold:
            yield Due(one.starts_on, n=round(sum(each.hours for each in counted)))
            return


def age_at_worksite_years(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """At a worksite before the age of the rule."""
    if known.birth_month is None:
        return
    of_age = rule.after(known.birth_month)
    for one in _of(rule, known):
        if one.starts_on < of_age:
            yield Due(one.starts_on, one.starts_on, one.kind, str(one.id))


def after_action(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """Where the young person stands, some months after the last action of a kind.

    Whoever met the young person or verified the situation within the days ahead has
    done it.
    """
    last: dict[str, Done] = {}
    for one in sorted(_of(rule, known), key=lambda one: (one.ended_on, one.id)):
        last[one.kind] = one
    stay = known.believed
    seen = [day for day in (known.met_on, stay and stay.evidence_on) if day]
    for kind, one in last.items():
        due = rule.after(one.ended_on)
        if not any(day >= due - timedelta(days=rule.ahead_days) for day in seen):
            yield Due(due, one.ended_on, kind, str(one.id))


def age_years(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """A birthday, by its month: the day itself is not known here."""
    if known.birth_month is not None:
        yield Due(rule.after(known.birth_month), n=int(rule.threshold))


def not_informed(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """No word on record that the young person was told what is kept."""
    if not known.informed and known.followed_since is not None:
        yield Due(rule.after(known.followed_since), known.followed_since)


def asked_again_at_years(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """Told or asked before a birthday, and not since."""
    asked = [*known.informed, *known.chosen]
    if known.birth_month is None or not asked:
        return
    birthday = rule.after(known.birth_month)
    if max(asked) < birthday:
        yield Due(birthday, max(asked), n=int(rule.threshold))


def rights_request(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """A right that was asked for, and whose answer is due."""
    for one in known.requests:
        yield Due(rule.after(one.on), one.on, one.what, one.ref)


def open_step(known: Known, rule: AlertRule, sight: Sight) -> Iterator[Due]:
    """A step agreed for a day, and nothing done since."""
    for one in known.steps:
        yield Due(rule.after(one.on), one.on, one.what, one.ref)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        one.__name__: one
        for one in (
            unknown_since,
            stale_situation,
            last_contact,
            return_without_evidence,
            open_referral,
            worksite_hours_12_months,
            age_at_worksite_years,
            after_action,
            age_years,
            not_informed,
            asked_again_at_years,
            rights_request,
            open_step,
        )
    }
)


def validity_ends(
    situation: str, verified_on: date, words: Nomenclature
) -> date | None:
    """Tell from which day a situation is no longer believed.

    Args:
        situation: its code.
        verified_on: last day on which it was established.
        words: the nomenclature.

    Returns:
        The first day after its validity; None where it has no end.
    """
    word = words.situations[situation]
    if word.until_31_august:
        year = verified_on.year + (verified_on.month >= SEPTEMBER)
        return date(year, SEPTEMBER, 1)
    if word.validity_days is None:
        return None
    return verified_on + timedelta(days=word.validity_days)


def _of(rule: AlertRule, known: Known) -> list[Done]:
    return [one for one in known.done if not rule.kinds or one.kind in rule.kinds]


def _established_before(known: Known) -> str | None:
    named = [s.situation for s in known.stays[:-1] if s.situation != UNKNOWN]
    return named[-1] if named else None
