"""What is known of one young person, and the rules → what is to be done, by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parcours.reminders.known import Known
from parcours.reminders.measures import MEASURES, Due, Sight
from parcours.reminders.rules import AlertRule


NEVER_LATE = frozenset({"ages", "worksites"})  # groups that tell of a day, no duty


@dataclass(frozen=True)
class Reminder:
    """One thing to do about the follow-up of one young person.

    Attributes:
        person: pseudonym.
        rule: the rule that asks for it.
        due: from when, and what the sentence says.
    """

    person: str
    rule: AlertRule
    due: Due

    @property
    def key(self) -> str:
        """What a snooze names: the rule, and the item where there are several."""
        return f"{self.rule.code}/{self.due.item}" if self.due.item else self.rule.code

    def is_late(self, *, today: date) -> bool:
        """Tell whether its day is past: something was to be done, and is not."""
        return self.due.on < today and self.rule.group not in NEVER_LATE


@dataclass(frozen=True)
class Asked:
    """What the rules ask about one young person, each by due day.

    Attributes:
        shown: to be shown and counted today.
        foreseen: to come, told apart.
    """

    shown: tuple[Reminder, ...]
    foreseen: tuple[Reminder, ...]


def reminders_for(
    person: str, known: Known, rules: Sequence[AlertRule], sight: Sight
) -> list[Reminder]:
    """Tell what is to be done for a young person.

    Args:
        person: pseudonym.
        known: what is known of their follow-up.
        rules: the rules of the territory.
        sight: the day and the words.

    Returns:
        What is to be shown today, by due day; then in the order of the rules.
    """
    return list(asked_of(person, known, rules, sight).shown)


def asked_of(
    person: str, known: Known, rules: Sequence[AlertRule], sight: Sight
) -> Asked:
    """Tell what is to be done for a young person, today and in the weeks to come.

    Args:
        person: pseudonym.
        known: what is known of their follow-up.
        rules: the rules of the territory.
        sight: the day and the words.

    Returns:
        Both, each by due day; then in the order of the rules.
    """
    today = sight.today
    found = [
        Reminder(person, rule, due)
        for rule in rules
        if rule.holds_on(today) and (rule.when_ended or not known.has_left)
        for due in MEASURES[rule.measure](known, rule, sight)
    ]
    found.sort(key=lambda one: one.due.on)
    shown = [one for one in found if one.rule.shows(one.due.on, today=today)]
    codes = {one.rule.code for one in shown}
    kept = [one for one in shown if one.rule.gives_way_to not in codes]
    ahead = [one for one in found if one.rule.foresees(one.due.on, today=today)]
    codes |= {one.rule.code for one in ahead}
    return Asked(
        tuple(kept),
        tuple(one for one in ahead if one.rule.gives_way_to not in codes),
    )


def is_put_off(until: date | None, *, today: date) -> bool:
    """Tell whether a reminder put off until a day rests today."""
    return until is not None and today < until
