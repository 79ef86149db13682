"""`config/alerts.yaml` → the rules of reminders, as they hold on a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from string import Formatter

from config.reading import Entry, read_yaml
from config.translation import _
from parcours.people.months import MONTHS_PER_YEAR, add_months


UNITS = ("days", "weeks", "months", "years", "hours")
AUDIENCES = ("caseload",)
GROUPS = (
    "contacts",
    "situations",
    "relays",
    "steps",
    "ages",
    "information",
    "rights",
    "worksites",
)
PLACES = frozenset({"day", "since", "what", "n"})  # that a text may leave open
WEEK = 7


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """One rule: what is measured, from when on it is to be done, in which words.

    Attributes:
        code: stable name, also of what a snooze puts off.
        labels: {"fr": …, "en": …}, a few words.
        texts: one sentence each, with `{day}`, `{since}`, `{what}` or `{n}` left open.
        measure: name of a function of `parcours.reminders.measures`.
        threshold: how many `unit` after the measured day it falls due; hours for hours.
        unit: days | weeks | months | years | hours.
        group: heading under which pages show it.
        audience: caseload.
        ahead_days: shown and counted this long before the due day.
        foreseen_days: foreseen this long before it, at least `ahead_days`.
        lasts_days: no longer shown this long after it, None = until it is done.
        kinds: kinds of interventions that it looks at, empty for all.
        gives_way_to: rule that replaces it for the same young person, or None.
        when_ended: goes on after a death, a departure or a loss of contact.
        source: where it was read.
        valid_from: first day, None = no limit.
        valid_to: first day on which it no longer holds, None = no limit.
    """

    code: str
    labels: dict[str, str]
    texts: dict[str, str]
    measure: str
    threshold: float
    unit: str
    group: str
    audience: str
    ahead_days: int
    foreseen_days: int
    lasts_days: int | None
    kinds: frozenset[str]
    gives_way_to: str | None
    when_ended: bool
    source: str
    valid_from: date | None
    valid_to: date | None

    def after(self, on: date) -> date:
        """Give the day on which the threshold is reached.

        Args:
            on: the measured day.

        Returns:
            The day, `threshold` later; the same for a rule in hours.
        """
        if self.unit in ("days", "weeks"):
            per = WEEK if self.unit == "weeks" else 1
            return on + timedelta(days=int(self.threshold) * per)
        if self.unit == "hours":
            return on
        per = MONTHS_PER_YEAR if self.unit == "years" else 1
        return add_months(on, int(self.threshold) * per)

    def holds_on(self, day: date) -> bool:
        """Tell whether the rule is in force on a day."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)

    def foresees(self, due_on: date, *, today: date) -> bool:
        """Tell whether something due on a day is to come: foreseen, not yet shown.

        Args:
            due_on: its due day.
            today: the civil day.

        Returns:
            True from `foreseen_days` before, until it is shown.
        """
        days = (due_on - today).days
        return self.ahead_days < days <= self.foreseen_days

    def shows(self, due_on: date, *, today: date) -> bool:
        """Tell whether something due on a day is to be shown today.

        Args:
            due_on: its due day.
            today: the civil day.

        Returns:
            True from `ahead_days` before, until it is done or `lasts_days` after.
        """
        if today < due_on - timedelta(days=self.ahead_days):
            return False
        lasts = self.lasts_days
        return lasts is None or today < due_on + timedelta(days=lasts)


def read_rules(folder: Path, *, measures: frozenset[str]) -> tuple[AlertRule, ...]:
    """Read a territory's rules of reminders.

    Args:
        folder: the territory's configuration folder.
        measures: names of what can be measured.

    Returns:
        The rules, in the order of the file.

    Raises:
        ConfigurationRefused: absent or malformed, a key or measure unknown, a code
            written twice, a rule that gives way to none.
    """
    file = read_yaml(folder / "alerts.yaml")
    file.integer("version")
    entries = file.entries("alerts")
    file.finish()
    codes = [entry.text("code") for entry in entries]
    rules = tuple(_rule(entry, measures, frozenset(codes)) for entry in entries)
    for entry, code in zip(entries, codes, strict=True):
        if codes.count(code) > 1:
            raise entry.refuse(_("Ce code est déjà pris."), "code")
    return rules


def _rule(entry: Entry, measures: frozenset[str], codes: frozenset[str]) -> AlertRule:
    entry.has("proposed")
    labels = entry.labels()
    texts = entry.labels("text") if entry.has("text") else labels
    for text in texts.values():
        if not {name for _t, name, _s, _c in Formatter().parse(text) if name} <= PLACES:
            allowed = ", ".join(sorted(PLACES))
            raise entry.refuse(
                _("Valeurs admises : {allowed}.").format(allowed=allowed), "text"
            )
    gives_way = entry.text_or_none("gives_way_to")
    if gives_way is not None:
        entry.choice("gives_way_to", tuple(sorted(codes)))
    ahead_days = entry.integer("ahead_days", default=WEEK)
    rule = AlertRule(
        code=entry.text("code"),
        labels=labels,
        texts=texts,
        measure=entry.choice("measure", tuple(sorted(measures))),
        threshold=entry.number("threshold"),
        unit=entry.choice("unit", UNITS),
        group=entry.choice("group", GROUPS, default="contacts"),
        audience=entry.choice("audience", AUDIENCES),
        ahead_days=ahead_days,
        foreseen_days=entry.integer("foreseen_days", default=ahead_days),
        lasts_days=entry.integer_or_none("lasts_days"),
        kinds=frozenset(entry.texts("kinds")),
        gives_way_to=gives_way,
        when_ended=entry.boolean("when_ended", default=False),
        source=entry.text("source"),
        valid_from=entry.date_or_none("valid_from"),
        valid_to=entry.date_or_none("valid_to"),
    )
    entry.finish()
    return rule
