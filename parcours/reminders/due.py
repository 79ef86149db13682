"""What is known of one young person, and the rules → what is to be done, by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from parcours.reminders.known import Known
from parcours.reminders.measures import MEASURES, Due, Sight
from parcours.reminders.rules import AlertRule


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
    found = [
        Reminder(person, rule, due)
        for rule in rules
        if rule.holds_on(sight.today) and (rule.when_ended or not known.has_left)
        for due in MEASURES[rule.measure](known, rule, sight)
        if rule.shows(due.on, today=sight.today)
    ]
    asked = {reminder.rule.code for reminder in found}
    kept = [one for one in found if one.rule.gives_way_to not in asked]
    return sorted(kept, key=lambda one: one.due.on)


def is_put_off(until: date | None, *, today: date) -> bool:
    """Tell whether a reminder put off until a day rests today."""
    return until is not None and today < until
