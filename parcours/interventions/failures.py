"""What an entry refuses before it reaches the record, one class per cause.

EntryRefused
├── DayUnclear         ENTRY-001
│   ├── DayNotUnderstood
│   ├── DayTooVague
│   └── DayAmbiguous
└── HoursUnclear       ENTRY-002


None of them repeats what was typed.
"""

from collections.abc import Sequence
from datetime import date

from config.numbers import day as day_text
from config.translation import _
from parcours.people.failures import EntryRefused


class DayUnclear(EntryRefused):
    """Base of what is typed as a day and is not one day for sure."""

    code = "ENTRY-001"


class DayNotUnderstood(DayUnclear):
    """No day can be read in it."""

    def __init__(self) -> None:
        super().__init__(
            _("Cette date n’est pas comprise."),
            _("Écrivez par exemple « hier », « lundi », « 03/09 » ou « 3 sept »."),
            "starts_on",
        )


class DayTooVague(DayUnclear):
    """A week, a month, or about so long ago: no single day.

    Args:
        first: first day that it may be, where known.
        last: last day that it may be, the same where it may be about that one.
    """

    def __init__(self, first: date | None = None, last: date | None = None) -> None:
        if first is None or last is None:
            remedy = _("Donnez un jour, même approximatif : « 03/09 », « lundi ».")
        elif first == last:
            remedy = _("Si c’était le {day}, écrivez cette date.").format(
                day=day_text(first)
            )
        else:
            remedy = _("Choisissez un jour du {first} au {last}.").format(
                first=day_text(first), last=day_text(last)
            )
        super().__init__(_("Il faut un jour précis."), remedy, "starts_on")


class DayAmbiguous(DayUnclear):
    """It may be several days.

    Args:
        days: the days that it may be.
    """

    def __init__(self, days: Sequence[date] = ()) -> None:
        told = [day_text(on) for on in sorted(days)]
        text = _("Précisez : {days} ?")
        joined = _(" ou ").join(told)
        super().__init__(
            _("Cette date peut se comprendre de plusieurs façons."),
            text.format(days=joined) if told else _("Écrivez la date avec son année."),
            "starts_on",
        )


class HoursUnclear(EntryRefused):
    """A length that is not understood, or may be hours as well as minutes."""

    code = "ENTRY-002"

    def __init__(self) -> None:
        super().__init__(
            _("Cette durée n’est pas comprise."),
            _("Écrivez par exemple « 1h30 », « 45 min » ou « 2,5 h », 400 h au plus."),
            "hours",
        )
