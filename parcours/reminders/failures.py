"""What a reminder refuses, one class per cause.

Failure
└── EntryRefused            (PEOPLE-)
    └── SnoozeImpossible     REMIND-001
"""

from config.translation import _
from parcours.people.failures import EntryRefused


class SnoozeImpossible(EntryRefused):
    """Put off until a day that has passed, too far away, or a rule that may not be."""

    code = "REMIND-001"

    def __init__(self) -> None:
        super().__init__(
            _("Ce rappel ne peut être reporté à ce jour."),
            _("Choisissez un jour à venir, d’ici un an au plus."),
            "until",
        )
