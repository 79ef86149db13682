"""When a young person counts as lost to follow-up: by the rule, never by a word typed.

Silence alone may be ours: it takes months without an established contact *and* that
many attempts, counted by day since the last time the young person was reached.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from config.reading import read_yaml
from parcours.people.months import add_months


@dataclass(frozen=True)
class LostRule:
    """`lost_to_follow_up` of `dropout_rules.yaml`: both are required."""

    months: int
    attempts: int


@dataclass(frozen=True)
class Silence:
    """Where one follow-up stands against the rule.

    Attributes:
        rule: the rule in force.
        met_on: last established contact, None where there never was one.
        since: from when silence counts: that day, or the first day of follow-up.
        attempts: days of attempts without an answer since then, in order.
    """

    rule: LostRule
    met_on: date | None
    since: date | None
    attempts: tuple[date, ...]

    @property
    def missing(self) -> int:
        """How many attempts are still to be made."""
        return max(self.rule.attempts - len(self.attempts), 0)

    @property
    def long_enough_on(self) -> date | None:
        """First day on which the silence has lasted long enough."""
        return None if self.since is None else add_months(self.since, self.rule.months)

    def is_lost(self, *, today: date) -> bool:
        """Tell whether the rule says that the young person is lost to follow-up.

        Args:
            today: the civil day.

        Returns:
            True where both are met: the months, the attempts.
        """
        day = self.long_enough_on
        return day is not None and day <= today and self.missing == 0


def silence(
    rule: LostRule,
    *,
    reached: Iterable[date],
    tried: Iterable[date],
    followed_since: date | None,
) -> Silence:
    """Measure the silence since a young person was last reached.

    Args:
        rule: the rule in force.
        reached: days of established contacts.
        tried: days of attempts without an answer; several in a day count once.
        followed_since: first day of follow-up.

    Returns:
        Where the follow-up stands.
    """
    met_on = max(reached, default=None)
    days = sorted({day for day in tried if met_on is None or day > met_on})
    return Silence(rule, met_on, met_on or followed_since, tuple(days))


def read_lost_rule(folder: Path) -> LostRule:
    """Read the rule of a territory.

    Args:
        folder: its configuration folder.

    Returns:
        The rule.

    Raises:
        ConfigurationRefused: absent or malformed.
    """
    entry = read_yaml(folder / "dropout_rules.yaml").entry("lost_to_follow_up")
    return LostRule(entry.integer("months_without_contact"), entry.integer("attempts"))
