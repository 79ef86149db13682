"""What an entry refuses before it reaches the record, one class per cause.

EntryRefused
├── DayUnclear         ENTRY-001
│   ├── DayNotUnderstood
│   ├── DayTooVague
│   └── DayAmbiguous
├── HoursUnclear       ENTRY-002
├── WordsToConfirm     ENTRY-003
└── OfASheet           ENTRY-004

None of them repeats what was typed.
"""

from collections.abc import Sequence
from datetime import date

from config.enumeration import all_of
from config.numbers import day as day_text
from config.translation import _
from parcours.people.failures import EntryRefused
from parcours.people.note_cautions import NoteCaution


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


class WordsToConfirm(EntryRefused):
    """A free text seems to say what should not be kept: saved only if confirmed.

    Args:
        field: where it was typed.
        cautions: what it seems to say; they quote nothing.
    """

    code = "ENTRY-003"

    def __init__(self, field: str, cautions: Sequence[NoteCaution]) -> None:
        said = all_of([one.text for one in cautions])
        super().__init__(
            _("Ce texte semble parler de : {what}.").format(what=said),
            _("L’orientation suffit : corrigez-le, ou enregistrez-le quand même."),
            field,
        )
        self.cautions = tuple(cautions)


class OfASheet(EntryRefused):
    """The entry sums the days of a collective sheet: only the sheet changes it."""

    code = "ENTRY-004"

    def __init__(self) -> None:
        super().__init__(
            _("Cette intervention vient d’une feuille d’action."),
            _("Corrigez la feuille, dans « Actions et chantiers »."),
        )
